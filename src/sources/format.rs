//! Which format is this? By content first, by extension second.

use super::item::SkipReason;
use super::{coded, table};

/// How a file has to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One array of objects, or objects one after the other over several lines.
    Json,
    JsonFeed,
    XmlFeed,
    Html,
    /// Delimiter of the table.
    Table(u8),
    /// A table of coded events, and its delimiter.
    Coded(coded::DataSet, u8),
    Markdown,
    Text,
}

/// Why a file is not read, in the words of a skip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: SkipReason,
    pub(crate) reason: String,
    pub(crate) remedy: String,
}

fn refuse<T>(code: SkipReason, reason: &str, remedy: &str) -> Result<T, Refusal> {
    Err(Refusal { code, reason: reason.to_owned(), remedy: remedy.to_owned() })
}

/// First bytes of formats that are often handed in and hold no text, with what to do.
const NOT_TEXT: &[(&[u8], &str, &str)] = &[
    (b"\x89PNG", "a PNG image", "leave images out"),
    (b"\xff\xd8\xff", "a JPEG image", "leave images out"),
    (b"GIF8", "a GIF image", "leave images out"),
    (b"RIFF", "a sound, video or image file", "leave it out"),
    (b"PK\x03\x04", "a ZIP archive within another", "unpack it and add the folder"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and add the folder"),
    (b"Rar!", "a RAR archive", "unpack it and add the folder"),
    (b"BZh", "a bzip2 file", "unpack it, or pack it again with gzip or zstd"),
    (b"\xfd7zXZ", "an xz file", "unpack it, or pack it again with gzip or zstd"),
    (b"\x1f\x8b", "packed twice", "unpack it once"),
    (b"\x28\xb5\x2f\xfd", "packed twice", "unpack it once"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save the document as text"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"SQLite format 3", "a database", "export its table as CSV"),
];

const SUPPORTED: &str = "give JSON Lines, JSON, CSV, TSV, RSS, Atom, JSON Feed, HTML, Markdown, plain text, PDF, EPUB, mail or WARC, also as .zip, .gz or .zst";

/// Recognises a format from the first bytes (as UTF-8, without byte order mark), the extension in lower
/// case, and whether somebody named this very file.
///
/// # Errors
/// A refusal when it is no text, or text of a format that is not read.
pub(crate) fn recognise(head: &str, extension: &str, named: bool) -> Result<Format, Refusal> {
    let start = head.trim_start();
    if start.is_empty() {
        return refuse(SkipReason::Empty, "there is nothing in it", "check how the file was made");
    }
    let prose = matches!(extension, "txt" | "text" | "md" | "markdown");
    match start.as_bytes()[0] {
        b'<' if !prose || is_page(start) || is_feed(start) => {
            if is_feed(start) {
                return Ok(Format::XmlFeed);
            }
            if is_page(start) || matches!(extension, "html" | "htm" | "xhtml") {
                return Ok(Format::Html);
            }
            return refuse(
                SkipReason::BadFeed,
                "this is neither a feed nor an HTML page",
                "give RSS, Atom or HTML; check that the address was a feed's and not an error page",
            );
        }
        b'[' if start[1..].trim_start().starts_with(['{', ']']) && !prose => {
            return Ok(Format::Json);
        }
        b'{' if !prose || is_object(first_line(start)) => {
            return Ok(match extension {
                "jsonl" | "ndjson" => Format::JsonLines,
                _ if start.contains("jsonfeed.org/version") => Format::JsonFeed,
                _ if first_line(start).trim() == "{" => Format::Json,
                _ => Format::JsonLines,
            });
        }
        _ => {}
    }
    if let Some((set, delimiter)) = coded::recognise(first_line(start)) {
        return Ok(Format::Coded(set, delimiter));
    }
    if let Some(delimiter) = table::sniff(first_line(start)) {
        return Ok(Format::Table(delimiter));
    }
    match extension {
        "csv" => Ok(Format::Table(table::most_frequent(first_line(start)))),
        "tsv" | "tab" => Ok(Format::Table(b'\t')),
        "md" | "markdown" => Ok(Format::Markdown),
        "txt" | "text" => Ok(Format::Text),
        "html" | "htm" | "xhtml" => Ok(Format::Html),
        "jsonl" | "ndjson" => Ok(Format::JsonLines),
        "json" => Ok(Format::Json),
        "xml" | "rss" | "atom" | "rdf" => refuse(
            SkipReason::BadFeed,
            "this is not a feed",
            "give RSS, Atom or JSON Feed; check that the address was a feed's and not an error page",
        ),
        _ if has_front_matter(start) => Ok(Format::Markdown),
        _ if named => Ok(Format::Text),
        _ => refuse(SkipReason::UnknownFormat, "the format is not known", SUPPORTED),
    }
}

/// Refuses what is no text by its first bytes; to be asked before decoding.
pub(crate) fn refuse_binary(head: &[u8]) -> Result<(), Refusal> {
    for (magic, what, remedy) in NOT_TEXT {
        if head.starts_with(magic) {
            return refuse(SkipReason::NotText, &format!("not a text format: {what}"), remedy);
        }
    }
    let marked = matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    if !marked && head[..head.len().min(8192)].contains(&0) {
        return refuse(
            SkipReason::NotText,
            "not a text format: it holds zero bytes",
            "leave it out, or save it as UTF-8 text",
        );
    }
    Ok(())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn is_object(line: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
}

pub(crate) fn has_front_matter(text: &str) -> bool {
    ["---", "+++"].iter().any(|&fence| {
        first_line(text).trim_end() == fence
            && text.lines().skip(1).take(200).any(|line| line.trim_end() == fence)
    })
}

/// The first element that is no declaration, comment or stylesheet, in lower case and without prefix.
fn root(text: &str) -> String {
    let mut rest = text.trim_start();
    for _ in 0..64 {
        let Some(end) = super::xml::prologue(rest) else { break };
        let Some(end) = end else { return String::new() };
        rest = rest[end..].trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(name.len());
    let name = &name[..end];
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn is_feed(text: &str) -> bool {
    matches!(root(text).as_str(), "rss" | "rdf" | "feed" | "entry")
}

fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html")
        || matches!(
            root(text).as_str(),
            "html"
                | "head"
                | "body"
                | "title"
                | "meta"
                | "div"
                | "article"
                | "main"
                | "p"
                | "h1"
                | "section"
                | "header"
                | "script"
                | "table"
                | "center"
                | "font"
                | "link"
                | "style"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_extension() {
        for (head, extension, format) in [
            ("{\"text\": \"a\"}\n{", "txt", Format::JsonLines),
            ("{\"text\": \"a\"}\n{", "", Format::JsonLines),
            ("{\n \"text\": \"a\"}", "json", Format::Json),
            ("{\"text\": \"a", "json", Format::JsonLines),
            (" [ {\"text\"", "data", Format::Json),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"", "json", Format::JsonFeed),
            ("<?xml version='1.0'?><!-- c --><rss version='2.0'>", "html", Format::XmlFeed),
            ("<rdf:RDF xmlns='x'>", "", Format::XmlFeed),
            ("<!DOCTYPE html>\n<html>", "xml", Format::Html),
            ("date,text,url\n", "txt", Format::Table(b',')),
            ("Date\tBody\n", "", Format::Table(b'\t')),
            ("a;b\n", "csv", Format::Table(b';')),
            ("---\ntitle: a\n---\n", "", Format::Markdown),
            ("# a", "md", Format::Markdown),
            ("Words", "txt", Format::Text),
            ("<3 is a heart", "txt", Format::Text),
            ("[1] a note", "txt", Format::Text),
            ("{so to say}", "md", Format::Markdown),
            ("Words", "", Format::Text),
        ] {
            assert_eq!(recognise(head, extension, true), Ok(format), "{head}");
        }
    }

    #[test]
    fn what_is_not_read_is_refused_with_a_reason() {
        for (head, extension, code) in [
            ("", "jsonl", SkipReason::Empty),
            ("  \n", "", SkipReason::Empty),
            ("<?xml version='1.0'?><svg>", "xml", SkipReason::BadFeed),
            ("404 not found", "rss", SkipReason::BadFeed),
            ("fn main() {}", "rs", SkipReason::UnknownFormat),
        ] {
            assert_eq!(recognise(head, extension, false).unwrap_err().code, code, "{head}");
        }
        for head in [b"\x89PNG\r\n".as_slice(), b"abc\0def", b"PK\x03\x04.."] {
            assert_eq!(refuse_binary(head).unwrap_err().code, SkipReason::NotText);
        }
        assert!(refuse_binary(b"\xff\xfea\0b\0").is_ok());
    }
}
