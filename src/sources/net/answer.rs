//! What came back: an answer taken within its limits, or why there is none.

use std::io::Read;

use super::fault::FetchFault;
use super::guard::PRIVATE;

/// Bytes of a header that is read.
const HEADER: usize = 4_096;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Response {
    Fetched(Fetched),
    /// Nothing changed since the etag or day that was sent (304).
    Unchanged,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fetched {
    /// The address it came from, after all redirects.
    pub(crate) address: String,
    /// Where it has moved for good: all redirects were permanent.
    pub(crate) moved: Option<String>,
    pub(crate) body: Vec<u8>,
    /// As the server names it: `text/html; charset=utf-8`.
    pub(crate) kind: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    /// Seconds for which the answer stays good, where the server says so.
    pub(crate) fresh: Option<u64>,
}

/// A file as it comes.
pub(crate) struct Stream {
    pub(crate) reader: Box<dyn Read + Send>,
    /// Bytes still to come, where the server tells.
    pub(crate) length: Option<u64>,
}

/// The body of an answer that is one.
pub(super) fn taken(
    status: u16,
    headers: &ureq::http::HeaderMap,
    body: ureq::Body,
    most: u64,
) -> Result<Response, FetchFault> {
    match status {
        200..=299 => {}
        304 => return Ok(Response::Unchanged),
        410 => return Err(FetchFault::Gone),
        429 | 503 => {
            let after = header(headers, "retry-after").and_then(|value| value.trim().parse().ok());
            return Err(FetchFault::Later { status, after });
        }
        _ => return Err(FetchFault::Status(status)),
    }
    let mut bytes = Vec::new();
    let read = body.into_reader().take(most + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > most {
        return Err(FetchFault::TooLong(most));
    }
    read.map_err(|e| match e.kind() {
        std::io::ErrorKind::TimedOut => FetchFault::Slow,
        _ if e.to_string().contains("timeout") => FetchFault::Slow,
        _ => FetchFault::Broken(short(&e.to_string())),
    })?;
    let fresh = header(headers, "cache-control").and_then(|value| {
        let age = value.split(',').find_map(|part| part.trim().strip_prefix("max-age="))?;
        age.parse().ok()
    });
    Ok(Response::Fetched(Fetched {
        address: String::new(),
        moved: None,
        body: bytes,
        kind: header(headers, "content-type"),
        etag: header(headers, "etag"),
        modified: header(headers, "last-modified"),
        fresh,
    }))
}

/// A header as text; `None` for one longer than any we read.
pub(super) fn header(headers: &ureq::http::HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (value.len() <= HEADER).then(|| value.to_owned())
}

pub(super) fn fault_of(error: &ureq::Error) -> FetchFault {
    match error {
        ureq::Error::Timeout(_) => FetchFault::Slow,
        ureq::Error::HostNotFound => FetchFault::NoHost,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => FetchFault::BadAddress,
        ureq::Error::Io(e) if e.to_string() == PRIVATE => FetchFault::Private,
        ureq::Error::Io(e) if e.to_string().contains("failed to lookup") => FetchFault::NoHost,
        other => FetchFault::Broken(short(&other.to_string())),
    }
}

pub(super) fn short(message: &str) -> String {
    message.chars().take(200).collect()
}
