//! The real archive: dated reports of world events, read where it stands and never copied.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

/// Where the reports are, under the data folder.
const FILE: &str = "current-events/current-events.jsonl.gz";

/// One report as it stands in the archive.
#[derive(Deserialize)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) text: String,
    /// Publication day, `YYYY-MM-DD`.
    pub(crate) date: String,
}

/// The reports with these ids, by id; `None` where the archive is not on this machine.
///
/// # Errors
/// When the archive cannot be read, or one of the ids is not in it.
pub(crate) fn with_ids(
    folder: &Path,
    ids: &BTreeSet<&str>,
) -> Result<Option<BTreeMap<String, Report>>, String> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let told = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let file = std::fs::File::open(&path).map_err(|e| told(&e))?;
    let mut found = BTreeMap::new();
    for line in BufReader::new(MultiGzDecoder::new(file)).lines() {
        let report: Report =
            serde_json::from_str(&line.map_err(|e| told(&e))?).map_err(|e| told(&e))?;
        if ids.contains(report.id.as_str()) {
            found.insert(report.id.clone(), report);
        }
    }
    match ids.iter().find(|&&id| !found.contains_key(id)) {
        Some(id) => Err(format!("{}: no report {id}", path.display())),
        None => Ok(Some(found)),
    }
}
