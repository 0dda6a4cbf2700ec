//! The interface for programs: JSON of what the pages show.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::app::{App, View};
use super::pages::{Asked, told};
use super::problem::Problem;
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render::json::render;
use crate::faces::render::records::{event, passage};
use crate::index::PassageQuery;
use crate::reading::lexicon::Lexicon;

/// Records of one answer: what is taken unless asked otherwise, and at most.
const PAGE: usize = 100;
const MOST: usize = 1_000;

/// An answer, with the archive it was made of.
struct Answer {
    fingerprint: String,
    body: String,
    kind: &'static str,
}

const JSON: &str = "application/json";

/// Answers with a tag of the archive and the question: who has it already is told so.
async fn answer(
    app: Arc<App>,
    headers: HeaderMap,
    question: String,
    work: impl FnOnce(&View) -> Result<(String, &'static str)> + Send + 'static,
) -> Response {
    let made = app.work(move |view| {
        let (body, kind) = work(view)?;
        Ok(Answer { fingerprint: view.archive.fingerprint(), body, kind })
    });
    match made.await {
        Err(problem) => problem.json(),
        Ok(answer) => {
            let tag = format!("\"{}-{:016x}\"", answer.fingerprint, hashed(&question));
            let asked = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
            if asked.is_some_and(|asked| asked.split(',').any(|one| one.trim() == tag)) {
                return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
            }
            let headers = [(header::CONTENT_TYPE, answer.kind.to_owned()), (header::ETAG, tag)];
            (headers, answer.body).into_response()
        }
    }
}

fn hashed(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

/// One page of a list, and how to get the next.
fn listed(name: &str, all: usize, asked: &Asked, values: Vec<Value>) -> Value {
    let next = asked.offset + values.len();
    let next = (next < all && !values.is_empty()).then_some(next);
    json!({ "total": all, "offset": asked.offset, "next_offset": next, name: values })
}

fn limit(asked: &Asked) -> Result<usize> {
    match asked.limit.unwrap_or(PAGE) {
        n @ 1..=MOST => Ok(n),
        n => Err(Error::Usage(format!("limit is {n}; take one from 1 to {MOST}"))),
    }
}

/// `GET /v1/overviews?q=…`: the overview with its evidence.
pub(super) async fn overviews(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    answer(app, headers, format!("overviews {asked:?}"), move |view| {
        let question = asked.question()?;
        let overview = told(view, &question, asked.as_of()?)?;
        Ok((line(&render(&overview)), JSON))
    })
    .await
}

/// `GET /v1/search?q=…`: passages, best first.
pub(super) async fn search(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    answer(app, headers, format!("search {asked:?}"), move |view| {
        if asked.q.trim().is_empty() {
            return Err(Error::Usage("q is empty; give words to search for".to_owned()));
        }
        let found = view.archive.passages(&PassageQuery {
            words: asked.q.chars().take(1_000).collect(),
            published_until: asked.as_of()?,
            limit: limit(&asked)?,
            offset: asked.offset,
            ..PassageQuery::default()
        })?;
        let passages = found.passages.iter().map(passage).collect();
        let mut value = listed("passages", found.total, &asked, passages);
        value["loosened"] = json!(found.loosened);
        Ok((line(&value), JSON))
    })
    .await
}

/// `GET /v1/events?q=…`: coded events in day order, a page of them, or all as lines (`format=ndjson`).
pub(super) async fn events(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    answer(app, headers, format!("events {asked:?}"), move |view| {
        let found = answer::events(&view.archive, &asked.question()?, asked.as_of()?)?;
        if asked.format == "ndjson" {
            return Ok((found.iter().map(|e| line(&event(e))).collect(), "application/x-ndjson"));
        }
        let values = found.iter().skip(asked.offset).take(limit(&asked)?).map(event).collect();
        Ok((line(&listed("events", found.len(), &asked, values)), JSON))
    })
    .await
}

/// `GET /v1/happenings?q=…`: happenings in the order of the relations and days.
pub(super) async fn happenings(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    answer(app, headers, format!("happenings {asked:?}"), move |view| {
        let found = answer::happenings(
            Lexicon::embedded(),
            &view.archive,
            &asked.question()?,
            asked.as_of()?,
        )?;
        let page: Vec<_> = found.iter().skip(asked.offset).take(limit(&asked)?).collect();
        let values: std::result::Result<Vec<Value>, _> =
            page.into_iter().map(serde_json::to_value).collect();
        let values = values.map_err(|e| Error::Internal(e.to_string()))?;
        Ok((line(&listed("happenings", found.len(), &asked, values)), JSON))
    })
    .await
}

/// `GET /v1/documents/KEY`: a stored text with where it stands and what is understood of it.
pub(super) async fn document(State(app): State<Arc<App>>, Path(key): Path<String>) -> Response {
    let found = app.work(move |view| {
        let record = view.archive.records_of(&[key], None)?.pop();
        let value =
            record.map(|record| json!({ "document": record.document, "reading": record.reading }));
        Ok(value)
    });
    match found.await {
        Err(problem) => problem.json(),
        Ok(None) => Problem::NotFound("the archive has no text with this key".to_owned()).json(),
        Ok(Some(value)) => ([(header::CONTENT_TYPE, JSON)], line(&value)).into_response(),
    }
}

/// `GET /v1/status`: what the archive holds.
pub(super) async fn status(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answer(app, headers, "status".to_owned(), |view| {
        let coverage = view.archive.coverage(None)?;
        let value = json!({
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
        });
        Ok((line(&value), JSON))
    })
    .await
}
