//! A stored text, the words asked for marked.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::faces::http::app::App;
use crate::faces::http::asked::Asked;
use crate::faces::http::layout::{escape, page};
use crate::faces::http::problem::Problem;
use crate::faces::render::markdown::is_web;
use crate::index::Record;
use crate::model::span::Span;
use crate::overview::wording::short_span;
use crate::reading::lexicon::Lexicon;
use crate::sources::ownership;
use axum::extract::Path;
use axum::response::IntoResponse;

/// A stored text, the words asked for marked.
pub(in crate::faces::http) async fn document(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    asked: Asked,
) -> Response {
    let work = app.work(move |view| {
        let found = view.archive.records_of(&[key], None)?.pop();
        Ok(found.map(|record| {
            let title = record.document.reports.first().map(|r| r.title.clone());
            page(&title.unwrap_or_default(), "", &shown(&record, &asked.at))
        }))
    });
    match work.await {
        Err(problem) => problem.page(),
        Ok(Some(page)) => page.into_response(),
        Ok(None) => Problem::NotFound("the archive has no text with this key".to_owned()).page(),
    }
}

fn shown(record: &Record, at: &str) -> String {
    let document = &record.document;
    let text = document.text.as_str();
    let marked = at
        .split_once('-')
        .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)))
        .filter(|(from, to): &(usize, usize)| from < to)
        .map(|(from, to)| Span::new(from, to))
        .filter(|span| span.of(text).is_some());
    let mut out = String::new();
    let title = document.reports.first().map(|r| r.title.as_str()).unwrap_or_default();
    let _ = writeln!(out, "<h1>{}</h1>", escape(title));
    out.push_str("<dl class=\"facts\">\n");
    for report in &document.reports {
        let day = match (report.published, report.inferred) {
            (Some(stated), _) => short_span(stated),
            (None, Some(guess)) => format!("states no day, about {}", short_span(guess)),
            (None, None) => "states no day".to_owned(),
        };
        let outlets: Vec<String> = report
            .outlets
            .iter()
            .map(|outlet| match ownership::label(outlet) {
                Some(label) => format!("{outlet} ({}, by the {})", label.label, ownership::SOURCE),
                None => outlet.clone(),
            })
            .collect();
        let _ = writeln!(
            out,
            "<dt>Reported by</dt><dd>{} · {}</dd>",
            escape(&outlets.join(", ")),
            escape(&day)
        );
        if let Some(url) = report.url.as_deref().filter(|url| is_web(url)) {
            let url = escape(url);
            let _ = writeln!(
                out,
                "<dt>At</dt><dd><a href=\"{url}\" rel=\"noopener nofollow\">{url}</a></dd>"
            );
        }
        if let Some(writer) = &report.written_by {
            let _ = writeln!(out, "<dt>Text by</dt><dd>{}</dd>", escape(writer));
        }
    }
    let _ = writeln!(
        out,
        "<dt>Language</dt><dd>{}</dd>\n<dt>Text</dt><dd>{}, {} bytes{}</dd>\n</dl>",
        escape(&document.language),
        escape(&document.key),
        text.len(),
        marked.map(|m| format!(", marked {}–{}", m.start, m.end)).unwrap_or_default()
    );
    let words = match marked {
        None => escape(text),
        Some(span) => format!(
            "{}<mark id=\"at\">{}</mark>{}",
            escape(&text[..span.start]),
            escape(span.of(text).unwrap_or_default()),
            escape(&text[span.end..])
        ),
    };
    let _ = writeln!(
        out,
        "<article class=\"text\" lang=\"{}\">{words}</article>",
        escape(&document.language)
    );
    if !record.reading.events.is_empty() {
        out.push_str("<section>\n<h2>What is coded in it</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<tr><th>Day</th><th>Source</th><th>Target</th><th>Type</th><th>Status</th><th>Words</th></tr>\n");
        for event in &record.reading.events {
            let party = |party: &Option<crate::model::event::Party>| {
                party
                    .as_ref()
                    .map(|p| Lexicon::embedded().name_of(&p.actor.id))
                    .unwrap_or_else(|| "—".to_owned())
            };
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{}</td><td>{} ({})</td><td>{}</td><td>{}</td></tr>",
                escape(&event.day.map(|d| short_span(d.when)).unwrap_or_default()),
                escape(&party(&event.source)),
                escape(&party(&event.target)),
                event.kind,
                escape(&event.cameo),
                format!("{:?}", event.status).to_lowercase(),
                escape(event.trigger.of(text).unwrap_or_default())
            );
        }
        out.push_str("</table></div>\n</section>\n");
    }
    out
}
