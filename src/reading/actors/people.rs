//! Who a name means on this day, and names no table has.

use std::collections::BTreeMap;

use super::page::{Known, Page};
use super::words;
use crate::model::day::Day;
use crate::model::span::Span;
use crate::reading::lexicon::tables::Office;

/// Longest time, in years, for which a bare surname still means someone out of office.
const REMEMBERED: i16 = 15;
/// Longest time, in years, by which a bare surname may run ahead of an office.
const RISING: i16 = 4;
/// The same two for a full name that others have as well.
const REMEMBERED_IN_FULL: i16 = 30;
const RISING_IN_FULL: i16 = 15;
/// Most words of a name.
const NAME_WORDS: usize = 4;

/// Who is meant by a name that stands for these offices.
///
/// `country` is told by the words around; `title` is the title before the name, empty without one.
pub(super) fn holder(
    page: &Page<'_>,
    offices: &[usize],
    name: &str,
    country: Option<&str>,
    title: &str,
) -> Option<Known> {
    if let Some(known) = page.person(name)
        && country.is_none_or(|id| id == known.id)
    {
        return Some(known.clone());
    }
    let bare = !name.contains(' ');
    let cued = !title.is_empty() || country.is_some();
    let title = title.to_lowercase();
    let mut people: BTreeMap<(&str, &str), Vec<&Office>> = BTreeMap::new();
    for office in offices.iter().map(|at| page.lexicon.office_at(*at)) {
        let right_country = country.is_none_or(|id| id == office.country);
        if right_country && (!bare || cued || !office.needs_title) {
            people.entry((&office.person, &office.country)).or_default().push(office);
        }
    }
    let mut known: Vec<(Fit, Known)> = Vec::new();
    for ((person, id), offices) in people {
        let now = offices.iter().rev().find(|office| office.holds(page.published));
        let near = offices.iter().any(|office| remembered(office, page, bare));
        let called = offices.iter().any(|office| title.contains(office.office.as_str()));
        let unsure = bare || offices.iter().all(|office| office.needs_title);
        if now.is_none() && unsure && !near && !called {
            continue;
        }
        let role = match now {
            Some(office) => page.lexicon.sector_of(office),
            None => page.lexicon.is_state(id).then(|| "ELI".to_owned()),
        };
        let fit = Fit {
            holds: now.is_some(),
            title: called,
            safe: offices.iter().any(|office| !office.needs_title),
        };
        known.push((fit, Known { id: id.to_owned(), role, person: person.to_owned() }));
    }
    for test in [|fit: &Fit| fit.holds, |fit: &Fit| fit.title, |fit: &Fit| fit.safe] {
        if known.len() > 1 && known.iter().any(|(fit, _)| test(fit)) {
            known.retain(|(fit, _)| test(fit));
        }
    }
    if known.len() > 1 && known.iter().any(|(_, k)| page.has_named(&k.id)) {
        known.retain(|(_, k)| page.has_named(&k.id));
    }
    // One person with a seat in a state and one in an organisation speaks for the state.
    if known.iter().all(|(_, k)| k.person == known[0].1.person) {
        known.truncate(1);
    }
    // Father and son: whose person it is stays open, whose state does not.
    if known.len() > 1 && known.iter().all(|(_, k)| k.id == known[0].1.id) {
        let role = known[0].1.role.clone();
        let same = known.iter().all(|(_, k)| k.role == role);
        known.truncate(1);
        known[0].1.person = name.to_owned();
        known[0].1.role = role.filter(|_| same);
    }
    if known.len() == 1 { known.pop().map(|(_, k)| k) } else { None }
}

/// What speaks for one of several people with the same name, strongest first.
struct Fit {
    /// In office on the day of the text.
    holds: bool,
    /// The title before the name is the title of the office.
    title: bool,
    /// Known by the bare name.
    safe: bool,
}

/// True when the office is not too far from the day of the text for its holder's name.
fn remembered(office: &Office, page: &Page<'_>, bare: bool) -> bool {
    let Some(when) = page.published else { return true };
    let years = |later: Day, earlier: Day| later.year() - earlier.year();
    let (ahead, behind) = match bare {
        true => (RISING, REMEMBERED),
        false => (RISING_IN_FULL, REMEMBERED_IN_FULL),
    };
    match (office.from, office.to) {
        (Some(from), _) if when.end < from => years(from, when.end) <= ahead,
        (_, Some(to)) => years(when.start, to) <= behind,
        _ => true,
    }
}

