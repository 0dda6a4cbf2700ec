//! Feeds as text: faults that are mended, and feeds taken apart where they cannot be parsed.

/// The text after its XML declaration: it is decoded by now, and the declared encoding no longer true.
pub(crate) fn without_declaration(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("<?xml") else { return text };
    rest.find("?>").map_or(text, |at| &rest[at + 2..])
}

/// Length of a comment, a declaration or a document type at the start, `Some(None)` where its end is missing.
pub(crate) fn prologue(text: &str) -> Option<Option<usize>> {
    let until = |end: &str| Some(text.find(end).map(|at| at + end.len()));
    if text.starts_with("<!--") {
        until("-->")
    } else if text.starts_with("<?") {
        until("?>")
    } else if text.starts_with("<!") {
        let end = text.find('>');
        let has_subset = end.is_some_and(|end| text[..end].contains('['));
        if has_subset { until("]>") } else { Some(end.map(|end| end + 1)) }
    } else {
        None
    }
}

/// Elements within elements; feeds need about 20, with XHTML in them.
const DEEPEST: usize = 512;
/// Attributes of one element.
const MOST_ATTRIBUTES: usize = 1_000;

/// Refuses XML that would cost a parser time beyond its size: each element looks up its namespace in all
/// elements around it, each attribute is compared with all others of its element.
///
/// # Errors
/// What is too much, in words.
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    let mut depth = 0usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let special = match rest.strip_prefix("<![CDATA[") {
            Some(section) => {
                Some(section.find("]]>").map(|at| "<![CDATA[".len() + at + "]]>".len()))
            }
            None => prologue(rest),
        };
        match special {
            Some(Some(length)) => {
                rest = &rest[length..];
                continue;
            }
            // Looking for this end again at each next start would take time beyond all bounds.
            Some(None) => break,
            None => {}
        }
        let end = tag_end(rest);
        let tag = &rest[..end];
        if tag.bytes().filter(|&byte| byte == b'=').count() > MOST_ATTRIBUTES {
            return Err("an element has more than 1000 attributes");
        }
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with("/>") {
            depth += 1;
        }
        if depth > DEEPEST {
            return Err("its elements are nested deeper than 512");
        }
        rest = &rest[end..];
    }
    Ok(())
}

/// Where a tag ends; a `>` in a quoted value is none.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// The text with bare `&` escaped, characters that XML forbids taken out, and `rss` given a version.
pub(crate) fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + text.len() / 64);
    let mut rest = text;
    while let Some(at) = rest.find("<![CDATA[") {
        escape(&rest[..at], &mut mended);
        let end = rest[at..].find("]]>").map_or(rest.len(), |length| at + length + 3);
        mended.extend(rest[at..end].chars().filter(|&c| is_allowed(c)));
        rest = &rest[end..];
    }
    escape(rest, &mut mended);
    with_version(mended)
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

fn escape(text: &str, mended: &mut String) {
    for (at, c) in text.char_indices() {
        if !is_allowed(c) {
            continue;
        }
        mended.push(c);
        if c == '&' && !starts_reference(&text[at + 1..]) {
            mended.push_str("amp;");
        }
    }
}

/// True for `amp;`, `nbsp;`, `#38;`, `#x26;` and the like; false for references no character has.
fn starts_reference(rest: &str) -> bool {
    let name: String = rest.chars().take(33).take_while(|&c| c != ';').collect();
    if !rest[name.len()..].starts_with(';') {
        return false;
    }
    if let Some(number) = name.strip_prefix('#') {
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return value.ok().and_then(char::from_u32).is_some_and(is_allowed);
    }
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// RSS that names a version the parser does not know, or none, reads as 2.0: all of them are upward compatible.
fn with_version(text: String) -> String {
    let Some(root) = Root::of(&text).filter(|root| root.name.eq_ignore_ascii_case("rss")) else {
        return text;
    };
    let tag = &text[root.start..root.end];
    if ["2.0", "0.91", "0.92"].iter().any(|known| tag.contains(&format!("version=\"{known}\""))) {
        return text;
    }
    let attributes = tag["<rss".len()..tag.len() - 1].replace("version=", "was=");
    format!("{}<rss version=\"2.0\"{attributes}>{}", &text[..root.start], &text[root.end..])
}

/// The start tag of the outermost element.
struct Root<'t> {
    /// With its prefix.
    name: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Root<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let mut from = 0;
        loop {
            let start = from + text[from..].find('<')?;
            let rest = &text[start..];
            if let Some(length) = prologue(rest) {
                from = start + length?;
            } else {
                let end = start + rest.find('>')? + 1;
                let name = &rest[1..];
                let length = name.find(|c: char| c.is_whitespace() || "/>".contains(c))?;
                return Some(Self { name: &name[..length], start, end });
            }
        }
    }
}

