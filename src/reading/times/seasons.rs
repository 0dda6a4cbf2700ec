//! Parts of a year: seasons, quarters, halves, "the first nine months".

use super::atoms::{Atom, Number};
use super::expression::{Point, Year};
use super::grammar::{Grammar, Read};
use super::tables::{Meaning, Role, Shift, Unit};

impl Grammar<'_> {
    /// "summer 2023", "the winter of 2023–24".
    pub(super) fn season(&self, at: usize, months: (i8, i8)) -> Read<Point> {
        let next = self.skip(at + 1, Role::Of);
        let (year, end) = self.year_reference(next)?;
        // "prices fall next year": without "of" or an opening word it may be the verb.
        let opened =
            next > at + 1 || self.was(at, 1, Role::Article) || self.was(at, 1, Role::SureCue);
        if !opened && !matches!(year, Year::Given(_)) {
            return None;
        }
        let crosses = months.0 > months.1;
        let two_years = self.get(end).is_some_and(Atom::is_dash)
            && matches!(self.get(end + 1).map(|a| a.number), Some(Number::Plain(_, 2)));
        // A winter of one year is its January or its December: only the year is sure.
        let months = (!crosses || two_years).then_some(months);
        Some((Point { year, months, ..Point::default() }, end))
    }

    /// "first quarter of 2025", "the second half of last year", "in the third quarter".
    pub(super) fn quarter(&self, at: usize) -> Read<Point> {
        let which = match (self.get(at)?.number, self.meaning(at)) {
            (Number::Ordinal(which), _) | (_, Meaning::Ordinal(which)) => which,
            _ => return None,
        };
        let length = match self.meaning(at + 1) {
            Meaning::Unit(Unit::Quarter) if which <= 4 => 3,
            Meaning::Unit(Unit::Half) if which <= 2 => 6,
            _ => return None,
        };
        let months = Some((which * length - length + 1, which * length));
        if let Some((year, end)) = self.year_reference(self.skip(at + 2, Role::Of)) {
            return Some((Point { year, months, ..Point::default() }, end));
        }
        let alone = length == 3 && self.was(at, 1, Role::Article) && self.was(at, 2, Role::SureCue);
        alone.then_some((Point { months, ..Point::default() }, at + 2))
    }

    /// "Q1 2025", "H1 of 2025".
    pub(super) fn coded_quarter(&self, at: usize) -> Read<Point> {
        let &[letter, digit] = self.get(at)?.text.as_bytes() else {
            return None;
        };
        let which = i8::try_from(digit.checked_sub(b'0')?).ok()?;
        let length = match (letter, which) {
            (b'Q', 1..=4) => 3,
            (b'H', 1..=2) => 6,
            _ => return None,
        };
        let (year, end) = self.year_reference(self.skip(at + 1, Role::Of))?;
        let months = Some((which * length - length + 1, which * length));
        Some((Point { year, months, ..Point::default() }, end))
    }

    /// "first nine months of 2024", "nine months of 2024", "last three months of the year".
    pub(super) fn first_months(&self, at: usize) -> Read<Point> {
        let opened = match self.meaning(at) {
            Meaning::Ordinal(1) => Some(true),
            Meaning::Shift(Shift::Last) => Some(false),
            _ => None,
        };
        let at = at + usize::from(opened.is_some());
        let count = self.count(at).filter(|n| (1..=12).contains(n))?;
        if self.meaning(at + 1) != Meaning::Unit(Unit::Month) || !self.is(at + 2, Role::Of) {
            return None;
        }
        let (year, end) = self.year_reference(at + 3)?;
        let count = i8::try_from(count).ok()?;
        let months = if opened == Some(false) { (13 - count, 12) } else { (1, count) };
        let fits = opened.is_some() || matches!(year, Year::Given(_));
        fits.then_some((Point { year, months: Some(months), ..Point::default() }, end))
    }

    /// "two", "a", "10".
    pub(super) fn count(&self, at: usize) -> Option<i16> {
        match (self.get(at)?.number, self.meaning(at)) {
            (Number::Plain(count, 1..=3), _) | (_, Meaning::Count(count)) => Some(count),
            _ => None,
        }
    }
}
