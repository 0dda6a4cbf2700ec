//! Which archive a command works on.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use crate::error::{Error, Result};
use crate::index::Archive;
use crate::reading::lexicon::Lexicon;
use crate::sample;

/// An open archive, and whether it is the sample.
pub(in crate::faces) struct Opened {
    pub(in crate::faces) archive: Archive,
    pub(in crate::faces) sample: bool,
}

/// The folder asked for, else `bilateral` in the platform's data directory.
pub(in crate::faces) fn folder(asked: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(folder) = asked {
        return Ok(folder);
    }
    let base = etcetera::choose_base_strategy().map_err(|_| {
        Error::Usage(
            "no home directory is known; say where the archive is with --data DIR".to_owned(),
        )
    })?;
    Ok(base.data_dir().join("bilateral"))
}

/// The archive to read from: the user's, or the sample where none was ever made. A folder that was
/// asked for by name must be an archive.
pub(in crate::faces) fn open(asked: Option<PathBuf>) -> Result<Opened> {
    let by_name = asked.is_some();
    let folder = folder(asked)?;
    if Archive::exists(&folder) {
        return Ok(Opened { archive: Archive::open(&folder)?, sample: false });
    }
    if by_name && folder.exists() {
        // Says what is wrong with the folder.
        return Ok(Opened { archive: Archive::open(&folder)?, sample: false });
    }
    super::remark(&format!(
        "No archive at {} yet: answering from the sample archive in the program (Bilateral's own summaries of public \
         pages). Add your own sources with `bilateral add`.",
        folder.display()
    ));
    Ok(Opened { archive: sample::archive(Lexicon::embedded())?, sample: true })
}
