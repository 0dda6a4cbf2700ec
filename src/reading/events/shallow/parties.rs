//! By whom and to whom: the parties of a deed, read off its clause.

use std::ops::Range;

use super::clauses::{Clause, Link};
use super::groups::Form;
use super::phrases::{Named, Scene};
use crate::model::event::EventType;
use crate::reading::How;
use crate::reading::events::deed::same_party;
use crate::reading::events::rules::{Place, Rule};
use crate::reading::events::words::{govern, tag};

pub(super) fn parties(
    scene: &Scene<'_>,
    clauses: &[Clause],
    at: usize,
    rule: &Rule,
    region: &Range<usize>,
    after: usize,
) -> (Vec<Named>, Vec<Named>, bool) {
    let group = &scene.grouped.groups[at];
    let clause = &clauses[at];
    if let Some(pair) = pair_between(scene, rule, clause, region) {
        return (pair, Vec::new(), true);
    }
    if group.passive {
        let mut sources = agents(scene, region);
        if sources.is_empty() {
            sources = placed_agents(scene, rule, clause, region);
        }
        if sources.is_empty() {
            sources = barred_from(scene, clauses, at, rule);
        }
        if sources.is_empty() && announced(rule) {
            sources = announcer(scene, clauses, at);
        }
        let mut targets = if rule.target.contains(&Place::Object) {
            placed_subject(scene, clause)
        } else {
            Vec::new()
        };
        targets.retain(|t| !sources.iter().any(|s| same_party(scene.view, s, t)));
        let mut mutual = true;
        if targets.is_empty() {
            (targets, mutual) = find_targets(scene, clauses, at, rule, region, after, true);
        }
        return (sources, targets, mutual);
    }
    let sources = clause.subject.clone();
    let (targets, mutual) = find_targets(scene, clauses, at, rule, region, after, false);
    // "X and Y established relations … in New York": the town is where they did it.
    let town = !targets.is_empty() && targets.iter().all(|t| scene.how(t) == Some(How::City));
    if rule.reciprocal && (!mutual || town) && sources.len() > 1 {
        return (sources, Vec::new(), true);
    }
    if targets.is_empty() && sources.len() == 2 && each_other(scene, group.start, region) {
        let targets = sources.iter().rev().cloned().collect();
        return (sources, targets, true);
    }
    (sources, targets, mutual)
}

/// "Norland announces a truce between X and Y": the two keep it, not who announces it.
fn pair_between(
    scene: &Scene<'_>,
    rule: &Rule,
    clause: &Clause,
    region: &Range<usize>,
) -> Option<Vec<Named>> {
    let place = Place::Prep("between".to_owned());
    let pair = (rule.reciprocal && rule.target.contains(&place))
        .then(|| prepositional(scene, "between", region))?;
    let is_subject = |n: &Named| clause.subject.iter().any(|s| same_party(scene.view, s, n));
    (pair.len() > 1 && !pair.iter().any(is_subject)).then_some(pair)
}

/// "X and Y attack each other", "X and Y each expel an envoy of the other".
fn each_other(scene: &Scene<'_>, start: usize, region: &Range<usize>) -> bool {
    let other = region.clone().find(|&i| matches!(scene.word(i), "other" | "another"));
    other.is_some_and(|o| {
        (start.saturating_sub(1)..o).any(|i| matches!(scene.word(i), "each" | "one"))
    })
}

/// Who suffers in a passive: the subject, or the place it stands in ("ten people in Gaza are killed").
pub(crate) fn placed_subject(scene: &Scene<'_>, clause: &Clause) -> Vec<Named> {
    if !clause.subject.is_empty() {
        return clause.subject.clone();
    }
    clause.subject_core.as_ref().map_or_else(Vec::new, |core| scene.actor_of(core, false))
}

/// "detained in Baku", "expelled from Norland": the place names whose police or government did it.
fn placed_agents(
    scene: &Scene<'_>,
    rule: &Rule,
    clause: &Clause,
    region: &Range<usize>,
) -> Vec<Named> {
    let suffers = placed_subject(scene, clause);
    for i in region.clone() {
        if scene.is(i, tag::COMMA) {
            break;
        }
        if scene.units[i].mention.is_some() || !rule.placed.iter().any(|p| p == scene.word(i)) {
            continue;
        }
        let Some(core) = scene.core_forward(i + 1) else { continue };
        let last = core.end - 1;
        let Some(mention) = scene.units[last].mention.filter(|_| !scene.units[last].bare) else {
            continue;
        };
        let named = Named { mention, role: None };
        let place = !matches!(scene.how(&named), Some(How::Person | How::Coreference) | None);
        if place && suffers.iter().all(|s| scene.actor_id(s) != scene.actor_id(&named)) {
            return vec![named];
        }
        return Vec::new();
    }
    Vec::new()
}

