//! Questions that a reader keeps: the overview seen last of each, and where news of it is told.
//!
//! The list lies beside the archive in one file that is written whole; overviews lie where `overview --save`
//! puts them.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::overviews;

/// Questions of one archive at most: each is answered anew with every round that brings news.
const MOST: usize = 200;
/// Bytes of the list at most.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A kept question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The words, and the days as they were typed; empty where none were.
    pub(crate) question: String,
    #[serde(default)]
    pub(crate) since: String,
    #[serde(default)]
    pub(crate) until: String,
    /// Address of the overview that the reader has seen.
    pub(crate) seen: String,
    /// Where changes are sent, as JSON with POST.
    #[serde(default)]
    pub(crate) hook: Option<String>,
    /// The address may lie in this machine or its network.
    #[serde(default)]
    pub(crate) local: bool,
    /// Address of the overview that was current when changes were sent last.
    #[serde(default)]
    pub(crate) told: Option<String>,
    /// Why the last changes could not be sent.
    #[serde(default)]
    pub(crate) trouble: Option<String>,
}

impl Kept {
    /// True for the same words and days.
    pub(crate) fn asks(&self, question: &str, since: &str, until: &str) -> bool {
        (self.question.as_str(), self.since.as_str(), self.until.as_str())
            == (question, since, until)
    }
}

/// The list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Questions {
    pub(crate) questions: Vec<Kept>,
}

impl Questions {
    /// Reads the list; empty where none was ever made.
    ///
    /// # Errors
    /// Where it cannot be read, or is none.
    pub(crate) fn load(archive: &Path) -> Result<Self> {
        let path = file(archive);
        let failed = |e| {
            let what = format!("cannot read {}", path.display());
            Error::outside(what, e, "Check your rights, or delete it and keep the questions anew")
        };
        match fs::metadata(&path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(failed(e)),
            Ok(about) if about.len() > LARGEST => {
                return Err(failed(ErrorKind::FileTooLarge.into()));
            }
            Ok(_) => {}
        }
        let text = fs::read_to_string(&path).map_err(failed)?;
        serde_json::from_str(&text).map_err(|e| failed(e.into()))
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

    /// Keeps a question, or puts it in the place of the same one.
    ///
    /// # Errors
    /// Where there are too many.
    pub(crate) fn keep(&mut self, kept: Kept) -> Result<()> {
        let same = self.find(&kept.question, &kept.since, &kept.until);
        if same.is_none() && self.questions.len() >= MOST {
            return Err(Error::Usage(format!(
                "no more than {MOST} questions can be kept; let go of some first"
            )));
        }
        match same {
            Some(at) => self.questions[at] = kept,
            None => self.questions.push(kept),
        }
        Ok(())
    }

    /// The place of a question.
    pub(crate) fn find(&self, question: &str, since: &str, until: &str) -> Option<usize> {
        self.questions.iter().position(|kept| kept.asks(question, since, until))
    }
}

fn file(archive: &Path) -> PathBuf {
    archive.join("questions.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let kept = |question: &str, seen: &str| Kept {
            question: question.to_owned(),
            since: String::new(),
            until: String::new(),
            seen: seen.to_owned(),
            hook: None,
            local: false,
            told: None,
            trouble: None,
        };
        let mut list = Questions::load(folder.path()).unwrap();
        list.keep(kept("Norway vs Sweden", "a")).unwrap();
        list.keep(kept("Norway", "b")).unwrap();
        list.keep(kept("Norway vs Sweden", "c")).unwrap();
        list.save(folder.path()).unwrap();
        let list = Questions::load(folder.path()).unwrap();
        let seen: Vec<&str> = list.questions.iter().map(|k| k.seen.as_str()).collect();
        assert_eq!(seen, ["c", "b"]);
        let mut full = Questions { questions: vec![kept("Chile", "x"); MOST] };
        assert!(full.keep(kept("Peru", "y")).is_err() && full.keep(kept("Chile", "y")).is_ok());
        fs::write(file(folder.path()), "{").unwrap();
        assert!(Questions::load(folder.path()).is_err());
    }
}
