//! Lists of feeds from other readers (OPML).

use super::list::Feed;
use crate::sources::markup::{tags, unescaped};

/// The feeds of an OPML list in their order, each with the title it has there.
pub(crate) fn feeds_in(text: &str) -> Vec<Feed> {
    let mut out: Vec<Feed> = Vec::new();
    for outline in tags(text, "outline") {
        let Some(address) = outline.get("xmlurl").map(|a| a.trim()).filter(|a| !a.is_empty())
        else {
            continue;
        };
        if out.iter().any(|feed| feed.address == address) {
            continue;
        }
        let title = outline.get("title").or_else(|| outline.get("text"));
        let outlet = title.map(|title| unescaped(title.trim())).filter(|title| !title.is_empty());
        out.push(Feed { outlet, ..Feed::new(address) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_looked_into_and_doubles_dropped() {
        let list = "<?xml version='1.0'?><opml version='2.0'><body><outline text='Caucasus'>\
            <outline type='rss' text='A &amp;amp; B' xmlUrl='https://a.example/rss?x=1&amp;y=2'/>\
            <outline title='' text='' xmlUrl='https://b.example/feed'/></outline>\
            <outline xmlUrl='https://b.example/feed'/><outline text='no feed' htmlUrl='https://c.example'/></body></opml>";
        let found: Vec<(String, Option<String>)> =
            feeds_in(list).into_iter().map(|feed| (feed.address, feed.outlet)).collect();
        let a = ("https://a.example/rss?x=1&y=2".to_owned(), Some("A & B".to_owned()));
        assert_eq!(found, [a, ("https://b.example/feed".to_owned(), None)]);
    }
}
