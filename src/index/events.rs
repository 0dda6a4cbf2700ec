//! Events by who, what and when.

use std::collections::BTreeSet;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, Term};

use super::archive::Archive;
use super::clauses::Clauses;
use super::records::{EventPayload, status_name};
use super::schema::{self, Kind, column};
use crate::error::Result;
use crate::model::day::{Day, DaySpan};
use crate::model::document::{ROWS, TextKey};
use crate::model::event::{Event, EventType, QuadClass, Status};

/// Whether rows of event tables are among the events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Rows {
    #[default]
    With,
    Without,
    Only,
}

/// Which events. An empty list or `None` asks for nothing in particular.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EventQuery {
    /// Both take part, as source, target or speaker. An event passes by one of the dyads
    /// or by one of `any_actor`.
    pub(crate) any_dyad: Vec<(String, String)>,
    /// Takes part, as source, target or speaker.
    pub(crate) any_actor: Vec<String>,
    pub(crate) types: Vec<EventType>,
    pub(crate) quads: Vec<QuadClass>,
    pub(crate) statuses: Vec<Status>,
    /// The event's span of days reaches into `since..=until`; an event without a day passes only
    /// where neither is given.
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    /// As of this day: documents first published later are left out, and so are later reports of
    /// those that stay. Documents without a day pass.
    pub(crate) published_until: Option<Day>,
    pub(crate) languages: Vec<String>,
    pub(crate) rows: Rows,
    /// In any case of letters.
    pub(crate) outlets: Vec<String>,
    /// The first so many.
    pub(crate) limit: Option<usize>,
}

/// An event with what is known of its document; the text itself is not loaded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredEvent {
    pub(crate) event: Event,
    pub(crate) key: TextKey,
    /// First day of publication, stated or inferred.
    pub(crate) published: Option<DaySpan>,
    /// Of all reports (as of the day asked for), sorted, each once.
    pub(crate) outlets: Vec<String>,
    pub(crate) language: String,
    /// Of the first report.
    pub(crate) kind: Option<String>,
    pub(crate) written_by: Option<String>,
}

impl Archive {
    /// The events asked for, by day (those without one last), document, place of the trigger.
    pub(crate) fn events(&self, query: &EventQuery) -> Result<Vec<StoredEvent>> {
        let searcher = self.searcher();
        let asked = self.event_clauses(query).query();
        let mut hits = self.collect(&searcher, &asked, &ByDay(column::DAY))?;
        hits.sort_unstable();
        if let Some(limit) = query.limit {
            keep_with_ties(&mut hits, limit);
        }
        // In the order of the files: each stored block is read and unpacked once.
        hits.sort_unstable_by_key(|&(_, address)| address);
        let mut found = Vec::with_capacity(hits.len());
        for (_, address) in hits {
            found.push(self.payload::<EventPayload>(&searcher, address)?);
        }
        found.sort_by(|a, b| order(a).cmp(&order(b)));
        found.truncate(query.limit.unwrap_or(usize::MAX));
        Ok(found.into_iter().map(|payload| stored(payload, query.published_until)).collect())
    }

    fn event_clauses(&self, query: &EventQuery) -> Clauses {
        let fields = &self.fields;
        let mut clauses = Clauses::of_kind(fields, Kind::Event);
        let dyads = query.any_dyad.iter().map(|(one, other)| {
            Term::from_field_text(fields.dyad, schema::value(&schema::dyad(one, other)))
        });
        let actors =
            query.any_actor.iter().map(|id| Term::from_field_text(fields.actor, schema::value(id)));
        clauses.any_term(dyads.chain(actors).collect());
        clauses.any_of(fields.event_type, query.types.iter().map(|kind| kind.name()));
        clauses.any_of(fields.status, query.statuses.iter().map(|&status| status_name(status)));
        let quads = query.quads.iter().map(|quad| u64::from(quad.number()));
        clauses.any_term(quads.map(|quad| Term::from_field_u64(fields.quad, quad)).collect());
        clauses.any_of(fields.language, query.languages.iter().map(String::as_str));
        let outlets: Vec<String> = query.outlets.iter().map(|o| o.to_lowercase()).collect();
        clauses.any_of(fields.outlet, outlets.iter().map(String::as_str));
        match query.rows {
            Rows::With => {}
            Rows::Without => clauses.not(fields.language, ROWS),
            Rows::Only => clauses.any_of(fields.language, [ROWS]),
        }
        clauses.overlaps((fields.day, fields.day_end), query.since, query.until);
        clauses.published_until(fields, query.published_until);
        clauses
    }
}

/// The order of events: what decides is content, never the place in the files.
fn order(payload: &EventPayload) -> impl Ord + '_ {
    let day = payload.event.day.map(|day| day.when);
    (day.is_none(), day, &payload.key, payload.event.trigger, payload.place)
}

fn stored(payload: EventPayload, as_of: Option<Day>) -> StoredEvent {
    let outlets: BTreeSet<String> = payload
        .reports
        .into_iter()
        .filter(|(day, _)| !later(*day, as_of))
        .flat_map(|(_, outlets)| outlets)
        .collect();
    StoredEvent {
        event: payload.event,
        key: payload.key,
        published: payload.published,
        outlets: outlets.into_iter().collect(),
        language: payload.language,
        kind: payload.kind,
        written_by: payload.written_by,
    }
}

/// True for a day after the as-of day; an unknown day is never later.
pub(super) fn later(day: Option<Day>, as_of: Option<Day>) -> bool {
    matches!((day, as_of), (Some(day), Some(as_of)) if day > as_of)
}

/// Cuts sorted hits to `limit`, but keeps those that share the last one's day: which of them
/// belong to the first `limit` is decided by their content.
fn keep_with_ties(hits: &mut Vec<(i64, DocAddress)>, limit: usize) {
    let Some(last) = limit.checked_sub(1).and_then(|at| hits.get(at)).map(|&(day, _)| day) else {
        if limit == 0 {
            hits.clear();
        }
        return;
    };
    let end = hits.partition_point(|&(day, _)| day <= last);
    hits.truncate(end);
}

/// Collects every hit with the day in the named column; `i64::MAX` where it has none.
pub(super) struct ByDay(pub(super) &'static str);

pub(super) struct SegmentByDay {
    segment: SegmentOrdinal,
    days: Column<i64>,
    hits: Vec<(i64, DocAddress)>,
}

impl Collector for ByDay {
    type Fruit = Vec<(i64, DocAddress)>;
    type Child = SegmentByDay;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentByDay> {
        let days = reader.fast_fields().i64(self.0)?;
        Ok(SegmentByDay { segment, days, hits: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for SegmentByDay {
    type Fruit = Vec<(i64, DocAddress)>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        let day = self.days.first(doc).unwrap_or(i64::MAX);
        self.hits.push((day, DocAddress::new(self.segment, doc)));
    }

    fn harvest(self) -> Self::Fruit {
        self.hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_keeps_the_whole_last_day() {
        let hits = || -> Vec<(i64, DocAddress)> {
            [1, 2, 2, 2, 3].iter().map(|&day| (day, DocAddress::new(0, 0))).collect()
        };
        for (limit, kept) in [(0, 0), (1, 1), (2, 4), (4, 4), (5, 5), (9, 5)] {
            let mut hits = hits();
            keep_with_ties(&mut hits, limit);
            assert_eq!(hits.len(), kept, "limit {limit}");
        }
    }
}
