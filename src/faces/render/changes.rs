//! What changed, for the terminal, as Markdown and as JSON.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::markdown::{escape, is_web};
use super::text::paragraph;
use crate::overview::changes::{Change, Changes, Evidence, Kind};
use crate::overview::wording::long_day;

const TITLE: Style = Style::new().bold();
const HEADING: Style = AnsiColor::Cyan.on_default().bold();

/// The kinds in the order they are told, with their headings.
const KINDS: [(Kind, &str); 11] = [
    (Kind::NewSection, "New relations"),
    (Kind::Course, "Course"),
    (Kind::Shift, "Shift"),
    (Kind::First, "First of its kind"),
    (Kind::Revised, "Revised"),
    (Kind::NewlyDisputed, "Newly disputed"),
    (Kind::NoLongerDisputed, "No longer disputed here"),
    (Kind::NewPoint, "New"),
    (Kind::Added, "Added to known points"),
    (Kind::Outlets, "Outlets"),
    (Kind::Gone, "No longer told"),
];

/// Lines of at most `width` columns, with ANSI codes.
pub(crate) fn text(changes: &Changes, width: usize) -> String {
    let mut out = format!("{TITLE}What changed: {}{TITLE:#}\n", changes.title);
    paragraph(&mut out, &stand(changes), width, 0, 0);
    for (heading, told) in by_kind(changes) {
        let _ = writeln!(out, "\n{HEADING}{heading}{HEADING:#}");
        for change in told {
            let mut body = format!("• {}", head(change));
            for (lead, list) in [("", &change.now), ("Before: ", &change.before)] {
                for e in list {
                    let _ = write!(body, " {lead}{} [{}]", e.text, source(e));
                }
            }
            paragraph(&mut out, &body, width, 0, 2);
        }
    }
    out.push('\n');
    paragraph(&mut out, &closing(changes), width, 0, 0);
    out
}

/// CommonMark; text of sources is escaped.
pub(crate) fn markdown(changes: &Changes) -> String {
    let mut out = format!("# What changed: {}\n\n*{}*\n", escape(&changes.title), stand(changes));
    for (heading, told) in by_kind(changes) {
        let _ = writeln!(out, "\n## {heading}\n");
        for change in told {
            let _ = write!(out, "- **{}**", escape(&head(change)));
            for (lead, list) in [("", &change.now), ("*Before:* ", &change.before)] {
                for e in list {
                    let link = e.link.as_deref().filter(|l| is_web(l));
                    let link = link.map(|l| format!(" <{}>", l.replace(['<', '>', ' '], "")));
                    let link = link.unwrap_or_default();
                    let _ =
                        write!(out, " {lead}{} ({}{link})", escape(&e.text), escape(&source(e)));
                }
            }
            out.push('\n');
        }
    }
    let _ = writeln!(out, "\n*{}*", closing(changes));
    out
}

/// The content of a page; each sentence links to its exact words.
pub(in crate::faces) fn html(changes: &Changes) -> String {
    use super::html::escape;
    let mut out = format!(
        "<h1>What changed: {}</h1>\n<p class=\"stand\">{}</p>\n",
        escape(&changes.title),
        escape(&stand(changes))
    );
    for (heading, told) in by_kind(changes) {
        let _ = writeln!(out, "<section>\n<h2>{heading}</h2>\n<ul>");
        for change in told {
            let _ = write!(out, "<li><strong>{}</strong>", escape(&head(change)));
            for (lead, list) in [("", &change.now), ("<em>Before:</em> ", &change.before)] {
                for e in list {
                    let day = e.published.as_deref().unwrap_or("page states no date");
                    let _ = write!(
                        out,
                        " {lead}{} <a class=\"cite\" href=\"/document/{}?at={}-{}#at\">{}, {}</a>",
                        escape(&e.text),
                        escape(&e.key),
                        e.start,
                        e.end,
                        escape(&e.source),
                        escape(day)
                    );
                }
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n</section>\n");
    }
    let _ = writeln!(out, "<p class=\"stand\">{}</p>", escape(&closing(changes)));
    out
}

fn by_kind(changes: &Changes) -> Vec<(&'static str, Vec<&Change>)> {
    KINDS
        .iter()
        .map(|(kind, heading)| {
            (*heading, changes.changes.iter().filter(|c| c.kind == *kind).collect::<Vec<_>>())
        })
        .filter(|(_, told)| !told.is_empty())
        .collect()
}

/// "Label (day), Tensions with X: dead: 38 → 39."
fn head(change: &Change) -> String {
    let mut out = match &change.point {
        Some(point) => format!("{point}, {}", change.section),
        None => change.section.clone(),
    };
    if let Some(note) = &change.note {
        let _ = write!(out, ": {note}");
    }
    out.push(if change.now.is_empty() { '.' } else { ':' });
    out
}

fn source(e: &Evidence) -> String {
    let day = e.published.as_deref().unwrap_or("page states no date");
    format!(
        "{} · {day} · text {}, bytes {}–{}",
        e.source,
        e.key.get(..12).unwrap_or(&e.key),
        e.start,
        e.end
    )
}

fn stand(changes: &Changes) -> String {
    let short = |archive: &str| archive.get(..12).unwrap_or(archive).to_owned();
    format!(
        "From the overview as of {} (archive {}) to the one as of {} (archive {})",
        long_day(changes.from.as_of),
        short(&changes.from.archive),
        long_day(changes.to.as_of),
        short(&changes.to.archive)
    )
}

fn closing(changes: &Changes) -> String {
    let sentences = match changes.unchanged {
        1 => "1 sentence stands".to_owned(),
        n => format!("{n} sentences stand"),
    };
    if changes.changes.is_empty() {
        format!("Nothing changed: {sentences} as before.")
    } else {
        format!("{sentences} as before.")
    }
}
