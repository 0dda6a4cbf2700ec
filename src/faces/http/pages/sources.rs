//! What the archive holds, and how the followed sources are.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::answered;
use crate::faces::http::app::App;
use crate::faces::http::layout::{escape, page};
use crate::faces::render::additions::skipped;
use crate::faces::render::thousands;
use crate::follow::List;
use crate::index::Addition;
use crate::overview::wording::{long_day, short_day};
use crate::sources::ownership;

/// What the archive holds, and how the followed sources are.
pub(in crate::faces::http) async fn sources(State(app): State<Arc<App>>) -> Response {
    let folder = app.folder().to_owned();
    let work = app.work(move |view| {
        let coverage = view.archive.coverage(None)?;
        let count = |n: u64| thousands(usize::try_from(n).unwrap_or(usize::MAX));
        let mut body = String::from("<h1>Sources</h1>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n");
        let days = coverage.days.map(|(first, last)| format!("{} to {}", long_day(first), long_day(last)));
        for (name, value) in [
            ("Documents", count(coverage.documents)),
            ("Read into events", count(coverage.read)),
            ("Searchable only", count(coverage.unread)),
            ("Rows of event tables", count(coverage.rows)),
            ("Sentences", count(coverage.sentences)),
            ("Events", count(coverage.events)),
            ("Days", days.unwrap_or_else(|| "none known".to_owned())),
            ("Fingerprint", view.archive.fingerprint()),
        ] {
            let _ = writeln!(body, "<tr><th>{name}</th><td>{}</td></tr>", escape(&value));
        }
        body.push_str("</table></div>\n<h2>Outlets</h2>\n<ul>\n");
        let mut outlets: Vec<(&String, &u64)> = coverage.outlets.iter().collect();
        outlets.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for (outlet, n) in outlets.iter().take(50) {
            let label = ownership::label(outlet).map(|l| format!(" – {}", l.label)).unwrap_or_default();
            let _ = writeln!(body, "<li>{}{} ({})</li>", escape(outlet), escape(&label), count(**n));
        }
        let _ = writeln!(body, "</ul>\n<p class=\"note\">How an outlet is run: {}; who is not in it is unlabelled.</p>", escape(ownership::SOURCE));
        if !view.sample {
            let list = List::load(&folder)?;
            if !list.feeds.is_empty() {
                body.push_str("<h2>Followed</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<tr><th>Source</th><th>State</th><th>Items</th><th>Newest</th></tr>\n");
                for feed in &list.feeds {
                    let state = feed.paused.as_ref().map(|why| format!("paused {why}")).unwrap_or_else(|| feed.state.clone());
                    let _ = writeln!(
                        body,
                        "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
                        escape(feed.name()),
                        escape(&state),
                        feed.items,
                        feed.newest.map(short_day).unwrap_or_default()
                    );
                }
                body.push_str("</table></div>\n");
            }
        }
        additions(&mut body, &view.archive.ledger());
        Ok(page("Sources", "", &body))
    });
    answered(work.await)
}

/// Additions shown.
const ADDITIONS: usize = 10;

/// What was taken last, and what was skipped and why.
fn additions(out: &mut String, ledger: &[Addition]) {
    if ledger.is_empty() {
        return;
    }
    out.push_str("<h2>Last additions</h2>\n<ul>\n");
    for addition in ledger.iter().rev().take(ADDITIONS) {
        // Where on this machine a file lay is nothing for others.
        let source = match addition.source.contains("://") {
            true => addition.source.as_str(),
            false => addition.source.rsplit(['/', '\\']).next().unwrap_or_default(),
        };
        let _ = writeln!(
            out,
            "<li>{} <span class=\"day\">({})</span> <span class=\"note\">{} added, {} known already, {} skipped</span>",
            escape(source),
            escape(&addition.when),
            addition.added,
            addition.known + addition.merged,
            addition.skipped
        );
        if !addition.reasons.is_empty() {
            out.push_str("<details><summary>Skipped</summary>\n<ul>\n");
            for line in skipped(&addition.reasons) {
                let _ = writeln!(out, "<li>{}</li>", escape(&line));
            }
            out.push_str("</ul></details>\n");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}
