//! Happenings as an Atom feed (RFC 4287): what is new of a question, for any feed reader.

use std::fmt::Write;

use super::happenings::{days, note};
use super::html::escape;
use crate::model::day::Day;
use crate::overview::listed::Listed;

/// Addresses of the feed itself and of the page it is made from.
pub(in crate::faces) struct Addresses {
    /// `http://127.0.0.1:7171`
    pub(in crate::faces) base: String,
    pub(in crate::faces) feed: String,
    pub(in crate::faces) page: String,
}

/// The feed. `title` is the question as it was understood; `empty_day` stands as the day of change where nothing
/// was found. A happening keeps its identifier while reports are added to it; its days are those told.
pub(in crate::faces) fn feed(
    title: &str,
    at: &Addresses,
    found: &[&Listed],
    empty_day: Day,
) -> String {
    let updated = found.iter().filter_map(|h| h.last).max().unwrap_or(empty_day);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>{}</title>\n\
         <subtitle>Happenings in the reader's own archive, by Bilateral</subtitle>\n\
         <id>{}</id>\n<link rel=\"self\" href=\"{}\"/>\n<link href=\"{}\"/>\n<updated>{}</updated>\n\
         <author><name>Bilateral</name></author>\n",
        xml(title),
        xml(&format!("{}{}", at.base, at.feed)),
        xml(&format!("{}{}", at.base, at.feed)),
        xml(&format!("{}{}", at.base, at.page)),
        moment(updated),
    );
    for happening in found {
        entry(&mut out, happening, at, updated);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, happening: &Listed, at: &Addresses, latest: Day) {
    let name = &happening.name;
    let note = note(happening);
    let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
    let mut words = String::new();
    for report in &happening.reports {
        let _ = write!(
            words,
            "<p>{} <a href=\"{}/document/{}?at={}-{}#at\">{}</a></p>",
            escape(&report.quote),
            escape(&at.base),
            escape(&report.document),
            report.start,
            report.end,
            escape(&report.outlets.join(", "))
        );
    }
    let _ = write!(
        out,
        "<entry>\n<title>{}</title>\n<id>urn:bilateral:{name}</id>\n<link href=\"{}\"/>\n<updated>{}</updated>\n\
         <content type=\"html\">{}</content>\n</entry>\n",
        xml(&format!("{}, {}{note}", happening.label, days(happening))),
        xml(&format!("{}{}#h-{name}", at.base, at.page)),
        moment(happening.last.or(happening.first).unwrap_or(latest)),
        xml(&words),
    );
}

/// The beginning of a day, as Atom writes moments.
fn moment(day: Day) -> String {
    format!("{day}T00:00:00Z")
}

/// Escaped, and without the characters that XML 1.0 forbids.
fn xml(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    escape(&text.chars().filter(|&c| allowed(c)).collect::<String>())
}
