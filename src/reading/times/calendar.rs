//! Arithmetic on days that ends in spans of days.

use jiff::ToSpan;
use jiff::civil::Weekday;

use super::expression::Point;
use super::tables::{Feast, Unit};
use crate::model::day::{Day, DaySpan, Precision};

/// Years a text may speak of; others are misread numbers.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2200;

/// The span of a point in a year; `None` for days that do not exist.
pub(super) fn span_of(point: Point, year: i16) -> Option<DaySpan> {
    if !YEARS.contains(&year) {
        return None;
    }
    if let Some(Feast::Easter(days)) = point.feast {
        return add_days(easter(year)?, i32::from(days)).map(DaySpan::day);
    }
    let Some((first, last)) = point.months else {
        let whole = DaySpan::year(year)?;
        let Some(part) = point.part else {
            return Some(whole);
        };
        return months(year, part.months.0, part.months.1);
    };
    if first != last {
        return months(year, first, last);
    }
    let month = DaySpan::month(year, first)?;
    match (point.days, point.part) {
        (Some((from, to)), _) if from == to => Day::new(year, first, from).ok().map(DaySpan::day),
        (Some((from, to)), _) => {
            range(Day::new(year, first, from).ok()?, Day::new(year, first, to).ok()?)
        }
        (None, Some(part)) => part_of_month(month, part.days),
        (None, None) => Some(month),
    }
}

/// Easter Sunday of the Western churches (the rule of Oudin, Gregorian calendar).
fn easter(year: i16) -> Option<Day> {
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let century = year_number / 100;
    let moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let full = moon - moon / 28 * (1 - 29 / (moon + 1) * ((21 - golden) / 11));
    let weekday = (year_number + year_number / 4 + full + 2 - century + century / 4) % 7;
    let offset = full - weekday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// From the first day of one month to the last of another, which lies in the next year when it is
/// the earlier one.
fn months(year: i16, first: i8, last: i8) -> Option<DaySpan> {
    let end_year = year + i16::from(last < first);
    range(DaySpan::month(year, first)?.start, DaySpan::month(end_year, last)?.end)
}

/// Days of a month; those behind its end are left out.
pub(super) fn part_of_month(month: DaySpan, days: (i8, i8)) -> Option<DaySpan> {
    let last = days.1.min(month.end.day());
    range(
        Day::new(month.start.year(), month.start.month(), days.0).ok()?,
        Day::new(month.start.year(), month.start.month(), last).ok()?,
    )
}

/// A stated range; `None` when it ends before it begins.
pub(super) fn range(start: Day, end: Day) -> Option<DaySpan> {
    (start <= end).then_some(DaySpan { start, end, precision: Precision::Range })
}

pub(super) fn add_days(day: Day, days: i32) -> Option<Day> {
    day.checked_add(days.days()).ok()
}

/// The week from Monday to Sunday that holds `day`, moved by `weeks`.
pub(super) fn week(day: Day, weeks: i32) -> Option<DaySpan> {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    let start = add_days(day, 7 * weeks - back)?;
    Some(DaySpan { start, end: add_days(start, 6)?, precision: Precision::Week })
}

/// The month that holds `day`, moved by `count`.
pub(super) fn month(day: Day, count: i32) -> Option<DaySpan> {
    let moved = day.first_of_month().checked_add(count.months()).ok()?;
    DaySpan::month(moved.year(), moved.month())
}

pub(super) fn year(day: Day, count: i32) -> Option<DaySpan> {
    let year = i16::try_from(i32::from(day.year()) + count).ok()?;
    YEARS.contains(&year).then(|| DaySpan::year(year)).flatten()
}

fn quarter(day: Day, count: i32) -> Option<DaySpan> {
    let moved = day.first_of_month().checked_add((count * 3).months()).ok()?;
    let first = (moved.month() - 1) / 3 * 3 + 1;
    months(moved.year(), first, first + 2)
}

fn weekend(day: Day, weeks: i32) -> Option<DaySpan> {
    let week = week(day, weeks)?;
    range(add_days(week.start, 5)?, week.end)
}

/// The unit that holds `day`, moved by `count` of its kind. Its precision is its size: three weeks
/// before a day is some day of that week.
pub(super) fn unit(unit: Unit, day: Day, count: i32) -> Option<DaySpan> {
    match unit {
        Unit::Day => add_days(day, count).map(DaySpan::day),
        Unit::Week => week(day, count),
        Unit::Fortnight => week(day, count.checked_mul(2)?),
        Unit::Weekend => weekend(day, count),
        Unit::Month => month(day, count),
        Unit::Quarter => quarter(day, count),
        Unit::Year => year(day, count),
        Unit::Decade => year(day, count.checked_mul(10)?),
        // Whole days only: "48 hours later".
        Unit::Hour if count % 24 == 0 => add_days(day, count / 24).map(DaySpan::day),
        Unit::Hour | Unit::Half | Unit::Century => None,
    }
}

/// The day of this name (Monday = 1) on or before `day`.
pub(super) fn weekday_back(day: Day, name: i8) -> Option<Day> {
    let name = Weekday::from_monday_one_offset(name).ok()?;
    let back = i32::from(day.weekday().since(name));
    add_days(day, -back)
}

/// The day of this name (Monday = 1) on or after `day`.
pub(super) fn weekday_on(day: Day, name: i8) -> Option<Day> {
    let target = Weekday::from_monday_one_offset(name).ok()?;
    let on = i32::from(target.since(day.weekday()));
    add_days(day, on)
}

/// The decade or century that holds `day`, moved by `count`: "this decade", "the last century".
pub(super) fn age(unit: Unit, day: Day, count: i32) -> Option<DaySpan> {
    let (first, years) = match unit {
        Unit::Decade => (day.year() / 10 * 10, 10),
        _ => ((day.year() - 1) / 100 * 100 + 1, 100),
    };
    let first = i16::try_from(i32::from(first) + count.checked_mul(years)?).ok()?;
    let last = first.checked_add(i16::try_from(years).ok()? - 1)?;
    range(DaySpan::year(first)?.start, DaySpan::year(last)?.end)
}

/// Start of the stretch of `count` units that ends with `day`, or end of the one that begins there.
pub(super) fn stretch(unit: Unit, day: Day, count: i32) -> Option<Day> {
    match unit {
        Unit::Day => add_days(day, count),
        // The last 24 hours touch two days.
        Unit::Hour => add_days(day, (count.abs() + 23) / 24 * count.signum()),
        Unit::Week => add_days(day, count.checked_mul(7)?),
        Unit::Decade => stretch(Unit::Year, day, count.checked_mul(10)?),
        Unit::Month => day.checked_add(count.months()).ok(),
        Unit::Year => day.checked_add(count.years()).ok().filter(|d| YEARS.contains(&d.year())),
        _ => None,
    }
}
