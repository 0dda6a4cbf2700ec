//! An overview as Markdown.

use std::fmt::Write;

use super::{closing, marks, point_note, reference_line, sample_note, spans, stand};
use crate::overview::wording::point_day;
use crate::overview::{Overview, Sentence};

/// The overview as CommonMark; text of sources is escaped, so that it cannot become markup.
pub(crate) fn render(overview: &Overview) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n*{}*", escape(&overview.title), escape(&stand(overview)));
    if let Some(note) = sample_note(overview) {
        let _ = writeln!(out, "\n*{note}*");
    }
    if !overview.lead.is_empty() {
        let _ = writeln!(out, "\n{}", joined(&overview.lead));
    }
    for section in &overview.sections {
        let _ = writeln!(out, "\n## {}", escape(&section.heading));
        if !section.course.is_empty() {
            let _ = writeln!(out, "\n{}", joined(&section.course));
        }
        out.push('\n');
        for point in &section.points {
            let day = format!(" ({})", escape(&point_day(point)));
            let _ = writeln!(
                out,
                "- **{}**{day}: {} *({})*",
                escape(&point.label),
                joined(&point.sentences),
                point_note(point)
            );
        }
    }
    for line in closing(overview) {
        let _ = writeln!(out, "\n*{}*", escape(&line));
    }
    if !overview.references.is_empty() {
        out.push_str("\n## References\n\n");
    }
    for (at, reference) in overview.references.iter().enumerate() {
        let ranges: Vec<String> =
            spans(overview, at).iter().map(|(a, b)| format!("{a}–{b}")).collect();
        let link = reference.url.as_deref().filter(|u| is_web(u));
        let link =
            link.map(|u| format!(" · <{}>", u.replace(['<', '>', ' '], ""))).unwrap_or_default();
        let _ = writeln!(
            out,
            "{}. {}{link} · text `{}`, bytes {}",
            at + 1,
            escape(&reference_line(reference)),
            reference.key.get(..12).unwrap_or(&reference.key),
            ranges.join(", ")
        );
    }
    out
}

fn joined(sentences: &[Sentence]) -> String {
    let parts: Vec<String> = sentences
        .iter()
        .map(|s| {
            let told_by =
                s.told_by.as_ref().map(|t| format!("{}: ", escape(t))).unwrap_or_default();
            format!("{told_by}{} {}", escape(&s.text), escape(&marks(s)))
        })
        .collect();
    parts.join(" ")
}

/// Only web addresses become links.
pub(in crate::faces) fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Angle brackets become entities and a bracket before a round one is kept from it, so that readers of
/// Markdown that know no backslash before them see no markup either.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push(' '),
            _ => {
                let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|');
                if special || c == '(' && before == ']' {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_sources_cannot_become_markup() {
        assert_eq!(escape("<script> *x* [a](b)"), "&lt;script&gt; \\*x\\* \\[a\\]\\(b)");
    }
}
