//! The archive as it stood: a past state, rebuilt in memory from what had arrived by then.

use crate::error::{Error, Result};
use crate::index::{Archive, Record, Stood};
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::reading::read;

/// The archive as it stood at the end of a day of adding; documents added before arrivals were counted were
/// there all along.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn on(lexicon: &Lexicon, archive: &Archive, day: Day) -> Result<Archive> {
    rebuilt(lexicon, archive, archive.commit_of(day))
}

/// The archive as it stood when it had this fingerprint; `None` where it stands so today.
///
/// # Errors
/// Where it never stood so, or cannot be read.
pub(crate) fn with_fingerprint(
    lexicon: &Lexicon,
    archive: &Archive,
    fingerprint: &str,
) -> Result<Option<Archive>> {
    if archive.fingerprint() == fingerprint {
        return Ok(None);
    }
    let Some(commit) = archive.commit_with(fingerprint)? else {
        return Err(Error::Archive {
            what: format!("this archive never stood with the fingerprint {fingerprint}"),
            remedy: "Name the archive that the overview was made from with --data".to_owned(),
        });
    };
    let then = rebuilt(lexicon, archive, commit)?;
    if then.fingerprint() != fingerprint {
        return Err(Error::Internal(format!(
            "the archive as of commit {commit} came out with the fingerprint {}",
            then.fingerprint()
        )));
    }
    Ok(Some(then))
}

fn rebuilt(lexicon: &Lexicon, archive: &Archive, commit: u32) -> Result<Archive> {
    Archive::in_memory_of(|put| {
        archive.stood(commit, &mut |stood| {
            let Stood { document, reading, unchanged } = stood;
            // Days of a text are counted from its day of publication, which a later report may have moved.
            let reading = if unchanged { reading } else { read(lexicon, &document) };
            put(&Record { document, reading })
        })
    })
}
