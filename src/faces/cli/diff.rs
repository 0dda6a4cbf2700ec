//! `bilateral diff`: what changed since a saved overview.

use std::path::{Path, PathBuf};

use clap::Args;

use super::question::understand;
use super::saved::{self, Format};
use super::{Ending, archive, print};
use crate::answer;
use crate::error::Result;
use crate::index::overviews;
use crate::overview::changes::{Saved, changes};
use crate::reading::lexicon::Lexicon;

#[derive(Args)]
pub(super) struct Diff {
    /// A saved overview: a file of `bilateral overview --format json`, or the address of one saved with --save
    old: PathBuf,
    /// A newer one; without it the same question is asked of today's archive
    new: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Diff {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let folder = archive::folder(data.clone())?;
        let old = read(&folder, &self.old)?;
        let new = match &self.new {
            Some(path) => read(&folder, path)?,
            None => {
                let mut question = understand(&old.question)?;
                // A period may have been asked for beside the words.
                if old.window.asked {
                    question.since = question.since.or(Some(old.window.since));
                    question.until = question.until.or(Some(old.window.until));
                }
                let opened = archive::open(data)?;
                let overview = answer::overview(
                    Lexicon::embedded(),
                    &opened.archive,
                    &question,
                    None,
                    opened.sample,
                )?;
                saved::parse("the overview of today", &saved::json_of(&overview)?)?
            }
        };
        print(&saved::shown(&changes(&old, &new), self.format)?)?;
        Ok(Ending::Done)
    }
}

/// A file of this name, else a saved overview whose address begins so.
fn read(folder: &Path, name: &Path) -> Result<Saved> {
    let by_address = || overviews::file_of(folder, name.to_str()?);
    if name.exists() {
        return saved::read(name);
    }
    saved::read(by_address().as_deref().unwrap_or(name))
}
