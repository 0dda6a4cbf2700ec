//! Expressions to days, against the publication day and the days told before.

use super::calendar;
use super::direction::Direction;
use super::expression::{Edge, Expression, Point, Way, Which, Year};
use super::tables::{Part, Shift, Unit};
use crate::model::day::{Day, DaySpan, Precision, days_between};
use crate::model::event::Basis;

/// A told day is remembered over this many sentences.
const MEMORY: usize = 3;
/// A day without its year follows a told one by at most so many days, or precedes it by so many.
const FOLLOWS: i32 = 60;
const PRECEDES: i32 = 31;
/// With no tense to tell, a day this soon ahead is meant rather than the one a year before it.
const SOON: i32 = 120;
/// The same for a day told of a noun, "the 25 May referendum".
const SOON_OF_NOUN: i32 = 45;
/// The same for a month: the October election, told in September.
const SOON_MONTH: i32 = 31;
/// The same, and for months too, behind a word that looks ahead ("until", "for").
const AHEAD: i32 = 190;

/// What is known of days at some place in the text.
pub(super) struct Resolver {
    published: Option<DaySpan>,
    /// The last day told, and the sentence it stands in.
    day: Option<(Day, usize)>,
    /// The last day, week, month or year told.
    told: Option<(DaySpan, usize)>,
    /// Its year stands in the text: it may complete other days.
    in_full: bool,
    pub(super) sentence: usize,
}

type Resolved = Option<(DaySpan, Basis)>;

impl Resolver {
    pub(super) fn new(published: Option<DaySpan>) -> Self {
        Self { published, day: None, told: None, in_full: false, sentence: 0 }
    }

    /// The days of one expression, remembered for those that follow.
    pub(super) fn resolve(&mut self, said: Expression, edge: Edge, way: Direction) -> Resolved {
        let (when, basis) = self.value(said, way)?;
        let narrative = edge == Edge::None;
        if narrative {
            self.in_full = basis != Basis::FromPublication;
            if when.precision == Precision::Day {
                self.day = Some((when.start, self.sentence));
            }
            if when.precision != Precision::Range {
                self.told = Some((when, self.sentence));
            } else if when.start.year() == when.end.year() && when.start.month() == when.end.month()
            {
                self.day = Some((when.end, self.sentence));
                self.told = Some((DaySpan::day(when.end), self.sentence));
            }
        }
        if edge == Edge::Since
            && let Some(open) = self.until_published(when)
        {
            return Some((open, Basis::FromPublication));
        }
        Some((when, basis))
    }

    /// "since 2022": from its first day to the publication day.
    fn until_published(&self, when: DaySpan) -> Option<DaySpan> {
        let published = self.published?;
        (published.precision <= Precision::Month).then_some(())?;
        calendar::range(when.start, published.end).filter(|r| r.end > when.end)
    }

    fn value(&self, said: Expression, way: Direction) -> Resolved {
        match said {
            Expression::Point(point) => self.point(point, way),
            Expression::Range(from, to) => self.range(from, to, way),
            Expression::Years(first, count) => {
                let last = DaySpan::year(first.checked_add(count)?.checked_sub(1)?)?;
                let range = calendar::range(DaySpan::year(first)?.start, last.end)?;
                Some((range, Basis::Stated))
            }
            Expression::Weekday(day, which) => self.weekday(day, which, way),
            Expression::Weekdays(first, last) => {
                let (from, basis) = self.weekday(first, Which::Plain, way)?;
                let to = calendar::weekday_on(calendar::add_days(from.start, 1)?, last)?;
                Some((calendar::range(from.start, to)?, basis))
            }
            Expression::Away { unit, count } => {
                self.counted_from_publication(|p| calendar::unit(unit, p, i32::from(count)))
            }
            Expression::WeekOf(point) => {
                let (when, basis) = self.point(point, way)?;
                Some((calendar::week(when.start, 0)?, basis))
            }
            Expression::Weekend => self.counted_from_publication(|p| match way {
                Direction::Future | Direction::Ahead => calendar::unit(Unit::Weekend, p, 0),
                _ => calendar::unit(Unit::Weekend, calendar::weekday_back(p, 6)?, 0),
            }),
            Expression::Season(first, last) => self.season((first, last), way),
            Expression::Near(days) => self.counted_from_publication(|p| {
                calendar::add_days(p, i32::from(days)).map(DaySpan::day)
            }),
            Expression::Offset { unit, count, way: counted } => {
                self.offset(unit, i32::from(count), counted, way)
            }
            Expression::Unit { unit, shift, part } => self.unit(unit, shift, part, way),
            Expression::Shifted { months, shift } => self.shifted(months, shift, way),
            Expression::Trail { unit, count, ahead } => self.counted_from_publication(|p| {
                let count = i32::from(count);
                let other = calendar::stretch(unit, p, if ahead { count } else { -count })?;
                calendar::range(p.min(other), p.max(other))
            }),
        }
    }

