//! The read path on one screen: question, index, relations, overview.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::error::Result;
use crate::index::{Archive, EventQuery, PassageQuery, Record, RecordQuery, Rows, StoredEvent};
use crate::model::day::Day;
use crate::model::event::Event;
use crate::overview::compose::{Material, compose};
use crate::overview::listed::{Listed, listed};
use crate::overview::question::Question;
use crate::overview::{Overview, Searched};
use crate::reading::lexicon::Lexicon;
use crate::relations::Dyad;
use crate::relations::balance::{self, Tick};
use crate::relations::echoes::Search;
use crate::relations::network::{Bond, bonds};
use crate::relations::shifts::{self, Shift};

/// Relations told for one question at most.
const MOST_DYADS: usize = 6;
/// Partners told when one actor alone is asked about.
const MOST_PARTNERS: usize = 4;
/// Documents weighed for one answer at most; far above what any relation has in the archives measured.
const MOST_RECORDS: usize = 40_000;
/// Passages looked at for each search for more on a happening.
const BESIDE: usize = 8;
/// Others that stand in the network of a question, at most.
const MOST_NEAR: usize = 12;
/// Days of a network where no period is asked for.
const NETWORK_DAYS: i64 = 730;

/// Answers a question from an archive. `as_of` is the last day a document of the archive was
/// published on, unless given.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn overview(
    lexicon: &Lexicon,
    archive: &Archive,
    question: &Question,
    as_of: Option<Day>,
    sample: bool,
) -> Result<Overview> {
    let coverage = archive.coverage(as_of)?;
    let last = coverage.days.map(|(_, last)| last);
    let as_of = as_of.or(last).unwrap_or(Day::constant(1970, 1, 1));
    let dyads = relations(archive, question, as_of)?;
    let records = records(archive, &dyads, as_of)?;
    let rows = if question.tables { rows(archive, &dyads, as_of)? } else { Vec::new() };
    let searched = Searched {
        documents: usize::try_from(coverage.documents).unwrap_or(usize::MAX),
        read: usize::try_from(coverage.read).unwrap_or(usize::MAX),
        languages: coverage
            .languages
            .iter()
            .map(|(l, n)| (l.clone(), usize::try_from(*n).unwrap_or(usize::MAX)))
            .collect(),
        first_day: coverage.days.map(|(first, _)| first),
        last_day: last,
        relevant: 0,
        sentences: 0,
        events: 0,
    };
    let failed = Mutex::new(None);
    let fail = |e| *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(e);
    let overview = compose(Material {
        lexicon,
        question,
        dyads: &dyads,
        records: &records,
        rows: &rows,
        beside: &|searches| {
            beside(archive, searches, &records, as_of).unwrap_or_else(|e| {
                fail(e);
                Vec::new()
            })
        },
        others: &|since, until| {
            events_of(archive, &dyads, since, until, as_of).unwrap_or_else(|e| {
                fail(e);
                Vec::new()
            })
        },
        as_of,
        by_day: &coverage.by_day,
        searched,
        archive: archive.fingerprint(),
        sample,
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(e) => Err(e),
        None => Ok(overview),
    }
}

/// Documents found by the searches that are not among those known already.
fn beside(
    archive: &Archive,
    searches: &[Search],
    known: &[Record],
    as_of: Day,
) -> Result<Vec<Record>> {
    let known: BTreeSet<&str> = known.iter().map(|r| r.document.key.as_str()).collect();
    let mut keys = BTreeSet::new();
    for search in searches {
        let page = archive.passages(&PassageQuery {
            words: search.name.clone(),
            actors: vec![search.actor.clone()],
            since: Some(search.since),
            until: Some(search.until),
            published_until: Some(as_of),
            limit: BESIDE,
            ..PassageQuery::default()
        })?;
        if !page.loosened {
            let fresh = page.passages.into_iter().filter(|p| !known.contains(p.key.as_str()));
            keys.extend(fresh.map(|p| p.key));
        }
    }
    archive.records_of(&keys.into_iter().collect::<Vec<_>>(), Some(as_of))
}

/// All events of the actors of the relations between two days, both included.
fn events_of(
    archive: &Archive,
    dyads: &[Dyad],
    since: Day,
    until: Day,
    as_of: Day,
) -> Result<Vec<StoredEvent>> {
    let actors: BTreeSet<&str> = dyads.iter().flat_map(Dyad::sides).collect();
    if actors.is_empty() {
        return Ok(Vec::new());
    }
    archive.events(&EventQuery {
        any_actor: actors.into_iter().map(str::to_owned).collect(),
        since: Some(since),
        until: Some(until),
        published_until: Some(as_of),
        rows: Rows::Without,
        ..EventQuery::default()
    })
}

/// The rows of event tables between the sides of the relations.
fn rows(archive: &Archive, dyads: &[Dyad], as_of: Day) -> Result<Vec<StoredEvent>> {
    if dyads.is_empty() {
        return Ok(Vec::new());
    }
    archive.events(&EventQuery {
        any_dyad: dyads.iter().map(|d| (d.first.clone(), d.second.clone())).collect(),
        until: Some(as_of),
        published_until: Some(as_of),
        rows: Rows::Only,
        ..EventQuery::default()
    })
}

/// What a question says of rows.
fn counted_rows(question: &Question) -> Rows {
    if question.tables { Rows::With } else { Rows::Without }
}

fn records(archive: &Archive, dyads: &[Dyad], as_of: Day) -> Result<Vec<Record>> {
    if dyads.is_empty() {
        return Ok(Vec::new());
    }
    archive.records(&RecordQuery {
        any_dyad: dyads.iter().map(|d| (d.first.clone(), d.second.clone())).collect(),
        published_until: Some(as_of),
        limit: MOST_RECORDS,
    })
}

/// The actors with whom most events are coded in the period asked for, else in the last ten years.
fn partners(archive: &Archive, alone: &str, question: &Question, as_of: Day) -> Result<Vec<Dyad>> {
    let ten_years = as_of.checked_sub(jiff::Span::new().years(10)).ok();
    let found = archive.events(&EventQuery {
        any_actor: vec![alone.to_owned()],
        since: question.since.or(ten_years),
        until: question.until.or(Some(as_of)),
        published_until: Some(as_of),
        rows: counted_rows(question),
        ..EventQuery::default()
    })?;
    let mut counts = std::collections::BTreeMap::<Dyad, usize>::new();
    for stored in &found {
        let parties = [&stored.event.source, &stored.event.target];
        let ids: Vec<&str> = parties.into_iter().flatten().map(|p| p.actor.id.as_str()).collect();
        if let [a, b] = ids.as_slice()
            && (*a == alone || *b == alone)
            && let Some(dyad) = Dyad::new(a, b)
        {
            *counts.entry(dyad).or_insert(0) += 1;
        }
    }
    let mut ranked: Vec<(usize, Dyad)> = counts.into_iter().map(|(d, n)| (n, d)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(ranked.into_iter().take(MOST_PARTNERS).map(|(_, d)| d).collect())
}

/// The happenings of the relations of a question that begin in its period, in the order of the relations
/// and of their days.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn happenings(
    archive: &Archive,
    question: &Question,
    as_of: Option<Day>,
) -> Result<Vec<Listed>> {
    let last = archive.coverage(as_of)?.days.map(|(_, last)| last);
    let as_of = as_of.or(last).unwrap_or(Day::constant(1970, 1, 1));
    let dyads = relations(archive, question, as_of)?;
    let records = records(archive, &dyads, as_of)?;
    let mut found = listed(&dyads, records, as_of);
    let asked = question.since.is_some() || question.until.is_some();
    found.retain(|h| match h.first {
        Some(day) => {
            question.since.is_none_or(|since| day >= since)
                && question.until.is_none_or(|until| day <= until)
        }
        None => !asked,
    });
    Ok(found)
}

/// The relations a question is answered for, most wanted first.
fn relations(archive: &Archive, question: &Question, as_of: Day) -> Result<Vec<Dyad>> {
    match question.actors.as_slice() {
        [alone] => partners(archive, alone, question, as_of),
        _ => Ok(question.dyads.iter().take(MOST_DYADS).cloned().collect()),
    }
}

/// A relation counted.
pub(crate) struct Counted {
    pub(crate) dyad: Dyad,
    /// Its counted events in day order, by direction (see [`balance::directed`]), from the beginning of the
    /// archive on.
    pub(crate) ticks: Vec<Tick>,
    /// Where it shifts, both directions together.
    pub(crate) shifts: Vec<Shift>,
    /// Rows of event tables among its events, by data set.
    pub(crate) tables: BTreeMap<String, usize>,
}

/// The relations of a question counted up to its last day, and documents of the archive by day.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn counted(
    archive: &Archive,
    question: &Question,
    as_of: Option<Day>,
) -> Result<(Vec<Counted>, BTreeMap<Day, u64>)> {
    let coverage = archive.coverage(as_of)?;
    let rows_until = coverage.rows_until.filter(|_| question.tables);
    let last = coverage.days.map(|(_, last)| last).max(rows_until);
    let until = as_of.or(last).unwrap_or(Day::MAX);
    let dyads = relations(archive, question, until)?;
    let found = archive.events(&EventQuery {
        any_dyad: dyads.iter().map(|d| (d.first.clone(), d.second.clone())).collect(),
        until: question.until.or(Some(until)),
        published_until: as_of,
        rows: counted_rows(question),
        ..EventQuery::default()
    })?;
    let count = |dyad: Dyad| {
        let told = found.iter().map(|e| (&e.event, e.published.map(|p| p.start)));
        let ticks = balance::directed(told, &dyad);
        let shifts = shifts::shifts(&balance::undirected(&ticks), &coverage.by_day);
        let tables = balance::tables(found.iter().map(|e| (&e.event, e.language.as_str())), &dyad);
        Counted { dyad, ticks, shifts, tables }
    };
    // Without relations the query would be one for all events.
    let counted =
        if dyads.is_empty() { Vec::new() } else { dyads.into_iter().map(count).collect() };
    Ok((counted, coverage.by_day))
}

