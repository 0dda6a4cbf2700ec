//! One client, polite to each host.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use super::answer::{Response, Stream, fault_of, header, short, taken};
use super::fault::FetchFault;
use super::guard::{Allowed, Guard};
use super::robots::{self, Robots};
use crate::model::clock::Clock;

/// Our name in robots.txt.
const ROBOT: &str = "bilateral";
/// Redirects followed: RFC 9309 asks for five at least.
const HOPS: usize = 5;
/// Seconds between two requests to a host that asks for no other pause.
const PAUSE: u64 = 3;
/// Seconds for which a robots.txt is believed (RFC 9309).
const DAY: i64 = 86_400;
/// Seconds until a name is looked up and a connection stands.
const CONNECT: u64 = 15;
/// Seconds of one request, from its start to the last byte of the answer.
const WHOLE: u64 = 60;
/// Bytes of an address.
const LONGEST: usize = 4_096;

/// What to fetch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request<'a> {
    pub(crate) address: &'a str,
    /// What the last answer said of itself: where that is still so, nothing is sent again.
    pub(crate) etag: Option<&'a str>,
    pub(crate) modified: Option<&'a str>,
    /// The first byte wanted of a file that is read as it comes; its bytes are then as they lie on the server.
    pub(crate) from: Option<u64>,
    /// Bytes of the answer, decoded, at most.
    pub(crate) most: u64,
    /// The address is a documented interface for programs, whose own rules are kept: robots.txt is for those who
    /// walk from page to page, and is not asked.
    pub(crate) interface: bool,
    /// The server is the reader's own: it may stand in a private network.
    pub(crate) local: bool,
    /// What the server is shown to let us in.
    pub(crate) secret: Option<Secret<'a>>,
}

/// A header for one server alone: no redirect takes it to another, and it is never shown.
#[derive(Clone, Copy)]
pub(crate) struct Secret<'a> {
    pub(crate) header: &'static str,
    pub(crate) value: &'a str,
}

impl std::fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: (hidden)", self.header)
    }
}

/// The client; shared by threads, each host is asked by one at a time.
pub(crate) struct Client<'c> {
    agent: ureq::Agent,
    allowed: Allowed,
    clock: &'c dyn Clock,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// What is known of one host, by scheme, name and port.
#[derive(Default)]
struct Host {
    /// When it may be asked again, in seconds since 1970.
    free_at: i64,
    /// Its rules, and when they were read.
    robots: Option<(i64, Robots)>,
}

/// One answer of one server.
struct Hop {
    status: u16,
    headers: ureq::http::HeaderMap,
    body: ureq::Body,
}

impl<'c> Client<'c> {
    /// A client that names `contact` (an address of a page or of mail) as the one to talk to.
    pub(crate) fn new(clock: &'c dyn Clock, contact: Option<&str>) -> Self {
        Self::limited(clock, contact, Duration::from_secs(WHOLE))
    }

    /// A client for large files: a request may take ten minutes.
    pub(crate) fn patient(clock: &'c dyn Clock, contact: Option<&str>) -> Self {
        Self::limited(clock, contact, Duration::from_secs(10 * WHOLE))
    }

