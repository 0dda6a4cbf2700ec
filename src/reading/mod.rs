//! Who did what to whom, when, and who says so.

pub(crate) mod actors;
mod aspect;
mod contexts;
pub(crate) mod events;
pub(crate) mod figures;
pub(crate) mod lexicon;
pub(crate) mod names;
mod rows;
pub(crate) mod sentences;
mod stand_ins;
pub(crate) mod syntax;
pub(crate) mod times;
pub(crate) mod tokens;

use serde::{Deserialize, Serialize};

use crate::model::actor::Actor;
use crate::model::day::DaySpan;
use crate::model::document::Document;
use crate::model::event::{Basis, Dated, Event};
use crate::model::span::Span;
use lexicon::Lexicon;
use tokens::Token;

/// Everything understood of one document. In a language that is not read, sentences only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub(crate) sentences: Vec<Span>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) times: Vec<Dated>,
    pub(crate) events: Vec<Event>,
    #[serde(default)]
    pub(crate) figures: Vec<figures::Figure>,
    /// Actors named in the titles of the reports, sorted; titles are not quoted, so without spans.
    pub(crate) title_actors: Vec<String>,
}

/// A place where an actor is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mention {
    pub(crate) actor: Actor,
    pub(crate) span: Span,
    pub(crate) how: How,
}

/// Through which kind of word an actor was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum How {
    /// "Russia", "NATO", "Hamas".
    Name,
    /// "Russian": stands before a noun or names a citizen.
    Adjective,
    /// "Moscow", "Baku": the capital, which may be the place or the government.
    Capital,
    /// "the Kremlin", "the White House".
    Metonym,
    /// Another town of the country: a place, never the one who acts.
    City,
    /// "Putin", "Aliyev".
    Person,
    /// "the two countries", "both sides", resolved to one candidate within the document.
    Coreference,
}

/// One sentence with all that was found in it; what the event coder reads.
pub(crate) struct SentenceView<'a> {
    /// The whole document's text: every span counts from its start.
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    pub(crate) tokens: &'a [Token],
    /// In text order, not overlapping.
    pub(crate) mentions: &'a [Mention],
    pub(crate) times: &'a [Dated],
    /// Publication day of the document.
    pub(crate) published: Option<DaySpan>,
}

/// True when sentences of this language are read into events.
pub(crate) fn is_read(language: &str) -> bool {
    language == "en"
}

/// A document before its events are read.
struct Seen<'a> {
    text: &'a str,
    published: Option<DaySpan>,
    sentences: Vec<Span>,
    /// Of each sentence, as the two that follow.
    tokens: Vec<Vec<Token>>,
    mentions: Vec<Vec<Mention>>,
    times: Vec<Vec<Dated>>,
}

impl<'a> Seen<'a> {
    fn of(lexicon: &Lexicon, document: &'a Document) -> Self {
        let text = document.text.as_str();
        let published = document.published();
        let sentences = sentences::split(text);
        let tokens: Vec<Vec<Token>> = sentences.iter().map(|&s| tokens::split(text, s)).collect();
        let mentions = actors::find(lexicon, text, &sentences, &tokens, published);
        let times = times::find(lexicon, text, &sentences, &tokens, published);
        Self { text, published, sentences, tokens, mentions, times }
    }

    fn views(&self) -> impl Iterator<Item = SentenceView<'_>> {
        self.sentences.iter().enumerate().map(|(at, &span)| SentenceView {
            text: self.text,
            span,
            tokens: &self.tokens[at],
            mentions: &self.mentions[at],
            times: &self.times[at],
            published: self.published,
        })
    }
}

/// Reads one document.
pub(crate) fn read(lexicon: &Lexicon, document: &Document) -> Reading {
    if document.is_row() {
        return rows::read(lexicon, document);
    }
    if !is_read(&document.language) {
        let sentences = sentences::split(&document.text);
        return Reading { sentences, ..Reading::default() };
    }
    let seen = Seen::of(lexicon, document);
    let mut events = Vec::new();
    let mut figures = Vec::new();
    for view in seen.views() {
        let taken = view.times.iter().filter_map(|t| t.span);
        let taken: Vec<Span> = taken.chain(view.mentions.iter().map(|m| m.span)).collect();
        figures.extend(figures::find(view.text, view.span, &taken));
        let mut found = events::code(lexicon, &view);
        if !found.is_empty() {
            let contexts = contexts::of(view.span.of(view.text).unwrap_or_default());
            for event in &mut found {
                event.contexts.clone_from(&contexts);
                event.aspect = aspect::of(view.text, event);
            }
        }
        events.extend(found);
    }
    let Seen { sentences, mentions, times, published, .. } = seen;
    let mut times: Vec<Dated> = times.into_iter().flatten().collect();
    if document.stated().is_none() {
        times.iter_mut().chain(events.iter_mut().filter_map(|e| e.day.as_mut())).for_each(guessed);
    }
    Reading {
        title_actors: title_actors(lexicon, document, published),
        sentences,
        mentions: mentions.into_iter().flatten().collect(),
        times,
        events,
        figures,
    }
}

/// The trees of a document's sentences, as its events are read from; none in a language that is not read.
pub(crate) fn trees(lexicon: &Lexicon, document: &Document) -> Vec<syntax::Tree> {
    if !is_read(&document.language) {
        return Vec::new();
    }
    let seen = Seen::of(lexicon, document);
    seen.views().map(|view| events::tree(&view)).collect()
}

/// A day that leans on a publication day which the page does not state is a guess too.
fn guessed(day: &mut Dated) {
    if matches!(day.basis, Basis::FromPublication | Basis::PublicationDay) {
        day.basis = Basis::Inferred;
    }
}

fn title_actors(lexicon: &Lexicon, document: &Document, published: Option<DaySpan>) -> Vec<String> {
    let mut out = Vec::new();
    // A title that we cut out of the text says nothing that the text does not.
    let own = |title: &str| {
        let start: String = title.chars().take(20).collect();
        !document.text.starts_with(&start)
    };
    for report in document.reports.iter().filter(|r| own(&r.title)) {
        let whole = Span::new(0, report.title.len());
        let tokens = tokens::split(&report.title, whole);
        let found = actors::find(lexicon, &report.title, &[whole], &[tokens], published);
        let named = found.into_iter().flatten().filter(|m| m.how != How::City);
        out.extend(named.map(|m| m.actor.id));
    }
    out.sort();
    out.dedup();
    out
}
