//! The open archive: one unchanging view of what was committed when it was opened.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::query::Query;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocSet, Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TERMINATED,
    TantivyDocument, Term,
};

use super::Record;
use super::coverage::Coverage;
use super::journal::{Addition, Journal};
use super::read_only::ReadOnly;
use super::schema::{self, Fields, Kind, column};
use super::writer::Writer;
use super::{fault, format, tokenizer};
use crate::error::{Error, Result};
use crate::model::document::{Document, TextKey};

/// Bytes of one compressed block of payloads. Events are fetched from all over the archive, so
/// blocks are small: on 110,520 reports 3,707 events of one pair take 18 ms and the archive 63 MB;
/// with the engine's default of 16 KiB 22 ms and 58 MB, with 4 KiB 18 ms and 71 MB.
const BLOCK: usize = 8_192;

/// Times an archive is opened before it counts as damaged: a writer may tidy files away while they
/// are being opened.
const ATTEMPTS: usize = 3;

/// A read-only view; commits made after the opening are not seen.
pub(crate) struct Archive {
    pub(super) index: Index,
    pub(super) fields: Fields,
    reader: IndexReader,
    journal: Journal,
    /// `None` in memory.
    folder: Option<PathBuf>,
    /// Counts of all it holds, from the first question on.
    pub(super) counted: OnceLock<Coverage>,
}

impl Archive {
    /// Opens the archive in `folder`.
    ///
    /// # Errors
    /// [`Error::Archive`] where there is none, where its format is another, or where its files are
    /// damaged; [`Error::Outside`] where it cannot be read.
    pub(crate) fn open(folder: &Path) -> Result<Archive> {
        format::check(folder)?;
        let engine = format::engine_folder(folder);
        if !engine.join("meta.json").is_file() {
            // Created and killed before the first commit: an archive without content.
            return Self::on(RamDirectory::create().into(), Some(folder));
        }
        let mut opened = Self::read(folder, &engine);
        for _ in 1..ATTEMPTS {
            if !matches!(opened, Err(Error::Archive { .. })) {
                break;
            }
            opened = Self::read(folder, &engine);
        }
        opened
    }

    fn read(folder: &Path, engine: &Path) -> Result<Archive> {
        let directory = MmapDirectory::open(engine).map_err(|e| fault::engine(folder, e.into()))?;
        Self::on(Box::new(ReadOnly(directory)), Some(folder))
    }

    /// True when the folder holds an archive, of whatever format.
    pub(crate) fn exists(folder: &Path) -> bool {
        format::is_marked(folder)
    }

    /// An archive that lives as long as the process: the sample archive, tests.
    pub(crate) fn in_memory(records: Vec<Record>) -> Result<Archive> {
        Self::in_memory_of(|put| records.iter().try_for_each(put))
    }

    /// As [`Archive::in_memory`], of records handed over one at a time.
    pub(crate) fn in_memory_of(
        give: impl FnOnce(&mut dyn FnMut(&Record) -> Result<()>) -> Result<()>,
    ) -> Result<Archive> {
        let mut writer = Writer::in_memory()?;
        give(&mut |record| writer.put(record))?;
        writer.commit(None)?;
        writer.into_archive()
    }

    pub(super) fn on(directory: Box<dyn Directory>, folder: Option<&Path>) -> Result<Archive> {
        let shown = folder.unwrap_or(Path::new("in memory"));
        let (schema, fields) = schema::build();
        let settings = IndexSettings { docstore_blocksize: BLOCK, ..IndexSettings::default() };
        let open = || -> tantivy::Result<(Index, IndexReader)> {
            let index =
                Index::builder().schema(schema).settings(settings).open_or_create(directory)?;
            tokenizer::register(index.tokenizers());
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            Ok((index, reader))
        };
        let (index, reader) = open().map_err(|e| fault::engine(shown, e))?;
        let folder = folder.map(Path::to_owned);
        let (journal, counted) = (Journal::default(), OnceLock::new());
        let mut archive = Archive { index, fields, reader, journal, folder, counted };
        archive.reload()?;
        Ok(archive)
    }

    /// Moves the view to the last commit.
    pub(super) fn reload(&mut self) -> Result<()> {
        self.counted = OnceLock::new();
        // The journal must be that of the segments: another process may commit in between, and
        // then both are read again. Merges leave the payload as it is.
        for _ in 0..100 {
            let before = self.index.load_metas().map_err(|e| self.fault(e))?.payload;
            self.reader.reload().map_err(|e| self.fault(e))?;
            let after = self.index.load_metas().map_err(|e| self.fault(e))?.payload;
            if before == after {
                self.journal = Journal::parse(after.as_deref())
                    .map_err(|e| fault::damaged(self.folder(), &e.to_string()))?;
                return Ok(());
            }
        }
        Err(Error::Busy { folder: self.folder().to_owned() })
    }

