//! Overviews: facts told, and evidence for every sentence.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::answer::Answer;
use super::board::{Board, table};
use super::data;
use super::evidence::{Evidence, check};
use super::nuggets::{Nugget, Recalled, Standing};
use super::program::Program;

/// The question that the facts were collected for.
const QUESTION: &str = "Russia vs Azerbaijan and Kazakhstan";

/// Questions audited on the archive of current events.
const QUESTIONS: [&str; 10] = [
    "Russia vs Azerbaijan and Kazakhstan",
    "India vs Pakistan",
    "Armenia vs Azerbaijan",
    "United States vs China",
    "Israel vs Iran",
    "Serbia and Kosovo",
    "Ethiopia vs Eritrea",
    "North Korea vs South Korea",
    "Venezuela vs Guyana",
    "Greece and Turkey",
];

/// Faults shown of one answer; all are counted.
const SHOWN: usize = 5;

#[derive(Deserialize)]
struct Brief {
    url: String,
    lang: String,
    text: String,
}

/// Builds an archive of the briefs, asks the question, scores the answer.
///
/// # Errors
/// When the data or the program's output cannot be read.
pub(crate) fn measure(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    let source = folder.join("caspian/briefs.jsonl");
    let facts = folder.join("caspian/nuggets.jsonl");
    if !source.is_file() || !facts.is_file() {
        println!("\ncaspian: not there, left out");
        return Ok(());
    }
    let briefs = data::lines::<Brief>(&source)?;
    let nuggets = data::lines::<Nugget>(&facts)?;
    board.sets.insert("caspian/briefs".to_owned(), briefs.fingerprint);
    board.sets.insert("caspian/nuggets".to_owned(), nuggets.fingerprint);

    let temporary = tempfile::tempdir().map_err(|e| format!("no temporary folder: {e}"))?;
    let archive = temporary.path().join("archive");
    let arguments =
        ["add", "--quiet", "--data", &archive.to_string_lossy(), &source.to_string_lossy()];
    program.run(&arguments, "", &[0])?;
    let answer: Answer = program.overview(&archive, QUESTION)?;

    recall(&nuggets.rows, &briefs.rows, &answer, board);
    // What the program stores of a brief: its text in NFC without space around it.
    let texts = briefs
        .rows
        .iter()
        .map(|b| (b.url.clone(), b.text.trim().nfc().collect::<String>()))
        .collect();
    evidence(QUESTION, &check(&answer, Some(&texts)), board);
    Ok(())
}

/// Asks the ten questions of the archive that BILATERAL_BIG names, if it does.
///
/// # Errors
/// When the archive cannot be read.
pub(crate) fn measure_big(program: &Program, board: &mut Board) -> Result<(), String> {
    let Some(archive) = std::env::var_os("BILATERAL_BIG") else {
        println!(
            "\ncurrent events: BILATERAL_BIG names no archive, the ten questions are left out"
        );
        return Ok(());
    };
    for question in QUESTIONS {
        let answer: Answer = program.overview(Path::new(&archive), question)?;
        let found = check(&answer, None);
        if found.sentences == 0 {
            board.broken.push(format!("{question}: an empty answer on the current events"));
        }
        evidence(question, &found, board);
    }
    Ok(())
}

fn recall(nuggets: &[Nugget], briefs: &[Brief], answer: &Answer, board: &mut Board) {
    let told = answer.told();
    let languages: BTreeMap<&str, &str> =
        briefs.iter().map(|b| (b.url.as_str(), b.lang.as_str())).collect();
    let read: Vec<(&str, &str)> = briefs
        .iter()
        .filter(|b| b.lang == "en")
        .map(|b| (b.url.as_str(), b.text.as_str()))
        .collect();
    // By group: what was recalled, and whether it could be.
    let mut groups: BTreeMap<String, Vec<(Recalled, bool)>> = BTreeMap::new();
    let mut unread: Vec<Recalled> = Vec::new();
    let mut unsupported = 0;
    let mut missed = Vec::new();
    for nugget in nuggets {
        let recalled = nugget.recalled(answer, &told);
        match nugget.standing(&languages) {
            Standing::Unsupported => unsupported += 1,
            Standing::Unread => unread.push(recalled),
            Standing::Counts => {
                let reachable = nugget.is_reachable(&read);
                for group in ["all", &nugget.importance, &format!("section {}", nugget.section)] {
                    groups.entry(group.to_owned()).or_default().push((recalled, reachable));
                }
                if !recalled.anywhere {
                    missed.push((nugget, recalled, reachable));
                }
            }
        }
    }
    let mut rows = vec![
        ["facts", "of", "reachable", "told", "%", "in section", "%"].map(str::to_owned).to_vec(),
    ];
    for (name, list) in &groups {
        let anywhere = list.iter().filter(|(r, _)| r.anywhere).count();
        let in_section = list.iter().filter(|(r, _)| r.in_section).count();
        let reachable = list.iter().filter(|(_, reachable)| *reachable).count();
        let of = list.len();
        let share = |n: usize| n as f64 / of as f64;
        let told = board.figure(format!("caspian/facts/{name}"), share(anywhere));
        let placed = board.figure(format!("caspian/facts in section/{name}"), share(in_section));
        let cells = [of, reachable, anywhere].map(|n| n.to_string());
        let more = [format!("{told:.1}"), in_section.to_string(), format!("{placed:.1}")];
        rows.push([name.clone()].into_iter().chain(cells).chain(more).collect());
    }
    table(&format!("caspian/facts: {QUESTION}"), &rows);
    let told_unread = unread.iter().filter(|r| r.anywhere).count();
    println!("  in languages not read: {} (told all the same: {told_unread})", unread.len());
    println!("  carried by no page here, not counted: {unsupported}");
    println!("  sentences in the overview: {}", told.len());
    for (nugget, recalled, reachable) in missed {
        println!(
            "  missed {} ({}): {} [nearest sentence {:.0} %, page {}{}]",
            nugget.id,
            nugget.importance,
            nugget.nugget,
            recalled.nearest * 100.0,
            if recalled.page_cited { "cited" } else { "not cited" },
            if reachable { "" } else { ", on no one page" }
        );
    }
}

fn evidence(question: &str, found: &Evidence, board: &mut Board) {
    let Evidence { sentences, founded, citations, faults } = found;
    println!(
        "\nevidence: {question}\n  {founded} of {sentences} sentences cited or computed, citations: {citations}, faults: {}",
        faults.len()
    );
    faults.iter().take(SHOWN).for_each(|fault| println!("  {fault:.300}"));
    if !faults.is_empty() {
        board.broken.push(format!("{question}: faults in the evidence: {}", faults.len()));
    }
}
