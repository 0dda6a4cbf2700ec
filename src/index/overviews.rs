//! Overviews kept beside the archive: each under the SHA-256 of its bytes, the last one of a question found
//! again by the question.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::fault;
use crate::error::{Error, Result};

/// Bytes of a saved overview at most.
pub(crate) const LARGEST: u64 = 32 * 1024 * 1024;

/// Keeps an overview and gives its address, 64 hexadecimal digits. The same bytes have the same address.
///
/// # Errors
/// Where the folder cannot be written to; what stood there before stands as it did.
pub(crate) fn save(archive: &Path, question: &str, json: &str) -> Result<String> {
    let address = digest(json);
    write(&folder(archive).join(format!("{address}.json")), json)?;
    write(&pointer(archive, question), &address)?;
    Ok(address)
}

/// Saves an overview under its address alone, and gives that.
///
/// # Errors
/// As [`save`].
pub(crate) fn put(archive: &Path, json: &str) -> Result<String> {
    let address = digest(json);
    let path = folder(archive).join(format!("{address}.json"));
    if !path.exists() {
        write(&path, json)?;
    }
    Ok(address)
}

/// The overview at a whole address; `None` where there is none.
///
/// # Errors
/// Where it cannot be read, or its bytes are not those that were saved.
pub(crate) fn at(archive: &Path, address: &str) -> Result<Option<String>> {
    if address.len() != 64 || !address.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let path = folder(archive).join(format!("{address}.json"));
    match read(&path)? {
        Some(json) if digest(&json) != address => Err(damaged(&path)),
        found => Ok(found),
    }
}

/// Address and bytes of the overview of this question that was saved last; `None` where none was, or it
/// is not there any more.
///
/// # Errors
/// Where it cannot be read, or its bytes are not those that were saved.
pub(crate) fn last(archive: &Path, question: &str) -> Result<Option<(String, String)>> {
    let Some(address) = read(&pointer(archive, question))? else {
        return Ok(None);
    };
    let address = address.trim().to_owned();
    if address.len() != 64 || !address.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(damaged(&pointer(archive, question)));
    }
    let path = folder(archive).join(format!("{address}.json"));
    let Some(json) = read(&path)? else {
        return Ok(None);
    };
    if digest(&json) == address { Ok(Some((address, json))) } else { Err(damaged(&path)) }
}

/// The file of the one saved overview whose address begins like this; `None` where none or several do, or
/// it is no beginning of an address.
pub(crate) fn file_of(archive: &Path, beginning: &str) -> Option<PathBuf> {
    if beginning.len() < 6 || !beginning.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut found = fs::read_dir(folder(archive)).ok()?.filter_map(|entry| {
        let path = entry.ok()?.path();
        let name = path.file_name()?.to_str()?;
        (name.ends_with(".json") && name.starts_with(beginning)).then_some(path)
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn folder(archive: &Path) -> PathBuf {
    archive.join("overviews")
}

fn pointer(archive: &Path, question: &str) -> PathBuf {
    folder(archive).join("questions").join(digest(question))
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn damaged(path: &Path) -> Error {
    Error::Archive {
        what: format!("{} is not what was saved there", path.display()),
        remedy: "Delete it; the next overview of the question is saved anew".to_owned(),
    }
}

/// Writes beside, then renames: a reader sees the old bytes or the new ones, never half of them.
///
/// # Errors
/// Where it cannot be written; what stood there stands as it did.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let failed = |e| fault::io(format!("cannot write {}", path.display()), e);
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(failed)?;
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).map_err(|e| {
        let _ = fs::remove_file(&beside);
        failed(e)
    })
}

fn read(path: &Path) -> Result<Option<String>> {
    let failed = |e| fault::io(format!("cannot read {}", path.display()), e);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(e)),
    };
    let mut text = String::new();
    file.take(LARGEST).read_to_string(&mut text).map_err(failed)?;
    Ok(Some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_question_is_found_and_checked() {
        let archive = tempfile::tempdir().unwrap();
        let archive = archive.path();
        assert_eq!(last(archive, "A and B").unwrap(), None);
        let first = save(archive, "A and B", "{\"n\":1}").unwrap();
        let second = save(archive, "A and B", "{\"n\":2}").unwrap();
        save(archive, "A and C", "{\"n\":3}").unwrap();
        assert_eq!(
            last(archive, "A and B").unwrap(),
            Some((second.clone(), "{\"n\":2}".to_owned()))
        );
        let file = file_of(archive, &first[..10]).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "{\"n\":1}");
        assert_eq!(file_of(archive, ".."), None);
        assert_eq!(file_of(archive, "../../etc/passwd"), None);
        // Bytes that are not those saved are refused, not shown.
        fs::write(folder(archive).join(format!("{second}.json")), "{\"n\":9}").unwrap();
        assert!(last(archive, "A and B").unwrap_err().to_string().contains("not what was saved"));
        fs::write(pointer(archive, "A and C"), "../../x").unwrap();
        assert!(last(archive, "A and C").is_err());
    }
}
