//! Happenings that belong to one story become one affair: the crash, the apology, the closed case.
//!
//! Average-link clustering (Sokal and Michener 1958) of happenings by the weighted cosine of their words
//! and their pages' titles. Words of one thing (`data/concepts.toml`) count as one word; the names of
//! the two sides and days count as none, since every report of a relation has them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use self::linkage::linked;
use super::Dyad;
use super::echoes::names_of;
use super::happenings::Happening;
use super::statements::{Statement, counts, is_between};
use super::terms::{Weights, term, terms};
use crate::model::day::days_between;
use crate::model::event::EventType;
use crate::reading::How;

/// A story: happenings that are told together.
#[derive(Debug, Clone)]
pub(crate) struct Affair {
    /// All of them as one.
    pub(crate) whole: Happening,
    /// The happenings, in the order of their first days, those without a day last; never empty.
    pub(crate) parts: Vec<Happening>,
}

/// How much more alike two happenings of one and the same day are.
const SAME_DAY: f64 = 2.0;
/// The same for a guest: a happening of one side alone, or one without a day.
const CLOSE: f64 = 0.35;
/// What a name counts beside another word: Yekaterinburg tells more of an affair than a court.
const NAME: f64 = 1.5;
/// Days within which a likeness in words is whole, and days after these until half of it is left.
const SOON: i32 = 90;
const FADING: f64 = 200.0;
/// What is left of it where one uses force against the other, and the other against the one.
const AGAINST: f64 = 0.6;
/// One word in common makes no affair; a guest needs more, a name among them.
const COMMON: usize = 2;
const GUEST_COMMON: usize = 3;
/// Fewer happenings than this leave most words to one of them alone.
const FEW: usize = 12;

impl Affair {
    /// `None` where there are no parts.
    pub(crate) fn of(mut parts: Vec<Happening>) -> Option<Self> {
        parts.sort_by_key(|p| (p.first().is_none(), p.first(), p.members.clone()));
        Some(Self { whole: Happening::merged(&parts)?, parts })
    }

    /// What its happenings are about (see [`Happening::core`]), together.
    pub(crate) fn core(&self) -> BTreeSet<String> {
        self.parts.iter().flat_map(Happening::core).collect()
    }
}

