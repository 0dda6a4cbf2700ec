//! Actors, words and days to events.
//!
//! A sentence is read by the order of its words ([`shallow`]) and, where that gives nothing, off its
//! tree ([`trees`]). Both find deeds by the rules of `data/events` ([`rules`]) and say how the text stands
//! to them ([`stance`]); [`crosswalk`] says what a planned or refused deed is coded as, [`deed`] makes
//! events with day, evidence and rule.

mod cameo;
mod content;
mod crosswalk;
mod deed;
mod headed;
mod morphology;
mod reliability;
mod rules;
mod shallow;
#[cfg(test)]
mod spec;
mod stance;
mod tables;
mod trees;
mod words;

use super::lexicon::Lexicon;
use super::syntax::{self, Tree};
use super::{SentenceView, stand_ins};
use crate::model::event::Event;
use tables::Tables;

/// The events of one sentence, in the order of their triggers; at most [`deed::MOST`].
pub(crate) fn code(_lexicon: &Lexicon, sentence: &SentenceView<'_>) -> Vec<Event> {
    if sentence.mentions.is_empty() {
        return Vec::new();
    }
    if is_order(sentence.span.of(sentence.text).unwrap_or_default()) {
        return Vec::new();
    }
    let tables = Tables::embedded();
    let mut events = shallow::events(tables, sentence);
    if events.is_empty() && (sentence.mentions.len() > 1 || names_people(tables, sentence)) {
        events = trees::events(tables, sentence, &tree(sentence));
    }
    let events = deed::finish(events);
    headed::attribute(&tables.words, events, sentence)
}

/// A state's deed may fall on its own people, who need no name.
fn names_people(tables: &Tables, sentence: &SentenceView<'_>) -> bool {
    sentence.tokens.iter().any(|token| {
        let word = token.span.of(sentence.text).unwrap_or_default().to_lowercase();
        tables.words.own_people(&word).is_some()
    })
}

/// The tree of a sentence. Names are read as names the parser knows; where the order of the words says verb
/// and the parser a word that describes, it is read once more with verbs it knows.
pub(crate) fn tree(sentence: &SentenceView<'_>) -> Tree {
    let SentenceView { text, tokens, mentions, .. } = *sentence;
    let mut known = stand_ins::of(text, tokens, mentions);
    let tree = syntax::parse(text, tokens, &known);
    let verbs = shallow::verbs(Tables::embedded(), sentence);
    let mistaken = stand_ins::of_verbs(text, &tree, &verbs);
    if mistaken.is_empty() {
        return tree;
    }
    known.extend(mistaken);
    known.sort_by_key(|s| s.span.start);
    syntax::parse(text, tokens, &known)
}

/// True for a sentence that orders its reader to do something ("Write that …"): it tells of nothing.
pub(crate) fn is_order(sentence: &str) -> bool {
    let first = sentence.split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty());
    first.is_some_and(|w| Tables::embedded().words.is_order(&w.to_lowercase()))
}

/// The short noun phrase a headline editor would use for what a rule tells
/// (`coerce.toml: detain` → "Detentions"); `None` for a rule that does not exist.
pub(crate) fn label_of(rule: &str) -> Option<&'static str> {
    Tables::embedded().rules.label_of(rule)
}

pub(crate) use reliability::confidence_of;

/// The intensity of a CAMEO code on the Goldstein scale; `None` for a code that does not exist.
pub(crate) fn intensity_of(cameo: &str) -> Option<f32> {
    Tables::embedded().cameo.intensity(cameo)
}

/// The past participle of a verb in its dictionary form; `None` for a verb that is not known.
pub(crate) fn participle_of(lemma: &str) -> Option<&'static str> {
    Tables::embedded().words.participle(lemma)
}

/// Where a rule stands: file of `data/events` and line, from 1; `None` for a rule that does not exist.
pub(crate) fn rule_at(rule: &str) -> Option<(&str, usize)> {
    let (file, id) = rule.split_once(": ")?;
    let (_, text) = tables::FILES.iter().find(|(name, _)| *name == file)?;
    let wanted = format!("id = \"{id}\"");
    let line = text.lines().position(|line| line.trim() == wanted)?;
    Some((file, line + 1))
}
