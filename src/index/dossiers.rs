//! All documents on a relation, with everything understood of them.

use std::collections::BTreeSet;

use rayon::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

use super::schema::{Kind, day_number, number_day, value};
use super::{Archive, Record, fault};
use crate::error::Result;
use crate::model::day::Day;
use crate::model::document::{Document, ROWS, TextKey};

/// Which documents.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordQuery {
    /// Both are named in the text or the title; one of these dyads is enough.
    pub(crate) any_dyad: Vec<(String, String)>,
    /// As of this day: documents first published later are left out, and so are later reports of
    /// those that stay. Documents without a day pass.
    pub(crate) published_until: Option<Day>,
    /// The latest so many; those without a day come last.
    pub(crate) limit: usize,
}

impl Archive {
    /// The documents asked for, in order of their keys.
    pub(crate) fn records(&self, query: &RecordQuery) -> Result<Vec<Record>> {
        let searcher = self.searcher();
        let pairs = query.any_dyad.iter().map(|(a, b)| {
            let both = [a, b].map(|id| (Occur::Must, self.actor(id)));
            (Occur::Should, Box::new(BooleanQuery::new(both.into())) as Box<dyn Query>)
        });
        let kind = Term::from_field_u64(self.fields.kind, Kind::Document as u64);
        let rows = Term::from_field_text(self.fields.language, ROWS);
        let wanted = BooleanQuery::new(vec![
            (
                Occur::Must,
                Box::new(TermQuery::new(kind, IndexRecordOption::Basic)) as Box<dyn Query>,
            ),
            (Occur::Must, Box::new(BooleanQuery::new(pairs.collect()))),
            // Rows are counted, not told.
            (
                Occur::MustNot,
                Box::new(TermQuery::new(rows, IndexRecordOption::Basic)) as Box<dyn Query>,
            ),
        ]);
        let mut found = Vec::new();
        let segments = searcher.segment_readers().iter();
        let published: Vec<Column<i64>> = segments
            .map(|segment| segment.fast_fields().i64(super::schema::column::PUBLISHED))
            .collect::<tantivy::Result<_>>()
            .map_err(|e| self.fault(e))?;
        let addresses: BTreeSet<_> =
            self.collect(&searcher, &wanted, &DocSetCollector)?.into_iter().collect();
        for address in addresses {
            let column = published.get(address.segment_ord as usize);
            let published = column.and_then(|column| column.first(address.doc_id));
            let late =
                query.published_until.is_some_and(|d| published.is_some_and(|p| p > day_number(d)));
            if !late {
                found.push((published.and_then(number_day), address));
            }
        }
        // The latest first; which of one day are taken when there are too many is decided by place,
        // so a limit is only for safety and should never be reached.
        found.sort_by(|a, b| b.cmp(a));
        found.truncate(query.limit);
        found.sort_by_key(|(_, address)| *address);
        let addresses: Vec<DocAddress> = found.into_iter().map(|(_, address)| address).collect();
        self.load(&searcher, &addresses, query.published_until)
    }

    /// The documents with these keys, in order of their keys; keys not in the archive are left out.
    pub(crate) fn records_of(
        &self,
        keys: &[TextKey],
        published_until: Option<Day>,
    ) -> Result<Vec<Record>> {
        let searcher = self.searcher();
        let mut addresses = Vec::new();
        for key in keys {
            addresses.extend(self.document_address(&searcher, key).map_err(|e| self.fault(e))?);
        }
        self.load(&searcher, &addresses, published_until)
    }

    /// Reads documents with their readings; reports later than the day are left out.
    fn load(
        &self,
        searcher: &Searcher,
        addresses: &[DocAddress],
        published_until: Option<Day>,
    ) -> Result<Vec<Record>> {
        let read = |address: &DocAddress| self.record(searcher, *address, published_until);
        let found = addresses.par_iter().map(read).collect::<Result<Vec<Option<Record>>>>()?;
        let mut out: Vec<Record> = found.into_iter().flatten().collect();
        out.sort_by(|a, b| a.document.key.cmp(&b.document.key));
        Ok(out)
    }

    /// One document with its reading; `None` where all its reports are later than the day.
    fn record(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        published_until: Option<Day>,
    ) -> Result<Option<Record>> {
        let entry: TantivyDocument = searcher.doc(address).map_err(|e| self.fault(e))?;
        let damaged = |e: serde_json::Error| fault::damaged(self.folder(), &e.to_string());
        let text = |field| {
            let first = entry.get_first(field);
            first.as_ref().and_then(|v| v.as_str()).unwrap_or_default().to_owned()
        };
        let mut document: Document =
            serde_json::from_str(&text(self.fields.payload)).map_err(damaged)?;
        if let Some(until) = published_until {
            document
                .reports
                .retain(|r| r.published.or(r.inferred).is_none_or(|p| p.start <= until));
        }
        let reading = serde_json::from_str(&text(self.fields.reading)).map_err(damaged)?;
        Ok((!document.reports.is_empty()).then_some(Record { document, reading }))
    }

    fn actor(&self, id: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.actor, value(id));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }
}
