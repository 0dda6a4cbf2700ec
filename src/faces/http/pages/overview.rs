//! An overview, and the latest passages behind it.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::made;
use super::{PASSAGES, search::results};
use crate::error::Result;
use crate::faces::http::app::{App, View};
use crate::faces::http::asked::Asked;
use crate::faces::http::kept;
use crate::faces::http::lasting;
use crate::faces::http::layout::{escape, shared};
use crate::faces::http::problem::Problem;
use crate::faces::http::values::told;
use crate::faces::render::html::{Cites, content};
use crate::faces::render::thousands;
use crate::index::PassageQuery;
use axum::response::Html;

/// An overview with what else the archive has on the question.
pub(in crate::faces::http) async fn overview(
    State(app): State<Arc<App>>,
    asked: Asked,
) -> Response {
    if asked.q.trim().is_empty() {
        return Problem::BadRequest("the question is empty; name two countries".to_owned()).page();
    }
    made(app, asked, "overview", whole).await
}

fn whole(view: &View, asked: &Asked) -> Result<Html<String>> {
    let question = asked.question()?;
    let as_of = asked.as_of()?;
    let overview = told(view, &question, as_of)?;
    let mut body = content(&overview, Cites::Pages);
    let links = [
        ("/series", "In numbers"),
        ("/network", "Who is near whom"),
        ("/map", "Where it happened"),
        ("/happenings", "All happenings"),
        ("/feed", "Follow in a feed reader"),
        ("/posts", "As posts"),
        ("/overview.md", "Markdown"),
        ("/v1/overviews", "JSON"),
        ("/v1/events", "Events"),
    ];
    let links: String = links
        .iter()
        .map(|(path, name)| {
            format!("<li><a href=\"{}\">{name}</a></li>", escape(&asked.address(path)))
        })
        .collect();
    let _ = writeln!(body, "<ul class=\"more\">{links}</ul>");
    let dyad = question.dyads.first().map(|d| (d.first.clone(), d.second.clone()));
    let actors = if dyad.is_none() { question.actors.clone() } else { Vec::new() };
    let found = view.archive.passages(&PassageQuery {
        dyad,
        actors,
        since: question.since,
        until: question.until,
        published_until: as_of,
        limit: PASSAGES,
        ..PassageQuery::default()
    })?;
    if !found.passages.is_empty() {
        let _ = write!(body, "<section>\n<h2>Latest passages</h2>\n{}", results(&found.passages));
        let _ = writeln!(
            body,
            "<p class=\"stand\">{} of {} passages that name both</p>\n</section>",
            found.passages.len(),
            thousands(found.total)
        );
    }
    if !view.sample {
        body.push_str(&kept::offer(asked));
        body.push_str(&lasting::offer(asked));
    }
    let says: Vec<&str> = overview.lead.iter().map(|s| s.text.as_str()).collect();
    let feed = asked.address("/feed");
    Ok(shared(&overview.title, &asked.q, &says.join(" "), &feed, &body))
}