/// The actors of a question among those they have most events with, in the period asked for or in the two years
/// to its last day: the period, and the relations between all of them, those with most events first.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn network(
    archive: &Archive,
    question: &Question,
    as_of: Option<Day>,
) -> Result<((Day, Day), Vec<Bond>)> {
    let last = archive.coverage(as_of)?.days.map(|(_, last)| last);
    let until = question.until.or(as_of).or(last).unwrap_or(Day::constant(1970, 1, 1));
    let before = until.saturating_sub(jiff::Span::new().days(NETWORK_DAYS));
    let since = question.since.unwrap_or(before);
    let query = EventQuery {
        since: Some(since),
        until: Some(until),
        published_until: as_of,
        rows: counted_rows(question),
        ..EventQuery::default()
    };
    let own =
        archive.events(&EventQuery { any_actor: question.actors.clone(), ..query.clone() })?;
    let asked = |id: &str| question.actors.iter().any(|actor| actor == id);
    let mut all = bonds(dated(&own));
    all.retain(|bond| bond.dyad.sides().into_iter().any(asked));
    let mut near: Vec<String> = Vec::new();
    for id in all.iter().flat_map(|bond| bond.dyad.sides()) {
        if !asked(id) && near.len() < MOST_NEAR && !near.iter().any(|known| known == id) {
            near.push(id.to_owned());
        }
    }
    let is_near = |id: &str| near.iter().any(|known| known == id);
    all.retain(|b| b.dyad.sides().into_iter().all(|id| asked(id) || is_near(id)));
    let pairs: Vec<(String, String)> = near
        .iter()
        .enumerate()
        .flat_map(|(at, one)| near[at + 1..].iter().map(|other| (one.clone(), other.clone())))
        .collect();
    if !pairs.is_empty() {
        let between = archive.events(&EventQuery { any_dyad: pairs, ..query })?;
        let between = bonds(dated(&between)).into_iter();
        all.extend(between.filter(|bond| bond.dyad.sides().into_iter().all(is_near)));
    }
    Ok(((since, until), all))
}

/// Each event with the day of its text.
fn dated(events: &[StoredEvent]) -> impl Iterator<Item = (&Event, Option<Day>)> {
    events.iter().map(|stored| (&stored.event, stored.published.map(|p| p.start)))
}

/// The coded events behind a question, in day order.
///
/// # Errors
/// Where the archive cannot be read.
pub(crate) fn events(
    archive: &Archive,
    question: &Question,
    as_of: Option<Day>,
) -> Result<Vec<StoredEvent>> {
    let mut query = EventQuery {
        since: question.since,
        until: question.until,
        published_until: as_of,
        rows: counted_rows(question),
        ..EventQuery::default()
    };
    match question.actors.as_slice() {
        [alone] => query.any_actor = vec![alone.clone()],
        _ => {
            query.any_dyad =
                question.dyads.iter().map(|d| (d.first.clone(), d.second.clone())).collect()
        }
    }
    archive.events(&query)
}
