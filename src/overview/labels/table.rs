//! `data/labels.toml`: the words that labels are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// The file; what each list is for stands there.
#[derive(Deserialize)]
pub(super) struct Labels {
    #[serde(rename = "strong")]
    happenings: Vec<String>,
    #[serde(rename = "weak")]
    things: Vec<String>,
    /// Noun of either list → its place, happenings first; a lower place is a stronger noun.
    #[serde(skip)]
    pub(super) nouns: BTreeMap<String, usize>,
    pub(super) describing: BTreeSet<String>,
    pub(super) background: BTreeSet<String>,
    pub(super) speech: BTreeSet<String>,
    #[serde(rename = "word")]
    pub(super) words: Vec<ByWord>,
    #[serde(rename = "type")]
    pub(super) types: BTreeMap<String, String>,
    pub(super) status: BTreeMap<String, String>,
    pub(super) own: BTreeMap<String, Vec<String>>,
    pub(super) force: BTreeSet<String>,
    pub(super) private: BTreeSet<String>,
    pub(super) assessments: String,
    pub(super) admission: BTreeSet<String>,
    pub(super) negation: BTreeSet<String>,
    pub(super) participles: Participles,
    pub(super) announcing: BTreeSet<String>,
    pub(super) never: BTreeSet<String>,
    pub(super) people: BTreeSet<String>,
    pub(super) counting: BTreeSet<String>,
    pub(super) harming: BTreeSet<String>,
    pub(super) harmed_in: BTreeSet<String>,
    /// Verb → the words before what is as good as its object.
    pub(super) objects: BTreeMap<String, BTreeSet<String>>,
    pub(super) extending: BTreeSet<String>,
    pub(super) letting: BTreeSet<String>,
    pub(super) plans: BTreeSet<String>,
    pub(super) performing: BTreeSet<String>,
    pub(super) phases: BTreeSet<String>,
    pub(super) crowd: Crowd,
    pub(super) proposing: BTreeSet<String>,
    pub(super) regarding: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
    /// Label → the word before a place behind its verb → the word before it in the label.
    pub(super) venue: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) telling_nothing: BTreeSet<String>,
    pub(super) better_by_object: BTreeSet<String>,
    pub(super) means: Vec<String>,
    pub(super) sharper: Vec<Sharper>,
    pub(super) befalling: BTreeSet<String>,
    pub(super) light: BTreeSet<String>,
    pub(super) undoing: BTreeSet<String>,
    /// Label → the words that tie to it what hangs on its word, and what a clause below has as object.
    pub(super) about: BTreeMap<String, [String; 2]>,
    pub(super) tying: BTreeSet<String>,
    pub(super) placing: BTreeSet<String>,
    pub(super) shells: BTreeSet<String>,
    pub(super) mutual: BTreeSet<String>,
}

impl Labels {
    /// True for the place of a noun that names a happening, not a thing.
    pub(super) fn is_happening(&self, place: usize) -> bool {
        place < self.happenings.len()
    }
}

/// What a gathering of such people is called.
#[derive(Deserialize)]
pub(super) struct Crowd {
    pub(super) people: BTreeSet<String>,
    pub(super) verbs: BTreeSet<String>,
    pub(super) label: String,
}

/// How a status is told of a label that ends in a participle.
#[derive(Deserialize)]
pub(super) struct Participles {
    /// Participles that do not end in "ed".
    pub(super) irregular: BTreeSet<String>,
    /// Small words that may stand behind a participle.
    pub(super) particles: BTreeSet<String>,
    /// Words before the participle, by the word of the status; other statuses stand before a colon.
    pub(super) inside: BTreeMap<String, String>,
}

/// A better label than a rule's where the words of its event have one of these.
#[derive(Deserialize)]
pub(super) struct Sharper {
    pub(super) label: String,
    pub(super) words: BTreeSet<String>,
    pub(super) better: String,
}

/// A label for sentences that have one of these words.
#[derive(Deserialize)]
pub(super) struct ByWord {
    pub(super) words: BTreeSet<String>,
    pub(super) label: String,
    /// The label where the sentence negates; without it the sentence has none of these words then.
    pub(super) negated: Option<String>,
}

pub(super) fn labels() -> &'static Labels {
    static LABELS: OnceLock<Labels> = OnceLock::new();
    LABELS.get_or_init(|| {
        let mut labels: Labels = toml::from_str(include_str!("../../../data/labels.toml"))
            .expect("data/labels.toml is ours and well formed");
        let all = labels.happenings.iter().chain(&labels.things).cloned();
        labels.nouns = all.enumerate().map(|(at, noun)| (noun, at)).collect();
        labels
    })
}
