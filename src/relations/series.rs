//! A relation in numbers, span by span: counts by quad class, their balance, their intensity, and how much
//! the archive holds of each span, so that a lost feed does not look like peace.
//!
//! The balance is Lowe's log-ratio `ln((C + ½) / (K + ½))` with its interval (Lowe 2012; sources in
//! docs/series.md). Intensity is a mean, never a sum: sums follow the volume of the media.

use std::collections::BTreeMap;

use serde::Serialize;

use super::balance::{Balance, Tick};
use crate::model::day::Day;

/// Length of the spans of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// One span of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Bin {
    /// First and last day, both included; the first and last span of a series may be cut.
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) verbal_cooperation: usize,
    pub(crate) material_cooperation: usize,
    pub(crate) verbal_conflict: usize,
    pub(crate) material_conflict: usize,
    /// `ln((C + ½) / (K + ½))`, above 0 where cooperation prevails; `None` without events.
    pub(crate) log_ratio: Option<f64>,
    /// The ends of its 90 % interval.
    pub(crate) log_ratio_low: Option<f64>,
    pub(crate) log_ratio_high: Option<f64>,
    /// Mean on the Goldstein scale, -10 to 10; `None` without events.
    pub(crate) mean_intensity: Option<f64>,
    /// Documents of the archive published in the span.
    pub(crate) documents: u64,
    /// Events in a thousand documents; `None` where the archive holds none of the span.
    pub(crate) per_thousand: Option<f64>,
}

/// Two-sided 90 %.
const QUANTILE: f64 = 1.645;
/// Spans of a series at most.
pub(crate) const MOST: usize = 20_000;

impl Bin {
    pub(crate) fn events(&self) -> usize {
        self.cooperation() + self.conflict()
    }

    pub(crate) fn cooperation(&self) -> usize {
        self.verbal_cooperation + self.material_cooperation
    }

    pub(crate) fn conflict(&self) -> usize {
        self.verbal_conflict + self.material_conflict
    }

    fn of(from: Day, to: Day, ticks: &[Tick], documents: u64) -> Self {
        let quads = [1, 2, 3, 4].map(|q| ticks.iter().filter(|t| t.quad.number() == q).count());
        let [verbal_cooperation, material_cooperation, verbal_conflict, material_conflict] = quads;
        let balance = Balance::of(ticks);
        let told = !ticks.is_empty();
        let around = |side: f64| balance.log_ratio() + side * QUANTILE * balance.error();
        let intensity = ticks.iter().map(|t| f64::from(t.intensity) / 10.0).sum::<f64>();
        let count = ticks.len() as f64;
        Self {
            from,
            to,
            verbal_cooperation,
            material_cooperation,
            verbal_conflict,
            material_conflict,
            log_ratio: told.then(|| balance.log_ratio()),
            log_ratio_low: told.then(|| around(-1.0)),
            log_ratio_high: told.then(|| around(1.0)),
            mean_intensity: told.then(|| intensity / count),
            documents,
            per_thousand: (documents > 0).then(|| 1000.0 * count / documents as f64),
        }
    }
}

impl Step {
    /// The first day of the span that a day lies in; weeks begin on Monday (ISO 8601).
    fn start(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => {
                let past = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(jiff::Span::new().days(past))
            }
            Self::Month => day.first_of_month(),
            Self::Quarter => {
                let first = (day.month() - 1) / 3 * 3 + 1;
                Day::new(day.year(), first, 1).unwrap_or(day)
            }
            Self::Year => day.first_of_year(),
        }
    }

    fn next(self, start: Day) -> Day {
        let span = jiff::Span::new();
        start.saturating_add(match self {
            Self::Day => span.days(1),
            Self::Week => span.weeks(1),
            Self::Month => span.months(1),
            Self::Quarter => span.months(3),
            Self::Year => span.years(1),
        })
    }

    /// How many spans lie between two days.
    pub(crate) fn spans(self, since: Day, until: Day) -> usize {
        let days = since.until(until).map_or(0, |gap| gap.get_days().max(0)) as usize;
        let length = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 91,
            Self::Year => 365,
        };
        days / length + 1
    }
}

