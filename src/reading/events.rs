//! Actors, words and days to events.
//!
//! A sentence goes through these steps, each in its own file: [`units`] (words and mentions),
//! [`groups`] (verb groups), [`clauses`] (subjects and governing verbs), [`speech`] (who tells
//! it), [`stance`] (told, claimed, denied, planned, …), [`deeds`] and [`nominal`] (which rule of
//! `data/events` fits, with its parties), [`crosswalk`] (what a planned or refused deed is coded
//! as), [`assemble`] (events with day, evidence and rule).

mod assemble;
mod cameo;
mod clauses;
mod crosswalk;
mod deeds;
mod groups;
mod headed;
mod morphology;
mod nominal;
mod parties;
mod phrases;
mod rules;
#[cfg(test)]
mod spec;
mod speech;
mod stance;
mod subjects;
mod tables;
mod units;
mod words;

use super::SentenceView;
use super::lexicon::Lexicon;
use crate::model::event::Event;
use tables::Tables;

/// The events of one sentence, in the order of their triggers; at most [`assemble::MOST`].
pub(crate) fn code(_lexicon: &Lexicon, sentence: &SentenceView<'_>) -> Vec<Event> {
    if sentence.mentions.is_empty() {
        return Vec::new();
    }
    headed::attribute(assemble::events(Tables::embedded(), sentence), sentence)
}

/// The short noun phrase a headline editor would use for what a rule tells
/// (`coerce.toml: detain` → "Detentions"); `None` for a rule that does not exist.
pub(crate) fn label_of(rule: &str) -> Option<&'static str> {
    Tables::embedded().rules.label_of(rule)
}
