//! Refuses HTML that would cost too much to parse, in one pass over its bytes.
//!
//! A tree builder spends memory for each element, walks up open elements, and opens unclosed formatting
//! elements again in each new block. This pass counts what such a builder would do, and where it cannot
//! know it counts too much rather than too little.

/// Elements within elements; browsers stop at 512 as well.
const DEEPEST: usize = 512;
/// Tags of a page.
const MOST_TAGS: usize = 200_000;
/// Elements a builder makes, with those it opens again by itself.
const MOST_ELEMENTS: usize = 1_000_000;
/// Depths of all elements added up. A large news page has 100,000; extraction walks up from each element.
const MOST_STEPS: usize = 5_000_000;
/// Attributes of one tag.
const MOST_ATTRIBUTES: usize = 1_000;
/// Bytes of a page.
const LARGEST: usize = 8 << 20;

/// What is too much, with the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("its HTML is nested deeper than 512 elements")]
    Depth,
    #[error("its HTML has more than 200000 tags")]
    Tags,
    #[error("its HTML is nested too deep in too many places")]
    Steps,
    #[error("its HTML leaves too many formatting elements open")]
    Elements,
    #[error("its HTML has a tag with more than 1000 attributes")]
    Attributes,
    #[error("its HTML is larger than 8 MiB")]
    Size,
}

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "basefont", "bgsound", "frame", "keygen",
];
/// Elements whose end is implied by what follows; left open, they do not nest in themselves.
const IMPLIED_END: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot",
    "colgroup", "caption", "rb", "rt", "rp", "rtc", "html", "head", "body",
];
/// Elements that are opened again in each block while they are not closed.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements whose content is no markup.
const RAW: &[&str] =
    &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// # Errors
/// The first limit that the page passes.
pub(crate) fn check(html: &str) -> Result<(), Fault> {
    if html.len() > LARGEST {
        return Err(Fault::Size);
    }
    let bytes = html.as_bytes();
    let mut at = 0;
    // What a tree builder would have open here: elements, formatting elements, SVG or MathML.
    let (mut depth, mut formatting, mut foreign) = (0usize, 0usize, 0usize);
    // What it would have done so far.
    let (mut tags, mut elements, mut steps) = (0usize, 0usize, 0usize);
    while let Some(length) = bytes[at..].iter().position(|&byte| byte == b'<') {
        at += length + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(closes);
        match bytes.get(start) {
            Some(byte) if byte.is_ascii_alphabetic() => {}
            Some(b'!' | b'?') => {
                at = after_declaration(bytes, start);
                continue;
            }
            _ => continue,
        }
        let (name, rest) = name(bytes, start);
        let (end, attributes) = after_tag(bytes, rest);
        at = end;
        tags += 1;
        if attributes > MOST_ATTRIBUTES {
            return Err(Fault::Attributes);
        }
        if tags > MOST_TAGS {
            return Err(Fault::Tags);
        }
        let is_formatting = FORMATTING.contains(&name.as_str());
        let nests = !VOID.contains(&name.as_str()) && !IMPLIED_END.contains(&name.as_str());
        if matches!(name.as_str(), "svg" | "math") {
            foreign = if closes { foreign.saturating_sub(1) } else { foreign + 1 };
        }
        if closes {
            depth = depth.saturating_sub(usize::from(nests));
            formatting = formatting.saturating_sub(usize::from(is_formatting));
            continue;
        }
        elements += 1 + if is_formatting { 0 } else { formatting };
        // In SVG and MathML a title is an element like others, so its content has to be counted.
        if RAW.contains(&name.as_str()) && foreign == 0 {
            at = after_raw(bytes, at, &name);
            continue;
        }
        depth += usize::from(nests);
        formatting += usize::from(is_formatting);
        if depth > DEEPEST {
            return Err(Fault::Depth);
        }
        steps += depth;
        if steps > MOST_STEPS {
            return Err(Fault::Steps);
        }
        if elements > MOST_ELEMENTS {
            return Err(Fault::Elements);
        }
    }
    Ok(())
}

