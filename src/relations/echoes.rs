//! What else the archive tells of a happening, in texts that do not name both sides.
//!
//! "The crash", "the attack on tourists": reports of a relation refer to things that were first told
//! without the other side's name. Each salient happening is searched for by the rarest names in it; what
//! is found joins it where it resembles it, or becomes a happening of its own where a later one refers
//! back to it.

use std::collections::BTreeMap;

use super::Dyad;
use super::affairs::is_general;
use super::happenings::{Happening, happenings};
use super::statements::Statement;
use super::terms::{Weights, is_place_word, term};
use crate::model::day::{Day, days_between};
use crate::model::event::Event;
use crate::reading::How;
use crate::reading::lexicon::Lexicon;

/// A name to search the archive for, one of whom the passage must name, and the days of publication.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Search {
    pub(crate) name: String,
    pub(crate) actor: String,
    pub(crate) since: Day,
    pub(crate) until: Day,
}

/// Names searched for each happening.
const NAMES: usize = 2;
/// Days before and after a happening that are searched.
const BEFORE: i32 = 21;
const AFTER: i32 = 5;
/// Weight of shared words (each counted to [`MOST_WEIGHT`] at most) from which a later happening refers
/// back to an earlier one.
const REFERENCE: f64 = 4.5;
const MOST_WEIGHT: f64 = 4.0;
/// Days within which it must follow.
const FOLLOW: i32 = 60;

/// The searches for a happening: its rarest names that are no actor's, each beside either side.
pub(crate) fn searches(
    pool: &[Statement<'_>],
    happening: &Happening,
    dyad: &Dyad,
    weights: &Weights,
) -> Vec<Search> {
    let days = |n: i32| jiff::Span::new().days(n);
    let since = happening.first().and_then(|d| d.checked_sub(days(BEFORE)).ok());
    let until = happening.last().and_then(|d| d.checked_add(days(AFTER)).ok());
    let (Some(since), Some(until)) = (since, until) else {
        return Vec::new();
    };
    let mut names: Vec<(f64, &str)> = names_of(pool, happening)
        .into_iter()
        .map(|(term, name)| (weights.of_term(&term), name))
        .collect();
    names.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    names.truncate(NAMES);
    let sides = [&dyad.first, &dyad.second];
    let search = |name: &str, actor: &String| Search {
        name: name.to_owned(),
        actor: actor.clone(),
        since,
        until,
    };
    names.iter().flat_map(|(_, name)| sides.map(|side| search(name, side))).collect()
}

/// Names in the first reports of a happening that are no actor's: term and word.
pub(super) fn names_of<'a>(
    pool: &[Statement<'a>],
    happening: &Happening,
) -> BTreeMap<String, &'a str> {
    let mut out = BTreeMap::new();
    for &member in happening.members.iter().take(8) {
        let s = &pool[member];
        for (at, name) in names_in(s.text()) {
            let start = s.span.start + at;
            // "people in Ganja" is an actor, but Ganja in it is a name of its own.
            let of_actor = s.mentions.iter().any(|m| {
                let inside = m.span.start <= start && start < m.span.end;
                inside && m.how != How::City && !is_place(s.text(), at)
            });
            if let Some(term) = term(name).filter(|t| !of_actor && !is_general(t)) {
                out.entry(term).or_insert(name);
            }
        }
    }
    out
}

/// True for a word behind "in", "near" and their like.
fn is_place(text: &str, at: usize) -> bool {
    text[..at].split_whitespace().next_back().is_some_and(is_place_word)
}

/// Words in capitals behind the first word, with their place.
fn names_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .filter(|(at, word)| *at > 0 && word.starts_with(char::is_uppercase))
}

