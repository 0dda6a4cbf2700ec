//! Publication days as sources write them.

use jiff::ToSpan;
use jiff::civil::date;
use jiff::fmt::strtime::BrokenDownTime;

use crate::model::day::{Day, DaySpan};

/// Nothing that is called news is older.
const FIRST: Day = date(1800, 1, 1);
/// Days after today that are believed: it is tomorrow already somewhere, and clocks are wrong by a little.
const AHEAD: i64 = 2;
/// Bytes of a date; RFC 2822 with a zone name takes about 40.
const LONGEST: usize = 64;

/// Why a date is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Unreadable,
    Future,
    Past,
}

/// The day, month or year a date names; `None` for a blank. A time of day and its zone are passed over: the
/// day is the one that the source itself states.
///
/// # Errors
/// Where it cannot be read, or lies before 1800 or more than two days after `today`.
pub(crate) fn read(written: &str, today: Day) -> Result<Option<DaySpan>, Fault> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(None);
    }
    if written.len() > LONGEST {
        return Err(Fault::Unreadable);
    }
    let span = parse(written).ok_or(Fault::Unreadable)?;
    if span.start < FIRST {
        return Err(Fault::Past);
    }
    if span.start > today.saturating_add(AHEAD.days()) {
        return Err(Fault::Future);
    }
    Ok(Some(span))
}

fn parse(written: &str) -> Option<DaySpan> {
    DaySpan::parse(written)
        .or_else(|| digits(written))
        .or_else(|| year_first(written))
        .or_else(|| year_last(written))
        .or_else(|| with_month_name(written))
}

/// `20250106`, `20250106T100000Z`, `20250106100000`, seconds or milliseconds since 1970.
fn digits(written: &str) -> Option<DaySpan> {
    let length = written.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &written[length..];
    let compact = |text: &str| {
        let year = text[..4].parse().ok()?;
        day(year, text[4..6].parse().ok()?, text[6..8].parse().ok()?)
    };
    match (length, rest.is_empty()) {
        (8 | 12 | 14, true) => compact(written),
        (8, false) if rest.starts_with(['T', 't']) => {
            is_time(&rest[1..]).then(|| compact(written))?
        }
        (10, true) => moment(written.parse().ok()?),
        (13, true) => moment(written.parse::<i64>().ok()? / 1000),
        _ => None,
    }
}

fn moment(seconds: i64) -> Option<DaySpan> {
    // At most ten digits come here, which is 115,741 days: within what jiff counts.
    let day = date(1970, 1, 1).checked_add((seconds / 86_400).days()).ok()?;
    Some(DaySpan::day(day))
}

fn day(year: i16, month: i8, day: i8) -> Option<DaySpan> {
    Day::new(year, month, day).ok().map(DaySpan::day)
}

/// `2025-01-06`, `2025/1/6`, `2025.01.06`, `2025-01-06T10:00:00+04:00`, `2025-01-06 10:00`.
fn year_first(written: &str) -> Option<DaySpan> {
    let separator = *written.as_bytes().get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') || !written.is_char_boundary(4) {
        return None;
    }
    let end = written.find(['T', 't', ' ', ',']).unwrap_or(written.len());
    let (numbers, time) = written.split_at(end);
    let mut parts = numbers.split(char::from(separator)).map(number);
    let (year, month, last) = (parts.next()??, parts.next()??, parts.next());
    if parts.next().is_some() || !is_time(time.trim_start_matches(['T', 't', ' ', ','])) {
        return None;
    }
    let month = i8::try_from(month).ok()?;
    match last {
        Some(last) => day(year, month, i8::try_from(last?).ok()?),
        None if time.is_empty() => DaySpan::month(year, month),
        None => None,
    }
}

/// `06.01.2025`; with slashes or dashes only where the order of day and month is certain (`25/12/2024`).
fn year_last(written: &str) -> Option<DaySpan> {
    let end = written.find([' ', ',']).unwrap_or(written.len());
    let (numbers, time) = written.split_at(end);
    let separator = numbers.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = numbers.split(separator).map(number);
    let (first, second, year) = (parts.next()??, parts.next()??, parts.next()??);
    let is_whole = parts.next().is_none() && is_time(time.trim_start_matches([' ', ',']));
    if !is_whole || year < 1000 || !matches!(separator, '.' | '/' | '-') {
        return None;
    }
    let (first, second) = (i8::try_from(first).ok()?, i8::try_from(second).ok()?);
    match separator {
        '.' => day(year, second, first),
        _ if first > 12 || first == second => day(year, second, first),
        _ if second > 12 => day(year, first, second),
        _ => None,
    }
}

fn number(text: &str) -> Option<i16> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// Nothing, or something that starts as a time does: `10:00`, `100000Z`.
fn is_time(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.is_empty() || (digits <= 2 && text[digits..].starts_with(':')) || matches!(digits, 4 | 6)
}

