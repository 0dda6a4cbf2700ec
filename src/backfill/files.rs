//! How far the files of a source were read: a backfill that was stopped goes on within a file.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::overviews;

/// Bytes of the list at most.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How far one file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reached {
    Whole,
    /// What stands before this byte of the packed file is stored.
    Byte(u64),
}

/// Files read, by source and what was asked of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Files(BTreeMap<String, BTreeMap<String, Reached>>);

impl Files {
    /// What was read into an archive so far.
    ///
    /// # Errors
    /// Where the list cannot be read, or holds something else.
    pub(super) fn load(archive: &Path) -> Result<Self> {
        let path = list(archive);
        let failed =
            |e| Error::outside(format!("cannot read {}", path.display()), e, "Check your rights");
        let damaged = |why: String| Error::Archive {
            what: format!("{} cannot be used ({why})", path.display()),
            remedy: "Delete it: files are then fetched again, and what is stored already is known"
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
        overviews::write(&list(archive), &text)
    }

    /// How far a file was read; its first byte where it was not.
    pub(super) fn reached(&self, source: &str, file: &str) -> Reached {
        let found = self.0.get(source).and_then(|files| files.get(file)).copied();
        found.unwrap_or(Reached::Byte(0))
    }

    pub(super) fn enter(&mut self, source: &str, file: &str, reached: Reached) {
        self.0.entry(source.to_owned()).or_default().insert(file.to_owned(), reached);
    }
}

fn list(archive: &Path) -> PathBuf {
    archive.join("backfilled-files.json")
}
