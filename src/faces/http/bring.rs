//! Bringing sources: a feed to follow, files to add. Only those may who may write.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::multipart::MultipartError;
use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, Multipart, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::app::App;
use super::layout::{escape, page};
use super::problem::Problem;
use crate::error::{Error, Result};
use crate::faces::cli::days::{self, SystemClock};
use crate::faces::render::additions::{report, skipped};
use crate::faces::tokens::Role;
use crate::follow::add::{Wanted, at_address, follow, starters};
use crate::follow::feeds_in;
use crate::ingest::{Intake, Setting, Summary};
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;
use crate::sources::{self, Flow, RawItem, Skip};

/// Bytes of all files of one request at most.
pub(super) const FILES_BYTES: usize = 64 * 1024 * 1024;
/// Files of one request at most.
const FILES: usize = 100;
/// Items taken together.
const BATCH: usize = 512;
/// How long a reader is kept waiting; what is not done by then goes on without them.
const PATIENCE: Duration = Duration::from_secs(45);

const FORMS: &str = "<h1>Bring sources</h1>\n\
    <form class=\"ask\" action=\"/bring/files\" method=\"post\" enctype=\"multipart/form-data\">\n\
    <label for=\"files\"><span>Files: pages, PDF, EPUB, mail, feeds, tables, archives, or an OPML list of feeds; 64 MB at \
    once</span><input id=\"files\" name=\"files\" type=\"file\" multiple required></label>\n<button>Add files</button>\n</form>\n\
    <form class=\"ask\" action=\"/bring/source\" method=\"post\">\n\
    <label for=\"address\"><span>A feed to follow, or a page that names one; <code>starter</code> takes our list of world \
    news</span><input id=\"address\" name=\"address\" maxlength=\"2000\" required placeholder=\"https://news.example/feed.xml\"></label>\n\
    <button>Follow</button>\n</form>\n";

/// The page with the forms.
pub(super) async fn forms(Extension(role): Extension<Role>) -> Response {
    match may(role) {
        Ok(()) => page("Bring sources", "", FORMS).into_response(),
        Err(problem) => problem.page(),
    }
}

/// Whether who asks may change anything.
///
/// # Errors
/// What to do where not.
pub(super) fn may(role: Role) -> std::result::Result<(), Problem> {
    match role {
        Role::Write => Ok(()),
        Role::Read => Err(Problem::Forbidden(
            "your token lets you ask, not add; one that does is made with `bilateral token add NAME --role write`"
                .to_owned(),
        )),
    }
}

/// What the form for a source sends.
#[derive(Deserialize)]
pub(super) struct Source {
    address: String,
}

/// Follows a source.
pub(super) async fn source(
    State(app): State<Arc<App>>,
    Extension(role): Extension<Role>,
    form: std::result::Result<Form<Source>, FormRejection>,
) -> Response {
    if let Err(problem) = may(role) {
        return problem.page();
    }
    let address = match form {
        Ok(Form(source)) if !source.address.trim().is_empty() => source.address.trim().to_owned(),
        Ok(_) => return Problem::BadRequest("no address was given".to_owned()).page(),
        Err(rejection) => return Problem::BadRequest(rejection.body_text()).page(),
    };
    let folder = app.folder().to_owned();
    let local = app.takes_local();
    done("Bring sources", move || {
        let mut remarks = Vec::new();
        let found = if address == "starter" {
            starters()
        } else {
            let clock = SystemClock;
            let client = Client::new(&clock, None);
            let wanted = Wanted { outlet: None, local };
            vec![at_address(&client, &address, &wanted, &mut |words| {
                remarks.push(words.to_owned());
            })?]
        };
        let all = found.len();
        let new = follow(&folder, found)?;
        let mut body = String::from("<h1>Following</h1>\n<ul>\n");
        for feed in &new {
            let _ = writeln!(
                body,
                "<li>{} <span class=\"note\">{}</span></li>",
                escape(feed.name()),
                escape(&feed.address)
            );
        }
        if new.len() < all {
            let _ = writeln!(body, "<li>{} followed already</li>", all - new.len());
        }
        body.push_str("</ul>\n");
        for words in remarks {
            let _ = writeln!(body, "<p class=\"note\">{}</p>", escape(&words));
        }
        body.push_str(
            "<p>What they have comes with <code>bilateral update</code>, or by itself where the server runs with \
             <code>--update</code>. <a href=\"/sources\">How the sources are</a></p>\n",
        );
        Ok(body)
    })
    .await
}

