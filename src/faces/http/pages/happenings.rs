//! Every happening of a relation, each with the sentences that report it.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, Response};

use super::made;
use crate::error::Result;
use crate::faces::http::app::{App, View};
use crate::faces::http::asked::Asked;
use crate::faces::http::layout::{escape, page};
use crate::faces::render::happenings::{days, note};
use crate::overview::listed::{Listed, ListedReport};

/// Happenings on one page, unless more are asked for, and at most.
const PAGE: usize = 100;
const MOST: usize = 1_000;

/// Every happening of a relation, the latest first.
pub(in crate::faces::http) async fn happenings(
    State(app): State<Arc<App>>,
    asked: Asked,
) -> Response {
    made(app, asked, "happenings", whole).await
}

fn whole(view: &View, asked: &Asked) -> Result<Html<String>> {
    let found = view.happenings(asked)?;
    let mut found: Vec<&Listed> = found.iter().collect();
    found.sort_by_key(|h| std::cmp::Reverse(h.first));
    let total = found.len();
    let limit = asked.limit.unwrap_or(PAGE).min(MOST);
    let mut body = format!(
        "<h1>All happenings</h1>\n<p class=\"stand\">{total} happenings, the latest first; open one for the sentences \
         that report it</p>\n"
    );
    for happening in found.iter().skip(asked.offset).take(limit) {
        one(&mut body, happening, asked);
    }
    let next = asked.offset.saturating_add(limit);
    if next < total {
        let next = format!("{}&offset={next}&limit={limit}", asked.address("/happenings"));
        let _ = writeln!(body, "<p><a href=\"{}\">Earlier ones</a></p>", escape(&next));
    }
    let _ = writeln!(
        body,
        "<ul class=\"more\"><li><a href=\"{}\">The overview</a></li><li><a href=\"{}\">Follow in a feed reader</a></li></ul>",
        escape(&asked.address("/overview")),
        escape(&asked.address("/feed"))
    );
    Ok(page("All happenings", &asked.q, &body))
}

fn one(out: &mut String, happening: &Listed, asked: &Asked) {
    let note = note(happening);
    let note = if note.is_empty() { String::new() } else { format!(", {note}") };
    let reports = happening.reports.len();
    let _ = writeln!(
        out,
        "<details class=\"happening\">\n<summary><strong>{}</strong> <span class=\"day\">({})</span> \
         <span class=\"note\">{reports} {}, {}{}</span></summary>\n<ul id=\"h-{}\">",
        escape(happening.label.as_str()),
        escape(&days(happening)),
        if reports == 1 { "report" } else { "reports" },
        escape(&happening.outlets.join(", ")),
        escape(&note),
        // Inside, so that browsers open what an address points at.
        happening.name
    );
    happening.reports.iter().for_each(|report| reported(out, report));
    out.push_str("</ul>\n");
    if !happening.figures.is_empty() {
        let told: Vec<String> = happening
            .figures
            .iter()
            .map(|f| format!("{} {} ({})", f.words, f.fate, f.outlets.join(", ")))
            .collect();
        let _ =
            writeln!(out, "<p class=\"note\">Figures as given: {}</p>", escape(&told.join("; ")));
    }
    let _ = writeln!(
        out,
        "<p class=\"note\"><a href=\"{}\">A page of its own</a></p>\n</details>",
        escape(&asked.address(&format!("/happening/{}", happening.name)))
    );
}

fn reported(out: &mut String, report: &ListedReport) {
    let _ = writeln!(
        out,
        "<li>{} <a class=\"note\" href=\"/document/{}?at={}-{}#at\">{}</a></li>",
        escape(&report.quote),
        escape(&report.document),
        report.start,
        report.end,
        escape(&report.outlets.join(", "))
    );
}