/// Adds statements that belong to no relation yet, given by index, to the happenings of a relation, and
/// gives the happenings of one side that remain: they may belong to an affair of the two.
pub(crate) fn attach(
    pool: &[Statement<'_>],
    loose: &[usize],
    dyad: &Dyad,
    told: &mut Vec<Happening>,
    weights: &Weights,
) -> Vec<Happening> {
    let mut alone = Vec::new();
    for &at in loose {
        let s = &pool[at];
        let concerns = s.mentions.iter().any(|m| dyad.has(&m.actor.id))
            && !at.checked_sub(s.at).is_some_and(|first| is_of_others(&pool[first], dyad));
        let (Some(day), true) = (s.start(), concerns) else {
            continue;
        };
        let best = told
            .iter()
            .enumerate()
            .filter(|(_, h)| h.reaches(day))
            .filter_map(|(i, h)| h.resemblance(pool, at, weights).map(|r| (i, r)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((i, _)) => told[i].add(at, s),
            None if s
                .mentions
                .iter()
                .any(|m| dyad.has(&m.actor.id) && m.how != How::Coreference)
                && !is_of_another_relation(s, dyad) =>
            {
                alone.push(at)
            }
            None => {}
        }
    }
    let later: Vec<Later<'_, '_>> = told.iter().map(|of| Later::of(pool, of)).collect();
    let (mut causes, asides): (Vec<Happening>, Vec<Happening>) =
        happenings(pool, &alone, weights).into_iter().partition(|cause| {
            let names = names_of(pool, cause);
            later.iter().any(|later| later.refers_back(cause, &names, weights))
        });
    causes.iter_mut().for_each(|cause| cause.is_cause = true);
    told.append(&mut causes);
    asides
}

/// True for a sentence that tells what two others do to each other, and nothing of the sides: the text that
/// it opens is about them.
fn is_of_others(s: &Statement<'_>, dyad: &Dyad) -> bool {
    let parties = |e: &Event| {
        let (source, target) = e.source.as_ref().zip(e.target.as_ref())?;
        let of_sides = dyad.has(&source.actor.id) || dyad.has(&target.actor.id);
        (source.actor.id != target.actor.id).then_some(of_sides)
    };
    let told: Vec<bool> = s.events.iter().filter_map(|e| parties(e)).collect();
    !told.is_empty() && told.iter().all(|of_sides| !of_sides)
}

/// True where one of the sides and a third state do something to each other: it belongs to their relation.
fn is_of_another_relation(s: &Statement<'_>, dyad: &Dyad) -> bool {
    let states = Lexicon::embedded();
    s.events.iter().any(|e| {
        let parties = [&e.source, &e.target].map(|p| p.as_ref().map(|p| p.actor.id.as_str()));
        let [Some(source), Some(target)] = parties else {
            return false;
        };
        let third = if dyad.has(source) { target } else { source };
        (dyad.has(source) != dyad.has(target)) && states.is_state(third)
    })
}

/// A happening of a relation that may refer back to earlier ones.
struct Later<'h, 'd> {
    of: &'h Happening,
    /// Its names (see [`names_of`]).
    names: BTreeMap<String, &'d str>,
}

impl<'h, 'd> Later<'h, 'd> {
    fn of(pool: &[Statement<'d>], of: &'h Happening) -> Self {
        Self { of, names: names_of(pool, of) }
    }

    /// True when it follows another within some weeks and takes up a rare name of it (one of `names`), and
    /// more.
    fn refers_back(
        &self,
        cause: &Happening,
        names: &BTreeMap<String, &str>,
        weights: &Weights,
    ) -> bool {
        let follows =
            self.of.first().zip(cause.first()).is_some_and(|(after, before)| {
                after > before && days_between(before, after) <= FOLLOW
            });
        if !follows {
            return false;
        }
        // A name to both: "the Security Service" is not taken up by "the Security Council".
        let named = names.keys().any(|t| self.names.contains_key(t) && weights.of_term(t) > RARE);
        let shared = || {
            let core = cause.core().into_iter().filter(|t| self.of.uses(t) > 0);
            core.map(|t| weights.of_term(&t).min(MOST_WEIGHT)).sum::<f64>()
        };
        named && shared() >= REFERENCE
    }
}

/// Weight from which a word is rare among the sentences on the relation.
pub(crate) const RARE: f64 = 2.5;

#[cfg(test)]
mod tests;
