//! What the archive holds, in numbers.

use std::collections::BTreeMap;

use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

use super::archive::Archive;
use super::schema::{Kind, column, day_number, number_day};
use crate::error::Result;
use crate::model::day::Day;
use crate::model::document::ROWS;
use crate::reading;

/// Counts of what the archive holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    pub(crate) documents: u64,
    pub(crate) sentences: u64,
    pub(crate) events: u64,
    /// Documents in a language whose sentences are read into events.
    pub(crate) read: u64,
    /// Documents stored and searchable only.
    pub(crate) unread: u64,
    /// Documents by language.
    pub(crate) languages: BTreeMap<String, u64>,
    /// Documents by outlet; a document with several outlets counts for each, also as of a day
    /// before it reached the later ones.
    pub(crate) outlets: BTreeMap<String, u64>,
    /// First and last day on which a document was first published; a row added, where there are no documents; `None` where no day is known.
    pub(crate) days: Option<(Day, Day)>,
    /// Rows of event tables; no documents, and counted nowhere else but among the events.
    pub(crate) rows: u64,
    /// The last day on which one was added.
    pub(crate) rows_until: Option<Day>,
    /// Documents without a known day.
    pub(crate) undated: u64,
    /// Documents by the day they were first published on; rows, where there are no documents.
    pub(crate) by_day: BTreeMap<Day, u64>,
}

impl Archive {
    /// Counts what had been published by `as_of` (documents without a day count), or everything.
    pub(crate) fn coverage(&self, as_of: Option<Day>) -> Result<Coverage> {
        match (as_of, self.counted.get()) {
            (None, Some(counted)) => Ok(counted.clone()),
            (None, None) => {
                let counted = self.count(None)?;
                Ok(self.counted.get_or_init(|| counted).clone())
            }
            (Some(_), _) => self.count(as_of),
        }
    }

    fn count(&self, as_of: Option<Day>) -> Result<Coverage> {
        let mut out = Coverage::default();
        let mut rows = BTreeMap::new();
        for segment in self.searcher().segment_readers() {
            count(segment, as_of.map(day_number), &mut out, &mut rows)
                .map_err(|e| self.fault(e))?;
        }
        out.rows_until = rows.keys().next_back().copied();
        if out.documents == 0 {
            out.days = rows.keys().next().copied().zip(rows.keys().next_back().copied());
            out.by_day = rows;
        }
        for (language, documents) in &out.languages {
            let part = if reading::is_read(language) { &mut out.read } else { &mut out.unread };
            *part += documents;
        }
        Ok(out)
    }
}

fn count(
    segment: &SegmentReader,
    as_of: Option<i64>,
    out: &mut Coverage,
    rows_by_day: &mut BTreeMap<Day, u64>,
) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let kinds = columns.u64(column::KIND)?;
    let published = columns.i64(column::PUBLISHED)?;
    let mut languages = Tally::new(columns.str(column::LANGUAGE)?);
    let mut outlets = Tally::new(columns.str(column::OUTLET)?);
    let mut days: Option<(i64, i64)> = None;
    let mut by_day: BTreeMap<i64, u64> = BTreeMap::new();
    let mut rows: BTreeMap<i64, u64> = BTreeMap::new();
    let row = languages.number_of(ROWS)?;
    for doc in segment.doc_ids_alive() {
        let day = published.first(doc);
        if matches!((day, as_of), (Some(day), Some(as_of)) if day > as_of) {
            continue;
        }
        let kind = kinds.first(doc);
        if kind == Some(Kind::Sentence as u64) {
            out.sentences += 1;
        } else if kind == Some(Kind::Event as u64) {
            out.events += 1;
        } else if row.is_some() && languages.first(doc) == row {
            out.rows += 1;
            if let Some(day) = day {
                *rows.entry(day).or_default() += 1;
            }
        } else {
            out.documents += 1;
            languages.count(doc);
            outlets.count(doc);
            match day {
                None => out.undated += 1,
                Some(day) => {
                    let (first, last) = days.unwrap_or((day, day));
                    days = Some((first.min(day), last.max(day)));
                    *by_day.entry(day).or_default() += 1;
                }
            }
        }
    }
    languages.add_to(&mut out.languages)?;
    outlets.add_to(&mut out.outlets)?;
    for (from, to) in [(by_day, &mut out.by_day), (rows, rows_by_day)] {
        for (number, count) in from {
            if let Some(day) = number_day(number) {
                *to.entry(day).or_default() += count;
            }
        }
    }
    if let Some((first, last)) = days
        && let (Some(first), Some(last)) = (number_day(first), number_day(last))
    {
        let (earliest, latest) = out.days.unwrap_or((first, last));
        out.days = Some((earliest.min(first), latest.max(last)));
    }
    Ok(())
}

/// Counts of a column's values within one segment.
struct Tally {
    column: Option<StrColumn>,
    /// By the number the segment gives the value; numbers follow the values' order.
    counts: Vec<u64>,
}

impl Tally {
    fn new(column: Option<StrColumn>) -> Self {
        let values = column.as_ref().map_or(0, |column| column.num_terms());
        Self { column, counts: vec![0; values] }
    }

    /// The number of a value in this segment.
    fn number_of(&self, value: &str) -> tantivy::Result<Option<u64>> {
        let found = self.column.as_ref().map(|c| c.dictionary().term_ord(value.as_bytes()));
        Ok(found.transpose()?.flatten())
    }

    /// The number of the entry's first value.
    fn first(&self, doc: u32) -> Option<u64> {
        self.column.as_ref()?.term_ords(doc).next()
    }

    fn count(&mut self, doc: u32) {
        let Some(column) = &self.column else { return };
        for number in column.term_ords(doc) {
            if let Some(count) = usize::try_from(number).ok().and_then(|at| self.counts.get_mut(at))
            {
                *count += 1;
            }
        }
    }

    fn add_to(self, out: &mut BTreeMap<String, u64>) -> tantivy::Result<()> {
        let Some(column) = &self.column else { return Ok(()) };
        let used: Vec<(u64, u64)> =
            (0..).zip(self.counts).filter(|&(_, count)| count > 0).collect();
        let numbers: Vec<u64> = used.iter().map(|&(number, _)| number).collect();
        let mut counts = used.iter().map(|&(_, count)| count);
        column.dictionary().sorted_ords_to_term_cb(&numbers, |value| {
            let value = String::from_utf8_lossy(value).into_owned();
            *out.entry(value).or_default() += counts.next().unwrap_or(0);
        })?;
        Ok(())
    }
}
