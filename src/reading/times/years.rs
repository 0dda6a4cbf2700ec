//! Years and decades: when is a number a year?

use super::atoms::{Atom, Number};
use super::expression::{Expression, Point, Year};
use super::grammar::{Grammar, Read};
use super::tables::{Meaning, Role, Shift, Unit};

impl Grammar<'_> {
    /// The "24" of "2022–24".
    pub(super) fn short_year(&self, left: Point, at: usize) -> Read<Expression> {
        let Year::Given(year) = left.year else {
            return None;
        };
        let Number::Plain(short, 2) = self.get(at)?.number else {
            return None;
        };
        let last = year - year % 100 + short;
        let season = left.months == Some((12, 2));
        if season && last == year + 1 {
            return Some((Expression::Point(left), at + 1));
        }
        let fits = left.months.is_none() && last > year && last - year < 30;
        fits.then_some((Expression::Years(year, last - year + 1), at + 1))
    }

    /// The year behind a month or day: "2024", ", 2024", "of last year"; missing where none is.
    pub(super) fn year_behind(&self, at: usize) -> (Year, usize) {
        if let Some(found) = self.year_reference(at) {
            return found;
        }
        let comma = self.is_mark(at, ",");
        if (comma || self.is(at, Role::Of))
            && let Some((year, end)) = self.year_reference(self.skip(at + 1, Role::Article))
        {
            let counted = self.is(end, Role::Counted);
            if !(comma && counted) {
                return (year, end);
            }
        }
        (Year::Missing, at)
    }

    /// "2024", "last year", "this year", "the year", "the same year".
    pub(super) fn year_reference(&self, at: usize) -> Read<Year> {
        let at = self.skip(at, Role::Article);
        if let Some(year) = self.year_number(at) {
            return Some((Year::Given(year), at + 1));
        }
        let named = |at| self.meaning(at) == Meaning::Unit(Unit::Year) && !self.is_plural(at);
        let year = match self.meaning(at) {
            Meaning::Shift(Shift::Last | Shift::Past) => Year::Shifted(-1),
            Meaning::Shift(Shift::This) => Year::Shifted(0),
            Meaning::Shift(Shift::Next | Shift::Coming) => Year::Shifted(1),
            Meaning::Shift(Shift::Same | Shift::That) => Year::Told,
            _ => {
                let the_year = named(at) && self.was(at, 1, Role::Article);
                return the_year.then_some((Year::Shifted(0), at + 1));
            }
        };
        named(at + 1).then_some((year, at + 2))
    }

    pub(super) fn year_number(&self, at: usize) -> Option<i16> {
        match self.get(at)?.number {
            Number::Plain(year, 4) if (1900..=2100).contains(&year) => Some(year),
            _ => None,
        }
    }

    /// A year before 1900: only where a word stands before it that hardly takes a count.
    fn old_year(&self, at: usize) -> Option<i16> {
        let year = match self.get(at)?.number {
            Number::Plain(year, 4) if (1000..1900).contains(&year) => year,
            _ => return None,
        };
        let free = self.is_stop(at + 1)
            || self.is(at + 1, Role::Free)
            || self.is(at + 1, Role::PastForm)
            || self.get(at + 1).is_some_and(Atom::is_dash);
        (free && self.was(at, 1, Role::SureCue)).then_some(year)
    }

    /// "the 2015 nuclear deal", "its 2014 data breach", "the disputed 2018 election"; not "the 2000
    /// homes".
    fn is_of_noun(&self, at: usize, year: i16) -> bool {
        let short = matches!(self.get(at + 2).map(|a| a.number), Some(Number::Plain(_, 2)));
        let range = self.get(at + 1).is_some_and(Atom::is_dash)
            && (short || self.year_number(at + 2).is_some());
        let next = if range { at + 3 } else { at + 1 };
        let both = self.is(next, Role::And) && self.year_number(at + 2).is_some();
        let noun = if both { self.is_noun(at + 3) } else { self.is_noun(next) };
        if !noun || self.is(next, Role::Counted) || self.is_plural(next) && year % 100 == 0 {
            return false;
        }
        let described = self.is_noun(at.wrapping_sub(1))
            && self.is_determined(at - 1)
            && !self.was(at, 1, Role::Inexact)
            && !self.was(at, 1, Role::Numbered)
            && !self.is_plural(next);
        self.is_determined(at) || described
    }

    /// A year on its own: behind a word that takes one, in brackets, or first in the sentence.
    pub(super) fn year_alone(&self, at: usize) -> Read<Point> {
        let year = self.year_number(at).or_else(|| self.old_year(at))?;
        let point = Point { year: Year::Given(year), ..Point::default() };
        // "in 1959 killed more than …"
        let verb = self.was(at, 1, Role::SureCue)
            && self.get(at + 1).is_some_and(|a| a.text.ends_with("ed"));
        if self.is(at + 1, Role::Counted) && !verb || self.is_mark(at + 1, "%") {
            return None;
        }
        // "2011–2012" at the head of a name is no time either.
        let dash = self.get(at + 1).is_some_and(Atom::is_dash);
        let behind = if dash { at + 3 } else { at + 1 };
        let free =
            self.is_stop(behind) || self.is(behind, Role::Free) || self.is(behind, Role::PastForm);
        let Some(before) = self.before(at, 1) else {
            return free.then_some((point, at + 1));
        };
        if before.is(Role::Inexact) || before.is(Role::Numbered) {
            return None;
        }
        let part = |atom: &Atom<'_>| matches!(atom.meaning(), Meaning::Part(_));
        let joined = (before.is_dash() || before.is(Role::Joint) || before.is(Role::And))
            && (at >= 2 && (self.year_number(at - 2).is_some() || part(&self.atoms[at - 2])));
        let named = before.meaning() == Meaning::Unit(Unit::Year);
        if before.is(Role::SureCue) || part(before) || joined || named {
            return Some((point, at + 1));
        }
        if before.is(Role::Cue) {
            let noun = self.get(at + 1).is_some_and(|a| {
                a.text.starts_with(char::is_lowercase) && a.text.ends_with('s') && !a.is(Role::Free)
            });
            // "because of 2010 Oslo Cup fever"
            let name = self.get(at + 1).is_some_and(|a| !a.is_mark && a.is_capital());
            return (!noun && !name).then_some((point, at + 1));
        }
        if self.is_of_noun(at, year) {
            return Some((point, at + 1));
        }
        // "compared with 2023"
        if self.is_text(at, 1, "with") && self.is_text(at, 2, "compared") {
            return Some((point, at + 1));
        }
        // "expects that 2015 will be the warmest year"
        let word = before.text.starts_with(char::is_lowercase);
        if word && self.is(at + 1, Role::Auxiliary) {
            return Some((point, at + 1));
        }
        // "(r: 1916–1918)"
        let reign = dash && before.is_mark && self.year_number(at + 2).is_some_and(|y| y > year);
        let opened = before.is_mark && matches!(before.text, "(" | ",");
        ((opened || reign) && free).then_some((point, at + 1))
    }

    /// "the 1990s", "the early 1990s".
    pub(super) fn decade(&self, at: usize) -> Read<Expression> {
        let part = match self.meaning(at) {
            Meaning::Part(part) => Some(part),
            _ => None,
        };
        let mut next = at;
        if part.is_some() {
            next = self.skip_dash(at + 1);
            next = self.skip(self.skip(next, Role::Of), Role::Article);
        }
        let Number::Decade(year) = self.get(next)?.number else {
            return None;
        };
        if !(1700..=2090).contains(&year) {
            return None;
        }
        let (first, count) = match part {
            None => (year, 10),
            Some(part) if part.months.0 >= 9 => (year + 6, 4),
            Some(part) if part.months.0 >= 5 => (year + 3, 4),
            Some(_) => (year, 4),
        };
        Some((Expression::Years(first, count), next + 1))
    }
}
