//! Invented reports for the tests of relations and overview: text and day to records, read for real.

use crate::documents;
use crate::index::Record;
use crate::model::day::DaySpan;
use crate::model::document::{Document, Report};
use crate::reading::lexicon::Lexicon;
use crate::reading::read;

/// Records of reports (`day`, `outlet`, `text`), in the order given.
pub(crate) fn records(reports: &[(&str, &str, &str)]) -> Vec<Record> {
    reports.iter().map(|(day, outlet, text)| record(day, outlet, text)).collect()
}

fn record(day: &str, outlet: &str, text: &str) -> Record {
    let document = document(day, outlet, text);
    Record { reading: read(Lexicon::embedded(), &document), document }
}

/// One report as a document.
pub(crate) fn document(day: &str, outlet: &str, text: &str) -> Document {
    let report = Report {
        published: DaySpan::parse(day),
        outlets: vec![outlet.to_owned()],
        ..Report::default()
    };
    Document {
        key: documents::key(text),
        text: text.to_owned(),
        language: "en".to_owned(),
        reports: vec![report],
    }
}
