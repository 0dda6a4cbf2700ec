//! Finds the expressions of time among the atoms of a sentence.

use super::atoms::{Atom, Number};
use super::expression::{Edge, Expression, Found, Point, Year};
use super::tables::{Meaning, Role, Shift, TimeTables, Unit};

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
                let (edge, from) = self.edge(at, to);
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
    fn edge(&self, at: usize, to: usize) -> (Edge, usize) {
        for back in [1, 2] {
            if self.was(at, back, Role::Bound) {
                // "since the April 15 fire" counts from the fire.
                let bare = matches!(self.meaning(at), Meaning::Month(_))
                    || matches!(self.get(at).map(|a| a.number), Some(Number::Plain(..)));
                let noun = back == 2 && bare && self.is_noun(to);
                let since = self.was(at, back, Role::Since) && !noun;
                return (if since { Edge::Since } else { Edge::Other }, at - back);
            }
            if !self.was(at, back, Role::Article) {
                break;
            }
        }
        (Edge::None, at)
    }

    /// A word in small letters that may be a noun or stand before one.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        self.get(at).is_some_and(|a| {
            a.text.starts_with(char::is_lowercase)
                && !a.is(Role::Free)
                && !a.is(Role::PastForm)
                && !a.is(Role::Auxiliary)
                && !a.is(Role::Earlier)
                && !a.is(Role::Later)
        })
    }

    pub(super) fn is_name(&self, at: usize) -> bool {
        self.get(at).is_some_and(|a| a.is_capital() && !a.is_mark)
    }

    /// The word `back` before `at` is this one.
    pub(super) fn is_text(&self, at: usize, back: usize, text: &str) -> bool {
        self.before(at, back).is_some_and(|a| a.text.eq_ignore_ascii_case(text))
    }

    /// The word before `at` is an article, "its" or a possessive ending.
    pub(super) fn is_determined(&self, at: usize) -> bool {
        self.was(at, 1, Role::Article) || self.was(at, 1, Role::Possessive)
    }

    fn expression(&self, at: usize) -> Read<Expression> {
        if self.is(at, Role::Between) || self.is(at, Role::From) {
            return self.opened_range(at);
        }
        // "Monday through Friday"
        if self.is_mark(at + 1, "through")
            && let Some(found) = self.weekdays(at, false)
        {
            return Some(found);
        }
        if let Some((point, next)) = self.point(at) {
            return Some(self.range_tail(point, next));
        }
        if let Some(found) = self.part_of_month(at).or_else(|| self.century(at)) {
            return Some(found);
        }
        if let Some((first, next)) = self.decade(at) {
            return Some((first, next));
        }
        self.relative(at)
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
            _ if atom.word.opens_feast
                && let Some(found) = self.feast(at) =>
            {
                Some(found)
            }
            (_, Meaning::Weekday(day) | Meaning::ShortWeekday(day)) => self.weekday_date(at, day),
            (_, Meaning::Month(_) | Meaning::ShortMonth(_)) => self.month_first(at),
            (_, Meaning::Season(first, last)) => self.season(at, (first, last)),
            (_, Meaning::Ordinal(_) | Meaning::Count(_) | Meaning::Shift(Shift::Last)) => {
                self.first_months(at).or_else(|| self.quarter(at))
            }
            _ if self.is(at, Role::Final) => self.quarter(at),
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
        // "October the 8th"
        let ordinal = matches!(self.get(at + 2).map(|a| a.number), Some(Number::Ordinal(_)));
        let days_at = if ordinal { self.skip(at + 1, Role::Article) } else { at + 1 };
        if let Some(((first, last), next)) = self.day_numbers(days_at) {
            let whole = !self.is(next, Role::Counted) && !self.is_mark(next, "%");
            // "October 9 to 10 November" is a range of two months.
            let two_months = last > first && self.capital_month(next).is_some();
            if two_months {
                return Some(self.dated_month(month, (first, first), days_at + 1));
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

    pub(super) fn is_plural(&self, at: usize) -> bool {
        self.get(at).is_some_and(|a| a.text.ends_with('s'))
    }

    /// Whether a month without day or year is meant as one.
    fn is_bare_month(&self, at: usize, month: i8) -> bool {
        let month_at = |at| matches!(self.meaning(at), Meaning::Month(_));
        // "January–April 2025", "June and July".
        let dash_ahead = self.get(at + 1).is_some_and(Atom::is_dash);
        if dash_ahead && month_at(at + 2) {
            return true;
        }
        // "the month of May"
        if self.was(at, 1, Role::Of)
            && matches!(self.before(at, 2).map(Atom::meaning), Some(Meaning::Unit(Unit::Month)))
        {
            return true;
        }
        // "July was the hottest month", not "June was tired".
        let unsure_name = matches!(month, 3..=6 | 8);
        let told = self.is(at + 1, Role::PastForm) || self.is(at + 1, Role::Auxiliary);
        let named = self.before(at, 1).is_some_and(|a| a.is_capital() && !a.is_mark);
        if told && !named && (!unsure_name || self.was(at, 1, Role::Clause)) {
            return true;
        }
        // "in the April to June quarter"
        let to_month = self.is(at + 1, Role::Joint) && month_at(at + 2);
        if to_month && (self.is_determined(at) || self.was(at, 1, Role::Cue)) {
            return true;
        }
        // "the October election"
        if self.is_determined(at) && self.is_noun(at + 1) {
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
        let planned = || self.was(at, 2, Role::Future) || before.is(Role::Forward);
        let sure = match month {
            3 => !self.is(at + 1, Role::Cue) || planned(),
            5 => self.was(at, 2, Role::Future),
            _ => true,
        };
        let name_ahead = self.is_name(at + 1);
        before.is(Role::Cue) && sure && !name_ahead
    }
}
