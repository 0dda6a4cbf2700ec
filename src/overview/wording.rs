//! The words of our own sentences, from `data/wording.toml`, and how days are written.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Point;
use crate::model::day::{Day, DaySpan, Precision};
use crate::model::event::Basis;

/// Templates by group and name.
#[derive(Deserialize)]
pub(crate) struct Wording {
    months: Vec<String>,
    heading: BTreeMap<String, String>,
    course: BTreeMap<String, String>,
    lead: BTreeMap<String, String>,
    wider: BTreeMap<String, String>,
    changes: BTreeMap<String, String>,
}

pub(crate) fn wording() -> &'static Wording {
    static WORDING: OnceLock<Wording> = OnceLock::new();
    WORDING.get_or_init(|| {
        toml::from_str(include_str!("../../data/wording.toml"))
            .expect("data/wording.toml is ours and well formed")
    })
}

impl Wording {
    pub(crate) fn heading(&self, name: &str) -> &str {
        template(&self.heading, name)
    }

    pub(crate) fn course(&self, name: &str) -> &str {
        template(&self.course, name)
    }

    pub(crate) fn lead(&self, name: &str) -> &str {
        template(&self.lead, name)
    }

    pub(crate) fn changes(&self, name: &str) -> &str {
        template(&self.changes, name)
    }

    pub(crate) fn wider(&self, name: &str) -> &str {
        template(&self.wider, name)
    }
}

fn template<'a>(group: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    group.get(name).map_or("", String::as_str)
}

/// Fills `{name}` in a template with its value; a name without a value stays as it is.
pub(crate) fn fill(template: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        match values.get(name) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

/// "25 December 2024".
pub(crate) fn long_day(day: Day) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// "25 Dec 2024", "Dec 2024", "2024", "20–31 Dec 2024", "Jan – Mar 2025".
pub(crate) fn short_span(span: DaySpan) -> String {
    let (a, b) = (span.start, span.end);
    match span.precision {
        Precision::Day => short_day(a),
        Precision::Month => format!("{} {}", short_month(a), a.year()),
        Precision::Year => a.year().to_string(),
        Precision::Week | Precision::Range if a == b => short_day(a),
        Precision::Week | Precision::Range if (a.year(), a.month()) == (b.year(), b.month()) => {
            format!("{}–{} {} {}", a.day(), b.day(), short_month(a), a.year())
        }
        Precision::Week | Precision::Range if a.year() == b.year() => {
            format!("{} – {} {}", short_month(a), short_month(b), a.year())
        }
        Precision::Week | Precision::Range => {
            format!("{} {} – {} {}", short_month(a), a.year(), short_month(b), b.year())
        }
    }
}

pub(crate) fn short_day(day: Day) -> String {
    format!("{} {} {}", day.day(), short_month(day), day.year())
}

fn short_month(day: Day) -> &'static str {
    month_name(day.month()).get(..3).unwrap_or_default()
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|at| wording().months.get(at))
        .map_or("", String::as_str)
}

/// 1 to 12 for an English month name or its first three letters, in any case.
pub(crate) fn month_number(word: &str) -> Option<i8> {
    let low = word.trim_end_matches('.').to_lowercase();
    let at = wording().months.iter().position(|m| {
        let month = m.to_lowercase();
        month == low || month.get(..3) == Some(low.as_str())
    })?;
    i8::try_from(at + 1).ok()
}

/// "25 Dec 2024", "reported 25 Dec 2024", "undated page, about Oct 2025", with "background" before it.
pub(crate) fn point_day(point: &Point) -> String {
    let day = match (point.day.map(short_span), point.day_basis) {
        (Some(day), Some(Basis::PublicationDay)) => format!("reported {day}"),
        (Some(day), Some(Basis::Inferred)) => format!("undated page, about {day}"),
        (Some(day), _) => day,
        (None, _) => "undated page".to_owned(),
    };
    if point.background { format!("background, {day}") } else { day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_people_write_them() {
        let span = |text: &str| short_span(DaySpan::parse(text).unwrap());
        assert_eq!(span("2024-12-25"), "25 Dec 2024");
        assert_eq!(span("2024-12"), "Dec 2024");
        assert_eq!(span("2024"), "2024");
        assert_eq!(long_day(Day::constant(2024, 12, 5)), "5 December 2024");
        assert_eq!(month_number("Sept"), None);
        assert_eq!(month_number("Sep."), Some(9));
    }

    #[test]
    fn templates_fill_what_they_know() {
        let values = BTreeMap::from([("a".to_owned(), "x".to_owned())]);
        assert_eq!(fill("{a} and {b} {", &values), "x and {b} {");
    }
}