    /// A client whose requests take so long at most.
    pub(super) fn limited(clock: &'c dyn Clock, contact: Option<&str>, whole: Duration) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        let name = match contact.filter(|c| c.bytes().all(|b| (0x21..0x7f).contains(&b))) {
            Some(contact) => format!("Bilateral/{version} (+{contact})"),
            None => format!("Bilateral/{version} (a reader's own archive)"),
        };
        let seconds = |s| Some(Duration::from_secs(s));
        let config = ureq::Agent::config_builder()
            .user_agent(name)
            .accept("application/atom+xml, application/rss+xml, application/feed+json, text/html, */*;q=0.5")
            .http_status_as_error(false)
            // Each hop is checked by us.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(whole))
            .timeout_resolve(seconds(CONNECT))
            .timeout_connect(seconds(CONNECT))
            .max_idle_connections_per_host(1)
            .build();
        let guard = Guard::default();
        let allowed = Arc::clone(&guard.allowed);
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), guard);
        Self { agent, allowed, clock, hosts: Mutex::default() }
    }

    /// Fetches an address.
    ///
    /// # Errors
    /// A [`FetchFault`] that says why, and what may be done.
    pub(crate) fn get(&self, request: &Request<'_>) -> Result<Response, FetchFault> {
        let (hop, at, moved) = self.follow(request)?;
        taken(hop.status, &hop.headers, hop.body, request.most).map(|response| match response {
            Response::Fetched(mut fetched) => {
                fetched.moved = moved.then(|| at.to_string());
                fetched.address = at.to_string();
                Response::Fetched(fetched)
            }
            unchanged => unchanged,
        })
    }

    /// Opens a large file, to be read as it comes: from its first byte, or from the one that the request names.
    ///
    /// # Errors
    /// A [`FetchFault`] that says why, and what may be done. Reading may fail later.
    pub(crate) fn open(&self, request: &Request<'_>) -> Result<Stream, FetchFault> {
        let (Hop { status, headers, body }, ..) = self.follow(request)?;
        if status != 200 && status != 206 {
            return match taken(status, &headers, body, 0) {
                Err(fault) => Err(fault),
                Ok(_) => Err(FetchFault::Status(status)),
            };
        }
        let length = header(&headers, "content-length").and_then(|value| value.parse().ok());
        let mut reader = body.into_reader();
        let from = request.from.unwrap_or(0);
        // A server that gives no ranges gives the whole.
        let passed = if status == 206 { 0 } else { from };
        std::io::copy(&mut (&mut reader).take(passed), &mut std::io::sink())
            .map_err(|e| FetchFault::Broken(short(&e.to_string())))?;
        let length = length.map(|length: u64| length.saturating_sub(passed));
        Ok(Stream { reader: Box::new(reader), length })
    }

    /// Sends JSON to an address that a reader named for it. Redirects are not followed: what was meant for one
    /// server is for no other.
    ///
    /// # Errors
    /// A [`FetchFault`] that says why it was not taken.
    pub(crate) fn tell(&self, address: &str, local: bool, json: &str) -> Result<(), FetchFault> {
        let at = parse(address)?;
        if local {
            locked(&self.allowed).insert(server(&at));
        }
        let request = self.agent.post(at.as_str()).header("Content-Type", "application/json");
        match request.send(json).map_err(|e| fault_of(&e))?.status().as_u16() {
            200..=299 => Ok(()),
            410 => Err(FetchFault::Gone),
            300..=399 => Err(FetchFault::Redirects),
            status @ (429 | 503) => Err(FetchFault::Later { status, after: None }),
            status => Err(FetchFault::Status(status)),
        }
    }

    /// The answer behind all redirects, its address, and whether it moved there for good.
    fn follow(&self, request: &Request<'_>) -> Result<(Hop, Url, bool), FetchFault> {
        let mut at = parse(request.address)?;
        let (own, home) = (server(&at), origin(&at));
        if request.local {
            locked(&self.allowed).insert(own.clone());
        }
        let mut seen = vec![at.clone()];
        let mut for_good = true;
        for hop in 0..=HOPS {
            // A stranger's redirect does not lead to the reader's own servers.
            if server(&at) != own && locked(&self.allowed).contains(&server(&at)) {
                return Err(FetchFault::Private);
            }
            let answer = self.ask_politely(&at, &for_hop(request, &home, &at), hop > 0)?;
            let Hop { status, headers, .. } = &answer;
            if matches!(*status, 301 | 302 | 303 | 307 | 308) {
                for_good &= matches!(*status, 301 | 308);
                let next = header(headers, "location").and_then(|to| at.join(&to).ok());
                let next = parse(next.ok_or(FetchFault::Redirects)?.as_str())?;
                if seen.contains(&next) {
                    return Err(FetchFault::Redirects);
                }
                seen.push(next.clone());
                at = next;
                continue;
            }
            return Ok((answer, at, hop > 0 && for_good));
        }
        Err(FetchFault::Redirects)
    }

    /// One request, where robots.txt allows it, after the host's pause. A redirect is part of a request and
    /// waits for nothing.
    fn ask_politely(
        &self,
        at: &Url,
        request: &Request<'_>,
        redirected: bool,
    ) -> Result<Hop, FetchFault> {
        let host = Arc::clone(locked(&self.hosts).entry(origin(at)).or_default());
        let mut host = locked(&host);
        let now = self.clock.now();
        // The reader's own server needs no rest but the one it asks for.
        let mut pause = if request.local { 0 } else { PAUSE };
        if !request.interface {
            let known = host.robots.as_ref().filter(|(read, _)| (0..DAY).contains(&(now - read)));
            let (read, robots) = match known {
                Some(known) => known.clone(),
                None => (now, self.robots(at)?),
            };
            let path = &at[url::Position::BeforePath..url::Position::AfterQuery];
            let allows = robots.allow(path);
            pause = robots.delay.unwrap_or(pause);
            host.robots = Some((read, robots));
            if !allows {
                return Err(FetchFault::Robots { asked: true });
            }
        }
        let wait = host.free_at - self.clock.now();
        if wait > 0 && !redirected {
            // A clock that was set back costs one pause.
            self.clock.wait(wait.unsigned_abs().min(pause));
        }
        let answer = self.ask(at, request);
        host.free_at = self.clock.now().saturating_add_unsigned(pause);
        answer
    }

    /// The rules of a site. A site without a robots.txt allows everything.
    ///
    /// # Errors
    /// Where it could not be asked: then nothing may be taken.
    fn robots(&self, at: &Url) -> Result<Robots, FetchFault> {
        const UNKNOWN: FetchFault = FetchFault::Robots { asked: false };
        let mut at = at.join("/robots.txt").map_err(|_| FetchFault::BadAddress)?;
        let own = server(&at);
        for _ in 0..=HOPS {
            if server(&at) != own && locked(&self.allowed).contains(&server(&at)) {
                return Err(FetchFault::Private);
            }
            let answer = self.ask(&at, &Request::default()).map_err(|fault| match fault {
                FetchFault::Private | FetchFault::NoHost => fault,
                _ => UNKNOWN,
            });
            let Hop { status, headers, body } = answer?;
            match status {
                200..=299 => {
                    let mut text = Vec::new();
                    let read = body.into_reader().take(robots::MOST).read_to_end(&mut text);
                    read.map_err(|_| UNKNOWN)?;
                    return Ok(Robots::parse(&String::from_utf8_lossy(&text), ROBOT));
                }
                301 | 302 | 303 | 307 | 308 => {
                    let next = header(&headers, "location").and_then(|to| at.join(&to).ok());
                    at = parse(next.ok_or(UNKNOWN)?.as_str())?;
                }
                400..=499 if status != 429 => return Ok(Robots::open()),
                _ => return Err(UNKNOWN),
            }
        }
        // More redirects than are followed: as if there were none (RFC 9309, 2.3.1.2).
        Ok(Robots::open())
    }

    fn ask(&self, at: &Url, wanted: &Request<'_>) -> Result<Hop, FetchFault> {
        let mut request = self.agent.get(at.as_str());
        let known = [("If-None-Match", wanted.etag), ("If-Modified-Since", wanted.modified)];
        for (name, value) in known {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        if let Some(from) = wanted.from {
            request = request.header("Accept-Encoding", "identity");
            if from > 0 {
                request = request.header("Range", format!("bytes={from}-"));
            }
        }
        if let Some(Secret { header, value }) = wanted.secret {
            request = request.header(header, value);
        }
        let (parts, body) = request.call().map_err(|e| fault_of(&e))?.into_parts();
        Ok(Hop { status: parts.status.as_u16(), headers: parts.headers, body })
    }
}

