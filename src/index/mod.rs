//! Keep it, find it again.
