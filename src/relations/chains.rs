//! What followed from what, where a report says so in words: never from the order of days alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use super::happenings::Happening;
use super::statements::Statement;
use super::terms::{Weights, terms};
use crate::model::day::days_between;
use crate::reading::{How, Mention};

/// How a report ties a happening to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tie {
    /// "in response to"
    Answers,
    /// "after"
    Follows,
}

/// A happening that a sentence says something followed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// Place of the earlier one among the happenings.
    pub(crate) earlier: usize,
    pub(crate) tie: Tie,
}

/// Words behind the tying words that name what came before, at most.
const PHRASE: usize = 16;
/// Days between the two at most.
const REACH: i32 = 400;
/// Words that the phrase and the earlier happening must share, their weight together, and the part of the
/// phrase they must be; a tie by "after" asks for more than one by "in response to".
const SHARED: (usize, f64, f64) = (2, 4.0, 0.3);
const SHARED_AFTER: (usize, f64, f64) = (3, 6.0, 0.6);

/// `data/chains.toml`.
#[derive(Deserialize)]
struct Table {
    answering: Vec<String>,
    following: Vec<String>,
    not_following: BTreeSet<String>,
}

/// The same, as used.
struct Words {
    /// Finds the answering words, and behind them the following ones, in letters of either case.
    finder: AhoCorasick,
    /// How many of them are answering.
    answering: usize,
    not_following: BTreeSet<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let table: Table = toml::from_str(include_str!("../../data/chains.toml"))
            .expect("data/chains.toml is ours and well formed");
        let answering = table.answering.len();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(table.answering.into_iter().chain(table.following))
            .expect("a few dozen words fit an automaton");
        Words { finder, answering, not_following: table.not_following }
    })
}

/// Earlier happenings to be found by the words that most of their reports use.
pub(crate) struct Chains<'h> {
    happenings: &'h [Happening],
    /// Places of the happenings whose core has a word.
    by_word: BTreeMap<String, Vec<usize>>,
}

impl<'h> Chains<'h> {
    pub(crate) fn of(happenings: &'h [Happening]) -> Self {
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, happening) in happenings.iter().enumerate() {
            for word in happening.core() {
                by_word.entry(word).or_default().push(at);
            }
        }
        Self { happenings, by_word }
    }

    /// What a sentence of a happening says it followed from: of several the one that shares most, an answer
    /// before what merely came after, and of equals the latest.
    pub(crate) fn link(
        &self,
        s: &Statement<'_>,
        happening: &Happening,
        weights: &Weights,
    ) -> Option<Link> {
        let day = s.start().or(happening.first())?;
        let mut best: Option<(Tie, f64, usize)> = None;
        for (tie, phrase) in phrases(s) {
            let (words, least, part) = if tie == Tie::Answers { SHARED } else { SHARED_AFTER };
            let words = words.max((part * phrase.len() as f64).ceil() as usize);
            let mut shared: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
            for word in &phrase {
                let told = weights.of_term(word);
                for &at in self.by_word.get(word).map_or(&[][..], Vec::as_slice) {
                    let (count, weight) = shared.entry(at).or_default();
                    *count += 1;
                    *weight += told;
                }
            }
            for (at, (count, weight)) in shared {
                let earlier = &self.happenings[at];
                let before = earlier
                    .first()
                    .is_some_and(|first| first < day && days_between(first, day) <= REACH);
                let is_own = earlier.members.iter().any(|m| happening.members.contains(m));
                if !before || is_own || count < words || weight < least {
                    continue;
                }
                let better = best.is_none_or(|(tied, most, latest)| {
                    let by_day = self.happenings[latest].first() < earlier.first();
                    (tie, -weight) < (tied, -most) || (tie == tied && weight == most && by_day)
                });
                if better {
                    best = Some((tie, weight, at));
                }
            }
        }
        best.map(|(tie, _, earlier)| Link { earlier, tie })
    }
}

