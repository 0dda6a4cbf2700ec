//! What does the article say, once?
