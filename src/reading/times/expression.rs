//! What an expression of time says, before it is resolved against any day.

use super::tables::{Feast, Part, Shift, Unit};

/// A place in the calendar, perhaps without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Point {
    pub(super) year: Year,
    /// First and last month; the last may lie before the first (December to February).
    pub(super) months: Option<(i8, i8)>,
    /// First and last day of the one month.
    pub(super) days: Option<(i8, i8)>,
    /// "early", "late", "the end of".
    pub(super) part: Option<Part>,
    /// A day with a name; months and days are its own or, for a movable one, about where it lies.
    pub(super) feast: Option<Feast>,
    /// A weekday told beside the day, Monday = 1; it helps to find a missing year.
    pub(super) weekday: Option<i8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Year {
    #[default]
    Missing,
    Given(i16),
    /// Years from that of the publication day.
    Shifted(i8),
    /// "the same year".
    Told,
}

/// Which of the weekdays of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// No more than its name: the tense tells.
    Plain,
    Last,
    This,
    Next,
    Following,
    /// Weeks from that of the publication day.
    Week(i8),
}

/// From where a length of time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Back from the publication day.
    Ago,
    /// Back from the last day told, else from the publication day.
    Earlier,
    /// On from the last day told.
    Later,
    /// On from the publication day; believed in a clause about the future only.
    Ahead,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expression {
    Point(Point),
    Range(Point, Point),
    /// First year, and how many.
    Years(i16, i16),
    Weekday(i8, Which),
    /// "from Monday to Friday".
    Weekdays(i8, i8),
    /// Days from the publication day.
    Near(i8),
    Offset {
        unit: Unit,
        count: i16,
        way: Way,
    },
    /// Units from that of the publication day: "the year before last", "two weeks from now".
    Away {
        unit: Unit,
        count: i16,
    },
    Unit {
        unit: Unit,
        shift: Shift,
        part: Option<Part>,
    },
    /// "last June", "next summer".
    Shifted {
        months: (i8, i8),
        shift: Shift,
    },
    /// First and last month: "in the spring".
    Season(i8, i8),
    /// "the week of 22 September".
    WeekOf(Point),
    /// "the weekend": the tense tells which.
    Weekend,
    /// "the past two weeks", "the next two weeks".
    Trail {
        unit: Unit,
        count: i16,
        ahead: bool,
    },
}

/// How a word before an expression makes an edge of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    None,
    Since,
    /// until, by, before, after.
    Other,
}

/// An expression at its place: indices of its first atom and of the one behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) expression: Expression,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) edge: Edge,
}
