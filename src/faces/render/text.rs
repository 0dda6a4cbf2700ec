//! An overview for the terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::{closing, marks, point_note, reference_line, sample_note, spans, stand};
use crate::overview::wording::point_day;
use crate::overview::{Overview, Point, Sentence};

const TITLE: Style = Style::new().bold();
const HEADING: Style = AnsiColor::Cyan.on_default().bold();
const LABEL: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The overview as lines of at most `width` columns, styled with ANSI codes (the writer strips them
/// where they are not wanted).
pub(crate) fn render(overview: &Overview, width: usize) -> String {
    let mut out = String::new();
    styled(&mut out, TITLE, &overview.title, width, 0);
    styled(&mut out, FAINT, &stand(overview), width, 0);
    if let Some(note) = sample_note(overview) {
        styled(&mut out, FAINT, note, width, 0);
    }
    if !overview.lead.is_empty() {
        out.push('\n');
        paragraph(&mut out, &joined(&overview.lead), width, 0, 0);
    }
    for section in &overview.sections {
        out.push('\n');
        styled(&mut out, HEADING, &section.heading, width, 0);
        if !section.course.is_empty() {
            paragraph(&mut out, &joined(&section.course), width, 0, 0);
        }
        for point in &section.points {
            render_point(&mut out, point, width);
        }
    }
    out.push('\n');
    for line in closing(overview) {
        styled(&mut out, FAINT, &line, width, 0);
    }
    if !overview.references.is_empty() {
        out.push('\n');
        styled(&mut out, HEADING, "References", width, 0);
    }
    for (at, reference) in overview.references.iter().enumerate() {
        let number = format!("[{}] ", at + 1);
        paragraph(&mut out, &format!("{number}{}", reference_line(reference)), width, 0, 5);
        for address in reference.url.iter().chain(&reference.also) {
            let _ = writeln!(out, "     {FAINT}{address}{FAINT:#}");
        }
        let ranges: Vec<String> =
            spans(overview, at).iter().map(|(a, b)| format!("{a}–{b}")).collect();
        let key = reference.key.get(..12).unwrap_or(&reference.key);
        let _ = writeln!(out, "     {FAINT}text {key}, bytes {}{FAINT:#}", ranges.join(", "));
    }
    out
}

fn render_point(out: &mut String, point: &Point, width: usize) {
    let (label, day) = (&point.label, point_day(point));
    let mut body = format!("• {label} ({day}): {}", joined(&point.sentences));
    let _ = write!(body, " ({})", point_note(point));
    let mut block = String::new();
    paragraph(&mut block, &body, width, 0, 2);
    // The label may wrap; it is styled where it stands in one line.
    let styled = format!("{LABEL}{}{LABEL:#}", point.label);
    out.push_str(&block.replacen(&point.label, &styled, 1));
}

fn joined(sentences: &[Sentence]) -> String {
    let parts: Vec<String> = sentences
        .iter()
        .map(|s| match &s.told_by {
            Some(teller) => format!("{teller}: {} {}", s.text, marks(s)),
            None => format!("{} {}", s.text, marks(s)),
        })
        .collect();
    parts.join(" ")
}

fn styled(out: &mut String, style: Style, text: &str, width: usize, indent: usize) {
    let mut block = String::new();
    paragraph(&mut block, text, width, indent, indent);
    let _ = writeln!(out, "{style}{}{style:#}", block.trim_end());
}

/// Breaks at spaces; `first` and `rest` are the indents of the first line and of the others.
pub(crate) fn paragraph(out: &mut String, text: &str, width: usize, first: usize, rest: usize) {
    let mut line = " ".repeat(first);
    let mut filled = first;
    let mut empty = true;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let length = word.chars().count();
        if !empty && filled + 1 + length > width {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(rest);
            filled = rest;
            empty = true;
        }
        if !empty {
            line.push(' ');
            filled += 1;
        }
        line.push_str(word);
        filled += length;
        empty = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_hang() {
        let mut out = String::new();
        paragraph(&mut out, "one two three four", 9, 0, 2);
        assert_eq!(out, "one two\n  three\n  four\n");
    }
}