/// Adds files.
pub(super) async fn files(
    State(app): State<Arc<App>>,
    Extension(role): Extension<Role>,
    parts: std::result::Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    if let Err(problem) = may(role) {
        return problem.page();
    }
    let read = match parts {
        Ok(parts) => received(parts).await,
        Err(rejection) => Err(Problem::BadRequest(rejection.body_text())),
    };
    let files = match read {
        Ok(files) if files.is_empty() => {
            return Problem::BadRequest("no file was chosen".to_owned()).page();
        }
        Ok(files) => files,
        Err(problem) => return problem.page(),
    };
    let folder = app.folder().to_owned();
    done("Bring sources", move || taken(folder, files)).await
}

/// A file as it was sent: its name and its bytes.
type File = (String, Vec<u8>);

async fn received(mut parts: Multipart) -> std::result::Result<Vec<File>, Problem> {
    let broken = |e: MultipartError| Problem::BadRequest(e.body_text());
    let mut files = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        // The name is only told, never a place to write to; what stands before the last slash is the sender's own.
        let name = part.file_name().map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name));
        let Some(name) = name.filter(|name| !name.is_empty()) else { continue };
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        if files.len() >= FILES {
            return Err(Problem::BadRequest(format!("no more than {FILES} files at once")));
        }
        files.push((name, part.bytes().await.map_err(broken)?.to_vec()));
    }
    Ok(files)
}

/// Adds the files one by one, and says what came of each.
fn taken(folder: PathBuf, files: Vec<File>) -> Result<String> {
    let (today, when) = days::now();
    let setting =
        Setting { lexicon: Lexicon::embedded(), folder: &folder, today, when, about: None };
    let mut body = String::from("<h1>Added</h1>\n<ul>\n");
    for (name, bytes) in files {
        let listed = std::str::from_utf8(&bytes).map(feeds_in).unwrap_or_default();
        if !listed.is_empty() {
            let new = follow(&folder, listed)?;
            let _ =
                writeln!(body, "<li>{}: {} new sources followed</li>", escape(&name), new.len());
            continue;
        }
        let summary = added(&setting, &name, bytes)?;
        let _ = writeln!(body, "<li>{}: {}\n<ul>", escape(&name), escape(&report(&summary)));
        for line in skipped(&summary.reasons) {
            let _ = writeln!(body, "<li>{}</li>", escape(&line));
        }
        body.push_str("</ul></li>\n");
    }
    body.push_str(
        "</ul>\n<p><a href=\"/\">Ask something</a> · <a href=\"/bring\">Bring more</a></p>\n",
    );
    Ok(body)
}

fn added(setting: &Setting<'_>, name: &str, bytes: Vec<u8>) -> Result<Summary> {
    let mut intake = Intake::begin(setting, name.to_owned())?;
    let mut batch: Vec<std::result::Result<RawItem, Skip>> = Vec::new();
    let mut failed: Option<Error> = None;
    let _ = sources::read_bytes(name, bytes, &mut |item| {
        batch.push(item);
        if batch.len() < BATCH {
            return Flow::Continue(());
        }
        match intake.take(std::mem::take(&mut batch)) {
            Ok(_) => Flow::Continue(()),
            Err(e) => {
                failed = Some(e);
                Flow::Break(())
            }
        }
    });
    match failed {
        Some(e) => Err(e),
        None => {
            intake.take(batch)?;
            intake.finish()
        }
    }
}

/// Does the work on a thread that may block, and shows what came of it. Who has waited long is told that it goes
/// on: what was begun is never stopped halfway.
async fn done(
    title: &'static str,
    work: impl FnOnce() -> Result<String> + Send + 'static,
) -> Response {
    let made = tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(work)).await;
    match made {
        Ok(Ok(Ok(body))) => page(title, "", &body).into_response(),
        Ok(Ok(Err(error))) => Problem::from(error).page(),
        Ok(Err(_)) => Problem::Internal("a thread that took sources died".to_owned()).page(),
        Err(_) => {
            let body = "<h1>Still at work</h1>\n<p>This takes a while and goes on by itself; what came of it will stand \
                        under <a href=\"/sources\">Sources</a>.</p>\n";
            page(title, "", body).into_response()
        }
    }
}