/// The tag's name in lower case, at most 16 bytes of it, and where it ends.
fn name(bytes: &[u8], start: usize) -> (String, usize) {
    let rest = &bytes[start..];
    let length = rest
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
        .unwrap_or(rest.len());
    let name = rest[..length.min(16)].iter().map(|byte| char::from(byte.to_ascii_lowercase()));
    (name.collect(), start + length)
}

/// Where the tag ends, and how many attributes it has.
fn after_tag(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut attributes = 0;
    let mut in_name = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return (at, attributes),
            b'=' if in_name => {
                in_name = false;
                at = after_value(bytes, at);
            }
            b'/' => in_name = false,
            _ if byte.is_ascii_whitespace() => {
                let next = bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace());
                // `name = value`: white space before the sign does not end the attribute.
                if next != Some(&b'=') {
                    in_name = false;
                }
                let blanks =
                    bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                at += blanks;
            }
            _ => {
                attributes += usize::from(!in_name);
                in_name = true;
            }
        }
    }
    (at, attributes)
}

/// Where an attribute's value ends.
fn after_value(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let start = at + blanks;
    let quote = match bytes.get(start) {
        Some(&quote @ (b'"' | b'\'')) => quote,
        _ => {
            let length =
                bytes[start..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>');
            return length.map_or(bytes.len(), |length| start + length);
        }
    };
    let length = bytes[start + 1..].iter().position(|&byte| byte == quote);
    length.map_or(bytes.len(), |length| start + 1 + length + 1)
}

/// Where a comment, doctype or processing instruction ends.
fn after_declaration(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    let Some(comment) = rest.strip_prefix(b"!--") else {
        return rest.iter().position(|&byte| byte == b'>').map_or(bytes.len(), |at| start + at + 1);
    };
    let from = start + 3;
    if comment.starts_with(b">") || comment.starts_with(b"->") {
        return from + 1;
    }
    let end = comment.windows(3).position(|three| three == b"-->" || three == b"--!");
    end.map_or(bytes.len(), |at| from + at + 3)
}

/// Where the end tag of a raw element starts.
fn after_raw(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(length) = bytes[at..].iter().position(|&byte| byte == b'<') {
        at += length;
        let rest = &bytes[at + 1..];
        let is_end = rest.first() == Some(&b'/')
            && rest
                .get(1..=name.len())
                .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
        if is_end {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_pages_pass() {
        let mut page = String::from(
            "<!DOCTYPE html><title>a <b></title><!-- <div> --><script>'<div>'</script>",
        );
        page.push_str(&"<p>One.<li><td class=a id='b > c' checked>".repeat(2000));
        page.push_str(&"<div><b>bold</b><br></div>".repeat(10_000));
        assert_eq!(check(&page), Ok(()));
        for text in ["", "<", "</", "a < b", "<!--", "<p", "<a href='", "<script>", "<\u{436}>"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_would_cost_too_much_is_refused() {
        let attributes: String = (0..1001).map(|n| format!(" a{n} = 'v'")).collect();
        for (html, fault) in [
            ("<div>".repeat(100_000), Fault::Depth),
            (format!("<svg><title>{}", "<g>".repeat(600)), Fault::Depth),
            ("<br>".repeat(200_001), Fault::Tags),
            (format!("{}{}", "<div>".repeat(400), "<br>".repeat(20_000)), Fault::Steps),
            (format!("{}{}", "<font size=1>".repeat(500), "<p>a".repeat(100_000)), Fault::Elements),
            (format!("<a{attributes}>"), Fault::Attributes),
            (" ".repeat(LARGEST + 1), Fault::Size),
        ] {
            assert_eq!(check(&html), Err(fault));
        }
        assert_eq!(check(&format!("<a{}>", attributes.replacen(" a0 = 'v'", "", 1))), Ok(()));
    }
}
