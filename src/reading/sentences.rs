//! Text to sentences, with byte offsets.
//!
//! A new line ends a sentence (news text has a paragraph per line), and so do the full stops of
//! many scripts. A Latin or Cyrillic full stop is weighed: what stands before it (abbreviation,
//! initial, list number) against what comes after (lower case, a number, a usual first word).

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::span::Span;

/// No sentence is longer than this many bytes: longer ones are cut at a space.
pub(crate) const LONGEST: usize = 2_000;
/// A line at least this long may be one that an editor wrapped.
const WRAPPED_LINE: usize = 50;
/// Longest word, in bytes, that is looked up before or after a full stop.
const WORD_REACH: usize = 40;

/// `data/abbreviations.toml`, compiled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Abbreviations {
    never: HashSet<String>,
    maybe: HashSet<String>,
    numbered: HashSet<String>,
    clock: HashSet<String>,
    after_clock: HashSet<String>,
    starters: HashSet<String>,
    pub(super) units: HashSet<String>,
}

impl Abbreviations {
    /// The table embedded in the binary, compiled at first use.
    pub(crate) fn embedded() -> &'static Self {
        static TABLE: OnceLock<Abbreviations> = OnceLock::new();
        TABLE.get_or_init(|| {
            toml::from_str(include_str!("../../data/abbreviations.toml"))
                .expect("data/abbreviations.toml is embedded and read by a test")
        })
    }

    /// True when the full stop after this lower-case word is part of it; `before_number` tells
    /// whether a number comes next.
    pub(super) fn keeps_stop(&self, word: &str, before_number: bool) -> bool {
        self.never.contains(word)
            || self.maybe.contains(word)
            || self.clock.contains(word)
            || before_number && self.numbered.contains(word)
    }
}

/// The sentences of a text: in order, not overlapping, trimmed of white space, none empty and none
/// longer than [`LONGEST`] bytes. Every character that is not white space lies in one.
pub(crate) fn split(text: &str) -> Vec<Span> {
    let table = Abbreviations::embedded();
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some((offset, mark)) = next_mark(&text[at..]) {
        at += offset;
        let end = end_of_mark(text, at, mark);
        let ends = match mark {
            '\n' => !is_wrapped(text, start, at),
            _ => ends_here(table, text, start, at, end, mark),
        };
        if ends {
            push(&mut out, text, start, end);
            start = end;
        }
        at = end;
    }
    push(&mut out, text, start, text.len());
    out
}

/// The next character that may end a sentence, and its offset.
fn next_mark(rest: &str) -> Option<(usize, char)> {
    rest.char_indices().find(|&(_, c)| c == '\n' || is_stop(c))
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_plain_stop(c)
}

/// Stops that have no other use, so nothing is weighed: CJK, Arabic, Urdu, Armenian, Indic,
/// Ethiopic, Burmese, Khmer.
fn is_plain_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '؟' | '۔' | '։' | '।' | '॥' | '።' | '፧' | '။' | '។')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '」' | '』' | '）')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '(' | '[' | '«' | '„' | '「' | '『')
}

/// Where the run of stops, its closing quotes and brackets, and note marks like `[3]` end.
fn end_of_mark(text: &str, at: usize, mark: char) -> usize {
    if mark == '\n' {
        return at + 1;
    }
    let rest = &text[at..];
    let run = rest.find(|c| !is_stop(c)).unwrap_or(rest.len());
    let mut end = run + rest[run..].find(|c| !is_closer(c)).unwrap_or(rest.len() - run);
    while let Some(note) = note_mark(&rest[end..]) {
        end += note;
    }
    at + end
}

/// Length of a note mark `[12]` at the start of `rest`.
fn note_mark(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let digits = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (digits > 0 && inner[digits..].starts_with(']')).then_some(digits + 2)
}

/// A single line end inside running text: the line is long, has no stop at its end, and the next
/// line goes on in lower case.
fn is_wrapped(text: &str, start: usize, at: usize) -> bool {
    let line = text[start..at].trim_end();
    let next = text[at + 1..].chars().next();
    line.len() >= WRAPPED_LINE
        && next.is_some_and(char::is_lowercase)
        && line.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ',')
}

