//! A statement as a reader is told it: with its day, and what "on Wednesday" means, in square brackets.

use std::collections::BTreeMap;

use super::wording::short_span;
use crate::model::day::{DaySpan, Precision, days_between};
use crate::model::event::{Basis, Dated, Status};
use crate::relations::statements::Statement;

/// The text of the statement with our days in it, and these days as inputs. `shown`: the day the reader
/// was last told; `day`: the day the statement tells of, put before it where it is another one and the
/// statement does not say so itself.
pub(crate) fn told(
    s: &Statement<'_>,
    shown: Option<Dated>,
    day: Option<Dated>,
) -> (String, BTreeMap<String, String>) {
    let fresh = day.filter(|d| shown.is_none_or(|shown| shown.when != d.when));
    let Some(day) = fresh.filter(|d| !is_stated(s, *d)) else {
        return resolved(s, shown);
    };
    let (text, mut inputs) = resolved(s, Some(day));
    let written = match day.basis {
        Basis::PublicationDay => format!("reported {}", short_span(day.when)),
        Basis::Inferred => format!("about {}", short_span(day.when)),
        _ => short_span(day.when),
    };
    let text = format!("[{written}] {text}");
    inputs.insert("day of the statement".to_owned(), written);
    (text, inputs)
}

/// True where the sentence itself tells the day, with a day or month and year a reader can take it by.
fn is_stated(s: &Statement<'_>, day: Dated) -> bool {
    let words = day.span.filter(|span| s.span.contains(*span));
    let words = words.and_then(|span| span.of(&s.document.text)).unwrap_or_default();
    words.contains(&day.when.start.year().to_string())
        || (day.when.precision == Precision::Day && words.bytes().any(|b| b.is_ascii_digit()))
}

/// Puts "[25 Dec 2024]" behind "on Wednesday", unless the reader was shown just that day.
fn resolved(s: &Statement<'_>, shown: Option<Dated>) -> (String, BTreeMap<String, String>) {
    let mut text = s.text().to_owned();
    let mut inputs = BTreeMap::new();
    for time in s.times.iter().rev() {
        let Some(span) = time.span.filter(|span| s.span.contains(*span)) else {
            continue;
        };
        let words = span.of(&s.document.text).unwrap_or_default();
        let relative =
            time.basis == Basis::FromPublication && !words.bytes().any(|b| b.is_ascii_digit());
        let told_already = shown.is_some_and(|d| d.when == time.when);
        // "in May Keyah" is a place; "next Sunday" behind a past deed is misread.
        let is_name = text[span.end - s.span.start..]
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        let published = s.document.stated();
        let is_later = published.is_some_and(|p| time.when.start > p.end) && !is_plan(s);
        if !relative
            || told_already
            || is_name
            || is_later
            || time.when.precision == Precision::Year
            || is_long(time.when)
        {
            continue;
        }
        let day = short_span(time.when);
        let mut at = span.end - s.span.start;
        // Behind the possessive: "yesterday's [7 Aug 2018] decision".
        at += ["'s", "’s"].iter().find(|p| text[at..].starts_with(**p)).map_or(0, |p| p.len());
        text.insert_str(at, &format!(" [{day}]"));
        inputs.insert(words.to_owned(), day);
    }
    (text, inputs)
}

/// Longer than a month: "the past five years" needs no days.
fn is_long(when: DaySpan) -> bool {
    days_between(when.start, when.end) > 31
}

/// True when something in the sentence is planned or announced.
fn is_plan(s: &Statement<'_>) -> bool {
    s.events.iter().any(|e| e.status == Status::Planned) || s.text().contains(" will ")
}

#[cfg(test)]
mod tests;
