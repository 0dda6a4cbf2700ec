//! What was added when, and the fingerprint of the content; kept inside each commit, so that it
//! is always true of exactly what is committed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::day::Day;
use crate::model::document::{Document, Report};

/// Additions remembered.
const KEPT: usize = 50;
/// Examples kept of each reason for skipping.
const EXAMPLES: usize = 5;
/// Reasons kept of one addition.
const REASONS: usize = 50;
/// Bytes kept of each text in the ledger, so that hostile input cannot swell every commit.
const LONGEST: usize = 500;

/// One run of `bilateral add` on one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Addition {
    /// When it ended, as the caller puts it.
    pub(crate) when: String,
    /// The path or address it came from.
    pub(crate) source: String,
    /// Documents that were new.
    pub(crate) added: u64,
    /// Documents that stood there already, with the same report.
    pub(crate) known: u64,
    /// Documents that stood there already and gained a report.
    pub(crate) merged: u64,
    /// Items that could not be used.
    pub(crate) skipped: u64,
    /// Why, most frequent first as the caller orders them.
    pub(crate) reasons: Vec<Skipped>,
}

/// Items skipped for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Skipped {
    pub(crate) reason: String,
    pub(crate) count: u64,
    /// File and line of some of them; at most five are kept.
    pub(crate) examples: Vec<String>,
}

/// The payload of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Hexadecimal, because JSON numbers end at 2⁵³.
    #[serde(with = "hex")]
    sum: u128,
    additions: Vec<Addition>,
    /// Commits so far; archives made before commits were counted begin at 0.
    #[serde(default)]
    commits: u32,
    /// The last commit of each day on which something was added.
    #[serde(default)]
    days: BTreeMap<Day, u32>,
}

impl Journal {
    /// Reads the payload of a commit; a commit without one is an empty archive.
    pub(super) fn parse(payload: Option<&str>) -> serde_json::Result<Self> {
        payload.map_or_else(|| Ok(Self::default()), serde_json::from_str)
    }

    pub(super) fn payload(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// 32 hexadecimal digits.
    pub(super) fn fingerprint(&self) -> String {
        written(self.sum)
    }

    /// Commits so far.
    pub(super) fn commits(&self) -> u32 {
        self.commits
    }

    /// One commit more; `when` begins with its day, where it is known.
    pub(super) fn count(&mut self, when: Option<&str>) {
        self.commits += 1;
        let day = when.and_then(|when| when.get(..10)).and_then(|day| day.parse().ok());
        if let Some(day) = day {
            self.days.insert(day, self.commits);
        }
    }

    /// The last commit on or before the day; 0 where there was none.
    pub(super) fn commit_of(&self, day: Day) -> u32 {
        self.days.range(..=day).next_back().map_or(0, |(_, commit)| *commit)
    }

    /// Oldest first.
    pub(super) fn additions(&self) -> &[Addition] {
        &self.additions
    }

    /// One document takes the place of another (or of none).
    pub(super) fn replace(&mut self, before: Option<u128>, after: u128) {
        self.sum = self.sum.wrapping_sub(before.unwrap_or(0)).wrapping_add(after);
    }

    /// Appends an addition. The same time and source again is the same run, further on: it takes
    /// the place of its earlier state.
    pub(super) fn enter(&mut self, mut addition: Addition) {
        cut(&mut addition.when);
        cut(&mut addition.source);
        addition.reasons.truncate(REASONS);
        for skipped in &mut addition.reasons {
            cut(&mut skipped.reason);
            skipped.examples.truncate(EXAMPLES);
            skipped.examples.iter_mut().for_each(cut);
        }
        self.additions.retain(|a| (&a.when, &a.source) != (&addition.when, &addition.source));
        self.additions.push(addition);
        let surplus = self.additions.len().saturating_sub(KEPT);
        self.additions.drain(..surplus);
    }
}

/// A sum of weights as a fingerprint.
pub(super) fn written(sum: u128) -> String {
    format!("{sum:032x}")
}

/// What one document adds to the fingerprint: first 16 bytes of the SHA-256 of its key and its
/// reports. Sums of these do not depend on the order of adding.
pub(super) fn weigh(document: &Document) -> serde_json::Result<u128> {
    let mut hash = Sha256::new();
    hash.update(document.key.as_bytes());
    hash.update([0]);
    let reports = document.reports.iter().map(|r| Report { arrived: 0, ..r.clone() });
    hash.update(serde_json::to_vec(&reports.collect::<Vec<_>>())?);
    let digest = hash.finalize();
    Ok(digest.iter().take(16).fold(0, |sum, &byte| sum << 8 | u128::from(byte)))
}

fn cut(text: &mut String) {
    if text.len() > LONGEST {
        let mut end = LONGEST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
}

mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(sum: &u128, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{sum:032x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u128, D::Error> {
        u128::from_str_radix(&String::deserialize(from)?, 16).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(when: usize) -> Addition {
        Addition { when: when.to_string(), source: "news.jsonl".to_owned(), ..Addition::default() }
    }

    #[test]
    fn keeps_the_last_fifty_and_cuts_what_is_long() {
        let mut journal = Journal::default();
        for when in 0..60 {
            journal.enter(run(when));
        }
        let mut long = run(60);
        long.reasons = vec![Skipped {
            reason: "ü".repeat(5_000),
            count: 9,
            examples: vec!["file:1".to_owned(); 9],
        }];
        journal.enter(long);
        let kept = journal.additions();
        assert_eq!((kept.len(), kept[0].when.as_str()), (50, "11"));
        assert_eq!(kept[49].reasons[0].examples.len(), 5);
        assert!(kept[49].reasons[0].reason.len() < 510);
        let back = Journal::parse(Some(&journal.payload().unwrap())).unwrap();
        assert_eq!(back, journal);
    }

    #[test]
    fn the_same_run_further_on_replaces_its_earlier_state() {
        let mut journal = Journal::default();
        journal.enter(run(1));
        journal.enter(run(2));
        journal.enter(Addition { added: 7, ..run(1) });
        let got: Vec<_> = journal.additions().iter().map(|a| (a.when.as_str(), a.added)).collect();
        assert_eq!(got, [("2", 0), ("1", 7)]);
    }
}
