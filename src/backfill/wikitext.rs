//! Wikitext to plain text with the outside links it rests on.

/// Templates within templates, links within links.
const DEEPEST: usize = 20;

/// A line of wikitext as a reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plain {
    pub(super) text: String,
    /// What the links to sources call them: "Reuters", or the host where they have no name.
    pub(super) sources: Vec<String>,
}

/// The text without comments, references and pictures; a reader sees none of them.
pub(super) fn without_hidden(text: &str) -> String {
    let text = without(text, "<!--", "-->");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("<ref") {
        let tag = &rest[at..];
        let is_ref = tag[4..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace());
        if !is_ref {
            out.push_str(&rest[..at + 4]);
            rest = &rest[at + 4..];
            continue;
        }
        out.push_str(&rest[..at]);
        let Some(end) = tag.find('>') else {
            return out;
        };
        let closed = tag[..end].ends_with('/');
        let behind = &tag[end + 1..];
        rest = if closed {
            behind
        } else {
            behind.split_once("</ref>").map_or("", |(_, after)| after)
        };
    }
    out.push_str(rest);
    out
}

fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        rest = after.split_once(close).map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

/// A line as plain text, its sources apart.
pub(super) fn plain(line: &str) -> Plain {
    let mut out = Plain::default();
    write(line, 0, &mut out);
    out.text = tidy(&out.text);
    let mut seen = Vec::new();
    out.sources.retain(|source| {
        let new = !seen.contains(source);
        seen.push(source.clone());
        new
    });
    out
}

fn write(line: &str, depth: usize, out: &mut Plain) {
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{', '<', '\'', 'h', '&']) {
        out.text.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = if rest.starts_with("[[") {
            inner_link(rest, depth, out)
        } else if rest.starts_with('[') {
            outer_link(rest, depth, out)
        } else if rest.starts_with("{{") {
            template(rest, depth, out)
        } else if rest.starts_with('<') {
            tag(rest)
        } else if rest.starts_with("''") {
            rest.len() - rest.trim_start_matches('\'').len()
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            bare_link(rest, out)
        } else {
            0
        };
        if used == 0 {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            match entity(rest) {
                Some((c, length)) => {
                    out.text.push(c);
                    rest = &rest[length..];
                }
                None => {
                    out.text.push_str(&rest[..length]);
                    rest = &rest[length..];
                }
            }
        } else {
            rest = &rest[used..];
        }
    }
    out.text.push_str(rest);
}

