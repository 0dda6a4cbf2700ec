//! Days, and spans of days known only to a certain precision.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A civil day of the proleptic Gregorian calendar.
pub(crate) type Day = jiff::civil::Date;

/// Days from one day to another, negative where the other is earlier.
pub(crate) fn days_between(from: Day, to: Day) -> i32 {
    // Dates of the calendar lie less than 2²⁴ days apart.
    (to.duration_since(from).as_hours() / 24) as i32
}

/// How exactly a span of days was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Precision {
    Day,
    Week,
    Month,
    /// A quarter, a season, "late 2024", a stated range: several days, shorter or longer than a month.
    Range,
    Year,
}

/// First and last day (both included) in which something lies, and how it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct DaySpan {
    pub(crate) start: Day,
    pub(crate) end: Day,
    pub(crate) precision: Precision,
}

impl DaySpan {
    pub(crate) fn day(day: Day) -> Self {
        Self { start: day, end: day, precision: Precision::Day }
    }

    /// The whole month, or `None` where year or month is out of range.
    pub(crate) fn month(year: i16, month: i8) -> Option<Self> {
        let start = Day::new(year, month, 1).ok()?;
        Some(Self { start, end: start.last_of_month(), precision: Precision::Month })
    }

    /// The whole year, or `None` where it is out of range.
    pub(crate) fn year(year: i16) -> Option<Self> {
        let start = Day::new(year, 1, 1).ok()?;
        Some(Self { start, end: start.last_of_year(), precision: Precision::Year })
    }

    /// Reads `2025-10-09`, `2025-10` or `2025`; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year = digits(parts.next()?, 4)?;
        let Some(month) = parts.next() else {
            return Self::year(year);
        };
        let month = i8::try_from(digits(month, 2)?).ok()?;
        let Some(day) = parts.next() else {
            return Self::month(year, month);
        };
        let day = i8::try_from(digits(day, 2)?).ok()?;
        if parts.next().is_some() {
            return None;
        }
        Day::new(year, month, day).ok().map(Self::day)
    }
}

/// Exactly `count` ASCII digits as a number.
fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

impl fmt::Display for DaySpan {
    /// `2025-10-09`, `2025-10`, `2025` or `2025-10-01/2025-10-07`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", self.start),
            Precision::Month => write!(f, "{:04}-{:02}", self.start.year(), self.start.month()),
            Precision::Year => write!(f, "{:04}", self.start.year()),
            Precision::Week | Precision::Range => write!(f, "{}/{}", self.start, self.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_months_and_years_and_nothing_else() {
        for text in ["2025-10-09", "2025-10", "2025"] {
            assert_eq!(DaySpan::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "25", "2025-13", "2025-02-30", "2025-10-09T00:00", "20251009", "2025-1-2"]
        {
            assert_eq!(DaySpan::parse(text), None, "{text}");
        }
    }
}