/// "is banned from entering Norland": the object of the governed verb is the place.
fn barred_from(scene: &Scene<'_>, clauses: &[Clause], at: usize, rule: &Rule) -> Vec<Named> {
    let next = at + 1;
    let governed =
        clauses.get(next).is_some_and(|c| c.governor == Some(at) && c.link == Link::Gerund);
    if !governed || !rule.placed.iter().any(|p| p == "from") {
        return Vec::new();
    }
    let place = super::clauses::object_of(scene, next, scene.units.len()).unwrap_or_default();
    let suffers = placed_subject(scene, &clauses[at]);
    let other = |n: &Named| suffers.iter().all(|s| scene.actor_id(s) != scene.actor_id(n));
    if place.iter().all(other) { place } else { Vec::new() }
}

/// Measures that a government announces of itself without naming who takes them.
fn announced(rule: &Rule) -> bool {
    matches!(
        rule.kind,
        EventType::Sanction | EventType::Coerce | EventType::Retreat | EventType::Concede
    )
}

/// "The ministry says that concerts by X are cancelled": it speaks of its own measure.
fn announcer(scene: &Scene<'_>, clauses: &[Clause], at: usize) -> Vec<Named> {
    let clause = &clauses[at];
    let Some(governor) = clause.governor.filter(|_| clause.link == Link::That) else {
        return Vec::new();
    };
    let says = scene.words.govern(scene.grouped.groups[governor].lemma)
        & (govern::SAY | govern::ANNOUNCE)
        != 0;
    let official = |n: &&Named| {
        let told = scene.view.mentions.get(n.mention).and_then(|m| m.actor.role.as_deref());
        matches!(n.role.as_deref().or(told), None | Some("GOV" | "MIL" | "COP" | "JUD" | "LEG"))
    };
    let suffers = placed_subject(scene, clause);
    let other = |n: &&Named| suffers.iter().all(|s| scene.actor_id(s) != scene.actor_id(n));
    let subject = clauses[governor].subject.iter().filter(|_| says);
    subject.filter(official).filter(other).cloned().collect()
}

/// "by X", or "in an Israeli airstrike".
fn agents(scene: &Scene<'_>, region: &Range<usize>) -> Vec<Named> {
    for i in region.clone() {
        if scene.word(i) == "by" && scene.is(i, tag::PREP) {
            let Some(core) = scene.core_forward(i + 1) else { continue };
            if scene.actor_of_core(&core).is_some() {
                return scene.list_forward(i + 1).0;
            }
            return scene.actor_of(&core, true);
        }
    }
    for i in region.clone() {
        if !matches!(scene.word(i), "in" | "during" | "after" | "following") {
            continue;
        }
        let Some(core) = scene.core_forward(i + 1) else { continue };
        let deed = core.clone().any(|j| {
            scene.units[j].mention.is_none()
                && scene
                    .rules
                    .by_noun(scene.word(j))
                    .iter()
                    .any(|n| scene.rules.all[n.rule].kind.quad().number() == 4)
        });
        if deed {
            let named = scene.actor_of_core(&core);
            let by = (core.end..region.end).find(|&j| scene.word(j) == "by");
            return match (named, by) {
                (Some(named), _) => vec![named],
                (None, Some(by)) => scene.list_forward(by + 1).0,
                (None, None) => Vec::new(),
            };
        }
    }
    Vec::new()
}

fn find_targets(
    scene: &Scene<'_>,
    clauses: &[Clause],
    at: usize,
    rule: &Rule,
    region: &Range<usize>,
    after: usize,
    passive: bool,
) -> (Vec<Named>, bool) {
    for place in &rule.target {
        let found = match place {
            Place::Object | Place::Direct if passive => Vec::new(),
            Place::Direct => direct(scene, region, after),
            Place::Object => object(scene, region, after),
            Place::Prep(prep) => prepositional(scene, prep, region),
            Place::Complement => complement(scene, clauses, at, region),
        };
        let found: Vec<Named> = found
            .into_iter()
            .filter(|n| !clauses[at].subject.iter().any(|s| same_party(scene.view, s, n)))
            .collect();
        if !found.is_empty() {
            return (found, place.is_mutual());
        }
    }
    (Vec::new(), false)
}

