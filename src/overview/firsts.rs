//! Which points tell the first event of its type that is coded between two sides for years.
//!
//! For those who want to be told (what changed, webhooks), not for an overview's own sentences: what the
//! coder missed is missing here too, so a gap of coding need be no gap of deeds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Point;
use crate::model::day::Day;
use crate::model::event::EventType;
use crate::relations::Dyad;
use crate::relations::balance::{Tick, ticks_of};
use crate::relations::statements::Statement;

/// Years without such an event after which one is a first.
pub(crate) const YEARS: u16 = 5;
/// Events of any type coded between the two in these years, below which no gap means anything.
const ENOUGH: usize = 12;

/// The first event of its type for years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct First {
    #[serde(rename = "type")]
    pub(crate) kind: EventType,
    pub(crate) day: Day,
    /// Day of the last one before, where any is coded.
    pub(crate) previous: Option<Day>,
    /// Events of other types coded between the two in the five years before.
    pub(crate) others: usize,
}

/// Marks the points of a relation that hold one. `all`: the counted events of the relation.
pub(crate) fn mark(points: &mut [Point], pool: &[Statement<'_>], dyad: &Dyad, all: &[Tick]) {
    let at: BTreeMap<(&str, usize), &Statement<'_>> =
        pool.iter().map(|s| ((s.document.key.as_str(), s.span.start), s)).collect();
    for point in points {
        let cited = point.sentences.iter().flat_map(|s| &s.citations);
        let told: Vec<&Statement<'_>> =
            cited.filter_map(|c| at.get(&(c.key.as_str(), c.start)).copied()).collect();
        let firsts = ticks_of(&told, dyad).into_iter().filter_map(|tick| first(tick, all));
        point.first = firsts.max_by_key(|(tick, _)| tick.intensity.abs()).map(|(_, first)| first);
    }
}

/// The event with what went before it, where it is a first.
fn first(tick: Tick, all: &[Tick]) -> Option<(Tick, First)> {
    let begin = Day::new(tick.day.year() - i16::try_from(YEARS).ok()?, tick.day.month(), 1).ok()?;
    let before = || all.iter().filter(|t| t.day < tick.day);
    let previous = before().filter(|t| t.kind == tick.kind).map(|t| t.day).max();
    let others = before().filter(|t| t.day >= begin).count();
    let is_first = previous.is_none_or(|day| day < begin) && others >= ENOUGH;
    is_first.then_some((tick, First { kind: tick.kind, day: tick.day, previous, others }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::QuadClass;

    fn tick(kind: EventType, year: i16, day: i8) -> Tick {
        Tick {
            day: Day::new(year, 3, day).unwrap(),
            quad: kind.quad(),
            kind,
            forward: true,
            intensity: if kind.quad() == QuadClass::MaterialConflict { -90 } else { 10 },
        }
    }

    fn history() -> Vec<Tick> {
        (1..=14).map(|day| tick(EventType::Consult, 2019, day)).collect()
    }

    #[test]
    fn the_first_attack_for_years_is_a_first_and_the_second_is_not() {
        let mut all = vec![tick(EventType::Assault, 2011, 5)];
        all.extend(history());
        let now = tick(EventType::Assault, 2021, 2);
        all.extend([now, tick(EventType::Assault, 2022, 2)]);
        let (_, told) = first(now, &all).unwrap();
        assert_eq!(told.previous, Some(Day::new(2011, 3, 5).unwrap()));
        assert_eq!(told.others, 14);
        assert_eq!(first(tick(EventType::Assault, 2022, 2), &all), None);
    }

    #[test]
    fn where_little_is_coded_nothing_is_a_first() {
        let now = tick(EventType::Assault, 2021, 2);
        assert_eq!(first(now, &[tick(EventType::Consult, 2019, 1), now]), None);
        // Fourteen events, but longer ago than the years that count.
        let now = tick(EventType::Assault, 2026, 2);
        assert_eq!(first(now, &history()), None);
    }
}
