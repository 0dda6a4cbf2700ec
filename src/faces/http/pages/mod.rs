//! The pages, each made of what the same command prints.

mod ask;
mod document;
mod happenings;
mod map;
mod network;
mod overview;
mod search;
mod series;
mod sources;

pub(super) use ask::ask;
pub(super) use document::document;
pub(super) use happenings::happenings;
pub(super) use map::map;
pub(super) use network::network;
pub(super) use overview::overview;
pub(super) use search::search;
pub(super) use series::series;
pub(super) use sources::sources;

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::layout::page;
use super::problem::Problem;

/// Passages on one page.
const PASSAGES: usize = 10;

/// A page, or what went wrong as a page.
fn answered(result: std::result::Result<Html<String>, Problem>) -> Response {
    match result {
        Ok(page) => page.into_response(),
        Err(problem) => problem.page(),
    }
}

/// How an answer is made, in short.
pub(super) async fn about() -> Html<String> {
    page("Method", "", include_str!("../about.html"))
}

/// For who watches over the process.
pub(super) async fn health() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain")], "ok\n")
}
