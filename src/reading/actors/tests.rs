//! Sentences in, mentions out, one table a subject.

mod coreference;
mod hostile;
mod persons;
mod places;

use crate::model::day::DaySpan;
use crate::model::span::Span;
use crate::reading::{How, Mention, lexicon::Lexicon};

/// Sentences that end with a full stop; those of "U.S." and "Mr." end none. Own, so that these
/// tables fail only when mentions go wrong.
fn split(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        if text[..at].ends_with("U.S") || text[..at].ends_with("Mr") || text[..at].ends_with(" J") {
            continue;
        }
        out.push(Span::new(start, at + 1));
        start = at + 2;
    }
    out.push(Span::new(start, text.len()));
    out
}

/// All mentions of a text published on this day (`""` = unknown).
fn mentions(published: &str, text: &str) -> Vec<Mention> {
    let sentences = split(text);
    let tokens = vec![Vec::new(); sentences.len()];
    let found =
        super::find(Lexicon::embedded(), text, &sentences, &tokens, DaySpan::parse(published));
    assert_eq!(found.len(), sentences.len());
    found.into_iter().flatten().collect()
}

/// `RUS/GOV Sergey Lavrov: Foreign Minister Lavrov`, one a mention, joined by ` + `.
fn told(published: &str, text: &str) -> String {
    let lines: Vec<String> = mentions(published, text)
        .iter()
        .map(|m| {
            let role = m.actor.role.as_ref().map(|r| format!("/{r}")).unwrap_or_default();
            let person = m.actor.person.as_ref().map(|p| format!(" {p}")).unwrap_or_default();
            format!("{}{role}{person}: {}", m.actor.id, m.span.of(text).unwrap())
        })
        .collect();
    lines.join(" + ")
}

/// Every text of the table gives what stands beside it.
fn check(published: &str, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let got = told(published, text);
            (got != *expected).then(|| format!("{text}\n  expected {expected}\n  got      {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The kinds of the mentions, in order.
fn hows(text: &str) -> Vec<How> {
    mentions("2025-06-10", text).iter().map(|m| m.how).collect()
}