/// The series of counted events (in day order) from one day to another, every span of it, those without
/// events too. `by_day`: documents of the archive by day of publication.
pub(crate) fn series(
    ticks: &[Tick],
    by_day: &BTreeMap<Day, u64>,
    step: Step,
    since: Day,
    until: Day,
) -> Vec<Bin> {
    let mut out = Vec::new();
    let mut start = step.start(since);
    while start <= until && out.len() < MOST {
        let next = step.next(start);
        let (from, to) = (start.max(since), next.yesterday().unwrap_or(until).min(until));
        let first = ticks.partition_point(|t| t.day < from);
        let last = ticks.partition_point(|t| t.day <= to);
        let documents = by_day.range(from..=to).map(|(_, n)| n).sum();
        out.push(Bin::of(from, to, &ticks[first..last], documents));
        if next <= start {
            break;
        }
        start = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::EventType;

    fn tick(day: Day, kind: EventType, intensity: i16) -> Tick {
        Tick { day, quad: kind.quad(), kind, forward: true, intensity }
    }

    const fn day(year: i16, month: i8, day: i8) -> Day {
        Day::constant(year, month, day)
    }

    #[test]
    fn every_span_stands_in_it_with_what_the_archive_holds_of_it() {
        let ticks = [
            tick(day(2024, 12, 25), EventType::Assault, -90),
            tick(day(2024, 12, 28), EventType::Consult, 15),
            tick(day(2025, 2, 3), EventType::Accuse, -30),
        ];
        let by_day = BTreeMap::from([(day(2024, 12, 26), 40), (day(2025, 2, 1), 10)]);
        let bins = series(&ticks, &by_day, Step::Month, day(2024, 12, 10), day(2025, 2, 20));
        assert_eq!(bins.len(), 3);
        assert_eq!((bins[0].from, bins[0].to), (day(2024, 12, 10), day(2024, 12, 31)));
        assert_eq!((bins[2].from, bins[2].to), (day(2025, 2, 1), day(2025, 2, 20)));
        assert_eq!((bins[0].material_conflict, bins[0].verbal_cooperation), (1, 1));
        assert_eq!(bins[0].mean_intensity, Some(-3.75));
        assert_eq!(bins[0].per_thousand, Some(50.0));
        assert_eq!((bins[1].events(), bins[1].documents), (0, 0));
        assert_eq!((bins[1].log_ratio, bins[1].per_thousand), (None, None), "nothing is no peace");
    }

    #[test]
    fn spans_begin_where_calendars_have_them() {
        assert_eq!(Step::Week.start(day(2025, 1, 1)), day(2024, 12, 30));
        assert_eq!(Step::Quarter.start(day(2025, 5, 31)), day(2025, 4, 1));
        assert_eq!(Step::Year.start(day(2025, 5, 31)), day(2025, 1, 1));
        let bins = series(&[], &BTreeMap::new(), Step::Day, day(2025, 1, 1), day(2025, 1, 31));
        assert_eq!(bins.len(), 31);
        assert_eq!(Step::Day.spans(day(2025, 1, 1), day(2025, 1, 31)), 31);
    }

    #[test]
    fn the_interval_is_lowes() {
        let ticks = [tick(day(2025, 1, 1), EventType::Accuse, -30); 4];
        let bin = &series(&ticks, &BTreeMap::new(), Step::Day, day(2025, 1, 1), day(2025, 1, 1))[0];
        let ratio = (0.5f64 / 4.5).ln();
        let error = (1.0f64 / 0.5 + 1.0 / 4.5).sqrt();
        assert!((bin.log_ratio.unwrap() - ratio).abs() < 1e-12);
        assert!((bin.log_ratio_high.unwrap() - ratio - 1.645 * error).abs() < 1e-12);
    }
}
