//! Times: the marks of `eval/gold/times.jsonl` against what `bilateral explain` finds in those reports.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::board::{Board, percent, table};
use super::data;
use super::program::Program;
use super::times_score::{Mark, Read, Tally, tally};

/// One line of the gold set.
#[derive(Deserialize)]
struct Gold {
    report: String,
    part: Part,
    kind: String,
    marks: Vec<Mark>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    /// One marked phrase of the report.
    Phrase,
    /// The same, drawn when the grammar had been mended on the others.
    Later,
    /// Every time of the report.
    Whole,
}

/// A report of the archive.
#[derive(Deserialize)]
struct Report {
    id: String,
    date: String,
    text: String,
}

/// One line out of `explain`.
#[derive(Deserialize)]
struct Explained {
    times: Vec<Read>,
}

/// Scores the marks and prints what came out, by part and by kind. Says so where the archive is not there.
///
/// # Errors
/// When the gold set, the archive or the program's output cannot be read, or a mark does not fit its report.
pub(crate) fn measure(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    let archive = folder.join("current-events/current-events.jsonl.gz");
    if !archive.is_file() {
        println!("\ntimes: current-events is not there, left out");
        return Ok(());
    }
    let gold = data::lines::<Gold>(&crate::root().join("eval/gold/times.jsonl"))?;
    board.sets.insert("gold/times".to_owned(), gold.fingerprint);
    let reports = reports(&archive, &gold.rows)?;
    check(&gold.rows, &reports)?;
    let found = explain(program, &gold.rows, &reports)?;

    let mut by_part: BTreeMap<(Part, bool), Tally> = BTreeMap::new();
    let mut by_kind: BTreeMap<&str, Tally> = BTreeMap::new();
    for (row, times) in gold.rows.iter().zip(&found) {
        let score = tally(&row.marks, times, row.part == Part::Whole);
        *by_part.entry((row.part, is_held_out(&row.report))).or_default() += score;
        if row.part != Part::Whole {
            *by_kind.entry(&row.kind).or_default() += score;
        }
    }
    show(&by_part, &by_kind, board);
    Ok(())
}

/// Every third report, by the hash of its id, is kept from those who mend the grammar.
fn is_held_out(report: &str) -> bool {
    Sha256::digest(report.as_bytes())[0].is_multiple_of(3)
}

/// The marked reports by id, with their texts as the program stores them.
fn reports(archive: &Path, gold: &[Gold]) -> Result<BTreeMap<String, Report>, String> {
    let trouble = |e: std::io::Error| format!("{}: {e}", archive.display());
    let wanted: BTreeMap<&str, ()> = gold.iter().map(|g| (g.report.as_str(), ())).collect();
    let file = std::fs::File::open(archive).map_err(trouble)?;
    let mut out = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.map_err(trouble)?;
        // Only the lines wanted are parsed: the archive has 110,520.
        let id = line.strip_prefix("{\"id\": \"").and_then(|rest| rest.split('"').next());
        if !id.is_some_and(|id| wanted.contains_key(id)) {
            continue;
        }
        let mut report: Report =
            serde_json::from_str(&line).map_err(|e| format!("{}: {e}", archive.display()))?;
        report.text = report.text.nfc().collect();
        out.insert(report.id.clone(), report);
    }
    Ok(out)
}

/// Every mark must be its words in its report.
fn check(gold: &[Gold], reports: &BTreeMap<String, Report>) -> Result<(), String> {
    for row in gold {
        let text = reports
            .get(&row.report)
            .map(|report| report.text.as_str())
            .ok_or_else(|| format!("gold/times: report {} is not in the archive", row.report))?;
        if let Some(mark) = row.marks.iter().find(|m| text.get(m.start..m.end) != Some(&m.phrase)) {
            return Err(format!(
                "gold/times: bytes {}..{} of report {} are not \"{}\"",
                mark.start, mark.end, row.report, mark.phrase
            ));
        }
    }
    Ok(())
}

/// What the program reads in the report of each row, in their order.
fn explain(
    program: &Program,
    gold: &[Gold],
    reports: &BTreeMap<String, Report>,
) -> Result<Vec<Vec<Read>>, String> {
    let rows = gold.iter().filter_map(|row| reports.get(&row.report));
    let input: String = rows
        .map(|r| format!("{}\n", json!({ "id": r.id, "text": r.text, "date": r.date })))
        .collect();
    let output = program.run(&["explain", "-"], &input, &[0])?;
    let found: Vec<Vec<Read>> = output
        .lines()
        .map(|line| {
            serde_json::from_str::<Explained>(line)
                .map(|explained| explained.times)
                .map_err(|e| format!("explain said {line:.200}: {e}"))
        })
        .collect::<Result<_, _>>()?;
    if found.len() == gold.len() {
        return Ok(found);
    }
    Err(format!("explain gave {} lines for {}", found.len(), gold.len()))
}

fn show(
    by_part: &BTreeMap<(Part, bool), Tally>,
    by_kind: &BTreeMap<&str, Tally>,
    board: &mut Board,
) {
    let of = |part: Part, held: Option<bool>| {
        let fits = |key: &(Part, bool)| key.0 == part && held.is_none_or(|held| key.1 == held);
        by_part.iter().filter(|(key, _)| fits(key)).fold(Tally::default(), |mut sum, (_, tally)| {
            sum += *tally;
            sum
        })
    };
    let head = ["part", "times", "found", "right", "no times", "left alone", "value"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let lines = [
        ("phrases, for mending", of(Part::Phrase, Some(false))),
        ("phrases, held out", of(Part::Phrase, Some(true))),
        ("phrases, drawn later", of(Part::Later, None)),
        ("whole reports, for mending", of(Part::Whole, Some(false))),
        ("whole reports, held out", of(Part::Whole, Some(true))),
    ];
    rows.extend(lines.iter().map(|(name, tally)| row(name, *tally)));
    table("times", &rows);

    let mut phrases = of(Part::Phrase, None);
    phrases += of(Part::Later, None);
    let mut held = of(Part::Phrase, Some(true));
    held += of(Part::Whole, Some(true));
    let whole = of(Part::Whole, None);
    board.figure("times/phrases/value".to_owned(), phrases.value());
    board.figure("times/held out/value".to_owned(), held.value());
    board.figure("times/whole reports/value".to_owned(), whole.value());
    let precision = board.figure("times/whole reports/precision".to_owned(), whole.precision());
    let recall = board.figure("times/whole reports/recall".to_owned(), whole.recall());
    println!(
        "  finding in whole reports: {} read, {} of them times: precision {precision:.1}, recall {recall:.1}",
        whole.read, whole.read_right
    );

    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows[0][0] = "kind".to_owned();
    rows.extend(by_kind.iter().map(|(kind, tally)| row(kind, *tally)));
    table("times/phrases by kind", &rows);
}

fn row(name: &str, tally: Tally) -> Vec<String> {
    vec![
        name.to_owned(),
        tally.times.to_string(),
        tally.found.to_string(),
        tally.right.to_string(),
        tally.others.to_string(),
        tally.left_alone.to_string(),
        format!("{:.1}", percent(tally.value())),
    ]
}