    /// Counts from the publication day. Where only its month or year is known, the answer must be
    /// the same for every day it may be; it is tried on the first and the last.
    fn counted_from_publication(&self, count: impl Fn(Day) -> Option<DaySpan>) -> Resolved {
        let published = self.published?;
        let when = count(published.start)?;
        let same = published.start == published.end || count(published.end) == Some(when);
        same.then_some((when, Basis::FromPublication))
    }

    /// The last day told, when it was told lately.
    fn told_day(&self) -> Option<Day> {
        self.day.filter(|&(_, at)| self.sentence - at <= MEMORY).map(|(day, _)| day)
    }

    /// Where sentences told without any day, they told of the publication day.
    fn is_untold(&self, unit: Unit) -> bool {
        unit == Unit::Day && self.sentence > 0 && self.day.is_none() && self.told.is_none()
    }

    fn told(&self) -> Option<DaySpan> {
        self.told.filter(|&(_, at)| self.sentence - at <= MEMORY).map(|(span, _)| span)
    }

    fn point(&self, point: Point, way: Direction) -> Resolved {
        match point.year {
            Year::Given(year) => Some((calendar::span_of(point, year)?, Basis::Stated)),
            Year::Shifted(years) => self.counted_from_publication(|p| {
                calendar::span_of(point, p.year().checked_add(i16::from(years))?)
            }),
            Year::Told => {
                let year = self.told()?.start.year();
                Some((calendar::span_of(point, year)?, Basis::FromContext))
            }
            Year::Missing => {
                point.months?;
                self.completed_from_told(point).or_else(|| self.completed(point, way))
            }
        }
    }

    /// "30 June" shortly after "27 June 2025".
    fn completed_from_told(&self, point: Point) -> Resolved {
        let told = self.told().filter(|t| self.in_full && t.precision <= Precision::Month)?;
        point.days.or(point.part.map(|p| p.days))?;
        let near = |year| {
            let when = calendar::span_of(point, year)?;
            let low = calendar::add_days(told.start, -PRECEDES)?;
            let high = calendar::add_days(told.end, FOLLOWS)?;
            let fits = when.start >= low && when.start <= high && weekday_fits(point, when);
            fits.then_some(when)
        };
        let year = told.start.year();
        let when = near(year).or_else(|| near(year + 1)).or_else(|| near(year - 1))?;
        Some((when, Basis::FromContext))
    }

    /// The year that the publication day and the tense give.
    fn completed(&self, point: Point, way: Direction) -> Resolved {
        let published = self.published?;
        let sure = self.counted_from_publication(|p| complete(point, p, way));
        let in_year = || {
            let when = calendar::span_of(point, published.start.year())?;
            let fits = published.precision == Precision::Year && way != Direction::Future;
            fits.then_some((when, Basis::FromPublication))
        };
        sure.or_else(in_year)
    }

