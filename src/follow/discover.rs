//! The feeds a page names in its head.

use url::Url;

use crate::sources::markup::tags;

/// Feeds of one page that are shown.
const MOST: usize = 20;

/// Addresses of the feeds that a page names, in its order, each once; comments' feeds last.
pub(crate) fn feeds_of(html: &str, page: &str) -> Vec<String> {
    let Ok(base) = Url::parse(page) else {
        return Vec::new();
    };
    let mut out: Vec<(bool, String)> = Vec::new();
    for link in tags(html, "link") {
        let has = |name: &str, wanted: &str| {
            let value = link.get(name).map(|v| v.to_ascii_lowercase()).unwrap_or_default();
            value.split(|c: char| c.is_whitespace() || c == ';').any(|word| word == wanted)
        };
        let kinds = [
            "application/rss+xml",
            "application/atom+xml",
            "application/feed+json",
            "application/rdf+xml",
        ];
        let is_feed = has("rel", "alternate") && kinds.iter().any(|kind| has("type", kind));
        let address =
            link.get("href").filter(|_| is_feed).and_then(|href| base.join(href.trim()).ok());
        if let Some(address) = address.map(String::from)
            && !out.iter().any(|(_, known)| *known == address)
        {
            out.push((address.contains("comment"), address));
        }
    }
    out.sort_by_key(|(comments, _)| *comments);
    out.into_iter().take(MOST).map(|(_, address)| address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_and_made_whole() {
        let page = "<link rel=stylesheet href=a.css><link rel='alternate' type='application/rss+xml' href='/comments/feed'>\
            <link rel=alternate hreflang=de href=/de><link rel='ALTERNATE nofollow' type='application/atom+xml; charset=utf-8' href='atom.xml'>\
            <link rel=alternate type='application/rss+xml' href='/comments/feed'>";
        let found = feeds_of(page, "https://a.example/news/");
        assert_eq!(found, ["https://a.example/news/atom.xml", "https://a.example/comments/feed"]);
        assert!(feeds_of(page, "no address").is_empty());
    }
}
