//! What programs and assistants are given, as JSON: the same values for both.

use serde_json::{Value, json};

use super::app::View;
use super::asked::Asked;
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render::json::render;
use crate::faces::render::records::{event, passage};
use crate::faces::render::series::{as_json, spans, step_of};
use crate::follow::List;
use crate::index::PassageQuery;
use crate::model::day::Day;
use crate::overview::Overview;
use crate::overview::question::Question;
use crate::reading::lexicon::Lexicon;
use crate::sources::ownership;

/// Records of one answer: what is taken unless asked otherwise, and at most.
const PAGE: usize = 100;
const MOST: usize = 1_000;

/// The overview that answers a question.
///
/// # Errors
/// Where the question is none, or the archive cannot be read; so with all functions here.
pub(in crate::faces) fn told(
    view: &View,
    question: &Question,
    as_of: Option<Day>,
) -> Result<Overview> {
    answer::overview(Lexicon::embedded(), &view.archive, question, as_of, view.sample)
}

/// The overview with its evidence.
pub(in crate::faces) fn overview(view: &View, asked: &Asked) -> Result<Value> {
    Ok(render(&told(view, &asked.question()?, asked.as_of()?)?))
}

/// Passages, best first.
pub(in crate::faces) fn search(view: &View, asked: &Asked) -> Result<Value> {
    if asked.q.trim().is_empty() {
        return Err(Error::Usage("q is empty; give words to search for".to_owned()));
    }
    let print = view.archive.fingerprint();
    let from = asked.from(&print)?;
    let found = view.archive.passages(&PassageQuery {
        words: asked.q.chars().take(1_000).collect(),
        published_until: asked.as_of()?,
        limit: limit(asked)?,
        offset: from,
        ..PassageQuery::default()
    })?;
    let passages = found.passages.iter().map(passage).collect();
    let mut value = listed("passages", found.total, from, &print, passages);
    value["loosened"] = json!(found.loosened);
    Ok(value)
}

/// All coded events behind a question, in day order.
pub(in crate::faces) fn every_event(view: &View, asked: &Asked) -> Result<Vec<Value>> {
    let found = answer::events(&view.archive, &asked.question()?, asked.as_of()?)?;
    Ok(found.iter().map(event).collect())
}

/// One page of the coded events behind a question.
pub(in crate::faces) fn events(view: &View, asked: &Asked) -> Result<Value> {
    let found = answer::events(&view.archive, &asked.question()?, asked.as_of()?)?;
    let print = view.archive.fingerprint();
    let from = asked.from(&print)?;
    let values = found.iter().skip(from).take(limit(asked)?).map(event).collect();
    Ok(listed("events", found.len(), from, &print, values))
}

/// Happenings in the order of the relations and days.
pub(in crate::faces) fn happenings(view: &View, asked: &Asked) -> Result<Value> {
    let found = view.happenings(asked)?;
    let print = view.archive.fingerprint();
    let from = asked.from(&print)?;
    let page: Vec<_> = found.iter().skip(from).take(limit(asked)?).collect();
    let values: std::result::Result<Vec<Value>, _> =
        page.into_iter().map(serde_json::to_value).collect();
    let values = values.map_err(|e| Error::Internal(e.to_string()))?;
    Ok(listed("happenings", found.len(), from, &print, values))
}

/// The relations of a question in numbers.
pub(in crate::faces) fn series(view: &View, asked: &Asked) -> Result<Value> {
    let step = match asked.by.as_str() {
        "" => None,
        name => Some(step_of(name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            Error::Usage(format!(
                "'{shown}' is no length of a span; take day, week, month, quarter or year"
            ))
        })?),
    };
    let (question, as_of) = (asked.question()?, asked.as_of()?);
    let (counted, by_day) = answer::counted(&view.archive, &question, as_of)?;
    let directed = !asked.directed.is_empty();
    let spans = spans(&counted, &by_day, &question, as_of, step, directed)?;
    Ok(spans.map_or_else(|| json!({ "relations": [] }), |spans| as_json(&counted, &spans)))
}

/// A stored text with where it stands and what is understood of it; `None` where there is none of this key.
pub(in crate::faces) fn document(view: &View, key: &str) -> Result<Option<Value>> {
    let record = view.archive.records_of(&[key.to_owned()], None)?.pop();
    Ok(record.map(|record| json!({ "document": record.document, "reading": record.reading })))
}

/// Outlets with the number of their texts and how they are run, and the sources that are followed.
pub(in crate::faces) fn sources(view: &View, folder: &std::path::Path) -> Result<Value> {
    let coverage = view.archive.coverage(None)?;
    let outlets: Vec<Value> = coverage
        .outlets
        .iter()
        .map(|(outlet, documents)| {
            let label = ownership::label(outlet).map(|l| l.label);
            json!({ "outlet": outlet, "documents": documents, "ownership": label })
        })
        .collect();
    let followed: Vec<Value> = if view.sample {
        Vec::new()
    } else {
        let list = List::load(folder)?;
        let told = |feed: &crate::follow::Feed| {
            json!({
                "name": feed.name(), "state": feed.state, "paused": feed.paused, "items": feed.items,
                "newest": feed.newest,
            })
        };
        list.feeds.iter().map(told).collect()
    };
    Ok(json!({ "outlets": outlets, "ownership_source": ownership::SOURCE, "followed": followed }))
}

/// What the archive holds.
pub(in crate::faces) fn status(view: &View) -> Result<Value> {
    let coverage = view.archive.coverage(None)?;
    Ok(json!({
        "sample": view.sample,
        "fingerprint": view.archive.fingerprint(),
        "documents": coverage.documents,
        "read": coverage.read,
        "unread": coverage.unread,
        "rows": coverage.rows,
        "undated": coverage.undated,
        "sentences": coverage.sentences,
        "events": coverage.events,
        "first_day": coverage.days.map(|d| d.0),
        "last_day": coverage.days.map(|d| d.1),
        "languages": coverage.languages,
        "outlets": coverage.outlets,
    }))
}

/// One page of a list, and how to get the next.
fn listed(name: &str, all: usize, from: usize, print: &str, values: Vec<Value>) -> Value {
    let next = from.saturating_add(values.len());
    let next = (next < all && !values.is_empty()).then_some(next);
    json!({
        "total": all,
        "offset": from,
        "next_offset": next,
        "next_cursor": next.map(|next| Asked::cursor(next, print)),
        name: values,
    })
}

fn limit(asked: &Asked) -> Result<usize> {
    match asked.limit.unwrap_or(PAGE) {
        n @ 1..=MOST => Ok(n),
        n => Err(Error::Usage(format!("limit is {n}; take one from 1 to {MOST}"))),
    }
}