    /// From the first day of one point to the last of another; a year told at one serves both.
    fn range(&self, from: Point, to: Point, way: Direction) -> Resolved {
        let (from, to) = share_year(from, to);
        let (last, basis) = self.point(to, way)?;
        let first = match from.year {
            // The first was not told with a year: it is the one nearest before the last.
            Year::Missing => {
                let year = last.start.year();
                let near = calendar::span_of(from, year).filter(|f| f.start <= last.start);
                near.or_else(|| calendar::span_of(from, year.checked_sub(1)?))?
            }
            _ => self.point(from, way)?.0,
        };
        let whole = calendar::range(first.start, last.end)?;
        Some((whole, basis))
    }

    fn weekday(&self, day: i8, which: Which, way: Direction) -> Resolved {
        if which == Which::Following {
            let after = calendar::add_days(self.told_day()?, 1)?;
            let when = calendar::weekday_on(after, day).map(DaySpan::day)?;
            return Some((when, Basis::FromContext));
        }
        self.counted_from_publication(|p| {
            let found = match (which, way) {
                (Which::Last, _) => calendar::weekday_back(calendar::add_days(p, -1)?, day),
                (Which::Next, _) => calendar::weekday_on(calendar::add_days(p, 1)?, day),
                (Which::This, Direction::Past) => calendar::weekday_back(p, day),
                (Which::This, _) | (Which::Plain, Direction::Future | Direction::Ahead) => {
                    calendar::weekday_on(p, day)
                }
                // "voted to impeach him on Monday" tells the day of the vote.
                (Which::Week(weeks), _) => {
                    let start = calendar::week(p, i32::from(weeks))?.start;
                    calendar::add_days(start, i32::from(day) - 1)
                }
                _ => calendar::weekday_back(p, day),
            };
            found.map(DaySpan::day)
        })
    }

    fn offset(&self, unit: Unit, count: i32, counted: Way, way: Direction) -> Resolved {
        let from_told = |signed: i32| {
            let base = match unit {
                Unit::Day | Unit::Week | Unit::Fortnight => self.told_day()?,
                Unit::Hour => self.told_day()?,
                _ => self.told()?.start,
            };
            Some((calendar::unit(unit, base, signed)?, Basis::FromContext))
        };
        match counted {
            Way::Ago => self.counted_from_publication(|p| calendar::unit(unit, p, -count)),
            Way::Later => from_told(count),
            Way::Earlier => from_told(-count)
                .or_else(|| self.counted_from_publication(|p| calendar::unit(unit, p, -count))),
            Way::Ahead if way == Direction::Future => {
                self.counted_from_publication(|p| calendar::unit(unit, p, count))
            }
            Way::Ahead => None,
        }
    }

    /// "last week", "the same day", "early next year", "the previous month".
    fn unit(&self, unit: Unit, shift: Shift, part: Option<Part>, way: Direction) -> Resolved {
        if matches!(unit, Unit::Decade | Unit::Century) {
            let count = match shift {
                Shift::Last | Shift::Previous => -1,
                Shift::This => 0,
                Shift::Next | Shift::Coming => 1,
                _ => return None,
            };
            return self.counted_from_publication(|p| calendar::age(unit, p, count));
        }
        let base = match unit {
            Unit::Day => self.told_day(),
            _ => self.told().map(|t| t.start),
        };
        let told =
            |count| Some((narrow(calendar::unit(unit, base?, count)?, part)?, Basis::FromContext));
        let published = |count| {
            self.counted_from_publication(|p| narrow(calendar::unit(unit, p, count)?, part))
        };
        match shift {
            Shift::Last | Shift::Past => published(-1),
            // "marched this weekend", told on a Monday.
            Shift::This if unit == Unit::Weekend && way == Direction::Past => {
                self.value(Expression::Weekend, way)
            }
            Shift::This => published(0),
            Shift::Next | Shift::Coming => published(1),
            Shift::Previous => told(-1).or_else(|| published(-1)),
            Shift::Following => told(1),
            Shift::Same if self.is_untold(unit) => published(0),
            Shift::Same | Shift::That => told(0),
        }
    }

