//! Stretches between two times, and lists of days that share a year.

use super::atoms::Atom;
use super::expression::{Expression, Point, Year};
use super::grammar::{Grammar, Read};
use super::tables::{Meaning, Role};

/// A list of days that share a year is followed over this many members.
const LONGEST_LIST: usize = 6;
/// How many words before "from" a verb of moving is looked for.
const MOVED: usize = 10;

impl Grammar<'_> {
    /// "between June and August 2025", "from 30 April to 5 May".
    pub(super) fn opened_range(&self, at: usize) -> Read<Expression> {
        let between = self.is(at, Role::Between);
        if let Some(found) = self.weekdays(at + 1, between) {
            return Some(found);
        }
        let (left, next) = self.point(self.skip(at + 1, Role::Article))?;
        // "postponed from 20 June to 5 August" tells two days.
        let moved = (1..=MOVED).any(|back| self.was(at, back, Role::Moved));
        if moved && !between {
            return Some((Expression::Point(left), next));
        }
        let joined = if between { self.is(next, Role::And) } else { self.is(next, Role::Joint) };
        if joined && let Some((right, end)) = self.point(self.skip(next + 1, Role::Article)) {
            return Some((Expression::Range(left, right), end));
        }
        Some(self.range_tail(left, next))
    }

    /// "from Monday to Friday", "between Tuesday and Thursday".
    pub(super) fn weekdays(&self, at: usize, between: bool) -> Read<Expression> {
        let capital = |at| self.get(at).is_some_and(Atom::is_capital);
        let (Meaning::Weekday(first), Meaning::Weekday(last)) =
            (self.meaning(at), self.meaning(at + 2))
        else {
            return None;
        };
        let joined =
            if between { self.is(at + 1, Role::And) } else { self.is(at + 1, Role::Joint) };
        let dated = self.point(at + 2).is_some();
        (joined && !dated && capital(at) && capital(at + 2))
            .then_some((Expression::Weekdays(first, last), at + 3))
    }

    /// A point alone, or with "to" or a dash and another point behind it.
    pub(super) fn range_tail(&self, left: Point, next: usize) -> (Expression, usize) {
        let dash = self.get(next).is_some_and(Atom::is_dash);
        if dash && let Some((short, end)) = self.short_year(left, next + 1) {
            return (short, end);
        }
        if (dash || self.is(next, Role::Joint))
            && let Some((right, end)) = self.point(self.skip(next + 1, Role::Article))
        {
            return (Expression::Range(left, right), end);
        }
        (Expression::Point(self.year_from_list(left, next)), next)
    }

    /// "June and August 2025": a month or day without its year takes that of the next in the list.
    pub(super) fn year_from_list(&self, point: Point, next: usize) -> Point {
        let listed = self.is(next, Role::And) || self.is_mark(next, ",");
        if point.year != Year::Missing || point.months.is_none() || !listed {
            return point;
        }
        let mut at = next;
        for _ in 0..LONGEST_LIST {
            at = self.skip(at + usize::from(self.is_mark(at, ",")), Role::And);
            match self.point(at) {
                Some((other, end)) if other.months.is_some() => match other.year {
                    Year::Given(_) => return Point { year: other.year, ..point },
                    Year::Missing if end > at => at = end,
                    _ => return point,
                },
                _ => return point,
            }
        }
        point
    }
}
