//! How the text stands to a verb: told, claimed, denied, asked for, planned, refused.

use super::clauses::{Clause, Link};
use super::phrases::{Named, Scene};
use super::speech::Speech;
use super::words::{govern, tag};

/// What became of the deed a verb names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    Plain,
    /// "will", "agrees to", "plans to".
    Intent,
    /// "seeks to", "wants to", purpose clauses: nothing is said of the deed.
    Open,
    Threat,
    Refused,
    Demanded,
    Denied,
    NotDone,
    Possible,
    /// "tries to V": harm counts, help does not.
    Attempt,
    /// In an accusation.
    Alleged,
}

/// Stance of one group, with the one who answers for it.
#[derive(Debug, Clone)]
pub(crate) struct Stood {
    pub(crate) stance: Stance,
    pub(crate) speaker: Option<Named>,
    /// Told by somebody, so a plain deed is a claim.
    pub(crate) claimed: bool,
    /// The subject speaks of itself.
    pub(crate) own: bool,
}

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
    let from_above =
        governor.map(|g| (g, perfect(scene, clauses, at).or_else(|| governed(clause))));
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

/// What the governor makes of the verb; `None` where it changes nothing.
fn governed(clause: &Clause) -> Option<Stance> {
    let bits = clause.bits;
    match clause.link {
        Link::That => that_clause(bits),
        Link::Infinitive => Some(infinitive(bits)).filter(|s| *s != Stance::Plain),
        Link::Gerund => gerund(bits),
        Link::Main | Link::Participle | Link::Relative => None,
    }
}

fn that_clause(bits: u32) -> Option<Stance> {
    if bits & govern::DENY != 0 {
        Some(Stance::Denied)
    } else if bits & govern::THREATEN != 0 {
        Some(Stance::Threat)
    } else if bits & govern::ACCUSE != 0 {
        Some(Stance::Alleged)
    } else if bits & govern::DEMAND != 0 && bits & govern::SAY == 0 {
        Some(Stance::Demanded)
    } else if bits & govern::INTENT != 0 {
        Some(Stance::Intent)
    } else {
        None
    }
}

fn infinitive(bits: u32) -> Stance {
    if bits & govern::THREATEN != 0 {
        Stance::Threat
    } else if bits & govern::REFUSE != 0 {
        Stance::Refused
    } else if bits & govern::INTENT != 0 {
        Stance::Intent
    } else if bits & govern::DEMAND != 0 {
        Stance::Demanded
    } else if bits & govern::ATTEMPT != 0 {
        Stance::Attempt
    } else if bits & (govern::ALLOW | govern::ASPECT) != 0 && bits & govern::TRY == 0 {
        Stance::Plain
    } else {
        Stance::Open
    }
}

fn gerund(bits: u32) -> Option<Stance> {
    if bits & govern::DENY != 0 {
        Some(Stance::Denied)
    } else if bits & govern::ACCUSE != 0 {
        Some(Stance::Alleged)
    } else if bits & govern::OPEN != 0 {
        Some(Stance::Open)
    } else if bits & govern::STOP != 0 {
        Some(Stance::NotDone)
    } else if bits & govern::THREATEN != 0 {
        Some(Stance::Threat)
    } else if bits & (govern::TRY | govern::INTENT) != 0 {
        Some(Stance::Open)
    } else {
        None
    }
}

/// The governor's own stance limits the verb it governs.
fn combine(above: Stance, link: Stance, own: Stance) -> Stance {
    match (above, link, own) {
        // "did not deny attacking": nothing is said.
        (Stance::NotDone | Stance::Refused, Stance::Denied | Stance::Alleged, _) => Stance::Open,
        (Stance::NotDone | Stance::Refused, Stance::Intent, _) => Stance::Refused,
        (Stance::NotDone, Stance::Refused | Stance::Threat, _) => Stance::Open,
        (Stance::Possible, _, _) => Stance::Possible,
        (
            Stance::Demanded | Stance::Alleged | Stance::Denied | Stance::Threat | Stance::Refused,
            Stance::Intent | Stance::Refused | Stance::Threat | Stance::Open | Stance::NotDone,
            _,
        ) => Stance::Open,
        (Stance::Open, _, _) => Stance::Open,
        (_, Stance::Intent, Stance::NotDone) => Stance::Refused,
        (_, Stance::Demanded, Stance::NotDone | Stance::Refused) => Stance::Open,
        (_, Stance::Alleged | Stance::Denied, Stance::NotDone) => Stance::Open,
        _ => link,
    }
}

/// Speaker and claim for a group, from the innermost stretch that holds it.
fn spoken(scene: &Scene<'_>, clauses: &[Clause], speeches: &[Speech], at: usize) -> Stood {
    let group = &scene.grouped.groups[at];
    let mut out = Stood { stance: Stance::Plain, speaker: None, claimed: false, own: false };
    for speech in speeches {
        let inside = speech.content.contains(&group.head) && speech.verb != Some(at);
        if !inside || beside(clauses, speech, at) {
            continue;
        }
        out.speaker = speech.speaker.clone();
        out.claimed = !speech.trusted;
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
