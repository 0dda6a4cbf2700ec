//! How often each rule's events are right: where the program's confidence comes from.

use std::collections::BTreeMap;
use std::path::Path;

use super::data;
use super::events::explain;
use super::program::Program;
use super::score::{Event, Gold, Judge, Level, Tally, unrepeated};

/// Sets that tell whether an event is right, and whether they label one relation a sentence.
const JUDGES: [(&str, bool); 3] =
    [("plv_train", true), ("plover_gsr", false), ("cameo_manual", false)];

/// Counts how often each rule is right and writes it where the program reads it: figures, and no text of a set.
///
/// # Errors
/// When a set is not there, or the program's output cannot be read.
pub(crate) fn measure(folder: &Path, program: &Program, to: &Path) -> Result<usize, String> {
    let mut rules: BTreeMap<String, Tally> = BTreeMap::new();
    for (name, known) in JUDGES {
        let gold = data::lines::<Gold>(&folder.join("events").join(format!("{name}.jsonl")))?;
        for (rule, tally) in by_rule(&gold.rows, &explain(program, &gold.rows)?, known) {
            let whole = rules.entry(rule).or_default();
            whole.predicted += tally.predicted;
            whole.right += tally.right;
        }
    }
    let mut out = String::from(
        "# How often each rule's events were right: source, target and type together.\n\
         # Measured by `cargo xtask eval --reliability` on plv_train (labelled pairs), plover_gsr and cameo_manual.\n\
         # rule\tevents\tright\n",
    );
    for (rule, tally) in &rules {
        out.push_str(&format!("{rule}\t{}\t{}\n", tally.predicted, tally.right));
    }
    std::fs::write(to, out).map_err(|e| format!("cannot write {}: {e}", to.display()))?;
    Ok(rules.len())
}

/// Of each rule, how many of its events were right (actors and root) and how many there were. `known`: only those
/// on a labelled pair of actors.
fn by_rule(
    gold: &[Gold],
    predicted: &BTreeMap<String, Vec<Event>>,
    known: bool,
) -> BTreeMap<String, Tally> {
    let judge = Judge::of(gold);
    let mut out: BTreeMap<String, Tally> = BTreeMap::new();
    for sentence in gold {
        let wanted = &sentence.events;
        for found in unrepeated(predicted.get(&sentence.id).map_or(&[][..], Vec::as_slice)) {
            let agrees = |level| wanted.iter().any(|g| judge.agree(level, g, found));
            let Some(rule) = found.rule.clone().filter(|_| !known || agrees(Level::Actors)) else {
                continue;
            };
            let tally = out.entry(rule).or_default();
            tally.predicted += 1;
            tally.right += usize::from(agrees(Level::ActorsRoot));
        }
    }
    out
}
