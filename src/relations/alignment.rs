//! Whom a state moved towards and away from: its balance with each third party, in a period and in one as
//! long before it.

use std::collections::BTreeMap;

use super::Dyad;
use super::balance::{Balance, directed, undirected};
use crate::model::day::Day;
use crate::model::event::Event;

/// A move of one side towards a third party or away from it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Move {
    pub(crate) side: String,
    pub(crate) third: String,
    /// Cooperation weighs more in the period than before; else less.
    pub(crate) closer: bool,
    pub(crate) before: Balance,
    pub(crate) after: Balance,
    /// Difference of the two log-ratios over its standard error; above 0 where closer.
    pub(crate) z: f64,
}

/// Events that each of the two spans must have.
const LEAST: usize = 6;
/// Part of the events that must be cooperation in one of the two spans: who is at war all the time moves neither
/// towards the other nor away.
const EVER_NEAR: f64 = 1.0 / 3.0;
/// A difference counts from here on (two-sided 99 %): many third parties are looked at at once.
const SURE: f64 = 2.576;

/// Moves of a side, the surest first. `events`: those of the side with anybody, each with the day of its
/// text; `begin`: first day of the span before; `since`, `until`: the period.
pub(crate) fn moves<'e>(
    side: &str,
    events: &[(&'e Event, Option<Day>)],
    is_third: impl Fn(&str) -> bool,
    begin: Day,
    (since, until): (Day, Day),
) -> Vec<Move> {
    let mut by_third: BTreeMap<&'e str, Vec<(&'e Event, Option<Day>)>> = BTreeMap::new();
    for &(event, day) in events {
        let Some((source, target)) = event.source.as_ref().zip(event.target.as_ref()) else {
            continue;
        };
        let ids = [source.actor.id.as_str(), target.actor.id.as_str()];
        let third = match ids {
            [a, b] if a == side => b,
            [a, b] if b == side => a,
            _ => continue,
        };
        if is_third(third) {
            by_third.entry(third).or_default().push((event, day));
        }
    }
    let mut out: Vec<Move> = by_third
        .into_iter()
        .filter_map(|(third, events)| {
            let dyad = Dyad::new(side, third)?;
            let ticks = undirected(&directed(events.into_iter(), &dyad));
            let within = |from: Day, to: Day| {
                let inside: Vec<_> =
                    ticks.iter().copied().filter(|t| t.day >= from && t.day <= to).collect();
                Balance::of(&inside)
            };
            let (before, after) = (within(begin, since.yesterday().ok()?), within(since, until));
            let difference = after.log_ratio() - before.log_ratio();
            let error = before.error().hypot(after.error());
            let z = difference / error;
            let share = |b: &Balance| b.cooperation as f64 / b.total().max(1) as f64;
            let enough = before.total() >= LEAST
                && after.total() >= LEAST
                && share(&before).max(share(&after)) >= EVER_NEAR;
            (enough && z.abs() >= SURE).then(|| Move {
                side: side.to_owned(),
                third: third.to_owned(),
                closer: z > 0.0,
                before,
                after,
                z,
            })
        })
        .collect();
    out.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()).then_with(|| a.third.cmp(&b.third)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;
    use crate::relations::invented::records;

    /// One report a month from January 2018 on, so many years long.
    fn told(text: impl Fn(i32) -> Option<&'static str>) -> Vec<Move> {
        let mut reports = Vec::new();
        for month in 0..48 {
            if let Some(text) = text(month) {
                let day = format!("{}-{:02}-15", 2018 + month / 12, month % 12 + 1);
                reports.push((day, text));
            }
        }
        let rows: Vec<(&str, &str, &str)> =
            reports.iter().map(|(day, text)| (day.as_str(), "A", *text)).collect();
        let mut all = Vec::new();
        // Each report by itself: the same text on another day is another event here.
        for row in rows {
            all.extend(records(&[row]));
        }
        let events: Vec<(&Event, Option<Day>)> = all
            .iter()
            .flat_map(|r| r.reading.events.iter().map(|e| (e, r.document.published())))
            .map(|(e, day)| (e, day.map(|d| d.start)))
            .collect();
        let is_state = |id: &str| Lexicon::embedded().is_state(id);
        let day = Day::constant;
        moves("NOR", &events, is_state, day(2018, 1, 1), (day(2020, 1, 1), day(2021, 12, 31)))
    }

    const QUARREL: &str = "Norway accuses Sweden of overfishing.";
    const TALKS: &str = "Norway and Sweden hold talks.";

    #[test]
    fn a_state_that_turns_from_quarrels_to_talks_moves_closer() {
        let found = told(|month| Some(if month < 24 { QUARREL } else { TALKS }));
        assert_eq!(found.len(), 1);
        assert!(found[0].closer && found[0].third == "SWE", "{found:?}");
        let other = told(|month| Some(if month < 24 { TALKS } else { QUARREL }));
        assert!(other.len() == 1 && !other[0].closer, "{other:?}");
    }

    #[test]
    fn what_stays_as_it_was_or_is_seldom_told_is_no_move() {
        assert!(told(|month| Some(if month % 2 == 0 { QUARREL } else { TALKS })).is_empty());
        let seldom =
            |month: i32| (month % 6 == 0).then_some(if month < 24 { QUARREL } else { TALKS });
        assert!(told(seldom).is_empty());
    }
}