/// RFC 2822 and how people write: `Mon, 06 Jan 2025 10:00:00 +0400`, `6 January 2025`, `January 6, 2025`,
/// `Jan 2025`. Month names in English.
fn with_month_name(written: &str) -> Option<DaySpan> {
    let (mut month, mut the_day, mut year) = (None, None, None);
    for word in written.split([' ', ',', '-', '\u{a0}', '/']).filter(|word| !word.is_empty()) {
        if let Some(named) = month_named(word.trim_end_matches('.')) {
            month = month.or(Some(named));
            continue;
        }
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let is_plain = digits == word.len() || matches!(&word[digits..], "st" | "nd" | "rd" | "th");
        let value: Option<i16> = if is_plain { word[..digits].parse().ok() } else { None };
        match (digits, value) {
            (1 | 2, Some(value)) if the_day.is_none() => the_day = i8::try_from(value).ok(),
            (4, Some(value)) if year.is_none() => year = Some(value),
            // RFC 822 wrote years with two digits; they stand after the month.
            (2, Some(value)) if year.is_none() && month.is_some() => {
                year = Some(if value < 69 { 2000 + value } else { 1900 + value });
            }
            _ => {}
        }
        if month.is_some() && year.is_some() && the_day.is_some() {
            break;
        }
    }
    let (year, month) = (year?, month?);
    match the_day {
        Some(number) => day(year, month, number),
        None => DaySpan::month(year, month),
    }
}

/// Number of the month with this English name or its first three letters.
fn month_named(word: &str) -> Option<i8> {
    let is_word =
        (3..=9).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word {
        return None;
    }
    let parse = |format: &str, word: &str| BrokenDownTime::parse(format, word).ok()?.month();
    let short = if word.eq_ignore_ascii_case("sept") { &word[..3] } else { word };
    parse("%b", short).or_else(|| parse("%B", word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = date(2026, 7, 1);

    #[test]
    fn many_ways_to_write_a_day() {
        for written in [
            "2025-01-06",
            "2025-1-6",
            "2025/01/06",
            "2025.01.06",
            " 2025-01-06 ",
            "2025-01-06T10:00",
            "2025-01-06T23:30:00Z",
            "2025-01-06T00:30:00+04:00",
            "2025-01-06 10:00:00",
            "2025-01-06 10:00:00.123 UTC",
            "20250106",
            "20250106100000",
            "202501061000",
            "20250106T100000Z",
            "Mon, 06 Jan 2025 00:30:00 +0400",
            "Mon, 6 Jan 2025 10:00 GMT",
            "06 Jan 25 10:00 GMT",
            "06 Jan 2025",
            "6 January 2025",
            "January 6, 2025",
            "Jan. 6, 2025",
            "6th January 2025",
            "06-Jan-2025",
            "Mon Jan  6 10:00:00 2025",
            "06.01.2025",
            "06.01.2025 10:00",
            "1736157600",
            "1736157600000",
            "Monday, January 6, 2025 at 10:00 AM",
        ] {
            let span = read(written, TODAY)
                .unwrap_or_else(|fault| panic!("{written}: {fault:?}"))
                .unwrap();
            assert_eq!(span, DaySpan::day(date(2025, 1, 6)), "{written}");
        }
        assert_eq!(read("25/12/2024", TODAY).unwrap().unwrap().to_string(), "2024-12-25");
        assert_eq!(read("12/25/2024", TODAY).unwrap().unwrap().to_string(), "2024-12-25");
        assert_eq!(read("Sept 9, 2024", TODAY).unwrap().unwrap().to_string(), "2024-09-09");
    }

    #[test]
    fn months_and_years_keep_their_precision() {
        for (written, span) in [
            ("2025-10", "2025-10"),
            ("2025/10", "2025-10"),
            ("Oct 2025", "2025-10"),
            ("October, 2025", "2025-10"),
            ("2025", "2025"),
        ] {
            assert_eq!(read(written, TODAY).unwrap().unwrap().to_string(), span, "{written}");
        }
        assert_eq!(read("  ", TODAY), Ok(None));
    }

    #[test]
    fn days_that_cannot_be_are_refused() {
        for (written, fault) in [
            ("9999-12-31", Fault::Future),
            ("9999", Fault::Future),
            ("2026-07-04", Fault::Future),
            ("1799-12-31", Fault::Past),
            ("0001-01-01", Fault::Past),
            ("10000-01-01", Fault::Unreadable),
            ("yesterday", Fault::Unreadable),
            ("2025-02-30", Fault::Unreadable),
            ("2025-13-01", Fault::Unreadable),
            ("03/04/2025", Fault::Unreadable),
            ("2025-01-06 to 2025-01-09", Fault::Unreadable),
            ("ж025-01-06", Fault::Unreadable),
            ("202ж-01-06", Fault::Unreadable),
            ("May", Fault::Unreadable),
            ("--", Fault::Unreadable),
            ("99999999999999999999", Fault::Unreadable),
        ] {
            assert_eq!(read(written, TODAY), Err(fault), "{written}");
        }
        assert!(read("2026-07-03", TODAY).is_ok());
        assert_eq!(read(&"2".repeat(10_000), TODAY), Err(Fault::Unreadable));
    }
}
