//! Actors: marks in real reports, and whether the coded sides of the gold sets are named at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::board::{Board, percent, table};
use super::codes;
use super::data;
use super::program::Program;

/// Gold sets whose events name their sides by code.
const CODED: [&str; 4] = ["plover_gsr", "cameo_manual", "plv_train", "confli_quad_dev"];

/// One line of eval/gold/actors.jsonl.
#[derive(Deserialize)]
struct Marked {
    report: String,
    /// First digits of the SHA-256 of the report's text.
    text: String,
    /// Bytes and identifier of those who are named as actors.
    actors: Vec<(usize, usize, String)>,
    /// The same of towns, regions and attributes ("pro-Russian"): never the one who acts.
    places: Vec<(usize, usize, String)>,
}

#[derive(Deserialize)]
struct Report {
    id: String,
    text: String,
    date: String,
}

/// The fields of a coded gold event that are asked here.
#[derive(Deserialize)]
struct Coded {
    id: String,
    text: String,
    date: Option<String>,
    events: Vec<Sides>,
}

#[derive(Deserialize)]
struct Sides {
    source: Option<String>,
    target: Option<String>,
}

/// One line out of `explain`.
#[derive(Deserialize)]
struct Explained {
    id: String,
    actors: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    start: usize,
    end: usize,
    actor: String,
    code: String,
    rule: String,
}

/// Scores the marks and the share of coded sides that are named.
///
/// # Errors
/// When a file or the program's output cannot be read, or a marked report is not the one that was marked.
pub(crate) fn measure(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    marks(folder, program, board)?;
    let mut rows = vec![["set", "sides", "named", "%"].map(str::to_owned).to_vec()];
    for set in CODED {
        let path = folder.join("events").join(format!("{set}.jsonl"));
        if path.is_file() {
            rows.push(named(set, &path, program, board)?);
        }
    }
    table("actors: coded sides that are named in their sentence", &rows);
    Ok(())
}

fn marks(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    let packed = folder.join("current-events/current-events.jsonl.gz");
    if !packed.is_file() {
        println!("\nactors: {} is not there, left out", packed.display());
        return Ok(());
    }
    let gold = data::lines::<Marked>(&crate::root().join("eval/gold/actors.jsonl"))?;
    let wanted: BTreeSet<&str> = gold.rows.iter().map(|m| m.report.as_str()).collect();
    let reports = reports(&packed, &wanted)?;
    let mut input = String::new();
    for marked in &gold.rows {
        let report =
            reports.get(&marked.report).ok_or_else(|| format!("no report {}", marked.report))?;
        let digest = Sha256::digest(report.text.as_bytes());
        let digits: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        if digits != marked.text {
            return Err(format!("report {} is not the text that was marked", marked.report));
        }
        let line = json!({ "id": report.id, "text": report.text, "date": report.date });
        input.push_str(&format!("{line}\n"));
    }
    let found = explain(program, &input)?;
    board.sets.insert("gold/actors".to_owned(), gold.fingerprint);
    score(&gold.rows, &found, board);
    Ok(())
}

fn reports(packed: &Path, wanted: &BTreeSet<&str>) -> Result<BTreeMap<String, Report>, String> {
    let trouble = |e: &dyn std::fmt::Display| format!("{}: {e}", packed.display());
    let file = File::open(packed).map_err(|e| trouble(&e))?;
    let mut out = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line = line.map_err(|e| trouble(&e))?;
        let report: Report = serde_json::from_str(&line).map_err(|e| trouble(&e))?;
        if wanted.contains(report.id.as_str()) {
            out.insert(report.id.clone(), report);
        }
    }
    Ok(out)
}

fn explain(program: &Program, input: &str) -> Result<BTreeMap<String, Vec<Mention>>, String> {
    let output = program.run(&["explain", "-"], input, &[0])?;
    let mut out = BTreeMap::new();
    for line in output.lines() {
        let explained: Explained =
            serde_json::from_str(line).map_err(|e| format!("explain said {line:.200}: {e}"))?;
        out.insert(explained.id, explained.actors);
    }
    Ok(out)
}

/// The same actor on bytes that touch; where, exactly, a mention ends is not asked.
fn same(mention: &Mention, mark: &(usize, usize, String)) -> bool {
    mention.start <= mark.1 && mention.end >= mark.0 && mention.actor == mark.2
}

fn score(gold: &[Marked], found: &BTreeMap<String, Vec<Mention>>, board: &mut Board) {
    let mut rows =
        vec![["", "marked", "found", "said", "right", "P", "R"].map(str::to_owned).to_vec()];
    for (kind, places) in [("actors", false), ("places", true)] {
        let (mut marked, mut hit, mut said, mut right) = (0, 0, 0, 0);
        for line in gold {
            let mentions = found.get(&line.report).map(Vec::as_slice).unwrap_or_default();
            let marks = if places { &line.places } else { &line.actors };
            marked += marks.len();
            hit += marks.iter().filter(|mark| mentions.iter().any(|m| same(m, mark))).count();
            for mention in mentions.iter().filter(|m| (m.rule == "city") == places) {
                said += 1;
                let marks = line.actors.iter().chain(&line.places);
                right += usize::from(marks.into_iter().any(|mark| same(mention, mark)));
            }
        }
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let precision = board.figure(format!("actors/{kind} precision"), share(right, said));
        let recall = board.figure(format!("actors/{kind} recall"), share(hit, marked));
        let counts = [marked, hit, said, right].map(|n| n.to_string());
        let mut row = vec![kind.to_owned()];
        row.extend(counts);
        row.extend([format!("{precision:.1}"), format!("{recall:.1}")]);
        rows.push(row);
    }
    table("actors: marks in 400 reports", &rows);
}

fn named(
    set: &str,
    path: &Path,
    program: &Program,
    board: &mut Board,
) -> Result<Vec<String>, String> {
    let gold = data::lines::<Coded>(path)?;
    let input: String = gold
        .rows
        .iter()
        .map(|g| format!("{}\n", json!({ "id": g.id, "text": g.text, "date": g.date })))
        .collect();
    let found = explain(program, &input)?;
    let (mut sides, mut hit) = (0, 0);
    for row in &gold.rows {
        let mentions = found.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let have: BTreeSet<Option<String>> =
            mentions.iter().map(|m| codes::primary(Some(&m.code))).collect();
        let coded = row.events.iter().flat_map(|e| [&e.source, &e.target]);
        for side in coded.map(|code| codes::primary(code.as_deref())) {
            if side.as_deref().is_some_and(|code| code != "---") {
                sides += 1;
                hit += usize::from(have.contains(&side));
            }
        }
    }
    let share = hit as f64 / sides.max(1) as f64;
    board.figure(format!("actors/named {set}"), share);
    Ok(vec![set.to_owned(), sides.to_string(), hit.to_string(), format!("{:.1}", percent(share))])
}
