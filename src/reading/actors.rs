//! States, organisations, groups and those who speak for them.

use super::Mention;
use super::lexicon::Lexicon;
use super::tokens::Token;
use crate::model::day::DaySpan;
use crate::model::span::Span;

/// The mentions of each sentence, in text order, not overlapping.
pub(crate) fn find(
    _lexicon: &Lexicon,
    _text: &str,
    sentences: &[Span],
    _tokens: &[Vec<Token>],
    _published: Option<DaySpan>,
) -> Vec<Vec<Mention>> {
    vec![Vec::new(); sentences.len()]
}
