//! Does the clause speak of what was or of what will be?

use super::atoms::Atom;
use super::tables::{Meaning, Role};

/// Where a clause looks, seen from the publication day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// Nothing tells: a day soon ahead is likelier than one long past.
    Unknown,
    /// A word before it looks ahead, whatever the tense: "extended until", "called for".
    Ahead,
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
    // "the 25 May referendum" may be past or planned.
    let of_noun = from > 0
        && atoms[from - 1].is(Role::Article)
        && atoms.get(to).is_some_and(|a| !a.is_mark && !a.is(Role::Free));
    match found {
        Direction::Future => found,
        _ if forward => Direction::Ahead,
        _ if of_noun => Direction::Unknown,
        _ => found,
    }
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
        let other_time = !backward && matches!(atom.meaning(), Meaning::Weekday(_));
        if edge || other_time {
            return Direction::Unknown;
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

fn is_future(atoms: &[Atom<'_>], at: usize) -> bool {
    let atom = &atoms[at];
    // "elections to be held on", "due to be unveiled on"
    if atom.is_text("be") && at > 0 && atoms[at - 1].is_text("to") {
        return true;
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
    !after_be && (atom.is(Role::PastForm) || ends && !atom.is(Role::Future))
}
