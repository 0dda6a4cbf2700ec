//! What is known of a word by its form alone: the rows of the table of vectors that it is the sum of.

use crate::file::{Damaged, Reader};
use crate::hash::{self, mix};

/// Rows for endings, beginnings and shapes.
pub const PARTS: usize = 3000;
/// Rows for stretches of three to five letters.
pub const STRETCHES: usize = 12_000;
/// Stretches of a word at most: the first and the last of a longer one.
const MOST: usize = 16;
/// Characters of a word that are looked at.
const LONGEST: usize = 40;

/// The rows of one word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rows {
    /// Of the word itself; 0 for a word that is not known.
    pub word: u32,
    /// Endings of one to three letters, beginnings of two and three, the shape.
    pub parts: [u32; 6],
    pub stretches: [u32; MOST],
    /// How many of `stretches` there are.
    pub count: u8,
}

impl Rows {
    /// Calls with each row and what it counts: stretches the less, the more there are.
    #[inline(always)]
    pub fn each(&self, mut call: impl FnMut(u32, f32)) {
        call(self.word, 1.0);
        self.parts.iter().for_each(|&row| call(row, 1.0));
        let share = 1.0 / f32::from(self.count.max(1)).sqrt();
        self.stretches[..usize::from(self.count)].iter().for_each(|&row| call(row, share));
    }

    /// The same word as one that is not known.
    pub fn as_unknown(self) -> Self {
        Self { word: 0, ..self }
    }
}

/// Appends the form as the network sees it: lower case, plain quotes and hyphens, each digit as "0".
pub fn normal(form: &str, out: &mut String) {
    for c in form.chars().take(LONGEST) {
        match c {
            '’' | '‘' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' | '−' | '‐' | '‑' => out.push('-'),
            _ if c.is_ascii_digit() => out.push('0'),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// The words that have rows of their own: short hashes of normal forms, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary(pub Vec<u32>);

/// The hash by which the vocabulary knows a normal form.
pub fn short(normal: &str) -> u32 {
    (hash::text(normal) >> 32) as u32
}

impl Vocabulary {
    /// Number of rows of the whole table.
    pub fn table(&self) -> usize {
        self.0.len() + 1 + PARTS + STRETCHES
    }

    /// Appends the vocabulary to a file.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.0.len() as u32 * 4).to_le_bytes());
        self.0.iter().for_each(|word| out.extend(word.to_le_bytes()));
    }

    pub fn read(reader: &mut Reader) -> Result<Self, Damaged> {
        let mut part = reader.part()?;
        let mut words = Vec::new();
        while !part.is_empty() {
            words.push(part.number()?);
        }
        if !words.is_sorted() {
            return Err(Damaged("its words are out of order"));
        }
        Ok(Self(words))
    }

    /// The rows of a word; `buffer` is scratch.
    pub fn rows(&self, form: &str, buffer: &mut String) -> Rows {
        buffer.clear();
        normal(form, buffer);
        let mut out = Rows::default();
        if let Ok(at) = self.0.binary_search(&short(buffer)) {
            out.word = at as u32 + 1;
        }
        let first = self.0.len() as u32 + 1;
        let part = |kind: u64, value: u64| first + (mix(kind, value) >> 20) as u32 % PARTS as u32;
        let ending = |n: usize| {
            buffer.char_indices().rev().nth(n).map_or(&buffer[..], |(at, _)| &buffer[at..])
        };
        let beginning =
            |n: usize| buffer.char_indices().nth(n).map_or(&buffer[..], |(at, _)| &buffer[..at]);
        out.parts = [
            part(1, hash::text(ending(0))),
            part(2, hash::text(ending(1))),
            part(3, hash::text(ending(2))),
            part(4, hash::text(beginning(2))),
            part(5, hash::text(beginning(3))),
            part(6, shape(form)),
        ];
        stretches(buffer, first + PARTS as u32, &mut out);
        out
    }
}

/// Notes the stretches of three to five letters of the word between "`<`" and "`>`".
fn stretches(normal: &str, first: u32, out: &mut Rows) {
    let mut letters = ['<'; 2 * LONGEST + 2];
    let mut count = 1;
    for c in normal.chars().take(2 * LONGEST) {
        letters[count] = c;
        count += 1;
    }
    letters[count] = '>';
    let letters = &letters[..=count];
    let of = |length: usize| letters.len().saturating_sub(length - 1);
    let all = of(3) + of(4) + of(5);
    let mut number = 0;
    for length in 3..=5 {
        for stretch in letters.windows(length) {
            number += 1;
            if all > MOST && number > MOST / 2 && number <= all - MOST / 2 {
                continue;
            }
            let hash = stretch.iter().fold(length as u64, |h, c| mix(h, u64::from(*c)));
            let row = (mix(hash, 0x77) >> 32) as u32 % STRETCHES as u32;
            out.stretches[usize::from(out.count)] = first + row;
            out.count += 1;
        }
    }
}

/// Capitals, small letters, digits, hyphens and other signs, counted coarsely.
fn shape(form: &str) -> u64 {
    let (mut upper, mut lower, mut digits, mut hyphens, mut others, mut count) = (0, 0, 0, 0, 0, 0);
    let mut first = 0;
    for c in form.chars().take(LONGEST) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_inside_the_table() {
        let vocabulary = Vocabulary(vec![short("baku")]);
        let mut buffer = String::new();
        let long = "ẞİ".repeat(1000);
        for form in
            ["", "a", "Baku", "BAKU", "антитеррористический", "counter-revolutionaries", &long]
        {
            let rows = vocabulary.rows(form, &mut buffer);
            rows.each(|row, share| assert!((row as usize) < vocabulary.table() && share > 0.0));
            assert_eq!(rows.word == 1, form.eq_ignore_ascii_case("baku"), "{form}");
        }
        assert_eq!(vocabulary.rows("ab", &mut buffer).count, 3);
        assert_eq!(vocabulary.rows("antiterrorism", &mut buffer).count, 16);
    }
}