    /// "in the spring": nothing where no tense tells which.
    fn season(&self, months: (i8, i8), way: Direction) -> Resolved {
        let point = Point { months: Some(months), ..Point::default() };
        self.counted_from_publication(|p| {
            let in_year = |offset: i16| calendar::span_of(point, p.year().checked_add(offset)?);
            let mut years = [-2, -1, 0, 1].into_iter().filter_map(in_year);
            match way {
                Direction::Past => years.rfind(|s| s.start <= p),
                Direction::Future | Direction::Ahead => years.find(|s| s.end >= p),
                _ => None,
            }
        })
    }

    /// "last June", "this summer", "next spring".
    fn shifted(&self, months: (i8, i8), shift: Shift, way: Direction) -> Resolved {
        let point = Point { months: Some(months), ..Point::default() };
        self.counted_from_publication(|p| {
            let in_year = |offset: i16| calendar::span_of(point, p.year().checked_add(offset)?);
            let years = || [-2, -1, 0, 1].into_iter().filter_map(in_year);
            match shift {
                Shift::Last | Shift::Past | Shift::Previous => years().rfind(|s| s.end < p),
                Shift::Next | Shift::Coming | Shift::Following => years().find(|s| s.start > p),
                _ if way == Direction::Past => years().rfind(|s| s.start <= p),
                _ => years()
                    .find(|s| s.end >= p && s.start.year() >= p.year())
                    .filter(|s| s.start.year() == p.year())
                    .or_else(|| in_year(0)),
            }
        })
    }
}

/// A part of a month or of a year; other units have no parts.
fn narrow(span: DaySpan, part: Option<Part>) -> Option<DaySpan> {
    match (part, span.precision) {
        (Some(part), Precision::Month) => calendar::part_of_month(span, part.days),
        (Some(_), Precision::Year) => {
            calendar::span_of(Point { part, ..Point::default() }, span.start.year())
        }
        _ => Some(span),
    }
}

/// The day without its year that is meant in a text of this day.
fn complete(point: Point, published: Day, way: Direction) -> Option<DaySpan> {
    let year = published.year();
    let all = || [year - 1, year, year + 1].into_iter().filter_map(|y| calendar::span_of(point, y));
    let distance = |s: &DaySpan| days_between(published, s.start).abs();
    if point.weekday.is_some()
        && let Some(when) = all().filter(|&s| weekday_fits(point, s)).min_by_key(distance)
    {
        return Some(when);
    }
    // A page may carry the date of the day before in its own time zone.
    let latest = if point.days.is_some() { calendar::add_days(published, 1)? } else { published };
    let past = all().rfind(|s| s.start <= latest);
    let ahead = all().find(|s| s.end >= published);
    match way {
        Direction::Past => past,
        Direction::Future => ahead,
        Direction::Unknown | Direction::OfNoun => {
            let reach = match (point.days, way) {
                (None, _) => SOON_MONTH,
                (_, Direction::OfNoun) => SOON_OF_NOUN,
                _ => SOON,
            };
            ahead.filter(|s| days_between(published, s.start) <= reach).or(past)
        }
        Direction::Ahead | Direction::Prospect => {
            ahead.filter(|s| days_between(published, s.start) <= AHEAD).or(past)
        }
    }
}

/// False only when a weekday was told that the day is not.
fn weekday_fits(point: Point, when: DaySpan) -> bool {
    point.weekday.is_none_or(|name| when.start.weekday().to_monday_one_offset() == name)
}

/// A year told at one end of a range serves the other.
fn share_year(from: Point, to: Point) -> (Point, Point) {
    match (from.year, to.year) {
        (Year::Given(year), Year::Missing) => {
            let month = |p: Point| p.months.map(|(first, _)| first);
            let next = month(to) < month(from);
            (from, Point { year: Year::Given(year + i16::from(next)), ..to })
        }
        _ => (from, to),
    }
}
