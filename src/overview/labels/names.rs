//! The name an affair is known by: Pahalgam, Yekaterinburg, Sputnik.

use std::ops::Range;

use crate::reading::How;
use crate::relations::affairs::is_general;
use crate::relations::echoes::RARE;
use crate::relations::statements::Statement;
use crate::relations::terms::{Weights, is_place_word, term};

/// A name in the main sentence that is no actor's.
pub(super) struct Name<'a> {
    pub(super) words: &'a str,
    /// A word of place stands before it.
    pub(super) is_place: bool,
}

impl Name<'_> {
    /// "The Minsk Agreement" needs no second agreement behind it.
    pub(super) fn ends_with(&self, noun: &str) -> bool {
        self.words.to_lowercase().ends_with(&noun.to_lowercase())
    }
}

/// Words of a name at most.
const LONGEST: usize = 3;

/// The name of the main sentence that most of the others use, the rarest of several, the first of equals;
/// one sentence alone does not show what it is about.
pub(super) fn telling<'a>(
    main: &Statement<'a>,
    others: &[&Statement<'_>],
    weights: &Weights,
) -> Option<Name<'a>> {
    let mut best: Option<(usize, f64, Name<'a>)> = None;
    for name in names(main) {
        let terms: Vec<String> = name.words.split(' ').filter_map(term).collect();
        let weight = terms.iter().map(|t| weights.of_term(t)).fold(0.0, f64::max);
        let used = others.iter().filter(|o| terms.iter().all(|t| o.terms.contains(t))).count();
        let telling = weight > RARE && used > 0 && !speaks(main, &name);
        let better = best.as_ref().is_none_or(|(n, w, _)| (used, weight) > (*n, *w));
        if telling && !terms.is_empty() && better {
            best = Some((used, weight, name));
        }
    }
    best.map(|(_, _, name)| name)
}

/// True where a word of saying stands behind the name: it is who speaks, not what is spoken of.
fn speaks(s: &Statement<'_>, name: &Name<'_>) -> bool {
    let end = name.words.as_ptr() as usize - s.text().as_ptr() as usize + name.words.len();
    let behind = s.text()[end..].trim_start_matches([',', ' ']);
    let next = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let bare = next.strip_suffix("ed").or(next.strip_suffix('s')).unwrap_or(next);
    super::table::labels().speech.contains(next) || super::table::labels().announcing.contains(bare)
}

/// The first name of the main sentence that begins in these bytes of the document, if a word of place stands
/// before it.
pub(super) fn place<'a>(main: &Statement<'a>, within: Range<usize>) -> Option<&'a str> {
    let start = |name: &Name<'a>| {
        main.span.start + (name.words.as_ptr() as usize - main.text().as_ptr() as usize)
    };
    let first = names(main).into_iter().find(|n| within.contains(&start(n)));
    // "In January-April" is no place.
    let is_day = |name: &Name<'_>| name.words.split('-').filter_map(term).all(|t| is_general(&t));
    first.filter(|name| name.is_place && !is_day(name)).map(|name| name.words)
}

/// Runs of capitalised words behind the first word that no mention of an actor touches.
fn names<'a>(s: &Statement<'a>) -> Vec<Name<'a>> {
    let text = s.text();
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut out = Vec::new();
    let mut close = |words: &mut Vec<(usize, usize)>| {
        if let (Some(&(from, _)), Some(&(_, to))) = (words.first(), words.last())
            && words.len() <= LONGEST
        {
            let before = text[..from].split_whitespace().next_back();
            let is_place = before.is_some_and(is_place_word);
            out.push(Name { words: &text[from..to], is_place });
        }
        words.clear();
    };
    for word in text.split_whitespace() {
        let from = word.as_ptr() as usize - text.as_ptr() as usize;
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or(bare.strip_suffix("’s")).unwrap_or(bare);
        let at = s.span.start + from;
        // "people in Ganja" is an actor, but Ganja in it is a name of its own.
        let in_place = text[..from].split_whitespace().next_back().is_some_and(is_place_word);
        let is_actor = s.mentions.iter().any(|m| {
            let inside = m.span.start < at + bare.len() && at < m.span.end;
            inside && m.how != How::City && !(in_place && m.span.start < at)
        });
        let is_name = from > 0
            && bare.starts_with(char::is_uppercase)
            && bare.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !is_actor;
        if is_name {
            words.push((from, from + bare.len()));
        }
        if !is_name || bare.len() != word.len() {
            close(&mut words);
        }
    }
    close(&mut words);
    out
}
