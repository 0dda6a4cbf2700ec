//! Words that are names only sometimes: "Georgia", "Jordan", "Washington".

use super::items::What;
use super::page::Page;
use super::words;
use crate::model::span::Span;
use crate::reading::How;
use crate::reading::lexicon::patterns::Sense;
use crate::reading::lexicon::tables::Rule;

/// What the first rule that fires says; `None` when no rule speaks.
pub(super) fn decide(page: &Page<'_>, sentence: Span, span: Span, name: &str) -> Option<What> {
    let rule =
        page.lexicon.rules_for(name).iter().find(|rule| fires(page, sentence, span, rule))?;
    if rule.actor == "-" {
        return Some(What::Other);
    }
    let how = match rule.how.as_str() {
        "city" => How::City,
        "capital" => How::Capital,
        "adjective" => How::Adjective,
        "metonym" => How::Metonym,
        _ => How::Name,
    };
    Some(What::Actor { id: rule.actor.clone(), how, role: sector(page, how, name) })
}

/// What kind of body an institution is; `None` for every other word.
fn sector(page: &Page<'_>, how: How, name: &str) -> Option<String> {
    (how == How::Metonym).then(|| page.lexicon.sector_of_institution(name)).flatten()
}

/// True when every column of the rule that is filled has a cue in the text.
fn fires(page: &Page<'_>, sentence: Span, span: Span, rule: &Rule) -> bool {
    let before = page.text[sentence.start..span.start].trim_end();
    let after = &page.text[span.end..sentence.end];
    (rule.before.is_empty() || rule.before.iter().any(|cue| stands_before(page, before, span, cue)))
        && (rule.after.is_empty()
            || rule.after.iter().any(|cue| stands_after(page, span.end, after, cue)))
        && (rule.near.is_empty() || page.tells(&rule.near))
        && rule.until.is_none_or(|day| page.published.is_some_and(|when| when.end <= day))
}

fn stands_before(page: &Page<'_>, before: &str, span: Span, cue: &str) -> bool {
    if cue == "<first name>" {
        let word = words::word_before(page.text, 0, span.start);
        return word.is_some_and(|(_, word)| page.lexicon.is_cue("first_name", word));
    }
    let Some(rest) = before.strip_suffix(cue) else { return false };
    !rest.ends_with(char::is_alphanumeric)
}

fn stands_after(page: &Page<'_>, end: usize, after: &str, cue: &str) -> bool {
    if cue == "<surname>" {
        return surname_follows(page, end, after);
    }
    let rest = match cue.starts_with(|c: char| c.is_alphanumeric()) {
        true => after.strip_prefix(' ').and_then(|after| after.strip_prefix(cue)),
        false => after.strip_prefix(cue),
    };
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// True before a capitalised word that is no known name, title or day: "Jordan Peterson".
fn surname_follows(page: &Page<'_>, end: usize, after: &str) -> bool {
    if !after.starts_with(' ') {
        return false;
    }
    let Some((to, word)) = words::word_at(page.text, end + 1, end + after.len()) else {
        return false;
    };
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    let known = page.lexicon.is_cue("opener", word) || !page.lexicon.senses_of(word).is_empty();
    // The first two words may make one title: "Jordan Foreign Minister", "Jordan Prime Minister".
    let two = words::word_at(page.text, to + 1, end + after.len())
        .and_then(|(to, _)| page.text.get(end + 1..to));
    let title = two.is_some_and(|two| !page.lexicon.senses_of(two).is_empty());
    let plain = word.chars().skip(1).any(char::is_lowercase);
    words::starts_upper(word) && plain && !known && !title
}

/// The actor among the senses; of several the one that existed then, else the one named before.
pub(super) fn actor(page: &Page<'_>, name: &str, senses: &[Sense]) -> Option<What> {
    let mut found: Vec<(usize, How)> = senses
        .iter()
        .filter_map(|sense| match sense {
            Sense::Actor { entry, how } => Some((*entry, *how)),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return None;
    }
    let lexicon = page.lexicon;
    for keep in [
        |page: &Page<'_>, at: usize| page.lexicon.entry_at(at).exists(page.published),
        |page: &Page<'_>, at: usize| page.lexicon.entry_at(at).to.is_none(),
        |page: &Page<'_>, at: usize| page.has_named(&page.lexicon.entry_at(at).id),
    ] {
        let left: Vec<_> = found.iter().copied().filter(|(at, _)| keep(page, *at)).collect();
        if found.len() > 1 && !left.is_empty() {
            found = left;
        }
    }
    // A town of one country and the name of another: the name is what news means.
    let rank = |how: How| match how {
        How::Name => 0,
        How::Adjective => 1,
        How::Capital | How::Metonym => 2,
        _ => 3,
    };
    let best = found.iter().map(|(_, how)| rank(*how)).min()?;
    found.retain(|(_, how)| rank(*how) == best);
    match found.as_slice() {
        [(at, how)] => {
            let id = lexicon.entry_at(*at).id.clone();
            Some(What::Actor { id, how: *how, role: sector(page, *how, name) })
        }
        _ => Some(What::Other),
    }
}
