//! Does the clause speak of what was or of what will be?

use super::atoms::{Atom, Number};
use super::tables::{Meaning, Role};

/// Where a clause looks, seen from the publication day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// Nothing tells: a day soon ahead is likelier than one long past.
    Unknown,
    /// Told of a noun, "the 25 May referendum": very soon ahead, or past.
    OfNoun,
    /// A word before it looks ahead, whatever the tense: "extended until", "called for".
    Ahead,
    /// Behind a decision in the past: a date is that of the thing decided, a weekday that of the
    /// decision.
    Prospect,
}

/// How many atoms back and on are looked at.
const BACK: usize = 18;
const ON: usize = 12;

/// The direction of the clause around `from..to`: the nearest telling word before it, else the
/// nearest behind it.
pub(super) fn of(atoms: &[Atom<'_>], from: usize, to: usize) -> Direction {
    let found = of_clause(atoms, from, to);
    // The span of an edge begins with its preposition.
    let forward = atoms[from].is(Role::Forward)
        || atoms[from.saturating_sub(2)..from]
            .iter()
            .rev()
            .find(|a| !a.is_text("on"))
            .is_some_and(|a| a.is(Role::Forward));
    match found {
        // "the 25 May referendum" may be past or planned, whatever the clause says.
        Direction::Future if of_noun(atoms, from, to) => Direction::Ahead,
        Direction::Future => found,
        _ if of_noun(atoms, from, to) => Direction::OfNoun,
        _ if forward => Direction::Ahead,
        _ => found,
    }
}

/// The expression stands between an article and a noun.
fn of_noun(atoms: &[Atom<'_>], from: usize, to: usize) -> bool {
    let article =
        (from.saturating_sub(1)..to.min(from + 2)).find(|&at| atoms[at].is(Role::Article));
    let part = |at: usize| matches!(atoms[at + 1].meaning(), Meaning::Part(_));
    let noun = atoms.get(to).is_some_and(|a| !a.is_mark && !a.is(Role::Free));
    noun && article.is_some_and(|at| at + 1 < atoms.len() && !part(at))
}

fn of_clause(atoms: &[Atom<'_>], from: usize, to: usize) -> Direction {
    let back = (from.saturating_sub(BACK)..from).rev();
    let found = scan(atoms, back, true);
    if found != Direction::Unknown {
        return found;
    }
    scan(atoms, to..atoms.len().min(to + ON), false)
}

fn scan(atoms: &[Atom<'_>], places: impl Iterator<Item = usize>, backward: bool) -> Direction {
    for at in places {
        let atom = &atoms[at];
        let edge = atom.is_mark && matches!(atom.text, ";" | ":" | "(" | ")" | "—");
        // A dash between words; not the one of "9-11 December".
        let dash = atom.is_dash() && at > 0 && atoms[at - 1].number == Number::None;
        let other_time = !backward && matches!(atom.meaning(), Meaning::Weekday(_));
        if edge || dash || other_time {
            return Direction::Unknown;
        }
        // "ahead of the vote on Friday"
        let of_next = atoms.get(at + 1).is_some_and(|a| a.is(Role::Of));
        if backward && of_next && atom.is_text("ahead") {
            return Direction::Ahead;
        }
        if let Some(found) = infinitive(atoms, at) {
            return found;
        }
        if is_proposal(atoms, at) {
            return Direction::Future;
        }
        if is_future(atoms, at) {
            return Direction::Future;
        }
        if is_past(atoms, at) {
            return Direction::Past;
        }
    }
    Direction::Unknown
}

/// How far before an infinitive the word may stand that makes it lie ahead.
const GOVERNS: usize = 6;

/// "agrees to hold", "is to visit", "has to go": where what an infinitive tells lies.
fn infinitive(atoms: &[Atom<'_>], at: usize) -> Option<Direction> {
    let verb = atoms.get(at + 1).filter(|_| atoms[at].is_text("to"))?;
    let small = verb.text.starts_with(char::is_lowercase);
    let is_verb = small && !verb.is(Role::Free) && !verb.is(Role::PastForm) && !verb.is_text("be");
    if !is_verb || at == 0 || verb.meaning() != Meaning::None {
        return None;
    }
    let governing = &atoms[at.saturating_sub(GOVERNS)..at];
    if governing.last().is_some_and(|a| a.is(Role::Obliged)) {
        return Some(Direction::Future);
    }
    governing.iter().rev().take_while(|a| !a.is_mark).find_map(|a| {
        if a.is(Role::Prospective) {
            Some(Direction::Future)
        } else if a.is(Role::ProspectivePast) {
            Some(Direction::Prospect)
        } else {
            None
        }
    })
}

/// "proposes holding": what is proposed lies ahead.
fn is_proposal(atoms: &[Atom<'_>], at: usize) -> bool {
    at > 0 && atoms[at].text.ends_with("ing") && atoms[at - 1].is(Role::Proposing)
}

fn is_future(atoms: &[Atom<'_>], at: usize) -> bool {
    let atom = &atoms[at];
    // "elections to be held on", "due to be unveiled on"
    let participle =
        |a: &Atom<'_>| a.text.ends_with("ed") || a.is(Role::PastForm) || a.is(Role::Participle);
    if atom.is_text("be") && at > 0 && atoms[at - 1].is_text("to") {
        return atoms.get(at + 1).is_some_and(participle);
    }
    if !atom.is(Role::Future) {
        return false;
    }
    let after_be = at > 0 && (atoms[at - 1].is(Role::Be) || is_was(&atoms[at - 1]));
    let to_next = atoms.get(at + 1).is_some_and(|a| a.is_text("to"));
    let by_time = atoms.get(at + 1).is_some_and(|a| a.is(Role::Cue) || a.is_text("on"));
    match atom.text {
        // "due to the storm" gives a reason; "a set of rules" is no plan.
        "due" => after_be || by_time && !to_next,
        "set" => (after_be || at > 0 && !is_was(&atoms[at - 1])) && (to_next || by_time),
        "going" | "ahead" | "until" => to_next && atom.text == "going",
        // "would" is as often the past of "will" told by somebody.
        "would" => true,
        _ => true,
    }
}

fn is_was(atom: &Atom<'_>) -> bool {
    matches!(atom.text, "was" | "were")
}

fn is_past(atoms: &[Atom<'_>], at: usize) -> bool {
    let atom = &atoms[at];
    if atom.is_mark || atom.text.len() < 3 {
        return false;
    }
    // "will be held", "are expected to be signed"
    let after_be = at > 0 && atoms[at - 1].is(Role::Be) && atoms[at - 1].is_text("be");
    let ends = atom.text.len() > 4 && atom.text.ends_with("ed") && !atom.is_capital();
    // "expected to hit", "will put"
    let base = at > 0 && (atoms[at - 1].is_text("to") || atoms[at - 1].is(Role::Future));
    !after_be && !base && (atom.is(Role::PastForm) || ends && !atom.is(Role::Future))
}
