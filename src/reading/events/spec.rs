//! The pages of `tests/spec`: a sentence in, all its events out.
//!
//! A block fenced as ` ```gap ` is known to fail; it must be moved to the normal blocks once it holds.

use crate::model::document::Document;
use crate::model::event::{Event, EventType, Party};
use crate::reading::lexicon::Lexicon;
use crate::reading::read;

/// Where the pages lie. They are read when the tests run, so a page needs no entry anywhere.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec");

/// What the pages hold all in all; a sentence is rewritten, not dropped.
const LEAST: usize = 850;

/// One fenced block: a sentence, then the events that are wanted of it.
struct Block {
    /// Number of the line that opens the fence, from 0.
    fence: usize,
    /// Fenced as ` ```gap `: known to fail today.
    gap: bool,
    sentence: String,
    wanted: Vec<String>,
}

/// Name and text of each page, in order of their names.
fn pages() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.collect();
    paths.sort();
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// The fenced blocks of a page. A fence that opens as anything but ` ``` ` or ` ```gap `, or stays
/// open, is a fault of the page.
fn blocks(name: &str, page: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut open = false;
    for (at, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(""), true) => open = false,
            (Some(label), false) => {
                assert!(["", "gap"].contains(&label), "{name}:{}: fence {label:?}", at + 1);
                let (sentence, wanted) = (String::new(), Vec::new());
                out.push(Block { fence: at, gap: label == "gap", sentence, wanted });
                open = true;
            }
            (Some(_), true) => panic!("{name}:{}: fence inside a block", at + 1),
            (None, true) => {
                let block = out.last_mut().unwrap();
                if block.sentence.is_empty() {
                    block.sentence = line.to_owned();
                } else {
                    block.wanted.push(line.to_owned());
                }
            }
            (None, false) => {}
        }
    }
    assert!(!open, "{name}: the last fence is not closed");
    for block in &mut out {
        assert!(!block.wanted.is_empty(), "{name}:{}: nothing is wanted", block.fence + 1);
        block.wanted.retain(|line| line != "none");
        block.wanted.sort();
    }
    out
}

/// The page with the fences at these lines (from 0) opened as normal blocks.
fn promoted(page: &str, fences: &[usize]) -> String {
    let line = |(at, line): (usize, &str)| {
        let line = if fences.contains(&at) { "```" } else { line };
        format!("{line}\n")
    };
    page.lines().enumerate().map(line).collect()
}

/// `BILATERAL_SPEC`: `gaps` prints every gap with what is wanted and read, `update` opens the fences
/// of gaps that hold as normal blocks.
#[expect(clippy::disallowed_methods, reason = "a switch of the test, not of the program")]
fn switch() -> String {
    std::env::var("BILATERAL_SPEC").unwrap_or_default()
}

fn document(text: &str) -> Document {
    Document {
        key: String::new(),
        text: text.to_owned(),
        language: "en".to_owned(),
        reports: Vec::new(),
    }
}

fn shown(event: &Event) -> String {
    let id = |party: &Option<Party>| party.as_ref().map_or("-".to_owned(), |p| p.actor.id.clone());
    let status = serde_json::to_value(event.status).unwrap();
    let by = event.speaker.as_ref().map(|p| format!(" by {}", p.actor.id)).unwrap_or_default();
    let (source, target) = (id(&event.source), id(&event.target));
    format!("{} {source} -> {target} {}{by}", event.kind, status.as_str().unwrap())
}

fn events(text: &str) -> Vec<Event> {
    read(Lexicon::embedded(), &document(text)).events
}

/// What is read from a sentence, as the pages write it.
fn read_of(sentence: &str) -> Vec<String> {
    let mut out: Vec<String> = events(sentence).iter().map(shown).collect();
    out.sort();
    out.dedup();
    out
}

#[test]
fn every_page_holds() {
    let switch = switch();
    let (mut failing, mut closed) = (Vec::new(), Vec::new());
    let (mut all, mut gaps) = (0, 0);
    let (mut wanted, mut read, mut both) = (0, 0, 0);
    for (name, page) in pages() {
        let blocks = blocks(&name, &page);
        assert!(blocks.len() >= 8, "{name} has too few examples");
        let (mut here, mut promote) = (0, Vec::new());
        for block in &blocks {
            let got = read_of(&block.sentence);
            wanted += block.wanted.len();
            read += got.len();
            both += got.iter().filter(|line| block.wanted.contains(line)).count();
            let place = format!("{name}:{}: {}", block.fence + 2, block.sentence);
            let lines = format!("{place}\n  wanted {:?}\n  read   {got:?}", block.wanted);
            match (got == block.wanted, block.gap) {
                (true, true) => {
                    promote.push(block.fence);
                    closed.push(place);
                }
                (false, false) => failing.push(lines),
                (false, true) => {
                    here += 1;
                    if switch == "gaps" {
                        println!("{lines}");
                    }
                }
                (true, false) => {}
            }
        }
        if switch == "update" && !promote.is_empty() {
            std::fs::write(format!("{FOLDER}/{name}"), promoted(&page, &promote)).unwrap();
        }
        println!("{name}: {} sentences, {here} of them gaps", blocks.len());
        all += blocks.len();
        gaps += here;
    }
    println!(
        "{all} sentences, {gaps} of them gaps; {wanted} events wanted, {read} read, {both} both"
    );
    assert!(failing.is_empty(), "{} fail:\n{}", failing.len(), failing.join("\n"));
    if switch != "update" {
        let hint = "gaps hold; move them to the normal blocks (BILATERAL_SPEC=update does it)";
        assert!(closed.is_empty(), "{} {hint}:\n{}", closed.len(), closed.join("\n"));
    }
    assert!(all >= LEAST, "{all} sentences, {LEAST} are wanted");
}