/// An http or https address with a host; without its fragment, and without a name and password in it.
fn parse(address: &str) -> Result<Url, FetchFault> {
    let mut url = Url::parse(address).map_err(|_| FetchFault::BadAddress)?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !is_web || !is_plain || address.len() > LONGEST {
        return Err(FetchFault::BadAddress);
    }
    url.set_fragment(None);
    Ok(url)
}

/// What is sent to the server of a hop: the secret only to the one it is for.
fn for_hop<'a>(request: &Request<'a>, home: &str, at: &Url) -> Request<'a> {
    let secret = request.secret.filter(|_| origin(at) == home);
    Request { secret, ..request.clone() }
}

/// `host:port`, as [`super::guard`] names a server.
fn server(at: &Url) -> String {
    format!("{}:{}", at.host_str().unwrap_or_default(), at.port_or_known_default().unwrap_or(0))
}

fn origin(at: &Url) -> String {
    format!("{}://{}", at.scheme(), server(at))
}

/// What a thread that died left is still whole: all changes are single assignments.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_sent_to_its_own_server_alone_and_never_shown() {
        let secret = Secret { header: "X-Key", value: "opensesame" };
        let request = Request { secret: Some(secret), ..Request::default() };
        assert!(!format!("{request:?}").contains("opensesame"));
        let home = origin(&parse("https://api.example/search").unwrap());
        for (at, sent) in [
            ("https://api.example/other?x", true),
            ("https://api.example:443/", true),
            ("http://api.example/search", false),
            ("https://api.example:8443/search", false),
            ("https://evil.example/search", false),
        ] {
            let hop = for_hop(&request, &home, &parse(at).unwrap());
            assert_eq!(hop.secret.is_some(), sent, "{at}");
        }
    }
}
