//! Tokens with what the tables know of them: what the grammar reads.

use super::tables::{Meaning, Role, TimeTables, Word};
use crate::model::day::{Day, DaySpan};
use crate::model::span::Span;
use crate::reading::tokens::{Token, TokenKind};

/// Longest hyphenated word in bytes that may be a time ("September-November").
const LONGEST_JOINED: usize = 24;

#[derive(Debug, Clone, Copy)]
pub(super) struct Atom<'a> {
    pub(super) span: Span,
    pub(super) text: &'a str,
    pub(super) word: Word,
    pub(super) number: Number,
    pub(super) is_mark: bool,
}

/// What a token of digits says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    None,
    /// Digits only, at most four of them: value and count of digits.
    Plain(i16, u8),
    /// "9th".
    Ordinal(i8),
    /// "1990s": its first year.
    Decade(i16),
    /// "2024-12-25" or "25.12.2024".
    Date(Day),
    /// Any other number.
    Other,
}

impl Atom<'_> {
    pub(super) fn is(&self, role: Role) -> bool {
        self.word.is(role)
    }

    pub(super) fn is_text(&self, text: &str) -> bool {
        self.text == text
    }

    pub(super) fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‑" | "/" | "--")
    }

    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    pub(super) fn meaning(&self) -> Meaning {
        self.word.meaning
    }

    /// True for words and numbers that may begin or carry an expression.
    fn is_timely(&self) -> bool {
        self.meaning() != Meaning::None || self.number != Number::None
    }
}

/// The atoms of a sentence; empty when no word of it can tell a time.
pub(super) fn of<'a>(tables: &TimeTables, text: &'a str, tokens: &[Token]) -> Vec<Atom<'a>> {
    let mut out = Vec::with_capacity(tokens.len() + 4);
    for token in tokens {
        let Some(slice) = token.span.of(text) else {
            continue;
        };
        let joined = token.kind == TokenKind::Word
            && slice.len() <= LONGEST_JOINED
            && slice.contains('-')
            && push_joined(tables, &mut out, token.span, slice);
        if !joined {
            out.push(atom(tables, token.span, slice, token.kind));
        }
    }
    let telling = |a: &Atom<'_>| match a.meaning() {
        Meaning::None => a.number != Number::None && a.number != Number::Other,
        Meaning::Count(_) | Meaning::Ordinal(_) | Meaning::Shift(_) | Meaning::Part(_) => false,
        _ => true,
    };
    if out.iter().any(|a| telling(a) || a.word.opens_feast || is_quarter(a.text)) {
        out
    } else {
        Vec::new()
    }
}

/// "Q3".
fn is_quarter(text: &str) -> bool {
    matches!(text.as_bytes(), [b'Q', b'1'..=b'4'])
}

/// "mid-December", "January-April": cut at the hyphens when every part can tell a time.
fn push_joined<'a>(
    tables: &TimeTables,
    out: &mut Vec<Atom<'a>>,
    span: Span,
    slice: &'a str,
) -> bool {
    let before = out.len();
    let mut at = 0;
    for part in slice.split('-') {
        if at > 0 {
            let mark = Span::new(span.start + at - 1, span.start + at);
            out.push(atom(tables, mark, &slice[at - 1..at], TokenKind::Punctuation));
        }
        // "19th-century" too.
        let digit = part.bytes().next().is_some_and(|b| b.is_ascii_digit());
        let kind = if digit { TokenKind::Number } else { TokenKind::Word };
        let piece = Span::new(span.start + at, span.start + at + part.len());
        let piece = atom(tables, piece, part, kind);
        if !piece.is_timely() {
            out.truncate(before);
            return false;
        }
        out.push(piece);
        at += part.len() + 1;
    }
    true
}

fn atom<'a>(tables: &TimeTables, span: Span, text: &'a str, kind: TokenKind) -> Atom<'a> {
    let bare = if text.len() > 1 { text.strip_suffix('.').unwrap_or(text) } else { text };
    let mut word = tables.word(bare);
    // Short weekdays are words ("wed") unless written with their full stop.
    if matches!(word.meaning, Meaning::ShortWeekday(_)) && bare.len() == text.len() {
        word.meaning = Meaning::None;
    }
    let number = if kind == TokenKind::Number { number(text) } else { Number::None };
    Atom { span, text, word, number, is_mark: kind == TokenKind::Punctuation }
}

fn number(text: &str) -> Number {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = || text[..digits].parse::<i16>().ok();
    match (&text[digits..], digits) {
        ("", 1..=4) => value().map_or(Number::Other, |v| Number::Plain(v, digits as u8)),
        ("st" | "nd" | "rd" | "th", 1..=2) => {
            value().map_or(Number::Other, |v| Number::Ordinal(v as i8))
        }
        ("s", 4) if text.as_bytes()[3] == b'0' => value().map_or(Number::Other, Number::Decade),
        _ => date(text).map_or(Number::Other, Number::Date),
    }
}

/// A date in digits whose order leaves no doubt.
fn date(text: &str) -> Option<Day> {
    if let Some(span) = DaySpan::parse(text) {
        return (text.len() == 10).then_some(span.start);
    }
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || day.len() > 2 || month.len() != 2 {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
