//! Brave's news search: `GET /res/v1/news/search?q=…&count=…&offset=…&freshness=…` with the key in a header.
//!
//! Only addresses are taken from its answers: the right to store more of them belongs to some plans alone.

use serde::Deserialize;

use super::{Backfill, Found};
use crate::error::{Error, Result};
use crate::sources::net::FetchFault;

/// Where the news search is asked.
pub(crate) const BRAVE: &str = "https://api.search.brave.com/res/v1/news/search";
/// The header of the key.
pub(super) const HEADER: &str = "X-Subscription-Token";
/// Results of a page, and what a question may have at most.
const COUNT: usize = 50;
const CHARACTERS: usize = 400;
const WORDS: usize = 50;

#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    results: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    url: String,
    /// `2025-06-01T10:00:00`.
    #[serde(default)]
    page_age: Option<String>,
}

/// Refuses a question that Brave would refuse.
pub(super) fn check(words: &str) -> Result<()> {
    let (characters, parts) = (words.chars().count(), words.split_whitespace().count());
    if characters > CHARACTERS || parts > WORDS {
        return Err(Error::Usage(format!(
            "Brave takes questions of {CHARACTERS} characters and {WORDS} words at most, and this one has {characters} and {parts}; give fewer with --words"
        )));
    }
    Ok(())
}

/// The address of a page of results, counted from 0.
///
/// # Errors
/// Where the interface's address is none.
pub(super) fn address(
    job: &Backfill<'_>,
    words: &str,
    number: usize,
) -> std::result::Result<String, FetchFault> {
    let mut address = url::Url::parse(job.interface).map_err(|_| FetchFault::BadAddress)?;
    let (count, offset) = (COUNT.to_string(), number.to_string());
    let span = format!("{}to{}", job.from, job.to);
    let pairs = [
        ("q", words),
        ("count", count.as_str()),
        ("offset", offset.as_str()),
        ("freshness", span.as_str()),
        // Reports of war are no less wanted than others, and the words are meant as they stand.
        ("safesearch", "off"),
        ("spellcheck", "false"),
    ];
    address.query_pairs_mut().extend_pairs(pairs);
    Ok(address.into())
}

/// The addresses of an answer.
///
/// # Errors
/// Where it is none.
pub(super) fn read(answer: &[u8]) -> std::result::Result<Vec<Found>, FetchFault> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|e| {
        FetchFault::Broken(format!("the answer is not what Brave's interface gives: {e}"))
    })?;
    let found = answer.results.into_iter().map(|entry| Found {
        day: super::day(entry.page_age.as_deref()),
        address: entry.url,
        title: None,
        keeps_day: false,
    });
    Ok(found.collect())
}

/// A fault with what may be done about the key or the plan.
pub(super) fn explained(fault: FetchFault) -> FetchFault {
    match fault {
        // A wrong key is answered with 422 by some of its servers.
        FetchFault::Status(status @ (401 | 403 | 422)) => FetchFault::Refused(format!(
            "Brave does not take the key ({status}); check BILATERAL_BRAVE_KEY, and that its plan has the news search"
        )),
        FetchFault::Status(status @ 402) | FetchFault::Later { status: status @ 429, .. } => {
            FetchFault::Refused(format!(
                "the requests of your Brave plan are used up for now ({status}); wait, or see its dashboard for the month's rest"
            ))
        }
        other => other,
    }
}
