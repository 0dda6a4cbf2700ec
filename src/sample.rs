//! The sample archive that ships in the binary: our own summaries of public pages.

use crate::documents;
use crate::error::{Error, Result};
use crate::index::{Archive, Record};
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::reading::read;
use crate::sources::{self, Flow};

const BRIEFS: &[u8] = include_bytes!("../data/sample/briefs.jsonl");
/// No brief is younger; bounds the days that are believed, without a clock.
const MADE: Day = Day::constant(2026, 11, 1);

/// Reads the briefs into an archive in memory.
///
/// # Errors
/// Where the embedded file is broken: our own fault.
pub(crate) fn archive(lexicon: &Lexicon) -> Result<Archive> {
    in_memory(lexicon, "data/sample/briefs.jsonl", BRIEFS, MADE)
}

/// Reads a file of ours into an archive in memory; days after `today` are not believed.
///
/// # Errors
/// Where an item of the file is broken.
pub(crate) fn in_memory(
    lexicon: &Lexicon,
    name: &str,
    bytes: &'static [u8],
    today: Day,
) -> Result<Archive> {
    let mut records: Vec<Record> = Vec::new();
    let mut broken = None;
    let _ = sources::read_bytes(name, bytes, &mut |item| {
        match item.and_then(|item| documents::build(item, today)) {
            Ok(document) => match records.iter_mut().find(|r| r.document.key == document.key) {
                Some(known) => documents::merge_reports(&mut known.document, document.reports),
                None => records.push(Record { reading: read(lexicon, &document), document }),
            },
            Err(skip) => broken = Some(skip.to_string()),
        }
        Flow::Continue(())
    });
    match broken {
        Some(fault) => Err(Error::Internal(fault)),
        None => Archive::in_memory(records),
    }
}
