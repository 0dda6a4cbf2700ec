//! Sentence to words, with byte offsets.
//!
//! Cut as Universal Dependencies does for English (clitics, currency and per cent signs apart,
//! "U.S." whole), except that hyphenated words stay whole: "Nagorno-Karabakh" is one name.

use super::sentences::Abbreviations;
use crate::model::span::Span;

/// A word, number or punctuation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) span: Span,
    pub(crate) kind: TokenKind,
}

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, perhaps with digits in it: "Baku", "F-16", "53-year-old", "'s".
    Word,
    /// Digits with their separators and an ordinal or plural ending: "1,045.5", "2024-12-25",
    /// "9th", "1990s".
    Number,
    /// Marks and signs, "$" and "%" among them.
    Punctuation,
}

/// The tokens of one sentence, in order, not overlapping; white space lies in none of them.
/// A span that does not fit the text has no tokens.
pub(crate) fn split(text: &str, sentence: Span) -> Vec<Token> {
    let Some(slice) = sentence.of(text) else {
        return Vec::new();
    };
    let mut cutter = Cutter {
        slice,
        base: sentence.start,
        table: Abbreviations::embedded(),
        out: Vec::with_capacity(slice.len() / 5),
    };
    let mut at = 0;
    while let Some(c) = slice[at..].chars().next() {
        at = if c.is_whitespace() { at + c.len_utf8() } else { cutter.cut(at, c) };
    }
    cutter.out
}

struct Cutter<'a> {
    slice: &'a str,
    /// Offset of the slice in the document.
    base: usize,
    table: &'static Abbreviations,
    out: Vec<Token>,
}

