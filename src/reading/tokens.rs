//! Sentence to words, with byte offsets.

use crate::model::span::Span;

/// A word, number or punctuation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Punctuation,
}

/// The tokens of one sentence. First draft: white space and punctuation.
pub(crate) fn split(text: &str, sentence: Span) -> Vec<Token> {
    let slice = &text[sentence.start..sentence.end];
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in slice.char_indices() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            out.push(word(sentence, slice, from, at));
        }
        if !c.is_whitespace() {
            let span = Span::new(sentence.start + at, sentence.start + at + c.len_utf8());
            out.push(Token { span, kind: TokenKind::Punctuation });
        }
    }
    if let Some(from) = start {
        out.push(word(sentence, slice, from, slice.len()));
    }
    out
}

fn word(sentence: Span, slice: &str, from: usize, to: usize) -> Token {
    let number = slice[from..].starts_with(|c: char| c.is_ascii_digit());
    let kind = if number { TokenKind::Number } else { TokenKind::Word };
    Token { span: Span::new(sentence.start + from, sentence.start + to), kind }
}
