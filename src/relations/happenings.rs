//! Statements that tell of one thing become one happening.
//!
//! In one pass over the statements in day order, each joins the happening it resembles most among
//! those of the last days, or starts its own. Resemblance is the weight of shared content words
//! (rare words weigh more), so the order in which documents were added plays no part. Statements
//! without a day come last: they join by resemblance alone, or stay a happening without a day.

use std::collections::{BTreeMap, BTreeSet};

use super::disputes::denies;
use super::origins::independent_outlets;
use super::statements::Statement;
use super::terms::Weights;
use crate::model::day::{Day, Precision, days_between};

/// Statements about one thing, as indices into the pool they were built from.
#[derive(Debug, Clone)]
pub(crate) struct Happening {
    /// In (day, document, sentence) order; never empty.
    pub(crate) members: Vec<usize>,
    /// First and last day told; `None` where nothing tells a day.
    days: Option<(Day, Day)>,
    /// True where later happenings of the relation refer back to it though it does not name both sides.
    pub(crate) is_cause: bool,
    terms: BTreeMap<String, usize>,
}

/// Two statements more days apart than this do not report one happening.
const REACH: i32 = 5;
/// A statement joins a happening when it shares at least this part of the weight with a member.
const RESEMBLANCE: f64 = 0.24;
/// The same where both tell of the same day in so many words.
const SAME_DAY: f64 = 0.1;
/// The same where one of them denies something: it has words of its own for it.
const DENIAL: f64 = 0.16;
/// The same where both tell of the same deed.
const SAME_DEED: f64 = 0.04;
/// Happenings before it that a statement is compared with: far more than fit into some days.
const NEAR: usize = 400;
/// A happening does not grow longer than this many days by one report following another.
const LONGEST: i32 = 12;

impl Happening {
    fn start(at: usize, statement: &Statement<'_>) -> Self {
        let mut new =
            Self { members: Vec::new(), days: None, is_cause: false, terms: BTreeMap::new() };
        new.add(at, statement);
        new
    }

    /// Several happenings as one, with their members in the order of their days.
    pub(crate) fn merged(parts: &[Self]) -> Option<Self> {
        let mut parts = parts.iter();
        let mut whole = parts.next()?.clone();
        for part in parts {
            whole.members.extend(&part.members);
            whole.days = match (whole.days, part.days) {
                (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
                (a, b) => a.or(b),
            };
            whole.is_cause &= part.is_cause;
            for (term, n) in &part.terms {
                *whole.terms.entry(term.clone()).or_insert(0) += n;
            }
        }
        Some(whole)
    }

    pub(crate) fn add(&mut self, at: usize, statement: &Statement<'_>) {
        self.members.push(at);
        if let Some(day) = statement.start() {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
        for term in &statement.terms {
            *self.terms.entry(term.clone()).or_insert(0) += 1;
        }
    }

    pub(crate) fn first(&self) -> Option<Day> {
        self.days.map(|(first, _)| first)
    }

    pub(crate) fn last(&self) -> Option<Day> {
        self.days.map(|(_, last)| last)
    }

    /// True when a report of this day may still be of it.
    pub(crate) fn reaches(&self, day: Day) -> bool {
        self.days.is_some_and(|(first, last)| {
            days_between(last, day).abs() <= REACH && days_between(first, day).abs() <= LONGEST
        })
    }

    /// True when it began within these days (both included).
    pub(crate) fn began_within(&self, since: Day, until: Day) -> bool {
        self.first().is_some_and(|day| day >= since && day <= until)
    }

    /// The strongest resemblance of a statement to a member, or `None` where none is strong enough.
    pub(crate) fn resemblance(
        &self,
        pool: &[Statement<'_>],
        at: usize,
        weights: &Weights,
    ) -> Option<f64> {
        self.members
            .iter()
            .rev()
            .take(24)
            .filter_map(|&m| {
                let shared = pool[m].shares(&pool[at], weights);
                (continues(&pool[m], &pool[at]) || shared >= needed(&pool[m], &pool[at]))
                    .then_some(shared)
            })
            .max_by(f64::total_cmp)
    }

    /// The words its members use.
    pub(crate) fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.keys().map(String::as_str)
    }

    /// How many members use a term.
    pub(crate) fn uses(&self, term: &str) -> usize {
        self.terms.get(term).copied().unwrap_or(0)
    }

    /// The words at least a third of the members use: what the happening is about.
    pub(crate) fn core(&self) -> BTreeSet<String> {
        let least = self.members.len().div_ceil(3);
        self.terms.iter().filter(|(_, n)| **n >= least).map(|(t, _)| t.clone()).collect()
    }

    /// Outlets that report it independently (see [`independent_outlets`]).
    pub(crate) fn outlets<'a>(&self, pool: &[Statement<'a>]) -> BTreeSet<&'a str> {
        independent_outlets(self.members.iter().map(|&m| &pool[m]))
    }
}

/// Groups the chosen statements of a pool (given by index) into happenings, in day order.
/// Those without a day stand at the end.
pub(crate) fn happenings(
    pool: &[Statement<'_>],
    chosen: &[usize],
    weights: &Weights,
) -> Vec<Happening> {
    let mut order: Vec<usize> = chosen.to_vec();
    order.sort_by_key(|&at| {
        let s = &pool[at];
        (s.start().is_none(), s.start(), &s.document.key, s.at)
    });
    let mut out: Vec<Happening> = Vec::new();
    // Days only go on: what a day does not reach is reached by none after it.
    let mut near: Vec<usize> = Vec::new();
    for at in order {
        let day = pool[at].start();
        match day {
            Some(day) => near.retain(|&i| i + NEAR >= out.len() && out[i].reaches(day)),
            None => near = (0..out.len()).collect(),
        }
        let best = near
            .iter()
            .filter_map(|&i| out[i].resemblance(pool, at, weights).map(|r| (i, r)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((i, _)) => out[i].add(at, &pool[at]),
            None => {
                near.push(out.len());
                out.push(Happening::start(at, &pool[at]));
            }
        }
    }
    out
}

/// The weight two statements must share: less where both tell of the same one day in so many words.
fn needed(a: &Statement<'_>, b: &Statement<'_>) -> f64 {
    let told = |s: &Statement<'_>| {
        s.day
            .filter(|d| d.span.is_some() && d.when.precision == Precision::Day)
            .map(|d| d.when.start)
    };
    match told(a).is_some() && told(a) == told(b) {
        true if a.tells_one_deed(b) => SAME_DEED,
        true => SAME_DAY,
        false if denies(a) != denies(b) => DENIAL,
        false => RESEMBLANCE,
    }
}

/// True when one sentence follows the other in a text and names no day of its own: the story goes on.
fn continues(a: &Statement<'_>, b: &Statement<'_>) -> bool {
    let (first, second) = if a.at < b.at { (a, b) } else { (b, a) };
    a.document.key == b.document.key
        && second.at == first.at + 1
        && second.day.is_none_or(|d| d.span.is_none())
}
