//! Floors: figures that may not sink unseen, with the fingerprints of the data they were measured on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::board::Board;

/// Percentage points that a figure may lie under its floor: one or two events of a gold set, so that trading one
/// example for another is no regression, and far less than one fact of the overview (4.3). Floors only rise, so
/// this does not add up.
const SLACK: f64 = 0.5;

/// eval/floors.json.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Floors {
    /// First digits of SHA-256 and number of lines of each data set.
    sets: BTreeMap<String, String>,
    /// Percent by figure.
    floors: BTreeMap<String, f64>,
}

/// What `--update-floors` may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Update {
    /// Compare only.
    No,
    /// Raise, never lower.
    Raise,
    /// Set to what was measured.
    AllowRegression,
}

fn path() -> PathBuf {
    crate::root().join("eval/floors.json")
}

/// Compares what was measured with the floors, and renews them where asked.
///
/// # Errors
/// Names every figure that sank, every figure or data set that is gone, and every data set that changed.
pub(crate) fn settle(board: &Board, update: Update) -> Result<(), String> {
    let file = path();
    let old: Floors = match std::fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?,
        Err(_) => Floors::default(),
    };
    let faults = sunk(&old, board);
    if update != Update::No {
        let low = faults.iter().any(|f| f.lowers);
        if low && update == Update::Raise {
            let told = list(&faults);
            return Err(format!("floors are only raised; --allow-regression lowers them\n{told}"));
        }
        let new = renewed(&old, board, update);
        let text = serde_json::to_string_pretty(&new).map_err(|e| e.to_string())?;
        std::fs::write(&file, text + "\n").map_err(|e| format!("{}: {e}", file.display()))?;
        println!("\n{} floors written to {}", new.floors.len(), file.display());
        return Ok(());
    }
    if faults.is_empty() {
        println!("\n{} floors hold", old.floors.len());
        return Ok(());
    }
    Err(format!("eval failed\n{}", list(&faults)))
}

/// Something that does not agree with the floors.
struct Fault {
    told: String,
    /// Putting it right would lower a floor.
    lowers: bool,
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|f| format!("  {}", f.told)).collect::<Vec<_>>().join("\n")
}

fn sunk(old: &Floors, board: &Board) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (set, pinned) in &old.sets {
        let told = match board.sets.get(set) {
            Some(now) if now == pinned => continue,
            Some(now) => format!(
                "{set} is {now}, the floors were measured on {pinned}: look at the difference, then --update-floors"
            ),
            None => format!("{set} is gone"),
        };
        faults.push(Fault { told, lowers: !board.sets.contains_key(set) });
    }
    for (name, &floor) in &old.floors {
        match board.figures.get(name) {
            Some(&now) if now + SLACK >= floor => {}
            Some(&now) => faults.push(Fault {
                told: format!("{name} sank to {now:.1}, its floor is {floor:.1}"),
                lowers: true,
            }),
            None => faults
                .push(Fault { told: format!("{name} is not measured any more"), lowers: true }),
        }
    }
    faults
}

fn renewed(old: &Floors, board: &Board, update: Update) -> Floors {
    let mut floors = board.figures.clone();
    if update == Update::Raise {
        for (name, &floor) in &old.floors {
            let entry = floors.entry(name.clone()).or_insert(floor);
            *entry = entry.max(floor);
        }
    }
    Floors { sets: board.sets.clone(), floors }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board(figure: f64, fingerprint: &str) -> Board {
        Board {
            figures: BTreeMap::from([("a/root".to_owned(), figure)]),
            sets: BTreeMap::from([("a".to_owned(), fingerprint.to_owned())]),
            broken: Vec::new(),
        }
    }

    fn floors(floor: f64) -> Floors {
        Floors {
            sets: BTreeMap::from([("a".to_owned(), "f1".to_owned())]),
            floors: BTreeMap::from([("a/root".to_owned(), floor)]),
        }
    }

    #[test]
    fn a_sunken_figure_a_lost_one_and_changed_data_are_named() {
        assert!(sunk(&floors(30.0), &board(30.0, "f1")).is_empty());
        assert!(sunk(&floors(30.0), &board(29.5, "f1")).is_empty());
        let low = sunk(&floors(30.0), &board(29.4, "f1"));
        assert_eq!(list(&low), "  a/root sank to 29.4, its floor is 30.0");
        assert!(low.iter().all(|f| f.lowers));
        let changed = sunk(&floors(30.0), &board(30.0, "f2"));
        assert_eq!(changed.len(), 1);
        assert!(!changed[0].lowers);
        assert_eq!(sunk(&floors(30.0), &Board::default()).len(), 2);
    }

    #[test]
    fn raising_never_lowers() {
        let raised = renewed(&floors(30.0), &board(29.6, "f1"), Update::Raise);
        assert_eq!(raised, floors(30.0));
        let lowered = renewed(&floors(30.0), &board(12.0, "f1"), Update::AllowRegression);
        assert_eq!(lowered, floors(12.0));
    }
}
