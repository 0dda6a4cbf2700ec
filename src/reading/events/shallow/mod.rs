//! Events from the order of words alone.
//!
//! A sentence goes through these steps, each in its own file: [`units`] (words and mentions),
//! [`groups`] and [`forms`] (verb groups), [`clauses`] (subjects and governing verbs), [`speech`] (who tells it),
//! [`stance`] (told, claimed, denied, planned, …), [`deeds`] and [`nominal`] (which rule of
//! `data/events` fits, with its parties), [`assemble`] (all of a sentence's deeds).

mod assemble;
mod clauses;
mod deeds;
mod forms;
mod groups;
mod nominal;
mod parties;
mod phrases;
mod speech;
mod stance;
mod subjects;
mod units;

pub(super) use assemble::events;

use super::tables::Tables;
use super::words::{form, tag};
use crate::model::span::Span;
use crate::reading::SentenceView;
use crate::reading::syntax::Tag;
use groups::Form;

/// The verbs of a sentence as the order of its words tells them, with the tag each would have in a tree.
pub(super) fn verbs(tables: &Tables, view: &SentenceView<'_>) -> Vec<(Span, Tag)> {
    let units = units::read(&tables.words, &tables.rules, view);
    let grouped = groups::find(&tables.words, &tables.rules, &units);
    let mut out = Vec::with_capacity(grouped.groups.len());
    for group in grouped.groups.iter().filter(|g| !g.copula) {
        let unit = &units[group.head];
        let Some((_, forms)) = tables.words.verb(&unit.lower) else { continue };
        let before = |tags| units[group.start..group.head].iter().any(|u| u.is(tags));
        let tag = if group.passive || group.form == Form::Reduced || before(tag::HAVE) {
            Tag::Vbn
        } else if forms & form::ING != 0 && unit.lower.ends_with("ing") {
            Tag::Vbg
        } else if group.form == Form::Infinitive || before(tag::MODAL | tag::DO) {
            Tag::Vb
        } else if forms & form::S != 0 {
            Tag::Vbz
        } else if forms & form::PAST != 0 {
            Tag::Vbd
        } else {
            Tag::Vbp
        };
        out.push((unit.span, tag));
    }
    out
}
