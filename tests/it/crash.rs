//! Killed at any moment, the archive holds what was committed, once, and takes the rest later.
//!
//! The moments come from a fixed list of pseudo-random numbers: how much of standard input was fed, and
//! how many changes of the archive's files were seen. Nothing waits for time to pass.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::yield_now;

use serde_json::Value;

use crate::harness::{Place, article, ran, reports};

/// Documents of one round: in a file before standard input, on it, and in a file after it.
const PARTS: [usize; 3] = [25, 50, 15];
const ROUND: usize = PARTS[0] + PARTS[1] + PARTS[2];

#[test]
fn killed_early_and_late() {
    rounds(1, 13);
}

#[test]
fn killed_at_other_moments() {
    rounds(2, 13);
}

fn rounds(seed: u64, rounds: usize) {
    let place = Place::new();
    let mut dice = Dice(seed);
    let mut stood = 0;
    let mut cut = 0;
    let mut reached = BTreeSet::new();
    for round in 0..rounds {
        let lines: Vec<String> = (round * ROUND..(round + 1) * ROUND).map(report).collect();
        let (before, rest) = lines.split_at(PARTS[0]);
        let (fed, after) = rest.split_at(PARTS[1]);
        let before = place.write(&format!("before{round}.jsonl"), before.concat());
        let after = place.write(&format!("after{round}.jsonl"), after.concat());
        let fed = fed.concat();
        let moment = Moment {
            bytes: dice.below(fed.len() + 1),
            // Every other time all is fed, so that the kill falls into what comes after.
            whole: dice.below(2) == 0,
            changes: dice.below(180),
        };
        cut += usize::from(kill(&place, &[&before, "-", &after], fed.as_bytes(), &moment));

        let told = format!("seed {seed}, round {round}, {moment:?}");
        let found = held(&place);
        let commits = [0, PARTS[0], PARTS[0] + PARTS[1], ROUND];
        assert!(
            commits.map(|c| stood + c).contains(&found),
            "{found} documents after {stood}: no whole number of commits ({told})"
        );
        reached.insert(found - stood);
        let whole = place.write(&format!("round{round}.jsonl"), lines.concat());
        let again = place.expect(0, &["add", &whole]);
        let wanted = format!("{} added, {} known", ROUND - (found - stood), found - stood);
        assert!(again.out.starts_with(&wanted), "wanted {wanted}, got {} ({told})", again.out);
        stood += ROUND;
        assert_eq!(held(&place), stood, "{told}");
    }
    assert!(cut * 3 > rounds, "only {cut} of {rounds} runs were cut short: choose other moments");

    assert!(reached.len() > 1, "every run was cut at the same commit: choose other moments");

    let calm = Place::new();
    let all: String = (0..rounds * ROUND).map(report).collect();
    calm.add("all.jsonl", all);
    assert_eq!(place.fingerprint(), calm.fingerprint());
    let question = ["overview", "Norway vs Iceland", "--format", "json"];
    assert_eq!(place.expect(0, &question).out, calm.expect(0, &question).out);
    for counted in ["documents", "sentences", "events", "outlets", "languages", "undated"] {
        assert_eq!(place.status()[counted], calm.status()[counted], "{counted}");
    }
}

/// When to kill.
#[derive(Debug)]
pub struct Moment {
    pub bytes: usize,
    /// All input was given: the program goes on until it ends.
    pub whole: bool,
    pub changes: usize,
}

/// A long report, so that a pipe does not hold many of them.
fn report(number: usize) -> String {
    let mut text = format!("Norway accused Iceland of breaking quota rule {number}.");
    for paragraph in 0..12 {
        text.push_str(&format!(
            "\nIn paragraph {paragraph} of report {number} Iceland denied it once more."
        ));
    }
    article(number, &text)
}

/// Runs `add` and kills it at the moment; true when it had not ended by itself.
fn kill(place: &Place, paths: &[&str], input: &[u8], moment: &Moment) -> bool {
    let mut command = place.command(&["add", "--quiet"]);
    command.args(paths).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // It lives: nothing but the kill closes the pipe.
    pipe.write_all(if moment.whole { input } else { &input[..moment.bytes] }).unwrap();
    let pipe = Some(pipe).filter(|_| !moment.whole);
    let running = watch(&mut child, &place.archive(), moment);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(pipe);
    running
}

/// Returns when the archive's files changed so many times, or can change no more.
pub fn watch(child: &mut Child, archive: &Path, moment: &Moment) -> bool {
    let mut seen = listing(archive);
    let mut changes = 0;
    // With its input open the program comes to rest; where all it could do is done, the kill falls there.
    let mut quiet = 0;
    while changes < moment.changes {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        let now = listing(archive);
        if now == seen {
            quiet += 1;
            if !moment.whole && quiet > 5_000 {
                break;
            }
            assert!(quiet < 5_000_000, "the program neither works nor ends");
            yield_now();
        } else {
            (seen, changes, quiet) = (now, changes + 1, 0);
        }
    }
    child.try_wait().unwrap().is_none()
}

/// A number that changes with the names and sizes of the archive's files.
fn listing(archive: &Path) -> u64 {
    let mut names: Vec<(String, u64)> = [archive.to_owned(), archive.join("index")]
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| {
            let size = entry.metadata().map_or(0, |data| data.len());
            (entry.file_name().to_string_lossy().into_owned(), size)
        })
        .collect();
    names.sort();
    let mut hash = DefaultHasher::new();
    names.hash(&mut hash);
    hash.finish()
}

/// Documents in the archive, which must open; none where it was not made yet.
#[track_caller]
fn held(place: &Place) -> usize {
    if !place.archive().join("bilateral.json").exists() {
        return 0;
    }
    let status = place.status();
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let documents = number(&status["documents"]);
    let told: usize =
        status["additions"].as_array().unwrap().iter().map(|a| number(&a["added"])).sum();
    // The ledger forgets the oldest of more than fifty, and joins runs on one source within a second.
    assert!(told <= documents, "the ledger tells of more than the archive holds: {status:#}");
    documents
}

/// A small linear congruential generator (the constants are Knuth's for MMIX).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % bound as u64) as usize
    }
}

#[test]
fn a_second_writer_is_refused_and_disturbs_nothing() {
    let place = Place::new();
    let file = place.write("first.jsonl", reports(30));
    let other = place.write("other.jsonl", corpus_like(100, 5));
    let mut command = place.command(&["add", &file, "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut first = command.spawn().unwrap();
    let mut pipe = first.stdin.take().unwrap();
    // The file is committed; now the program waits for us, and holds the archive.
    while !place.archive().join("bilateral.json").exists() || place.status()["documents"] != 30 {
        assert!(first.try_wait().unwrap().is_none(), "the first writer ended");
        yield_now();
    }
    let refused = place.expect(2, &["add", &other]);
    assert!(refused.err.contains("another process is writing to the archive"), "{}", refused.err);
    assert!(refused.err.contains("archive; wait until it ends"), "{}", refused.err);
    assert!(refused.out.is_empty(), "{}", refused.out);
    place.expect(0, &["overview", "Norway vs Iceland"]);
    assert_eq!(place.status()["documents"], 30);

    pipe.write_all(corpus_like(200, 7).as_bytes()).unwrap();
    drop(pipe);
    let ended = ran(first.wait_with_output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.starts_with("37 added"), "{}", ended.out);
    place.expect(0, &["add", &other]);
    assert_eq!(place.status()["documents"], 42);
}

fn corpus_like(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| article(n, &format!("Iceland thanked Norway for favour {n}.")))
        .collect()
}
