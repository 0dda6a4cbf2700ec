//! Which happenings belong in the overview, and which sentences tell them.

use std::collections::BTreeSet;

use crate::model::day::Day;
use crate::model::event::Status;
use crate::reading::How;
use crate::relations::Dyad;
use crate::relations::echoes::RARE;
use crate::relations::happenings::Happening;
use crate::relations::statements::{Statement, counts, is_between};
use crate::relations::terms::Weights;

/// What a choice is made for.
pub(crate) struct Scope<'p, 'd> {
    pub(crate) pool: &'p [Statement<'d>],
    pub(crate) weights: &'p Weights,
    /// The relation of the section, or `None` for the wider shift.
    pub(crate) dyad: Option<&'p Dyad>,
}

/// Nearness of a happening that later ones refer back to, though it does not name both sides.
const CAUSE: u8 = 1;
/// What somebody's reading of events counts beside a report of them.
const OPINION: f64 = 0.6;
/// Sentences of a point at most.
const SENTENCES: usize = 3;
/// Happenings weighed against each other at most, the most salient.
const CONSIDERED: usize = 80;
/// Salience lost by a happening that shares all its words with a chosen one: kinds are balanced.
const SAMENESS: f64 = 1.5;
/// Days within which later happenings that take up its words count as its echoes.
const ECHO: i32 = 365;
/// Salience added to a happening that must be told.
const WANTED: f64 = 8.0;
/// Two happenings that share this part of the lighter one's words tell the same thing twice.
const REPETITION: f64 = 0.62;

impl Scope<'_, '_> {
    /// How much a happening matters: independent outlets, intensity, what later happenings refer back
    /// to, nearness to the relation. Without unit; about 0 to 15.
    pub(crate) fn salience(&self, happening: &Happening, all: &[Happening]) -> f64 {
        let members = || happening.members.iter().map(|&m| &self.pool[m]);
        let outlets = happening.outlets(self.pool).len() as f64;
        let texts: BTreeSet<&str> = members().map(|s| s.document.key.as_str()).collect();
        let intensity = members()
            .flat_map(|s| s.events.iter())
            .filter(|e| happening.is_cause || self.dyad.is_none_or(|d| is_between(e, d)))
            .map(|e| f64::from(e.intensity.abs()))
            .fold(0.0, f64::max);
        let nearness = members().map(|s| self.nearness(s)).max().unwrap_or(0);
        let nearness = if happening.is_cause { CAUSE } else { nearness };
        let weight = if members().all(Statement::is_opinion) { OPINION } else { 1.0 };
        let sum = 1.6 * (1.0 + outlets).ln()
            + 1.2 * (1.0 + texts.len() as f64).ln()
            + 0.25 * intensity
            + f64::from(nearness)
            + 1.4 * (1.0 + self.echoes(happening, all) as f64).ln();
        weight * sum
    }

    fn nearness(&self, s: &Statement<'_>) -> u8 {
        self.dyad.map_or(u8::from(!s.events.is_empty()), |d| s.nearness(d))
    }

    /// Later happenings that take up at least two of the rare words this one is about.
    fn echoes(&self, happening: &Happening, all: &[Happening]) -> usize {
        let core: Vec<String> = happening
            .core()
            .into_iter()
            .filter(|t| self.weights.of_term(t) > RARE)
            .take(12)
            .collect();
        if core.len() < 2 {
            return 0;
        }
        all.iter()
            .filter(|later| {
                later.first() > happening.last()
                    && days_apart(later.first(), happening.last()) <= ECHO
            })
            .filter(|later| core.iter().filter(|t| later.uses(t) > 0).count() >= 2)
            .count()
    }