/// Whether the stop at `at..end` ends the sentence that began at `start`.
fn ends_here(
    table: &Abbreviations,
    text: &str,
    start: usize,
    at: usize,
    end: usize,
    mark: char,
) -> bool {
    if is_plain_stop(mark) {
        return true;
    }
    let rest = &text[end..];
    let Some(first) = rest.chars().next() else {
        return true;
    };
    let plain_dot = mark == '.' && end == at + 1;
    if !first.is_whitespace() {
        return plain_dot && is_missing_space(table, text, at, rest);
    }
    let rest = rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']);
    let opened = rest.trim_start_matches(is_opener);
    let quoted = opened.len() < rest.len();
    let Some(next) = opened.chars().next() else {
        return true;
    };
    if next.is_whitespace() {
        return true;
    }
    if next.is_lowercase() || matches!(next, ',' | ';' | ':') {
        return false;
    }
    !plain_dot || dot_ends(table, text, start, at, Follower { next, rest: opened, quoted })
}

/// What comes after a full stop and its space.
struct Follower<'a> {
    next: char,
    rest: &'a str,
    quoted: bool,
}

/// Weighs the word before a lone full stop against the word after it.
fn dot_ends(
    table: &Abbreviations,
    text: &str,
    start: usize,
    at: usize,
    follower: Follower<'_>,
) -> bool {
    let word = word_before(text, start, at);
    let lower = word.to_lowercase();
    let number_next = follower.next.is_ascii_digit();
    let starts = || is_starter(table, &follower);
    if table.never.contains(&lower) {
        return false;
    }
    if table.numbered.contains(&lower) {
        return !number_next;
    }
    if table.clock.contains(&lower) {
        let next = first_word(follower.rest);
        let zone = next.len() <= 5 && next.len() > 1 && next.chars().all(char::is_uppercase);
        return !zone && !table.after_clock.contains(&next.to_lowercase());
    }
    if is_initial(word) {
        return starts();
    }
    if table.maybe.contains(&lower) || is_dotted(word) {
        return !number_next && (follower.quoted || starts());
    }
    // "1. Trade" opens a list; so does "2)" but that has no stop.
    let at_start = text[start..at].trim_start().len() == word.len();
    !(at_start && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
}

/// The characters before the stop, back to white space, an opening mark or the sentence's start.
fn word_before(text: &str, start: usize, at: usize) -> &str {
    let mut from = at;
    for (offset, c) in text[start..at].char_indices().rev() {
        let cut = c.is_whitespace() || matches!(c, '—' | '–' | '/') || is_opener(c);
        if cut || at - (start + offset) > WORD_REACH {
            break;
        }
        from = start + offset;
    }
    &text[from..at]
}

fn first_word(rest: &str) -> &str {
    let end = rest
        .char_indices()
        .find(|&(at, c)| at > WORD_REACH || !c.is_alphanumeric())
        .map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}

/// "The", "However"; but not the "A" of "A. Ivanov".
fn is_starter(table: &Abbreviations, follower: &Follower<'_>) -> bool {
    let word = first_word(follower.rest);
    follower.next.is_uppercase()
        && !follower.rest[word.len()..].starts_with('.')
        && table.starters.contains(&word.to_lowercase())
}

/// One capital letter: "J", "В".
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// "H.M.S", "a.k.a", "J.D": single letters with stops between them.
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|p| p.chars().count() <= 2 && is_letters(p))
}

fn is_letters(part: &str) -> bool {
    part.chars().all(char::is_alphabetic)
}

/// "… the war.The minister": a lost space, believed only before a usual first word.
fn is_missing_space(table: &Abbreviations, text: &str, at: usize, rest: &str) -> bool {
    let mut before = text[..at].chars().rev();
    let after_word = (0..3).all(|_| before.next().is_some_and(char::is_lowercase));
    let word = first_word(rest);
    after_word
        && word.len() > 1
        && rest.starts_with(char::is_uppercase)
        && rest[word.len()..].starts_with(' ')
        && table.starters.contains(&word.to_lowercase())
}

/// Adds `start..end`, trimmed, cut into pieces of at most [`LONGEST`] bytes.
fn push(out: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let mut piece = &text[start..end];
    let mut from = start;
    loop {
        let trimmed = piece.trim_start();
        from += piece.len() - trimmed.len();
        piece = trimmed.trim_end();
        if piece.is_empty() {
            return;
        }
        let cut = if piece.len() <= LONGEST { piece.len() } else { cut_at(piece) };
        out.push(Span::new(from, from + piece[..cut].trim_end().len()));
        piece = &piece[cut..];
        from += cut;
    }
}

