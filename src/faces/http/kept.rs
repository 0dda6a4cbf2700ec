//! Kept questions: what changed since the reader looked last, and where news of it is told.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::app::{App, View};
use super::asked::Asked;
use super::bring::may;
use super::layout::{escape, page};
use super::problem::Problem;
use super::values::told;
use crate::error::{Error, Result};
use crate::faces::cli::saved::{json_of, since};
use crate::faces::render::changes::html;
use crate::faces::tokens::Role;
use crate::index::overviews;
use crate::kept::{Kept, Questions};

/// What the forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    q: String,
    since: String,
    until: String,
    hook: String,
    /// "keep", "seen" or "remove".
    act: String,
}

impl Sent {
    fn asked(&self) -> Asked {
        Asked {
            q: self.q.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            ..Asked::default()
        }
    }
}

/// The questions that are kept.
pub(super) async fn list(State(app): State<Arc<App>>) -> Response {
    let folder = app.folder().to_owned();
    let work = app.work(move |_| {
        let kept = Questions::load(&folder)?.questions;
        let mut body = String::from("<h1>Kept questions</h1>\n");
        if kept.is_empty() {
            body.push_str(
                "<p>None yet: keep one from its overview, and see here what changed since.</p>\n",
            );
        }
        for one in &kept {
            card(&mut body, one);
        }
        Ok(page("Kept questions", "", &body))
    });
    match work.await {
        Ok(page) => page.into_response(),
        Err(problem) => problem.page(),
    }
}

fn card(out: &mut String, kept: &Kept) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>\n<ul class=\"more\">", escape(&kept.question));
    for (path, name) in [("/changes", "What changed"), ("/overview", "Overview"), ("/feed", "Feed")]
    {
        let _ = writeln!(out, "<li><a href=\"{}\">{name}</a></li>", escape(&address(path, kept)));
    }
    out.push_str("</ul>\n");
    if !(kept.since.is_empty() && kept.until.is_empty()) {
        let _ = writeln!(
            out,
            "<p class=\"note\">from {} to {}</p>",
            escape(if kept.since.is_empty() { "the beginning" } else { &kept.since }),
            escape(if kept.until.is_empty() { "the last day" } else { &kept.until })
        );
    }
    if let Some(hook) = &kept.hook {
        let trouble = kept.trouble.as_ref().map(|why| format!("; the last time: {why}"));
        let _ = writeln!(
            out,
            "<p class=\"note\">Changes are sent to {}{}</p>",
            escape(hook),
            escape(&trouble.unwrap_or_default())
        );
    }
    let _ = writeln!(out, "{}</section>", form("remove", &asked(kept), "Let go", ""));
}

fn asked(kept: &Kept) -> Asked {
    Asked {
        q: kept.question.clone(),
        since: kept.since.clone(),
        until: kept.until.clone(),
        ..Asked::default()
    }
}

fn address(path: &str, kept: &Kept) -> String {
    asked(kept).address(path)
}

/// A form that acts on a question; `more` stands before its button.
pub(super) fn form(act: &str, asked: &Asked, button: &str, more: &str) -> String {
    let hidden: String =
        [("act", act), ("q", &asked.q), ("since", &asked.since), ("until", &asked.until)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| {
                format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
            })
            .collect();
    format!(
        "<form class=\"keep\" action=\"/kept\" method=\"post\">{hidden}{more}<button>{}</button></form>\n",
        escape(button)
    )
}

/// What changed of a kept question since the reader looked last.
pub(super) async fn changed(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let folder = app.folder().to_owned();
    let work = app.work(move |view| {
        let list = Questions::load(&folder)?;
        let Some(at) = list.find(&asked.q, &asked.since, &asked.until) else {
            return Err(Error::Usage(
                "this question is not kept; keep it from its overview, and see here what changes".to_owned(),
            ));
        };
        let now = told(view, &asked.question()?, None)?;
        let mut body = match since(&folder, &list.questions[at].seen, &now)? {
            Some(changes) => html(&changes),
            None => "<h1>What changed</h1>\n<p>The overview that was seen last is not there any more.</p>\n".to_owned(),
        };
        body.push_str(&form("seen", &asked, "I have seen this", ""));
        let _ = writeln!(
            body,
            "<ul class=\"more\"><li><a href=\"{}\">The overview</a></li><li><a href=\"/kept\">Kept questions</a></li></ul>",
            escape(&asked.address("/overview"))
        );
        Ok(page("What changed", &asked.q, &body))
    });
    match work.await {
        Ok(page) => page.into_response(),
        Err(problem) => problem.page(),
    }
}

/// Keeps a question, marks it as seen, or lets it go.
pub(super) async fn act(
    State(app): State<Arc<App>>,
    Extension(role): Extension<Role>,
    form: std::result::Result<Form<Sent>, FormRejection>,
) -> Response {
    if let Err(problem) = may(role) {
        return problem.page();
    }
    let sent = match form {
        Ok(Form(sent)) => sent,
        Err(rejection) => return Problem::BadRequest(rejection.body_text()).page(),
    };
    let (folder, local) = (app.folder().to_owned(), app.takes_local());
    let back = match sent.act.as_str() {
        "seen" => sent.asked().address("/changes"),
        _ => "/kept".to_owned(),
    };
    match app.work(move |view| change(view, &folder, local, &sent)).await {
        Ok(()) => Redirect::to(&back).into_response(),
        Err(problem) => problem.page(),
    }
}

fn change(view: &View, folder: &Path, local: bool, sent: &Sent) -> Result<()> {
    if view.sample {
        return Err(Error::Usage(
            "the sample archive does not change; bring sources of your own first, then keep a question".to_owned(),
        ));
    }
    let mut list = Questions::load(folder)?;
    let at = list.find(&sent.q, &sent.since, &sent.until);
    let unknown = || Error::Usage("this question is not kept".to_owned());
    match sent.act.as_str() {
        "remove" => {
            list.questions.remove(at.ok_or_else(unknown)?);
        }
        "seen" => {
            let at = at.ok_or_else(unknown)?;
            list.questions[at].seen = current(view, folder, &sent.asked())?;
        }
        _ => {
            let hook = Some(sent.hook.trim()).filter(|hook| !hook.is_empty());
            if hook
                .is_some_and(|hook| !hook.starts_with("https://") && !hook.starts_with("http://"))
            {
                return Err(Error::Usage(
                    "changes are sent to an http or https address".to_owned(),
                ));
            }
            let seen = current(view, folder, &sent.asked())?;
            list.keep(Kept {
                question: sent.q.clone(),
                since: sent.since.clone(),
                until: sent.until.clone(),
                told: hook.map(|_| seen.clone()),
                seen,
                hook: hook.map(str::to_owned),
                local,
                trouble: None,
            })?;
        }
    }
    list.save(folder)
}

/// Saves the overview of now, and gives its address.
fn current(view: &View, folder: &Path, asked: &Asked) -> Result<String> {
    overviews::put(folder, &json_of(&told(view, &asked.question()?, None)?)?)
}

/// The words of the form under an overview.
pub(super) fn offer(asked: &Asked) -> String {
    let hook = "<details><summary>Send changes somewhere</summary><label for=\"hook\">Address that takes JSON by POST, when \
                the server runs with <code>--update</code><input id=\"hook\" name=\"hook\" type=\"url\" maxlength=\"2000\" \
                placeholder=\"https://desk.example/hook\"></label></details>";
    form("keep", asked, "Keep this question", hook)
}