/// A slip in a wanted line would make its block a gap for ever.
#[test]
fn every_wanted_line_can_be_read() {
    let tables = [
        include_str!("../../../data/countries.tsv"),
        include_str!("../../../data/organisations.tsv"),
        include_str!("../../../data/groups.tsv"),
    ];
    let known: Vec<&str> = tables
        .iter()
        .flat_map(|table| table.lines())
        .filter_map(|l| l.split('\t').next())
        .collect();
    let statuses = ["done", "alleged", "denied", "demanded", "planned", "possible", "not_done"];
    let actor = |id: &str| known.contains(&id);
    let mut seen = std::collections::BTreeSet::new();
    for (name, page) in pages() {
        for block in blocks(&name, &page) {
            let place = format!("{name}:{}", block.fence + 2);
            assert!(
                seen.insert(block.sentence.clone()),
                "{place}: {} stands twice",
                block.sentence
            );
            for line in &block.wanted {
                let words: Vec<&str> = line.split(' ').collect();
                let [kind, source, "->", target, status, by @ ..] = words.as_slice() else {
                    panic!("{place}: {line}");
                };
                let party = |id: &str| id == "-" || actor(id);
                let spoken = match by {
                    [] => true,
                    ["by", speaker] => actor(speaker),
                    _ => false,
                };
                assert!(EventType::parse(kind).is_some(), "{place}: {line}");
                assert!(party(source) && party(target) && spoken, "{place}: {line}");
                assert!(statuses.contains(status), "{place}: {line}");
            }
            assert!(block.wanted.windows(2).all(|w| w[0] != w[1]), "{place}: a line twice");
        }
    }
}

#[test]
fn blocks_and_fences() {
    let page = "# T\n\n```\nA.\nx\n```\n\ntext\n```gap\nB.\nnone\n```\n";
    let blocks = blocks("t.md", page);
    assert_eq!(blocks.iter().map(|b| b.gap).collect::<Vec<_>>(), [false, true]);
    assert_eq!(
        (blocks[0].sentence.as_str(), blocks[0].wanted.as_slice()),
        ("A.", &["x".to_owned()][..])
    );
    assert!(blocks[1].wanted.is_empty());
    assert_eq!(promoted(page, &[blocks[1].fence]), page.replace("```gap", "```"));
}

#[test]
fn every_span_is_a_slice_of_the_text() {
    for (name, page) in pages() {
        for Block { sentence, .. } in blocks(&name, &page) {
            let text = format!("Ünïcode “quotes” first – ok. {sentence} {sentence}");
            for event in events(&text) {
                let spans = [Some(event.trigger), Some(event.sentence)];
                let parties = [&event.source, &event.target, &event.speaker];
                let parties = parties.into_iter().map(|p| p.as_ref().map(|p| p.span));
                for span in spans.into_iter().chain(parties).flatten() {
                    assert!(span.of(&text).is_some(), "{sentence}: {span:?}");
                }
                assert!(event.sentence.contains(event.trigger));
            }
        }
    }
}

#[test]
fn hostile_text_is_read_without_panic() {
    let many = "Russia and ".repeat(5_000);
    let commas = "Iran, ".repeat(5_000);
    let verbs = "says that Iran attacks ".repeat(2_000);
    for text in [
        "",
        "'",
        "’s",
        "-",
        "Iran-",
        "Iran's",
        "to to to",
        "İran’s “attack” on Iraq’s",
        "$ US$ US$",
        &many,
        &commas,
        &verbs,
    ] {
        for event in events(text) {
            assert!(event.trigger.of(text).is_some());
        }
    }
}

#[test]
fn rules_have_labels() {
    assert_eq!(super::label_of("coerce.toml: detain"), Some("Detentions"));
    assert_eq!(super::label_of("coerce.toml: nothing"), None);
}
