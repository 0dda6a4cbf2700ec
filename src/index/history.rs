//! How the archive stood before: which commit left it with a fingerprint, and its records as they were then.
//!
//! Nothing is ever taken out of an archive, so its state after a commit is what had arrived by it.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, TantivyDocument, Term};

use super::schema::Kind;
use super::{Archive, fault, journal};
use crate::error::{Error, Result};
use crate::model::day::Day;
use crate::model::document::Document;
use crate::reading::Reading;

/// A document as it stood.
#[derive(Debug)]
pub(crate) struct Stood {
    /// With the reports that had arrived.
    pub(crate) document: Document,
    /// What is understood of it today.
    pub(crate) reading: Reading,
    /// False where reports came later: the reading may rest on their days.
    pub(crate) unchanged: bool,
}

impl Archive {
    /// The last commit on or before the day; 0 before the first.
    pub(crate) fn commit_of(&self, day: Day) -> u32 {
        self.journal().commit_of(day)
    }

    /// The first commit that left the archive with this fingerprint; `None` where none did. Reads every
    /// document.
    pub(crate) fn commit_with(&self, fingerprint: &str) -> Result<Option<u32>> {
        let mut sums: BTreeMap<u32, u128> = BTreeMap::from([(0, 0)]);
        for address in self.all()? {
            let document: Document = self.payload(&self.searcher(), address)?;
            let mut before = 0;
            for commit in document.reports.iter().map(|r| r.arrived).collect::<BTreeSet<_>>() {
                let then = at(&document, commit);
                let weight = journal::weigh(&then).map_err(|e| Error::Internal(e.to_string()))?;
                let sum = sums.entry(commit).or_default();
                *sum = sum.wrapping_add(weight).wrapping_sub(before);
                before = weight;
            }
        }
        let mut total = 0u128;
        for (commit, sum) in sums {
            total = total.wrapping_add(sum);
            if journal::written(total) == fingerprint {
                return Ok(Some(commit));
            }
        }
        Ok(None)
    }

    /// Hands over all documents that had arrived by the commit, as they stood after it.
    pub(crate) fn stood(
        &self,
        commit: u32,
        take: &mut dyn FnMut(Stood) -> Result<()>,
    ) -> Result<()> {
        let searcher = self.searcher();
        for address in self.all()? {
            let entry: TantivyDocument = searcher.doc(address).map_err(|e| self.fault(e))?;
            let text = |field| {
                let stored = entry.get_first(field);
                stored.as_ref().and_then(|v| v.as_str()).unwrap_or_default().to_owned()
            };
            let damaged = |e: serde_json::Error| fault::damaged(self.folder(), &e.to_string());
            let today: Document =
                serde_json::from_str(&text(self.fields.payload)).map_err(damaged)?;
            let document = at(&today, commit);
            if document.reports.is_empty() {
                continue;
            }
            let reading = serde_json::from_str(&text(self.fields.reading)).map_err(damaged)?;
            let unchanged = document.reports.len() == today.reports.len();
            take(Stood { document, reading, unchanged })?;
        }
        Ok(())
    }

    /// All documents, in the order of the files.
    fn all(&self) -> Result<BTreeSet<DocAddress>> {
        let kind = Term::from_field_u64(self.fields.kind, Kind::Document as u64);
        let all = TermQuery::new(kind, IndexRecordOption::Basic);
        Ok(self.collect(&self.searcher(), &all, &DocSetCollector)?.into_iter().collect())
    }
}

/// The document with the reports that had arrived by the commit.
fn at(document: &Document, commit: u32) -> Document {
    let mut then = document.clone();
    then.reports.retain(|report| report.arrived <= commit);
    then
}
