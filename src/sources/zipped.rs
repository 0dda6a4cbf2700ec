//! ZIP archives: each readable file in it, in the order of the names, and EPUB books.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Flow;
use super::epub;
use super::item::{Place, SkipReason};
use super::limits::human;
use super::single::Out;

/// A ZIP archive that lies in memory.
pub(super) type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// True for the mark of a ZIP archive.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Reads an archive that lies in memory as a whole.
pub(super) fn read(bytes: Vec<u8>, out: &mut Out) -> Flow {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let reason =
                format!("this ZIP archive is damaged or cut off ({})", short(&error.to_string()));
            return out.skip(
                Place::Whole,
                SkipReason::BadCompression,
                reason,
                "get the file again",
            );
        }
    };
    if archive.len() > out.limits.entries {
        let reason = format!("this ZIP archive has more than {} entries", out.limits.entries);
        return out.skip(Place::Whole, SkipReason::Bomb, reason, "unpack it and add the folder");
    }
    if archive.index_for_name("META-INF/container.xml").is_some() {
        return epub::read(&mut archive, out);
    }
    if archive.index_for_name("[Content_Types].xml").is_some() {
        let reason = "not a text format: an office document";
        return out.skip(Place::Whole, SkipReason::NotText, reason, "save the document as text");
    }
    let mut names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|name| name.into_owned())
        .filter(|name| is_wanted(name))
        .collect();
    names.sort();
    if names.is_empty() {
        let remedy = "check how the archive was made";
        return out.skip(
            Place::Whole,
            SkipReason::Empty,
            "there is no file in this ZIP archive",
            remedy,
        );
    }
    for name in names {
        match entry(&mut archive, &name, out.limits.zip) {
            Ok(bytes) => out.within(&shown(&name), bytes)?,
            Err(why) => unreadable(&name, why, out)?,
        }
    }
    Flow::Continue(())
}

/// Why an entry cannot be had.
pub(super) enum Trouble {
    TooLong(u64),
    Broken(String),
}

/// One entry, unpacked.
pub(super) fn entry(archive: &mut Archive, name: &str, most: u64) -> Result<Vec<u8>, Trouble> {
    let broken = |error: String| Trouble::Broken(short(&error));
    let file = archive.by_name(name).map_err(|e| broken(e.to_string()))?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| broken(e.to_string()))?;
    if bytes.len() as u64 > most { Err(Trouble::TooLong(most)) } else { Ok(bytes) }
}

pub(super) fn unreadable(name: &str, why: Trouble, out: &mut Out) -> Flow {
    let name = shown(name);
    match why {
        Trouble::TooLong(most) => {
            let reason = format!("{name} in it unpacks to more than {}", human(most));
            out.skip(Place::Whole, SkipReason::Bomb, reason, "unpack it yourself and add the file")
        }
        Trouble::Broken(error) => {
            let reason = format!("{name} in it cannot be unpacked ({error})");
            out.skip(Place::Whole, SkipReason::BadCompression, reason, "get the file again")
        }
    }
}

/// Not a folder, and nothing that systems hide in archives.
fn is_wanted(name: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
    !name.ends_with('/') && !name.split(['/', '\\']).any(hidden)
}

/// A name for messages; nothing is ever written under it.
fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

fn short(message: &str) -> String {
    message.chars().take(200).collect()
}
