//! References, numbered in the order they are first cited.

use std::collections::BTreeMap;

use super::{Citation, Overview, Reference, Sentence};
use crate::model::document::Document;
use crate::model::span::Span;
use crate::sources::ownership;

/// Collects references while sentences are built.
#[derive(Default)]
pub(crate) struct References {
    list: Vec<Reference>,
    by_key: BTreeMap<String, usize>,
}

impl References {
    /// A citation of `span` of the document, or `None` where the span is not in its text.
    pub(crate) fn cite(&mut self, document: &Document, span: Span) -> Option<Citation> {
        let quote = span.of(&document.text)?.to_owned();
        let reference = *self.by_key.entry(document.key.clone()).or_insert_with(|| {
            self.list.push(reference(document));
            self.list.len() - 1
        });
        Some(Citation {
            reference,
            key: document.key.clone(),
            quote,
            start: span.start,
            end: span.end,
        })
    }

    pub(crate) fn into_list(self) -> Vec<Reference> {
        self.list
    }
}

fn reference(document: &Document) -> Reference {
    let first = document.reports.first();
    let mut outlets: Vec<String> = Vec::new();
    for outlet in document.reports.iter().flat_map(|r| &r.outlets) {
        if !outlets.contains(outlet) {
            outlets.push(outlet.clone());
        }
    }
    Reference {
        key: document.key.clone(),
        ownership: outlets
            .iter()
            .filter_map(|o| ownership::label(o).map(|l| (o.clone(), l.label.to_owned())))
            .collect(),
        outlets,
        title: first.map(|r| r.title.clone()).unwrap_or_default(),
        url: first.and_then(|r| r.url.clone()),
        published: document.reports.iter().filter_map(|r| r.published).min(),
        language: document.language.clone(),
        kind: first.and_then(|r| r.kind.clone()),
        written_by: first.and_then(|r| r.written_by.clone()),
        also: document.reports.iter().skip(1).filter_map(|r| r.url.clone()).collect(),
    }
}

/// Numbers the references anew in reading order and leaves out those no sentence cites any more.
pub(crate) fn renumber(overview: &mut Overview) {
    let mut order: Vec<usize> = Vec::new();
    for_each_sentence(overview, |sentence| {
        for citation in &mut sentence.citations {
            let new =
                order.iter().position(|&old| old == citation.reference).unwrap_or_else(|| {
                    order.push(citation.reference);
                    order.len() - 1
                });
            citation.reference = new;
        }
    });
    let old = std::mem::take(&mut overview.references);
    overview.references = order.iter().filter_map(|&at| old.get(at).cloned()).collect();
}

/// Visits every sentence in reading order.
pub(crate) fn for_each_sentence(overview: &mut Overview, mut visit: impl FnMut(&mut Sentence)) {
    overview.lead.iter_mut().for_each(&mut visit);
    for section in &mut overview.sections {
        section.course.iter_mut().for_each(&mut visit);
        for point in &mut section.points {
            point.sentences.iter_mut().for_each(&mut visit);
        }
    }
}
