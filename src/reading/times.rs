//! Expressions of time to days, with their basis.

use super::lexicon::Lexicon;
use super::tokens::Token;
use crate::model::day::DaySpan;
use crate::model::event::Dated;
use crate::model::span::Span;

/// The times told in each sentence, in text order.
pub(crate) fn find(
    _lexicon: &Lexicon,
    _text: &str,
    sentences: &[Span],
    _tokens: &[Vec<Token>],
    _published: Option<DaySpan>,
) -> Vec<Vec<Dated>> {
    vec![Vec::new(); sentences.len()]
}
