//! Tokens and mentions to the units the coder reads: one unit a word, one unit a mention.

use crate::model::span::Span;
use crate::reading::events::rules::Rules;
use crate::reading::events::words::{Words, tag};
use crate::reading::tokens::TokenKind;
use crate::reading::{How, SentenceView};

/// A word, a mark, or a whole mention of an actor.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) lower: String,
    pub(crate) span: Span,
    pub(crate) tags: u32,
    /// Index in the sentence's mentions, where the unit is one that may act or suffer.
    pub(crate) mention: Option<usize>,
    pub(crate) how: Option<How>,
    /// An adjective alone ("Russian"), no noun of the actor with it ("Russian army").
    pub(crate) bare: bool,
}

impl Unit {
    pub(crate) fn is(&self, tags: u32) -> bool {
        self.tags & tags != 0
    }
}

/// The units of a sentence, at most [`MOST`].
pub(crate) fn read(words: &Words, rules: &Rules, view: &SentenceView<'_>) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(view.tokens.len().min(MOST));
    let mut next = 0;
    for token in view.tokens {
        if out.len() >= MOST {
            break;
        }
        let mut span = token.span;
        while view.mentions.get(next).is_some_and(|m| m.span.end <= span.start) {
            next += 1;
        }
        if let Some(mention) = view.mentions.get(next).filter(|m| m.span.overlaps(span)) {
            if out.last().is_none_or(|u| u.mention != Some(next)) {
                push_mention(words, rules, view, next, &mut out);
            }
            if span.end <= mention.span.end {
                continue;
            }
            span = Span::new(mention.span.end, span.end);
        }
        if let Some(text) = span.of(view.text) {
            push_token(words, &mut out, text, span, token.kind);
        }
    }
    for at in 1..out.len() {
        // "US$4 billion" is no actor.
        if out[at].lower == "$" && out[at].span.start == out[at - 1].span.end {
            out[at - 1].mention = None;
            out[at - 1].how = None;
        }
    }
    drop_hyphenated(words, &mut out);
    quantifiers(&mut out);
    times(view, &mut out);
    out
}

/// "On 1 July Baku …": a day after a preposition is no part of the noun that follows it.
fn times(view: &SentenceView<'_>, out: &mut [Unit]) {
    for span in view.times.iter().filter_map(|time| time.span) {
        let first = out.partition_point(|u| u.span.start < span.start);
        let end = out.partition_point(|u| u.span.start < span.end);
        let Some(open) = out.get(first) else { continue };
        let led = open.is(tag::PREP)
            || first.checked_sub(1).is_none_or(|b| out[b].is(tag::PREP | tag::COMMA));
        let free = out[first..end].iter().all(|u| u.mention.is_none());
        let ends = out.get(end).is_none_or(|u| {
            u.mention.is_some()
                || u.is(tag::DET | tag::PRONOUN | tag::COMMA | tag::PREP | tag::STOP)
        });
        if led && free && ends {
            for unit in out[first..end].iter_mut().filter(|u| !u.is(tag::PREP | tag::COMMA)) {
                unit.tags = tag::TIME | tag::ADVERB;
            }
        }
    }
}

/// A longer sentence is read up to here.
const MOST: usize = 400;

/// A mention may end in the noun of a deed ("Norland's shelling"): that noun stays a word.
fn push_mention(
    words: &Words,
    rules: &Rules,
    view: &SentenceView<'_>,
    at: usize,
    out: &mut Vec<Unit>,
) {
    let mut unit = mention_unit(view, at);
    let last = unit.lower.rfind(' ').map(|space| unit.lower[space + 1..].to_owned());
    let Some(noun) = last.filter(|w| !rules.by_noun(w).is_empty() && w.is_ascii()) else {
        out.push(unit);
        return;
    };
    let cut = unit.span.end - noun.len();
    let rest = Span::new(cut, unit.span.end);
    unit.lower.truncate(unit.lower.len() - noun.len() - 1);
    unit.span.end = cut.saturating_sub(1).max(unit.span.start);
    unit.bare = unit.how == Some(How::Adjective);
    out.push(unit);
    push_word(words, out, noun, rest, false);
}

fn mention_unit(view: &SentenceView<'_>, at: usize) -> Unit {
    let mention = &view.mentions[at];
    Unit {
        lower: mention.span.of(view.text).unwrap_or_default().to_lowercase(),
        span: mention.span,
        tags: 0,
        mention: Some(at),
        how: Some(mention.how),
        bare: mention.how == How::Adjective
            && mention.actor.role.is_none()
            && mention.actor.person.is_none(),
    }
}

