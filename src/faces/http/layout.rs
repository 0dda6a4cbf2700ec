//! The frame around every page.

use std::fmt::Write;

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use crate::faces::render::html::STYLE;
pub(super) use crate::faces::render::html::escape;

/// What the pages of the server add to the style of a saved overview.
const MORE: &str = include_str!("more.css");

/// A complete page. `question` stands in the box at the top.
pub(super) fn page(title: &str, question: &str, body: &str) -> Html<String> {
    framed(title, question, "", body)
}

/// A page that shows itself well where its address is shared: with what it says first (Open Graph), and the feed
/// that keeps up with it.
pub(super) fn shared(
    title: &str,
    question: &str,
    says: &str,
    feed: &str,
    body: &str,
) -> Html<String> {
    let head = format!(
        "<meta name=\"description\" content=\"{says}\">\n<meta property=\"og:type\" content=\"article\">\n\
         <meta property=\"og:site_name\" content=\"Bilateral\">\n<meta property=\"og:title\" content=\"{}\">\n\
         <meta property=\"og:description\" content=\"{says}\">\n\
         <link rel=\"alternate\" type=\"application/atom+xml\" title=\"Happenings\" href=\"{}\">\n",
        escape(title),
        escape(feed),
        says = escape(says)
    );
    framed(title, question, &head, body)
}

fn framed(title: &str, question: &str, head: &str, body: &str) -> Html<String> {
    let mut out = String::with_capacity(body.len() + 2_048);
    let title = if title.is_empty() {
        "Bilateral".to_owned()
    } else {
        format!("{} – Bilateral", escape(title))
    };
    let _ = writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n<link rel=\"icon\" href=\"data:,\">\n{head}</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">To the content</a>\n<header class=\"top\">\n<a class=\"home\" href=\"/\">Bilateral</a>\n\
         <form action=\"/overview\" role=\"search\"><label class=\"away\" for=\"top-q\">Question</label>\
         <input id=\"top-q\" name=\"q\" type=\"search\" maxlength=\"1000\" value=\"{}\" placeholder=\"Russia vs Azerbaijan and Kazakhstan\">\
         <button>Ask</button></form>\n<nav aria-label=\"Pages\"><a href=\"/search\">Search</a> <a href=\"/sources\">Sources</a> <a href=\"/bring\">Bring</a> <a href=\"/kept\">Kept</a> \
         <a href=\"/about\">Method</a></nav>\n</header>\n<main id=\"main\">\n{body}</main>\n</body>\n</html>",
        escape(question)
    );
    Html(out)
}

/// The one style sheet.
pub(super) async fn style() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    (headers, format!("{STYLE}{MORE}")).into_response()
}

/// A value as it stands in an address.
pub(super) fn in_address(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