/// Where to cut a piece that is too long: after its last space within reach, else between letters.
fn cut_at(piece: &str) -> usize {
    let limit = piece.floor_char_boundary(LONGEST);
    match piece[..limit].rfind(char::is_whitespace) {
        Some(space) if space > 0 => space,
        _ => limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|s| s.of(text).unwrap()).collect()
    }

    /// A `|` in a case marks where a sentence ends; it is taken out before splitting.
    #[test]
    fn splits_where_a_reader_would() {
        let cases = [
            "The U.S. State Department told Mr. Orban that Dr. Meier had left.| He flew home.",
            "The plan was made in the U.S.| The envoy declined to say more.",
            "\"We stay,\" said Gen. Tom A. Brown.| \"For now.\"",
            "Output rose 3.5 percent to $4.2 billion.| It fell later.",
            "He came at 5 p.m. on Monday.| She came at 6 p.m.| They met at 7 p.m. Tuesday.",
            "It began at 9 a.m. GMT on Friday.| Putin spoke at 10 a.m.| Aliyev answered.",
            "Did he shout \"Stop!\" at the gate?| Nobody knows.",
            "Acme Inc. signed with Foo Ltd. in Baku.| Foo Corp. fell.",
            "Sen. Ann Lee (R-Ariz.) opposed the deal.| It passed anyway.",
            "On Nov. 9, 2020, it ended.| On Dec. 25 a plane crashed.",
            "The vote was 14-0 (Norway abstained).| The U.N. Security Council met again.",
            "J. K. Varga spoke in St. Petersburg.| Lt. Col. A. Ivanov did not.",
            "“All is fine.”| He smiled.",
            "The No. 2 official resigned... and came back.| Why?| No one said.",
            "Was that all?| No.| He asked again.",
            "The ship, the H.M.S. Belfort, left at 4.30 a.m.| It returned.",
            "Article 5.2 says so.| See www.example.org for more.",
            "Iran vs. Iraq was long.| Approx. 500 died, e.g. at Basra.",
            "He said (in Baku.) nothing.| Really?!| Yes.",
            "It lies 1.5 km from the U.S.-Mexico border.| 3 people died.",
            "Talks failed.[2]| They met again.[13][14]| Then silence.",
            "The minister ended the war.|The army left.| Fine.",
            "1. Trade with Iran grew.| 2. Gas did not.",
            "Первый пункт.| В. В. Петров приехал в Баку в 2024 г. из Москвы.| Он уехал.",
            "今日は晴れ。|明日は雨！|本当？",
            "هل وصل؟| نعم.",
            "यह एक वाक्य है।| यह दूसरा है।",
            "Headline without a stop\n|The text begins.|\n\nIt ends",
            "This line was wrapped by an old editor program, and the\nsentence goes on here.| Next.",
            "She wrote “No more.”| (He had asked twice.)| They parted.",
            "The price… well.| Prices fell…| Nobody bought.",
        ];
        for case in cases {
            let expected: Vec<&str> = case.split('|').map(str::trim).collect();
            assert_eq!(parts(&case.replace('|', "")), expected);
        }
    }

    #[test]
    fn cuts_endless_sentences_at_a_space() {
        let words = "word ".repeat(1_000);
        let spans = split(&words);
        assert_eq!(spans.len(), 3);
        assert!(spans.iter().all(|s| s.end - s.start <= LONGEST));
        assert!(spans.iter().all(|s| s.of(&words).unwrap().ends_with("word")));
        let solid = "ж".repeat(3_000);
        assert_eq!(split(&solid).iter().map(|s| s.end - s.start).sum::<usize>(), solid.len());
    }

    #[test]
    fn every_visible_byte_lies_in_one_sentence() {
        for text in ["", " \n ", ".", "...", "a.b. C", "\u{feff}Ä. Ö! \u{a0}Ü?\r\nX", "[1].[2]. “"]
        {
            let spans = split(text);
            let kept: String = spans.iter().map(|s| s.of(text).unwrap()).collect();
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(squeeze(&kept), squeeze(text));
            assert!(spans.windows(2).all(|w| w[0].end <= w[1].start));
        }
    }

    #[test]
    fn an_abbreviation_stands_in_one_list() {
        let table = Abbreviations::embedded();
        for word in &["mr", "u.s", "no", "p.m"] {
            assert!(table.keeps_stop(word, true), "{word}");
        }
        let text = include_str!("../../data/abbreviations.toml");
        let lists: toml::Table = toml::from_str(text).unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for name in ["never", "maybe", "numbered", "clock"] {
            for word in lists[name].as_array().unwrap() {
                assert!(seen.insert(word.as_str().unwrap().to_owned()), "{word:?} twice");
            }
        }
    }
}
