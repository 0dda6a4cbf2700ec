//! SearXNG's answers: `GET /search?q=…&format=json&categories=news&pageno=…` (its docs/dev/search_api.rst).

use serde::Deserialize;

use super::Found;
use crate::sources::net::FetchFault;

/// What the engine answers; every field but the address may be missing.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    results: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    url: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, rename = "publishedDate")]
    published: Option<String>,
}

/// The address of a page of results, counted from 0.
///
/// # Errors
/// Where the instance's address is none.
pub(super) fn address(instance: &str, words: &str, number: usize) -> Result<String, FetchFault> {
    let mut address = url::Url::parse(instance)
        .and_then(|base| base.join("search"))
        .map_err(|_| FetchFault::BadAddress)?;
    let number = (number + 1).to_string();
    let pairs =
        [("q", words), ("format", "json"), ("categories", "news"), ("pageno", number.as_str())];
    address.query_pairs_mut().extend_pairs(pairs);
    Ok(address.into())
}

/// The results of an answer.
///
/// # Errors
/// Where it is none.
pub(super) fn read(answer: &[u8]) -> Result<Vec<Found>, FetchFault> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|_| no_json())?;
    let found = answer.results.into_iter().map(|entry| Found {
        day: super::day(entry.published.as_deref()),
        address: entry.url,
        title: entry.title,
        keeps_day: true,
    });
    Ok(found.collect())
}

/// A fault with what may be done at the instance.
pub(super) fn explained(fault: FetchFault) -> FetchFault {
    match fault {
        FetchFault::Status(403) => no_json(),
        FetchFault::Later { status: 429, .. } => FetchFault::Refused(
            "the engine's limiter turns programs away (429); let this machine pass in its limiter.toml, or switch the limiter off"
                .to_owned(),
        ),
        other => other,
    }
}

fn no_json() -> FetchFault {
    FetchFault::Refused(
        "the engine gives no JSON; allow the format json under search: formats: in its settings.yml"
            .to_owned(),
    )
}
