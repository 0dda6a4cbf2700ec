//! The development data: where it is, its lines, its fingerprints.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// The data folder, or `None` where it is not on this machine.
pub(crate) fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("BILATERAL_SHARED")
        .map_or_else(|| crate::root().join("../shared"), PathBuf::from);
    let data = shared.join("data");
    data.is_dir().then_some(data)
}

/// A file of JSON Lines, read whole.
pub(crate) struct Lines<T> {
    pub(crate) rows: Vec<T>,
    /// SHA-256 of the file, first 16 digits, with the number of lines: "8f…·1044".
    pub(crate) fingerprint: String,
}

/// Reads JSON Lines; empty lines are passed over.
///
/// # Errors
/// When the file cannot be read or a line is not what is expected, naming file and line.
pub(crate) fn lines<T: DeserializeOwned>(path: &Path) -> Result<Lines<T>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let row = serde_json::from_str(line)
            .map_err(|e| format!("{}, line {}: {e}", path.display(), at + 1))?;
        rows.push(row);
    }
    let digest = Sha256::digest(text.as_bytes());
    let digits: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let fingerprint = format!("{digits}·{}", rows.len());
    Ok(Lines { rows, fingerprint })
}
