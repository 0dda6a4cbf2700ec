//! Tags of HTML, OPML and EPUB's lists with their attributes, without a tree: a scan that any markup passes.

use std::collections::BTreeMap;

/// Attributes of one tag that are read.
const MOST: usize = 50;

/// The attributes of all tags of this name (in lower case), in their order; names in lower case.
pub(crate) fn tags(text: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let end =
            rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
        if !rest[..end].eq_ignore_ascii_case(name) {
            continue;
        }
        let (found, behind) = attributes(&rest[end..]);
        out.push(found);
        rest = behind;
    }
    out
}

/// The attributes up to the end of the tag, and what stands behind it.
fn attributes(text: &str) -> (BTreeMap<String, String>, &str) {
    let mut out = BTreeMap::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') || out.len() >= MOST {
            return (out, rest);
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            // A name alone; a stray sign must not stop the scan.
            let step = if end == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { 0 };
            rest = &rest[step..];
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| "\"'".contains(*c));
        let (value, behind) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(
                value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len()),
            ),
        };
        out.entry(name).or_insert_with(|| unescaped(value));
        rest = behind;
    }
}

/// The five entities of XML, and numbered ones.
pub(crate) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end < 12).map(|end| &rest[1..end]);
        let meant = entity.and_then(|name| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let number = name.strip_prefix('#')?;
                let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
                char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?)
            }
        });
        match (meant, entity) {
            (Some(c), Some(name)) => {
                out.push(c);
                rest = &rest[name.len() + 2..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_in_any_spelling() {
        let page = "<!-- <link href=no> --><LINK rel='alternate' href=\"/a?x=1&amp;y=2\"\n type=application/rss+xml />\
            <linked href=no><link async href=plain><p = > <link href='open";
        let found = tags(page, "link");
        let hrefs: Vec<&str> = found.iter().map(|tag| tag["href"].as_str()).collect();
        assert_eq!(hrefs, ["/a?x=1&y=2", "plain", "open"]);
        assert_eq!(found[0]["type"], "application/rss+xml");
        assert!(found[1].contains_key("href") && tags("", "link").is_empty());
    }

    #[test]
    fn entities_are_written_out_and_broken_ones_left() {
        assert_eq!(
            unescaped("a&amp;b&#39;&#x41;&lt; &nbsp; & &#xffffffff; &"),
            "a&b'A< &nbsp; & &#xffffffff; &"
        );
    }
}
