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
            Meaning::Season(first, last) => self.bare_season(at, (first, last)),
            Meaning::Unit(unit) => self
                .day_beside_near(at)
                .or_else(|| self.unit_beside(at, unit))
                .or_else(|| self.unit_end(at, unit))
                .or_else(|| self.unit_within(at, unit))
                .or_else(|| self.offset_with_half(at)),
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
        let day = self.meaning(at) == Meaning::Unit(Unit::Day);
        self.get(at).filter(|_| day)?;
        let days = match self.meaning(at + 2) {
            Meaning::NearDay(-1) if self.is(at + 1, Role::Earlier) => -2,
            Meaning::NearDay(1) if self.is(at + 1, Role::Later) => 2,
            _ => return None,
        };
        Some((Expression::Near(days), at + 3))
    }

    /// "the day before", "the week before"; what is counted from something named is not read.
    fn unit_beside(&self, at: usize, unit: Unit) -> Read<Expression> {
        let known = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
        if !known || self.is_plural(at) || !self.was(at, 1, Role::Article) {
            return None;
        }
        let ends = self.is_stop(at + 2)
            || self.get(at + 2).is_some_and(|a| {
                a.is(Role::In) || a.is(Role::And) || matches!(a.text, "at" | "near" | "but")
            });
        let way = match self.get(at + 1).filter(|_| ends)?.text {
            "before" => Way::Earlier,
            "after" => Way::Later,
            _ => return None,
        };
        Some((Expression::Offset { unit, count: 1, way }, at + 2))
    }

    /// "by year's end", "at the year's end", "by year-end".
    fn unit_end(&self, at: usize, unit: Unit) -> Read<Expression> {
        let joined = self.get(at + 1).is_some_and(|a| a.is_dash() || matches!(a.text, "'s" | "’s"));
        let Meaning::Part(part) = self.meaning(at + 2) else {
            return None;
        };
        let back = 1 + usize::from(self.was(at, 1, Role::Article));
        let opened = self.was(at, back, Role::Bound) || self.is_text(at, back, "at");
        let known = matches!(unit, Unit::Year | Unit::Month) && !self.is_noun(at + 3);
        let expression = Expression::Unit { unit, shift: Shift::This, part: Some(part) };
        (joined && opened && known && self.get(at + 2)?.is_text("end"))
            .then_some((expression, at + 3))
    }

    /// "over the weekend", "the week of 22 September", "later in the month", "the year before last".
    fn unit_within(&self, at: usize, unit: Unit) -> Read<Expression> {
        if self.is_plural(at) || !self.was(at, 1, Role::Article) {
            return None;
        }
        let of = self.is(at + 1, Role::Of);
        if unit == Unit::Weekend {
            let free = !of && !self.is_noun(at + 1) && !self.is_name(at + 1);
            return free.then_some((Expression::Weekend, at + 1));
        }
        if unit == Unit::Week && of {
            let (point, end) = self.point(self.skip(at + 2, Role::Article))?;
            return point.days.map(|_| (Expression::WeekOf(point), end));
        }
        if !matches!(unit, Unit::Week | Unit::Month | Unit::Year) {
            return None;
        }
        let counted = match (self.get(at + 1)?.text, self.meaning(at + 2)) {
            ("before", Meaning::Shift(Shift::Last)) => Some(-2),
            ("after", Meaning::Shift(Shift::Next)) => Some(2),
            _ => None,
        };
        if let Some(count) = counted.filter(|_| self.is_stop(at + 3) || !self.is_noun(at + 3)) {
            return Some((Expression::Away { unit, count }, at + 3));
        }
        let sided = self.was(at, 3, Role::Earlier) || self.was(at, 3, Role::Later);
        (sided && self.is_text(at, 2, "in") && !of)
            .then_some((Expression::Unit { unit, shift: Shift::This, part: None }, at + 1))
    }

    /// "Friday", "Friday last week", "Monday of next week".
    fn weekday(&self, at: usize, day: i8) -> Read<Expression> {
        // "on a Tuesday" is any Tuesday; "a Friday meeting" is one on Friday.
        let counted = matches!(self.before(at, 1).map(Atom::meaning), Some(Meaning::Count(_)));
        let any = counted
            && (!self.is_noun(at + 1) && !self.is_name(at + 1) || self.is_text(at, 2, "on"));
        let feast = self.before(at, 1).is_some_and(|a| a.word.opens_feast);
        self.get(at).filter(|a| a.is_capital() && !any && !feast)?;
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
        // "following Monday's attack": the word is a preposition.
        let named = self.was(at, 1, Role::Article) || self.was(at, 1, Role::In);
        if self.is_text(at + 1, 1, "following") && !named {
            return None;
        }
        match self.meaning(at + 1) {
            Meaning::DayPart => self.day_part(at, shift),
            // "this past week", "that same day"
            Meaning::Shift(inner) if matches!(shift, Shift::This | Shift::That) => {
                self.shifted(at + 1, inner)
            }
            Meaning::Unit(unit) if !self.is_plural(at + 1) => {
                let spanning = self.was(at, 1, Role::Article) && self.was(at, 2, Role::Within);
                if spanning && let Some(ahead) = spans(unit, shift) {
                    let of = self.is(at + 2, Role::Of);
                    let trail = Expression::Trail { unit, count: 1, ahead };
                    return (!of).then_some((trail, at + 2));
                }
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

    /// "this morning", "last night", "the same evening".
    fn day_part(&self, at: usize, shift: Shift) -> Read<Expression> {
        let expression = match shift {
            Shift::This => Expression::Near(0),
            Shift::Last | Shift::Past => Expression::Near(-1),
            Shift::Next | Shift::Coming => {
                Expression::Unit { unit: Unit::Day, shift: Shift::Following, part: None }
            }
            _ => Expression::Unit { unit: Unit::Day, shift, part: None },
        };
        Some((expression, at + 2))
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
        let known = matches!(
            unit,
            Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade
        );
        // "his last nine months of office"
        let of = shift == Shift::Last && self.is(at + 3, Role::Of);
        (known && count > 0 && !of).then_some((Expression::Trail { unit, count, ahead }, at + 3))
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
        if let Some(found) = self.offset_with_half(at) {
            return Some(found);
        }
        let count = self.count(at)?;
        let Meaning::Unit(unit) = self.meaning(at + 1) else {
            return None;
        };
        let known = !matches!(unit, Unit::Weekend | Unit::Quarter | Unit::Half | Unit::Century);
        let half =
            self.is_text(at, 1, "half") || self.is_text(at, 1, "a") && self.is_text(at, 2, "and");
        if !known || half || self.was(at, 1, Role::Bounding) {
            return None;
        }
        // "two days before the vote" counts from the vote, which is not known here.
        let alone =
            |a: &Atom<'_>| !matches!(a.text, "before" | "after" | "prior") || self.is_stop(at + 3);
        let word = self.get(at + 2).filter(|a| alone(a) && !self.is(at + 3, Role::Bounding));
        let way = match word {
            Some(a) if a.is(Role::Ago) => Way::Ago,
            Some(a) if a.is(Role::Earlier) => Way::Earlier,
            Some(a) if a.is(Role::Later) => Way::Later,
            _ if self.is_mark(at + 2, "from") && self.is_mark(at + 3, "now") => {
                return Some((Expression::Away { unit, count }, at + 4));
            }
            _ => {
                let near = matches!(unit, Unit::Day | Unit::Week | Unit::Month)
                    && self.was(at, 1, Role::In);
                return near
                    .then_some((Expression::Offset { unit, count, way: Way::Ahead }, at + 2));
            }
        };
        Some((Expression::Offset { unit, count, way }, at + 3))
    }

    /// "half a year ago", "a year and a half ago", "two and a half years earlier": some month.
    fn offset_with_half(&self, at: usize) -> Read<Expression> {
        let half = |at: usize| {
            self.is(at, Role::And) && self.is_mark(at + 1, "a") && self.is_mark(at + 2, "half")
        };
        let year = |at: usize| self.meaning(at) == Meaning::Unit(Unit::Year);
        let (months, next) = if self.meaning(at) == Meaning::Unit(Unit::Half) {
            let fits = self.is_mark(at + 1, "a") && year(at + 2);
            (6, fits.then_some(at + 3)?)
        } else {
            let months = self.count(at)?.checked_mul(12)?.checked_add(6)?;
            let fits = half(at + 1) && year(at + 4) || year(at + 1) && half(at + 2);
            (months, fits.then_some(at + 5)?)
        };
        let way = match self.get(next)? {
            a if a.is(Role::Ago) => Way::Ago,
            a if a.is_text("earlier") => Way::Earlier,
            a if a.is_text("later") => Way::Later,
            _ => return None,
        };
        Some((Expression::Offset { unit: Unit::Month, count: months, way }, next + 1))
    }
}

/// "in the last month", "over the next decade": a length of time that ends or begins today, and
/// whether it lies ahead; `None` for others.
fn spans(unit: Unit, shift: Shift) -> Option<bool> {
    let known = matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade);
    match shift {
        Shift::Last | Shift::Past if known => Some(false),
        Shift::Next | Shift::Coming if known => Some(true),
        _ => None,
    }
}

/// "last week" and its kin; `None` for "last day", "this half", "that quarter".
fn shifted_unit(unit: Unit, shift: Shift) -> Option<Expression> {
    let told = matches!(shift, Shift::Same | Shift::That | Shift::Following | Shift::Previous);
    match (unit, shift) {
        (Unit::Half | Unit::Fortnight | Unit::Hour, _) => None,
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
