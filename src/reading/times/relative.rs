//! Expressions that count from another day: "on Friday", "last week", "two days earlier".

use super::atoms::Atom;
use super::expression::{Expression, Way, Which};
use super::grammar::{Grammar, Read};
use super::tables::{Meaning, Part, Role, Shift, Unit};

impl Grammar<'_> {
    pub(super) fn relative(&self, at: usize) -> Read<Expression> {
        match self.meaning(at) {
            Meaning::NearDay(days) => self.near_day(at, days),
            Meaning::Weekday(day) | Meaning::ShortWeekday(day) => self.weekday(at, day),
            Meaning::Shift(shift) => self.shifted(at, shift),
            Meaning::Part(part) => self.part_of_unit(at, part),
            Meaning::Unit(Unit::Day) => self.day_beside_near(at),
            _ => self.offset(at),
        }
    }

    /// "today", not the "Today" of a newspaper's name.
    fn near_day(&self, at: usize, days: i8) -> Read<Expression> {
        let name = at > 0 && self.get(at)?.is_capital() && self.before(at, 1)?.is_capital();
        (!name).then_some((Expression::Near(days), at + 1))
    }

    /// "the day before yesterday", "the day after tomorrow".
    fn day_beside_near(&self, at: usize) -> Read<Expression> {
        let days = match self.meaning(at + 2) {
            Meaning::NearDay(-1) if self.is(at + 1, Role::Earlier) => -2,
            Meaning::NearDay(1) if self.is(at + 1, Role::Later) => 2,
            _ => return None,
        };
        Some((Expression::Near(days), at + 3))
    }

    /// "Friday", "Friday last week", "Monday of next week".
    fn weekday(&self, at: usize, day: i8) -> Read<Expression> {
        // "on a Tuesday" is any Tuesday.
        let any = matches!(self.before(at, 1).map(Atom::meaning), Some(Meaning::Count(_)));
        self.get(at).filter(|a| a.is_capital() && !any)?;
        let next = self.skip(at + 1, Role::Of);
        let week = self.meaning(next + 1) == Meaning::Unit(Unit::Week);
        let which = match self.meaning(next) {
            Meaning::Shift(Shift::Last | Shift::Past) if week => Which::Week(-1),
            Meaning::Shift(Shift::This) if week => Which::Week(0),
            Meaning::Shift(Shift::Next | Shift::Coming) if week => Which::Week(1),
            _ => return Some((Expression::Weekday(day, Which::Plain), at + 1)),
        };
        Some((Expression::Weekday(day, which), next + 2))
    }

    /// What stands behind "last", "this", "next", "the previous", "the same" …
    fn shifted(&self, at: usize, shift: Shift) -> Read<Expression> {
        match self.meaning(at + 1) {
            // "this past week", "that same day"
            Meaning::Shift(inner) if matches!(shift, Shift::This | Shift::That) => {
                self.shifted(at + 1, inner)
            }
            Meaning::Unit(unit) if !self.is_plural(at + 1) => {
                let expression = shifted_unit(unit, shift)?;
                Some((expression, at + 2))
            }
            Meaning::Weekday(day) => {
                let which = match shift {
                    Shift::Last | Shift::Past | Shift::Previous => Which::Last,
                    Shift::This => Which::This,
                    Shift::Next | Shift::Coming => Which::Next,
                    Shift::Following => Which::Following,
                    Shift::Same | Shift::That => return None,
                };
                Some((Expression::Weekday(day, which), at + 2))
            }
            Meaning::Month(month) if self.get(at + 1)?.is_capital() => {
                // "last May 9" is read at the month.
                let dated =
                    self.get(at + 2).is_some_and(|a| a.number != super::atoms::Number::None);
                let known = !matches!(shift, Shift::Same | Shift::That);
                (known && !dated)
                    .then_some((Expression::Shifted { months: (month, month), shift }, at + 2))
            }
            Meaning::Season(first, last) => {
                let known = !matches!(shift, Shift::Same | Shift::That | Shift::Following);
                known.then_some((Expression::Shifted { months: (first, last), shift }, at + 2))
            }
            _ => self.trail(at, shift),
        }
    }

    /// "the last two weeks", "the next ten days".
    fn trail(&self, at: usize, shift: Shift) -> Read<Expression> {
        let ahead = match shift {
            Shift::Last | Shift::Past => false,
            Shift::Next | Shift::Coming => true,
            _ => return None,
        };
        let count = self.count(at + 1)?;
        let Meaning::Unit(unit) = self.meaning(at + 2) else {
            return None;
        };
        let known = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
        (known && count > 0).then_some((Expression::Trail { unit, count, ahead }, at + 3))
    }

    /// "late last month", "early next year", "the end of the year".
    fn part_of_unit(&self, at: usize, part: Part) -> Read<Expression> {
        let next = self.skip(self.skip_dash(at + 1), Role::Of);
        let next_word = self.skip(next, Role::Article);
        let (shift, unit_at) = match self.meaning(next_word) {
            Meaning::Shift(shift) => (shift, next_word + 1),
            _ if next_word > next => (Shift::This, next_word),
            _ => return None,
        };
        let Meaning::Unit(unit) = self.meaning(unit_at) else {
            return None;
        };
        let known = matches!(unit, Unit::Week | Unit::Month | Unit::Year);
        if !known || self.is_plural(unit_at) {
            return None;
        }
        Some((Expression::Unit { unit, shift, part: Some(part) }, unit_at + 1))
    }

    /// "two days earlier", "a year ago", "three weeks later", "in two days".
    fn offset(&self, at: usize) -> Read<Expression> {
        let count = self.count(at)?;
        let Meaning::Unit(unit) = self.meaning(at + 1) else {
            return None;
        };
        let known =
            matches!(unit, Unit::Day | Unit::Week | Unit::Fortnight | Unit::Month | Unit::Year);
        if !known || self.was(at, 1, Role::Bounding) {
            return None;
        }
        // "two days before the vote" counts from the vote, which is not known here.
        let alone =
            |a: &Atom<'_>| !a.is_text("before") && !a.is_text("after") || self.is_stop(at + 3);
        let word = self.get(at + 2).filter(|a| alone(a) && !self.is(at + 3, Role::Bounding));
        let way = match word {
            Some(a) if a.is(Role::Ago) => Way::Ago,
            Some(a) if a.is(Role::Earlier) => Way::Earlier,
            Some(a) if a.is(Role::Later) => Way::Later,
            _ => {
                let near = matches!(unit, Unit::Day | Unit::Week) && self.was(at, 1, Role::In);
                return near
                    .then_some((Expression::Offset { unit, count, way: Way::Ahead }, at + 2));
            }
        };
        Some((Expression::Offset { unit, count, way }, at + 3))
    }
}

/// "last week" and its kin; `None` for "last day", "this half", "that quarter".
fn shifted_unit(unit: Unit, shift: Shift) -> Option<Expression> {
    let told = matches!(shift, Shift::Same | Shift::That | Shift::Following | Shift::Previous);
    match (unit, shift) {
        (Unit::Half | Unit::Fortnight, _) => None,
        (Unit::Day, Shift::Next) => {
            Some(Expression::Unit { unit, shift: Shift::Following, part: None })
        }
        (Unit::Day, _) if !told => None,
        (Unit::Quarter | Unit::Weekend, _) if told => None,
        (Unit::Week | Unit::Month | Unit::Year, Shift::Past) => {
            Some(Expression::Trail { unit, count: 1, ahead: false })
        }
        _ => Some(Expression::Unit { unit, shift, part: None }),
    }
}
