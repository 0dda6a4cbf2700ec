//! Records to statements: one sentence, what it tells, about whom and when.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::terms::{Weighed, Weights, term, terms};
use super::{Dyad, origins};
use crate::index::Record;
use crate::model::day::{Day, DaySpan, Precision, days_between};
use crate::model::document::Document;
use crate::model::event::{Basis, Dated, Event, EventType, Status};
use crate::model::span::Span;
use crate::reading::figures::Figure;
use crate::reading::lexicon::Lexicon;
use crate::reading::syntax::Tree;
use crate::reading::times::modifies_noun;
use crate::reading::{How, Mention, trees};

/// One sentence of one document with everything understood of it.
pub(crate) struct Statement<'a> {
    pub(crate) document: &'a Document,
    /// Place of the sentence in its document, from 0.
    pub(crate) at: usize,
    pub(crate) span: Span,
    pub(crate) events: Vec<&'a Event>,
    pub(crate) mentions: Vec<&'a Mention>,
    pub(crate) times: Vec<&'a Dated>,
    pub(crate) figures: Vec<&'a Figure>,
    /// Actors named in this sentence.
    pub(crate) actors: BTreeSet<&'a str>,
    /// Actors named anywhere in the document.
    pub(crate) document_actors: BTreeSet<&'a str>,
    /// Actors named in the document's title.
    pub(crate) title_actors: BTreeSet<&'a str>,
    /// The day it tells of.
    pub(crate) day: Option<Dated>,
    /// Content words, but for those that tell a day.
    pub(crate) terms: BTreeSet<String>,
    /// The same with the weights of its pool, from the first comparison on.
    weighed: OnceLock<Weighed>,
    /// Its runs of words, from the first comparison on.
    shingles: OnceLock<Vec<u64>>,
    /// Whether somebody denies something in it, and whose report it says it passes on; each from the first
    /// question on.
    pub(super) denies: OnceLock<bool>,
    pub(super) quoted: OnceLock<Option<&'static str>>,
    /// The tree of its sentence, from the first question on.
    tree: OnceLock<Option<Tree>>,
}

impl<'a> Statement<'a> {
    pub(crate) fn text(&self) -> &'a str {
        self.span.of(&self.document.text).unwrap_or_default()
    }

    /// How much of the weight of its words another statement of its pool shares, 0 to 1 (Jaccard).
    pub(crate) fn shares(&self, other: &Self, weights: &Weights) -> f64 {
        self.weighed(weights).jaccard(other.weighed(weights))
    }

    fn weighed(&self, weights: &Weights) -> &Weighed {
        self.weighed.get_or_init(|| weights.weigh(&self.terms))
    }

    /// True where both tell one deed: of one kind, by and against the same, on the same day that both state.
    /// Force is left out, since of that there may be much in one day.
    pub(crate) fn tells_one_deed(&self, other: &Self) -> bool {
        fn deed(e: &Event) -> Option<(EventType, (&str, &str), Day)> {
            let day = e.day.filter(|d| d.span.is_some() && d.when.precision == Precision::Day)?;
            let (source, target) = e.source.as_ref().zip(e.target.as_ref())?;
            let force =
                matches!(e.kind, EventType::Assault | EventType::Coerce | EventType::Mobilize);
            let ids = (source.actor.id.as_str(), target.actor.id.as_str());
            (counts(e) && !force).then_some((e.kind, ids, day.when.start))
        }
        let mut ours = self.events.iter().filter_map(|e| deed(e));
        ours.any(|ours| other.events.iter().filter_map(|e| deed(e)).any(|theirs| theirs == ours))
    }

    /// Its runs of words as numbers (see [`origins`]).
    pub(super) fn shingles(&self) -> &[u64] {
        self.shingles.get_or_init(|| origins::shingles(self.text()))
    }

    /// The tree of its sentence alone; `None` where its language is not read.
    pub(crate) fn tree(&self, lexicon: &Lexicon) -> Option<&Tree> {
        let alone = || Document {
            key: String::new(),
            text: self.text().to_owned(),
            language: self.document.language.clone(),
            reports: Vec::new(),
        };
        self.tree.get_or_init(|| trees(lexicon, &alone()).into_iter().next()).as_ref()
    }

    /// The first day it can be about; used to order statements.
    pub(crate) fn start(&self) -> Option<Day> {
        self.day.map(|d| d.when.start)
    }

    /// How strongly the sentence is about this dyad: 3 an event between the two, 2 both are named
    /// and something is coded, 1 both are named, or a city of one stands beside the other or its city,
    /// with an event or a word of `data/relation_words.txt`, or both are named and one speaks, 0 anything less.
    pub(crate) fn nearness(&self, dyad: &Dyad) -> u8 {
        if self.events.iter().any(|e| is_between(e, dyad)) {
            3
        } else if self.actors.contains(dyad.first.as_str())
            && self.actors.contains(dyad.second.as_str())
        {
            match (self.events.is_empty(), tells_of_relation(&self.terms)) {
                (false, _) => 2,
                (true, true) => 1,
                // One speaks of the other.
                (true, false) => u8::from(origins::speakers(self).iter().any(|id| dyad.has(id))),
            }
        } else {
            let is_told = !self.events.is_empty() || tells_of_relation(&self.terms);
            u8::from(is_told && self.stands_on_both(dyad))
        }
    }

    /// True where each side, or a city of it, is named, and they are not named for one place.
    fn stands_on_both(&self, dyad: &Dyad) -> bool {
        let names = |side: &String| self.mentions.iter().any(|m| m.actor.id == *side);
        names(&dyad.first) && names(&dyad.second)
    }

    /// How many of its words tell of relations (`data/relation_words.txt`).
    pub(crate) fn relation_words(&self) -> usize {
        self.terms.iter().filter(|t| relation_words().contains(*t)).count()
    }

    /// True where it tells of sport (`data/sport_words.txt`).
    pub(crate) fn is_of_sport(&self) -> bool {
        static WORDS: OnceLock<BTreeSet<String>> = OnceLock::new();
        let words = WORDS.get_or_init(|| terms_of(include_str!("../../data/sport_words.txt")));
        !self.terms.is_disjoint(words)
    }

    /// True where the source itself marks the page as somebody's reading of events.
    pub(crate) fn is_opinion(&self) -> bool {
        self.document
            .reports
            .iter()
            .all(|r| matches!(r.kind.as_deref(), Some("analysis" | "blog" | "opinion")))
    }
}

