//! `data/` loaded, checked and compiled once.

/// Every table the reader uses.
pub(crate) struct Lexicon {}

impl Lexicon {
    /// The tables embedded in the binary.
    pub(crate) fn embedded() -> Self {
        Self {}
    }
}
