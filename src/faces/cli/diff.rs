//! `bilateral diff`: what changed since a saved overview.

use std::path::PathBuf;

use clap::Args;

use super::saved::{self, Format};
use super::{Ending, archive, print};
use crate::answer;
use crate::error::Result;
use crate::overview::changes::changes;
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
        let old = saved::read(&folder, &self.old)?;
        let new = match &self.new {
            Some(path) => saved::read(&folder, path)?,
            None => {
                let question = saved::question(&old)?;
                let opened = archive::open(data)?;
                answer::overview(
                    Lexicon::embedded(),
                    &opened.archive,
                    &question,
                    None,
                    opened.sample,
                )?
            }
        };
        print(&saved::shown(&changes(&old, &new), self.format)?)?;
        Ok(Ending::Done)
    }
}
