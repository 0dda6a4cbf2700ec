//! Overviews at addresses that last: the bytes of each are its address, so what was shared stays as it was.

use std::fmt::Write;
use std::path::Path as Folder;
use std::sync::Arc;

use axum::extract::{Extension, Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::app::{App, View};
use super::asked::Asked;
use super::bring::may;
use super::layout::{escape, page};
use super::problem::Problem;
use super::values::told;
use crate::error::{Error, Result};
use crate::faces::cli::saved::{json_of, parse, question, since};
use crate::faces::render::changes;
use crate::faces::render::html::{Cites, content};
use crate::faces::render::markdown;
use crate::faces::tokens::Role;
use crate::index::overviews;
use crate::model::day::Day;
use crate::overview::Overview;

/// The button that gives an overview an address that lasts.
pub(super) fn offer(asked: &Asked) -> String {
    format!(
        "<form class=\"keep\" action=\"{}\" method=\"post\"><button>Save at a lasting address</button></form>\n",
        escape(&asked.address("/saved"))
    )
}

/// `POST /saved?q=…`: saves the overview as it is told now, and leads to it.
pub(super) async fn save(
    State(app): State<Arc<App>>,
    Extension(role): Extension<Role>,
    asked: Asked,
) -> Response {
    if let Err(problem) = may(role) {
        return problem.page();
    }
    let folder = app.folder().to_owned();
    let work = app.work(move |view| {
        if view.sample {
            return Err(Error::Usage(
                "the sample archive is in the program and keeps nothing; bring sources of your own first".to_owned(),
            ));
        }
        let overview = told(view, &asked.question()?, asked.as_of()?)?;
        overviews::put(&folder, &json_of(&overview)?)
    });
    match work.await {
        Ok(address) => Redirect::to(&format!("/saved/{address}")).into_response(),
        Err(problem) => problem.page(),
    }
}

/// `GET /saved/ADDRESS`, as a page; with `.json` or `.md` behind the address, as that.
pub(super) async fn show(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let folder = app.folder().to_owned();
    let (address, form) =
        name.split_once('.').map_or((name.as_str(), ""), |(address, form)| (address, form));
    let (address, form) = (address.to_owned(), form.to_owned());
    let work = app.work(move |_| {
        let Some(json) = overviews::at(&folder, &address)? else { return Ok(None) };
        Ok(match form.as_str() {
            "json" => Some(([(header::CONTENT_TYPE, "application/json")], json).into_response()),
            "md" => {
                let text = markdown::render(&parse(&address, &json)?);
                Some(
                    ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text)
                        .into_response(),
                )
            }
            "" => Some(whole(&address, &parse(&address, &json)?).into_response()),
            _ => None,
        })
    });
    found(work.await)
}

/// `GET /saved/ADDRESS/changes`: what changed since.
pub(super) async fn changed(State(app): State<Arc<App>>, Path(address): Path<String>) -> Response {
    let folder = app.folder().to_owned();
    let work = app.work(move |view| {
        let changes = compared(view, &folder, &address)?;
        Ok(changes.map(|body| page("What changed", "", &body).into_response()))
    });
    found(work.await)
}

fn compared(view: &View, folder: &Folder, address: &str) -> Result<Option<String>> {
    let Some(json) = overviews::at(folder, address)? else { return Ok(None) };
    let now = told(view, &question(&parse(address, &json)?)?, None)?;
    let Some(found) = since(folder, address, &now)? else { return Ok(None) };
    let mut body = changes::html(&found);
    let _ = writeln!(
        body,
        "<ul class=\"more\"><li><a href=\"/saved/{address}\">The overview as it was saved</a></li></ul>"
    );
    Ok(Some(body))
}

fn found(outcome: std::result::Result<Option<Response>, Problem>) -> Response {
    match outcome {
        Ok(Some(response)) => response,
        Ok(None) => Problem::NotFound("no overview was saved at this address".to_owned()).page(),
        Err(problem) => problem.page(),
    }
}

/// The page of a saved overview.
fn whole(address: &str, overview: &Overview) -> Html<String> {
    let mut body = content(overview, Cites::Pages);
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let asked = Asked {
        q: overview.question.clone(),
        since: day(overview.understood.since),
        until: day(overview.understood.until),
        no_tables: if overview.understood.tables { String::new() } else { "1".to_owned() },
        ..Asked::default()
    };
    let _ = writeln!(
        body,
        "<p class=\"note\">This is the overview as it was saved; its address is the SHA-256 of its bytes. <code>bilateral \
         reproduce {}</code> makes it again from the archive as it stood, and compares.</p>\n<ul class=\"more\"><li><a \
         href=\"{}\">The overview of today</a></li><li><a href=\"/saved/{address}/changes\">What changed since</a></li><li><a \
         href=\"/saved/{address}.md\">Markdown</a></li><li><a href=\"/saved/{address}.json\">JSON</a></li></ul>",
        &address[..12],
        escape(&asked.address("/overview"))
    );
    page(&overview.title, &overview.question, &body)
}
