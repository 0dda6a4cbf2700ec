//! Finds the expressions of time among the atoms of a sentence.

use super::atoms::{Atom, Number};
use super::expression::{Edge, Expression, Found, Point, Year};
use super::tables::{Meaning, Part, Role, Shift, TimeTables, Unit};

/// A list of days that share a year is followed over this many members.
const LONGEST_LIST: usize = 6;

pub(super) struct Grammar<'a> {
    pub(super) tables: &'a TimeTables,
    pub(super) atoms: &'a [Atom<'a>],
}

/// Something read, and the index behind it.
pub(super) type Read<T> = Option<(T, usize)>;

impl Grammar<'_> {
    /// All expressions of the sentence in order, not overlapping.
    pub(super) fn find(&self) -> Vec<Found> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.atoms.len() {
            if let Some(end) = self.name_end(at) {
                at = end;
            } else if let Some((expression, to)) = self.expression(at) {
                let (edge, from) = self.edge(at);
                out.push(Found { expression, from, to, edge });
                at = to;
            } else {
                at += self.refused_years(at);
            }
        }
        out
    }

    /// How far to go on where nothing was found: over the whole of a refused "2011–2012".
    fn refused_years(&self, at: usize) -> usize {
        let dash = self.get(at + 1).is_some_and(Atom::is_dash);
        let years = self.year_number(at).is_some() && self.year_number(at + 2).is_some();
        if dash && years { 3 } else { 1 }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Atom<'_>> {
        self.atoms.get(at)
    }

    pub(super) fn before(&self, at: usize, back: usize) -> Option<&Atom<'_>> {
        self.atoms.get(at.checked_sub(back)?)
    }

    pub(super) fn is(&self, at: usize, role: Role) -> bool {
        self.get(at).is_some_and(|a| a.is(role))
    }

    pub(super) fn was(&self, at: usize, back: usize, role: Role) -> bool {
        self.before(at, back).is_some_and(|a| a.is(role))
    }

    pub(super) fn meaning(&self, at: usize) -> Meaning {
        self.get(at).map_or(Meaning::None, Atom::meaning)
    }

    /// `at`, or the index behind it when the word there has the role.
    pub(super) fn skip(&self, at: usize, role: Role) -> usize {
        at + usize::from(self.is(at, role))
    }

    pub(super) fn skip_dash(&self, at: usize) -> usize {
        at + usize::from(self.get(at).is_some_and(Atom::is_dash))
    }

    pub(super) fn is_mark(&self, at: usize, mark: &str) -> bool {
        self.get(at).is_some_and(|a| a.is_text(mark))
    }

    /// True when nothing, or a mark, stands at `at`.
    pub(super) fn is_stop(&self, at: usize) -> bool {
        self.get(at).is_none_or(|a| a.is_mark && !a.is_dash())
    }

    /// Where the name that begins at `at` and only looks like a time ends.
    fn name_end(&self, at: usize) -> Option<usize> {
        let first = self.get(at).filter(|a| a.word.opens_name)?;
        let fits = |words: &&Vec<String>| {
            words.iter().enumerate().all(|(offset, word)| {
                self.get(at + offset).is_some_and(|a| a.text.eq_ignore_ascii_case(word))
            })
        };
        let names = self.tables.names(&first.text.to_ascii_lowercase());
        names.iter().find(fits).map(|words| at + words.len())
    }

    /// The word before the expression that makes it an edge, and where the whole begins.
    fn edge(&self, at: usize) -> (Edge, usize) {
        for back in [1, 2] {
            if self.was(at, back, Role::Bound) {
                let since = self.was(at, back, Role::Since);
                return (if since { Edge::Since } else { Edge::Other }, at - back);
            }
            if !self.was(at, back, Role::Article) {
                break;
            }
        }
        (Edge::None, at)
    }

    fn expression(&self, at: usize) -> Read<Expression> {
        if self.is(at, Role::Between) || self.is(at, Role::From) {
            return self.opened_range(at);
        }
        if let Some((point, next)) = self.point(at) {
            return Some(self.range_tail(point, next));
        }
        if let Some((first, next)) = self.decade(at) {
            return Some((first, next));
        }
        self.relative(at)
    }

    /// "between June and August 2025", "from 30 April to 5 May".
    fn opened_range(&self, at: usize) -> Read<Expression> {
        let between = self.is(at, Role::Between);
        let (left, next) = self.point(self.skip(at + 1, Role::Article))?;
        let joined = if between { self.is(next, Role::And) } else { self.is(next, Role::Joint) };
        if joined && let Some((right, end)) = self.point(self.skip(next + 1, Role::Article)) {
            return Some((Expression::Range(left, right), end));
        }
        Some(self.range_tail(left, next))
    }

    /// A point alone, or with "to" or a dash and another point behind it.
    fn range_tail(&self, left: Point, next: usize) -> (Expression, usize) {
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

    /// The "24" of "2022–24".
    fn short_year(&self, left: Point, at: usize) -> Read<Expression> {
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

    /// "June and August 2025": a month or day without its year takes that of the next in the list.
    fn year_from_list(&self, point: Point, next: usize) -> Point {
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

    /// "the 1990s", "the early 1990s".
    fn decade(&self, at: usize) -> Read<Expression> {
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
        if !(1900..=2090).contains(&year) {
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

    /// A place in the calendar, perhaps with "early" or "the end of" before it.
    pub(super) fn point(&self, at: usize) -> Read<Point> {
        if let Meaning::Part(part) = self.meaning(at) {
            let next = self.skip_dash(at + 1);
            let next = self.skip(self.skip(next, Role::Of), Role::Article);
            let (point, end) = self.calendar(next)?;
            let whole = point.days.is_none();
            return whole.then_some((Point { part: Some(part), ..point }, end));
        }
        self.calendar(at)
    }

    fn calendar(&self, at: usize) -> Read<Point> {
        let atom = self.get(at)?;
        match (atom.number, atom.meaning()) {
            (Number::Date(day), _) => {
                let (month, date) = (day.month(), day.day());
                let point = Point {
                    year: Year::Given(day.year()),
                    months: Some((month, month)),
                    days: Some((date, date)),
                    ..Point::default()
                };
                Some((point, at + 1))
            }
            (Number::Plain(..) | Number::Ordinal(_), _) => self
                .day_month(at)
                .or_else(|| self.first_months(at))
                .or_else(|| self.quarter(at))
                .or_else(|| self.year_alone(at)),
            (_, Meaning::Weekday(day) | Meaning::ShortWeekday(day)) => self.weekday_date(at, day),
            (_, Meaning::Month(_) | Meaning::ShortMonth(_)) => self.month_first(at),
            (_, Meaning::Season(first, last)) => self.season(at, (first, last)),
            (_, Meaning::Ordinal(_) | Meaning::Count(_) | Meaning::Shift(Shift::Last)) => {
                self.first_months(at).or_else(|| self.quarter(at))
            }
            _ => self.coded_quarter(at),
        }
    }

    /// "Wednesday, 9 October", "Thursday (October 10)".
    fn weekday_date(&self, at: usize, day: i8) -> Read<Point> {
        let bracket = self.is_mark(at + 1, "(");
        let next = at + 1 + usize::from(bracket || self.is_mark(at + 1, ","));
        let next = self.skip(next, Role::Article);
        let dated = match self.get(next)?.number {
            Number::Plain(..) | Number::Ordinal(_) => self.day_month(next),
            _ => self.month_first(next),
        };
        let (point, end) = dated.filter(|(point, _)| point.days.is_some())?;
        let end = end + usize::from(bracket && self.is_mark(end, ")"));
        Some((Point { weekday: Some(day), ..point }, end))
    }

    /// A day of a month in digits.
    fn day_number(&self, at: usize) -> Option<i8> {
        let day = match self.get(at)?.number {
            Number::Plain(value, 1..=2) => i8::try_from(value).ok()?,
            Number::Ordinal(value) => value,
            _ => return None,
        };
        (1..=31).contains(&day).then_some(day)
    }

    /// One day or a range of days of one month: "9", "9-10", "9 and 10".
    fn day_numbers(&self, at: usize) -> Read<(i8, i8)> {
        let first = self.day_number(at)?;
        let joint = self.get(at + 1).is_some_and(Atom::is_dash)
            || self.is(at + 1, Role::Joint)
            || self.is(at + 1, Role::And);
        match self.day_number(at + 2) {
            Some(last) if joint && last > first => Some(((first, last), at + 3)),
            _ => Some(((first, first), at + 1)),
        }
    }

    fn capital_month(&self, at: usize) -> Option<i8> {
        let atom = self.get(at).filter(|a| a.is_capital())?;
        match atom.meaning() {
            Meaning::Month(month) | Meaning::ShortMonth(month) => Some(month),
            _ => None,
        }
    }

    /// "25 December 2024", "9-10 October", "the 9th of October".
    fn day_month(&self, at: usize) -> Read<Point> {
        let (days, next) = self.day_numbers(at)?;
        let next = self.skip(next, Role::Of);
        let month = self.capital_month(next)?;
        Some(self.dated_month(month, days, next + 1))
    }

    fn dated_month(&self, month: i8, days: (i8, i8), next: usize) -> (Point, usize) {
        let (year, end) = self.year_behind(next);
        let months = Some((month, month));
        (Point { year, months, days: Some(days), ..Point::default() }, end)
    }

    /// "December 25, 2024", "October 9-10", "December 2024", "in December".
    fn month_first(&self, at: usize) -> Read<Point> {
        let month = self.capital_month(at)?;
        if let Some(((first, last), next)) = self.day_numbers(at + 1) {
            let whole = !self.is(next, Role::Counted) && !self.is_mark(next, "%");
            // "October 9 to 10 November" is a range of two months.
            let two_months = last > first && self.capital_month(next).is_some();
            if two_months {
                return Some(self.dated_month(month, (first, first), at + 2));
            }
            if whole {
                return Some(self.dated_month(month, (first, last), next));
            }
        }
        let months = Some((month, month));
        let (year, end) = self.year_behind(at + 1);
        if year != Year::Missing {
            return Some((Point { year, months, ..Point::default() }, end));
        }
        let bare = matches!(self.meaning(at), Meaning::Month(_)) && self.is_bare_month(at, month);
        bare.then_some((Point { months, ..Point::default() }, at + 1))
    }

    /// The year behind a month or day: "2024", ", 2024", "of last year"; missing where none is.
    fn year_behind(&self, at: usize) -> (Year, usize) {
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
    fn year_reference(&self, at: usize) -> Read<Year> {
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

    pub(super) fn is_plural(&self, at: usize) -> bool {
        self.get(at).is_some_and(|a| a.text.ends_with('s'))
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        match self.get(at)?.number {
            Number::Plain(year, 4) if (1900..=2100).contains(&year) => Some(year),
            _ => None,
        }
    }

    /// Whether a month without day or year is meant as one.
    fn is_bare_month(&self, at: usize, month: i8) -> bool {
        let month_at = |at| matches!(self.meaning(at), Meaning::Month(_));
        // "January–April 2025", "June and July".
        let dash_ahead = self.get(at + 1).is_some_and(Atom::is_dash);
        if dash_ahead && month_at(at + 2) {
            return true;
        }
        let Some(before) = self.before(at, 1) else {
            return false;
        };
        let joint = before.is_dash() || before.is(Role::Joint) || before.is(Role::And);
        let part =
            |back| self.before(at, back).is_some_and(|a| matches!(a.meaning(), Meaning::Part(_)));
        if joint && at >= 2 && month_at(at - 2)
            || before.is(Role::SureCue)
            || before.is(Role::Between)
        {
            return true;
        }
        if part(1) || part(2) && (before.is_dash() || before.is(Role::Of)) {
            return true;
        }
        // "May" and "March" are a modal, a name and a verb too.
        let unsure = matches!(month, 3 | 5);
        let name_ahead = self.get(at + 1).is_some_and(|a| a.is_capital() && !a.is_mark);
        before.is(Role::Cue) && !unsure && !name_ahead
    }

    /// "summer 2023", "the winter of 2023–24".
    fn season(&self, at: usize, months: (i8, i8)) -> Read<Point> {
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
    fn quarter(&self, at: usize) -> Read<Point> {
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
    fn coded_quarter(&self, at: usize) -> Read<Point> {
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
    fn first_months(&self, at: usize) -> Read<Point> {
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

    /// A year on its own: behind a word that takes one, in brackets, or first in the sentence.
    fn year_alone(&self, at: usize) -> Read<Point> {
        let year = self.year_number(at)?;
        let point = Point { year: Year::Given(year), ..Point::default() };
        if self.is(at + 1, Role::Counted) || self.is_mark(at + 1, "%") {
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
            return (!noun).then_some((point, at + 1));
        }
        let opened = before.is_mark && matches!(before.text, "(" | ",");
        (opened && free).then_some((point, at + 1))
    }

    pub(super) fn part_at(&self, at: usize) -> Option<Part> {
        match self.meaning(at) {
            Meaning::Part(part) => Some(part),
            _ => None,
        }
    }
}
