//! Cooperation against conflict, counted, with its uncertainty.

use std::collections::{BTreeMap, BTreeSet};

use super::Dyad;
use super::statements::{Statement, counts, is_between};
use crate::model::day::Day;
use crate::model::document::ROWS;
use crate::model::event::{Event, EventType, QuadClass, Status};

/// One counted event of a dyad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tick {
    pub(crate) day: Day,
    pub(crate) quad: QuadClass,
    pub(crate) kind: EventType,
    /// True where the dyad's first side is the source.
    pub(crate) forward: bool,
    /// Tenths of the event's intensity, -100 to 100.
    pub(crate) intensity: i16,
}

/// Counts of events by quad class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Balance {
    pub(crate) cooperation: usize,
    pub(crate) conflict: usize,
    /// The part of `conflict` that is material (force, coercion, sanctions).
    pub(crate) material_conflict: usize,
}

impl Balance {
    pub(crate) fn of(ticks: &[Tick]) -> Self {
        let mut out = Self::default();
        for tick in ticks {
            if tick.quad.is_conflict() {
                out.conflict += 1;
            } else {
                out.cooperation += 1;
            }
            if tick.quad == QuadClass::MaterialConflict {
                out.material_conflict += 1;
            }
        }
        out
    }

    pub(crate) fn total(self) -> usize {
        self.cooperation + self.conflict
    }

    /// `ln((C + ½) / (K + ½))`: above 0 cooperation prevails (Lowe 2012).
    pub(crate) fn log_ratio(self) -> f64 {
        ((self.cooperation as f64 + 0.5) / (self.conflict as f64 + 0.5)).ln()
    }

    /// Standard error of the log-ratio, `sqrt(1/(C + ½) + 1/(K + ½))`.
    pub(crate) fn error(self) -> f64 {
        (1.0 / (self.cooperation as f64 + 0.5) + 1.0 / (self.conflict as f64 + 0.5)).sqrt()
    }

    /// What the counts allow to say: one side prevails where the log-ratio is off zero at 90 % (one-sided).
    pub(crate) fn course(self) -> Course {
        let (ratio, margin) = (self.log_ratio(), 1.282 * self.error());
        if self.total() < 4 {
            return Course::TooFew;
        }
        if ratio + margin < 0.0 {
            if self.material_conflict * 2 > self.total() {
                Course::Confrontation
            } else {
                Course::Conflict
            }
        } else if ratio - margin > 0.0 {
            Course::Cooperation
        } else if self.total() >= 6 && self.cooperation.min(self.conflict) * 5 >= self.total() {
            Course::Mixed
        } else {
            // One side has nearly all, but of too few events to be sure.
            Course::TooFew
        }
    }
}

/// What prevails in a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    TooFew,
    /// Conflict prevails, and more than half of all events are acts, not words.
    Confrontation,
    Conflict,
    Mixed,
    Cooperation,
}

/// An act that somebody only says has happened counts as words, not as an act.
fn counted_as(event: &Event) -> QuadClass {
    match (event.status, event.kind.quad()) {
        (Status::Alleged, QuadClass::MaterialConflict) => QuadClass::VerbalConflict,
        (Status::Alleged, QuadClass::MaterialCooperation) => QuadClass::VerbalCooperation,
        (_, quad) => quad,
    }
}

/// The counted events of one dyad in day order, both directions together (see [`undirected`]).
pub(crate) fn ticks(statements: &[Statement<'_>], dyad: &Dyad) -> Vec<Tick> {
    ticks_of(&statements.iter().collect::<Vec<_>>(), dyad)
}

/// The same of some statements only.
pub(crate) fn ticks_of(statements: &[&Statement<'_>], dyad: &Dyad) -> Vec<Tick> {
    let told = statements.iter().flat_map(|s| s.events.iter().map(|e| (*e, s.start())));
    undirected(&directed(told, dyad))
}

/// Counted rows of event tables between the two, by data set. Given with each event: its document's language.
pub(crate) fn tables<'e>(
    events: impl Iterator<Item = (&'e Event, &'e str)>,
    dyad: &Dyad,
) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for (event, _) in
        events.filter(|(e, language)| *language == ROWS && counts(e) && is_between(e, dyad))
    {
        *out.entry(event.rule.clone()).or_default() += 1;
    }
    out
}

/// The counted events of one dyad in day order. Of the events of one day with the same source and type
/// only one counts ("one-a-day"), so that ten reports of one raid are one raid; denied, possible and
/// merely demanded events do not count, nor events without a day. Given with each event: the day of its
/// sentence or text, where its own is not told.
pub(crate) fn directed<'e>(
    events: impl Iterator<Item = (&'e Event, Option<Day>)>,
    dyad: &Dyad,
) -> Vec<Tick> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for (event, day) in events.filter(|(e, _)| counts(e) && is_between(e, dyad)) {
        let Some(day) = event.day.map(|d| d.when.start).or(day) else {
            continue;
        };
        let forward = event.source.as_ref().is_some_and(|s| s.actor.id == dyad.first);
        let tick = Tick {
            day,
            quad: counted_as(event),
            kind: event.kind,
            forward,
            intensity: (event.intensity * 10.0).round() as i16,
        };
        if seen.insert((day, event.kind, forward)) {
            out.push(tick);
        }
    }
    out.sort();
    out
}

/// Both directions together: of one day and type only one counts, so that a meeting is not two.
pub(crate) fn undirected(ticks: &[Tick]) -> Vec<Tick> {
    let mut seen = BTreeSet::new();
    ticks.iter().copied().filter(|t| seen.insert((t.day, t.kind))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(cooperation: usize, conflict: usize) -> Balance {
        Balance { cooperation, conflict, material_conflict: 0 }
    }

    #[test]
    fn a_course_needs_more_than_a_hair() {
        assert_eq!(balance(1, 1).course(), Course::TooFew);
        assert_eq!(balance(0, 3).course(), Course::TooFew);
        assert_eq!(balance(2, 2).course(), Course::TooFew);
        assert_eq!(balance(6, 5).course(), Course::Mixed);
        assert_eq!(balance(3, 20).course(), Course::Conflict);
        assert_eq!(balance(20, 3).course(), Course::Cooperation);
        let armed = Balance { cooperation: 2, conflict: 30, material_conflict: 25 };
        assert_eq!(armed.course(), Course::Confrontation);
    }

    #[test]
    fn the_log_ratio_is_lowes() {
        let ratio = balance(10, 5).log_ratio();
        assert!((ratio - (10.5f64 / 5.5).ln()).abs() < 1e-12);
    }
}
