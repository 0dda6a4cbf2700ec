//! Keep it, find it again.
//!
//! One folder holds everything: documents, their sentences and their events, each findable by
//! actor, pair, type, day, outlet and language. What stands here in plain structs is the whole
//! storage interface; the engine behind it (tantivy) does not show.
//!
//! Good for: exact lookups, ranked passages, all events between two actors, counts.
//! Not for: thinking about what was found; that is `relations` and `overview`.

mod archive;
mod clauses;
mod coverage;
mod dossiers;
mod events;
mod fault;
mod format;
mod free_text;
mod history;
mod journal;
pub(crate) mod overviews;
mod passages;
mod read_only;
mod records;
mod schema;
mod tokenizer;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use archive::Archive;
pub(crate) use coverage::Coverage;
pub(crate) use dossiers::RecordQuery;
pub(crate) use events::{EventQuery, Rows, StoredEvent};
pub(crate) use history::Stood;
pub(crate) use journal::{Addition, Skipped};
#[cfg(test)]
pub(crate) use passages::PassagePage;
pub(crate) use passages::{Passage, PassageQuery};
pub(crate) use writer::Writer;

use crate::model::document::Document;
use crate::reading::Reading;

/// One unit to write: a document with everything understood of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) document: Document,
    pub(crate) reading: Reading,
}
