//! New sources: the feed that an address is or names, and the list that takes it.

use std::path::Path;

use super::list::{Feed, List};
use super::poll::probe;
use super::starter::offers;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::sources::net::Client;

/// What is to be known of a new source beside its address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// What to call its outlet; otherwise what we know of it, or the feed says.
    pub(crate) outlet: Option<String>,
    /// It may lie in this machine or its network.
    pub(crate) local: bool,
}

/// All feeds of the starter list that are on.
pub(crate) fn starters() -> Vec<Feed> {
    let offered = offers().into_iter().filter(|offer| offer.off.is_none());
    offered.map(|offer| Feed { outlet: Some(offer.outlet), ..Feed::new(&offer.address) }).collect()
}

/// The feed at an address, or the first that the page there names. `remark` is told what a reader should know.
///
/// # Errors
/// Where there is no feed, or it cannot be had for a reason that will not pass.
pub(crate) fn at_address(
    client: &Client<'_>,
    source: &str,
    wanted: &Wanted,
    remark: &mut dyn FnMut(&str),
) -> Result<Feed> {
    if !names_a_host(source) {
        let shown: String = source.chars().take(100).collect();
        return Err(Error::Usage(format!(
            "'{shown}' is no address of a feed or page; write one as https://news.example/feed.xml"
        )));
    }
    let address = whole(source);
    let offer = offers().into_iter().find(|offer| offer.address == address);
    if let Some(why) = offer.as_ref().and_then(|offer| offer.off.as_deref()) {
        remark(&format!("Note on {address}: {why}."));
    }
    let outlet = wanted.outlet.clone().or(offer.map(|offer| offer.outlet));
    let feed =
        |address: &str| Feed { outlet: outlet.clone(), local: wanted.local, ..Feed::new(address) };
    match probe(client, &address, wanted.local) {
        Ok(found) if found.is_feed => {
            let at = if found.moved { found.address } else { address };
            Ok(Feed { title: found.title, ..feed(&at) })
        }
        Ok(found) => match found.feeds.as_slice() {
            [] => Err(Error::Usage(format!(
                "{source} is no feed and names none; look for one on the site, or save its pages and add them with `bilateral add`"
            ))),
            [first, more @ ..] => {
                if !more.is_empty() {
                    remark(&format!("The page names more feeds: {}", more.join(", ")));
                }
                Ok(feed(first))
            }
        },
        Err(fault) if fault.may_pass() => {
            remark(&format!("{address}: {fault}. It is followed all the same."));
            Ok(feed(&address))
        }
        Err(fault) => Err(Error::Usage(format!("{address}: {fault}"))),
    }
}

/// Puts sources on the list of an archive, which is made where there is none. Gives those that were not on it.
///
/// # Errors
/// Where the list or the archive cannot be written, or there are too many.
pub(crate) fn follow(archive: &Path, found: Vec<Feed>) -> Result<Vec<Feed>> {
    if !Archive::exists(archive) {
        // The list lies in the archive's folder, which must be one.
        Archive::writer(archive)?.finish()?;
    }
    let mut list = List::load(archive)?;
    let mut new = Vec::new();
    for feed in found {
        if list.add(feed.clone())? {
            new.push(feed);
        }
    }
    list.save(archive)?;
    Ok(new)
}

/// False for what looks like a path or a word: its first part is no host.
fn names_a_host(source: &str) -> bool {
    let host = source.split(['/', '?', '#']).next().unwrap_or_default();
    source.contains("://")
        || host.starts_with("localhost")
        || (host.contains('.') && host.starts_with(|c: char| c.is_alphanumeric()))
}

/// An address with its scheme.
pub(crate) fn whole(source: &str) -> String {
    if source.contains("://") { source.to_owned() } else { format!("https://{source}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_words_are_no_addresses() {
        for source in [
            "news.example",
            "news.example/feed?x=1",
            "https://x/",
            "localhost:80/rss",
            "müller.example",
        ] {
            assert!(names_a_host(source), "{source}");
        }
        for source in ["/etc/passwd", "./feeds.opml", "../a.xml", "~/feeds", "feeds", "", "?x.y"] {
            assert!(!names_a_host(source), "{source}");
        }
    }
}
