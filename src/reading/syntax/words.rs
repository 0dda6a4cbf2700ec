//! Tokens to the words of a tree: hyphenated words are cut as the English treebanks do.

use std::sync::LazyLock;

use super::StandIn;
use crate::model::span::Span;
use crate::reading::tokens::{Token, TokenKind};

/// Beginnings that stay with what follows their hyphen ("pro-Beijing", "ex-minister"), sorted.
static PREFIXES: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../../data/syntax/prefixes.txt").lines().collect());

/// The words of the tokens. "U.S.-led" is "U.S.", "-" and "led"; a prefix stays where it is.
pub(super) fn cut(text: &str, tokens: &[Token]) -> Vec<Span> {
    let mut out = Vec::with_capacity(tokens.len() + tokens.len() / 8);
    for token in tokens {
        match token.span.of(text) {
            Some(form) if token.kind == TokenKind::Word && !is_address(form) => {
                cut_word(form, token.span, &mut out);
            }
            // A span that does not fit the text is no word.
            Some(form) if !form.is_empty() => out.push(token.span),
            _ => {}
        }
    }
    out
}

/// Words and their forms, after each stand-in has taken the place of the words it covers.
pub(super) fn replace<'a>(
    text: &'a str,
    words: Vec<Span>,
    stand_ins: &[StandIn],
) -> (Vec<Span>, Vec<&'a str>) {
    let mut spans = Vec::with_capacity(words.len());
    let mut forms = Vec::with_capacity(words.len());
    let mut next = stand_ins.iter().peekable();
    for span in words {
        while next.peek().is_some_and(|s| s.span.end <= span.start) {
            next.next();
        }
        match next.peek().filter(|s| s.span.contains(span)) {
            Some(stand_in) if spans.last() == Some(&stand_in.span) => {}
            Some(stand_in) => {
                spans.push(stand_in.span);
                forms.push(stand_in.form);
            }
            None => {
                spans.push(span);
                forms.push(span.of(text).unwrap_or_default());
            }
        }
    }
    (spans, forms)
}

fn cut_word(form: &str, span: Span, out: &mut Vec<Span>) {
    let mut from = 0;
    for (at, hyphen) in form.char_indices().filter(|&(_, c)| is_hyphen(c)) {
        let end = at + hyphen.len_utf8();
        // A hyphen at either end, or after a prefix, cuts nothing.
        if at == from || end == form.len() || is_prefix(&form[from..at]) {
            continue;
        }
        out.push(Span::new(span.start + from, span.start + at));
        out.push(Span::new(span.start + at, span.start + end));
        from = end;
    }
    out.push(Span::new(span.start + from, span.end));
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn is_prefix(piece: &str) -> bool {
    piece.len() <= 8 && PREFIXES.binary_search(&piece.to_lowercase().as_str()).is_ok()
}

fn is_address(form: &str) -> bool {
    form.contains("://") || form.contains('@') || form.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tokens;

    fn words(text: &str) -> String {
        let cut = cut(text, &tokens::split(text, Span::new(0, text.len())));
        cut.iter().map(|s| s.of(text).unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hyphens_are_cut_as_the_treebanks_do() {
        for (text, expected) in [
            ("a U.S.-led plan", "a U.S. - led plan"),
            ("pro-Beijing ex-minister", "pro-Beijing ex-minister"),
            ("F-16 jets, al-Qaeda", "F - 16 jets , al - Qaeda"),
            ("a 53-year-old man", "a 53 - year - old man"),
            ("anti-government-backed", "anti-government - backed"),
            ("and/or Nagorno-Karabakh’s", "and / or Nagorno - Karabakh ’s"),
            ("at https://a-b.org/c-d or a-b@c-d.org", "at https://a-b.org/c-d or a-b@c-d.org"),
            ("well‑known", "well ‑ known"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn prefixes_are_sorted() {
        assert!(PREFIXES.is_sorted());
    }
}
