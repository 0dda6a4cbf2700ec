//! Where a relation shifts: conflict or cooperation is reported far more often than the two years before
//! let expect.
//!
//! The counts of most dyads are a few a year, so no segmentation finds the months that everybody knows.
//! Each thirty days that begin with an event are held against the two years before them: with a rate of
//! unknown size (Gamma prior of shape ½, the Jeffreys prior of a Poisson rate), the number of days with
//! events in the thirty is negative-binomial, exposed to what the archive holds of either span; where so
//! many or more have a chance below one in a thousand, the relation has shifted. Days with events are
//! counted, not events: ten deeds of one day are one day.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::balance::Tick;
use crate::model::day::{Day, days_between};

/// A shift of a relation towards conflict or cooperation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Shift {
    pub(crate) towards: Towards,
    /// First and last day with such an event in the thirty days that show the shift.
    pub(crate) from: Day,
    pub(crate) to: Day,
    /// Days with such events among these.
    pub(crate) days: usize,
    /// Days with such events in the two years before.
    pub(crate) before: usize,
    /// Days that the two years before let expect in thirty.
    pub(crate) expected: f64,
    /// Chance of so many or more, 0 to 1.
    pub(crate) chance: f64,
    /// The last day of the time in which such events went on without a pause of [`PAUSE`] days.
    pub(crate) lasted_until: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Towards {
    Conflict,
    Cooperation,
}

/// The method in words, for readers of what it finds.
pub(crate) const METHOD: &str = "days with events in 30 days against the 730 before, Gamma-Poisson with shape 0.5, \
     exposed to the documents of the archive; called where so many or more have a chance below 0.001 and there are 3 \
     or more";

/// Days that may show a shift, and days before them that it is held against.
pub(crate) const SPAN: i32 = 30;
const BEFORE: i32 = 730;
/// The archive must hold this part of the days before, or nothing can be said.
const HELD: f64 = 0.5;
/// Days with events a shift has at least.
const LEAST: usize = 3;
/// Chance below which a shift is called.
const CHANCE: f64 = 0.001;
/// Shape of the prior of the rate.
const SHAPE: f64 = 0.5;
/// So many times as many days make another shift while one lasts.
const GROWTH: usize = 2;
/// A time of many events ends with so many days without one.
const PAUSE: i32 = 60;

/// The shifts of a relation in day order. `ticks`: its counted events, both directions together;
/// `by_day`: documents of the archive by day of publication.
pub(crate) fn shifts(ticks: &[Tick], by_day: &BTreeMap<Day, u64>) -> Vec<Shift> {
    let exposure = Exposure::of(by_day);
    let mut out: Vec<Shift> = [Towards::Conflict, Towards::Cooperation]
        .into_iter()
        .flat_map(|towards| {
            let is_counted = |t: &&Tick| t.quad.is_conflict() == (towards == Towards::Conflict);
            let days: BTreeSet<Day> = ticks.iter().filter(is_counted).map(|t| t.day).collect();
            of_side(&days.into_iter().collect::<Vec<_>>(), towards, &exposure)
        })
        .collect();
    out.sort_by_key(|s| (s.from, s.towards));
    out
}

fn of_side(days: &[Day], towards: Towards, exposure: &Exposure) -> Vec<Shift> {
    let mut out: Vec<Shift> = Vec::new();
    for (at, &from) in days.iter().enumerate() {
        let (end, start) = (plus(from, SPAN - 1), plus(from, -BEFORE));
        let inside = days[at..].iter().take_while(|d| **d <= end).count();
        // While it lasts, only a growth is another shift: an invasion after a build-up.
        let goes_on = |s: &&Shift| from <= s.lasted_until;
        let grows = |s: &Shift| days_between(s.from, from) >= SPAN && inside >= GROWTH * s.days;
        if out.last().filter(goes_on).is_some_and(|s| !grows(s)) {
            continue;
        }
        let before = days[..at].iter().rev().take_while(|d| **d >= start).count();
        let Some((held, held_before)) = exposure.of_spans(start, from, end) else {
            continue;
        };
        let chance = at_least(inside, SHAPE + before as f64, held / (held + held_before));
        if inside < LEAST || chance >= CHANCE {
            continue;
        }
        let lasted_until = days[at..]
            .windows(2)
            .find(|pair| days_between(pair[0], pair[1]) > PAUSE)
            .map_or(days[days.len() - 1], |pair| pair[0]);
        out.push(Shift {
            towards,
            from,
            to: days[at + inside - 1],
            days: inside,
            before,
            expected: (SHAPE + before as f64) * held / held_before,
            chance,
            lasted_until,
        });
    }
    out
}

/// What the archive holds: documents by day, added up.
struct Exposure {
    days: Vec<Day>,
    sums: Vec<u64>,
}