/// The words with which statements name actors: "Georgia", "Georgian", not their towns and people.
pub(crate) fn names_of_actors<'a>(
    pool: &[Statement<'a>],
    is_wanted: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    pool.iter()
        .flat_map(|s| s.mentions.iter().map(move |m| (s, m)))
        .filter(|(_, m)| matches!(m.how, How::Name | How::Adjective) && is_wanted(&m.actor.id))
        .filter_map(|(s, m)| m.span.of(&s.document.text))
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(char::is_uppercase))
        .filter_map(term)
        .collect()
}

/// True when a word that tells of relations is among the terms.
fn tells_of_relation(terms: &BTreeSet<String>) -> bool {
    terms.iter().any(|t| relation_words().contains(t))
}

fn relation_words() -> &'static BTreeSet<String> {
    static WORDS: OnceLock<BTreeSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| terms_of(include_str!("../../data/relation_words.txt")))
}

/// The words of a list as terms: one a line, none behind "#".
fn terms_of(list: &str) -> BTreeSet<String> {
    list.lines().filter(|l| !l.starts_with('#')).filter_map(term).collect()
}

/// True when the event's source and target are the two sides of the dyad, in either direction.
pub(crate) fn is_between(event: &Event, dyad: &Dyad) -> bool {
    match (&event.source, &event.target) {
        (Some(source), Some(target)) => {
            let ends = (source.actor.id.as_str(), target.actor.id.as_str());
            let sides = (dyad.first.as_str(), dyad.second.as_str());
            ends == sides || (ends.1, ends.0) == sides
        }
        _ => false,
    }
}

/// True when the text tells that the event took or takes place, or will: not denied, not merely possible.
pub(crate) fn counts(event: &Event) -> bool {
    matches!(event.status, Status::Done | Status::Alleged | Status::Planned)
}

/// All statements of the records, without those a reader on `as_of` could not have read or known.
pub(crate) fn statements(records: &[Record], as_of: Day) -> Vec<Statement<'_>> {
    records.par_iter().flat_map_iter(|record| statements_of(record, as_of)).collect()
}

