//! Passages by words.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::PASSAGES;
use super::answered;
use crate::faces::http::app::App;
use crate::faces::http::asked::{Asked, day};
use crate::faces::http::layout::{escape, page};
use crate::faces::render::thousands;
use crate::index::{Passage, PassageQuery};
use crate::overview::wording::short_span;

/// Passages by words.
pub(in crate::faces::http) async fn search(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let work = app.work(move |view| {
        let form = format!(
            "<h1>Search</h1>\n<form class=\"ask\" action=\"/search\" role=\"search\"><label for=\"words\">Words, phrases in quotation marks\
             <input id=\"words\" name=\"q\" type=\"search\" maxlength=\"1000\" value=\"{}\"></label><button>Search</button></form>\n",
            escape(&asked.q)
        );
        if asked.q.trim().is_empty() {
            return Ok(page("Search", "", &form));
        }
        let found = view.archive.passages(&PassageQuery {
            words: asked.q.chars().take(1_000).collect(),
            since: day(&asked.since)?.map(|span| span.start),
            until: day(&asked.until)?.map(|span| span.end),
            limit: PASSAGES * 2,
            offset: asked.offset,
            ..PassageQuery::default()
        })?;
        let mut body = form;
        let some = if found.loosened { "; none has all the words, these have some" } else { "" };
        let _ = write!(body, "<p class=\"stand\">{} passages{some}</p>\n{}", thousands(found.total), results(&found.passages));
        if asked.offset + PASSAGES * 2 < found.total {
            let next = format!("{}&offset={}", asked.address("/search"), asked.offset + PASSAGES * 2);
            let _ = writeln!(body, "<p><a href=\"{}\">More</a></p>", escape(&next));
        }
        Ok(page("Search", "", &body))
    });
    answered(work.await)
}

/// Passages as people know results: what was found, where it stands.
pub(super) fn results(passages: &[Passage]) -> String {
    let mut out = String::from("<ol class=\"results\">\n");
    for p in passages {
        let day = match (p.published, p.inferred) {
            (Some(stated), _) => short_span(stated),
            (None, Some(guess)) => format!("undated page, about {}", short_span(guess)),
            (None, None) => "undated page".to_owned(),
        };
        let _ = writeln!(
            out,
            "<li><a class=\"text\" href=\"/document/{}?at={}-{}#at\">{}</a><br><span class=\"note\">{} · {} · {}</span></li>",
            escape(&p.key),
            p.sentence.start,
            p.sentence.end,
            escape(&p.text),
            escape(&p.outlets.join(", ")),
            escape(&day),
            escape(&p.title)
        );
    }
    out.push_str("</ol>\n");
    out
}
