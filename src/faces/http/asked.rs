//! What may be asked, by a page, a program or an assistant: one set of names for all three.

use std::fmt::Write;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::response::Response;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::layout::in_address;
use super::problem::Problem;
use crate::error::{Error, Result};
use crate::faces::question::understand;
use crate::model::day::{Day, DaySpan};
use crate::overview::question::Question;

/// What may stand behind the question mark of an address, or among the arguments of a tool.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::faces) struct Asked {
    pub(in crate::faces) q: String,
    pub(in crate::faces) since: String,
    pub(in crate::faces) until: String,
    pub(in crate::faces) as_of: String,
    /// "1" leaves the rows of event tables out.
    pub(in crate::faces) no_tables: String,
    /// `START-END`: the words that are shown marked.
    pub(in crate::faces) at: String,
    #[serde(deserialize_with = "number_or_zero")]
    pub(in crate::faces) offset: usize,
    /// Where the next page begins, as the page before it said.
    pub(in crate::faces) cursor: String,
    #[serde(deserialize_with = "number")]
    pub(in crate::faces) limit: Option<usize>,
    /// Length of the spans of a series: day, week, month, quarter or year.
    pub(in crate::faces) by: String,
    /// "1" tells who acts on whom apart in a series.
    pub(in crate::faces) directed: String,
    pub(in crate::faces) format: String,
}

/// A number; a field of a form that was left empty is none.
fn number<'de, D: Deserializer<'de>>(input: D) -> std::result::Result<Option<usize>, D::Error> {
    let text = String::deserialize(input)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| D::Error::custom("limit and offset are whole numbers"))
}

fn number_or_zero<'de, D: Deserializer<'de>>(input: D) -> std::result::Result<usize, D::Error> {
    Ok(number(input)?.unwrap_or(0))
}

/// Digits of a fingerprint in a cursor.
const MARK: usize = 16;

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Response;

    /// What cannot be read is told as every other problem is.
    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> std::result::Result<Self, Response> {
        match Query::<Asked>::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(asked),
            Err(rejection) => {
                Err(Problem::BadRequest(rejection.body_text()).told_at(parts.uri.path()))
            }
        }
    }
}

impl Asked {
    /// The question with its period.
    pub(in crate::faces) fn question(&self) -> Result<Question> {
        let mut question = understand(&self.q)?;
        question.since = day(&self.since)?.map(|span| span.start).or(question.since);
        question.until = day(&self.until)?.map(|span| span.end).or(question.until);
        question.tables = self.no_tables.is_empty();
        if let (Some(since), Some(until)) = (question.since, question.until)
            && since > until
        {
            return Err(Error::Usage(format!(
                "the period ends ({until}) before it begins ({since})"
            )));
        }
        Ok(question)
    }

    /// Records left out before the first of this page, of the archive with this fingerprint.
    ///
    /// # Errors
    /// Where the cursor is none, or of an archive that has changed since: its pages would not fit together.
    pub(in crate::faces) fn from(&self, fingerprint: &str) -> Result<usize> {
        if self.cursor.is_empty() {
            return Ok(self.offset);
        }
        let read = self.cursor.split_once('-').and_then(|(at, of)| Some((at.parse().ok()?, of)));
        match read {
            Some((at, of)) if fingerprint.starts_with(of) && of.len() == MARK => Ok(at),
            Some(_) => Err(Error::Usage(
                "the archive has changed since this cursor was given; begin anew without it"
                    .to_owned(),
            )),
            None => {
                Err(Error::Usage("this is no cursor; take the next_cursor of a page".to_owned()))
            }
        }
    }

    /// The cursor of the page that begins at a place.
    pub(in crate::faces) fn cursor(at: usize, fingerprint: &str) -> String {
        format!("{at}-{}", fingerprint.get(..MARK).unwrap_or(fingerprint))
    }

    pub(in crate::faces) fn as_of(&self) -> Result<Option<Day>> {
        Ok(day(&self.as_of)?.map(|span| span.end))
    }

    /// The same question for another page.
    pub(in crate::faces) fn address(&self, path: &str) -> String {
        let mut out = format!("{path}?q={}", in_address(&self.q));
        for (name, value) in [
            ("since", &self.since),
            ("until", &self.until),
            ("as_of", &self.as_of),
            ("no_tables", &self.no_tables),
        ] {
            if !value.is_empty() {
                let _ = write!(out, "&{name}={}", in_address(value));
            }
        }
        out
    }
}

/// The days that a text names; nothing where it is empty.
///
/// # Errors
/// Where it names none.
pub(in crate::faces) fn day(text: &str) -> Result<Option<DaySpan>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = DaySpan::parse(text.trim());
    read.map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Error::Usage(format!("'{shown}' is no day; write one as 2025-10-09, 2025-10 or 2025"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_goes_from_page_to_page_whole() {
        let asked = Asked {
            q: "Norway & <Sweden>".to_owned(),
            since: "2024".to_owned(),
            ..Asked::default()
        };
        assert_eq!(asked.address("/series"), "/series?q=Norway+%26+%3CSweden%3E&since=2024");
        assert!(in_address("\"x\"").chars().all(|c| c.is_ascii_alphanumeric() || c == '%'));
        assert!(day("2024-13").is_err() && day(" ").unwrap().is_none());
    }
}
