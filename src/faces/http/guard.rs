//! What holds for every request and every answer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::app::App;
use super::problem::Problem;

/// Nothing but our own style sheet and pictures in the page; no frames, no scripts, forms to us alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Refuses who comes by a foreign name (a page elsewhere whose name was pointed at this machine), and sets the
/// headers that keep an answer from doing what it should not.
pub(super) async fn check(State(_app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = if is_ours(request.headers()) {
        next.run(request).await
    } else {
        let words =
            "this server answers under the name of this machine alone (localhost, 127.0.0.1)";
        Problem::Forbidden(words.to_owned()).told_at(&path)
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// True where the request names this machine, and comes from no page of another site.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let host = text(header::HOST).is_some_and(is_local);
    let origin = match text(header::ORIGIN) {
        None | Some("null") => true,
        Some(origin) => origin.strip_prefix("http://").is_some_and(is_local),
    };
    host && origin
}

/// True for a name of this machine, with or without a port.
fn is_local(name: &str) -> bool {
    let name = match name.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => name.split(':').next().unwrap_or_default(),
    };
    matches!(name, "localhost" | "127.0.0.1" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        for name in ["localhost", "localhost:7171", "127.0.0.1:80", "[::1]:7171"] {
            assert!(is_local(name), "{name}");
        }
        for name in
            ["a.example", "localhost.a.example", "127.0.0.1.a.example", "", "[::2]", "10.0.0.1"]
        {
            assert!(!is_local(name), "{name}");
        }
    }
}
