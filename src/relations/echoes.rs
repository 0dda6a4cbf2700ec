//! What else the archive tells of a happening, in texts that do not name both sides.
//!
//! "The crash", "the attack on tourists": reports of a relation refer to things that were first told
//! without the other side's name. Each salient happening is searched for by its own rare words; what
//! is found joins it where it resembles it, or becomes a happening of its own where later ones refer
//! back to it.

use std::collections::BTreeSet;

use super::Dyad;
use super::happenings::{Happening, happenings};
use super::statements::Statement;
use super::terms::{Weights, term};
use crate::model::day::Day;
use crate::reading::How;

/// Words to search the archive for, and the days of publication to search in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) words: String,
    pub(crate) since: Day,
    pub(crate) until: Day,
}

/// Words of a search: fewer find too much, more find nothing.
const WORDS: usize = 5;
/// Days before and after a happening that are searched.
const AROUND: i32 = 21;
/// Happenings that must refer back to one that does not name both sides.
const REFERRERS: usize = 2;
/// Days within which they must follow.
const FOLLOW: i32 = 60;

/// The search for a happening: the rarest of the words its reports share.
/// `None` where it has no day or fewer than three such words.
pub(crate) fn search(
    pool: &[Statement<'_>],
    happening: &Happening,
    weights: &Weights,
) -> Option<Search> {
    let core = happening.core();
    let mut words: Vec<(f64, &str)> = Vec::new();
    let mut seen = BTreeSet::new();
    for &member in happening.members.iter().take(8) {
        for word in pool[member].text().split(|c: char| !c.is_alphanumeric()) {
            if let Some(term) = term(word)
                && core.contains(&term)
                && seen.insert(term.clone())
            {
                words.push((weights.of_term(&term), word));
            }
        }
    }
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    words.truncate(WORDS);
    let days = jiff::Span::new().days(AROUND);
    (words.len() >= 3).then_some(())?;
    Some(Search {
        words: words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" "),
        since: happening.first()?.checked_sub(days).ok()?,
        until: happening.last()?.checked_add(days).ok()?,
    })
}

/// Adds what was found beside (the statements of the pool from `beside` on) to the happenings of a
/// relation.
pub(crate) fn attach(
    pool: &[Statement<'_>],
    beside: usize,
    dyad: &Dyad,
    told: &mut Vec<Happening>,
    weights: &Weights,
) {
    let mut alone = Vec::new();
    for at in beside..pool.len() {
        let s = &pool[at];
        let concerns = s.mentions.iter().any(|m| dyad.has(&m.actor.id));
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
                .any(|m| dyad.has(&m.actor.id) && m.how != How::Coreference) =>
            {
                alone.push(at)
            }
            None => {}
        }
    }
    let causes: Vec<Happening> = happenings(pool, &alone, weights)
        .into_iter()
        .filter(|cause| {
            told.iter().filter(|later| refers_back(later, cause, weights)).count() >= REFERRERS
        })
        .collect();
    told.extend(causes);
}

/// True when a happening follows another within some weeks and takes up two of its rare words.
fn refers_back(later: &Happening, cause: &Happening, weights: &Weights) -> bool {
    let follows = later.first().zip(cause.first()).is_some_and(|(after, before)| {
        after > before && before.until(after).is_ok_and(|gap| gap.get_days() <= FOLLOW)
    });
    follows
        && cause.core().iter().filter(|t| weights.of_term(t) > RARE && later.uses(t) > 0).count()
            >= 2
}

/// Weight from which a word is rare among the sentences on the relation.
pub(crate) const RARE: f64 = 2.5;
