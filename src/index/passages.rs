//! Passages by their words: sentences ranked by BM25.
//!
//! The rank weighs a word by its rarity in the whole archive. Sentences of replaced documents count
//! there until the engine merges them away, so the figure behind a rank may move a little after
//! replacements; between two commits it is fixed, and ties are broken by content.

use std::cmp::Reverse;

use tantivy::Searcher;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;

use super::archive::{Archive, Loaded};
use super::clauses::Clauses;
use super::events::{ByDay, later};
use super::free_text::{Demand, FreeText};
use super::records::{self, SentencePayload, report_day};
use super::schema::{Kind, column};
use crate::error::Result;
use crate::model::day::{Day, DaySpan};
use crate::model::document::{Document, Report, TextKey};
use crate::model::event::EventType;
use crate::model::span::Span;

/// Most passages of one page, and deepest page.
const LARGEST_PAGE: usize = 10_000;
const DEEPEST: usize = 100_000;

/// Which passages. An empty text or list, or `None`, asks for nothing in particular.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PassageQuery {
    /// Free text; phrases in quotes; nothing in it is an error. Without words the newest come
    /// first.
    pub(crate) words: String,
    /// All mentioned in the sentence.
    pub(crate) actors: Vec<String>,
    /// Both mentioned in the sentence.
    pub(crate) dyad: Option<(String, String)>,
    /// An event of one of these types stands in the sentence.
    pub(crate) types: Vec<EventType>,
    /// Published in `since..=until`; what has no day passes only where neither is given.
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    /// As of this day, as in [`super::EventQuery`].
    pub(crate) published_until: Option<Day>,
    /// In any case of letters.
    pub(crate) outlet: Option<String>,
    pub(crate) language: Option<String>,
    /// At most 10,000.
    pub(crate) limit: usize,
    /// Passages left out before the first; at most 100,000.
    pub(crate) offset: usize,
}

/// A sentence with what is printed beside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Passage {
    pub(crate) key: TextKey,
    pub(crate) sentence: Span,
    /// BM25; 0 where no words were asked for.
    pub(crate) score: f32,
    /// The sentence, as it stands in the stored text.
    pub(crate) text: String,
    /// Of the first report, as are `url`, `kind` and `written_by`.
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) written_by: Option<String>,
    /// Of all reports (as of the day asked for), sorted, each once.
    pub(crate) outlets: Vec<String>,
    /// The first day a report states.
    pub(crate) published: Option<DaySpan>,
    /// The first day we guessed where a report states none; not to be shown as the page's own.
    pub(crate) inferred: Option<DaySpan>,
    pub(crate) language: String,
}

/// One page of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct PassagePage {
    /// All that match, on this page or not.
    pub(crate) total: usize,
    /// No passage has the words asked for together; these have some of them.
    pub(crate) loosened: bool,
    pub(crate) passages: Vec<Passage>,
}

impl Archive {
    /// The passages asked for, best first; equal ones by key and place.
    pub(crate) fn passages(&self, query: &PassageQuery) -> Result<PassagePage> {
        let searcher = self.searcher();
        let window =
            Window { offset: query.offset.min(DEEPEST), limit: query.limit.min(LARGEST_PAGE) };
        let typed =
            FreeText::parse(&self.index, &self.fields, &query.words).map_err(|e| self.fault(e))?;
        let ask = |demand| {
            let mut clauses = self.passage_clauses(query);
            clauses.must_ranked(typed.query(demand));
            clauses.query()
        };
        let mut loosened = false;
        let (total, hits) = if typed.is_empty() && query.words.trim().is_empty() {
            self.newest(&searcher, &self.passage_clauses(query).query(), window)?
        } else {
            let strict = self.best(&searcher, &ask(Demand::Most), window)?;
            loosened = strict.0 == 0 && typed.can_loosen();
            if loosened { self.best(&searcher, &ask(Demand::Any), window)? } else { strict }
        };
        let passages = self.print(&searcher, hits, query.published_until)?;
        Ok(PassagePage { total, loosened: loosened && total > 0, passages })
    }

