//! The trained network: words to vectors that know their surroundings, vectors to tags, heads and labels.
//!
//! Vectors of words are sums of rows of a table. Gated convolutions, each beside a short cut, mix in the neighbours.
//! Heads are scored pair by pair, labels from the two words of a pair.

use crate::dense::Dense;
use crate::file::{Damaged, Reader};
use crate::lanes::spread;
use crate::matrix::{self, Panels, leaky, sigmoid, tanh};
use crate::words::Rows;

/// A gated convolution over a word and those `reach` before and behind it.
#[derive(Debug, Clone)]
struct Block {
    dense: Dense,
    gain: Vec<f32>,
    shift: Vec<f32>,
    reach: usize,
}

/// All weights.
#[derive(Debug, Clone)]
pub struct Network {
    width: usize,
    /// Rows of the table in steps of their own.
    table: Vec<i8>,
    steps: Vec<f32>,
    bias: Vec<f32>,
    blocks: Vec<Block>,
    root: Vec<f32>,
    tags: Dense,
    arc_heads: Dense,
    arc_words: Dense,
    arc_pairs: Dense,
    arc_steps: Dense,
    bond_heads: Dense,
    bond_words: Dense,
    labels: Dense,
}

/// Widest network a file may hold, most convolutions, farthest reach: against damaged files.
const WIDEST: usize = 1024;

impl Network {
    /// Reads a network for so many rows of the table, tags and labels.
    pub fn read(
        reader: &mut Reader,
        rows: usize,
        tags: usize,
        labels: usize,
    ) -> Result<Self, Damaged> {
        let mut size = || match reader.number()? as usize {
            size @ 1..=WIDEST => Ok(size),
            _ => Err(Damaged("the network has a wrong size")),
        };
        let (width, arcs, bonds, blocks) = (size()?, size()?, size()?, size()?);
        let reaches: Vec<usize> = (0..blocks).map(|_| size()).collect::<Result<_, _>>()?;
        let (mut table, mut steps) = (Vec::new(), Vec::new());
        for _ in 0..rows {
            steps.push(reader.real()?);
            table.extend(reader.take(width)?.iter().map(|&weight| weight as i8));
        }
        let bias = reader.reals(width)?;
        let root = reader.reals(width)?;
        let mut blocks = Vec::new();
        for reach in reaches {
            let dense = Dense::read(reader, 3 * width, 2 * width)?;
            blocks.push(Block {
                dense,
                gain: reader.reals(width)?,
                shift: reader.reals(width)?,
                reach,
            });
        }
        Ok(Self {
            width,
            table,
            steps,
            bias,
            blocks,
            root,
            tags: Dense::read(reader, width, tags)?,
            arc_heads: Dense::read(reader, width, arcs)?,
            arc_words: Dense::read(reader, width, arcs)?,
            arc_pairs: Dense::read(reader, arcs, arcs)?,
            arc_steps: Dense::read(reader, arcs, STEPS)?,
            bond_heads: Dense::read(reader, width, bonds)?,
            bond_words: Dense::read(reader, width, bonds)?,
            labels: Dense::read(reader, 2 * bonds, labels)?,
        })
    }

    /// The vectors of a sentence's words, one behind the other.
    pub fn vectors(&self, words: &[Rows]) -> Vec<f32> {
        let width = self.width;
        let mut x = self.bias.repeat(words.len());
        for (out, word) in x.chunks_exact_mut(width).zip(words) {
            spread(|| self.embed(word, out));
        }
        let mut wide = vec![0.0; x.len() * 3];
        let mut z = vec![0.0; x.len() * 2];
        let mut scratch = Vec::new();
        for block in &self.blocks {
            neighbours(&x, width, block.reach, &mut wide);
            block.dense.apply_to(&wide, &mut scratch, &mut z);
            spread(|| block.bend(&mut x, &z));
        }
        x
    }

    /// Adds the rows of a word to `out`, and bends the sum.
    #[inline(always)]
    fn embed(&self, word: &Rows, out: &mut [f32]) {
        let width = self.width;
        word.each(|row, share| {
            let row = row as usize;
            let factor = self.steps[row] * share;
            for (o, w) in out.iter_mut().zip(&self.table[row * width..][..width]) {
                *o += f32::from(*w) * factor;
            }
        });
        out.iter_mut().for_each(|v| *v = tanh(*v));
    }

    /// Number of the tag of each word.
    pub fn tags(&self, x: &[f32]) -> Vec<u16> {
        self.tags
            .apply(x, &mut Vec::new())
            .chunks_exact(self.tags.outputs())
            .map(|scores| best(scores) as u16)
            .collect()
    }

