//! The file that says: this folder is an archive, of this format.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fault;
use super::schema::FORMAT;
use crate::error::{Error, Result};

const MARK: &str = "bilateral.json";
const ANOTHER_FORMAT: &str =
    "Run `bilateral add` into a new folder, or use the version that wrote it";
const NOT_AN_ARCHIVE: &str = "Choose another folder with --data, or create an archive in a new \
                              one with `bilateral add FILE --data FOLDER`";

/// Content of `bilateral.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    format: u32,
    created_by: String,
}

/// The folder of the engine's files inside an archive.
pub(super) fn engine_folder(folder: &Path) -> PathBuf {
    folder.join("index")
}

/// True when the folder says that it is an archive, of whatever format.
pub(super) fn is_marked(folder: &Path) -> bool {
    folder.join(MARK).is_file()
}

/// Refuses a folder that is no archive, and an archive of another format.
pub(super) fn check(folder: &Path) -> Result<()> {
    let path = folder.join(MARK);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Error::Archive {
                what: format!("{} is not an archive of Bilateral", folder.display()),
                remedy: NOT_AN_ARCHIVE.to_owned(),
            });
        }
        Err(e) => return Err(fault::io(format!("cannot read {}", path.display()), e)),
    };
    // Only the number is asked of an unknown format: the rest may look different there.
    #[derive(Deserialize)]
    struct Number {
        format: u32,
    }
    let number = serde_json::from_slice::<Number>(&text).map_err(|e| Error::Archive {
        what: format!("{} does not say which format the archive has ({e})", path.display()),
        remedy: ANOTHER_FORMAT.to_owned(),
    })?;
    if number.format == FORMAT {
        return Ok(());
    }
    let by = serde_json::from_slice::<Mark>(&text)
        .map(|mark| format!(", written by version {}", mark.created_by))
        .unwrap_or_default();
    Err(Error::Archive {
        what: format!(
            "the archive {} has format {}{by}; this version reads format {FORMAT}",
            folder.display(),
            number.format
        ),
        remedy: ANOTHER_FORMAT.to_owned(),
    })
}

/// Makes the folder an archive where it is none; refuses a folder with other things in it.
pub(super) fn create(folder: &Path) -> Result<()> {
    if !is_marked(folder) {
        let trouble = |e| fault::io(format!("cannot create the archive {}", folder.display()), e);
        fs::create_dir_all(folder).map_err(trouble)?;
        refuse_foreign(folder)?;
        write_mark(folder).map_err(trouble)?;
    }
    check(folder)?;
    let engine = engine_folder(folder);
    fs::create_dir_all(&engine)
        .map_err(|e| fault::io(format!("cannot create {}", engine.display()), e))
}

/// A folder with the user's own files in it is not taken over by a slip of `--data`. Hidden files
/// and what a fresh disk holds (`lost+found`) do not count, nor does what a creation that was
/// killed left behind.
fn refuse_foreign(folder: &Path) -> Result<()> {
    let trouble = |e| fault::io(format!("cannot look into {}", folder.display()), e);
    for entry in fs::read_dir(folder).map_err(trouble)? {
        let name = entry.map_err(trouble)?.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with('.') || name == "lost+found" || is_marked(folder)) {
            return Err(Error::Archive {
                what: format!(
                    "{} is not an archive of Bilateral and holds other files ({name})",
                    folder.display()
                ),
                remedy: "Choose an empty or a new folder with --data".to_owned(),
            });
        }
    }
    Ok(())
}

/// Written beside and renamed: a kill leaves either no mark or a whole one.
fn write_mark(folder: &Path) -> std::io::Result<()> {
    let mark = Mark { format: FORMAT, created_by: env!("CARGO_PKG_VERSION").to_owned() };
    let beside = folder.join(format!(".{MARK}.{}", std::process::id()));
    let mut file = fs::File::create(&beside)?;
    file.write_all(&serde_json::to_vec_pretty(&mark)?)?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(MARK))?;
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}