    fn passage_clauses(&self, query: &PassageQuery) -> Clauses {
        let fields = &self.fields;
        let mut clauses = Clauses::of_kind(fields, Kind::Sentence);
        clauses.all_of(fields.actor, query.actors.iter().map(String::as_str));
        let dyad = query.dyad.iter().flat_map(|(one, other)| [one.as_str(), other.as_str()]);
        clauses.all_of(fields.actor, dyad);
        clauses.any_of(fields.event_type, query.types.iter().map(|kind| kind.name()));
        let outlet = query.outlet.as_ref().map(|outlet| outlet.to_lowercase());
        clauses.any_of(fields.outlet, outlet.as_deref());
        clauses.any_of(fields.language, query.language.as_deref());
        let published = (fields.published, fields.published_end);
        clauses.overlaps(published, query.since, query.until);
        clauses.published_until(fields, query.published_until);
        clauses
    }

    /// The window of the ranking by score. Passages of the same score are a tie that only content
    /// may break, so all that tie with the last one of the window are looked at.
    fn best(&self, searcher: &Searcher, asked: &dyn Query, window: Window) -> Result<Hits> {
        if window.limit == 0 {
            return Ok((self.collect(searcher, asked, &Count)?, Vec::new()));
        }
        let mut reach = window.end() + 64;
        loop {
            let top = TopDocs::with_limit(reach).order_by_score();
            let (hits, total) = self.collect(searcher, asked, &(top, Count))?;
            let last = hits.get(window.end() - 1).map(|&(score, _)| score);
            let whole = hits.len() < reach
                || hits.last().is_none_or(|&(score, _)| last.is_some_and(|last| score < last));
            if !whole {
                reach = reach.saturating_mul(4);
                continue;
            }
            let mut found: Vec<(f32, SentencePayload)> = Vec::new();
            for (score, address) in hits {
                if last.is_none_or(|last| score >= last) {
                    found.push((score, self.payload(searcher, address)?));
                }
            }
            found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
            return Ok((total, window.cut(found)));
        }
    }

    /// The window of the ranking by day, newest first, those without a day last.
    fn newest(&self, searcher: &Searcher, asked: &dyn Query, window: Window) -> Result<Hits> {
        let mut hits = self.collect(searcher, asked, &ByDay(column::PUBLISHED))?;
        let total = hits.len();
        let rank = |day: i64| Reverse(if day == i64::MAX { i64::MIN } else { day });
        hits.sort_unstable_by_key(|&(day, address)| (rank(day), address));
        let last = match window.limit {
            0 => return Ok((total, Vec::new())),
            _ => hits.get(window.end() - 1).map(|&(day, _)| rank(day)),
        };
        let mut found: Vec<(Reverse<i64>, SentencePayload)> = Vec::new();
        for (day, address) in hits {
            if last.is_some_and(|last| rank(day) > last) {
                break;
            }
            found.push((rank(day), self.payload(searcher, address)?));
        }
        found.sort();
        Ok((total, window.cut(found.into_iter().map(|(_, payload)| (0.0, payload)).collect())))
    }

    fn print(
        &self,
        searcher: &Searcher,
        hits: Vec<(f32, SentencePayload)>,
        as_of: Option<Day>,
    ) -> Result<Vec<Passage>> {
        let mut loaded = Loaded::default();
        let mut out = Vec::with_capacity(hits.len());
        for (score, payload) in hits {
            if let Some(document) = loaded.get(self, searcher, &payload.key)? {
                out.push(passage(document, payload.span, score, as_of));
            }
        }
        Ok(out)
    }
}

/// All that match, and those of the window.
type Hits = (usize, Vec<(f32, SentencePayload)>);

#[derive(Clone, Copy)]
struct Window {
    offset: usize,
    limit: usize,
}

impl Window {
    fn end(self) -> usize {
        self.offset + self.limit
    }

    fn cut<T>(self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip(self.offset).take(self.limit).collect()
    }
}

fn passage(document: &Document, sentence: Span, score: f32, as_of: Option<Day>) -> Passage {
    let reports: Vec<Report> = document
        .reports
        .iter()
        .filter(|report| !later(report_day(report).map(|day| day.start), as_of))
        .cloned()
        .collect();
    let first = records::first_report(&reports);
    Passage {
        key: document.key.clone(),
        sentence,
        score,
        text: sentence.of(&document.text).unwrap_or_default().to_owned(),
        title: first.map(|r| r.title.clone()).unwrap_or_default(),
        url: first.and_then(|r| r.url.clone()),
        kind: first.and_then(|r| r.kind.clone()),
        written_by: first.and_then(|r| r.written_by.clone()),
        outlets: records::outlets(&reports).into_iter().map(str::to_owned).collect(),
        published: reports.iter().filter_map(|r| r.published).min(),
        inferred: reports.iter().filter_map(|r| r.inferred).min(),
        language: document.language.clone(),
    }
}
