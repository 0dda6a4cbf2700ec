//! Where reports of one happening do not agree: figures that differ, and denials.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::happenings::Happening;
use super::statements::Statement;
use crate::model::event::Status;

/// What is disputed about a happening, as statements to be shown side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// Index into the pool of one version, and of the other.
    pub(crate) versions: (usize, usize),
}

#[derive(Deserialize)]
struct Words {
    kinds: Vec<Kind>,
    denial: BTreeSet<String>,
}

/// A kind of figure: the words that show that a number counts this.
#[derive(Deserialize)]
struct Kind {
    name: String,
    words: BTreeSet<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../data/disputes.toml"))
            .expect("data/disputes.toml is ours and well formed")
    })
}

/// The first dispute among the reports of a happening: two texts that give different figures of one
/// kind (dead, hurt, held), or a denial beside what it denies.
pub(crate) fn dispute(pool: &[Statement<'_>], happening: &Happening) -> Option<Dispute> {
    differing_figures(pool, happening).or_else(|| denial(pool, happening))
}

fn differing_figures(pool: &[Statement<'_>], happening: &Happening) -> Option<Dispute> {
    for kind in 0..words().kinds.len() {
        let told: Vec<(usize, BTreeSet<u64>)> = happening
            .members
            .iter()
            .map(|&m| (m, figures(pool[m].text(), &words().kinds[kind])))
            .filter(|(_, figures)| !figures.is_empty())
            .collect();
        for (i, (a, ours)) in told.iter().enumerate() {
            let other = told[i + 1..].iter().find(|(b, theirs)| {
                pool[*a].document.key != pool[*b].document.key && ours.is_disjoint(theirs)
            });
            if let Some((b, _)) = other {
                return Some(Dispute { versions: (*a, *b) });
            }
        }
    }
    None
}

fn denial(pool: &[Statement<'_>], happening: &Happening) -> Option<Dispute> {
    let members = || happening.members.iter().copied();
    let denied = members().find(|&m| denies(&pool[m]))?;
    let claim = members().find(|&m| !denies(&pool[m]) && !pool[m].events.is_empty())?;
    Some(Dispute { versions: (claim, denied) })
}

/// True when somebody denies or contradicts something in the sentence.
pub(crate) fn denies(s: &Statement<'_>) -> bool {
    s.events.iter().any(|e| e.status == Status::Denied)
        || s.text()
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| words().denial.contains(&w.to_lowercase()))
}

/// Numbers that stand within four words before, or two words after, a word of the kind.
fn figures(text: &str, kind: &Kind) -> BTreeSet<u64> {
    let tokens: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == ','))
        .map(|w| w.trim_matches(',').to_lowercase())
        .filter(|w| !w.is_empty())
        .take(400)
        .collect();
    let mut out = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        if !kind.words.contains(token) {
            continue;
        }
        let near = at.saturating_sub(4)..(at + 3).min(tokens.len());
        // The number nearest to the word; years are not counts.
        let number = near
            .filter_map(|i| number(&tokens[i]).map(|n| (i.abs_diff(at), n)))
            .filter(|(_, n)| !(1900..=2100).contains(n))
            .min();
        out.extend(number.map(|(_, n)| n));
    }
    out
}

/// The figures of a text by what they count ("dead", "hurt", "held"); kinds without a figure are left out.
pub(crate) fn figures_by_kind(text: &str) -> BTreeMap<&'static str, BTreeSet<u64>> {
    let kinds = words().kinds.iter().map(|kind| (kind.name.as_str(), figures(text, kind)));
    kinds.filter(|(_, figures)| !figures.is_empty()).collect()
}

fn number(token: &str) -> Option<u64> {
    token
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| token.replace(',', "").parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_belong_to_the_word_beside_them() {
        let dead = &words().kinds[0];
        assert_eq!(
            figures("The crash of 2024 killed 38 of the 67 people aboard.", dead),
            BTreeSet::from([38])
        );
        assert_eq!(figures("At least 1,200 soldiers were killed.", dead), BTreeSet::from([1200]));
        assert_eq!(figures("Two ministers met for 3 hours.", dead), BTreeSet::new());
    }
}
