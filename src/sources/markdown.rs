//! Plain text, and Markdown with front matter: one item a file.

use super::Flow;
use super::encoding;
use super::fields::{self, Field};
use super::format::Format;
use super::item::{Body, Place, RawItem, SkipReason};
use super::outlets;
use super::single::Out;

pub(crate) fn read(bytes: &[u8], format: Format, out: &mut Out) -> Flow {
    let Some(text) = encoding::decode(bytes, None) else {
        return out.skip(
            Place::Whole,
            SkipReason::BadEncoding,
            "the text is in no encoding that fits its bytes",
            "save it as UTF-8",
        );
    };
    let mut item = RawItem::new(out.origin(Place::Whole), Body::Text(String::new()));
    let text = front_matter(&text, &mut item);
    let body = if format == Format::Markdown { plain(text, &mut item) } else { text.to_owned() };
    if body.trim().is_empty() {
        let remedy = "write the text below the front matter";
        return out.skip(Place::Whole, SkipReason::NoText, "there is no text in it", remedy);
    }
    item.body = Body::Text(body);
    item.inferred = leading_day(out.stem());
    outlets::tell_writer(&mut item);
    out.item(item)
}

/// Takes `key: value` or `key = value` lines between fences into the item; the text after them.
fn front_matter<'t>(text: &'t str, item: &mut RawItem) -> &'t str {
    let start = text.trim_start();
    let Some(fence) = ["---", "+++"]
        .into_iter()
        .find(|fence| start.lines().next().is_some_and(|line| line.trim_end() == *fence))
    else {
        return text;
    };
    let mut at = start.find('\n').map_or(start.len(), |at| at + 1);
    let head = at;
    while at < start.len() {
        let end = start[at..].find('\n').map_or(start.len(), |length| at + length + 1);
        if start[at..end].trim_end() == fence {
            let separator = if fence == "---" { ':' } else { '=' };
            take_fields(&start[head..at], separator, item);
            return &start[end..];
        }
        at = end;
    }
    text
}

fn take_fields(lines: &str, separator: char, item: &mut RawItem) {
    let mut open_list = false;
    for line in lines.lines().take(1000) {
        // "outlets:" and then "- one" lines, as YAML writes lists.
        if let Some(entry) = line.trim_start().strip_prefix("- ").filter(|_| open_list) {
            let name = unquoted(entry).to_owned();
            item.outlets = outlets::clean(item.outlets.drain(..).chain([name]).collect::<Vec<_>>());
            continue;
        }
        open_list = false;
        let Some((key, value)) = line.split_once(separator) else { continue };
        let Some((field, _)) = fields::field(unquoted(key)) else { continue };
        let value = unquoted(value);
        match field {
            Field::Outlets => {
                let names = value.trim_matches(['[', ']']).split([';', '|', ',']);
                item.outlets = outlets::clean(names.map(|name| unquoted(name).to_owned()));
                open_list = value.is_empty();
            }
            Field::Text => {}
            _ if value.is_empty() => {}
            Field::Id => item.id = Some(value.to_owned()),
            Field::Url => item.url = Some(value.to_owned()),
            Field::Title => item.title = Some(value.to_owned()),
            Field::Date => item.published = Some(value.to_owned()),
            Field::Inferred => item.inferred = Some(value.to_owned()),
            Field::Language => item.language = Some(value.to_owned()),
            Field::Kind => item.kind = Some(value.to_owned()),
            Field::WrittenBy => item.written_by = Some(value.to_owned()),
        }
    }
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// `2025-01-06-a-title` starts with a day: a guess of when it was written.
fn leading_day(stem: &str) -> Option<String> {
    let day = stem.get(..10)?;
    let digits =
        |range: std::ops::Range<usize>| day.as_bytes()[range].iter().all(u8::is_ascii_digit);
    let is_day = digits(0..4) && digits(5..7) && digits(8..10);
    let ends = stem[10..].chars().next().is_none_or(|c| !c.is_ascii_digit());
    (is_day && ends && &day[4..5] == "-" && &day[7..8] == "-").then(|| day.to_owned())
}

/// Markdown as the sentences it holds: no marks, no code, no pictures; a first heading becomes the title.
fn plain(text: &str, item: &mut RawItem) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut in_code = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_code = !in_code;
            continue;
        }
        if in_code || is_rule(trimmed) {
            continue;
        }
        let (marks, rest) = block(trimmed);
        let rest = inline(rest);
        if marks == "#" && item.title.is_none() && plain.trim().is_empty() {
            item.title = Some(rest);
            continue;
        }
        plain.push_str(&rest);
        plain.push('\n');
        if marks.starts_with('#') {
            plain.push('\n');
        }
    }
    plain
}