    /// The happenings to tell, in day order and those without a day last: the most salient that do not repeat each other.
    pub(crate) fn choose<'h>(
        &self,
        candidates: &'h [Happening],
        all: &[Happening],
        most: usize,
    ) -> Vec<&'h Happening> {
        let wanted = self.wanted(candidates, all);
        let mut ranked: Vec<(f64, BTreeSet<String>, &Happening)> =
            candidates.iter().map(|h| (self.salience(h, all), h.core(), h)).collect();
        for (salience, _, happening) in &mut ranked {
            if wanted.contains(&&happening.members) {
                *salience += WANTED;
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.members.cmp(&b.2.members)));
        ranked.truncate(CONSIDERED);
        let mut chosen: Vec<&Happening> = Vec::new();
        while chosen.len() < most && !ranked.is_empty() {
            let best = (0..ranked.len())
                .max_by(|&a, &b| ranked[a].0.total_cmp(&ranked[b].0).then(b.cmp(&a)))
                .unwrap_or_default();
            let (_, core, happening) = ranked.remove(best);
            if self.tell(happening).is_empty() {
                continue;
            }
            chosen.push(happening);
            // What tells the same falls out, what tells of the like falls back.
            ranked.retain_mut(|(salience, other, h)| {
                let shared = self.weights.overlap(&core, other);
                *salience -= SAMENESS * shared;
                shared <= REPETITION || days_apart(h.first(), happening.first()) >= 60
            });
        }
        chosen.sort_by_key(|h| (h.first().is_none(), h.first(), h.members.clone()));
        chosen
    }

    /// Happenings that a reader must not miss, whatever their salience: the latest event between the
    /// two, the latest that goes against the course of the others (a thaw after a crisis, a crisis in a
    /// friendship), and the cause that later ones refer back to most. Given by their members.
    fn wanted<'h>(&self, candidates: &'h [Happening], all: &[Happening]) -> Vec<&'h Vec<usize>> {
        let Some(dyad) = self.dyad else {
            return Vec::new();
        };
        let mut direct: Vec<(Day, bool, &Happening)> = candidates
            .iter()
            .filter(|h| !self.tell(h).is_empty())
            .filter_map(|h| Some((h.last()?, self.is_conflict(h, dyad)?, h)))
            .collect();
        direct.sort_by_key(|(day, _, h)| (*day, &h.members));
        let conflicts = direct.iter().filter(|(_, conflict, _)| *conflict).count();
        let against = conflicts * 2 <= direct.len();
        let latest = direct.last().map(|(_, _, h)| *h);
        let reversal = direct.iter().rev().find(|(_, c, _)| *c == against).map(|(_, _, h)| *h);
        let cause = candidates
            .iter()
            .filter(|h| h.is_cause)
            .max_by_key(|h| (self.echoes(h, all), std::cmp::Reverse(&h.members)));
        [latest, reversal, cause].into_iter().flatten().map(|h| &h.members).collect()
    }

    /// Whether most events between the two in a happening are conflict; `None` where none is coded.
    fn is_conflict(&self, happening: &Happening, dyad: &Dyad) -> Option<bool> {
        let members = happening.members.iter().map(|&m| &self.pool[m]);
        let between: Vec<bool> = members
            .flat_map(|s| s.events.iter())
            .filter(|e| is_between(e, dyad) && counts(e))
            .map(|e| e.kind.quad().is_conflict())
            .collect();
        let conflicts = between.iter().filter(|c| **c).count();
        (!between.is_empty()).then_some(conflicts * 2 > between.len())
    }

    /// The statements that tell a happening, main one first, then others in the order they stand;
    /// empty where no sentence can stand alone.
    pub(crate) fn tell(&self, happening: &Happening) -> Vec<usize> {
        let core = happening.core();
        let mut ranked: Vec<(f64, usize)> = happening
            .members
            .iter()
            .filter(|&&m| stands_alone(&self.pool[m]))
            .map(|&m| (self.quality(&self.pool[m], &core), m))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let Some(&(_, main)) = ranked.first() else {
            return Vec::new();
        };
        let mut told = vec![main];
        let mut others = Vec::new();
        for &(quality, m) in &ranked[1..] {
            if told.len() + others.len() >= SENTENCES {
                break;
            }
            let fresh = told
                .iter()
                .chain(&others)
                .all(|&t| self.weights.overlap(&self.pool[m].terms, &self.pool[t].terms) < 0.5);
            if fresh && quality > 0.8 && adds(&self.pool[m]) {
                others.push(m);
            }
        }
        // The sentence that follows in the same text may lean on the main one.
        if told.len() + others.len() < SENTENCES
            && let Some(next) = self.following(main)
            && !others.contains(&next)
            && happening.members.contains(&next)
        {
            others.insert(0, next);
        }
        others.sort_by_key(|&m| {
            (self.pool[m].document.key != self.pool[main].document.key, self.pool[m].start(), m)
        });
        told.extend(others);
        if let Some(opening) = self.opening(main).filter(|o| !told.contains(o)) {
            told.insert(0, opening);
        }
        told
    }

    /// The sentence a short text opens with right before this one: it says what "the acts" are.
    fn opening(&self, at: usize) -> Option<usize> {
        let (this, before) = (&self.pool[at], self.pool.get(at.checked_sub(1)?)?);
        let same = before.document.key == this.document.key && this.at == 1 && before.at == 0;
        (same && (30..=320).contains(&before.text().len()) && stands_alone(before))
            .then_some(at - 1)
    }

    /// The next sentence of the same document, if it is in the pool and short enough to add.
    fn following(&self, at: usize) -> Option<usize> {
        let (this, next) = (&self.pool[at], self.pool.get(at + 1)?);
        let same = next.document.key == this.document.key && next.at == this.at + 1;
        (same && (30..=320).contains(&next.text().len())).then_some(at + 1)
    }

    fn quality(&self, s: &Statement<'_>, core: &BTreeSet<String>) -> f64 {
        let length = s.text().len();
        let mut score =
            2.0 * self.weights.overlap(&s.terms, core) + 0.5 * f64::from(self.nearness(s));
        if s.at == 0 {
            score += 0.3;
        }
        if s.day.is_some_and(|d| d.span.is_some()) {
            score += 0.3;
        }
        if !(50..=380).contains(&length) {
            score -= 0.8;
        }
        // Lists of clauses read badly and say little of any one of them.
        score -= 0.25 * s.text().matches(';').count() as f64;
        if s.is_opinion() {
            score -= 0.7;
        }
        score
    }
}