fn direct(scene: &Scene<'_>, region: &Range<usize>, after: usize) -> Vec<Named> {
    let list = object(scene, region, after);
    let core = scene.core_forward(region.start);
    let inside = core.is_some_and(|c| c.clone().any(|i| scene.units[i].mention.is_some()));
    if inside { list } else { Vec::new() }
}

fn object(scene: &Scene<'_>, region: &Range<usize>, after: usize) -> Vec<Named> {
    let mut at = region.start;
    if scene.is(at, tag::PARTICLE | tag::PREP) && at <= after {
        at += 1;
    }
    if scene.is(at, tag::TO | tag::PREP) && !scene.is(at, tag::ADVERB) || scene.is(at, tag::COMMA) {
        return Vec::new();
    }
    if at >= region.end {
        return Vec::new();
    }
    scene.list_forward(at).0
}

fn prepositional(scene: &Scene<'_>, prep: &str, region: &Range<usize>) -> Vec<Named> {
    for i in region.clone() {
        let comma_end =
            scene.is(i, tag::COMMA) && scene.grouped.of.get(i + 1).copied().flatten().is_some();
        if comma_end {
            break;
        }
        // ", with X doing …" is a remark beside the deed.
        if prep == "with" && i > 0 && scene.is(i - 1, tag::COMMA) {
            continue;
        }
        if scene.units[i].mention.is_some() || scene.word(i) != prep {
            continue;
        }
        if prep == "between" {
            let (list, _) = scene.list_between(i + 1);
            return list;
        }
        let (list, _) = scene.list_forward(i + 1);
        if !list.is_empty() {
            return list;
        }
    }
    Vec::new()
}

/// The first actor of what follows, through the governed clause.
fn complement(
    scene: &Scene<'_>,
    clauses: &[Clause],
    at: usize,
    region: &Range<usize>,
) -> Vec<Named> {
    let own: Vec<&str> = clauses[at].subject.iter().map(|n| scene.actor_id(n)).collect();
    // "demands that X …": the subject of the governed clause comes first.
    let governed = (at + 1..clauses.len())
        .find(|&i| clauses[i].governor == Some(at) && clauses[i].link == Link::That);
    // Rebels may demand something of their own state's government.
    let is_own = |n: &Named| clauses[at].subject.iter().any(|s| same_party(scene.view, s, n));
    if let Some(g) = governed
        && clauses[g].subject.iter().any(|n| !is_own(n))
    {
        return clauses[g].subject.clone();
    }
    let mut end = scene.units.len().min(region.start + 25);
    let next_main = (at + 1..clauses.len())
        .find(|&i| scene.grouped.groups[i].form == Form::Finite && clauses[i].governor != Some(at));
    if let Some(next) = next_main {
        let group = &scene.grouped.groups[next];
        let start =
            clauses[next].subject_core.as_ref().map_or(group.start, |c| c.start.min(group.start));
        let cut = (region.start..start).rev().take(8).find(|&j| scene.is(j, tag::COMMA));
        end = end.min(cut.unwrap_or(start));
    }
    let mut i = region.start;
    while i < end {
        let breaks = scene.is(i, tag::STOP)
            || scene.grouped.of[i].is_some_and(|g| {
                matches!(scene.grouped.groups[g].form, Form::Participle | Form::AfterNoun)
            })
            || scene.is(i, tag::SUB) && !scene.is(i, tag::PREP)
            || scene.is(i, tag::COMMA) && scene.grouped.of.get(i + 1).copied().flatten().is_some();
        if breaks {
            break;
        }
        if let Some(mention) = scene.units[i].mention {
            let place = i > 0
                && matches!(scene.word(i - 1), "in" | "at")
                && scene.units[i].how == Some(crate::reading::How::Capital);
            let (list, next) = scene.list_forward(i);
            let first = Named { mention, role: None };
            let list = if list.len() > 1 { list } else { vec![first] };
            let other: Vec<Named> =
                list.into_iter().filter(|n| !own.contains(&scene.actor_id(n))).collect();
            if !other.is_empty() && !place {
                return other;
            }
            i = next.max(i + 1);
            continue;
        }
        i += 1;
    }
    Vec::new()
}

/// "says that Y must withdraw": a demand on Y by the one who speaks.
pub(crate) fn is_demand_of_speaker(scene: &Scene<'_>, clauses: &[Clause], at: usize) -> bool {
    let group = &scene.grouped.groups[at];
    group.modal & tag::MUST != 0
        && clauses[at].link == Link::That
        && clauses[at]
            .governor
            .is_some_and(|g| scene.words.govern(scene.grouped.groups[g].lemma) & govern::SAY != 0)
}
