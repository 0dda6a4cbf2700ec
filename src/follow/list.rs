//! The list of followed sources, and what is known of each.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::overviews;
use crate::model::day::Day;

/// Number of the file's format.
const VERSION: u32 = 1;
/// Bytes of the file at most.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Sources at most.
const MOST: usize = 10_000;

/// All followed sources, in the order they were added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct List {
    version: u32,
    pub(crate) feeds: Vec<Feed>,
}

/// One followed source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Feed {
    pub(crate) address: String,
    /// What its items are said to come from; without it the feed's own title.
    pub(crate) outlet: Option<String>,
    /// It stands on a server of the reader's own, which may be in a private network.
    #[serde(default)]
    pub(crate) local: bool,
    /// Not asked until it is resumed; with the reason, where it was not the reader's wish.
    pub(crate) paused: Option<String>,
    /// Title the feed gives itself.
    pub(crate) title: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    /// When it was last asked and when it is due, in seconds since 1970; 0 for at once.
    pub(crate) asked: Option<i64>,
    pub(crate) due: i64,
    /// Seconds between two askings, as its changes suggest.
    pub(crate) every: u64,
    /// Askings in a row that gave nothing but a fault.
    pub(crate) failures: u32,
    /// What the last asking gave, in words.
    pub(crate) state: String,
    /// Items of the last answer that had any.
    pub(crate) items: usize,
    /// Day of the newest of them.
    pub(crate) newest: Option<Day>,
    /// Marks of the items whose pages were fetched, the latest last.
    pub(crate) taken: Vec<String>,
}

impl Feed {
    /// A source that was never asked.
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            outlet: None,
            local: false,
            paused: None,
            title: None,
            etag: None,
            modified: None,
            asked: None,
            due: 0,
            every: super::schedule::FIRST,
            failures: 0,
            state: "not asked yet".to_owned(),
            items: 0,
            newest: None,
            taken: Vec::new(),
        }
    }

    /// What it is called in tables: the outlet, else its own title, else its address.
    pub(crate) fn name(&self) -> &str {
        let named = self.outlet.as_deref().or(self.title.as_deref());
        named.filter(|name| !name.trim().is_empty()).unwrap_or(&self.address)
    }
}

impl Default for List {
    fn default() -> Self {
        Self { version: VERSION, feeds: Vec::new() }
    }
}

impl List {
    /// The list beside an archive; empty where none was ever made.
    ///
    /// # Errors
    /// Where it cannot be read, or was written by another version.
    pub(crate) fn load(archive: &Path) -> Result<Self> {
        let path = file(archive);
        let failed =
            |e| Error::outside(format!("cannot read {}", path.display()), e, "Check your rights");
        match fs::metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(failed(e)),
            Ok(about) if about.len() > LARGEST => return Err(damaged(&path, "it is too large")),
            Ok(_) => {}
        }
        let text = fs::read_to_string(&path).map_err(failed)?;
        let list: Self = serde_json::from_str(&text).map_err(|e| damaged(&path, &e.to_string()))?;
        if list.version != VERSION {
            return Err(damaged(&path, "it is of another version of the program"));
        }
        Ok(list)
    }

    /// Writes the list: whole, or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn save(&self, archive: &Path) -> Result<()> {
        let text =
            serde_json::to_string_pretty(self).map_err(|e| Error::Internal(e.to_string()))?;
        overviews::write(&file(archive), &text)
    }

    /// Adds a source; false where it is followed already.
    ///
    /// # Errors
    /// Where there are too many.
    pub(crate) fn add(&mut self, feed: Feed) -> Result<bool> {
        if self.feeds.iter().any(|f| f.address == feed.address) {
            return Ok(false);
        }
        if self.feeds.len() >= MOST {
            return Err(Error::Usage(format!(
                "no more than {MOST} sources can be followed; remove some first"
            )));
        }
        self.feeds.push(feed);
        Ok(true)
    }

    /// Places of the sources that an address, a part of one or a name means.
    ///
    /// # Errors
    /// Where nothing is meant, or more than one source by a part.
    pub(crate) fn find(&self, wanted: &str) -> Result<usize> {
        let exact = self.feeds.iter().position(|f| f.address == wanted || f.name() == wanted);
        if let Some(at) = exact {
            return Ok(at);
        }
        let low = wanted.to_lowercase();
        let has = |f: &Feed| {
            f.address.to_lowercase().contains(&low) || f.name().to_lowercase().contains(&low)
        };
        let found: Vec<usize> = (0..self.feeds.len()).filter(|&at| has(&self.feeds[at])).collect();
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(Error::Usage(format!(
                "'{wanted}' is not followed; see `bilateral follow list`"
            ))),
            several => {
                let names: BTreeSet<&str> =
                    several.iter().take(5).map(|&at| self.feeds[at].address.as_str()).collect();
                let names: Vec<&str> = names.into_iter().collect();
                Err(Error::Usage(format!(
                    "'{wanted}' means {} sources ({}{}); write more of the address",
                    several.len(),
                    names.join(", "),
                    if several.len() > 5 { ", …" } else { "" }
                )))
            }
        }
    }
}

fn file(archive: &Path) -> PathBuf {
    archive.join("followed.json")
}

fn damaged(path: &Path, why: &str) -> Error {
    Error::Archive {
        what: format!("{} cannot be used ({why})", path.display()),
        remedy: "Move it away and follow the sources again; the archive itself is not touched"
            .to_owned(),
    }
}
