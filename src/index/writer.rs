//! The one writer of an archive.
//!
//! What [`Writer::commit`] returned for stands on disk, whole, whatever happens afterwards; what was
//! put after the last commit is gone after a kill, whole. A document, its sentences and its events
//! come and go together.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::directory::RamDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use super::Record;
use super::archive::Archive;
use super::journal::{self, Addition, Journal};
use super::{fault, format, records};
use crate::error::{Error, Result};
use crate::model::document::{Document, TextKey};

/// Threads that build segments on disk, and bytes each fills before it writes one out.
const DISK: (usize, usize) = (2, 100_000_000);
/// The same in memory, for the sample archive.
const MEMORY: (usize, usize) = (1, 20_000_000);
/// Share of dead entries that makes the engine clean a segment; by default it never does.
const DEAD: f32 = 0.3;

/// Writes to an archive; there is one at a time, in one process.
pub(crate) struct Writer {
    /// The view of the last commit.
    archive: Archive,
    engine: IndexWriter,
    journal: Journal,
    /// Weight of what stands under each key touched since the last commit.
    standing: BTreeMap<TextKey, Option<u128>>,
    /// Something could not be written: what was put since the last commit must not be committed.
    failed: bool,
}

impl Archive {
    /// Opens the archive in `folder` for writing; makes it one where it is empty or missing.
    ///
    /// # Errors
    /// [`Error::Busy`] while another writer is open, in this process or another;
    /// [`Error::Archive`] where the folder holds other things or an archive of another format;
    /// [`Error::Outside`] where it cannot be written.
    pub(crate) fn writer(folder: &Path) -> Result<Writer> {
        format::create(folder)?;
        let engine = format::engine_folder(folder);
        let directory = tantivy::directory::MmapDirectory::open(&engine)
            .map_err(|e| fault::engine(folder, e.into()))?;
        Writer::on(Archive::on(Box::new(directory), Some(folder))?, DISK)
    }
}

impl Writer {
    pub(super) fn in_memory() -> Result<Writer> {
        Self::on(Archive::on(RamDirectory::create().into(), None)?, MEMORY)
    }

    fn on(mut archive: Archive, (threads, memory): (usize, usize)) -> Result<Writer> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(memory)
            .num_merge_threads(1)
            .build();
        let engine: IndexWriter =
            archive.index.writer_with_options(options).map_err(|e| archive.fault(e))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DEAD);
        engine.set_merge_policy(Box::new(policy));
        // Another writer may have committed between the opening and the lock.
        archive.reload()?;
        let journal = archive.journal().clone();
        Ok(Writer { archive, engine, journal, standing: BTreeMap::new(), failed: false })
    }

    /// Number of the commit to come: what is put now arrives with it.
    pub(crate) fn next_commit(&self) -> u32 {
        self.journal.commits() + 1
    }

    /// What is committed under each of these keys, in their order; for merging reports.
    pub(crate) fn known(&self, keys: &[TextKey]) -> Result<Vec<Option<Document>>> {
        let searcher = self.archive.searcher();
        keys.iter().map(|key| self.archive.document(&searcher, key)).collect()
    }

    /// Writes a record; it takes the place of what stands under its key. Seen after the commit.
    pub(crate) fn put(&mut self, record: &Record) -> Result<()> {
        let key = &record.document.key;
        let after = journal::weigh(&record.document).map_err(unwritable)?;
        let before = self.weight(key)?;
        let entries = records::entries(&self.archive.fields, record).map_err(unwritable)?;
        let old = Term::from_field_text(self.archive.fields.key, key);
        let operations: Vec<UserOperation<TantivyDocument>> =
            std::iter::once(UserOperation::Delete(old))
                .chain(entries.into_iter().map(UserOperation::Add))
                .collect();
        if let Err(e) = self.engine.run(operations) {
            return Err(self.fail(e));
        }
        self.journal.replace(before, after);
        self.standing.insert(key.clone(), Some(after));
        Ok(())
    }

    /// Makes everything put so far part of the archive, in one step, with the addition entered in
    /// the ledger. When this returns, it is on disk.
    ///
    /// # Errors
    /// [`Error::Outside`] when the disk is full or fails; the archive is then what it was after
    /// the commit before, and this writer can only be dropped.
    pub(crate) fn commit(&mut self, addition: Option<Addition>) -> Result<()> {
        if self.failed {
            return Err(Error::Internal("commit after a failed write".to_owned()));
        }
        self.journal.count(addition.as_ref().map(|a| a.when.as_str()));
        if let Some(addition) = addition {
            self.journal.enter(addition);
        }
        let payload = self.journal.payload().map_err(unwritable)?;
        if let Err(e) = self.commit_with(&payload) {
            return Err(self.fail(e));
        }
        self.standing.clear();
        self.archive.reload()
    }

    fn commit_with(&mut self, payload: &str) -> tantivy::Result<()> {
        let mut prepared = self.engine.prepare_commit()?;
        prepared.set_payload(payload);
        prepared.commit()?;
        Ok(())
    }

    /// Waits until the engine has tidied its files. Not needed for safety; leaves fewer and
    /// smaller files.
    pub(crate) fn finish(self) -> Result<()> {
        self.into_archive().map(drop)
    }

    /// Ends writing; what remains is the view of the last commit.
    pub(super) fn into_archive(self) -> Result<Archive> {
        let Writer { mut archive, engine, .. } = self;
        engine.wait_merging_threads().map_err(|e| archive.fault(e))?;
        archive.reload()?;
        Ok(archive)
    }

    /// What stands under the key, committed or put since.
    fn weight(&self, key: &TextKey) -> Result<Option<u128>> {
        if let Some(&weight) = self.standing.get(key) {
            return Ok(weight);
        }
        let document = self.archive.document(&self.archive.searcher(), key)?;
        document.as_ref().map(journal::weigh).transpose().map_err(unwritable)
    }

    /// The engine only says that a thread of it died; joining the thread tells of what.
    fn fail(&mut self, error: TantivyError) -> Error {
        self.failed = true;
        let cause = match error {
            TantivyError::ErrorInThread(_) => self.engine.prepare_commit().err().unwrap_or(error),
            other => other,
        };
        self.archive.fault(cause)
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::Internal(format!("a record cannot be written as JSON: {error}"))
}
