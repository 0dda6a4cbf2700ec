//! Which days of which source were taken: a backfill that was stopped goes on where it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::overviews;
use crate::model::day::Day;

/// Bytes of the file at most.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Days taken, by source and what was asked of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taken(BTreeMap<String, BTreeSet<Day>>);

impl Taken {
    /// What was taken into an archive so far.
    ///
    /// # Errors
    /// Where the file cannot be read, or holds something else.
    pub(super) fn load(archive: &Path) -> Result<Self> {
        let path = file(archive);
        let failed =
            |e| Error::outside(format!("cannot read {}", path.display()), e, "Check your rights");
        let damaged = |why: String| Error::Archive {
            what: format!("{} cannot be used ({why})", path.display()),
            remedy: "Delete it: days are then fetched again, and what is stored already is known"
                .to_owned(),
        };
        match fs::metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(failed(e)),
            Ok(about) if about.len() > LARGEST => {
                return Err(damaged("it is too large".to_owned()));
            }
            Ok(_) => {}
        }
        let text = fs::read_to_string(&path).map_err(failed)?;
        serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))
    }

    /// Writes it: whole, or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn save(&self, archive: &Path) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|e| Error::Internal(e.to_string()))?;
        overviews::write(&file(archive), &text)
    }

    pub(super) fn has(&self, source: &str, day: Day) -> bool {
        self.0.get(source).is_some_and(|days| days.contains(&day))
    }

    pub(super) fn enter(&mut self, source: &str, days: impl IntoIterator<Item = Day>) {
        self.0.entry(source.to_owned()).or_default().extend(days);
    }
}

fn file(archive: &Path) -> PathBuf {
    archive.join("backfilled.json")
}
