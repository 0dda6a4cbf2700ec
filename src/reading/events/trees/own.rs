//! A state's own people, whom no name tells.

use super::parties::{Finder, Parties};
use crate::model::span::Span;
use crate::reading::events::deed::{OwnPeople, actor_id};
use crate::reading::events::rules::Place;
use crate::reading::syntax::Rel;

/// "disperses demonstrators", "bans an opposition newspaper", "bows to rebels": whom a deed without a
/// target falls on, where the sentence names one state alone.
pub(super) fn people(finder: &Finder<'_, '_>, parties: &Parties) -> Option<OwnPeople> {
    let view = finder.scene.view;
    let source = actor_id(view, parties.sources.first()?);
    if !parties.targets.is_empty() || view.mentions.iter().any(|m| m.actor.id != source) {
        return None;
    }
    let verb = finder.verb;
    let suffers = finder.verbs.subject_node(verb.at).filter(|_| verb.passive);
    let objects = finder.scene.children(verb.at, &[Rel::Obj, Rel::Iobj]);
    let behind = finder.rule.target.iter().flat_map(|place| match place {
        // Where something is done is not to whom.
        Place::Prep(prep) if prep != "in" && prep != "by" => finder.phrases(prep),
        _ => Vec::new(),
    });
    objects.chain(suffers).chain(behind).find_map(|at| phrase(finder, at))
}

/// What the noun at `at` stands for; of "thousands of refugees", the refugees.
fn phrase(finder: &Finder<'_, '_>, at: usize) -> Option<OwnPeople> {
    let scene = finder.scene;
    let words = &scene.tables.words;
    let within = scene.children(at, &[Rel::Amod, Rel::Compound]).filter(|&c| c < at);
    let of = scene.children(at, &[Rel::Nmod]).filter(|&c| scene.opening(c) == "of");
    let role = within.chain([at]).chain(of).find_map(|c| words.own_people(scene.lower(c)))?;
    let reach = scene.tree.subtree(at);
    let span = Span::new(scene.span(reach.start).start, scene.span(at).end);
    Some(OwnPeople { role: role.to_owned(), span })
}
