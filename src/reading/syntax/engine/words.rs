//! What is known of a word by its form alone.

use super::file::{Damaged, Reader};
use super::hash;

/// Hash of what is not there: before the first word, behind the last.
pub(crate) const NOTHING: u64 = 3;

/// A word's form, hashed in the ways features ask for.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    /// The form as it stands.
    pub(crate) exact: u64,
    /// Lower-cased, each digit as "0".
    pub(crate) lower: u64,
    /// Its last one to five characters, `NOTHING` where that is the whole word or more.
    pub(crate) suffixes: [u64; 5],
    /// Its first one to three.
    pub(crate) prefixes: [u64; 3],
    pub(crate) shape: u64,
    /// The tags it has in the treebanks, as one hash; 1 for a word that is not known.
    pub(crate) known: u64,
}

/// Appends the form as features see it: lower case, straight apostrophes, each digit as "0".
pub(crate) fn normal(form: &str, out: &mut String) {
    for c in form.chars() {
        match c {
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' | '−' => out.push('-'),
            _ if c.is_ascii_digit() => out.push('0'),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

impl Word {
    /// The word of this form; `buffer` is scratch.
    pub(crate) fn new(form: &str, lexicon: &Lexicon, buffer: &mut String) -> Self {
        buffer.clear();
        normal(form, buffer);
        let lower = hash::text(buffer);
        let mut suffixes = [NOTHING; 5];
        for (at, (from, _)) in buffer.char_indices().rev().take(5).enumerate() {
            if from > 0 {
                suffixes[at] = hash::text(&buffer[from..]);
            }
        }
        let mut prefixes = [NOTHING; 3];
        for (at, (to, _)) in buffer.char_indices().skip(1).take(3).enumerate() {
            prefixes[at] = hash::text(&buffer[..to]);
        }
        let known = lexicon.kind(lower);
        Self { exact: hash::text(form), lower, suffixes, prefixes, shape: shape(form), known }
    }

    /// The word for the parser: rare words by their endings.
    pub(crate) fn common(&self) -> u64 {
        if self.known == 1 { hash::mix(self.suffixes[2], 99) } else { self.lower }
    }
}

/// Capitals, small letters, digits, hyphens and other signs, counted coarsely.
fn shape(form: &str) -> u64 {
    let (mut upper, mut lower, mut digits, mut hyphens, mut others, mut count) = (0, 0, 0, 0, 0, 0);
    let mut first = 0;
    // A word longer than this is no word; the bound keeps the work linear and small.
    for c in form.chars().take(64) {
        if c.is_uppercase() {
            first |= u64::from(count == 0);
            upper += 1;
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else if c == '-' {
            hyphens += 1;
        } else {
            others += 1;
        }
        count += 1;
    }
    let least = |n: u64, most: u64| n.min(most);
    first
        | least(upper, 2) << 1
        | least(lower, 1) << 3
        | least(digits, 1) << 4
        | least(hyphens, 1) << 5
        | least(others, 2) << 6
        | least(count, 3) << 8
}

/// The words of the treebanks that came more than once, each with the class of its tags.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lexicon {
    /// Hash of the normal form and class, sorted.
    pub(crate) words: Vec<(u64, u64)>,
}

impl Lexicon {
    fn kind(&self, word: u64) -> u64 {
        let found = self.words.binary_search_by_key(&word, |w| w.0);
        found.map_or(1, |at| self.words[at].1)
    }

    /// Appends the lexicon to a file.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.words.len() as u32 * 16).to_le_bytes());
        for (word, kind) in &self.words {
            out.extend(word.to_le_bytes());
            out.extend(kind.to_le_bytes());
        }
    }

    pub(crate) fn read(reader: &mut Reader) -> Result<Self, Damaged> {
        let mut part = reader.part()?;
        let mut words = Vec::new();
        while !part.is_empty() {
            words.push((part.long()?, part.long()?));
        }
        if !words.is_sorted() {
            return Err(Damaged("its words are out of order"));
        }
        Ok(Self { words })
    }
}