    /// The documents with these keys, in the order asked; keys not in the archive are left out.
    /// All reports are there, whatever day they are from.
    #[cfg(test)]
    pub(crate) fn documents(&self, keys: &[TextKey]) -> Result<Vec<Document>> {
        let searcher = self.searcher();
        let mut out = Vec::with_capacity(keys.len());
        for key in keys {
            out.extend(self.document(&searcher, key)?);
        }
        Ok(out)
    }

    /// The document with this key, where there is one.
    pub(super) fn document(&self, searcher: &Searcher, key: &str) -> Result<Option<Document>> {
        let found = self.document_address(searcher, key).map_err(|e| self.fault(e))?;
        found.map(|address| self.payload(searcher, address)).transpose()
    }

    pub(super) fn document_address(
        &self,
        searcher: &Searcher,
        key: &str,
    ) -> tantivy::Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.key, key);
        for (at, segment) in searcher.segment_readers().iter().enumerate() {
            let index = segment.inverted_index(self.fields.key)?;
            let Some(mut found) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            let kinds = segment.fast_fields().u64(column::KIND)?;
            // The document is written before its sentences and events, so this ends soon.
            while found.doc() != TERMINATED {
                let doc = found.doc();
                if !segment.is_deleted(doc) && kinds.first(doc) == Some(Kind::Document as u64) {
                    return Ok(Some(DocAddress::new(u32::try_from(at).unwrap_or(u32::MAX), doc)));
                }
                found.advance();
            }
        }
        Ok(None)
    }

    /// 32 hexadecimal digits. The same documents with the same reports give the same fingerprint,
    /// in whatever order and in however many runs they were added.
    pub(crate) fn fingerprint(&self) -> String {
        self.journal.fingerprint()
    }

    /// The last 50 additions, oldest first.
    pub(crate) fn ledger(&self) -> Vec<Addition> {
        self.journal.additions().to_vec()
    }

    /// Bytes of all files of the archive; in memory, of its segments.
    pub(crate) fn size_on_disk(&self) -> Result<u64> {
        let Some(folder) = &self.folder else {
            let usage = self.searcher().space_usage().map_err(|e| self.fault(e.into()))?;
            return Ok(usage.total().get_bytes());
        };
        let mut bytes = 0;
        for folder in [folder.clone(), format::engine_folder(folder)] {
            let trouble = |e| fault::io(format!("cannot look into {}", folder.display()), e);
            let entries = match std::fs::read_dir(&folder) {
                // Another process is creating the archive: it is marked, its engine comes next.
                Err(e) if e.kind() == ErrorKind::NotFound => continue,
                other => other.map_err(trouble)?,
            };
            for entry in entries {
                // A file may vanish meanwhile: another process merges.
                let Ok(about) = entry.map_err(trouble)?.metadata() else { continue };
                bytes += if about.is_file() { about.len() } else { 0 };
            }
        }
        Ok(bytes)
    }

    pub(super) fn journal(&self) -> &Journal {
        &self.journal
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Reads the stored JSON of one entry.
    pub(super) fn payload<T: serde::de::DeserializeOwned>(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<T> {
        let entry: TantivyDocument = searcher.doc(address).map_err(|e| self.fault(e))?;
        let stored = entry.get_first(self.fields.payload);
        let text = stored.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
        serde_json::from_str(text).map_err(|e| fault::damaged(self.folder(), &e.to_string()))
    }

    /// Runs a query with a collector.
    pub(super) fn collect<C: tantivy::collector::Collector>(
        &self,
        searcher: &Searcher,
        query: &dyn Query,
        collector: &C,
    ) -> Result<C::Fruit> {
        searcher.search(query, collector).map_err(|e| self.fault(e))
    }

    pub(super) fn fault(&self, error: tantivy::TantivyError) -> Error {
        fault::engine(self.folder(), error)
    }

    /// For messages.
    pub(super) fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new("in memory"))
    }
}

/// Documents already loaded for one answer.
#[derive(Default)]
pub(super) struct Loaded(BTreeMap<TextKey, Option<Document>>);

impl Loaded {
    pub(super) fn get(
        &mut self,
        archive: &Archive,
        searcher: &Searcher,
        key: &TextKey,
    ) -> Result<Option<&Document>> {
        if !self.0.contains_key(key) {
            self.0.insert(key.clone(), archive.document(searcher, key)?);
        }
        Ok(self.0.get(key).and_then(Option::as_ref))
    }
}
