//! Pages that a search engine names: the reader's own (SearXNG), or Brave's news.

mod brave;
mod searxng;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::files::{Files, Reached};
use super::{Backfill, Step, Told, patiently, source_of};
use crate::error::{Error, Result};
use crate::ingest::Intake;
use crate::model::day::Day;
use crate::sources::net::{FetchFault, Request, Response, Secret};
use crate::sources::{self, Body, Looks, Origin, Place, RawItem};

pub(crate) use brave::BRAVE;

/// Bytes of an answer of the engine, and of a page.
const ANSWER: u64 = 8 * 1024 * 1024;
const PAGE: u64 = 8 * 1024 * 1024;
/// Pages of results asked for at most.
const PAGES: usize = 10;

/// Who is asked.
#[derive(Clone, Copy)]
pub(crate) enum Engine<'a> {
    /// An instance of the reader's own, which may stand in his own network.
    Searxng,
    /// Brave's news, with the key of the reader's plan.
    Brave { key: &'a str },
}

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) struct Query<'a> {
    pub(crate) engine: Engine<'a>,
    pub(crate) words: &'a str,
    /// Results looked at in all.
    pub(crate) most: usize,
}

/// A result, of which what the engine writes about the page is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    address: String,
    title: Option<String>,
    /// The day the engine gives the page, to choose by.
    day: Option<Day>,
    /// The day may also be kept as a guess.
    keeps_day: bool,
}

/// Asks the engine for words and stores the pages it names: each is fetched, and its article stored; what the
/// engine writes about a page is not. Results dated outside of the span, and pages that were taken before, are
/// passed over. `watch` is told after each page.
///
/// # Errors
/// Where there are no words or too many, or the archive cannot be written; what was told before is stored.
pub(crate) fn search(
    job: &Backfill<'_>,
    query: Query<'_>,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    asks_something(query.words)?;
    if matches!(query.engine, Engine::Brave { .. }) {
        brave::check(query.words)?;
    }
    let source = source_of("search", job.setting.about.as_ref());
    let folder = job.setting.folder;
    let mut files = Files::load(folder)?;
    let mut told = Told::default();
    let mut found = match results(job, query, &mut told.bytes) {
        Ok(found) => found,
        Err(fault) => {
            told.ended = Some(fault);
            return Ok(told);
        }
    };
    let all = found.len();
    found.retain(|result| files.reached(&source, &result.address) != Reached::Whole);
    told.before = all - found.len();
    let mut step = Step { of: found.len(), bytes: told.bytes, ..Step::default() };
    let mut intake = Intake::begin(job.setting, format!("search for {}", query.words))?;
    for result in found {
        step.done += 1;
        match page(job, &result) {
            Some((item, bytes)) => {
                step.bytes += bytes;
                intake.take(vec![Ok(item)])?;
                files.enter(&source, &result.address, Reached::Whole);
                files.save(folder)?;
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

/// Refuses a search for nothing.
pub(super) fn asks_something(words: &str) -> Result<()> {
    if words.trim().is_empty() {
        return Err(Error::Usage(
            "there is nothing to search for; name countries with --about, or give --words"
                .to_owned(),
        ));
    }
    Ok(())
}

/// What the engine finds, each address once, in its order.
fn results(
    job: &Backfill<'_>,
    Query { engine, words, most }: Query<'_>,
    bytes: &mut u64,
) -> std::result::Result<Vec<Found>, FetchFault> {
    let mut out: Vec<Found> = Vec::new();
    let mut seen = BTreeSet::new();
    for number in 0..PAGES {
        let address = match engine {
            Engine::Searxng => searxng::address(job.interface, words, number)?,
            Engine::Brave { .. } => brave::address(job, words, number)?,
        };
        let (local, secret) = match engine {
            Engine::Searxng => (true, None),
            Engine::Brave { key } => {
                (job.local, Some(Secret { header: brave::HEADER, value: key }))
            }
        };
        let answer = patiently(job, || {
            let request = Request {
                address: &address,
                most: ANSWER,
                local,
                interface: true,
                secret,
                ..Request::default()
            };
            match job.client.get(&request)? {
                Response::Fetched(fetched) => Ok(fetched.body),
                Response::Unchanged => Err(FetchFault::Status(304)),
            }
        });
        let answer = answer.map_err(|fault| match engine {
            Engine::Searxng => searxng::explained(fault),
            Engine::Brave { .. } => brave::explained(fault),
        })?;
        *bytes += answer.len() as u64;
        let answer = match engine {
            Engine::Searxng => searxng::read(&answer)?,
            Engine::Brave { .. } => brave::read(&answer)?,
        };
        let before = seen.len();
        for found in answer {
            let is_inside = found.day.is_none_or(|day| day >= job.from && day <= job.to);
            if seen.insert(found.address.clone()) && is_inside && out.len() < most {
                out.push(found);
            }
        }
        // An engine at its end gives nothing, or its last page again.
        if seen.len() == before || out.len() >= most {
            break;
        }
    }
    Ok(out)
}

/// The first ten letters of a day and time as a day.
fn day(written: Option<&str>) -> Option<Day> {
    written?.get(..10)?.parse().ok()
}

/// The page of a result; `None` where it cannot be had or is none.
fn page(job: &Backfill<'_>, found: &Found) -> Option<(RawItem, u64)> {
    let request =
        Request { address: &found.address, most: PAGE, local: job.local, ..Request::default() };
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
    item.inferred = found.day.filter(|_| found.keeps_day).map(|day| day.to_string());
    Some((item, fetched.body.len() as u64))
}
