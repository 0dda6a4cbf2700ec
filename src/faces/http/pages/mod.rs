//! The pages, each made of what the same command prints.

mod ask;
mod document;
mod happening;
mod happenings;
mod map;
mod network;
mod overview;
mod search;
mod series;
mod sources;

pub(super) use ask::ask;
pub(super) use document::document;
pub(super) use happening::happening;
pub(super) use happenings::happenings;
pub(super) use map::map;
pub(super) use network::network;
pub(super) use overview::overview;
pub(super) use search::search;
pub(super) use series::series;
pub(super) use sources::sources;

use std::sync::Arc;

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::app::{App, View};
use super::asked::Asked;
use super::layout::page;
use super::problem::Problem;
use crate::error::Result;

/// Passages on one page.
const PASSAGES: usize = 10;

/// A page, or what went wrong as a page.
fn answered(result: std::result::Result<Html<String>, Problem>) -> Response {
    match result {
        Ok(page) => page.into_response(),
        Err(problem) => problem.page(),
    }
}

/// Answers with the page made of what was asked; the same of the same archive is made once and kept.
async fn made(
    app: Arc<App>,
    asked: Asked,
    name: &str,
    make: fn(&View, &Asked) -> Result<Html<String>>,
) -> Response {
    let store = Arc::clone(&app);
    let question = format!("{name} {asked:?}");
    let work = app.work(move |view| {
        let key = format!("{} {question}", view.archive.fingerprint());
        if let Some(kept) = store.kept(&key) {
            return Ok(Html(kept.to_string()));
        }
        let html = make(view, &asked)?;
        store.keep(key, &Arc::from(html.0.as_str()));
        Ok(html)
    });
    answered(work.await)
}

/// How an answer is made, in short.
pub(super) async fn about() -> Html<String> {
    page("Method", "", include_str!("../about.html"))
}

/// For who watches over the process.
pub(super) async fn health() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain")], "ok\n")
}
