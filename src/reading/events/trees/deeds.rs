//! Verb rules applied: which deed a verb tells.

use super::fits;
use super::own;
use super::parties::Finder;
use super::scene::Scene;
use super::standing::Standing;
use super::verbs::{Verb, Verbs, is_infinitive};
use crate::model::event::EventType;
use crate::model::span::Span;
use crate::reading::events::deed::{Deed, Named, Stood, actor_id, may_do};
use crate::reading::events::rules::Place;
use crate::reading::events::stance::Link;
use crate::reading::events::words::{govern, tag};
use crate::reading::syntax::Rel;

/// A deed with the verb that tells it.
pub(super) struct Told {
    pub(super) verb: usize,
    pub(super) deed: Deed,
    pub(super) stood: Stood,
}

/// The deeds of all verbs, in text order.
pub(super) fn find(scene: &Scene<'_>, verbs: &Verbs, standing: &Standing) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for verb in verbs.iter() {
        if let Some(deed) = of_verb(scene, verbs, verb) {
            out.push(Told { verb: verb.at, deed, stood: standing.of(verb.at) });
        }
    }
    share_targets(scene, verbs, &mut out);
    drop_governing(scene, verbs, &mut out);
    for verb in verbs.iter() {
        out.extend(demand_of_speaker(scene, verbs, verb));
    }
    out
}

/// The most specific rule that fits, one with a target before one without.
fn of_verb(scene: &Scene<'_>, verbs: &Verbs, verb: &Verb) -> Option<Deed> {
    let rules = &scene.tables.rules;
    let patterns = rules.by_verb(verb.lemma?);
    if patterns.is_empty() {
        return None;
    }
    let object = fits::object_words(scene, verbs, verb);
    let mut best: Option<(usize, Deed)> = None;
    for pattern in patterns {
        let rule = &rules.all[pattern.rule];
        let Some(used) = fits::slots(scene, verb, &pattern.slots, &object) else { continue };
        if !fits::takes(scene, rule, &object) {
            continue;
        }
        let finder = Finder { scene, verbs, verb, rule, used: &used };
        let parties = finder.parties();
        if !may_do(scene.view, rule, &parties.sources) {
            continue;
        }
        let weight = pattern.slots.len() * 2
            + usize::from(rule.has_objects())
            + if parties.targets.is_empty() { 0 } else { 3 };
        if best.as_ref().is_some_and(|(w, _)| *w >= weight) {
            continue;
        }
        let deed = Deed {
            rule: pattern.rule,
            own_people: own::people(&finder, &parties),
            sources: parties.sources,
            targets: parties.targets,
            mutual: parties.mutual,
            trigger: trigger(scene, verb, used.last),
        };
        best = Some((weight, deed));
    }
    best.map(|(_, deed)| deed)
}

/// From the first auxiliary right before the verb to the last word the rule used.
fn trigger(scene: &Scene<'_>, verb: &Verb, last: usize) -> Span {
    let mut first = verb.at;
    while first > 0
        && scene.head(first - 1) == Some(verb.at)
        && matches!(scene.rel(first - 1), Rel::Aux | Rel::AuxPass | Rel::Advmod | Rel::Mark)
        && scene.owner(first - 1).is_none()
        && !scene.is(first - 1, tag::SUB | tag::CONJ | tag::COMMA)
    {
        first -= 1;
    }
    Span::new(scene.span(first).start, scene.span(last.max(verb.at)).end)
}

/// A threat without a target is aimed at whom the verb before names ("condemns X and vows
/// retaliation"), or whom its condition names ("will respond if X attacks").
fn share_targets(scene: &Scene<'_>, verbs: &Verbs, out: &mut [Told]) {
    for at in 0..out.len() {
        let rule = &scene.tables.rules.all[out[at].deed.rule];
        let waits = out[at].deed.targets.is_empty()
            && matches!(rule.kind, EventType::Threaten | EventType::Assault)
            && rule.target.contains(&Place::Complement);
        if !waits {
            continue;
        }
        let verb = out[at].verb;
        let found = at
            .checked_sub(1)
            .and_then(|before| shared_target(scene, verbs, verb, &out[before]))
            .or_else(|| condition_of(scene, verbs, verb));
        out[at].deed.targets = found.unwrap_or_default();
    }
}

fn shared_target(
    scene: &Scene<'_>,
    verbs: &Verbs,
    verb: usize,
    before: &Told,
) -> Option<Vec<Named>> {
    let joined = scene.rel(verb) == Rel::Conj && scene.head(verb) == Some(before.verb);
    let hostile = scene.tables.rules.all[before.deed.rule].kind.quad().number() > 2;
    let same = verbs.subject(before.verb) == verbs.subject(verb);
    (joined && hostile && same).then(|| before.deed.targets.clone())
}

/// The subject of the clause under "if".
fn condition_of(scene: &Scene<'_>, verbs: &Verbs, verb: usize) -> Option<Vec<Named>> {
    let clause = verbs.iter().find(|v| v.hang.conditional && v.hang.governor == Some(verb))?;
    let list = verbs.subject(clause.at);
    let other = |n: &Named| {
        verbs.subject(verb).iter().all(|s| actor_id(scene.view, s) != actor_id(scene.view, n))
    };
    (!list.is_empty() && list.iter().all(other)).then(|| list.to_vec())
}

/// "agrees to withdraw": the governed deed tells it better than the governing verb alone, where both
/// name the same kind of step.
fn drop_governing(scene: &Scene<'_>, verbs: &Verbs, out: &mut Vec<Told>) {
    let whole: Vec<usize> = out
        .iter()
        .filter(|t| !t.deed.sources.is_empty() && !t.deed.targets.is_empty())
        .map(|t| t.verb)
        .collect();
    out.retain(|told| {
        let kind = scene.tables.rules.all[told.deed.rule].kind;
        let governing = matches!(kind, EventType::Agree | EventType::Threaten | EventType::Reject);
        !governing
            || !whole.iter().any(|&v| {
                verbs.get(v).is_some_and(|v| {
                    v.hang.governor == Some(told.verb) && v.hang.link == Link::Infinitive
                })
            })
    });
}

/// "X says that Y must withdraw", "needs to withdraw" is X's demand on Y, whatever the verb.
fn demand_of_speaker(scene: &Scene<'_>, verbs: &Verbs, verb: &Verb) -> Option<Told> {
    let must = verb.modal & tag::MUST != 0 || has_to(scene, verb);
    let must = must && verb.hang.link == Link::That;
    let governor = verb.hang.governor.filter(|_| must && verb.hang.bits & govern::SAY != 0)?;
    let rule = scene.tables.rules.index_of("request.toml: must")?;
    let deed = Deed {
        rule,
        sources: verbs.subject(governor).to_vec(),
        targets: verbs.subject(verb.at).to_vec(),
        own_people: None,
        mutual: false,
        trigger: trigger(scene, verb, verb.at),
    };
    Some(Told { verb: governor, deed, stood: Stood::plain() })
}

/// "needs to withdraw", "has to withdraw"; not what a subject need not do.
fn has_to(scene: &Scene<'_>, verb: &Verb) -> bool {
    !verb.negated
        && scene.tables.words.is_must_to(scene.tree.lemma(verb.at))
        && scene.child(verb.at, &[Rel::Xcomp]).is_some_and(|c| is_infinitive(scene, c))
}