fn push_token(words: &Words, out: &mut Vec<Unit>, text: &str, span: Span, kind: TokenKind) {
    let lower = text.to_lowercase().replace('’', "'");
    let month = text == "May" || text == "March";
    if kind != TokenKind::Punctuation || lower == "'s" {
        if let Some(stem) = lower.strip_suffix("'s").filter(|s| !s.is_empty()) {
            let cut = span.start + text.len()
                - text.char_indices().rev().nth(1).map_or(0, |(i, _)| text.len() - i);
            push_word(words, out, stem.to_owned(), Span::new(span.start, cut), month);
            push_mark(out, "'s", Span::new(cut, span.end), tag::POSS);
            return;
        }
        if lower == "'s" || (lower == "s" && joins_apostrophe(out, span)) {
            if lower == "s" {
                out.pop();
            }
            push_mark(out, "'s", span, tag::POSS);
            return;
        }
        if joins_apostrophe(out, span)
            && matches!(lower.as_str(), "t" | "re" | "ve" | "ll" | "d" | "m")
        {
            out.pop();
            if let Some(before) = out.last_mut() {
                before.lower.push('\'');
                before.lower.push_str(&lower);
                before.span.end = span.end;
                before.tags = words.tags(&before.lower);
            }
            return;
        }
        push_word(words, out, lower, span, month);
        return;
    }
    let tags = match lower.as_str() {
        "," | "(" | ")" | "–" | "—" | "--" => tag::COMMA,
        ";" | ":" | "." | "!" | "?" | "…" => tag::STOP,
        "\"" | "“" | "”" | "«" | "»" => tag::QUOTE,
        "'" => {
            let touches =
                out.last().is_some_and(|u| u.span.end == span.start && u.lower.ends_with('s'));
            if touches { tag::POSS } else { tag::QUOTE }
        }
        "&" => tag::CONJ,
        _ => 0,
    };
    // Quotation marks carry no syntax here.
    if tags != tag::QUOTE || lower == "'" {
        push_mark(out, &lower, span, tags);
    }
}

fn joins_apostrophe(out: &[Unit], span: Span) -> bool {
    out.last().is_some_and(|u| matches!(u.lower.as_str(), "'" | "’") && u.span.end == span.start)
        && out.len() > 1
        && out[out.len() - 2].span.end == out[out.len() - 1].span.start
}

fn push_mark(out: &mut Vec<Unit>, text: &str, span: Span, tags: u32) {
    out.push(Unit { lower: text.to_owned(), span, tags, mention: None, how: None, bare: false });
}

fn push_word(words: &Words, out: &mut Vec<Unit>, lower: String, span: Span, month: bool) {
    let mut tags = words.tags(&lower);
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        tags |= tag::NUMBER;
    }
    if month && !out.is_empty() {
        tags = 0;
    }
    if tags == 0 && lower.len() > 4 && lower.ends_with("ly") {
        tags |= tag::ADVERB;
    }
    if joined_by_hyphen(out, span) {
        let hyphen = out.pop();
        let joins_mention = out.last().is_some_and(|u| u.mention.is_some());
        if let (false, Some(before)) = (joins_mention, out.last_mut()) {
            before.lower.push('-');
            before.lower.push_str(&lower);
            before.span.end = span.end;
            before.tags = 0;
            return;
        }
        out.extend(hyphen);
    }
    out.push(Unit { lower, span, tags, mention: None, how: None, bare: false });
}

fn joined_by_hyphen(out: &[Unit], span: Span) -> bool {
    let n = out.len();
    n > 1
        && out[n - 1].lower == "-"
        && out[n - 1].span.end == span.start
        && out[n - 2].span.end == out[n - 1].span.start
}

/// "up to 16", "at least two", "more than ten", "over 200" are parts of the number.
fn quantifiers(out: &mut [Unit]) {
    for at in 0..out.len() {
        let word = |i: usize| out.get(i).map_or("", |u: &Unit| u.lower.as_str());
        let pair = matches!(
            (word(at), word(at + 1)),
            ("up" | "close", "to")
                | ("at", "least" | "most")
                | ("more" | "fewer" | "less" | "other", "than")
                | ("as", "many")
        );
        let number = |i: usize| out.get(i).is_some_and(|u| u.is(tag::NUMBER | tag::QUANTITY));
        let long = if pair { 2 } else { 1 };
        let single = matches!(word(at), "over" | "around" | "about" | "nearly" | "almost" | "some");
        if (pair || single) && (number(at + long) || pair && word(at) == "at") {
            for unit in &mut out[at..at + long] {
                unit.tags = tag::WORD;
            }
        }
    }
}

/// "Russian-backed rebels" are not Russia; "the Saudi-led coalition" is Saudi; "US–China" names two.
fn drop_hyphenated(words: &Words, out: &mut Vec<Unit>) {
    let mut at = 0;
    while at < out.len() {
        let hyphen = matches!(out[at].lower.as_str(), "-" | "–" | "/" | "‑");
        let before = at.checked_sub(1).is_some_and(|b| out[b].mention.is_some());
        let after = out.get(at + 1).cloned();
        let (true, true, Some(after)) = (hyphen, before, after) else {
            if let Some(rest) = out[at].lower.strip_prefix('-').map(str::to_owned)
                && before
            {
                forget(words, out, at, &rest);
            }
            at += 1;
            continue;
        };
        if after.mention.is_some() {
            out[at].tags = tag::CONJ;
        } else if after.span.start == out[at].span.end {
            forget(words, out, at, &after.lower);
            out.remove(at + 1);
        }
        at += 1;
    }
}

/// Makes the mark at `at` a plain word and takes the mention before it out of play.
fn forget(words: &Words, out: &mut [Unit], at: usize, word: &str) {
    if !words.hyphen_keeps(word) {
        out[at - 1].mention = None;
        out[at - 1].how = None;
    }
    out[at].tags = 0;
    out[at].lower = format!("-{word}");
}
