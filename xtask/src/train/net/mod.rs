//! The network while it learns: forward, loss, and back, written out by hand and checked against differences.

pub(crate) mod adam;
mod heads;
pub(crate) mod layers;

use super::random::Random;
use bilateral_syntax::matrix;
use bilateral_syntax::network::STEPS;
use bilateral_syntax::words::Rows;
use layers::{Block, Linear, Weights, mask, times};

/// Sizes of the network.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// Rows of the table of vectors.
    pub(crate) table: usize,
    pub(crate) width: usize,
    /// How far each convolution looks.
    pub(crate) reaches: Vec<usize>,
    pub(crate) tags: usize,
    /// Width of the space in which heads are sought.
    pub(crate) arcs: usize,
    /// Width of the space in which relations are told apart.
    pub(crate) bonds: usize,
    pub(crate) labels: usize,
}

/// All weights.
#[derive(Debug, Clone)]
pub(crate) struct Net {
    pub(crate) shape: Shape,
    pub(crate) table: Weights,
    pub(crate) bias: Weights,
    pub(crate) blocks: Vec<Block>,
    /// Stands for the root among the words.
    pub(crate) root: Weights,
    pub(crate) tags: Linear,
    pub(crate) arc_heads: Linear,
    pub(crate) arc_words: Linear,
    pub(crate) arc_pairs: Linear,
    /// What each distance to the head is worth to a word.
    pub(crate) arc_steps: Linear,
    pub(crate) bond_heads: Linear,
    pub(crate) bond_words: Linear,
    pub(crate) labels: Linear,
}

/// Sentences side by side.
#[derive(Debug, Clone, Default)]
pub(crate) struct Batch<'a> {
    pub(crate) rows: Vec<&'a Rows>,
    /// First word and word behind the last, of each sentence.
    pub(crate) ends: Vec<(usize, usize)>,
    pub(crate) tags: Vec<u16>,
    /// Number of the head in the batch; the number of all words for the root.
    pub(crate) heads: Vec<usize>,
    /// `None` for the root's word.
    pub(crate) labels: Vec<Option<u16>>,
}

/// How a batch went.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outcome {
    pub(crate) loss: f32,
    pub(crate) words: usize,
    pub(crate) right_tags: usize,
    pub(crate) right_heads: usize,
    /// Given the right head.
    pub(crate) right_labels: usize,
}

/// Shares of values that are left out while learning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropout {
    pub(crate) words: f32,
    pub(crate) input: f32,
    pub(crate) blocks: f32,
    pub(crate) heads: f32,
}

impl Net {
    pub(crate) fn new(shape: Shape, random: &mut Random) -> Self {
        let Shape { table, width, tags, arcs, bonds, labels, .. } = shape;
        Self {
            table: Weights::spread(table * width, 0.1, random),
            bias: Weights::zeros(width),
            blocks: shape.reaches.iter().map(|&reach| Block::new(width, reach, random)).collect(),
            root: Weights::spread(width, 0.5, random),
            tags: Linear::new(width, tags, random),
            arc_heads: Linear::new(width, arcs, random),
            arc_words: Linear::new(width, arcs, random),
            arc_pairs: Linear::new(arcs, arcs, random),
            arc_steps: Linear::new(arcs, STEPS, random),
            bond_heads: Linear::new(width, bonds, random),
            bond_words: Linear::new(width, bonds, random),
            labels: Linear::new(2 * bonds, labels, random),
            shape,
        }
    }