/// The bytes up to the end of what opens here, closing signs included; 0 where it never ends.
fn enclosed(text: &str, open: &str, close: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(open) {
            depth += 1;
            at += open.len();
        } else if rest.starts_with(close) {
            depth -= 1;
            at += close.len();
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    0
}

/// `[[Page]]`, `[[Page|words]]`, `[[File:…]]`.
fn inner_link(text: &str, depth: usize, out: &mut Plain) -> usize {
    let used = enclosed(text, "[[", "]]");
    if used == 0 || depth > DEEPEST {
        return 0;
    }
    let inside = &text[2..used - 2];
    let (page, words) = inside.split_once('|').unwrap_or((inside, inside));
    let kind = page.split_once(':').map(|(kind, _)| kind.trim().to_ascii_lowercase());
    if matches!(kind.as_deref(), Some("file" | "image" | "category")) {
        return used;
    }
    let words = if words == inside { page.trim_start_matches(':') } else { words };
    write(words, depth + 1, out);
    used
}

/// `[https://… words]`: a source where its words stand in brackets or nothing but sources follow; else words of
/// the text that have a source.
fn outer_link(text: &str, depth: usize, out: &mut Plain) -> usize {
    let inside = &text[1..];
    let is_link = ["http://", "https://", "//"].iter().any(|start| inside.starts_with(start));
    if !is_link || depth > DEEPEST {
        return 0;
    }
    let Some(end) = end_of_outer(inside) else {
        return 0;
    };
    let (address, words) = inside[..end].split_once([' ', '\t']).unwrap_or((&inside[..end], ""));
    let mut label = Plain::default();
    write(words, depth + 1, &mut label);
    let label = tidy(&label.text);
    let rest = &inside[end + 1..];
    let bare = label.trim_matches(['(', ')', ' ']);
    let source = if bare.is_empty() { host(address) } else { bare.to_owned() };
    if label.is_empty() || label.starts_with('(') || nothing_follows(rest) {
        out.sources.extend(Some(source).filter(|source| !source.is_empty()));
    } else {
        out.text.push_str(&label);
        out.sources.extend(Some(host(address)).filter(|host| !host.is_empty()));
    }
    end + 2
}

/// Place of the bracket that closes a link outside; inner links may stand in it.
fn end_of_outer(inside: &str) -> Option<usize> {
    let mut at = 0;
    while at < inside.len() {
        let rest = &inside[at..];
        if rest.starts_with("[[") {
            at += enclosed(rest, "[[", "]]").max(2);
        } else if rest.starts_with(']') {
            return Some(at);
        } else if rest.starts_with('\n') {
            return None;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// True where only links to sources, signs and spaces stand in the rest of the line.
fn nothing_follows(rest: &str) -> bool {
    let mut rest = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ",.;()'".contains(c));
        if rest.is_empty() {
            return true;
        }
        let link = rest
            .strip_prefix('[')
            .filter(|link| link.starts_with("http") || link.starts_with("//"));
        match link.and_then(|link| Some(&link[end_of_outer(link)? + 1..])) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
}

/// An address without brackets is a source.
fn bare_link(text: &str, out: &mut Plain) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || "[]<>|".contains(c)).unwrap_or(text.len());
    let name = host(&text[..end]);
    out.sources.extend(Some(name).filter(|name| !name.is_empty()));
    end
}

fn host(address: &str) -> String {
    let rest = address.split_once("//").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.trim_start_matches("www.").to_lowercase()
}

/// A template: the words of those that set words, nothing of the others.
fn template(text: &str, depth: usize, out: &mut Plain) -> usize {
    let used = enclosed(text, "{{", "}}");
    if used == 0 || depth > DEEPEST {
        return 0;
    }
    let parts = arguments(&text[2..used - 2]);
    let name = parts.first().map(|name| name.trim().to_ascii_lowercase()).unwrap_or_default();
    let plain: Vec<&str> = parts.iter().skip(1).copied().filter(|part| !is_named(part)).collect();
    let at = |at: usize| plain.get(at).map(|part| part.trim()).unwrap_or_default();
    match name.as_str() {
        "nowrap" | "nobr" | "small" | "abbr" | "ship" | "ill" | "interlanguage link" | "nbsp" => {
            write(at(0), depth + 1, out);
        }
        "lang" | "transl" | "flag link" => write(at(1), depth + 1, out),
        "flag" | "flagcountry" => write(at(0), depth + 1, out),
        "convert" | "cvt" => {
            write(at(0), depth + 1, out);
            out.text.push(' ');
            write(at(1), depth + 1, out);
        }
        "us$" | "usd" => {
            out.text.push('$');
            write(at(0), depth + 1, out);
        }
        "'" | "`" => out.text.push('\''),
        "ndash" | "endash" | "snd" | "spnd" | "spaced ndash" => out.text.push('–'),
        "mdash" | "emdash" => out.text.push('—'),
        _ => {}
    }
    used
}

/// True for `name=value`; an equals sign inside an address or a link names nothing.
fn is_named(part: &str) -> bool {
    part.split_once('=').is_some_and(|(name, _)| {
        name.trim().chars().all(|c| c.is_ascii_alphanumeric() || "-_ ".contains(c))
    })
}

/// The parts of a template between the bars that are its own.
fn arguments(inside: &str) -> Vec<&str> {
    let (mut out, mut from, mut at) = (Vec::new(), 0, 0);
    while at < inside.len() {
        let rest = &inside[at..];
        let skipped = if rest.starts_with("{{") {
            enclosed(rest, "{{", "}}")
        } else if rest.starts_with("[[") {
            enclosed(rest, "[[", "]]")
        } else {
            0
        };
        if skipped > 0 {
            at += skipped;
            continue;
        }
        if rest.starts_with('|') {
            out.push(&inside[from..at]);
            from = at + 1;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    out.push(&inside[from..]);
    out
}

/// A tag of HTML sets no words; one that never ends is a sign.
fn tag(text: &str) -> usize {
    let is_tag = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    if is_tag { text.find('>').map_or(0, |end| end + 1) } else { 0 }
}

/// The character an entity stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    const KNOWN: [(&str, char); 8] = [
        ("&nbsp;", ' '),
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&ndash;", '–'),
        ("&mdash;", '—'),
        ("&apos;", '\''),
    ];
    if let Some((name, c)) = KNOWN.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((*c, name.len()));
    }
    let number = text.strip_prefix("&#")?;
    let end = number.find(';').filter(|end| *end < 8)?;
    let code = match number[..end].strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number[..end].parse().ok()?,
    };
    Some((char::from_u32(code)?, end + 3))
}