/// Groups happenings into affairs: each happening stands in one at most, most stand alone. Those behind
/// the first `own`, and those without a day, are guests: they join an affair that they are close to, and
/// guests behind the first `own` do not stand alone. Quadratic: give the few hundred that matter.
pub(crate) fn affairs(
    pool: &[Statement<'_>],
    happenings: &[Happening],
    own: usize,
    dyad: Option<&Dyad>,
) -> Vec<Affair> {
    groups(pool, happenings, own, dyad)
        .into_iter()
        .filter_map(|group| Affair::of(group.iter().map(|&at| happenings[at].clone()).collect()))
        .collect()
}

fn groups(
    pool: &[Statement<'_>],
    happenings: &[Happening],
    own: usize,
    dyad: Option<&Dyad>,
) -> Vec<Vec<usize>> {
    let vectors = vectors(pool, happenings, dyad);
    let ways: Vec<Way> = happenings.iter().map(|h| Way::of(pool, h, dyad)).collect();
    let hostile: Vec<bool> = happenings.iter().map(|h| is_hostile(pool, h)).collect();
    let alike = |a: usize, b: usize| {
        let fades = hostile[a] || hostile[b];
        let apart = if fades { days_apart(&happenings[a], &happenings[b]) } else { 0 };
        let against = if ways[a].is_against(ways[b]) { AGAINST } else { 1.0 };
        kinship(&vectors[a], &vectors[b], apart) * against * in_words(&vectors, happenings, a, b)
    };
    let groups = linked(happenings, alike);
    let is_guest = |at: usize| at >= own || happenings[at].first().is_none();
    let mut out = Vec::new();
    for group in groups {
        let (guests, hosts): (Vec<usize>, Vec<usize>) =
            group.into_iter().partition(|&at| is_guest(at));
        let close = |guest: &usize| {
            let sum: f64 = hosts.iter().map(|&h| alike(*guest, h)).sum();
            let vector = &vectors[*guest];
            let shares = |host: &Vector| {
                !vector.names.is_disjoint(&host.names) && vector.in_common(host) >= GUEST_COMMON
            };
            hosts.iter().any(|&h| shares(&vectors[h])) && sum / hosts.len() as f64 >= CLOSE
        };
        let (staying, leaving): (Vec<usize>, Vec<usize>) = guests.into_iter().partition(close);
        let mut group: Vec<usize> = hosts.iter().copied().chain(staying).collect();
        group.sort_unstable();
        out.push(group);
        out.extend(leaving.into_iter().filter(|&at| at < own).map(|at| vec![at]));
    }
    out.retain(|group| !group.is_empty());
    out.sort();
    out
}

/// How alike two happenings are in words: the cosine of their words, more where both are of one day.
fn in_words(vectors: &[Vector], happenings: &[Happening], a: usize, b: usize) -> f64 {
    let day = |at: usize| happenings[at].first().filter(|d| happenings[at].last() == Some(*d));
    let together = if day(a).is_some() && day(a) == day(b) { SAME_DAY } else { 1.0 };
    together * vectors[a].cosine(&vectors[b])
}

/// What is left of a likeness in words so many days apart: all of it within [`SOON`], half of it [`FADING`] days
/// later; where the two share a name that is no actor's, three times as many.
fn kinship(a: &Vector, b: &Vector, apart: i32) -> f64 {
    let lasting = if a.names.is_disjoint(&b.names) { FADING } else { 3.0 * FADING };
    lasting / (lasting + f64::from((apart - SOON).max(0)))
}

/// True where a conflict is coded in it: blows and quarrels pass, while trade and projects are one matter for years.
fn is_hostile(pool: &[Statement<'_>], happening: &Happening) -> bool {
    let mut events = happening.members.iter().flat_map(|&m| pool[m].events.iter());
    events.any(|e| counts(e) && e.kind.quad().is_conflict())
}

/// Days between two happenings; none where they overlap or one has no day.
fn days_apart(a: &Happening, b: &Happening) -> i32 {
    let gap = |a: &Happening, b: &Happening| Some(days_between(a.last()?, b.first()?));
    gap(a, b).unwrap_or(0).max(gap(b, a).unwrap_or(0)).max(0)
}

/// Who of the two used force against the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    First,
    Second,
    /// Both, or nobody.
    Neither,
}

impl Way {
    fn of(pool: &[Statement<'_>], happening: &Happening, dyad: Option<&Dyad>) -> Self {
        let events = happening.members.iter().flat_map(|&m| pool[m].events.iter());
        let force = events.filter(|e| e.kind == EventType::Assault && counts(e));
        let sources: BTreeSet<&str> = force
            .filter(|e| dyad.is_some_and(|d| is_between(e, d)))
            .filter_map(|e| e.source.as_ref().map(|s| s.actor.id.as_str()))
            .collect();
        match (dyad, sources.iter().next(), sources.len()) {
            (Some(dyad), Some(only), 1) if *only == dyad.first => Self::First,
            (Some(_), Some(_), 1) => Self::Second,
            _ => Self::Neither,
        }
    }

    fn is_against(self, other: Self) -> bool {
        self != Self::Neither && other != Self::Neither && self != other
    }
}

/// Weighted words of each happening. A word of one happening alone links it to none and is left out, unless
/// they are so few that most words are.
fn vectors(pool: &[Statement<'_>], happenings: &[Happening], dyad: Option<&Dyad>) -> Vec<Vector> {
    // Of all happenings: a title may have a name that its text does not.
    let named: BTreeSet<String> = happenings
        .iter()
        .flat_map(|h| h.members.iter().map(|&m| &pool[m]))
        .flat_map(|s| s.mentions.iter().map(move |m| (s, m)))
        .filter(|(_, m)| m.how != How::City && dyad.is_none_or(|d| d.has(&m.actor.id)))
        .filter_map(|(s, m)| m.span.of(&s.document.text))
        .flat_map(terms)
        .collect();
    let words: Vec<BTreeSet<String>> =
        happenings.iter().map(|h| words_of(pool, h, &named)).collect();
    let weights = Weights::of(words.iter());
    let mut seen = BTreeMap::<&str, usize>::new();
    for word in words.iter().flatten() {
        *seen.entry(word).or_insert(0) += 1;
    }
    let few = happenings.len() < FEW;
    // In alphabetical order, so that sums do not depend on which words there are.
    let number: BTreeMap<&str, u32> = seen.keys().copied().zip(0..).collect();
    let vector = |(happening, all): (&Happening, &BTreeSet<String>)| {
        let names = names_of(pool, happening);
        let linking = all.iter().filter(|w| few || seen[w.as_str()] > 1);
        let weigh = |word: &String| {
            let name = if names.contains_key(word) { NAME } else { 1.0 };
            (number[word.as_str()], name * weights.of_term(word))
        };
        Vector::of(linking.map(weigh).collect(), names.keys().cloned().collect())
    };
    happenings.iter().zip(&words).map(vector).collect()
}

/// Words of a happening and of its pages' titles, concepts for words, without the names of the sides (`named`).
fn words_of(
    pool: &[Statement<'_>],
    happening: &Happening,
    named: &BTreeSet<String>,
) -> BTreeSet<String> {
    let members = || happening.members.iter().map(|&m| &pool[m]);
    let mut out = happening.core();
    out.extend(members().flat_map(|s| &s.document.reports).flat_map(|r| terms(&r.title)));
    let concepts = concepts();
    let is_number = |t: &str| t.starts_with(|c: char| c.is_ascii_digit());
    out.retain(|t| !named.contains(t) && !is_number(t) && !concepts.general.contains(t));
    out.into_iter().map(|t| concepts.of.get(&t).cloned().unwrap_or(t)).collect()
}

/// True for a term that any report may have: it links nothing and is nobody's name.
pub(crate) fn is_general(term: &str) -> bool {
    concepts().general.contains(term)
}

/// `data/concepts.toml`, as terms.
struct Concepts {
    /// The first word of the concept each word belongs to.
    of: BTreeMap<String, String>,
    /// Words that link nothing: months and weekdays, and what any report says.
    general: BTreeSet<String>,
}

fn concepts() -> &'static Concepts {
    #[derive(Deserialize)]
    struct Table {
        days: Vec<String>,
        general: Vec<String>,
        concepts: Vec<Vec<String>>,
    }
    static CONCEPTS: OnceLock<Concepts> = OnceLock::new();
    CONCEPTS.get_or_init(|| {
        let table: Table = toml::from_str(include_str!("../../data/concepts.toml"))
            .expect("data/concepts.toml is ours and well formed");
        let mut of = BTreeMap::new();
        for words in table.concepts {
            let words: Vec<String> = words.iter().filter_map(|w| term(w)).collect();
            let named = words.iter().map(|w| (w.clone(), words[0].clone()));
            of.extend(named.collect::<Vec<_>>());
        }
        let general = table.days.iter().chain(&table.general).filter_map(|w| term(w)).collect();
        Concepts { of, general }
    })
}

/// Weighted words, by their numbers in the alphabet, and the length of the vector they are.
struct Vector {
    words: Vec<(u32, f64)>,
    length: f64,
    /// Names that are no actor's.
    names: BTreeSet<String>,
}

impl Vector {
    fn of(words: Vec<(u32, f64)>, names: BTreeSet<String>) -> Self {
        let length = words.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
        Self { words, length, names }
    }

    fn in_common(&self, other: &Self) -> usize {
        let has = |word: u32| other.words.binary_search_by_key(&word, |(w, _)| *w).is_ok();
        self.words.iter().filter(|(word, _)| has(*word)).count()
    }

    fn cosine(&self, other: &Self) -> f64 {
        let (mut shared, mut count, mut at) = (0.0, 0, 0);
        for (word, weight) in &self.words {
            while other.words.get(at).is_some_and(|(w, _)| w < word) {
                at += 1;
            }
            if let Some((_, theirs)) = other.words.get(at).filter(|(w, _)| w == word) {
                shared += weight * theirs;
                count += 1;
            }
        }
        let length = self.length * other.length;
        if length > 0.0 && count >= COMMON { shared / length } else { 0.0 }
    }
}

mod linkage;
#[cfg(test)]
mod tests;
