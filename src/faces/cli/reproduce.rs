//! `bilateral reproduce`: a saved overview made again.

use std::path::PathBuf;

use clap::Args;

use super::overview::{Format, shown};
use super::{Ending, archive, print, remark, saved};
use crate::answer;
use crate::error::{Error, Result};
use crate::overview::changes::changes;
use crate::reading::lexicon::Lexicon;
use crate::stood;

#[derive(Args)]
pub(super) struct Reproduce {
    /// A saved overview: a file of `bilateral overview --format json`, or the address of one saved with --save
    overview: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Reproduce {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let lexicon = Lexicon::embedded();
        let json = saved::bytes(&archive::folder(data.clone())?, &self.overview)?;
        let old = saved::parse(&self.overview.display().to_string(), &json)?;
        let question = saved::question(&old)?;
        let opened = archive::open(data)?;
        if opened.sample != old.sample {
            let (made, here) = if old.sample {
                ("the sample archive in the program", "an archive of yours")
            } else {
                ("an archive of your own", "the sample archive")
            };
            return Err(Error::Usage(format!(
                "the overview was made from {made}, and this is {here}; name the archive it was made from with --data"
            )));
        }
        let then = stood::with_fingerprint(lexicon, &opened.archive, &old.archive)?;
        let stands = then.is_none();
        let archive = then.as_ref().unwrap_or(&opened.archive);
        let overview =
            answer::overview(lexicon, archive, &question, Some(old.as_of), opened.sample)?;
        let again = saved::json_of(&overview)?;
        let from = if stands {
            "the archive, which stands as it did"
        } else {
            "the archive as it stood then"
        };
        if again == json {
            remark(&format!("The same bytes, made again from {from}."));
            print(&shown(&overview, self.format)?)?;
            return Ok(Ending::Done);
        }
        remark(&format!(
            "Not the same bytes, though made from {from}: another version of the program, or a file that was \
             changed.{} What is told otherwise:",
            first_difference(&json, &again)
        ));
        let changes = changes(&old, &overview);
        print(&saved::shown(&changes, self.format.of_changes()?)?)?;
        Ok(Ending::Otherwise)
    }
}

/// The first lines that differ, side by side; nothing where the one only goes on longer.
fn first_difference(old: &str, new: &str) -> String {
    let mut pairs = old.lines().zip(new.lines()).zip(1..);
    pairs.find(|((old, new), _)| old != new).map_or_else(String::new, |((old, new), line)| {
        format!(" Line {line} was saved as `{}` and is `{}` now.", old.trim(), new.trim())
    })
}
