//! Who says what: the stretches of a sentence that somebody other than the narrator tells.

use std::ops::Range;

use super::clauses::{Clause, Link};
use super::groups::Form;
use super::phrases::{Named, Scene};
use crate::reading::events::words::{govern, tag};

/// A stretch told by somebody.
pub(crate) struct Speech {
    pub(crate) content: Range<usize>,
    pub(crate) speaker: Option<Named>,
    /// The verb of saying; `None` for "according to".
    pub(crate) verb: Option<usize>,
    /// "announces", "confirms": taken as told by the narrator.
    pub(crate) trusted: bool,
    /// Its verb announces ([`govern::PROCLAIM`]).
    pub(crate) announced: bool,
}

/// All stretches of the sentence, outermost first.
pub(crate) fn find(scene: &Scene<'_>, clauses: &[Clause]) -> Vec<Speech> {
    let mut out = Vec::new();
    for at in 0..clauses.len() {
        out.extend(said(scene, clauses, at));
    }
    out.extend(according_to(scene));
    out
}

fn said(scene: &Scene<'_>, clauses: &[Clause], at: usize) -> Option<Speech> {
    let group = &scene.grouped.groups[at];
    let bits = scene.words.govern(group.lemma);
    if bits & (govern::SAY | govern::ANNOUNCE) == 0 || group.passive && group.form != Form::Finite {
        return None;
    }
    let trusted = bits & govern::ANNOUNCE != 0 && !group.negated;
    let announced = bits & govern::PROCLAIM != 0;
    let speaker = if group.passive { None } else { clauses[at].subject.first().cloned() };
    let next = scene.grouped.groups.get(at + 1);
    let governs = next.is_some()
        && clauses[at + 1].governor == Some(at)
        && clauses[at + 1].link == Link::That;
    if governs {
        let content = group.head + 1..scene.units.len();
        return Some(Speech { content, speaker, verb: Some(at), trusted, announced });
    }
    // ", X said." at the end.
    let ends = (group.head + 1..scene.units.len()).all(|i| scene.grouped.of[i].is_none())
        || bits & govern::SAY != 0 && at + 1 == clauses.len();
    let edge = clauses[at].subject_core.as_ref().map_or(group.start, |c| c.start);
    let comma = (0..edge).rev().take(25).find(|&i| scene.is(i, tag::COMMA))?;
    let main = clauses[at].link == Link::Main && group.form == Form::Finite;
    // ", with no deaths reported" is told by nobody.
    let plain =
        (comma + 1..edge).all(|i| scene.grouped.of[i].is_none()) && scene.word(comma + 1) != "with";
    if !(ends && main && plain && at > 0) {
        return None;
    }
    let speaker = speaker.or_else(|| {
        // ", said the minister of X"
        let core = scene.core_forward(group.head + 1)?;
        scene.actor_of(&core, true).into_iter().next()
    });
    Some(Speech { content: 0..comma, speaker, verb: Some(at), trusted, announced })
}

fn according_to(scene: &Scene<'_>) -> Option<Speech> {
    let at = (0..scene.units.len())
        .find(|&i| scene.word(i) == "according" && scene.is(i + 1, tag::TO))?;
    let core = scene.core_forward(at + 2)?;
    let speaker = scene.actor_of(&core, true).into_iter().next();
    let content = if at == 0 { core.end..scene.units.len() } else { 0..at };
    Some(Speech { content, speaker, verb: None, trusted: false, announced: false })
}
