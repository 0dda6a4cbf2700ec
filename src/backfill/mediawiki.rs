//! Pages of a wiki by their titles, through MediaWiki's interface for programs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::sources::net::{Client, FetchFault, Request, Response};

/// Titles asked for at once: what the interface allows without a right of its own.
pub(super) const AT_ONCE: usize = 50;
/// Bytes of an answer: fifty pages of 100 KB and more.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Answers that one set of titles may take.
const MOST_ANSWERS: usize = 60;

/// What the interface answers, of which the rest is not read.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    query: Option<Query>,
    #[serde(default, rename = "continue")]
    more: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(default)]
    error: Option<Complaint>,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    code: String,
    info: String,
}

#[derive(Debug, Default, Deserialize)]
struct Query {
    #[serde(default)]
    pages: Vec<Page>,
}

#[derive(Debug, Deserialize)]
struct Page {
    title: String,
    #[serde(default)]
    revisions: Vec<Revision>,
}

#[derive(Debug, Deserialize)]
struct Revision {
    slots: BTreeMap<String, Slot>,
}

#[derive(Debug, Deserialize)]
struct Slot {
    #[serde(default)]
    content: Option<String>,
}

/// The wikitext of pages by title; titles without a page are left out. `interface` is the address of `api.php`.
///
/// # Errors
/// A fault of the network, or what the interface complains of.
pub(super) fn pages(
    client: &Client<'_>,
    interface: &str,
    titles: &[String],
    local: bool,
) -> Result<(BTreeMap<String, String>, u64), FetchFault> {
    let mut out = BTreeMap::new();
    let mut bytes = 0;
    let mut more: Option<BTreeMap<String, serde_json::Value>> = None;
    for _ in 0..MOST_ANSWERS {
        let address = address(interface, titles, more.as_ref())?;
        let request = Request {
            address: &address,
            most: LARGEST,
            local,
            interface: true,
            ..Request::default()
        };
        let Response::Fetched(fetched) = client.get(&request)? else {
            return Err(FetchFault::Status(304));
        };
        bytes += fetched.body.len() as u64;
        let answer: Answer = serde_json::from_slice(&fetched.body).map_err(|e| {
            FetchFault::Broken(format!("the answer is not what the interface gives: {e}"))
        })?;
        if let Some(Complaint { code, info }) = answer.error {
            return Err(match code.as_str() {
                // The servers are behind; they ask to come back.
                "maxlag" | "ratelimited" => FetchFault::Later { status: 503, after: None },
                _ => FetchFault::Broken(format!(
                    "{code}: {}",
                    info.chars().take(200).collect::<String>()
                )),
            });
        }
        for page in answer.query.unwrap_or_default().pages {
            let text =
                page.revisions.into_iter().next().and_then(|mut r| r.slots.remove("main")?.content);
            if let Some(text) = text {
                out.insert(page.title, text);
            }
        }
        more = answer.more;
        if more.is_none() {
            return Ok((out, bytes));
        }
    }
    Ok((out, bytes))
}

fn address(
    interface: &str,
    titles: &[String],
    more: Option<&BTreeMap<String, serde_json::Value>>,
) -> Result<String, FetchFault> {
    let mut url = url::Url::parse(interface).map_err(|_| FetchFault::BadAddress)?;
    {
        let mut query = url.query_pairs_mut();
        for (name, value) in [
            ("action", "query"),
            ("prop", "revisions"),
            ("rvprop", "content"),
            ("rvslots", "main"),
            ("format", "json"),
            ("formatversion", "2"),
            ("maxlag", "5"),
        ] {
            query.append_pair(name, value);
        }
        query.append_pair("titles", &titles.join("|"));
        for (name, value) in more.into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            query.append_pair(name, &text);
        }
    }
    Ok(url.into())
}
