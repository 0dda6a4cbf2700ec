//! One record to the entries of the index, and the payloads back to structs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::Record;
use super::schema::{self, Fields, Kind, day_number};
use crate::model::day::{Day, DaySpan};
use crate::model::document::{Document, Report, TextKey};
use crate::model::event::{Event, Status};
use crate::model::span::Span;

/// Stored with each sentence; its text is cut out of the stored document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct SentencePayload {
    pub(super) key: TextKey,
    pub(super) span: Span,
}

/// Stored with each event: all that is needed without loading the document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct EventPayload {
    pub(super) key: TextKey,
    /// Place among the document's events, for a fixed order of those with one trigger.
    pub(super) place: u32,
    pub(super) event: Event,
    pub(super) published: Option<DaySpan>,
    pub(super) language: String,
    pub(super) kind: Option<String>,
    pub(super) written_by: Option<String>,
    /// First day and outlets of each report.
    pub(super) reports: Vec<(Option<Day>, Vec<String>)>,
}

/// All entries of one record; the document first.
pub(super) fn entries(
    fields: &Fields,
    record: &Record,
) -> serde_json::Result<Vec<TantivyDocument>> {
    let Record { document, reading } = record;
    let shared = Shared { fields, document, outlets: outlets(&document.reports) };
    let mut out = Vec::with_capacity(1 + reading.sentences.len() + reading.events.len());

    let mut entry = shared.entry(Kind::Document);
    let actors = reading.mentions.iter().map(|m| m.actor.id.as_str());
    let parties = reading.events.iter().flat_map(parties);
    let in_titles = reading.title_actors.iter().map(String::as_str);
    add_all(&mut entry, fields.actor, actors.chain(parties).chain(in_titles).collect());
    entry.add_text(fields.payload, serde_json::to_string(document)?);
    entry.add_text(fields.reading, serde_json::to_string(reading)?);
    out.push(entry);

    let title = first_report(&document.reports).map_or("", |r| r.title.as_str());
    // A row is found by its event; its line is no sentence to search for.
    let sentences = if document.is_row() { Vec::new() } else { by_sentence(record) };
    for (span, found) in sentences {
        let mut entry = shared.entry(Kind::Sentence);
        let english = document.language == "en";
        let text = span.of(&document.text).unwrap_or("");
        entry.add_text(if english { fields.text_en } else { fields.text_other }, text);
        entry.add_text(if english { fields.title_en } else { fields.title_other }, title);
        add_all(&mut entry, fields.actor, found.actors);
        add_all(&mut entry, fields.event_type, found.types);
        let payload = SentencePayload { key: document.key.clone(), span };
        entry.add_text(fields.payload, serde_json::to_string(&payload)?);
        out.push(entry);
    }

    for (place, event) in reading.events.iter().enumerate() {
        out.push(event_entry(&shared, u32::try_from(place).unwrap_or(u32::MAX), event)?);
    }
    Ok(out)
}

fn event_entry(
    shared: &Shared<'_>,
    place: u32,
    event: &Event,
) -> serde_json::Result<TantivyDocument> {
    let (fields, document) = (shared.fields, shared.document);
    let mut entry = shared.entry(Kind::Event);
    if let Some(source) = &event.source {
        entry.add_text(fields.source, schema::value(&source.actor.id));
    }
    if let Some(target) = &event.target {
        entry.add_text(fields.target, schema::value(&target.actor.id));
    }
    let actors: BTreeSet<&str> = parties(event).collect();
    for one in &actors {
        for other in actors.range(*one..).skip(1) {
            entry.add_text(fields.dyad, schema::value(&schema::dyad(one, other)));
        }
    }
    add_all(&mut entry, fields.actor, actors);
    entry.add_text(fields.event_type, event.kind.name());
    entry.add_u64(fields.quad, u64::from(event.kind.quad().number()));
    entry.add_text(fields.status, status_name(event.status));
    entry.add_f64(fields.intensity, f64::from(event.intensity));
    if let Some(day) = event.day {
        entry.add_i64(fields.day, day_number(day.when.start));
        entry.add_i64(fields.day_end, day_number(day.when.end));
    }
    let first = first_report(&document.reports);
    let payload = EventPayload {
        key: document.key.clone(),
        place,
        event: event.clone(),
        published: document.stated(),
        language: document.language.clone(),
        kind: first.and_then(|r| r.kind.clone()),
        written_by: first.and_then(|r| r.written_by.clone()),
        reports: document
            .reports
            .iter()
            .map(|r| (report_day(r).map(|day| day.start), r.outlets.clone()))
            .collect(),
    };
    entry.add_text(fields.payload, serde_json::to_string(&payload)?);
    Ok(entry)
}