fn statements_of(record: &Record, as_of: Day) -> Vec<Statement<'_>> {
    let mut out = Vec::new();
    let published = record.document.published();
    if published.is_some_and(|p| p.start > as_of) {
        return out;
    }
    let title_actors: BTreeSet<&str> =
        record.reading.title_actors.iter().map(String::as_str).collect();
    let mut document_actors = title_actors.clone();
    document_actors.extend(record.reading.mentions.iter().map(|m| m.actor.id.as_str()));
    for (at, &span) in record.reading.sentences.iter().enumerate() {
        let Some(text) = span.of(&record.document.text) else {
            continue;
        };
        let mentions: Vec<&Mention> =
            record.reading.mentions.iter().filter(|m| span.contains(m.span)).collect();
        let events: Vec<&Event> =
            record.reading.events.iter().filter(|e| e.sentence == span).collect();
        let times: Vec<&Dated> = record
            .reading
            .times
            .iter()
            .filter(|t| t.span.is_some_and(|s| span.contains(s)))
            .collect();
        let day = day_of(span, &events, &times, published, &record.document);
        let known_too_early = day.is_some_and(|d| d.when.start > as_of)
            && !events.iter().any(|e| e.status == Status::Planned);
        if known_too_early {
            continue;
        }
        out.push(Statement {
            document: &record.document,
            at,
            span,
            actors: mentions
                .iter()
                .filter(|m| m.how != How::City)
                .map(|m| m.actor.id.as_str())
                .collect(),
            document_actors: document_actors.clone(),
            title_actors: title_actors.clone(),
            figures: record.reading.figures.iter().filter(|f| span.contains(f.span)).collect(),
            events,
            mentions,
            times,
            day,
            terms: terms(&without_times(text, span, &record.reading.times)),
            weighed: OnceLock::new(),
            shingles: OnceLock::new(),
            denies: OnceLock::new(),
            quoted: OnceLock::new(),
            tree: OnceLock::new(),
        });
    }
    out
}

/// The sentence without the words that tell a day: days are compared as days.
fn without_times(text: &str, sentence: Span, times: &[Dated]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for span in times.iter().filter_map(|t| t.span).filter(|s| sentence.contains(*s)) {
        let (start, end) = (span.start - sentence.start, span.end - sentence.start);
        if let Some(before) = text.get(from..start) {
            out.push_str(before);
            out.push(' ');
            from = end;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The day a sentence tells of: a day its events are told to have, or that the sentence opens with or
/// states in full, if that is known to the month and not later than the publication; else the
/// publication day, if that is; else whatever is told.
fn day_of(
    span: Span,
    events: &[&Event],
    times: &[&Dated],
    published: Option<DaySpan>,
    document: &Document,
) -> Option<Dated> {
    let by_events =
        events.iter().filter_map(|e| e.day).filter(|d| d.span.is_some() || !stands_in(*d));
    let opening = span.start + (span.end - span.start) / 3;
    let by_times = times
        .iter()
        .copied()
        .copied()
        .filter(|t| t.basis == Basis::Stated || t.span.is_some_and(|s| s.start < opening))
        // "The October election was annulled" was not told in October.
        .filter(|t| t.span.is_none_or(|span| !modifies_noun(&document.text, span)));
    let told: Vec<Dated> = by_events
        .chain(by_times)
        .filter(|d| d.basis == Basis::Stated || !is_of_background(span, *d, &document.text))
        .filter(|d| plausible(*d, published))
        .filter(|d| published.is_none_or(|p| d.when.start <= p.end))
        .collect();
    let publication =
        published.map(|when| Dated { when, basis: Basis::PublicationDay, span: None });
    let exact = told.iter().copied().chain(publication).find(|d| precise(d.when));
    // Of vague days the latest: "4.4 billion in 2023 and 4.8 billion in 2024" is told of 2024.
    let vague = told.iter().copied().max_by_key(|d| (d.when.end, d.when.start));
    // A year alone dates nothing unless the page is known to be of about that time.
    let vague = vague.filter(|d| published.is_some() || d.when.precision != Precision::Year);
    let mut day = exact.or(vague).or(publication)?;
    let guessed = document.reports.iter().all(|r| r.published.is_none());
    if guessed && matches!(day.basis, Basis::PublicationDay | Basis::FromPublication) {
        day.basis = Basis::Inferred;
    }
    Some(day)
}

/// True where nothing is told and a publication day, stated or guessed, stands in.
fn stands_in(day: Dated) -> bool {
    matches!(day.basis, Basis::PublicationDay | Basis::Inferred)
}

/// True where the words that tell the day stand behind "after", "following" and their like.
fn is_of_background(sentence: Span, day: Dated, text: &str) -> bool {
    static WORDS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let lines = include_str!("../../data/background_words.txt").lines();
        lines.filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
    });
    let before = day.span.and_then(|span| text.get(sentence.start..span.start));
    before.is_some_and(|before| {
        // A sentence that opens with the word ("After talks on Monday, …") says when it was.
        before.split(|c: char| !c.is_alphanumeric()).skip(1).any(|w| words.contains(w))
    })
}

/// Known to the month or better.
fn precise(when: DaySpan) -> bool {
    days_between(when.start, when.end) <= 31
}

/// A told day that lies years after the publication is misread.
fn plausible(told: Dated, published: Option<DaySpan>) -> bool {
    published.is_none_or(|p| told.when.start.year() <= p.end.year() + 15)
}