/// A line that only rules or underlines: `---`, `***`, `===`.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && ["-", "*", "_", "="].iter().any(|mark| line.replace(mark, "").trim().is_empty())
}

/// The mark a line starts with (`#`, `>`, `-`) and what follows it.
fn block(line: &str) -> (&str, &str) {
    let end = line.find(' ').unwrap_or(line.len());
    let (mark, rest) = line.split_at(end);
    let is_mark = matches!(mark, ">" | "-" | "*" | "+")
        || (!mark.is_empty() && mark.bytes().all(|b| b == b'#'));
    if is_mark { (mark, rest.trim_start()) } else { ("", line) }
}

/// Links become their words, pictures go, emphasis and code marks go.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['[', '!', '*', '_', '`', '\\']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        if let Some((words, length)) = link(here.strip_prefix('!').unwrap_or(here)) {
            if here.starts_with('!') {
                rest = &here[length + 1..];
            } else {
                out.push_str(words);
                rest = &here[length..];
            }
            continue;
        }
        let mark = here.chars().next().unwrap_or_default();
        let next = here[1..].chars().next();
        let before = out.chars().next_back();
        let joins =
            before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let keep = match mark {
            '[' | '!' => true,
            '_' => joins,
            '*' => next.is_none_or(char::is_whitespace) && before.is_none_or(char::is_whitespace),
            '\\' => !next.is_some_and(|c| c.is_ascii_punctuation()),
            _ => false,
        };
        if keep {
            out.push(mark);
        }
        rest = &here[1..];
        if mark == '\\' && !keep {
            let length = next.map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    out
}

/// The words of `[words](address)` at the start, and the length of the whole. Looks 500 bytes ahead at most.
fn link(text: &str) -> Option<(&str, usize)> {
    let text = text.strip_prefix('[')?;
    let mut reach = text.len().min(500);
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    let words = &text[..text[..reach].find(']')?];
    let after = text[words.len() + 1..].strip_prefix('(')?;
    let end = after.char_indices().take(500).find(|&(_, c)| c == ')').map(|(at, _)| at)?;
    Some((words, 1 + words.len() + 1 + 1 + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Origin;

    fn item() -> RawItem {
        let origin = Origin { file: "f".into(), place: Place::Whole };
        RawItem::new(origin, Body::Text(String::new()))
    }

    #[test]
    fn front_matter_of_both_kinds() {
        for text in [
            "---\ntitle: \"A: b\"\ndate: 2025-01-06\nlang: en\noutlets:\n  - One\n  - Two\n---\nBody",
            "+++\ntitle = 'A: b'\ndate = 2025-01-06\nlang = \"en\"\noutlets = [\"One\", \"Two\"]\n+++\nBody",
        ] {
            let mut item = item();
            assert_eq!(front_matter(text, &mut item), "Body");
            assert_eq!(item.title.as_deref(), Some("A: b"));
            assert_eq!(item.published.as_deref(), Some("2025-01-06"));
            assert_eq!(item.language.as_deref(), Some("en"));
            assert_eq!(item.outlets, ["One", "Two"]);
        }
        let open = "---\nno end";
        assert_eq!(front_matter(open, &mut item()), open);
    }

    #[test]
    fn marks_go_and_words_stay() {
        for (line, words) in [
            ("The **two** [ministers](https://x.example/a_b) met.", "The two ministers met."),
            ("![a map](map.png) Text", " Text"),
            ("snake_case and _stress_ and 2 * 3", "snake_case and stress and 2 * 3"),
            ("[1] note! \\*star\\*", "[1] note! *star*"),
            ("`code` [open", "code [open"),
            ("[ж](ж", "[ж](ж"),
        ] {
            assert_eq!(inline(line), words);
        }
        let mut item = item();
        let text = plain("# Title\n\n> Quoted.\n\n- One\n---\n```\ncode\n```\nEnd", &mut item);
        assert_eq!(item.title.as_deref(), Some("Title"));
        assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["Quoted.", "One", "End"]);
    }

    #[test]
    fn a_day_in_the_file_name() {
        assert_eq!(leading_day("2025-01-06-talks").as_deref(), Some("2025-01-06"));
        assert_eq!(leading_day("2025-01-061"), None);
        assert_eq!(leading_day("ж2025-01-06"), None);
        assert_eq!(leading_day("report"), None);
    }
}
