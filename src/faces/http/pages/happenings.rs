//! Every happening of a relation.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::answered;
use crate::answer;
use crate::faces::http::app::App;
use crate::faces::http::asked::Asked;
use crate::faces::http::layout::{escape, page};
use crate::overview::wording::short_day;
use crate::reading::lexicon::Lexicon;

/// Every happening of a relation, the latest first.
pub(in crate::faces::http) async fn happenings(
    State(app): State<Arc<App>>,
    asked: Asked,
) -> Response {
    let work = app.work(move |view| {
        let question = asked.question()?;
        let mut found = answer::happenings(Lexicon::embedded(), &view.archive, &question, asked.as_of()?)?;
        found.sort_by_key(|h| std::cmp::Reverse(h.first));
        let total = found.len();
        let limit = asked.limit.unwrap_or(100).min(1_000);
        let mut body = format!("<h1>All happenings</h1>\n<p class=\"stand\">{total} happenings</p>\n<ul>\n");
        for h in found.iter().skip(asked.offset).take(limit) {
            let days = match (h.first, h.last) {
                (Some(first), Some(last)) if first != last => format!("{} – {}", short_day(first), short_day(last)),
                (Some(first), _) => short_day(first),
                _ => "no day".to_owned(),
            };
            let contested = if h.contested { ", contested" } else { "" };
            let _ = writeln!(
                body,
                "<li><strong>{}</strong> <span class=\"day\">({})</span> <span class=\"note\">{} reports, {}{contested}</span></li>",
                escape(&h.label),
                escape(&days),
                h.reports.len(),
                escape(&h.outlets.join(", "))
            );
        }
        body.push_str("</ul>\n");
        if asked.offset + limit < total {
            let next = format!("{}&offset={}&limit={limit}", asked.address("/happenings"), asked.offset + limit);
            let _ = writeln!(body, "<p><a href=\"{}\">Earlier ones</a></p>", escape(&next));
        }
        Ok(page("All happenings", &asked.q, &body))
    });
    answered(work.await)
}
