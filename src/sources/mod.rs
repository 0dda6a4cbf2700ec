//! Where does news come from?
//!
//! [`read`] takes a file, a folder or standard input and hands out one [`RawItem`] or one [`Skip`] at a
//! time. Formats are recognised by content first and by extension second. Every reader holds at most one
//! item, never a whole stream; the limits stand in [`limits`].

pub(crate) mod coded;
mod encoding;
mod epub;
mod feed;
mod fields;
mod format;
mod item;
mod json;
mod limits;
mod lines;
mod mail;
mod markdown;
pub(crate) mod markup;
pub(crate) mod members;
mod meter;
pub(crate) mod net;
mod outlets;
pub(crate) mod ownership;
mod page;
pub(crate) mod pdf;
mod single;
mod table;
mod unpack;
mod walk;
mod warc;
mod xml;
mod zipped;

#[cfg(test)]
mod tests;

use std::ops::ControlFlow;
use std::path::Path;

use crate::error::{Error, Result};

pub(crate) use item::{Body, Origin, Place, RawItem, Skip, SkipReason};
pub(crate) use limits::Limits;
pub(crate) use walk::{Progress, measure};

/// What the receiver of items answers: go on, or stop reading.
pub(crate) type Flow = ControlFlow<()>;

/// Reads everything under `path` (a file, a folder, or `-` for standard input).
///
/// Trouble inside the input is handed to `sink` as a [`Skip`] and reading goes on; it ends early when
/// `sink` answers `Break`.
///
/// # Errors
/// Only when `path` itself cannot be read at all: it does not exist, or access is denied.
pub(crate) fn read(
    path: &Path,
    progress: &Progress,
    sink: &mut dyn FnMut(std::result::Result<RawItem, Skip>) -> Flow,
) -> Result<Flow> {
    read_within(path, progress, Limits::default(), sink)
}

/// As [`read`], with the limits told by the caller.
pub(crate) fn read_within(
    path: &Path,
    progress: &Progress,
    limits: Limits,
    sink: &mut dyn FnMut(std::result::Result<RawItem, Skip>) -> Flow,
) -> Result<Flow> {
    if path == Path::new("-") {
        let source = single::Source::stdin(progress, limits);
        return Ok(single::read(source, sink));
    }
    let kind = std::fs::metadata(path).map_err(|source| {
        Error::outside(
            format!("cannot read {}", path.display()),
            source,
            "Check the path and that you may read it",
        )
    })?;
    if kind.is_dir() {
        return walk::folder(path, progress, limits, sink);
    }
    let source = single::Source::open(path, progress, limits, single::Named::ByUser).map_err(
        |(source, remedy)| {
            Error::outside(format!("cannot read {}", path.display()), source, remedy)
        },
    )?;
    Ok(single::read(source, sink))
}

/// Tells an item of a digest whose reports it sums up, and who wrote the digest, where its address tells.
pub(crate) fn digest(item: &mut RawItem, outlets: Vec<String>) {
    item.outlets = outlets::clean(outlets);
    outlets::tell_writer(item);
}

/// What bytes from elsewhere look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// An HTML page.
    Page,
    Other,
}

/// Tells feeds and pages apart, by their first bytes.
pub(crate) fn looks_like(bytes: &[u8]) -> Looks {
    if format::refuse_binary(bytes).is_err() {
        return Looks::Other;
    }
    let head = single::readable(&bytes[..bytes.len().min(HEAD)]);
    match format::recognise(&head, "", false) {
        Ok(format::Format::XmlFeed | format::Format::JsonFeed) => Looks::Feed,
        Ok(format::Format::Html) => Looks::Page,
        _ => Looks::Other,
    }
}

/// Bytes by which [`looks_like`] decides.
const HEAD: usize = 64 * 1024;

/// The text of bytes, `kind` being what their server calls them (`text/html; charset=utf-8`); `None` where no
/// encoding fits.
pub(crate) fn text_of(bytes: &[u8], kind: Option<&str>) -> Option<String> {
    let declared = encoding::declared(bytes).or_else(|| charset(kind));
    encoding::decode(bytes, declared.as_deref())
}

/// The bytes as UTF-8 where only their server names their encoding; else as they are.
pub(crate) fn in_utf_8(bytes: &[u8], kind: Option<&str>) -> Vec<u8> {
    let silent = encoding::declared(bytes).is_none() && !encoding::is_utf8_so_far(bytes);
    let label = charset(kind).filter(|_| silent);
    let text = label.and_then(|label| encoding::decode(bytes, Some(&label)));
    text.map_or_else(|| bytes.to_vec(), String::into_bytes)
}

/// The encoding a server names.
fn charset(kind: Option<&str>) -> Option<String> {
    let kind = kind?.to_ascii_lowercase();
    let (_, rest) = kind.split_once("charset=")?;
    let label = rest.trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
    Some(label[..end.unwrap_or(label.len())].to_owned()).filter(|label| !label.is_empty())
}

/// Reads what is in memory as if it were a file called `name`.
pub(crate) fn read_bytes(
    name: &str,
    bytes: impl AsRef<[u8]> + 'static,
    sink: &mut dyn FnMut(std::result::Result<RawItem, Skip>) -> Flow,
) -> Flow {
    let (file, input) = (name.to_owned(), std::io::Cursor::new(bytes));
    let (progress, limits) = (Progress::default(), Limits::default());
    let source =
        single::Source::new(file, name.to_owned(), input, &progress, limits, single::Named::ByUser);
    single::read(source, sink)
}