/// The content words behind each tying word of a sentence, up to the end of its clause; names of actors are
/// left out, since they say who and not what.
fn phrases(s: &Statement<'_>) -> Vec<(Tie, BTreeSet<String>)> {
    let text = s.text();
    // In the order of the lists: of equals the first is kept.
    let mut found: Vec<(usize, usize, usize)> = words()
        .finder
        .find_overlapping_iter(text)
        .map(|found| (found.pattern().as_usize(), found.start(), found.end()))
        .collect();
    found.sort_unstable();
    let mut out = Vec::new();
    for (word, at, from) in found {
        let is_whole =
            !text[..at].ends_with(char::is_alphanumeric) && text[from..].starts_with(' ');
        if is_whole {
            let tie = if word < words().answering { Tie::Answers } else { Tie::Follows };
            out.extend(phrase(s, from, tie).map(|terms| (tie, terms)));
        }
    }
    out
}

/// The words from a byte of the sentence on; `None` where they name a time, or ("after crossing the border")
/// what the doer did just before.
fn phrase(s: &Statement<'_>, from: usize, tie: Tie) -> Option<BTreeSet<String>> {
    let behind = s.text().get(from..)?;
    let clause = behind.split([';', ':', '(', '"', '“']).next().unwrap_or_default();
    let clause = clause.split(". ").next().unwrap_or_default();
    let words_of: Vec<&str> = clause.split_whitespace().take(PHRASE).collect();
    if tie == Tie::Follows {
        let is_time = words_of.iter().take(3).any(|w| words().not_following.contains(*w));
        let own = words_of.first().is_some_and(|w| w.ends_with("ing"));
        if is_time || own {
            return None;
        }
    }
    let is_of_actor = |word: &&&str| {
        let at = s.span.start + (word.as_ptr() as usize - s.text().as_ptr() as usize);
        let holds = |m: &Mention| m.span.start <= at && at < m.span.end && m.how != How::City;
        s.mentions.iter().any(|m| holds(m))
    };
    let kept: Vec<&str> = words_of.iter().filter(|w| !is_of_actor(w)).copied().collect();
    Some(terms(&kept.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;
    use crate::relations::happenings::happenings;
    use crate::relations::invented::records;
    use crate::relations::statements::statements;

    fn links(reports: &[(&str, &str)]) -> Vec<Option<Link>> {
        let dated: Vec<(&str, &str, &str)> =
            reports.iter().map(|(day, text)| (*day, "A", *text)).collect();
        let records = records(&dated);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        let weights = Weights::of(pool.iter().map(|s| &s.terms));
        let all: Vec<usize> = (0..pool.len()).collect();
        let told = happenings(&pool, &all, &weights);
        assert_eq!(told.len(), reports.len(), "each report is one happening");
        let chains = Chains::of(&told);
        told.iter().map(|h| chains.link(&pool[h.members[0]], h, &weights)).collect()
    }

    const SHELLED: (&str, &str) =
        ("2021-03-02", "Chad shelled the Sudanese border village of Tine on 1 March 2021.");

    #[test]
    fn what_answers_in_words_is_tied() {
        let answer = (
            "2021-04-02",
            "Sudan recalled its envoy from Chad on 1 April 2021 in response to the shelling of the village of Tine.",
        );
        let found = links(&[SHELLED, answer]);
        assert_eq!(found, [None, Some(Link { earlier: 0, tie: Tie::Answers })]);
    }

    #[test]
    fn what_merely_comes_later_is_not() {
        let later = (
            "2021-04-02",
            "Sudan recalled its envoy from Chad on 1 April 2021; the village of Tine lies in ruins.",
        );
        assert_eq!(links(&[SHELLED, later]), [None, None]);
        let after_time =
            ("2021-04-02", "Sudan recalled its envoy from Chad on 1 April 2021 after 12 years.");
        assert_eq!(links(&[SHELLED, after_time]), [None, None]);
    }

    #[test]
    fn nothing_is_tied_to_what_came_after_it() {
        let before = (
            "2021-01-02",
            "Sudan recalled its envoy from Chad on 1 January 2021 in response to the shelling of the village of Tine.",
        );
        assert_eq!(links(&[before, SHELLED]), [None, None]);
    }
}