/// What all entries of one document have in common.
struct Shared<'a> {
    fields: &'a Fields,
    document: &'a Document,
    outlets: BTreeSet<&'a str>,
}

impl Shared<'_> {
    fn entry(&self, kind: Kind) -> TantivyDocument {
        let (fields, document) = (self.fields, self.document);
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.key, &document.key);
        entry.add_u64(fields.kind, kind as u64);
        entry.add_text(fields.language, schema::value(&document.language));
        for outlet in &self.outlets {
            entry.add_text(fields.outlet, schema::value(outlet));
        }
        if let Some(published) = document.published() {
            entry.add_i64(fields.published, day_number(published.start));
            entry.add_i64(fields.published_end, day_number(published.end));
        }
        entry
    }
}

/// What was found in one sentence.
#[derive(Default)]
struct Found<'a> {
    actors: BTreeSet<&'a str>,
    types: BTreeSet<&'a str>,
}

/// The sentences in text order, each with its actors and types of events.
fn by_sentence(record: &Record) -> Vec<(Span, Found<'_>)> {
    let mut spans = record.reading.sentences.clone();
    spans.sort_unstable();
    spans.dedup();
    let mut out: Vec<(Span, Found<'_>)> =
        spans.into_iter().map(|span| (span, Found::default())).collect();
    let at = |out: &[(Span, Found<'_>)], inner: Span| {
        let after = out.partition_point(|(span, _)| span.start <= inner.start);
        after.checked_sub(1).filter(|&at| out[at].0.contains(inner))
    };
    for mention in &record.reading.mentions {
        if let Some(at) = at(&out, mention.span) {
            out[at].1.actors.insert(&mention.actor.id);
        }
    }
    for event in &record.reading.events {
        if let Some(at) = at(&out, event.trigger) {
            out[at].1.types.insert(event.kind.name());
            out[at].1.actors.extend(parties(event));
        }
    }
    out
}

/// Ids of source, target and speaker.
fn parties(event: &Event) -> impl Iterator<Item = &str> {
    [&event.source, &event.target, &event.speaker]
        .into_iter()
        .flatten()
        .map(|p| p.actor.id.as_str())
}

fn add_all(entry: &mut TantivyDocument, field: Field, values: BTreeSet<&str>) {
    for value in values {
        entry.add_text(field, schema::value(value));
    }
}

/// Outlets of all reports, sorted, each once.
pub(super) fn outlets(reports: &[Report]) -> BTreeSet<&str> {
    reports.iter().flat_map(|r| r.outlets.iter().map(String::as_str)).collect()
}

/// The day a report states, else the one we inferred.
pub(super) fn report_day(report: &Report) -> Option<DaySpan> {
    report.published.or(report.inferred)
}

/// The earliest report; one without a day only where none has one.
pub(super) fn first_report(reports: &[Report]) -> Option<&Report> {
    reports.iter().min_by_key(|report| {
        let day = report_day(report);
        (day.is_none(), report.published.is_none(), day)
    })
}

/// The name under which a status is indexed.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::Alleged => "alleged",
        Status::Denied => "denied",
        Status::Demanded => "demanded",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::NotDone => "not_done",
    }
}