impl Cutter<'_> {
    /// Cuts what begins at `at` and says where the next begins.
    fn cut(&mut self, at: usize, c: char) -> usize {
        if let Some(end) = self.address_end(at) {
            return self.push(at, end, TokenKind::Word);
        }
        if c.is_ascii_digit() || is_sign(c) && self.starts_number(at, c) {
            return self.number(at);
        }
        if is_word_char(c) {
            return self.word(at);
        }
        if is_apostrophe(c)
            && let Some(end) = self.clitic_end(at)
        {
            return self.push(at, end, TokenKind::Word);
        }
        let end = at + self.mark_length(at, c);
        self.push(at, end, TokenKind::Punctuation)
    }

    fn push(&mut self, from: usize, to: usize, kind: TokenKind) -> usize {
        if from < to {
            let span = Span::new(self.base + from, self.base + to);
            self.out.push(Token { span, kind });
        }
        to
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.slice.get(at..)?.chars().next()
    }

    /// "-5" and "+5" after a space or an opening bracket are one number.
    fn starts_number(&self, at: usize, c: char) -> bool {
        let before = self.slice[..at].chars().next_back();
        before.is_none_or(|b| b.is_whitespace() || b == '(')
            && self.char_at(at + c.len_utf8()).is_some_and(|d| d.is_ascii_digit())
    }

    /// Where a web or mail address that begins here ends.
    fn address_end(&self, at: usize) -> Option<usize> {
        let rest = &self.slice.as_bytes()[at..];
        let has = |p: &[u8]| rest.len() > p.len() && rest[..p.len()].eq_ignore_ascii_case(p);
        if !(has(b"http://") || has(b"https://") || has(b"www.")) {
            return None;
        }
        let rest = &self.slice[at..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let kept = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '"', '”']);
        Some(at + kept.len())
    }

    fn number(&mut self, at: usize) -> usize {
        let bytes = self.slice.as_bytes();
        let sign = usize::from(!bytes[at].is_ascii_digit());
        let sign = if sign == 1 { self.char_at(at).map_or(1, char::len_utf8) } else { 0 };
        let first = at + sign;
        let mut end = digits_end(bytes, first);
        if end - first == 4 && is_iso_tail(&bytes[end..]) {
            return self.push(at, end + 6, TokenKind::Number);
        }
        while end + 1 < bytes.len()
            && matches!(bytes[end], b',' | b'.' | b':')
            && bytes[end + 1].is_ascii_digit()
        {
            end = digits_end(bytes, end + 1);
        }
        let tail = self.letters_end(end);
        let letters = self.slice[end..tail].to_lowercase();
        if tail == end && !self.joins_word(end) {
            return self.push(at, end, TokenKind::Number);
        }
        if matches!(letters.as_str(), "st" | "nd" | "rd" | "th" | "s") && !self.joins_word(tail) {
            return self.push(at, tail, TokenKind::Number);
        }
        if !letters.is_empty() && self.is_unit(end, tail, &letters) {
            return self.push(at, end, TokenKind::Number);
        }
        self.word_from(at, end)
    }

    /// "40m", "5pm", "5p.m.": the letters are a unit.
    fn is_unit(&self, from: usize, to: usize, letters: &str) -> bool {
        let dotted = self.slice.get(from..(from + 4)).map(str::to_lowercase);
        dotted.is_some_and(|d| self.table.units.contains(&d))
            || self.table.units.contains(letters) && !self.joins_word(to)
    }

    /// A hyphen with a letter behind it: the token goes on.
    fn joins_word(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(is_hyphen)
            && self.slice[at..].chars().nth(1).is_some_and(char::is_alphabetic)
    }

    fn letters_end(&self, from: usize) -> usize {
        let rest = &self.slice[from..];
        from + rest.find(|c| !is_word_char(c)).unwrap_or(rest.len())
    }

    fn word(&mut self, at: usize) -> usize {
        self.word_from(at, at)
    }

    /// Cuts the word that begins at `at` and is known to reach `from` at least.
    fn word_from(&mut self, at: usize, from: usize) -> usize {
        let end = self.word_end(at, from);
        let end = if self.takes_stop(at, end) { end + 1 } else { end };
        let cut = at + clitic_cut(&self.slice[at..end]);
        self.push(at, cut, TokenKind::Word);
        self.push(cut, end, TokenKind::Word)
    }

    /// Runs over letters, digits and the marks that may stand inside a word.
    fn word_end(&self, at: usize, from: usize) -> usize {
        let mut end = from;
        let mut segment = at;
        loop {
            end = self.letters_end(end);
            let mut ahead = self.slice[end..].chars();
            let (Some(mark), Some(next)) = (ahead.next(), ahead.next()) else {
                return end;
            };
            let inner = match mark {
                _ if is_hyphen(mark) => is_word_char(next),
                '\'' | '’' => next.is_alphabetic(),
                '&' => next.is_uppercase(),
                '_' | '@' => next.is_alphanumeric(),
                '.' if self.slice[segment..end].chars().nth(1).is_some() => {
                    next.is_lowercase()
                        && !self.table.keeps_stop(&self.slice[at..end].to_lowercase(), false)
                }
                // "U.S.-led": the stop before a hyphen belongs to the dotted word.
                '.' => next.is_alphabetic() || is_hyphen(next) && self.slice[at..end].contains('.'),
                '$' => {
                    let letters = self.slice[at..end].bytes().all(|b| b.is_ascii_uppercase());
                    return if letters && end - at <= 3 { end + 1 } else { end };
                }
                _ => false,
            };
            if !inner {
                return end;
            }
            end += mark.len_utf8();
            if mark == '.' && is_hyphen(next) {
                end += next.len_utf8();
            }
            segment = end;
        }
    }

    /// True when the full stop right after the word is part of it.
    fn takes_stop(&self, at: usize, end: usize) -> bool {
        let Some(rest) = self.slice[end..].strip_prefix('.') else {
            return false;
        };
        if rest.starts_with('.') {
            return false;
        }
        let word = &self.slice[at..end];
        let next = rest.trim_start().chars().next();
        let lower = word.to_lowercase();
        let mut letters = word.chars();
        let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        let dotted = word.contains('.') && word.split('.').all(|p| p.chars().count() <= 2);
        dotted
            || initial && next.is_some()
            || self.table.keeps_stop(&lower, next.is_some_and(|c| c.is_ascii_digit()))
    }

    /// Where a clitic with its apostrophe at `at` ends: the "'s" of `"Times"'s` and "U.S.'s".
    fn clitic_end(&self, at: usize) -> Option<usize> {
        let joined = self.slice[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
        let from = at + self.char_at(at)?.len_utf8();
        let end = self.letters_end(from);
        let word = self.slice[from..end].to_ascii_lowercase();
        let decade = word.len() == 3 && word.ends_with("0s");
        (decade || joined && matches!(word.as_str(), "s" | "re" | "ve" | "ll" | "d" | "m"))
            .then_some(end)
    }

    /// Runs like "...", "--" and "?!" are one mark.
    fn mark_length(&self, at: usize, c: char) -> usize {
        let rest = &self.slice[at..];
        let run = |same: fn(char) -> bool| rest.find(|x| !same(x)).unwrap_or(rest.len());
        match c {
            '.' => run(|x| x == '.'),
            '-' => run(|x| x == '-'),
            '!' | '?' => run(|x| matches!(x, '!' | '?')),
            _ => c.len_utf8(),
        }
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '+' | '−')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Letters, digits and the combining marks that normalisation leaves.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{94d}' | '\u{200d}' | '\u{200c}' | '\u{ad}')
}

