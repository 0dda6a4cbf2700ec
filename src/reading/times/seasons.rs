//! Parts of a year: seasons, quarters, halves, "the first nine months".

use super::atoms::{Atom, Number};
use super::expression::{Expression, Point, Year};
use super::grammar::{Grammar, Read};
use super::tables::{Meaning, Part, Role, Shift, Unit};

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

    /// "in the spring", "over the summer": the tense tells which.
    pub(super) fn bare_season(&self, at: usize, months: (i8, i8)) -> Read<Expression> {
        let opened = self.was(at, 1, Role::Article) && self.was(at, 2, Role::Within);
        let ends = !self.is(at + 1, Role::Of) && !self.is_noun(at + 1) && !self.is_name(at + 1);
        (opened && ends).then_some((Expression::Season(months.0, months.1), at + 1))
    }

    /// "first quarter of 2025", "the second half of last year", "in the third quarter".
    pub(super) fn quarter(&self, at: usize) -> Read<Point> {
        let which = match (self.get(at)?.number, self.meaning(at)) {
            (Number::Ordinal(which), _) | (_, Meaning::Ordinal(which)) => which,
            // "the last quarter" alone is the one before this.
            (_, Meaning::Shift(Shift::Last)) if self.is(at + 2, Role::Of) => 0,
            _ if self.is(at, Role::Final) => 0,
            _ => return None,
        };
        let length = match self.meaning(at + 1) {
            Meaning::Unit(Unit::Quarter) if which <= 4 => 3,
            Meaning::Unit(Unit::Half) if which <= 2 => 6,
            _ => return None,
        };
        let which = if which == 0 { 12 / length } else { which };
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
        let months = Some((which * length - length + 1, which * length));
        let Some((year, end)) = self.year_reference(self.skip(at + 1, Role::Of)) else {
            // "in Q2", "their Q4 results"
            let opened = self.was(at, 1, Role::SureCue) || self.is_determined(at);
            let alone = length == 3 && opened && !self.is_name(at + 1);
            return alone.then_some((Point { months, ..Point::default() }, at + 1));
        };
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

    /// "the last week of May", "the second half of June 2024", "the first week of this month".
    pub(super) fn part_of_month(&self, at: usize) -> Read<Expression> {
        let which = match (self.get(at)?.number, self.meaning(at)) {
            (Number::Ordinal(which), _) | (_, Meaning::Ordinal(which)) => which,
            (_, Meaning::Shift(Shift::Last)) => 0,
            _ => return None,
        };
        let days = match (self.meaning(at + 1), which) {
            (Meaning::Unit(Unit::Week), 0) => (25, 31),
            (Meaning::Unit(Unit::Week), 1..=4) => (7 * which - 6, 7 * which),
            (Meaning::Unit(Unit::Half), 1) => (1, 15),
            (Meaning::Unit(Unit::Half), 2) => (16, 31),
            _ => return None,
        };
        let part = Some(Part { days, months: (1, 12) });
        let behind = self.is(at + 2, Role::Of).then_some(at + 3)?;
        if let Meaning::Shift(shift) = self.meaning(behind)
            && self.meaning(behind + 1) == Meaning::Unit(Unit::Month)
        {
            return Some((Expression::Unit { unit: Unit::Month, shift, part }, behind + 2));
        }
        let Meaning::Month(month) = self.get(behind).filter(|a| a.is_capital())?.meaning() else {
            return None;
        };
        let (year, end) = self.year_behind(behind + 1);
        let months = Some((month, month));
        Some((Expression::Point(Point { year, months, part, ..Point::default() }), end))
    }

    /// "the 19th century", "a 12th-century church".
    pub(super) fn century(&self, at: usize) -> Read<Expression> {
        let which = match (self.get(at)?.number, self.meaning(at)) {
            (Number::Ordinal(which), _) | (_, Meaning::Ordinal(which)) => i16::from(which),
            _ => return None,
        };
        let next = self.skip_dash(at + 1);
        let known = (1..=21).contains(&which) && !self.is_plural(next);
        (known && self.meaning(next) == Meaning::Unit(Unit::Century))
            .then_some((Expression::Years(which * 100 - 99, 100), next + 1))
    }

    /// "two", "a", "10".
    pub(super) fn count(&self, at: usize) -> Option<i16> {
        match (self.get(at)?.number, self.meaning(at)) {
            (Number::Plain(count, 1..=3), _) | (_, Meaning::Count(count)) => Some(count),
            _ => None,
        }
    }
}
