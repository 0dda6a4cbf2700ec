//! Weights of hashed features: one row a feature, one 8-bit column a class.

use super::file::{Damaged, Reader};

/// The table; rows are padded to whole groups of four columns.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Weights {
    bits: u32,
    classes: usize,
    width: usize,
    rows: Vec<i8>,
}

/// More rows than any model has; a damaged file must not ask for all the memory there is.
const MOST_BITS: u32 = 22;

impl Weights {
    /// An empty table of 2^`bits` rows.
    pub(crate) fn new(bits: u32, classes: usize) -> Self {
        let width = classes.next_multiple_of(4);
        Self { bits, classes, width, rows: vec![0; width << bits] }
    }

    /// Number of columns in use.
    pub(crate) fn classes(&self) -> usize {
        self.classes
    }

    /// Number of columns with padding: what `score` fills.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Where the row of a feature begins.
    pub(crate) fn row(&self, feature: u64) -> usize {
        (feature >> (64 - self.bits)) as usize * self.width
    }

    /// Sum of the rows of all features.
    pub(crate) fn score(&self, features: &[u64], out: &mut [i32]) {
        out.fill(0);
        for &feature in features {
            let at = self.row(feature);
            for (sum, weight) in out.iter_mut().zip(&self.rows[at..at + self.width]) {
                *sum += i32::from(*weight);
            }
        }
    }

    /// As `score`, for tables of three or four classes.
    pub(crate) fn score_four(&self, features: &[u64]) -> [i32; 4] {
        let mut out = [0; 4];
        for &feature in features {
            let at = self.row(feature);
            for (sum, weight) in out.iter_mut().zip(&self.rows[at..at + 4]) {
                *sum += i32::from(*weight);
            }
        }
        out
    }

    /// Sets one cell of the table.
    pub(crate) fn set(&mut self, at: usize, weight: i8) {
        self.rows[at] = weight;
    }

    /// Appends the table to a file: rows that hold anything, each with the gap before it and a bitmap.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.bits.to_le_bytes());
        out.extend((self.classes as u32).to_le_bytes());
        let mut gap = 0u32;
        let mut body = Vec::new();
        for row in self.rows.chunks(self.width) {
            let row = &row[..self.classes];
            if row.iter().all(|w| *w == 0) {
                gap += 1;
                continue;
            }
            while gap >= 128 {
                body.push((gap & 127) as u8 | 128);
                gap >>= 7;
            }
            body.push(gap as u8);
            gap = 0;
            for group in row.chunks(8) {
                let mark = |bits: u8, (at, w): (usize, &i8)| bits | u8::from(*w != 0) << at;
                body.push(group.iter().enumerate().fold(0, mark));
            }
            body.extend(row.iter().filter(|w| **w != 0).map(|w| *w as u8));
        }
        out.extend((body.len() as u32).to_le_bytes());
        out.extend(body);
    }

    /// Reads what `write` wrote.
    ///
    /// # Errors
    /// When the bytes are not such a table with `classes` columns.
    pub(crate) fn read(reader: &mut Reader, classes: usize) -> Result<Self, Damaged> {
        let bits = reader.number()?;
        if bits == 0 || bits > MOST_BITS || reader.number()? as usize != classes {
            return Err(Damaged("a table of weights has a wrong size"));
        }
        let mut table = Self::new(bits, classes);
        let mut body = reader.part()?;
        let mut at = 0usize;
        while !body.is_empty() {
            let mut shift = 0;
            loop {
                let byte = body.byte()?;
                at += usize::from(byte & 127) << shift;
                shift += 7;
                if byte < 128 {
                    break;
                }
                if shift > 21 {
                    return Err(Damaged("a table of weights has too long a gap"));
                }
            }
            let from = at.saturating_mul(table.width);
            if from >= table.rows.len() {
                return Err(Damaged("a table of weights has too many rows"));
            }
            let marks = body.take(classes.div_ceil(8))?;
            for class in 0..classes {
                if marks[class / 8] >> (class % 8) & 1 == 1 {
                    table.rows[from + class] = body.byte()? as i8;
                }
            }
            at += 1;
        }
        Ok(table)
    }
}

/// The first of the greatest.
pub(crate) fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for at in 1..scores.len() {
        if scores[at] > scores[best] {
            best = at;
        }
    }
    best
}
