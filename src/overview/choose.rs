//! Which affairs belong in the overview.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::Deserialize;

use super::tell::stands_alone;
use crate::model::day::{Day, days_between};
use crate::model::event::{Event, EventType, Status};
use crate::relations::Dyad;
use crate::relations::affairs::Affair;
use crate::relations::echoes::RARE;
use crate::relations::happenings::Happening;
use crate::relations::statements::{Statement, counts, is_between};
use crate::relations::terms::{Weighed, Weights};

/// What a choice is made for.
pub(crate) struct Scope<'p, 'd> {
    pub(crate) pool: &'p [Statement<'d>],
    pub(crate) weights: &'p Weights,
    /// The relation of the section, or `None` for the wider shift.
    pub(crate) dyad: Option<&'p Dyad>,
    /// Days of the events between the two that count, by who did what to whom, in order.
    days: BTreeMap<Deed<'d>, Vec<Day>>,
    /// Days of all of them, in order.
    all_days: Vec<Day>,
}

/// Source, target and type of an event.
type Deed<'d> = (&'d str, &'d str, EventType);

/// Nearness of a happening that later ones refer back to, though it does not name both sides.
const CAUSE: u8 = 1;
/// What somebody's reading of events counts beside a report of them.
const OPINION: f64 = 0.6;
/// What a match or a player's move counts beside what states do.
const SPORT: f64 = 0.4;
/// Affairs weighed against each other at most, the most salient.
const CONSIDERED: usize = 80;
/// Salience lost by a happening that shares all its words with a chosen one: kinds are balanced.
const SAMENESS: f64 = 1.5;
/// Days within which later happenings that take up its words count as its echoes.
const ECHO: i32 = 365;
/// Salience added to what one did not do to the other for so many days, and these days.
const NOVEL: f64 = 1.2;
const NOVELTY: i32 = 3 * 365;
/// Salience added to an act of `data/turning.toml`.
const TURNING: f64 = 2.0;
/// Salience added where the two did so much more to each other than they mostly do, and the days around a happening.
const BURST: f64 = 0.8;
const AROUND: i32 = 3;
/// Salience added to a happening that must be told.
const WANTED: f64 = 8.0;
/// Two happenings that share this part of the lighter one's words tell the same thing twice.
const REPETITION: f64 = 0.62;
/// The same words so many days later are told of something else.
const REPEATED: i32 = 60;

/// The happenings of a relation by the words they use, to be looked up for what takes an earlier one up.
pub(crate) struct Later<'h> {
    /// First day and number of each happening that uses a word, by day. Looked up only, never walked.
    by_word: HashMap<&'h str, Vec<(Day, usize)>>,
}

impl<'h> Later<'h> {
    pub(crate) fn of(all: &'h [Happening]) -> Self {
        let mut by_word: HashMap<&str, Vec<(Day, usize)>> = HashMap::new();
        for (number, happening) in all.iter().enumerate() {
            for word in happening
                .first()
                .into_iter()
                .flat_map(|day| happening.terms().map(move |word| (word, day)))
            {
                by_word.entry(word.0).or_default().push((word.1, number));
            }
        }
        by_word.values_mut().for_each(|list| list.sort_unstable());
        Self { by_word }
    }

    /// How many of those that begin after `last`, within [`ECHO`] days, use two of the words or more; with
    /// no day all of them count.
    fn using_two_of(&self, words: &[String], last: Option<Day>) -> usize {
        if words.len() < 2 {
            return 0;
        }
        let mut found: Vec<usize> = Vec::new();
        for word in words {
            let list = self.by_word.get(word.as_str()).map_or(&[][..], Vec::as_slice);
            let from = list.partition_point(|(day, _)| last.is_some_and(|last| *day <= last));
            let near = |day: Day| last.is_none_or(|last| days_apart(Some(day), Some(last)) <= ECHO);
            found.extend(list[from..].iter().take_while(|(day, _)| near(*day)).map(|(_, n)| *n));
        }
        found.sort_unstable();
        found.chunk_by(|a, b| a == b).filter(|same| same.len() >= 2).count()
    }
}