/// Spaces as a reader expects them.
fn tidy(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace(" .", ".").replace(" ,", ",").replace("()", "");
    text.trim().trim_end_matches([' ', ',', ';']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(line: &str) -> (String, Vec<String>) {
        let Plain { text, sources } = plain(&without_hidden(line));
        (text, sources)
    }

    #[test]
    fn links_become_words_and_sources() {
        let (text, sources) = both(
            "The [[Freedonia|Freedonian]] ''navy'' sinks a [[Sylvania]]n ferry, killing {{nowrap|38 people}}.<!-- x --> \
             [https://www.post.example/a?b=c (The Post)] [http://h.example/1 (''[[Herald (paper)|Herald]]'')]",
        );
        assert_eq!(text, "The Freedonian navy sinks a Sylvanian ferry, killing 38 people.");
        assert_eq!(sources, ["The Post", "Herald"]);
    }

    #[test]
    fn words_that_are_links_stay_in_the_text() {
        let (text, sources) =
            both("A [http://a.example/r report] says so. [//b.example/x]  https://www.c.example/y");
        assert_eq!(text, "A report says so.");
        assert_eq!(sources, ["a.example", "b.example", "c.example"]);
        let (text, sources) = both("Talks end. [http://a.example/r BBC], [http://b.example CNN]");
        assert_eq!(
            (text.as_str(), sources),
            ("Talks end.", vec!["BBC".to_owned(), "CNN".to_owned()])
        );
    }

    #[test]
    fn what_is_no_text_goes() {
        for (line, wanted) in [
            (
                "[[File:A.jpg|thumb|A [[boat]] at sea]]Ships sail.<ref name=x>[http://a.example b]</ref> On.",
                "Ships sail. On.",
            ),
            (
                "Ships<ref name=\"x\" /> sail {{convert|10|km|mi}} for {{US$|5 million}}.{{cn|date=May}}",
                "Ships sail 10 km for $5 million.",
            ),
            (
                "{{flagicon|FRD}} Freedonia&nbsp;&amp; Sylvania &#8211; 2&nbsp;ships<br/>",
                "Freedonia & Sylvania – 2 ships",
            ),
            ("An [unclosed {{thing and [[another", "An [unclosed {{thing and [[another"),
            ("He said [sic] 1 < 2.", "He said [sic] 1 < 2."),
        ] {
            assert_eq!(both(line).0, wanted, "{line}");
        }
    }

    #[test]
    fn hostile_nesting_ends() {
        for sign in ["[[", "{{", "[http://a ", "<ref>", "''", "&#"] {
            let _ = plain(&without_hidden(&sign.repeat(3_000)));
        }
    }
}
