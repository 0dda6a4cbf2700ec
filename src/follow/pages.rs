//! Items that are headlines only: the article's own page is fetched for them.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::list::Feed;
use crate::documents;
use crate::model::day::Day;
use crate::sources::net::{Client, Request, Response};
use crate::sources::{self, Body, Looks, RawItem, Skip};

/// Characters of text below which an item is a headline with a teaser, no article.
const SHORT: usize = 600;
/// Pages fetched for one feed in one round.
const MOST: usize = 40;
/// Bytes of a page.
const PAGE: u64 = 8 * 1024 * 1024;
/// Marks kept of the items whose pages were taken: several times what feeds carry.
const MARKS: usize = 2_000;

/// Items with their pages, and what was found out on the way.
#[derive(Debug, Default)]
pub(super) struct Complete {
    pub(super) items: Vec<Result<RawItem, Skip>>,
    /// Pages that became articles.
    pub(super) taken: usize,
    /// Items that stay headlines, since their page could not be had or holds no article.
    pub(super) bare: usize,
}

/// Puts the article into each short item whose page was not taken before; those that were are left out, since
/// the archive has them. The feed remembers what was taken.
pub(super) fn complete(
    client: &Client<'_>,
    feed: &mut Feed,
    items: Vec<Result<RawItem, Skip>>,
    today: Day,
) -> Complete {
    let known: BTreeSet<String> = feed.taken.iter().cloned().collect();
    let mut out = Complete::default();
    let mut asked = 0;
    for item in items {
        let address = match &item {
            Ok(item) if is_short(item) => item.url.clone().filter(|url| url.starts_with("http")),
            _ => None,
        };
        let (Ok(item), Some(address)) = (&item, address) else {
            out.items.push(item);
            continue;
        };
        let mark = mark(&address);
        if known.contains(&mark) {
            continue;
        }
        asked += 1;
        let page =
            if asked <= MOST { article(client, feed.local, item, &address, today) } else { None };
        match page {
            Some(full) => {
                feed.taken.push(mark);
                out.taken += 1;
                out.items.push(Ok(full));
            }
            None => {
                out.bare += 1;
                out.items.push(Ok(item.clone()));
            }
        }
    }
    let surplus = feed.taken.len().saturating_sub(MARKS);
    feed.taken.drain(..surplus);
    out
}

/// True where the item's own text is too short for an article.
pub(super) fn is_short(item: &RawItem) -> bool {
    matches!(&item.body, Body::Fragment(text) | Body::Text(text) if length(text) < SHORT)
}

/// Characters outside of tags.
fn length(fragment: &str) -> usize {
    let mut inside = false;
    let outside = fragment.chars().filter(|c| {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ => return !inside,
        }
        false
    });
    outside.count()
}

/// The item with its page as its body, where the page can be had and holds more than the item does.
fn article(
    client: &Client<'_>,
    local: bool,
    item: &RawItem,
    address: &str,
    today: Day,
) -> Option<RawItem> {
    let request = Request { address, most: PAGE, local, ..Request::default() };
    let Ok(Response::Fetched(fetched)) = client.get(&request) else {
        return None;
    };
    if sources::looks_like(&fetched.body) != Looks::Page {
        return None;
    }
    let html = sources::text_of(&fetched.body, fetched.kind.as_deref())?;
    let own = match &item.body {
        Body::Mention { .. } => return None,
        Body::Fragment(text) | Body::Text(text) | Body::Html(text) | Body::Row(text) => {
            length(text)
        }
    };
    let full = RawItem { body: Body::Html(html), url: Some(fetched.address), ..item.clone() };
    // Extraction is tried here, so that a page without an article costs the reader no headline.
    let document = documents::build(full.clone(), today).ok()?;
    (document.text.chars().count() > own).then_some(full)
}

fn mark(address: &str) -> String {
    Sha256::digest(address.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