impl<'p, 'd> Scope<'p, 'd> {
    pub(crate) fn new(
        pool: &'p [Statement<'d>],
        weights: &'p Weights,
        dyad: Option<&'p Dyad>,
    ) -> Self {
        let mut days: BTreeMap<Deed<'d>, Vec<Day>> = BTreeMap::new();
        for s in pool {
            for (deed, day) in dyad.into_iter().flat_map(|dyad| deeds(s, dyad)) {
                days.entry(deed).or_default().push(day);
            }
        }
        days.values_mut().for_each(|days| days.sort_unstable());
        let mut all_days: Vec<Day> = days.values().flatten().copied().collect();
        all_days.sort_unstable();
        Self { pool, weights, dyad, days, all_days }
    }

    /// How much a happening matters: independent outlets, intensity, what later happenings refer back
    /// to, nearness to the relation, whether it is the first of its kind. Without unit; about 0 to 17.
    pub(crate) fn salience(&self, happening: &Happening, all: &Later<'_>) -> f64 {
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
        let mut weight = if members().all(Statement::is_opinion) { OPINION } else { 1.0 };
        if members().all(Statement::is_of_sport) {
            weight *= SPORT;
        }
        let novelty = if self.is_novel(happening) { NOVEL } else { 0.0 };
        let turning = if self.is_turning(happening) { TURNING } else { 0.0 };
        let sum = novelty
            + turning
            + BURST * self.burst(happening)
            + 1.6 * (1.0 + outlets).ln()
            + 1.2 * (1.0 + texts.len() as f64).ln()
            + 0.25 * intensity
            + f64::from(nearness)
            + 1.4 * (1.0 + self.echoes(happening, all) as f64).ln();
        weight * sum
    }

    /// True where one of the two does to the other what changes their relation until further notice.
    fn is_turning(&self, happening: &Happening) -> bool {
        let turns = |e: &&Event| {
            let told = matches!(e.status, Status::Done | Status::Alleged);
            told && self.dyad.is_some_and(|d| is_between(e, d)) && turning().contains(&e.rule)
        };
        happening
            .members
            .iter()
            .flat_map(|&m| self.pool[m].events.iter().copied())
            .any(|e| turns(&e))
    }

    /// How much more the two did to each other around the days of a happening than they mostly do: the logarithm of
    /// the ratio, 0 where it is no more.
    fn burst(&self, happening: &Happening) -> f64 {
        let Some(day) = happening.first() else {
            return 0.0;
        };
        let (Some(first), Some(last)) = (self.all_days.first(), self.all_days.last()) else {
            return 0.0;
        };
        let from = self.all_days.partition_point(|d| days_between(*d, day) > AROUND);
        let to = self.all_days.partition_point(|d| days_between(day, *d) <= AROUND);
        let whole = f64::from(days_between(*first, *last).max(365));
        let usual = self.all_days.len() as f64 * f64::from(2 * AROUND + 1) / whole;
        ((1.0 + to.saturating_sub(from) as f64) / (1.0 + usual)).ln().max(0.0)
    }

    /// True where one of the two does to the other what it did not do for years.
    fn is_novel(&self, happening: &Happening) -> bool {
        let Some(dyad) = self.dyad else {
            return false;
        };
        let members = happening.members.iter().map(|&m| &self.pool[m]);
        let first_since = |(deed, day): (Deed<'d>, Day)| {
            let days = self.days.get(&deed).map_or(&[][..], Vec::as_slice);
            let before = days.partition_point(|d| *d < day);
            before == 0 || days_apart(days.get(before - 1).copied(), Some(day)) > NOVELTY
        };
        members.flat_map(|s| deeds(s, dyad)).any(first_since)
    }

    pub(crate) fn nearness(&self, s: &Statement<'_>) -> u8 {
        self.dyad.map_or(u8::from(!s.events.is_empty()), |d| s.nearness(d))
    }

    /// How much an analysis tells of the relation; without unit.
    pub(crate) fn tells_of_relation(&self, s: &Statement<'_>) -> f64 {
        let dated = f64::from(u8::from(s.day.is_some()));
        s.relation_words() as f64 + 0.5 * f64::from(self.nearness(s)) + 0.5 * dated
    }

    /// Later happenings that take up at least two of the rare words this one is about.
    fn echoes(&self, happening: &Happening, all: &Later<'_>) -> usize {
        let core = happening.core().into_iter().filter(|t| self.weights.of_term(t) > RARE);
        all.using_two_of(&core.take(12).collect::<Vec<_>>(), happening.last())
    }

    /// The affairs to tell, in the order of their days: the most salient that do not repeat each other.
    pub(crate) fn choose<'h>(
        &self,
        candidates: &'h [Affair],
        all: &Later<'_>,
        most: usize,
    ) -> Vec<&'h Affair> {
        let wanted = self.wanted(candidates, all);
        let weigh =
            |a: &'h Affair| (self.salience(&a.whole, all), self.weights.weigh(&a.core()), a);
        let mut ranked: Vec<(f64, Weighed, &Affair)> = candidates.par_iter().map(weigh).collect();
        for (salience, _, affair) in &mut ranked {
            if affair.parts.iter().any(|p| wanted.contains(&&p.members)) {
                *salience += WANTED;
            }
        }
        ranked.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then_with(|| a.2.whole.members.cmp(&b.2.whole.members))
        });
        ranked.truncate(CONSIDERED);
        let mut chosen: Vec<&Affair> = Vec::new();
        while chosen.len() < most && !ranked.is_empty() {
            let best = (0..ranked.len())
                .max_by(|&a, &b| ranked[a].0.total_cmp(&ranked[b].0).then(b.cmp(&a)))
                .unwrap_or_default();
            let (_, core, affair) = ranked.remove(best);
            if !self.is_tellable(affair) {
                continue;
            }
            chosen.push(affair);
            // What tells the same falls out, what tells of the like falls back.
            ranked.retain_mut(|(salience, other, a)| {
                let shared = core.overlap(other);
                *salience -= SAMENESS * shared;
                let apart = days_apart(a.whole.first(), affair.whole.first());
                shared <= REPETITION || apart >= REPEATED || self.tells_more(a, affair)
            });
        }
        chosen.sort_by_key(|a| (a.whole.first().is_none(), a.whole.first(), &a.whole.members));
        chosen
    }

    /// True where an affair has a deed of one of the two against the other that another affair has not.
    fn tells_more(&self, affair: &Affair, other: &Affair) -> bool {
        let deeds = |affair: &Affair| -> BTreeSet<Deed<'d>> {
            let members = affair.whole.members.iter().map(|&m| &self.pool[m]);
            let deeds = members.flat_map(|s| self.dyad.map(|d| deeds(s, d)).unwrap_or_default());
            deeds.map(|(deed, _)| deed).collect()
        };
        !deeds(affair).is_subset(&deeds(other))
    }

    fn is_tellable(&self, affair: &Affair) -> bool {
        affair.whole.members.iter().any(|&m| stands_alone(&self.pool[m]))
    }

    /// Happenings that a reader must not miss, whatever their salience: the latest event between the
    /// two, the latest that goes against the course of the others (a thaw after a crisis, a crisis in a
    /// friendship), and the cause that later ones refer back to most. Given by their members.
    fn wanted<'h>(&self, candidates: &'h [Affair], all: &Later<'_>) -> Vec<&'h Vec<usize>> {
        let Some(dyad) = self.dyad else {
            return Vec::new();
        };
        let parts = || candidates.iter().flat_map(|a| &a.parts);
        let mut direct: Vec<(Day, bool, &Happening)> = parts()
            .filter(|h| h.members.iter().any(|&m| stands_alone(&self.pool[m])))
            .filter_map(|h| Some((h.last()?, self.is_conflict(h, dyad)?, h)))
            .collect();
        direct.sort_by_key(|(day, _, h)| (*day, &h.members));
        let conflicts = direct.iter().filter(|(_, conflict, _)| *conflict).count();
        let against = conflicts * 2 <= direct.len();
        let latest = direct.last().map(|(_, _, h)| *h);
        let reversal = direct.iter().rev().find(|(_, c, _)| *c == against).map(|(_, _, h)| *h);
        let cause = parts()
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
}