/// True when the sentence tells something by itself: something is coded in it, or it has a figure.
fn adds(s: &Statement<'_>) -> bool {
    s.events.iter().any(|e| e.status != Status::Possible)
        || s.text().bytes().any(|b| b.is_ascii_digit())
}

/// True when a reader understands the sentence without the one before: it does not open with a pronoun
/// or a word that points back, names an actor, and is neither a scrap nor a page of text.
pub(crate) fn stands_alone(s: &Statement<'_>) -> bool {
    let text = s.text();
    let first =
        text.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default();
    let points_back = back_words().contains(first.to_lowercase().as_str());
    // "The attack comes …" later in a text speaks of an attack told before it.
    let names_first = s.mentions.iter().any(|m| m.span.start < s.span.start + 24);
    let points_back = points_back || (s.at > 0 && first == "The" && !names_first);
    let named = s.mentions.iter().any(|m| m.how != How::Coreference);
    let ends =
        text.trim_end_matches(['"', '”', '’', ')', ']', '»']).ends_with(['.', '!', '?', '…']);
    !points_back && named && ends && (30..=600).contains(&text.len())
}

fn back_words() -> &'static BTreeSet<&'static str> {
    static WORDS: std::sync::OnceLock<BTreeSet<&'static str>> = std::sync::OnceLock::new();
    WORDS.get_or_init(|| {
        include_str!("../../data/back_words.txt")
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
            .collect()
    })
}

/// Days between two days; none where one is unknown, which may be any day.
fn days_apart(a: Option<Day>, b: Option<Day>) -> i32 {
    a.zip(b).map_or(0, |(a, b)| a.until(b).map_or(i32::MAX, |gap| gap.get_days().abs()))
}
