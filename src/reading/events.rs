//! Actors, words and days to events.

use super::SentenceView;
use super::lexicon::Lexicon;
use crate::model::event::Event;

/// The events of one sentence.
pub(crate) fn code(_lexicon: &Lexicon, _sentence: &SentenceView<'_>) -> Vec<Event> {
    Vec::new()
}

/// What an editor would call a happening carried by this rule.
pub(crate) fn label_of(_rule: &str) -> Option<&'static str> {
    None
}
