//! Actors, words and days to events.
//!
//! A sentence goes through these steps, each in its own file: [`units`] (words and mentions),
//! [`groups`] (verb groups), [`clauses`] (subjects and governing verbs), [`speech`] (who tells
//! it), [`stance`] (told, claimed, denied, planned, …), [`deeds`] and [`nominal`] (which rule of
//! `data/events` fits, with its parties), [`crosswalk`] (what a planned or refused deed is coded
//! as), [`assemble`] (events with day, evidence and rule).

mod cameo;
mod crosswalk;
mod deed;
mod headed;
mod morphology;
mod rules;
mod shallow;
#[cfg(test)]
mod spec;
mod stance;
mod tables;
mod words;

use super::SentenceView;
use super::lexicon::Lexicon;
use crate::model::event::Event;
use tables::Tables;

/// The events of one sentence, in the order of their triggers; at most [`deed::MOST`].
pub(crate) fn code(_lexicon: &Lexicon, sentence: &SentenceView<'_>) -> Vec<Event> {
    if sentence.mentions.is_empty() {
        return Vec::new();
    }
    let events = deed::finish(shallow::events(Tables::embedded(), sentence));
    headed::attribute(events, sentence)
}

/// The short noun phrase a headline editor would use for what a rule tells
/// (`coerce.toml: detain` → "Detentions"); `None` for a rule that does not exist.
pub(crate) fn label_of(rule: &str) -> Option<&'static str> {
    Tables::embedded().rules.label_of(rule)
}
