//! One source, asked once.

use url::Url;

use super::discover::feeds_of;
use super::hints::Hints;
use super::list::Feed;
use super::pages::{self, Complete};
use crate::model::day::Day;
use crate::sources::net::{Client, FetchFault, Fetched, Request, Response};
use crate::sources::{self, Flow, Looks, RawItem, Skip};

/// Bytes of a feed at most.
const LARGEST: u64 = 16 * 1024 * 1024;

/// What one asking gave, before anything was stored.
#[derive(Debug)]
pub(crate) struct Polled {
    /// The feed with what its answer says of it.
    pub(super) feed: Feed,
    pub(super) hints: Hints,
    /// Seconds for which the server says that its answer stays good.
    pub(super) fresh: Option<u64>,
    pub(super) outcome: Outcome,
}

/// What came.
#[derive(Debug)]
pub(super) enum Outcome {
    Items(Complete),
    Unchanged,
    Fault(FetchFault),
    /// Something, but no feed.
    NoFeed(String),
}

/// Asks a source; its items' pages are fetched where they are headlines only.
pub(super) fn poll(client: &Client<'_>, feed: &Feed, today: Day) -> Polled {
    let mut feed = feed.clone();
    let request = Request {
        address: &feed.address,
        etag: feed.etag.as_deref(),
        modified: feed.modified.as_deref(),
        interface: false,
        most: LARGEST,
        from: None,
        local: feed.local,
        secret: None,
    };
    let polled = |feed, outcome| Polled { feed, hints: Hints::default(), fresh: None, outcome };
    let fetched = match client.get(&request) {
        Ok(Response::Fetched(fetched)) => fetched,
        Ok(Response::Unchanged) => return polled(feed, Outcome::Unchanged),
        Err(fault) => return polled(feed, Outcome::Fault(fault)),
    };
    if sources::looks_like(&fetched.body) != Looks::Feed {
        let what = what_else(&fetched);
        return polled(feed, Outcome::NoFeed(what));
    }
    let hints = Hints::of(&String::from_utf8_lossy(&fetched.body));
    let fresh = fetched.fresh;
    let (title, items) = items(&fetched, feed.outlet.as_deref());
    feed.title = title.or(feed.title);
    feed.items = items.iter().filter(|item| item.is_ok()).count();
    feed.newest = newest(&items, today).or(feed.newest);
    feed.etag.clone_from(&fetched.etag);
    feed.modified.clone_from(&fetched.modified);
    if let Some(moved) = fetched.moved {
        feed.address = moved;
    }
    let complete = pages::complete(client, &mut feed, items, today);
    Polled { feed, hints, fresh, outcome: Outcome::Items(complete) }
}

/// The title of a feed and its items. `outlet`: what the reader calls their source.
fn items(fetched: &Fetched, outlet: Option<&str>) -> (Option<String>, Vec<Result<RawItem, Skip>>) {
    let mut items: Vec<Result<RawItem, Skip>> = Vec::new();
    let bytes = sources::in_utf_8(&fetched.body, fetched.kind.as_deref());
    let _ = sources::read_bytes(&fetched.address, bytes, &mut |item| {
        items.push(item);
        Flow::Continue(())
    });
    let base = Url::parse(&fetched.address).ok();
    for item in items.iter_mut().flatten() {
        // "/news/1" is an address on the feed's own server.
        let whole = item
            .url
            .as_deref()
            .zip(base.as_ref())
            .and_then(|(url, base)| base.join(url.trim()).ok());
        item.url = whole.map(String::from).or(item.url.take());
    }
    let first = items.iter().flatten().find_map(|item| item.outlets.first().cloned());
    // The feed's own title stands in each item that names no other source.
    let title = first.filter(|title| {
        let named =
            items.iter().flatten().filter(|item| item.outlets.first() == Some(title)).count();
        named * 2 > items.iter().flatten().count()
    });
    if let Some(outlet) = outlet {
        let is_own =
            |item: &RawItem| item.outlets.is_empty() || item.outlets.first() == title.as_ref();
        for item in items.iter_mut().flatten().filter(|item| is_own(item)) {
            item.outlets = vec![outlet.to_owned()];
        }
    }
    (title, items)
}

/// The latest day an item states, days to come left out.
fn newest(items: &[Result<RawItem, Skip>], today: Day) -> Option<Day> {
    let days = items.iter().flatten().filter_map(|item| item.published.as_deref());
    days.filter_map(|written| crate::documents::day(written, today)).max()
}

/// What an answer is that is no feed, and what to do.
fn what_else(fetched: &Fetched) -> String {
    if sources::looks_like(&fetched.body) == Looks::Page {
        let html = sources::text_of(&fetched.body, fetched.kind.as_deref()).unwrap_or_default();
        return match feeds_of(&html, &fetched.address).first() {
            Some(feed) => format!("this is a page, no feed; it names the feed {feed}"),
            None => "this is a page that names no feed; look for one on the site".to_owned(),
        };
    }
    "this is no feed; check the address in a browser".to_owned()
}

/// What an address gives, looked at and not stored.
#[derive(Debug)]
pub(crate) struct Probe {
    /// Where it leads in the end.
    pub(crate) address: String,
    /// True where it has moved there for good.
    pub(crate) moved: bool,
    pub(crate) title: Option<String>,
    pub(crate) items: Vec<Result<RawItem, Skip>>,
    /// Items that are headlines only, whose pages would be fetched.
    pub(crate) short: usize,
    /// Feeds that it names, where it is a page.
    pub(crate) feeds: Vec<String>,
    /// True where it is a feed.
    pub(crate) is_feed: bool,
}

/// Looks at an address.
///
/// # Errors
/// Where nothing can be fetched from it.
pub(crate) fn probe(client: &Client<'_>, address: &str, local: bool) -> Result<Probe, FetchFault> {
    let request = Request { address, most: LARGEST, local, ..Request::default() };
    let Response::Fetched(fetched) = client.get(&request)? else {
        // Nothing was said of an earlier answer, so nothing can be unchanged.
        return Err(FetchFault::Status(304));
    };
    let is_feed = sources::looks_like(&fetched.body) == Looks::Feed;
    let (title, items) = if is_feed { items(&fetched, None) } else { (None, Vec::new()) };
    let feeds = match is_feed {
        true => Vec::new(),
        false => {
            let html = sources::text_of(&fetched.body, fetched.kind.as_deref()).unwrap_or_default();
            feeds_of(&html, &fetched.address)
        }
    };
    let short = items.iter().flatten().filter(|item| pages::is_short(item)).count();
    Ok(Probe {
        moved: fetched.moved.is_some(),
        address: fetched.address,
        title,
        items,
        short,
        feeds,
        is_feed,
    })
}
