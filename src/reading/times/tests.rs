//! The table of phrases in `tests/fixtures/times.txt`, hostile text, and the dating of events.

use super::*;
use crate::model::event::Basis;
use crate::reading::{SentenceView, sentences, tokens};

/// Reads a text as the reader does.
fn read(text: &str, published: Option<DaySpan>) -> (Vec<Vec<Token>>, Vec<Vec<Dated>>) {
    let spans = sentences::split(text);
    let words: Vec<Vec<Token>> = spans.iter().map(|&s| tokens::split(text, s)).collect();
    let times = find(Lexicon::embedded(), text, &spans, &words, published);
    (words, times)
}

fn letter(basis: Basis) -> char {
    match basis {
        Basis::Stated => 's',
        Basis::FromPublication => 'p',
        Basis::FromContext => 'c',
        Basis::PublicationDay => 'd',
        Basis::Inferred => 'i',
    }
}

fn shown(times: &[Dated]) -> String {
    if times.is_empty() {
        return "none".to_owned();
    }
    let each: Vec<String> =
        times.iter().map(|t| format!("{} {}", t.when, letter(t.basis))).collect();
    each.join(", ")
}

#[test]
fn phrases_tell_the_days_a_reader_understands() {
    let table = include_str!("../../../tests/fixtures/times.txt");
    let mut published = None;
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(day) = line.strip_prefix("@ ") {
            published = DaySpan::parse(day);
            continue;
        }
        let (text, expected) = line.rsplit_once(" | ").unwrap_or_else(|| panic!("{line}"));
        count += 1;
        let found = shown(&read(text, published).1.concat());
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "only {count} cases");
}

#[test]
fn spans_mark_the_words_that_tell() {
    let published = DaySpan::parse("2025-10-09");
    let cases = [
        ("They met on Wednesday, 8 October, in Oslo.", "Wednesday, 8 October"),
        ("Quiet since early 2022 there.", "since early 2022"),
        ("Ready by the end of the year.", "by the end of the year"),
        ("Talks from 3 to 5 May 2022 failed.", "from 3 to 5 May 2022"),
        ("Ürümqi, the same: two days ago.", "two days ago"),
        ("In mid-December it snowed.", "mid-December"),
    ];
    for (text, expected) in cases {
        let times = read(text, published).1.concat();
        assert_eq!(times[0].span.unwrap().of(text), Some(expected));
    }
}

/// The event's words stand between `[` and `]`; they are taken out before reading.
#[test]
fn an_event_takes_the_time_of_its_clause() {
    let published = DaySpan::parse("2025-10-09");
    let cases = [
        ("Norland [attacked] Sudland on Tuesday.", "2025-10-07 p"),
        ("On Tuesday, Norland [attacked] Sudland.", "2025-10-07 p"),
        ("Norland [attacked] Sudland.", "2025-10-09 d"),
        ("Norland [attacked] Sudland on Monday and [left] it on Wednesday.", "2025-10-06 p"),
        (
            "On 5 May 2024 Norland, which has been a member since 2014, [attacked] it.",
            "2024-05-05 s",
        ),
        ("Norland, which has been a member since 2014, [attacked] Sudland.", "2025-10-09 d"),
        ("Norland has [occupied] the island since 1974.", "1974-01-01/2025-10-09 p"),
        ("The president (in office since 2003) [met] his guest.", "2025-10-09 d"),
        ("The treaty (2019) was [broken] by Norland.", "2025-10-09 d"),
        ("They [met] in Oslo (7 October).", "2025-10-07 p"),
        (
            "The ministry said on Wednesday that Norland [attacked] Sudland on Sunday.",
            "2025-10-05 p",
        ),
        ("Norland [condemned] Monday's attack on Wednesday.", "2025-10-08 p"),
        ("Norland [attacked] on Sunday, the ministry said on Wednesday.", "2025-10-05 p"),
        ("The talks [failed], the ministry said on Wednesday.", "2025-10-08 p"),
        ("Norland will [send] troops by the end of 2026.", "2026-11-01/2026-12-31 s"),
        ("The road that was built in 1998 was [closed].", "2025-10-09 d"),
        ("They [met] in Oslo before he left office on 7 October.", "2025-10-09 d"),
        ("Norland [expelled] envoys after an attack on Monday.", "2025-10-09 d"),
        // A time before a noun dates that noun.
        ("Norland [condemned] Monday's attack.", "2025-10-09 d"),
        ("Norland has [broken] the 2015 nuclear deal.", "2025-10-09 d"),
        ("The court [annulled] the October election.", "2025-10-09 d"),
        ("Monday's surprise [attack] on Sudland failed.", "2025-10-06 p"),
        ("The 2020 [war] with Sudland was short.", "2020 s"),
        // What is told now was not done when the thing that it tells of was.
        ("Norland [accused] Sudland of shelling a town two weeks ago.", "2025-10-09 d"),
        ("Norland accused Sudland of [shelling] a town two weeks ago.", "2025-09-22/2025-09-28 p"),
        ("Norland [accused] Sudland of shelling a town on Wednesday.", "2025-10-08 p"),
        ("Norland [charges] 47 of the men arrested last month.", "2025-10-09 d"),
        ("Norland [arrests] 86 people over a raid in 2019.", "2025-10-09 d"),
        ("Norland [attacks] Sudland on Wednesday.", "2025-10-08 p"),
        ("Norland [shot] two men as they marched against it in February 2024.", "2024-02 s"),
        ("Two men are [arrested] for a raid three weeks ago.", "2025-10-09 d"),
        ("Two men were [arrested] in a raid three weeks ago.", "2025-09-15/2025-09-21 p"),
        ("Norland [attacked] Sudland and occupied the town last month.", "2025-09 p"),
        // Participles and relative clauses that end before the deed.
        ("Two workers kidnapped in Oslo last November were [freed].", "2025-10-09 d"),
        ("A ship, seized on 3 May, was [freed].", "2025-10-09 d"),
        ("The man who was arrested on Monday was [charged].", "2025-10-09 d"),
        ("On Monday, two men arrested in May were [charged].", "2025-10-06 p"),
        ("The president arrived on Monday and was [received] by the king.", "2025-10-06 p"),
        ("The ministry said on Monday it was [attacked].", "2025-10-06 p"),
    ];
    for (case, expected) in cases {
        let open = case.find('[').unwrap();
        let close = case.find(']').unwrap() - 1;
        let text = case.replace(['[', ']'], "");
        let spans = sentences::split(&text);
        let (tokens, times) = read(&text, published);
        let view = SentenceView {
            text: &text,
            span: spans[0],
            tokens: &tokens[0],
            mentions: &[],
            times: &times[0],
            published,
        };
        let found = day_of(&view, Span::new(open, close)).unwrap();
        assert_eq!(shown(&[found]), expected, "{case}");
    }
    let text = "They met.";
    let (tokens, times) = read(text, None);
    let view = SentenceView {
        text,
        span: Span::new(0, 9),
        tokens: &tokens[0],
        mentions: &[],
        times: &times[0],
        published: None,
    };
    assert_eq!(day_of(&view, Span::new(5, 8)), None);
}

