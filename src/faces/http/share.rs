//! An overview to take along: as Markdown, as posts; and happenings to follow in a feed reader.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::asked::Asked;
use super::layout::{escape, page};
use super::values::told;
use crate::faces::render::atom::{Addresses, feed};
use crate::faces::render::markdown;
use crate::faces::render::posts::{ROOMS, posts};
use crate::model::day::Day;
use crate::overview::listed::Listed;

/// Entries of a feed at most.
const ENTRIES: usize = 50;

/// The overview as Markdown.
pub(super) async fn markdown(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let work = app
        .work(move |view| Ok(markdown::render(&told(view, &asked.question()?, asked.as_of()?)?)));
    match work.await {
        Ok(text) => {
            ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response()
        }
        Err(problem) => problem.page(),
    }
}

/// The overview as threads of posts, one thread for each network.
pub(super) async fn threads(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let work = app.work(move |view| {
        let overview = told(view, &asked.question()?, asked.as_of()?)?;
        let mut body = format!(
            "<h1>Posts</h1>\n<p class=\"stand\">{}, to copy: whole sentences, each post with the address of its source</p>\n",
            escape(&overview.title)
        );
        for room in ROOMS {
            let _ = writeln!(body, "<section>\n<h2>{}</h2>\n<ol>", room.name);
            for post in posts(&overview, room) {
                let _ = writeln!(body, "<li class=\"text\">{}</li>", escape(&post));
            }
            body.push_str("</ol>\n</section>\n");
        }
        Ok(page("Posts", &asked.q, &body))
    });
    match work.await {
        Ok(page) => page.into_response(),
        Err(problem) => problem.page(),
    }
}

/// The latest happenings as an Atom feed.
pub(super) async fn atom(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    // The guard let only names of ours pass.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let base = format!("http://{host}");
    let work = app.work(move |view| {
        let found = view.happenings(&asked)?;
        let mut found: Vec<&Listed> = found.iter().collect();
        found.sort_by_key(|h| std::cmp::Reverse(h.last.or(h.first)));
        found.truncate(ENTRIES);
        let last = view.archive.coverage(None)?.days.map(|(_, last)| last);
        let at =
            Addresses { base, feed: asked.address("/feed"), page: asked.address("/happenings") };
        let title = format!("Bilateral: {}", asked.q.trim());
        Ok(feed(&title, &at, &found, last.unwrap_or(Day::constant(1970, 1, 1))))
    });
    match work.await {
        Ok(text) => {
            ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response()
        }
        Err(problem) => problem.page(),
    }
}
