//! The subject of a clause: the nearest head to the left that its verb can have.

use std::ops::Range;

use super::clauses::{Clause, Link};
use super::groups::Form;
use super::phrases::{Named, Scene};
use crate::reading::events::words::tag;

/// The subject of a finite verb.
pub(super) struct Subject {
    pub(super) actors: Vec<Named>,
    pub(super) core: Range<usize>,
    pub(super) start: usize,
    pub(super) relative: bool,
    pub(super) pronoun: bool,
}

pub(super) fn subject_left(scene: &Scene<'_>, before: &[Clause], end: usize) -> Option<Subject> {
    let mut i = end;
    let mut first = true;
    for _ in 0..30 {
        let b = i.checked_sub(1)?;
        if let Some(g) = scene.grouped.of[b] {
            let group = &scene.grouped.groups[g];
            let skipped = !matches!(group.form, Form::Finite | Form::Participle)
                || before.get(g).is_some_and(|c| c.link == Link::Relative);
            if !skipped {
                return None;
            }
            i = group.start;
            if scene.is(i.wrapping_sub(1), tag::RELATIVE) {
                i -= 1;
            }
            continue;
        }
        if scene.is(b, tag::RELATIVE) {
            return relative_antecedent(scene, b);
        }
        if scene.is(b, tag::COMMA) {
            if !first {
                // The end of an inserted phrase, or an opening adverbial: nothing to the left is ours.
                let k = previous_comma(scene, b)?;
                i = k;
                continue;
            }
            first = false;
            i = previous_comma(scene, b)?;
            continue;
        }
        if scene.is(b, tag::ADVERB | tag::PREP | tag::PARTICLE)
            && scene.units[b].mention.is_none()
            && !scene.is(b, tag::SUB)
        {
            i = b;
            continue;
        }
        let core = scene.core_backward(i)?;
        first = false;
        let governed = core.start.checked_sub(1);
        if let Some(g) = governed {
            if scene.is(g, tag::PREP) {
                i = g;
                continue;
            }
            if let Some(verb) = scene.grouped.of[g]
                && verb_takes(scene, before, verb)
            {
                i = scene.grouped.groups[verb].start;
                continue;
            }
        }
        return Some(take_subject(scene, &core));
    }
    None
}

/// A verb inside the subject's phrase ("plans to attack X", "who attacked X"): stepped over.
fn verb_takes(scene: &Scene<'_>, before: &[Clause], verb: usize) -> bool {
    let group = &scene.grouped.groups[verb];
    let inner = matches!(group.form, Form::AfterNoun | Form::Reduced | Form::Gerund)
        || before.get(verb).is_some_and(|c| c.link == Link::Relative);
    inner
        || group.form == Form::Infinitive && before.get(verb).is_some_and(|c| c.governor.is_none())
}

fn take_subject(scene: &Scene<'_>, core: &Range<usize>) -> Subject {
    let pronoun = core.len() == 1 && scene.is(core.start, tag::PRONOUN);
    let (actors, start) = scene.list_backward(core);
    Subject { actors, core: core.clone(), start, relative: false, pronoun }
}

fn relative_antecedent(scene: &Scene<'_>, relative: usize) -> Option<Subject> {
    let mut end = relative;
    while end > 0
        && scene.is(end - 1, tag::COMMA | tag::PREP)
        && scene.units[end - 1].mention.is_none()
    {
        end -= 1;
    }
    let core = scene.core_backward(end)?;
    let mut actors = scene.actor_of(&core, true);
    if actors.is_empty() {
        actors = scene.actor_of_core(&core).into_iter().collect();
    }
    Some(Subject { actors, start: relative, core, relative: true, pronoun: false })
}

fn previous_comma(scene: &Scene<'_>, comma: usize) -> Option<usize> {
    (comma.saturating_sub(30)..comma).rev().find(|&i| scene.is(i, tag::COMMA))
}

/// "Citing X, Russia …": the subject comes after.
pub(super) fn leading_participles(scene: &Scene<'_>, clauses: &mut [Clause]) {
    for at in 0..clauses.len() {
        let group = &scene.grouped.groups[at];
        let waits = clauses[at].subject.is_empty()
            && clauses[at].governor.is_none()
            && matches!(group.form, Form::Participle | Form::Gerund);
        if !waits {
            continue;
        }
        let main = (at + 1..clauses.len()).find(|&i| {
            scene.grouped.groups[i].form == Form::Finite && clauses[i].link == Link::Main
        });
        if let Some(main) = main {
            clauses[at].subject = clauses[main].subject.clone();
        }
    }
}
