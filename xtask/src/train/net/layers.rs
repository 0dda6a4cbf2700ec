//! Layers with their way back: what each takes in, what it gives, how its weights should move.

use super::super::random::Random;
use bilateral_syntax::matrix::{self, Panels};

/// Weights with the direction they should move in and what Adam remembers of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weights {
    pub(crate) values: Vec<f32>,
    pub(crate) slopes: Vec<f32>,
    pub(crate) first: Vec<f32>,
    pub(crate) second: Vec<f32>,
}

impl Weights {
    pub(crate) fn new(values: Vec<f32>) -> Self {
        let zeros = vec![0.0; values.len()];
        Self { slopes: zeros.clone(), first: zeros.clone(), second: zeros, values }
    }

    pub(crate) fn zeros(count: usize) -> Self {
        Self::new(vec![0.0; count])
    }

    /// Evenly spread from -`most` to `most`.
    pub(crate) fn spread(count: usize, most: f32, random: &mut Random) -> Self {
        Self::new((0..count).map(|_| (random.unit() * 2.0 - 1.0) * most).collect())
    }
}

/// `y = x · w + b`.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pub(crate) weights: Weights,
    pub(crate) bias: Weights,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
}

impl Linear {
    pub(crate) fn new(inputs: usize, outputs: usize, random: &mut Random) -> Self {
        let most = (6.0 / (inputs + outputs) as f32).sqrt();
        let weights = Weights::spread(inputs * outputs, most, random);
        Self { weights, bias: Weights::zeros(outputs), inputs, outputs }
    }

    pub(crate) fn forward(&self, x: &[f32]) -> Vec<f32> {
        let rows = x.len() / self.inputs;
        let mut out = self.bias.values.repeat(rows);
        Panels::new(&self.weights.values, self.inputs, self.outputs).multiply(x, rows, &mut out);
        out
    }

    /// Notes the slopes of weights and bias, and gives that of the input.
    pub(crate) fn backward(&mut self, x: &[f32], slope: &[f32]) -> Vec<f32> {
        let rows = x.len() / self.inputs;
        for row in slope.chunks_exact(self.outputs) {
            matrix::add(&mut self.bias.slopes, 1.0, row);
        }
        let turned = transposed(x, rows, self.inputs);
        Panels::new(slope, rows, self.outputs).multiply(
            &turned,
            self.inputs,
            &mut self.weights.slopes,
        );
        let turned = transposed(&self.weights.values, self.inputs, self.outputs);
        let mut out = vec![0.0; x.len()];
        Panels::new(&turned, self.outputs, self.inputs).multiply(slope, rows, &mut out);
        out
    }
}

fn transposed(a: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut out = vec![0.0; a.len()];
    for (row, line) in a.chunks_exact(columns).enumerate() {
        for (column, value) in line.iter().enumerate() {
            out[column * rows + row] = *value;
        }
    }
    out
}

/// Random noughts, the rest made larger so that the mean stays; all ones where there is no chance.
pub(crate) fn mask(count: usize, share: f32, random: Option<&mut Random>) -> Vec<f32> {
    let Some(random) = random else { return vec![1.0; count] };
    let kept = 1.0 / (1.0 - share);
    (0..count).map(|_| if random.unit() < share { 0.0 } else { kept }).collect()
}

pub(crate) fn times(a: &mut [f32], b: &[f32]) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a *= b);
}

/// A word and the words `reach` before and behind it, side by side; nothing beyond the ends of a sentence.
pub(crate) fn neighbours(
    x: &[f32],
    width: usize,
    reach: usize,
    ends: &[(usize, usize)],
) -> Vec<f32> {
    let mut out = vec![0.0; x.len() * 3];
    for &(start, end) in ends {
        for at in start..end {
            let row = &mut out[at * 3 * width..][..3 * width];
            if at >= start + reach {
                row[..width].copy_from_slice(&x[(at - reach) * width..][..width]);
            }
            row[width..2 * width].copy_from_slice(&x[at * width..][..width]);
            if at + reach < end {
                row[2 * width..].copy_from_slice(&x[(at + reach) * width..][..width]);
            }
        }
    }
    out
}