    /// Learns from a batch: notes the slopes of all weights. Without `random` nothing is left out and no slopes are
    /// noted unless `back`.
    pub(crate) fn run(
        &mut self,
        batch: &Batch,
        drop: Dropout,
        mut random: Option<&mut Random>,
        back: bool,
    ) -> Outcome {
        let width = self.shape.width;
        let count = batch.rows.len();
        let words = mask(count, drop.words, random.as_deref_mut());
        let mut x = self.bias.values.repeat(count);
        for ((out, rows), &kept) in x.chunks_exact_mut(width).zip(&batch.rows).zip(&words) {
            let mut add = |row: u32, factor: f32| {
                matrix::add(out, factor, &self.table.values[row as usize * width..][..width]);
            };
            let rows = if kept == 0.0 { rows.as_unknown() } else { **rows };
            rows.each(&mut add);
            out.iter_mut().for_each(|v| *v = matrix::tanh(*v));
        }
        let start = x.clone();
        let start_mask = mask(x.len(), drop.input, random.as_deref_mut());
        times(&mut x, &start_mask);
        let mut kept = Vec::new();
        for block in &self.blocks {
            let (out, keep) = block.forward(&x, &batch.ends, drop.blocks, random.as_deref_mut());
            kept.push(keep);
            x = out;
        }
        let (outcome, mut slope) = self.heads(batch, &x, drop.heads, random, back);
        if !back {
            return outcome;
        }
        for (block, keep) in self.blocks.iter_mut().zip(&kept).rev() {
            slope = block.backward(keep, &slope, &batch.ends);
        }
        times(&mut slope, &start_mask);
        for (at, row) in slope.chunks_exact_mut(width).enumerate() {
            row.iter_mut().zip(&start[at * width..]).for_each(|(d, y)| *d *= 1.0 - y * y);
            matrix::add(&mut self.bias.slopes, 1.0, row);
            let mut add = |number: u32, factor: f32| {
                let to = &mut self.table.slopes[number as usize * width..][..width];
                matrix::add(to, factor, row);
            };
            let rows = *batch.rows[at];
            let rows = if words[at] == 0.0 { rows.as_unknown() } else { rows };
            rows.each(&mut add);
        }
        outcome
    }

    /// All weights but the table, in a fixed order.
    pub(crate) fn dense(&mut self) -> Vec<&mut Weights> {
        let mut out = vec![&mut self.bias, &mut self.root];
        for block in &mut self.blocks {
            out.extend([
                &mut block.linear.weights,
                &mut block.linear.bias,
                &mut block.gain,
                &mut block.shift,
            ]);
        }
        for linear in [
            &mut self.tags,
            &mut self.arc_heads,
            &mut self.arc_words,
            &mut self.arc_pairs,
            &mut self.arc_steps,
            &mut self.bond_heads,
            &mut self.bond_words,
            &mut self.labels,
        ] {
            out.extend([&mut linear.weights, &mut linear.bias]);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slopes by hand against slopes by small differences, for every tenth weight.
    #[test]
    fn slopes_are_right() {
        let shape = Shape {
            table: 12,
            width: 6,
            reaches: vec![1, 2],
            tags: 3,
            arcs: 5,
            bonds: 4,
            labels: 3,
        };
        let mut random = Random(7);
        let mut net = Net::new(shape, &mut random);
        net.table.values.iter_mut().for_each(|v| *v *= 5.0);
        let rows: Vec<Rows> = (0..7)
            .map(|n| {
                let mut rows = Rows { word: n, parts: [n + 1, 3, 4, 5, 8, 9], ..Rows::default() };
                (rows.stretches[0], rows.stretches[1], rows.count) = (n + 2, 11, 2);
                rows
            })
            .collect();
        let batch = Batch {
            rows: rows.iter().collect(),
            ends: vec![(0, 4), (4, 7)],
            tags: vec![0, 1, 2, 0, 1, 1, 2],
            heads: vec![1, 7, 1, 2, 5, 7, 5],
            labels: vec![Some(0), None, Some(1), Some(2), Some(0), None, Some(1)],
        };
        let drop = Dropout { words: 0.0, input: 0.0, blocks: 0.0, heads: 0.0 };
        net.run(&batch, drop, None, true);
        let slopes: Vec<Vec<f32>> = net.dense().iter().map(|w| w.slopes.clone()).collect();
        let table = net.table.slopes.clone();
        let mut close = |change: &mut dyn FnMut(&mut Net, f32), slope: f32, what: &str| {
            let step = 0.01;
            change(&mut net, step);
            let up = net.run(&batch, drop, None, false).loss;
            change(&mut net, -2.0 * step);
            let down = net.run(&batch, drop, None, false).loss;
            change(&mut net, step);
            let measured = (up - down) / (2.0 * step);
            assert!(
                (measured - slope).abs() < 0.01 + 0.05 * slope.abs(),
                "{what}: {measured} {slope}"
            );
        };
        for (number, slopes) in slopes.iter().enumerate() {
            for at in (0..slopes.len()).step_by(10) {
                let what = format!("weights {number}, {at}");
                close(&mut |net, d| net.dense()[number].values[at] += d, slopes[at], &what);
            }
        }
        for at in (0..table.len()).step_by(5) {
            close(&mut |net, d| net.table.values[at] += d, table[at], &format!("table {at}"));
        }
        assert!(table.iter().any(|s| s.abs() > 0.02));
    }
}