/// A small generator with a fixed seed (Knuth's MMIX constants), so that every run is the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const SCRAPS: &[&str] = &[
    "9",
    "31",
    "2024",
    "9999",
    "0",
    "1900",
    "2100",
    "00",
    "October",
    "May",
    "Dec.",
    "Friday",
    "late",
    "mid-",
    "mid-December",
    "the",
    "of",
    "last",
    "next",
    "year",
    "weeks",
    "two",
    "999",
    "ago",
    "earlier",
    "later",
    "since",
    "from",
    "to",
    "between",
    "and",
    ",",
    "-",
    "–",
    "(",
    ")",
    ".",
    "\n",
    " ",
    " ",
    " ",
    "first",
    "quarter",
    "half",
    "1990s",
    "2024-02-30",
    "31.12.2099",
    "Q4",
    "winter",
    "same",
    "day",
    "the end of",
    "tomorrow",
    "Ä",
    "“",
    "’s",
    "’",
    "'",
    "n't",
    "𝄞",
    "\u{301}",
    "\u{a0}",
    "。",
    "...",
    "U.S.",
    "%",
    "$",
    "١٢",
    "½",
    "②",
    "-5",
    "http://x",
    "9th",
    "32nd",
    "0th",
    "today",
    "will",
];

/// Two seconds in a debug build; anything quadratic takes minutes and is noticed.
#[test]
fn long_sentences_take_no_more_than_their_length() {
    let published = DaySpan::parse("2025-10-09");
    let hostile = [
        "2014 ",
        "9 ",
        ", ",
        "May ",
        "from 3 to ",
        "the last week of ",
        "of shelling on Monday ",
        "a and a half year ",
    ];
    for scrap in hostile {
        let text =
            format!("On Monday Norland attacked {}it.", scrap.repeat(50_000 / scrap.len() * 5));
        let (tokens, times) = read(&text, published);
        let view = SentenceView {
            text: &text,
            span: Span::new(0, text.len()),
            tokens: &tokens[0],
            mentions: &[],
            times: &times[0],
            published,
        };
        for at in 0..20 {
            day_of(&view, Span::new(18 + at, 26 + at));
        }
    }
}

#[test]
fn no_text_makes_it_panic_or_lie_about_places() {
    let mut dice = Dice(2);
    let days = ["2025-10-09", "2024-02", "2025", "9999-12-31", "0001-01-01", "-"];
    for round in 0..4_000 {
        let mut text = String::new();
        for _ in 0..dice.roll(40) {
            text.push_str(SCRAPS[dice.roll(SCRAPS.len())]);
            if dice.roll(3) > 0 {
                text.push(' ');
            }
        }
        let published = DaySpan::parse(days[dice.roll(days.len())]);
        let spans = sentences::split(&text);
        assert!(spans.windows(2).all(|w| w[0].end <= w[1].start), "{round}: {text}");
        let (words, times) = read(&text, published);
        for (at, &sentence) in spans.iter().enumerate() {
            assert!(words[at].windows(2).all(|w| w[0].span.end <= w[1].span.start), "{text}");
            let mut end = sentence.start;
            for time in &times[at] {
                let span = time.span.unwrap();
                assert!(sentence.contains(span) && span.start >= end, "{round}: {text}");
                assert!(span.of(&text).is_some() && time.when.start <= time.when.end, "{text}");
                end = span.end;
            }
            let tokens: String = words[at].iter().map(|t| t.span.of(&text).unwrap()).collect();
            let visible: String =
                sentence.of(&text).unwrap().chars().filter(|c| !c.is_whitespace()).collect();
            assert_eq!(tokens, visible, "{round}");
        }
    }
}
