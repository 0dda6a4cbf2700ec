//! A place in a stored text.

use serde::{Deserialize, Serialize};

/// Half-open byte range `start..end` in the text of one document, always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The slice this span marks, or `None` where the text does not reach that far
    /// or the span cuts a character.
    pub(crate) fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// True when `other` lies wholly inside this span.
    pub(crate) fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub(crate) fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}
