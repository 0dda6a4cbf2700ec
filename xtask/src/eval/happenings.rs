//! Reports grouped into happenings, held against groups marked by hand: B³ (Bagga and Baldwin 1998).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::board::{Board, table};
use super::program::Program;
use super::{data, reports};
use crate::root;

/// A marked sentence: `gold/happenings.jsonl`.
#[derive(Deserialize)]
struct Row {
    set: String,
    /// Report of the current events; none for a brief of the sample.
    report: Option<String>,
    /// First digits of the key of its text.
    text: String,
    /// First byte of the sentence.
    start: usize,
    happening: usize,
}

/// Name, question, and first and last day of each set.
const SETS: [(&str, &str, &str, &str); 7] = [
    ("RUS-AZE", "Russia and Azerbaijan", "2024-12-01", "2026-03-31"),
    ("IND-PAK", "India and Pakistan", "2019-02-14", "2019-03-31"),
    ("ARM-AZE", "Armenia and Azerbaijan", "2020-09-27", "2020-12-31"),
    ("RUS-TUR", "Russia and Turkey", "2015-11-20", "2016-08-31"),
    ("ISR-IRN", "Israel and Iran", "2024-04-01", "2025-06-30"),
    ("USA-PRK", "United States and North Korea", "2017-04-01", "2017-12-31"),
    ("RUS-UKR", "Russia and Ukraine", "2022-02-20", "2022-03-03"),
];
/// Digits of a text's key in the gold set.
const DIGITS: usize = 12;

/// What `bilateral happenings` prints, as far as it is needed.
#[derive(Deserialize)]
struct Listed {
    reports: Vec<ListedReport>,
}

#[derive(Deserialize)]
struct ListedReport {
    document: String,
    start: usize,
}

/// Builds an archive of the marked reports, asks for the happenings of each set, scores the groups.
///
/// # Errors
/// When the gold set, the reports or the program's output cannot be read.
pub(super) fn measure(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    let gold = data::lines::<Row>(&root().join("eval/gold/happenings.jsonl"))?;
    let ids: BTreeSet<&str> = gold.rows.iter().filter_map(|r| r.report.as_deref()).collect();
    let Some(found) = reports::with_ids(folder, &ids)? else {
        println!("\nhappenings: current-events is not there, left out");
        return Ok(());
    };
    let temporary = tempfile::tempdir().map_err(|e| format!("no temporary folder: {e}"))?;
    let input = temporary.path().join("reports.jsonl");
    let line = |r: &reports::Report| {
        let row = serde_json::json!({"id": r.id, "date": r.date, "text": r.text, "lang": "en"});
        format!("{row}\n")
    };
    std::fs::write(&input, found.values().map(line).collect::<String>())
        .map_err(|e| format!("{}: {e}", input.display()))?;
    let archive = temporary.path().join("archive").to_string_lossy().into_owned();
    let sample = root().join("data/sample/briefs.jsonl");
    let inputs = [input.to_string_lossy(), sample.to_string_lossy()];
    program.run(&["add", "--quiet", "--data", &archive, &inputs[0], &inputs[1]], "", &[0])?;

    board.sets.insert("gold/happenings".to_owned(), gold.fingerprint);
    let heads = ["set", "sentences", "happenings", "precision", "recall", "F1"];
    let mut shown = vec![heads.map(str::to_owned).to_vec()];
    let mut all: Vec<(f64, f64)> = Vec::new();
    for (name, question, since, until) in SETS {
        let marked: BTreeMap<(String, usize), usize> = gold
            .rows
            .iter()
            .filter(|r| r.set == name)
            .map(|r| ((r.text.clone(), r.start), r.happening))
            .collect();
        let out = program.run(
            &[
                "happenings",
                question,
                "--since",
                since,
                "--until",
                until,
                "--format",
                "jsonl",
                "--data",
                &archive,
            ],
            "",
            &[0, 3],
        )?;
        let told = groups(&out).map_err(|e| format!("happenings {question}: {e}"))?;
        let scores = b_cubed(&marked, &told);
        let happenings = marked.values().collect::<BTreeSet<_>>().len();
        shown.push(row(name, &scores, happenings));
        all.extend(scores);
    }
    shown.push(row("all", &all, 0));
    table("happenings: groups of reports (B³)", &shown);
    let (precision, recall, f1) = means(&all);
    board.figure("happenings/precision".to_owned(), precision);
    board.figure("happenings/recall".to_owned(), recall);
    board.figure("happenings/F1".to_owned(), f1);
    Ok(())
}

fn row(name: &str, scores: &[(f64, f64)], happenings: usize) -> Vec<String> {
    let (precision, recall, f1) = means(scores);
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let happenings = if happenings > 0 { happenings.to_string() } else { String::new() };
    vec![
        name.to_owned(),
        scores.len().to_string(),
        happenings,
        percent(precision),
        percent(recall),
        percent(f1),
    ]
}

/// Number of the happening that each sentence stands in, by text and first byte.
fn groups(out: &str) -> Result<BTreeMap<(String, usize), usize>, serde_json::Error> {
    let mut told = BTreeMap::new();
    for (number, line) in out.lines().enumerate() {
        let listed: Listed = serde_json::from_str(line)?;
        for report in listed.reports {
            let text = report.document.chars().take(DIGITS).collect();
            told.insert((text, report.start), number);
        }
    }
    Ok(told)
}

/// Precision and recall of each marked sentence: the part of its group that is marked with it, and the part
/// of those marked with it that is in its group. A sentence in no group is alone.
fn b_cubed<K: Ord>(marked: &BTreeMap<K, usize>, told: &BTreeMap<K, usize>) -> Vec<(f64, f64)> {
    let share = |key: &K| {
        let same = |other: &&K| match (told.get(key), told.get(*other)) {
            (Some(a), Some(b)) => a == b,
            _ => key == *other,
        };
        let group: Vec<&K> = marked.keys().filter(same).collect();
        let wanted = marked.values().filter(|h| **h == marked[key]).count();
        let right = group.iter().filter(|other| marked[**other] == marked[key]).count() as f64;
        (right / group.len() as f64, right / wanted as f64)
    };
    marked.keys().map(share).collect()
}

fn means(scores: &[(f64, f64)]) -> (f64, f64, f64) {
    let n = scores.len().max(1) as f64;
    let precision = scores.iter().map(|s| s.0).sum::<f64>() / n;
    let recall = scores.iter().map(|s| s.1).sum::<f64>() / n;
    let f1 = if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    };
    (precision, recall, f1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_is_what_its_authors_give() {
        // Bagga and Baldwin 1998, figure 2: {1..5}, {6,7}, {8..12} found as {1..5}, {6..12}.
        let marked: BTreeMap<usize, usize> = (1..=12)
            .map(|k| {
                (
                    k,
                    if k <= 5 {
                        1
                    } else if k <= 7 {
                        2
                    } else {
                        3
                    },
                )
            })
            .collect();
        let told: BTreeMap<usize, usize> = (1..=12).map(|k| (k, usize::from(k > 5))).collect();
        let (precision, recall, _) = means(&b_cubed(&marked, &told));
        assert!((precision - 0.7619).abs() < 0.0001, "{precision}");
        assert!((recall - 1.0).abs() < 1e-9, "{recall}");
    }

    #[test]
    fn a_sentence_in_no_group_is_alone() {
        let marked = BTreeMap::from([("a", 1), ("b", 1)]);
        assert_eq!(b_cubed(&marked, &BTreeMap::new()), [(1.0, 0.5), (1.0, 0.5)]);
    }
}
