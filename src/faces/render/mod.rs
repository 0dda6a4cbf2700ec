//! One overview, several ways to see it. Nothing is decided here.

pub(in crate::faces) mod additions;
pub(in crate::faces) mod atom;
pub(crate) mod changes;
pub(in crate::faces) mod happenings;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(in crate::faces) mod posts;
pub(in crate::faces) mod records;
pub(in crate::faces) mod saved;
pub(in crate::faces) mod series;
pub(crate) mod text;

use crate::overview::wording::{long_day, short_span};
use crate::overview::{Overview, Point, Reference, Sentence};
use crate::relations::chains::Tie;
use crate::sources::ownership::SOURCE;

/// The line under the title: as-of day, what the archive holds, window.
fn stand(overview: &Overview) -> String {
    let searched = &overview.searched;
    let years = match (searched.first_day, searched.last_day) {
        (Some(a), Some(b)) if a.year() == b.year() => format!(", {}", a.year()),
        (Some(a), Some(b)) => format!(", {}–{}", a.year(), b.year()),
        _ => String::new(),
    };
    let unread = searched.documents - searched.read;
    let languages = if unread == 0 {
        String::new()
    } else {
        format!(
            ", {} languages (English read; {unread} documents in other languages searchable, not read)",
            searched.languages.len()
        )
    };
    format!(
        "As of {} · {} document{}{years}{languages} · window {} – {}{}",
        long_day(overview.as_of),
        thousands(searched.documents),
        if searched.documents == 1 { "" } else { "s" },
        long_day(overview.window.since),
        long_day(overview.window.until),
        if overview.window.asked { " as asked" } else { ", background marked" },
    )
}

/// The note that must stand wherever the sample archive is shown.
fn sample_note(overview: &Overview) -> Option<&'static str> {
    overview.sample.then_some(
        "Sample archive: Bilateral's own summaries of public pages, not the outlets' words. \
         Add your own sources with `bilateral add`.",
    )
}

/// What a reader must know of the evidence of a point: how many carry it, and whether it is contested.
fn point_note(point: &Point) -> String {
    let outlets = match (point.outlets, point.independent_outlets) {
        (0, _) => "no outlet named".to_owned(),
        (1, _) => "one outlet".to_owned(),
        (n, 0 | 1) => format!("{n} outlets, each sentence from one"),
        (n, most) if most < n => format!("{n} outlets, at most {most} for one sentence"),
        (n, _) => format!("{n} outlets"),
    };
    let side = point.one_sided.as_ref().map(|name| format!("; sources of one side: {name}"));
    let contested = if point.contested { "; contested" } else { "" };
    let follows = point.follows.as_ref().map(|f| {
        let tie = match f.tie {
            Tie::Answers => "answers",
            Tie::Follows => "follows",
        };
        format!("; {tie}: {}", f.label)
    });
    format!("{outlets}{}{contested}{}", side.unwrap_or_default(), follows.unwrap_or_default())
}

/// `[1][2]` of a sentence, or the mark of a computed one.
fn marks(sentence: &Sentence) -> String {
    if sentence.citations.is_empty() {
        return "⊙".to_owned();
    }
    sentence.citations.iter().map(|c| format!("[{}]", c.reference + 1)).collect()
}

/// Outlet, day and title of a reference in one line.
fn reference_line(reference: &Reference) -> String {
    let day = reference.published.map_or("page states no date".to_owned(), short_span);
    let outlet = |name: &String| match reference.ownership.get(name) {
        Some(label) => format!("{name} ({label})"),
        None => name.clone(),
    };
    let outlets: Vec<String> = reference.outlets.iter().map(outlet).collect();
    let mut line = format!("{} · {day} · {}", outlets.join(", "), reference.title);
    for part in [&reference.kind, &reference.written_by].into_iter().flatten() {
        line.push_str(" · ");
        line.push_str(part);
    }
    line
}

/// The byte ranges an overview cites of one reference, sorted.
fn spans(overview: &Overview, reference: usize) -> Vec<(usize, usize)> {
    let sentences = overview.sections.iter().flat_map(|s| &s.points).flat_map(|p| &p.sentences);
    let mut out: Vec<(usize, usize)> = sentences
        .flat_map(|s| &s.citations)
        .filter(|c| c.reference == reference)
        .map(|c| (c.start, c.end))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The words under an overview: what was searched and not found, and what the marks mean.
fn closing(overview: &Overview) -> Vec<String> {
    let mut out = Vec::new();
    if !overview.not_found.is_empty() {
        out.push(format!("Searched and not found: {}.", overview.not_found.join("; ")));
    }
    if overview.understood.left_out > 0 {
        out.push(format!(
            "The question names {} relations more than are told at once; ask for fewer.",
            overview.understood.left_out
        ));
    }
    if !overview.understood.unused.is_empty() {
        out.push(format!(
            "Words of the question not used: {}.",
            overview.understood.unused.join(", ")
        ));
    }
    if !overview.dropped.is_empty() {
        out.push(format!(
            "{} sentences failed the audit and were dropped (--format json shows them).",
            overview.dropped.len()
        ));
    }
    out.push(format!(
        "⊙ computed from the coded events (--format json shows method and inputs) · [n] rests on the named bytes of \
         reference n, word for word; square brackets inside a sentence are ours · weighed {} sentences of the {} documents \
         that bear on it, of {} searched · archive {}",
        thousands(overview.searched.sentences),
        thousands(overview.searched.relevant),
        thousands(overview.searched.documents),
        overview.archive.get(..12).unwrap_or(&overview.archive),
    ));
    if overview.references.iter().any(|r| !r.ownership.is_empty()) {
        out.push(format!(
            "Words in brackets behind an outlet: how it is run, by the {SOURCE}; an outlet without them is unlabelled, \
             which says nothing of it."
        ));
    }
    out
}

/// 110520 → "110,520".
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(thousands(110_520), "110,520");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }
}