/// True when a bare name is the first name of somebody else: "Francis Tolentino". In headlines, where
/// the words behind are capitalised as well, nothing can be told.
pub(super) fn goes_on(page: &Page<'_>, span: Span, limit: usize) -> bool {
    let bare = span.of(page.text).is_some_and(|name| !name.contains(' '));
    if !bare || !page.text.get(span.end..limit).is_some_and(|rest| rest.starts_with(' ')) {
        return false;
    }
    let Some((end, word)) = words::word_at(page.text, span.end + 1, limit) else { return false };
    let plain = word.chars().skip(1).any(char::is_lowercase);
    let word = trimmed(word);
    plain
        && is_name_word(page, word)
        && !page.lexicon.is_no_person(word)
        && in_prose(page, span, end)
}

/// True when a word of five small letters or more stands within some words of the place.
fn in_prose(page: &Page<'_>, span: Span, end: usize) -> bool {
    const NEAR: usize = 60;
    let from = page.text.floor_char_boundary(span.start.saturating_sub(NEAR));
    let to = page.text.floor_char_boundary((end + NEAR).min(page.text.len()));
    let text = page.text.get(from..to).unwrap_or_default();
    text.split(' ').any(|word| word.len() >= 5 && word.chars().all(char::is_lowercase))
}

/// True when the word before a bare surname makes it someone else's: "Errol Trump".
pub(super) fn belongs_to_another(page: &Page<'_>, floor: usize, start: usize) -> bool {
    let Some((_, word)) = words::word_before(page.text, floor, start) else { return false };
    if !words::starts_upper(word) || word.contains('.') {
        return false;
    }
    let lexicon = page.lexicon;
    let harmless = lexicon.is_cue("opener", word)
        || lexicon.is_cue("modifier", &word.to_lowercase())
        || !lexicon.senses_of(word).is_empty()
        || word.ends_with("'s")
        || word.ends_with("’s")
        || word.chars().all(char::is_uppercase);
    !harmless
}

/// The capitalised words right after `from` (one space between) as a name: its end.
pub(super) fn name_after(page: &Page<'_>, from: usize, limit: usize) -> Option<usize> {
    let mut at = from;
    let mut end = None;
    for _ in 0..NAME_WORDS {
        if !page.text.get(at..limit)?.starts_with(' ') {
            break;
        }
        let Some((to, word)) = words::word_at(page.text, at + 1, limit) else { break };
        let initial = word.chars().count() == 1 && page.text[to..limit].starts_with('.');
        let possessive = word.ends_with("'s") || word.ends_with("’s");
        if is_name_word(page, word) {
            at = if initial { to + 1 } else { to };
            end = if initial {
                end
            } else {
                Some(to - if possessive { word.len() - trimmed(word).len() } else { 0 })
            };
            if possessive {
                break;
            }
        } else if page.lexicon.is_cue("particle", word) {
            at = to;
        } else {
            break;
        }
    }
    end
}

/// The capitalised words right before `to` as a name of two words or more: its start.
pub(super) fn name_before(page: &Page<'_>, floor: usize, to: usize) -> Option<usize> {
    let mut at = to;
    let mut start = None;
    let mut count = 0;
    while count < NAME_WORDS {
        let before = page.text.get(floor..at)?;
        let from = before
            .rfind(|c: char| !words::is_name_char(c))
            .map_or(0, |p| p + before[p..].chars().next().map_or(1, char::len_utf8));
        let word = &before[from..];
        if !is_name_word(page, word) {
            break;
        }
        count += 1;
        start = Some(floor + from);
        match before[..from].strip_suffix(' ') {
            Some(rest) => at = floor + rest.len(),
            None => break,
        }
    }
    start.filter(|_| count >= 2)
}

fn trimmed(word: &str) -> &str {
    word.trim_end_matches("'s").trim_end_matches("’s")
}

/// A word as names have them: capital first, some small letter after it or an initial, no common opener.
fn is_name_word(page: &Page<'_>, word: &str) -> bool {
    let mut rest = word.chars().skip(1).peekable();
    let shape = rest.peek().is_none() || rest.any(char::is_lowercase);
    // "al-Jaafari": a small article before the hyphen.
    let article = word.split_once('-').is_some_and(|(small, name)| {
        small.len() <= 3 && words::starts_upper(name) && !words::starts_upper(small)
    });
    (words::starts_upper(word) || article) && shape && !page.lexicon.is_cue("opener", trimmed(word))
}
