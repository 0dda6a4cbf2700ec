//! Arbitrary bytes and mangled news at every entry: no panic, and every offset on a character of the text.
//!
//! Many inputs go through one process. Always the same inputs; `BILATERAL_FUZZ=50 cargo test fuzz` runs
//! fifty times as many.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::harness::{Place, corpus, parse_lines};

/// How many times as many inputs as usual.
#[expect(clippy::disallowed_methods, reason = "a switch of the tests, never of the program")]
fn times() -> usize {
    std::env::var("BILATERAL_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(1)
}

/// `count` values of a strategy, the same at every run.
fn values<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let one = |_| strategy.new_tree(&mut runner).expect("a value").current();
    (0..count * times()).map(one).collect()
}

/// What is done to a sentence, at some place.
#[derive(Debug, Clone)]
enum Mangling {
    Cut(usize),
    Drop(usize, usize),
    Double(usize, usize),
    Insert(usize, &'static str),
}

const INSERTED: [&str; 24] = [
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[",
    "…",
    "\u{0}",
    "\u{301}",
    "\u{200d}",
    "🇷🇺",
    "ß",
    "İ",
    "\r\n",
    "\t",
    " said ",
    " not ",
    ", ",
    ". ",
    "'s",
    "—",
    " U.S. ",
    "31 February",
    " 99999999999999999999 ",
];

fn manglings() -> impl Strategy<Value = Vec<Mangling>> {
    let one = prop_oneof![
        (0..400usize).prop_map(Mangling::Cut),
        (0..400usize, 1..30usize).prop_map(|(at, n)| Mangling::Drop(at, n)),
        (0..400usize, 1..60usize).prop_map(|(at, n)| Mangling::Double(at, n)),
        (0..400usize, 0..INSERTED.len()).prop_map(|(at, n)| Mangling::Insert(at, INSERTED[n])),
    ];
    prop::collection::vec(one, 1..6)
}

fn mangled(text: &str, manglings: &[Mangling]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for mangling in manglings {
        let at = |n: usize| n % (chars.len() + 1);
        match *mangling {
            Mangling::Cut(n) => chars.truncate(at(n)),
            Mangling::Drop(from, n) => {
                let from = at(from);
                chars.drain(from..(from + n).min(chars.len()));
            }
            Mangling::Double(from, n) => {
                let from = at(from);
                let piece = chars[from..(from + n).min(chars.len())].to_vec();
                chars.splice(from..from, piece);
            }
            Mangling::Insert(n, words) => {
                let place = at(n);
                chars.splice(place..place, words.chars());
            }
        }
    }
    chars.into_iter().collect()
}

/// Texts of our own: the invented strait, and the summaries of the sample.
fn news() -> Vec<String> {
    let sample = include_str!("../../data/sample/briefs.jsonl");
    let lines = parse_lines(&corpus("strait.jsonl")).into_iter().chain(parse_lines(sample));
    lines.filter_map(|line| line["text"].as_str().map(str::to_owned)).collect()
}

fn texts() -> Vec<String> {
    let news = news();
    let mut out = values(any::<String>(), 150);
    out.extend(values("[ -~\n“”’—éя]{0,200}", 100));
    let mangled_news = values((0..news.len(), manglings()), 250);
    out.extend(mangled_news.iter().map(|(at, list)| mangled(&news[*at], list)));
    out
}

#[test]
fn whatever_is_read_keeps_its_offsets_inside_the_text() {
    let place = Place::new();
    let texts = texts();
    let line =
        |text: &String| json!({ "id": "x", "text": text, "date": "2021-03-02" }).to_string() + "\n";
    let input: String = texts.iter().map(line).collect();
    let ran = place.run_with(&["explain", "--why", "-"], input.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let answers = parse_lines(&ran.out);
    assert_eq!(answers.len(), texts.len());
    for (answer, text) in answers.iter().zip(&texts) {
        check(answer).unwrap_or_else(|fault| panic!("{fault}\nin {text:?}\n{answer:#}"));
    }
    // The same again, byte for byte.
    assert_eq!(place.run_with(&["explain", "--why", "-"], input.as_bytes()).out, ran.out);
}

/// Sentences stand one behind the other, and everything else inside one of them, at its own words.
fn check(answer: &Value) -> Result<(), String> {
    let number = |v: &Value, name: &str| v[name].as_u64().map(|n| n as usize);
    let span = |v: &Value| Some((number(v, "start")?, number(v, "end")?));
    let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let mut sentences: Vec<(usize, usize, String)> = Vec::new();
    for sentence in list("sentences") {
        let (start, end) = span(&sentence).ok_or("a sentence without a span")?;
        let text = sentence["text"].as_str().unwrap_or_default().to_owned();
        if start + text.len() != end || sentences.last().is_some_and(|s| s.1 > start) {
            return Err(format!("sentence {start}..{end} is not where its text is"));
        }
        sentences.push((start, end, text));
    }
    let stands = |what: &str, v: &Value| -> Result<(), String> {
        let (start, end) = span(v).ok_or_else(|| format!("{what} without a span"))?;
        let inside = sentences.iter().find(|s| s.0 <= start && end <= s.1);
        let Some((from, _, text)) = inside else {
            return Err(format!("{what} {start}..{end} stands in no sentence"));
        };
        match text.get(start - from..end - from) {
            None => Err(format!("{what} {start}..{end} cuts a character")),
            Some(words) if v["text"].as_str().is_some_and(|told| told != words) => {
                Err(format!("{what} {start}..{end} is {words:?}, not {}", v["text"]))
            }
            Some(_) => Ok(()),
        }
    };
    for actor in list("actors") {
        stands("actor", &actor)?;
    }
    for time in list("times") {
        stands("time", &time)?;
    }
    for figure in list("figures") {
        stands("figure", &figure)?;
    }
    for event in list("events") {
        stands("trigger", &event["trigger"])?;
        for party in ["source_mention", "target_mention", "speaker_mention"] {
            if event[party].is_object() {
                stands(party, &event[party])?;
            }
        }
    }
    Ok(())
}

#[test]
fn no_file_of_any_kind_breaks_adding() {
    let place = Place::new();
    place.add("good.jsonl", corpus("strait.jsonl"));
    let before = place.fingerprint();
    let endings = [
        "jsonl", "json", "csv", "xml", "rss", "html", "txt", "md", "gz", "zst", "jsonl.gz",
        "xml.zst",
    ];
    let shells: [(&str, &str); 8] = [
        ("", ""),
        ("<?xml version=\"1.0\"?><rss><channel><item><title>", "</title></item></channel></rss>"),
        ("<html><body><article><p>", "</p></article></body></html>"),
        ("{\"text\": \"", "\"}\n"),
        ("text,date\n\"", "\",2021-03-02\n"),
        ("---\ntitle: x\n---\n", ""),
        ("\u{1f}\u{8b}\u{8}", ""),
        ("(\u{b5}/\u{fd}", ""),
    ];
    let contents = values((prop::collection::vec(any::<u8>(), 0..400), 0..shells.len()), 120);
    for (at, (bytes, shell)) in contents.iter().enumerate() {
        let (open, close) = shells[*shell];
        // Latin-1 for the magic numbers of packed files.
        let open: Vec<u8> =
            open.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let content = [open.as_slice(), bytes, close.as_bytes()].concat();
        place.write(&format!("wild/{at}.{}", endings[at % endings.len()]), content);
    }
    let wild = place.path("wild");
    let ran = place.run(&["add", "--quiet", wild.to_str().unwrap()]);
    assert!((0..=2).contains(&ran.code), "{}: {}", ran.code, ran.err);
    // What stood there stands.
    let told = place.expect(0, &["overview", "Norway and Iceland", "--format", "json"]);
    assert!(!told.out.is_empty());
    assert!(place.status()["documents"].as_u64().unwrap() >= 10);
    if ran.code == 2 {
        assert_eq!(place.fingerprint(), before);
    }
}

#[test]
fn any_question_and_any_search_ends_with_an_answer_or_a_refusal() {
    let place = Place::new();
    place.add("good.jsonl", corpus("strait.jsonl"));
    let names = [
        "Norway",
        "Iceland",
        "vs",
        "and",
        "since",
        "2021",
        "\"",
        "(",
        "OR",
        "-",
        "~",
        "*",
        ":",
        "\u{301}",
        "Росси",
        "%s",
    ];
    let mixed =
        prop::collection::vec(prop::sample::select(names.to_vec()), 0..8).prop_map(|w| w.join(" "));
    let plain = any::<String>().prop_map(|s| s.replace('\0', " "));
    for words in values(prop_oneof![mixed, plain], 8) {
        for command in ["overview", "search", "events", "series"] {
            let ran = place.run(&[command, "--", &words]);
            assert!([0, 2, 3].contains(&ran.code), "{command} {words:?}: {} {}", ran.code, ran.err);
            assert!(
                ran.code != 2 || !ran.err.is_empty(),
                "{command} {words:?}: refused without a word"
            );
        }
    }
}
