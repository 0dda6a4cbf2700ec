//! The interface for programs: JSON of what the pages show.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::app::{App, View};
use super::asked::Asked;
use super::problem::Problem;
use super::values;
use crate::error::Result;

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

/// Answers with one value made of what was asked.
async fn valued(
    app: Arc<App>,
    headers: HeaderMap,
    name: &str,
    asked: Asked,
    make: fn(&View, &Asked) -> Result<Value>,
) -> Response {
    let question = format!("{name} {asked:?}");
    answer(app, headers, question, move |view| Ok((line(&make(view, &asked)?), JSON))).await
}

/// `GET /v1/overviews?q=…`: the overview with its evidence.
pub(super) async fn overviews(app: State<Arc<App>>, headers: HeaderMap, asked: Asked) -> Response {
    valued(app.0, headers, "overviews", asked, values::overview).await
}

/// `GET /v1/search?q=…`: passages, best first.
pub(super) async fn search(app: State<Arc<App>>, headers: HeaderMap, asked: Asked) -> Response {
    valued(app.0, headers, "search", asked, values::search).await
}

/// `GET /v1/series?q=…`: the relations in numbers, with their shifts.
pub(super) async fn series(app: State<Arc<App>>, headers: HeaderMap, asked: Asked) -> Response {
    valued(app.0, headers, "series", asked, values::series).await
}

/// `GET /v1/happenings?q=…`: happenings in the order of the relations and days.
pub(super) async fn happenings(app: State<Arc<App>>, headers: HeaderMap, asked: Asked) -> Response {
    valued(app.0, headers, "happenings", asked, values::happenings).await
}

/// `GET /v1/events?q=…`: coded events in day order, a page of them, or all as lines (`format=ndjson`).
pub(super) async fn events(app: State<Arc<App>>, headers: HeaderMap, asked: Asked) -> Response {
    if asked.format != "ndjson" {
        return valued(app.0, headers, "events", asked, values::events).await;
    }
    answer(app.0, headers, format!("events {asked:?}"), move |view| {
        let all = values::every_event(view, &asked)?;
        Ok((all.iter().map(line).collect(), "application/x-ndjson"))
    })
    .await
}

/// `GET /v1/documents/KEY`: a stored text with where it stands and what is understood of it.
pub(super) async fn document(State(app): State<Arc<App>>, Path(key): Path<String>) -> Response {
    match app.work(move |view| values::document(view, &key)).await {
        Err(problem) => problem.json(),
        Ok(None) => Problem::NotFound("the archive has no text with this key".to_owned()).json(),
        Ok(Some(value)) => ([(header::CONTENT_TYPE, JSON)], line(&value)).into_response(),
    }
}

/// `GET /v1/sources`: outlets, how they are run, and what is followed. The state of what is followed changes
/// without the archive, so it has no tag.
pub(super) async fn sources(State(app): State<Arc<App>>) -> Response {
    let folder = app.folder().to_owned();
    match app.work(move |view| values::sources(view, &folder)).await {
        Err(problem) => problem.json(),
        Ok(value) => ([(header::CONTENT_TYPE, JSON)], line(&value)).into_response(),
    }
}

/// `GET /v1/status`: what the archive holds.
pub(super) async fn status(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answer(app, headers, "status".to_owned(), |view| Ok((line(&values::status(view)?), JSON))).await
}
