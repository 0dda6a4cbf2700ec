//! The page to ask on.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::answered;
use crate::faces::http::app::App;
use crate::faces::http::layout::{escape, in_address, page};
use crate::faces::render::thousands;
use crate::overview::wording::long_day;
use crate::reading::lexicon::Lexicon;

/// The page to ask on.
pub(in crate::faces::http) async fn ask(State(app): State<Arc<App>>) -> Response {
    let work = app.work(|view| {
        let coverage = view.archive.coverage(None)?;
        let holds = match coverage.days {
            Some((first, last)) => format!(
                "{} documents, {} to {}",
                thousands(usize::try_from(coverage.documents).unwrap_or(usize::MAX)),
                long_day(first),
                long_day(last)
            ),
            None => "no documents yet".to_owned(),
        };
        let sample = if view.sample {
            "<p class=\"stand\">This is the sample archive in the program, summaries of ours of public pages. Add your own \
             sources with <code>bilateral add</code>, <code>bilateral follow</code> or <code>bilateral backfill</code>.</p>\n"
        } else {
            ""
        };
        let examples = ["Russia vs Azerbaijan and Kazakhstan", "Azerbaijan and Kazakhstan", "Russia–Azerbaijan relations since 2025"];
        let examples: String = examples
            .iter()
            .map(|q| format!("<li><a href=\"/overview?q={}\">{}</a></li>", in_address(q), escape(q)))
            .collect();
        Ok(page(
            "",
            "",
            &format!(
                "<h1>What happened between them?</h1>\n<form class=\"ask\" action=\"/overview\" role=\"search\">\n\
                 <label for=\"q\">Two or more countries, or one alone<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"1000\" \
                 required autofocus list=\"actors\" placeholder=\"Russia vs Azerbaijan and Kazakhstan\"></label>\n\
                 <datalist id=\"actors\">{}</datalist>\n<div class=\"row\">\
                 <label for=\"since\">From<input id=\"since\" name=\"since\" size=\"10\" placeholder=\"2024-01\"></label>\
                 <label for=\"until\">to<input id=\"until\" name=\"until\" size=\"10\" placeholder=\"2025\"></label>\
                 <label for=\"as_of\">as known on<input id=\"as_of\" name=\"as_of\" size=\"10\" placeholder=\"2025-06-30\"></label>\
                 </div>\n<button>Ask</button>\n</form>\n<ul class=\"more\">{examples}</ul>\n{sample}<p class=\"stand\">{holds}</p>\n",
                states()
            ),
        ))
    });
    answered(work.await)
}

/// All states, for the completion of what is typed.
fn states() -> String {
    Lexicon::embedded()
        .states()
        .map(|name| format!("<option value=\"{}\">", escape(&name)))
        .collect()
}
