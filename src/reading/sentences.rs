//! Text to sentences, with byte offsets.

use crate::model::span::Span;

/// The sentences of a text in order, trimmed. First draft: a full stop followed by a space.
pub(crate) fn split(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        out.push(Span::new(start, at + 1));
        start = at + 2;
    }
    if start < text.len() {
        out.push(Span::new(start, text.len()));
    }
    out
}
