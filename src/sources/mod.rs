//! Where does news come from?
