//! Nouns of the evidence that could name a happening, ranked.

use std::collections::BTreeSet;

use super::clause::Clause;
use super::table::labels;
use super::{LONGEST, title};
use crate::relations::statements::Statement;
use crate::relations::terms::{Weights, term};

/// A noun with its describing words.
pub(super) struct Candidate {
    pub(super) words: String,
    pub(super) score: f64,
    /// A happening, not a thing.
    pub(super) strong: bool,
    /// Place of its sentence among those that tell the point, from 0.
    rank: usize,
    /// Where its last word begins in the main sentence, if it stands there.
    pub(super) at: Option<usize>,
}

/// The best nouns of the statements and of the main statement's title.
pub(super) struct Nouns {
    /// Of a happening that the main clause of the main sentence tells of.
    pub(super) central: Option<Candidate>,
    /// Any other of the main sentence or of its page's title.
    pub(super) other: Option<Candidate>,
    /// Of the sentences beside it.
    pub(super) beside: Option<Candidate>,
}

/// `clause`: of the first statement.
pub(super) fn best(
    statements: &[&Statement<'_>],
    core: &BTreeSet<String>,
    weights: &Weights,
    clause: Option<&Clause<'_, '_>>,
) -> Nouns {
    let mut found = Vec::new();
    for (rank, s) in statements.iter().enumerate() {
        let triggers: Vec<&str> =
            s.events.iter().filter_map(|e| e.trigger.of(&s.document.text)).collect();
        let evidence = Evidence { triggers, core, weights, rank };
        let of_text = evidence.candidates(s.text());
        let of_title = title(s).into_iter().flat_map(|t| evidence.candidates(t));
        if rank == 0 {
            found.extend(of_text);
            found.extend(of_title.map(|c| Candidate { at: None, ..c }));
        } else {
            found.extend(of_text.into_iter().map(|c| Candidate { at: None, ..c }));
        }
    }
    let is_verb = |c: &Candidate| c.at.zip(clause).is_some_and(|(at, clause)| clause.is_verb(at));
    let nouns = found.into_iter().filter(|c| !is_verb(c));
    let found = nouns.filter_map(|c| whole(c, clause));
    let is_central = |c: &Candidate| {
        c.strong && c.at.zip(clause).is_some_and(|(at, clause)| clause.tells_of(at))
    };
    let (beside, found): (Vec<Candidate>, Vec<Candidate>) = found.partition(|c| c.rank > 0);
    let (central, other) = found.into_iter().partition(is_central);
    let first = |of: Vec<Candidate>| {
        let better = |a: &Candidate, b: &Candidate| {
            a.score.total_cmp(&b.score).then_with(|| b.words.cmp(&a.words))
        };
        of.into_iter().max_by(better)
    };
    Nouns { central: first(central), other: first(other), beside: first(beside) }
}

/// A noun that describes another one behind it, with that one where it is the same happening ("ceasefire
/// proposals"); `None` where it is not: a training ship is no training.
fn whole(noun: Candidate, clause: Option<&Clause<'_, '_>>) -> Option<Candidate> {
    let Some((behind, at)) = noun.at.zip(clause).and_then(|(at, clause)| clause.described(at))
    else {
        return Some(noun);
    };
    let words = format!("{} {behind}", noun.words);
    let is_happening = labels().extending.contains(&behind) && words.split(' ').count() <= LONGEST;
    is_happening.then_some(Candidate { words, at: Some(at), ..noun })
}

struct Evidence<'a> {
    triggers: Vec<&'a str>,
    core: &'a BTreeSet<String>,
    weights: &'a Weights,
    /// Place of the sentence among those that tell the point.
    rank: usize,
}

impl Evidence<'_> {
    fn candidates(&self, text: &str) -> Vec<Candidate> {
        let words = split(text);
        let background = background_at(&words);
        let mut out = Vec::new();
        for end in 0..words.len() {
            // "peace talks" before "talks".
            let found = [2, 1].into_iter().find_map(|length| {
                let from = (end + 1).checked_sub(length)?;
                let noun = words[from..=end].join(" ").to_lowercase();
                labels().nouns.get(&noun).map(|&place| (from, place))
            });
            let Some((from, place)) = found else {
                continue;
            };
            // "Warning shots" are no warning.
            let longer = words.get(end + 1).is_some_and(|next| {
                labels().nouns.contains_key(&format!("{} {next}", words[end]).to_lowercase())
            });
            if longer || is_means(&words, end) {
                continue;
            }
            let start = with_describing(&words, from, end);
            let phrase = words[start..=end].join(" ");
            let mut score = self.score(&words, &phrase, from, end, place);
            if from >= background {
                score -= 1.6;
            }
            let strong = labels().is_happening(place);
            let last = words[end];
            let words = lower_unless_name(&phrase);
            let at = Some(split_at(text, last));
            out.push(Candidate { words, score, strong, rank: self.rank, at });
        }
        out
    }

    /// Strong nouns, words the reports share, words that carry the event, early words, long phrases.
    fn score(&self, words: &[&str], phrase: &str, from: usize, end: usize, place: usize) -> f64 {
        let strength = 1.0 - place as f64 / labels().nouns.len() as f64;
        let shared: f64 = phrase
            .split(' ')
            .filter_map(term)
            .filter(|t| self.core.contains(t))
            .map(|t| self.weights.of_term(&t) / 3.0)
            .sum();
        let carries = self.triggers.iter().any(|t| t.contains(words[end]));
        let early = 1.0 - from as f64 / words.len() as f64;
        let length = phrase.split(' ').count() as f64;
        1.2 * strength
            + 0.35 * shared.min(3.0)
            + if carries { 0.6 } else { 0.0 }
            + 0.8 * early
            + 0.35 * (length - 1.0)
            - 0.5 * self.rank as f64
    }
}

/// True where the noun names a means or an occasion of something else: "with the aid of a company".
fn is_means(words: &[&str], end: usize) -> bool {
    let before = words[..=end].join(" ").to_lowercase();
    words.get(end + 1).is_some_and(|next| next.eq_ignore_ascii_case("of"))
        && labels().means.iter().any(|means| before.ends_with(&format!(" {means}")))
}

/// True where the noun stands in the text as words of their own.
pub(super) fn has_noun(text: &str, noun: &str) -> bool {
    let low = text.to_lowercase();
    low.match_indices(noun).any(|(at, _)| {
        let edge = |c: char| c.is_alphanumeric() || c == '-';
        !low[..at].ends_with(edge) && !low[at + noun.len()..].starts_with(edge)
    })
}

/// Where a word that [`split`] gave begins.
fn split_at(text: &str, word: &str) -> usize {
    word.as_ptr() as usize - text.as_ptr() as usize
}

fn split(text: &str) -> Vec<&str> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '“' | '”')
    })
    .map(|w| w.trim_end_matches(['.', '?', '!']).trim_end_matches("'s").trim_end_matches("’s"))
    .collect()
}

/// Start of the describing words before a noun.
fn with_describing(words: &[&str], from: usize, end: usize) -> usize {
    let mut start = from;
    while start > 0
        && end - start + 2 <= LONGEST
        && labels().describing.contains(&words[start - 1].to_lowercase())
    {
        start -= 1;
    }
    start
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

/// Words with several capitals ("CPC") stay; others go to lower case.
pub(super) fn lower_unless_name(phrase: &str) -> String {
    let lower = |w: &str| {
        if w.chars().filter(|c| c.is_uppercase()).count() > 1 {
            w.to_owned()
        } else {
            w.to_lowercase()
        }
    };
    phrase.split(' ').map(lower).collect::<Vec<_>>().join(" ")
}
