//! Dictionary forms: endings exchanged by the longest ending that is known, whole words first.

use crate::file::{Damaged, Reader, write_text};
use crate::hash;

/// What to do with a word that ends so: bytes to take off, text to put on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// The tag class it is for.
    pub class: u16,
    /// The ending, or with "^" before it the whole word. "" fits every word of the class.
    pub ending: String,
    pub strip: u8,
    pub add: String,
}

/// Rules by class and ending.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lemmas {
    /// Hash of class and ending, number of the rule; sorted.
    index: Vec<(u64, u32)>,
    rules: Vec<Rule>,
}

/// Characters of the longest ending that rules look at.
pub const LONGEST: usize = 7;

fn key(class: u16, whole: bool, ending: &str) -> u64 {
    hash::mix(hash::text(ending), u64::from(class) << 1 | u64::from(whole))
}

impl Lemmas {
    pub fn new(rules: Vec<Rule>) -> Self {
        let of = |rule: &Rule| match rule.ending.strip_prefix('^') {
            Some(word) => key(rule.class, true, word),
            None => key(rule.class, false, &rule.ending),
        };
        let mut index: Vec<(u64, u32)> =
            rules.iter().enumerate().map(|(at, rule)| (of(rule), at as u32)).collect();
        index.sort_unstable();
        Self { index, rules }
    }

    fn rule(&self, class: u16, whole: bool, ending: &str) -> Option<&Rule> {
        let wanted = key(class, whole, ending);
        let at = self.index.binary_search_by_key(&wanted, |entry| entry.0).ok()?;
        self.rules.get(self.index[at].1 as usize)
    }

    /// Appends the dictionary form of a lower-cased word with straight apostrophes.
    pub fn append(&self, lower: &str, class: u16, out: &mut String) {
        let starts = lower.char_indices().rev().take(LONGEST).map(|(at, _)| at);
        let mut longest_first: [usize; LONGEST] = [0; LONGEST];
        let mut count = 0;
        for start in starts {
            longest_first[count] = start;
            count += 1;
        }
        let rule = self.rule(class, true, lower).or_else(|| {
            let mut endings = longest_first[..count].iter().rev();
            endings.find_map(|&at| self.rule(class, false, &lower[at..]))
        });
        let rule = rule.or_else(|| self.rule(class, false, ""));
        let kept = rule.and_then(|rule| {
            let length = lower.len().checked_sub(usize::from(rule.strip))?;
            Some((lower.get(..length)?, rule.add.as_str()))
        });
        match kept {
            // A rule that leaves nothing was made for another word.
            Some((stem, add)) if !(stem.is_empty() && add.is_empty()) => {
                out.push_str(stem);
                out.push_str(add);
            }
            _ => out.push_str(lower),
        }
    }

    /// Appends the rules to a file: a line each.
    pub fn write(&self, out: &mut Vec<u8>) {
        let line = |r: &Rule| format!("{}\t{}\t{}\t{}\n", r.class, r.ending, r.strip, r.add);
        write_text(out, &self.rules.iter().map(line).collect::<String>());
    }

    pub fn read(reader: &mut Reader) -> Result<Self, Damaged> {
        let mut rules = Vec::new();
        for line in reader.text()?.lines() {
            let mut columns = line.split('\t');
            let mut next = || columns.next().ok_or(Damaged("a rule for lemmas is too short"));
            let (class, ending, strip, add) = (next()?, next()?, next()?, next()?);
            let number = || Damaged("a rule for lemmas has no number where one should be");
            rules.push(Rule {
                class: class.parse().map_err(|_| number())?,
                ending: ending.to_owned(),
                strip: strip.parse().map_err(|_| number())?,
                add: add.to_owned(),
            });
        }
        Ok(Self::new(rules))
    }
}
