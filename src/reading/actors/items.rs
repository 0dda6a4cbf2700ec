//! Every known word of a sentence, with what it means here.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::ambiguity;
use super::page::{Known, Page};
use super::words;
use crate::model::span::Span;
use crate::reading::How;
use crate::reading::lexicon::patterns::{PairOf, Sense};

/// A marked word or phrase.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) span: Span,
    pub(super) what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Actor {
        id: String,
        how: How,
        /// Sector of an institution: the Duma is a parliament.
        role: Option<String>,
    },
    /// Offices under this name; who it is depends on the day and the neighbours.
    Person(Vec<usize>),
    /// Someone named in full earlier in this text.
    Known(Known),
    Role {
        role: String,
        title: bool,
    },
    Pair {
        of: PairOf,
    },
    Country,
    /// Nothing to report, but nothing inside it may be reported either.
    Other,
}

/// Longest marks first come, in text order, not overlapping.
pub(super) fn mark(page: &Page<'_>, sentence: Span) -> Vec<Item> {
    let slice = &page.text[sentence.start..sentence.end];
    // The longest name at each start; the automaton sees blanks instead of line ends.
    let mut longest: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    scan(page, sentence, &words::blanks(slice), &mut longest);
    if words::all_capitals(slice) {
        scan(page, sentence, &words::title_folded(&words::blanks(slice)), &mut longest);
    }
    if !slice.is_ascii() {
        scan_without_accents(page, sentence, slice, &mut longest);
    }
    let mut items: Vec<Item> = Vec::new();
    let mut end = sentence.start;
    for (start, (to, pattern)) in longest {
        if start < end {
            continue;
        }
        let span = Span::new(start, to);
        items.push(Item { span, what: meaning(page, sentence, span, pattern) });
        end = to;
    }
    add_known_people(page, sentence, items)
}

fn scan(
    page: &Page<'_>,
    sentence: Span,
    slice: &str,
    longest: &mut BTreeMap<usize, (usize, usize)>,
) {
    let patterns = page.lexicon.patterns();
    for found in patterns.matcher.find_overlapping_iter(slice) {
        let (start, end) = (sentence.start + found.start(), sentence.start + found.end());
        if !words::stands_alone(page.text, start, end) {
            continue;
        }
        let best = longest.entry(start).or_insert((end, found.pattern().as_usize()));
        if end > best.0 {
            *best = (end, found.pattern().as_usize());
        }
    }
}

/// Finds names written with accents that no table has: "Shinzō Abe".
fn scan_without_accents(
    page: &Page<'_>,
    sentence: Span,
    slice: &str,
    longest: &mut BTreeMap<usize, (usize, usize)>,
) {
    let mut plain = String::with_capacity(slice.len());
    // Where each byte of the plain text comes from, and the end.
    let mut origin: Vec<usize> = Vec::with_capacity(slice.len() + 1);
    for (at, c) in slice.char_indices() {
        let letter = c.nfd().next().filter(|base| c.is_alphabetic() && base.is_ascii());
        plain.push(letter.unwrap_or(if c.is_ascii_whitespace() { ' ' } else { c }));
        origin.resize(plain.len(), at);
    }
    origin.push(slice.len());
    for found in page.lexicon.patterns().matcher.find_overlapping_iter(&plain) {
        let (start, end) =
            (sentence.start + origin[found.start()], sentence.start + origin[found.end()]);
        if !words::stands_alone(page.text, start, end) {
            continue;
        }
        let best = longest.entry(start).or_insert((end, found.pattern().as_usize()));
        if end > best.0 {
            *best = (end, found.pattern().as_usize());
        }
    }
}

fn meaning(page: &Page<'_>, sentence: Span, span: Span, pattern: usize) -> What {
    let patterns = page.lexicon.patterns();
    let name = patterns.names[pattern].as_str();
    let senses = patterns.senses[pattern].as_slice();
    if senses.contains(&Sense::NotActor) {
        return What::Other;
    }
    if let Some(what) = ambiguity::decide(page, sentence, span, name) {
        return what;
    }
    let offices: Vec<usize> = senses
        .iter()
        .filter_map(|s| if let Sense::Person { office } = s { Some(*office) } else { None })
        .collect();
    if let Some(what) = ambiguity::actor(page, name, senses) {
        return what;
    }
    if !offices.is_empty() {
        return What::Person(offices);
    }
    match senses.first() {
        Some(Sense::Role { role, title }) => What::Role { role: role.clone(), title: *title },
        Some(Sense::Pair { of }) => What::Pair { of: *of },
        Some(Sense::Country) => What::Country,
        _ => What::Other,
    }
}

/// Adds the people whose full names the text gave before and whose surnames no table has.
fn add_known_people(page: &Page<'_>, sentence: Span, items: Vec<Item>) -> Vec<Item> {
    if page.has_no_people() {
        return items;
    }
    let mut out = Vec::with_capacity(items.len());
    let mut at = sentence.start;
    for item in items {
        known_between(page, at, item.span.start, &mut out);
        at = item.span.end;
        out.push(item);
    }
    known_between(page, at, sentence.end, &mut out);
    out
}

fn known_between(page: &Page<'_>, mut at: usize, limit: usize, out: &mut Vec<Item>) {
    while at < limit {
        let Some((end, word)) = words::word_at(page.text, at, limit) else {
            at += page.text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let bare = word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
        if words::starts_upper(bare)
            && let Some(known) = page.person(bare)
        {
            let span = Span::new(at, at + bare.len());
            out.push(Item { span, what: What::Known(known.clone()) });
        }
        at = end;
    }
}
