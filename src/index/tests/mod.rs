//! The archive as its users see it; every sentence here is invented.

mod counts;
mod events;
mod passages;
mod safety;

use super::Record;
use crate::model::actor::Actor;
use crate::model::day::{Day, DaySpan};
use crate::model::document::{Document, Report};
use crate::model::event::{Basis, Dated, Event, EventType, Party, Status};
use crate::model::span::Span;
use crate::reading::{How, Mention, Reading};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A record under construction: sentences are the lines of the text.
#[derive(Clone)]
struct Draft(Record);

fn draft(key: &str, text: &str) -> Draft {
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        sentences.push(Span::new(start, start + line.len()));
        start += line.len() + 1;
    }
    let document = Document {
        key: key.to_owned(),
        text: text.to_owned(),
        language: "en".to_owned(),
        reports: Vec::new(),
    };
    let reading = Reading { sentences, ..Reading::default() };
    Draft(Record { document, reading }).report("", "The Freedonia Times")
}

impl Draft {
    /// Adds a report; the one without a day, which every draft starts with, goes.
    fn report(mut self, published: &str, outlet: &str) -> Self {
        let reports = &mut self.0.document.reports;
        reports.retain(|r| r.published.is_some());
        reports.push(Report {
            published: DaySpan::parse(published),
            inferred: None,
            outlets: vec![outlet.to_owned()],
            title: format!("As {outlet} sees it"),
            url: Some(format!("https://example.org/{}/{published}", self.0.document.key)),
            id: None,
            kind: Some("news".to_owned()),
            written_by: None,
            arrived: 0,
        });
        reports.sort();
        self
    }

    fn language(mut self, language: &str) -> Self {
        self.0.document.language = language.to_owned();
        self
    }

    fn title(mut self, title: &str) -> Self {
        self.0.document.reports[0].title = title.to_owned();
        self
    }

    /// The place of these words in the text.
    fn place(&self, words: &str) -> Span {
        let start = self.0.document.text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn mention(mut self, id: &str, words: &str) -> Self {
        let span = self.place(words);
        self.0.reading.mentions.push(Mention { actor: Actor::state(id), span, how: How::Name });
        self
    }

    fn event(self, kind: EventType, source: &str, target: &str, trigger: &str, when: &str) -> Self {
        self.event_with(kind, Status::Done, [source, target, ""], trigger, when)
    }

    /// Parties are source, target and speaker; empty for none.
    fn event_with(
        mut self,
        kind: EventType,
        status: Status,
        parties: [&str; 3],
        trigger: &str,
        when: &str,
    ) -> Self {
        let trigger = self.place(trigger);
        let sentence =
            *self.0.reading.sentences.iter().find(|sentence| sentence.contains(trigger)).unwrap();
        let [source, target, speaker] = parties
            .map(|id| (!id.is_empty()).then(|| Party { actor: Actor::state(id), span: sentence }));
        self.0.reading.events.push(Event {
            kind,
            mode: None,
            cameo: "040".to_owned(),
            intensity: 1.5,
            source,
            target,
            speaker,
            status,
            day: DaySpan::parse(when).map(|when| Dated { when, basis: Basis::Stated, span: None }),
            trigger,
            sentence,
            aspect: None,
            contexts: Vec::new(),
            rule: "test".to_owned(),
        });
        self
    }

    fn record(self) -> Record {
        self.0
    }
}