/// The way back of `neighbours`.
fn gather(slope: &[f32], width: usize, reach: usize, ends: &[(usize, usize)], out: &mut [f32]) {
    for &(start, end) in ends {
        for at in start..end {
            let row = &slope[at * 3 * width..][..3 * width];
            if at >= start + reach {
                matrix::add(&mut out[(at - reach) * width..][..width], 1.0, &row[..width]);
            }
            matrix::add(&mut out[at * width..][..width], 1.0, &row[width..2 * width]);
            if at + reach < end {
                matrix::add(&mut out[(at + reach) * width..][..width], 1.0, &row[2 * width..]);
            }
        }
    }
}

/// A gated convolution beside a short cut, normalised.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) linear: Linear,
    pub(crate) gain: Weights,
    pub(crate) shift: Weights,
    pub(crate) reach: usize,
}

/// What `Block::forward` keeps for the way back.
pub(crate) struct Kept {
    wide: Vec<f32>,
    z: Vec<f32>,
    mask: Vec<f32>,
    normal: Vec<f32>,
    deviations: Vec<f32>,
}

impl Block {
    pub(crate) fn new(width: usize, reach: usize, random: &mut Random) -> Self {
        Self {
            linear: Linear::new(3 * width, 2 * width, random),
            gain: Weights::new(vec![1.0; width]),
            shift: Weights::zeros(width),
            reach,
        }
    }

    pub(crate) fn forward(
        &self,
        x: &[f32],
        ends: &[(usize, usize)],
        share: f32,
        random: Option<&mut Random>,
    ) -> (Vec<f32>, Kept) {
        let width = self.gain.values.len();
        let wide = neighbours(x, width, self.reach, ends);
        let z = self.linear.forward(&wide);
        let mask = mask(x.len(), share, random);
        let mut normal = x.to_vec();
        let mut deviations = Vec::new();
        for ((row, z), mask) in normal
            .chunks_exact_mut(width)
            .zip(z.chunks_exact(2 * width))
            .zip(mask.chunks_exact(width))
        {
            for at in 0..width {
                row[at] += z[at] * matrix::sigmoid(z[width + at]) * mask[at];
            }
            deviations.push(matrix::normalise(row));
        }
        let mut out = normal.clone();
        for row in out.chunks_exact_mut(width) {
            for at in 0..width {
                row[at] = row[at] * self.gain.values[at] + self.shift.values[at];
            }
        }
        (out, Kept { wide, z, mask, normal, deviations })
    }

    pub(crate) fn backward(
        &mut self,
        kept: &Kept,
        slope: &[f32],
        ends: &[(usize, usize)],
    ) -> Vec<f32> {
        let width = self.gain.values.len();
        let mut out = slope.to_vec();
        let mut dz = vec![0.0; kept.z.len()];
        for (n, row) in out.chunks_exact_mut(width).enumerate() {
            let normal = &kept.normal[n * width..][..width];
            for at in 0..width {
                self.gain.slopes[at] += row[at] * normal[at];
                self.shift.slopes[at] += row[at];
                row[at] *= self.gain.values[at];
            }
            let mean = row.iter().sum::<f32>() / width as f32;
            let along = matrix::dot(row, normal) / width as f32;
            for at in 0..width {
                row[at] = (row[at] - mean - normal[at] * along) / kept.deviations[n];
            }
            let z = &kept.z[n * 2 * width..][..2 * width];
            let dz = &mut dz[n * 2 * width..][..2 * width];
            let mask = &kept.mask[n * width..][..width];
            for at in 0..width {
                let gate = matrix::sigmoid(z[width + at]);
                let d = row[at] * mask[at];
                dz[at] = d * gate;
                dz[width + at] = d * z[at] * gate * (1.0 - gate);
            }
        }
        let wide = self.linear.backward(&kept.wide, &dz);
        gather(&wide, width, self.reach, ends, &mut out);
        out
    }
}