fn digits_end(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()
}

/// "-12-25" and no digit after it.
fn is_iso_tail(tail: &[u8]) -> bool {
    let digit = |at: usize| tail.get(at).is_some_and(u8::is_ascii_digit);
    tail.first() == Some(&b'-')
        && tail.get(3) == Some(&b'-')
        && [1, 2, 4, 5].into_iter().all(digit)
        && !digit(6)
}

/// Offset at which a word is cut in two: before "n't", before "'s" and its kin, inside "cannot";
/// else its length.
fn clitic_cut(word: &str) -> usize {
    if word.eq_ignore_ascii_case("cannot") {
        return 3;
    }
    let Some((at, apostrophe)) = word.char_indices().rev().take(4).find(|&(_, c)| is_apostrophe(c))
    else {
        return word.len();
    };
    let tail = word[at + apostrophe.len_utf8()..].to_ascii_lowercase();
    let head = &word[..at];
    match tail.as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" if at > 0 => at,
        "t" if head.len() > 1 && head.ends_with(['n', 'N']) => at - 1,
        _ => word.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let whole = Span::new(0, text.len());
        split(text, whole).into_iter().map(|t| t.span.of(text).unwrap()).collect()
    }

    /// Each case: the sentence, and its tokens with a space between them.
    #[test]
    fn cuts_as_universal_dependencies_does() {
        let cases = [
            ("U.S. officials didn't say \"no\".", "U.S. officials did n't say \" no \" ."),
            ("Turkey's $4.2bn F-16 deal;", "Turkey 's $ 4.2 bn F-16 deal ;"),
            ("Nagorno-Karabakh’s leaders", "Nagorno-Karabakh ’s leaders"),
            ("It's 3.5% of it (2024-25).", "It 's 3.5 % of it ( 2024 - 25 ) ."),
            ("10,000-strong al-Assad force", "10,000-strong al-Assad force"),
            ("at 5:30 p.m. on Jan. 9", "at 5:30 p.m. on Jan. 9"),
            ("COVID-19, 5pm, 40m, 10km", "COVID-19 , 5 pm , 40 m , 10 km"),
            ("Mr. J. D. Vance cannot go.", "Mr. J. D. Vance can not go ."),
            ("Azerbaijan–Türkiye ties—all", "Azerbaijan – Türkiye ties — all"),
            ("Was it No. 2? No.", "Was it No. 2 ? No ."),
            ("a U.S.-led, U.S.-Mexico plan", "a U.S.-led , U.S.-Mexico plan"),
            ("on 2024-12-25, the 1990s, 9th", "on 2024-12-25 , the 1990s , 9th"),
            ("1,045.5 and US$44 or €7", "1,045.5 and US$ 44 or € 7"),
            ("See https://a.org/b?c=1, www.b.org.", "See https://a.org/b?c=1 , www.b.org ."),
            ("a 53-year-old AT&T man", "a 53-year-old AT&T man"),
            ("Wait... what?! -- no", "Wait ... what ?! -- no"),
            ("states' rights, the '90s", "states ' rights , the '90s"),
            ("O'Brien and/or d'Estaing", "O'Brien and / or d'Estaing"),
            ("he left the U.S.", "he left the U.S."),
            ("Plan B. -5 degrees", "Plan B. -5 degrees"),
            ("October 9-10 (9th-10th)", "October 9 - 10 ( 9th - 10th )"),
            ("the 2020s' end", "the 2020s ' end"),
            ("we've, they'll, I'm, don’t", "we 've , they 'll , I 'm , do n’t"),
            ("Booking.com Inc. shares", "Booking.com Inc. shares"),
            ("the U.S.'s role", "the U.S. 's role"),
        ];
        for (text, expected) in cases {
            assert_eq!(cut(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn tells_numbers_from_words_and_marks() {
        let text = "The 9th of 1,045.5 J-10C $ 1990s";
        let kinds: Vec<TokenKind> =
            split(text, Span::new(0, text.len())).iter().map(|t| t.kind).collect();
        use TokenKind::{Number, Punctuation, Word};
        assert_eq!(kinds, [Word, Number, Word, Number, Word, Punctuation, Number]);
    }

    #[test]
    fn a_span_that_does_not_fit_has_no_tokens() {
        assert!(split("Ä", Span::new(1, 2)).is_empty());
        assert!(split("a", Span::new(0, 9)).is_empty());
    }
}
