//! What holds for every request and every answer: who may ask, how often and how long, and the headers that keep
//! an answer from doing what it should not.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::app::App;
use super::problem::Problem;
use crate::faces::tokens::{Role, Tokens};

/// Nothing but our own style sheet and pictures in the page; no frames, no scripts, forms to us alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";
/// How long an answer may take.
const LONGEST: Duration = Duration::from_secs(60);
/// What a watcher asks without a token.
const OPEN: &str = "/healthz";

/// Lets through who may ask, counts and times each request, and sets the headers of every answer.
pub(super) async fn check(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    #[expect(clippy::disallowed_methods, reason = "the time is counted, no answer depends on it")]
    let begun = Instant::now();
    let path = request.uri().path().to_owned();
    let pattern =
        request.extensions().get::<MatchedPath>().map_or("none", |m| m.as_str()).to_owned();
    let client = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let method = request.method().clone();
    let mut response = match let_in(&app, &request, client) {
        Err(problem) => problem.told_at(&path),
        Ok(role) => {
            request.extensions_mut().insert(role);
            match tokio::time::timeout(LONGEST, next.run(request)).await {
                Ok(response) => response,
                Err(_) => Problem::Busy.told_at(&path),
            }
        }
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Nothing to other sites; with "no-referrer" browsers would not say that our own forms are ours.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    app.watch().answered(&pattern, &method, response.status(), begun.elapsed(), client);
    response
}

/// What who asks may do.
///
/// # Errors
/// Why there is no answer.
fn let_in(app: &App, request: &Request, client: Option<IpAddr>) -> Result<Role, Problem> {
    if client.is_some_and(|client| !app.watch().within_rate(client)) {
        return Err(Problem::TooMany);
    }
    let headers = request.headers();
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if changes && !is_same_origin(headers) {
        return Err(Problem::Forbidden("this comes from a page of another site".to_owned()));
    }
    let tokens = app.tokens()?;
    if tokens.tokens.is_empty() {
        // Without tokens only this machine is listened to; a page elsewhere whose name was pointed at it, or
        // that asks behind its reader's back, is turned away.
        return if is_ours(headers) {
            Ok(Role::Write)
        } else {
            let words =
                "this server answers under the name of this machine alone (localhost, 127.0.0.1)";
            Err(Problem::Forbidden(words.to_owned()))
        };
    }
    if request.uri().path() == OPEN {
        return Ok(Role::Read);
    }
    bearer(headers, &tokens).ok_or(Problem::Unknown)
}

/// The role of the token that a request bears: as a bearer's, or as the password of any name.
fn bearer(headers: &HeaderMap, tokens: &Tokens) -> Option<Role> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    let secret = if scheme.eq_ignore_ascii_case("bearer") {
        rest.to_owned()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let pair = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
        pair.split_once(':')?.1.to_owned()
    } else {
        return None;
    };
    tokens.of(&secret).map(|token| token.role)
}

/// True where no page of another site makes the request: none at all does, or one of the same address.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else {
        return headers.get(header::ORIGIN).is_none();
    };
    let name = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    name.is_some_and(|name| is_local(name) || text(header::HOST) == Some(name))
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

    #[test]
    fn only_pages_of_ours_may_change_anything() {
        let asked = |origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("news.example:7171"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            is_same_origin(&headers)
        };
        assert!(asked(None) && asked(Some("https://news.example:7171")));
        assert!(asked(Some("http://localhost:7171")));
        for other in ["null", "https://evil.example", "https://news.example", "file://x"] {
            assert!(!asked(Some(other)), "{other}");
        }
    }
}
