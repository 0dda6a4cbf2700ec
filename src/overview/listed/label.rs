//! A label that is made when it is first asked for.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::index::Record;
use crate::model::day::Day;
use crate::model::span::Span;
use crate::overview::labels::label;
use crate::reading::lexicon::Lexicon;
use crate::relations::statements::{Statement, statements};
use crate::relations::terms::Weights;

/// What the labels of a list are made from.
pub(super) struct Evidence {
    /// In the order of their keys.
    pub(super) records: Arc<Vec<Record>>,
    pub(super) weights: Weights,
    pub(super) as_of: Day,
}

/// The label a happening would have as a point by itself. Making one parses a sentence, and of a list of thousands
/// some dozens are shown.
#[derive(Clone)]
pub(crate) struct Label(Arc<Unmade>);

struct Unmade {
    made: OnceLock<String>,
    from: Arc<Evidence>,
    /// Key of the document and bytes of each sentence that tells the happening, the main one first.
    sentences: Vec<(String, Span)>,
    core: BTreeSet<String>,
}

impl Label {
    pub(super) fn of(
        from: &Arc<Evidence>,
        told: &[&Statement<'_>],
        core: BTreeSet<String>,
    ) -> Self {
        let sentences = told.iter().map(|s| (s.document.key.clone(), s.span)).collect();
        Self(Arc::new(Unmade { made: OnceLock::new(), from: Arc::clone(from), sentences, core }))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.made.get_or_init(|| self.0.make())
    }
}

impl Unmade {
    fn make(&self) -> String {
        let Evidence { records, weights, as_of } = &*self.from;
        let of = |key: &str| {
            let at = records.binary_search_by(|r| r.document.key.as_str().cmp(key)).ok()?;
            records.get(at..=at)
        };
        let texts: BTreeSet<&str> = self.sentences.iter().map(|(key, _)| key.as_str()).collect();
        let pool: Vec<Statement<'_>> =
            texts.into_iter().filter_map(of).flat_map(|one| statements(one, *as_of)).collect();
        let told: Vec<&Statement<'_>> = self
            .sentences
            .iter()
            .filter_map(|(key, span)| {
                pool.iter().find(|s| s.document.key == *key && s.span == *span)
            })
            .collect();
        label(Lexicon::embedded(), &told, &[], &self.core, weights)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
