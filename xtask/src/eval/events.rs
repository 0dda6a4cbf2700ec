//! Events: the gold sets through `bilateral explain`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use super::board::{Board, percent, table};
use super::data;
use super::program::Program;
use super::score::{Event, Gold, Scope, score};

/// A gold set: file name, the scopes it is scored in, and whether its figures have floors.
struct Set {
    name: &'static str,
    scopes: &'static [Scope],
    pinned: bool,
}

const SETS: [Set; 6] = [
    Set {
        name: "plv_train",
        scopes: &[Scope::Whole, Scope::KnownPairs, Scope::International],
        pinned: true,
    },
    Set { name: "plover_gsr", scopes: &[Scope::Whole], pinned: true },
    Set { name: "cameo_manual", scopes: &[Scope::Whole], pinned: true },
    // Its actors are spans without codes: `International` would leave out nothing.
    Set { name: "aw_wiki_train", scopes: &[Scope::Whole], pinned: true },
    Set { name: "confli_quad_dev", scopes: &[Scope::Whole, Scope::International], pinned: true },
    // Invented states that the program's tables do not name: shown for what it says about events, no floor.
    Set { name: "petr_unit", scopes: &[Scope::Whole], pinned: false },
];

/// One line out of `explain`.
#[derive(Deserialize)]
struct Explained {
    id: String,
    events: Vec<Event>,
}

/// Scores every gold set that is there and prints one table for each.
///
/// # Errors
/// When a set or the program's output cannot be read.
pub(crate) fn measure(folder: &Path, program: &Program, board: &mut Board) -> Result<(), String> {
    for set in &SETS {
        let path = folder.join("events").join(format!("{}.jsonl", set.name));
        if !path.is_file() {
            println!("\nevents/{}: not there, left out", set.name);
            continue;
        }
        let gold = data::lines::<Gold>(&path)?;
        let predicted = explain(program, &gold.rows)?;
        if set.pinned {
            board.sets.insert(format!("events/{}", set.name), gold.fingerprint.clone());
        }
        for &scope in set.scopes {
            report(set, scope, &gold.rows, &predicted, board);
        }
    }
    Ok(())
}

pub(super) fn explain(
    program: &Program,
    gold: &[Gold],
) -> Result<BTreeMap<String, Vec<Event>>, String> {
    let input: String = gold
        .iter()
        .map(|g| format!("{}\n", json!({ "id": g.id, "text": g.text, "date": g.date })))
        .collect();
    let output = program.run(&["explain", "-"], &input, &[0])?;
    let mut predicted: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    let mut count = 0;
    for line in output.lines() {
        let explained: Explained =
            serde_json::from_str(line).map_err(|e| format!("explain said {line:.200}: {e}"))?;
        predicted.entry(explained.id).or_default().extend(explained.events);
        count += 1;
    }
    if count != gold.len() {
        return Err(format!("explain gave {count} lines for {}", gold.len()));
    }
    Ok(predicted)
}

fn report(
    set: &Set,
    scope: Scope,
    gold: &[Gold],
    predicted: &BTreeMap<String, Vec<Event>>,
    board: &mut Board,
) {
    let name = match scope {
        Scope::Whole => format!("events/{}", set.name),
        Scope::International => format!("events/{} international", set.name),
        Scope::KnownPairs => format!("events/{} known pairs", set.name),
    };
    let mut rows =
        vec![["level", "gold", "pred", "right", "P", "R", "F1"].map(str::to_owned).to_vec()];
    for (level, tally) in score(gold, predicted, scope) {
        let f1 = if set.pinned {
            board.figure(format!("{name}/{}", level.name()), tally.f1())
        } else {
            percent(tally.f1())
        };
        rows.push(vec![
            level.name().to_owned(),
            tally.gold.to_string(),
            tally.predicted.to_string(),
            tally.right.to_string(),
            format!("{:.1}", percent(tally.precision())),
            format!("{:.1}", percent(tally.recall())),
            format!("{f1:.1}"),
        ]);
    }
    let note = if set.pinned { "" } else { " (invented states, no floor)" };
    table(&format!("{name}{note}"), &rows);
}
