//! What went wrong, told to a reader as a page and to a program as `application/problem+json` (RFC 9457).

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::layout::{self, escape};
use crate::error::Error;

/// A request that got no answer.
#[derive(Debug)]
pub(in crate::faces) enum Problem {
    /// The request cannot be answered as it is; the words say what to ask instead.
    BadRequest(String),
    /// There is nothing at this address.
    NotFound(String),
    /// It asks in another way than GET.
    NotAllowed(String),
    /// It comes from somewhere that we do not answer, or asks for more than its token allows.
    Forbidden(String),
    /// It bears no token that we know.
    Unknown,
    /// The client asks too often.
    TooMany,
    /// Too many others are being answered.
    Busy,
    /// Our fault, or the archive's.
    Internal(String),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Usage(words) => Self::BadRequest(words),
            Error::Busy { .. } => Self::Busy,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::NotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Unknown => StatusCode::UNAUTHORIZED,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Stable name, title, and what is wrong.
    pub(in crate::faces) fn told(&self) -> (&'static str, &'static str, String) {
        match self {
            Self::BadRequest(words) => {
                ("bad-request", "This cannot be answered as it was asked", words.clone())
            }
            Self::NotFound(words) => ("not-found", "There is nothing here", words.clone()),
            Self::NotAllowed(words) => ("not-allowed", "This is not done here", words.clone()),
            Self::Forbidden(words) => ("forbidden", "This is not answered", words.clone()),
            Self::Unknown => (
                "unknown",
                "Who are you?",
                "send a token as `Authorization: Bearer …`, or as the password of any name; whoever keeps this server \
                 makes one with `bilateral token add NAME`"
                    .to_owned(),
            ),
            Self::TooMany => (
                "too-many",
                "Too many requests",
                "ask more slowly; `bilateral serve --rate` says how often one may ask".to_owned(),
            ),
            Self::Busy => (
                "busy",
                "Too many questions at once",
                "all threads are answering others; ask again in some seconds".to_owned(),
            ),
            Self::Internal(words) => ("internal", "Something went wrong", words.clone()),
        }
    }

    /// For a program.
    pub(super) fn json(&self) -> Response {
        let (code, title, detail) = self.told();
        let value = json!({
            "type": "about:blank", "code": code, "title": title, "status": self.status().as_u16(), "detail": detail,
        });
        let kind = HeaderValue::from_static("application/problem+json");
        self.with_wait(
            (self.status(), [(header::CONTENT_TYPE, kind)], format!("{value}\n")).into_response(),
        )
    }

    /// For a reader.
    pub(super) fn page(&self) -> Response {
        let (_, title, detail) = self.told();
        let body = format!(
            "<h1>{}</h1>\n<p>{}</p>\n<p><a href=\"/\">Ask something</a></p>\n",
            escape(title),
            escape(&detail)
        );
        self.with_wait((self.status(), layout::page(title, "", &body)).into_response())
    }

    /// For whoever asks at this path.
    pub(super) fn told_at(&self, path: &str) -> Response {
        if path.starts_with("/v1/") || path == "/mcp" || path == "/metrics" {
            self.json()
        } else {
            self.page()
        }
    }

    fn with_wait(&self, mut response: Response) -> Response {
        let more = match self {
            Self::Busy => Some((header::RETRY_AFTER, "5")),
            Self::TooMany => Some((header::RETRY_AFTER, "1")),
            // A browser asks its reader for a name and a password then.
            Self::Unknown => {
                Some((header::WWW_AUTHENTICATE, "Basic realm=\"Bilateral\", charset=\"UTF-8\""))
            }
            _ => None,
        };
        if let Some((name, value)) = more {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// For every address that is none.
pub(super) async fn nothing_here(request: Request) -> Response {
    let path: String = request.uri().path().chars().take(100).collect();
    let problem = Problem::NotFound(format!("{path} is no address of this server"));
    problem.told_at(&path)
}

/// For every other way to ask than GET.
pub(super) async fn only_read(request: Request) -> Response {
    let words = "ask this address with GET";
    Problem::NotAllowed(words.to_owned()).told_at(request.uri().path())
}