    /// For each word how well each word fits as its head, and behind these how well it fits as root.
    pub fn arcs(&self, x: &[f32]) -> Vec<f32> {
        let count = x.len() / self.width;
        let width = self.arc_pairs.outputs();
        let mut scratch = Vec::new();
        let mut heads = self.arc_heads.apply(&self.with_root(x), &mut scratch);
        heads.iter_mut().for_each(|v| *v = leaky(*v));
        let mut words = self.arc_words.apply(x, &mut scratch);
        words.iter_mut().for_each(|v| *v = leaky(*v));
        let pairs = self.arc_pairs.apply(&words, &mut scratch);
        let mut turned = vec![0.0; heads.len()];
        for (at, head) in heads.chunks_exact(width).enumerate() {
            for (k, value) in head.iter().enumerate() {
                turned[k * (count + 1) + at] = *value;
            }
        }
        let mut out = vec![0.0; count * (count + 1)];
        Panels::new(&turned, width, count + 1).multiply(&pairs, count, &mut out);
        let steps = self.arc_steps.apply(&words, &mut scratch);
        let steps = steps.chunks_exact(STEPS);
        for (word, (scores, steps)) in out.chunks_exact_mut(count + 1).zip(steps).enumerate() {
            for (head, score) in scores.iter_mut().enumerate() {
                *score += steps[if head == count { 0 } else { step(word, head) }];
            }
        }
        out
    }

    /// Number of the label of each word under its head; the number of words is the root.
    pub fn labels(&self, x: &[f32], head_of: &[usize]) -> Vec<u16> {
        let width = self.bond_words.outputs();
        let mut scratch = Vec::new();
        let heads = self.bond_heads.apply(&self.with_root(x), &mut scratch);
        let words = self.bond_words.apply(x, &mut scratch);
        let mut both = vec![0.0; words.len() * 2];
        let pairs = both.chunks_exact_mut(2 * width).zip(words.chunks_exact(width)).zip(head_of);
        for ((both, word), &head) in pairs {
            let (left, right) = both.split_at_mut(width);
            for (at, (own, other)) in word.iter().zip(&heads[head * width..][..width]).enumerate() {
                left[at] = leaky(own + other);
                right[at] = own * other;
            }
        }
        let scores = self.labels.apply(&both, &mut scratch);
        scores.chunks_exact(self.labels.outputs()).map(|scores| best(scores) as u16).collect()
    }

    fn with_root(&self, x: &[f32]) -> Vec<f32> {
        [x, &self.root].concat()
    }
}

impl Block {
    /// Adds the gated values `z` to `x` and normalises.
    #[inline(always)]
    fn bend(&self, x: &mut [f32], z: &[f32]) {
        let width = self.gain.len();
        for (row, z) in x.chunks_exact_mut(width).zip(z.chunks_exact(2 * width)) {
            let (value, gate) = z.split_at(width);
            for ((x, value), gate) in row.iter_mut().zip(value).zip(gate) {
                *x += value * sigmoid(*gate);
            }
            matrix::normalise(row);
            for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
                *x = *x * gain + shift;
            }
        }
    }
}

/// Each word between the words `reach` before and behind it; nothing beyond the ends.
fn neighbours(x: &[f32], width: usize, reach: usize, out: &mut [f32]) {
    let count = x.len() / width;
    let word = |at: usize| &x[at * width..][..width];
    for (at, row) in out.chunks_exact_mut(3 * width).enumerate() {
        let (before, rest) = row.split_at_mut(width);
        let (own, behind) = rest.split_at_mut(width);
        own.copy_from_slice(word(at));
        if at >= reach {
            before.copy_from_slice(word(at - reach))
        } else {
            before.fill(0.0)
        }
        if at + reach < count { behind.copy_from_slice(word(at + reach)) } else { behind.fill(0.0) }
    }
}

/// Kinds of distance between a word and its head: the root, nine to the left, nine to the right.
pub const STEPS: usize = 19;

/// The kind of distance from a word to another.
pub fn step(word: usize, head: usize) -> usize {
    let far = match word.abs_diff(head) {
        n @ 0..=4 => n,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=21 => 8,
        _ => 9,
    };
    if head < word { far } else { far + 9 }
}

/// The first of the greatest.
pub fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for at in 1..scores.len() {
        if scores[at] > scores[best] {
            best = at;
        }
    }
    best
}