impl Exposure {
    fn of(by_day: &BTreeMap<Day, u64>) -> Self {
        let sums = by_day.values().scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        });
        Self { days: by_day.keys().copied().collect(), sums: sums.collect() }
    }

    /// Documents of the days before `day`.
    fn until(&self, day: Day) -> u64 {
        let at = self.days.partition_point(|d| *d < day);
        at.checked_sub(1).and_then(|at| self.sums.get(at)).copied().unwrap_or(0)
    }

    /// Documents from `from` to `end` and of the days from `start` to before `from`; `None` where the
    /// archive begins too late to tell, or holds nothing of either.
    fn of_spans(&self, start: Day, from: Day, end: Day) -> Option<(f64, f64)> {
        let begins = *self.days.first()?;
        let missing = f64::from(days_between(start, begins).max(0));
        if missing > (1.0 - HELD) * f64::from(BEFORE) {
            return None;
        }
        let held = self.until(plus(end, 1)).saturating_sub(self.until(from));
        let before = self.until(from).saturating_sub(self.until(start));
        (held > 0 && before > 0).then_some((held as f64, before as f64))
    }
}

/// The chance of `n` or more under a negative-binomial distribution: `shape` and the share of the
/// exposure that the counted span has.
fn at_least(n: usize, shape: f64, share: f64) -> f64 {
    let mut term = (shape * (1.0 - share).ln()).exp();
    let mut below = 0.0;
    for k in 0..n {
        below += term;
        term *= (shape + k as f64) / (k as f64 + 1.0) * share;
    }
    (1.0 - below).max(0.0)
}

fn plus(day: Day, days: i32) -> Day {
    day.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::EventType;

    const START: Day = Day::constant(2010, 1, 1);

    /// Ten documents a day for twenty years.
    fn archive() -> BTreeMap<Day, u64> {
        (0..7300).map(|n| (plus(START, n), 10)).collect()
    }

    fn ticks(days: &[i32], kind: EventType) -> Vec<Tick> {
        let tick = |n: &i32| Tick {
            day: plus(START, *n),
            quad: kind.quad(),
            kind,
            forward: true,
            intensity: 0,
        };
        days.iter().map(tick).collect()
    }

    #[test]
    fn a_burst_after_quiet_years_is_a_shift_on_its_first_day() {
        let days = [200, 900, 2000, 2003, 2010, 2021, 2050, 2400];
        let found = shifts(&ticks(&days, EventType::Assault), &archive());
        assert_eq!(found.len(), 1, "{found:?}");
        let shift = &found[0];
        assert_eq!(shift.towards, Towards::Conflict);
        assert_eq!((shift.from, shift.to), (plus(START, 2000), plus(START, 2021)));
        assert_eq!((shift.days, shift.before), (4, 0));
        assert_eq!(shift.lasted_until, plus(START, 2050));
        assert!(shift.chance < 0.001 && shift.expected < 0.1);
    }

    #[test]
    fn a_growth_while_it_lasts_is_another_shift() {
        let mut days = vec![2000, 2003, 2010, 2021];
        days.extend((0..40).map(|n| 2050 + n));
        let found = shifts(&ticks(&days, EventType::Assault), &archive());
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[1].from, found[1].days), (plus(START, 2050), 30));
    }

    #[test]
    fn an_even_flow_is_none_however_dense() {
        for every in [4, 9, 40, 200] {
            let days: Vec<i32> = (0..7000 / every).map(|n| n * every).collect();
            assert_eq!(shifts(&ticks(&days, EventType::Accuse), &archive()), [], "every {every}");
        }
    }

    #[test]
    fn random_days_of_a_steady_rate_hardly_ever_shift() {
        // A linear congruential generator stands in for chance; 40 dyads of two decades.
        let mut state = 7u64;
        let mut chance = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as f64 / f64::from(1u32 << 31)
        };
        let mut found = 0;
        for dyad in 0..40 {
            let rate = [0.002, 0.005, 0.01, 0.03][dyad % 4];
            let days: Vec<i32> = (0..7300).filter(|_| chance() < rate).collect();
            found += shifts(&ticks(&days, EventType::Accuse), &archive()).len();
        }
        assert!(found <= 40, "{found} false shifts in 80 dyad-decades");
    }

    #[test]
    fn more_reports_of_everything_are_no_shift() {
        // The archive holds twenty times as much from one day on, and the dyad with it.
        let mut by_day = archive();
        by_day.range_mut(plus(START, 3000)..).for_each(|(_, n)| *n *= 20);
        let mut days: Vec<i32> = (0..15).map(|n| n * 200).collect();
        days.extend((0..100).map(|n| 3000 + n * 10));
        let grown = shifts(&ticks(&days, EventType::Accuse), &by_day);
        let held = shifts(&ticks(&days, EventType::Accuse), &archive());
        assert!(grown.is_empty() && !held.is_empty(), "{grown:?}");
    }

    #[test]
    fn nothing_is_said_where_the_archive_does_not_reach_back() {
        assert_eq!(shifts(&ticks(&[100, 105, 110, 115], EventType::Assault), &archive()), []);
        assert_eq!(shifts(&ticks(&[2000, 2001, 2002], EventType::Assault), &BTreeMap::new()), []);
    }

    #[test]
    fn the_tail_is_that_of_the_distribution() {
        // Shape 1 is geometric: the chance of n or more is share^n.
        for n in 0..6 {
            assert!((at_least(n, 1.0, 0.2) - 0.2f64.powi(n as i32)).abs() < 1e-12);
        }
    }
}