/// `data/turning.toml`.
fn turning() -> &'static BTreeSet<String> {
    #[derive(Deserialize)]
    struct Table {
        rules: BTreeSet<String>,
    }
    static TURNING: OnceLock<BTreeSet<String>> = OnceLock::new();
    TURNING.get_or_init(|| {
        let table: Table = toml::from_str(include_str!("../../data/turning.toml"))
            .expect("data/turning.toml is ours and well formed");
        table.rules
    })
}

/// What the two do to each other in a statement, where it counts and has a day.
fn deeds<'d>(s: &Statement<'d>, dyad: &Dyad) -> Vec<(Deed<'d>, Day)> {
    let deed = |e: &&'d Event| {
        let (source, target) = e.source.as_ref().zip(e.target.as_ref())?;
        let day = e.day.map(|d| d.when.start).or(s.start())?;
        let between = is_between(e, dyad) && counts(e);
        between.then_some(((source.actor.id.as_str(), target.actor.id.as_str(), e.kind), day))
    };
    s.events.iter().filter_map(deed).collect()
}

/// Days between two days; none where one is unknown, which may be any day.
fn days_apart(a: Option<Day>, b: Option<Day>) -> i32 {
    a.zip(b).map_or(0, |(a, b)| days_between(a, b).abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::events::label_of;
    use crate::relations::happenings::happenings;
    use crate::relations::invented::records;
    use crate::relations::statements::statements;

    #[test]
    fn every_turning_rule_exists() {
        for rule in turning() {
            assert!(label_of(rule).is_some(), "{rule}: no such rule in data/events");
        }
    }

    #[test]
    fn what_changes_a_relation_weighs_more_than_what_passes() {
        let records = records(&[
            ("2021-03-02", "A", "Norway breaks diplomatic relations with Sweden."),
            ("2021-06-02", "A", "Norway criticises the harbour police of Sweden."),
        ]);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        let weights = Weights::of(pool.iter().map(|s| &s.terms));
        let dyad = Dyad::new("NOR", "SWE").expect("two sides");
        let found = happenings(&pool, &[0, 1], &weights);
        let scope = Scope::new(&pool, &weights, Some(&dyad));
        assert!(scope.is_turning(&found[0]) && !scope.is_turning(&found[1]));
        let later = Later::of(&found);
        assert!(scope.salience(&found[0], &later) > scope.salience(&found[1], &later) + 1.0);
    }
}
