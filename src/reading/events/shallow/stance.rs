//! How the text stands to a verb: told, claimed, denied, asked for, planned, refused.

use super::super::stance::{Link, Stance, combine, governed};
use super::clauses::Clause;
use super::phrases::Scene;
use super::speech::Speech;
use crate::reading::events::deed::Stood;
use crate::reading::events::words::{govern, tag};

/// The stance of each group, in order.
pub(crate) fn read(scene: &Scene<'_>, clauses: &[Clause], speeches: &[Speech]) -> Vec<Stood> {
    let mut out: Vec<Stood> = Vec::with_capacity(clauses.len());
    for at in 0..clauses.len() {
        let stood = stand(scene, clauses, speeches, &out, at);
        out.push(stood);
    }
    out
}

fn stand(
    scene: &Scene<'_>,
    clauses: &[Clause],
    speeches: &[Speech],
    before: &[Stood],
    at: usize,
) -> Stood {
    let group = &scene.grouped.groups[at];
    let clause = &clauses[at];
    let mut out = spoken(scene, clauses, speeches, at);
    let own = own_stance(group, clause);
    let governor = clause.governor.filter(|&g| g < at);
    let from_above = governor
        .map(|g| (g, perfect(scene, clauses, at).or_else(|| governed(clause.link, clause.bits))));
    out.stance = match (from_above, own) {
        (Some((g, Some(stance))), own) => {
            if matches!(stance, Stance::Alleged | Stance::Denied) {
                let passive = scene.grouped.groups[g].passive;
                out.speaker = clauses[g].subject.first().filter(|_| !passive).cloned();
            }
            combine(before.get(g).map_or(Stance::Plain, |s| s.stance), stance, own)
        }
        (Some((g, None)), own) if matches!(clause.link, Link::Infinitive | Link::Gerund) => {
            let above = before.get(g).map_or(Stance::Plain, |s| s.stance);
            if own == Stance::Plain { above } else { own }
        }
        (_, own) => own,
    };
    out
}

/// What the group's own auxiliaries say.
fn own_stance(group: &super::groups::Group, clause: &Clause) -> Stance {
    if clause.conditional {
        return Stance::Possible;
    }
    let future = group.modal & tag::FUTURE != 0;
    if group.modal & tag::POSSIBLE != 0 {
        return if group.negated { Stance::NotDone } else { Stance::Possible };
    }
    if group.modal & tag::MUST != 0 {
        return Stance::Demanded;
    }
    match (future, group.negated) {
        (true, true) => Stance::Refused,
        (true, false) => Stance::Intent,
        (false, true) => Stance::NotDone,
        (false, false) => Stance::Plain,
    }
}

/// "claims to have destroyed": told of the past by the one who claims.
fn perfect(scene: &Scene<'_>, clauses: &[Clause], at: usize) -> Option<Stance> {
    let group = &scene.grouped.groups[at];
    let have = (group.start..group.head).any(|i| scene.word(i) == "have");
    let told = clauses[at].bits & (govern::SAY | govern::ANNOUNCE) != 0;
    (clauses[at].link == Link::Infinitive && have && told).then_some(Stance::Alleged)
}

/// Speaker and claim for a group, from the innermost stretch that holds it.
fn spoken(scene: &Scene<'_>, clauses: &[Clause], speeches: &[Speech], at: usize) -> Stood {
    let group = &scene.grouped.groups[at];
    let mut out = Stood::plain();
    for speech in speeches {
        let inside = speech.content.contains(&group.head) && speech.verb != Some(at);
        if !inside || beside(clauses, speech, at) {
            continue;
        }
        out.speaker = speech.speaker.clone();
        out.claimed = !speech.trusted;
        out.announced = speech.announced;
        let first = clauses[at].subject.first();
        out.own = matches!((first, &speech.speaker), (Some(a), Some(b)) if scene.actor_id(a) == scene.actor_id(b));
    }
    let doubted = |i: usize| scene.is(i, tag::DOUBT);
    let near = group.start.saturating_sub(2)..group.head + 1;
    if near.into_iter().any(doubted) {
        out.claimed = true;
    }
    out
}

/// A participle that follows the verb of saying itself (", accusing …") is no part of what is said.
fn beside(clauses: &[Clause], speech: &Speech, at: usize) -> bool {
    let mut i = at;
    for _ in 0..clauses.len() {
        if clauses[i].link == Link::Participle
            && clauses[i].governor == speech.verb
            && speech.verb.is_some()
        {
            return true;
        }
        match clauses[i].governor.filter(|&g| g < i) {
            Some(g) if Some(g) != speech.verb => i = g,
            _ => return false,
        }
    }
    false
}
