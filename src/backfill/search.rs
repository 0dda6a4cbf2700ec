//! Pages that a search engine of the reader's own (SearXNG) names.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use serde::Deserialize;

use super::{Backfill, Step, Told, patiently};
use crate::error::{Error, Result};
use crate::ingest::Intake;
use crate::model::day::Day;
use crate::sources::net::{FetchFault, Request, Response};
use crate::sources::{self, Body, Looks, Origin, Place, RawItem};

/// Bytes of an answer of the engine, and of a page.
const ANSWER: u64 = 8 * 1024 * 1024;
const PAGE: u64 = 8 * 1024 * 1024;
/// Pages of results asked for at most.
const PAGES: usize = 10;
/// Results looked at in all.
const MOST: usize = 300;

/// What the engine answers, of which the rest is not read.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    results: Vec<Found>,
}

#[derive(Debug, Deserialize)]
struct Found {
    url: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default, rename = "publishedDate")]
    published: Option<String>,
}

/// Asks the engine for words and stores the pages it names: each is fetched, and its article stored; what the
/// engine writes about a page is not. Results dated outside of the span are passed over. `watch` is told after
/// each page.
///
/// # Errors
/// Where the archive cannot be written; what was told before is stored.
pub(crate) fn search(
    job: &Backfill<'_>,
    words: &str,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    if words.trim().is_empty() {
        return Err(Error::Usage(
            "there is nothing to search for; name countries with --about".to_owned(),
        ));
    }
    let mut told = Told::default();
    let found = match results(job, words, &mut told.bytes) {
        Ok(found) => found,
        Err(fault) => {
            told.ended = Some(fault);
            return Ok(told);
        }
    };
    let mut step = Step { of: found.len(), bytes: told.bytes, ..Step::default() };
    let mut intake = Intake::begin(job.setting, format!("search for {words}"))?;
    for result in found {
        step.done += 1;
        match page(job, &result) {
            Some((item, bytes)) => {
                step.bytes += bytes;
                intake.take(vec![Ok(item)])?;
            }
            None => told.missing += 1,
        }
        if watch(&step).is_break() {
            break;
        }
    }
    told.bytes = step.bytes;
    told.summary = intake.finish()?;
    Ok(told)
}

/// What the engine finds, each address once, in its order.
fn results(
    job: &Backfill<'_>,
    words: &str,
    bytes: &mut u64,
) -> std::result::Result<Vec<Found>, FetchFault> {
    let mut out: Vec<Found> = Vec::new();
    let mut seen = BTreeSet::new();
    for number in 1..=PAGES {
        let mut address = url::Url::parse(job.interface)
            .and_then(|base| base.join("search"))
            .map_err(|_| FetchFault::BadAddress)?;
        let number = number.to_string();
        let pairs =
            [("q", words), ("format", "json"), ("categories", "news"), ("pageno", number.as_str())];
        address.query_pairs_mut().extend_pairs(pairs);
        let answer = patiently(job, || {
            // The reader's own engine: it may stand in his own network.
            let request = Request {
                address: address.as_str(),
                most: ANSWER,
                local: true,
                interface: true,
                ..Request::default()
            };
            match job.client.get(&request)? {
                Response::Fetched(fetched) => Ok(fetched.body),
                Response::Unchanged => Err(FetchFault::Status(304)),
            }
        })?;
        *bytes += answer.len() as u64;
        let answer: Answer = serde_json::from_slice(&answer).map_err(|_| {
            FetchFault::Broken(
                "the engine gives no JSON; allow the format json in its settings".to_owned(),
            )
        })?;
        let before = out.len();
        for found in answer.results {
            if out.len() < MOST && is_inside(&found, job) && seen.insert(found.url.clone()) {
                out.push(found);
            }
        }
        if out.len() == before {
            break;
        }
    }
    Ok(out)
}

/// False where the engine dates it outside of the span.
fn is_inside(found: &Found, job: &Backfill<'_>) -> bool {
    day(found).is_none_or(|day| day >= job.from && day <= job.to)
}

fn day(found: &Found) -> Option<Day> {
    found.published.as_deref()?.get(..10)?.parse().ok()
}

/// The page of a result; `None` where it cannot be had or is none.
fn page(job: &Backfill<'_>, found: &Found) -> Option<(RawItem, u64)> {
    let request =
        Request { address: &found.url, most: PAGE, local: job.local, ..Request::default() };
    let Ok(Response::Fetched(fetched)) = job.client.get(&request) else {
        return None;
    };
    if sources::looks_like(&fetched.body) != Looks::Page {
        return None;
    }
    let html = sources::text_of(&fetched.body, fetched.kind.as_deref())?;
    let origin = Origin { file: fetched.address.clone(), place: Place::Whole };
    let mut item = RawItem::new(origin, Body::Html(html));
    item.url = Some(fetched.address);
    item.title.clone_from(&found.title);
    // The engine's day is its own; the page's is looked for in the page.
    item.inferred = day(found).map(|day| day.to_string());
    Some((item, fetched.body.len() as u64))
}
