//! A label of two to five words for a point, taken from its evidence.
//!
//! The label is a noun of `data/labels.toml` with the describing words that stand before it in the
//! evidence, and the town it happened in. Where the evidence has no such noun, the noun form of the
//! verb that carries the event stands in, and last the name of its type.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::course::capital;
use crate::reading::How;
use crate::reading::events::label_of;
use crate::relations::statements::Statement;
use crate::relations::terms::{Weights, term};

#[derive(Deserialize)]
struct Table {
    strong: Vec<String>,
    describing: BTreeSet<String>,
    background: BTreeSet<String>,
    places: BTreeSet<String>,
    #[serde(rename = "type")]
    types: BTreeMap<String, String>,
}

struct Labels {
    /// Noun → place in the list; a lower place is a stronger noun.
    nouns: BTreeMap<String, usize>,
    describing: BTreeSet<String>,
    background: BTreeSet<String>,
    places: BTreeSet<String>,
    types: BTreeMap<String, String>,
}

fn labels() -> &'static Labels {
    static LABELS: OnceLock<Labels> = OnceLock::new();
    LABELS.get_or_init(|| {
        let table: Table = toml::from_str(include_str!("../../data/labels.toml"))
            .expect("data/labels.toml is ours and well formed");
        let nouns = table.strong.iter().enumerate().map(|(at, noun)| (noun.clone(), at)).collect();
        Labels {
            nouns,
            describing: table.describing,
            background: table.background,
            places: table.places,
            types: table.types,
        }
    })
}

/// Longest label before the town, in words.
const LONGEST: usize = 4;

/// A noun of the evidence below this score is weaker than the noun form of the event's verb.
const WEAK: f64 = 1.6;

struct Candidate {
    words: String,
    score: f64,
}

/// The label of a point told by these statements; the first one is its main sentence.
/// `core` are the words most reports of the happening share.
pub(crate) fn label(
    statements: &[&Statement<'_>],
    core: &BTreeSet<String>,
    weights: &Weights,
) -> String {
    let best = statements
        .iter()
        .enumerate()
        .flat_map(|(rank, s)| candidates(s, core, weights, rank))
        .max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| b.words.cmp(&a.words)));
    let by_rule = event_label(statements);
    let (words, at_home) = match (best, by_rule) {
        (Some(best), Some(rule)) if best.score < WEAK => (rule, false),
        (Some(best), _) => (best.words, true),
        (None, Some(rule)) => (rule, false),
        (None, None) => (by_type(statements), false),
    };
    match town(statements.first()) {
        Some(town) if words.split(' ').count() < LONGEST && at_home => {
            capital(&format!("{words} in {town}"))
        }
        _ => capital(&words),
    }
}

fn candidates(
    s: &Statement<'_>,
    core: &BTreeSet<String>,
    weights: &Weights,
    rank: usize,
) -> Vec<Candidate> {
    let table = labels();
    let words: Vec<&str> = s
        .text()
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”')
        })
        .map(|w| w.trim_end_matches(['.', '?', '!']).trim_end_matches("'s").trim_end_matches("’s"))
        .collect();
    let background = background_at(&words);
    let triggers: Vec<&str> =
        s.events.iter().filter_map(|e| e.trigger.of(&s.document.text)).collect();
    let mut out = Vec::new();
    for end in 0..words.len() {
        for len in [2, 1] {
            let Some(from) = (end + 1).checked_sub(len) else {
                continue;
            };
            let noun = words[from..=end].join(" ").to_lowercase();
            let Some(&place) = table.nouns.get(&noun) else {
                continue;
            };
            let mut start = from;
            while start > 0
                && end - start + 2 <= LONGEST
                && table.describing.contains(&words[start - 1].to_lowercase())
            {
                start -= 1;
            }
            let phrase = words[start..=end].join(" ");
            let head_weight: f64 =
                phrase.split(' ').filter_map(term).map(|t| core_weight(&t, core, weights)).sum();
            let strength = 1.0 - place as f64 / table.nouns.len() as f64;
            let carries_event = triggers.iter().any(|t| t.contains(words[end])) as u8 as f64;
            let early = 1.0 - from as f64 / words.len() as f64;
            let score = 1.2 * strength
                + 0.35 * head_weight.min(3.0)
                + 0.6 * carries_event
                + 0.8 * early
                + 0.35 * (end - start) as f64
                - 0.5 * rank as f64
                - if from >= background { 1.6 } else { 0.0 };
            out.push(Candidate { words: lower_unless_name(&phrase), score });
            break;
        }
    }
    out
}

/// Place of the first word that opens a background ("following", "in response"), else the length.
fn background_at(words: &[&str]) -> usize {
    let table = &labels().background;
    (1..words.len())
        .find(|&at| {
            let one = words[at].to_lowercase();
            let two = words.get(at + 1).map(|next| format!("{one} {}", next.to_lowercase()));
            table.contains(&one) || two.is_some_and(|two| table.contains(&two))
        })
        .unwrap_or(words.len())
}

/// Weight of a word when most reports of the happening use it, else nothing.
fn core_weight(term: &str, core: &BTreeSet<String>, weights: &Weights) -> f64 {
    if core.contains(term) { weights.of_term(term) / 3.0 } else { 0.0 }
}

/// Words in capitals throughout stay; others go to lower case.
fn lower_unless_name(phrase: &str) -> String {
    phrase
        .split(' ')
        .map(|w| {
            if w.chars().filter(|c| c.is_uppercase()).count() > 1 {
                w.to_owned()
            } else {
                w.to_lowercase()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The noun form of the verb that carries the main sentence's first event.
fn event_label(statements: &[&Statement<'_>]) -> Option<String> {
    let event = statements.first()?.events.first()?;
    label_of(&event.rule).map(str::to_owned)
}

fn by_type(statements: &[&Statement<'_>]) -> String {
    let kind =
        statements.iter().flat_map(|s| s.events.iter()).next().map_or("NONE", |e| e.kind.name());
    labels().types.get(kind).cloned().unwrap_or_default()
}

/// The first town the main sentence names, as it is written there.
fn town<'a>(main: Option<&&Statement<'a>>) -> Option<&'a str> {
    let s = main?;
    let city = s.mentions.iter().find(|m| m.how == How::City)?;
    let before = s.document.text.get(s.span.start..city.span.start)?.trim_end();
    let place_word = before.rsplit(' ').next()?;
    matches!(place_word, "in" | "near" | "at" | "over" | "around")
        .then(|| city.span.of(&s.document.text))
        .flatten()
}