/// A feed taken apart into its items, by their tags alone.
pub(crate) struct Pieces<'t> {
    text: &'t str,
    root: Root<'t>,
    /// `item` or `entry`.
    tag: &'static str,
    /// What has to stand around an item so that it parses.
    open: &'static str,
    close: String,
    /// Where the first item starts.
    first: usize,
}

/// One item.
pub(crate) enum Piece<'t> {
    Whole(&'t str),
    /// Its end is missing.
    Cut,
}

/// Bytes of the part before the items that are parsed for title and language.
const HEAD: usize = 64 * 1024;

impl<'t> Pieces<'t> {
    /// `None` where there is no feed element or no item in it.
    pub(crate) fn of(text: &'t str) -> Option<Self> {
        let root = Root::of(text)?;
        let local = root.name.rsplit(':').next().unwrap_or(root.name).to_ascii_lowercase();
        let (tag, open, inner) = match local.as_str() {
            "rss" => ("item", "<channel>", "</channel>"),
            "rdf" => ("item", "", ""),
            "feed" => ("entry", "", ""),
            _ => return None,
        };
        let close = format!("{inner}</{}>", root.name);
        let first = root.end + find_tag(&text[root.end..], tag)?;
        Some(Self { text, root, tag, open, close, first })
    }

    /// The feed without its items.
    pub(crate) fn head(&self) -> String {
        let mut end = self.first.min(self.root.end + HEAD);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        format!("{}{}", &self.text[self.root.start..end], self.close)
    }

    /// The feed with this item only.
    pub(crate) fn around(&self, item: &str) -> String {
        let start = &self.text[self.root.start..self.root.end];
        format!("{start}{}{item}{}", self.open, self.close)
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = Piece<'t>> + '_ {
        let mut rest = &self.text[self.first..];
        let close = format!("</{}>", self.tag);
        std::iter::from_fn(move || {
            let start = find_tag(rest, self.tag)?;
            let from_start = &rest[start..];
            let next = find_tag(&from_start[1..], self.tag).map(|at| at + 1);
            let until = next.unwrap_or(from_start.len());
            let piece = match from_start[..until].find(&close) {
                Some(at) => Piece::Whole(&from_start[..at + close.len()]),
                None => Piece::Cut,
            };
            rest = &from_start[until..];
            Some(piece)
        })
    }
}

/// Where `<tag` stands as a whole name.
fn find_tag(text: &str, tag: &str) -> Option<usize> {
    let open = format!("<{tag}");
    text.match_indices(&open).map(|(at, _)| at).find(|&at| {
        let after = &text[at + open.len()..];
        after.starts_with(|c: char| c.is_whitespace() || "/>".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_ampersands_are_escaped_and_others_left() {
        for (text, mended) in [
            (
                "<a>R&D &amp; S & T &#38; &#0; &nbsp;</a>",
                "<a>R&amp;D &amp; S &amp; T &#38; &amp;#0; &nbsp;</a>",
            ),
            ("<a><![CDATA[R&D]]> &</a>", "<a><![CDATA[R&D]]> &amp;</a>"),
            ("<a>\u{1}x\u{0}</a>", "<a>x</a>"),
            ("<rss><channel>", "<rss version=\"2.0\"><channel>"),
            ("<rss version='0.94'>", "<rss version=\"2.0\" was='0.94'>"),
            ("<rss version=\"2.0\">", "<rss version=\"2.0\">"),
        ] {
            assert_eq!(mend(text), mended);
        }
    }

    #[test]
    fn what_would_cost_too_much_is_refused() {
        let usual = "<rss a='1'><item/><item>x</item><![CDATA[<a><a>]]><!-- <a> --><b></b></rss>"
            .repeat(1000);
        assert_eq!(check(&usual), Ok(()));
        assert!(check(&"<a xmlns:b='c'>".repeat(513)).is_err());
        assert!(check(&"<a b='/>'>".repeat(513)).is_err());
        assert!(check(&format!("<a {}>", "b='c' ".repeat(1001))).is_err());
        assert_eq!(check("<![CDATA[ <a"), Ok(()));
    }

    #[test]
    fn items_are_found_by_their_tags() {
        let text = "<rss version='2.0'><channel><title>T</title><item><title>1</title></item>\
                    <itemized/><item><b></item><item><title>cut";
        let pieces = Pieces::of(text).unwrap();
        let found: Vec<Option<&str>> = pieces
            .items()
            .map(|piece| match piece {
                Piece::Whole(item) => Some(item),
                Piece::Cut => None,
            })
            .collect();
        assert_eq!(found, [Some("<item><title>1</title></item>"), Some("<item><b></item>"), None]);
        assert_eq!(pieces.head(), "<rss version='2.0'><channel><title>T</title></channel></rss>");
        assert!(Pieces::of("<html><item>").is_none());
    }
}
