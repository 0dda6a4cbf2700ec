//! Layers with weights in 8 bits: what goes in is rounded to 16 bits, products are whole numbers.

use wide::{i16x8, i32x4};

use crate::file::{Damaged, Reader};

/// Outputs that are worked out together: two groups of four.
const WIDE: usize = 8;
/// Rows that are worked on together.
const HIGH: usize = 4;
/// More inputs could overflow the sums: 32,767 · 127 · 512 is just below 2³¹.
const MOST_INPUTS: usize = 512;

/// `y = x · w + b`.
#[derive(Debug, Clone)]
pub struct Dense {
    inputs: usize,
    /// For each eight outputs, for each two inputs: the weights of both for the first four outputs and the others.
    panels: Vec<[i16x8; 2]>,
    /// What one step of an output's weights is worth.
    steps: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    /// Reads a layer: for each output the worth of a step and a weight for each input, then what is added.
    pub fn read(reader: &mut Reader, inputs: usize, outputs: usize) -> Result<Self, Damaged> {
        if inputs > MOST_INPUTS || !inputs.is_multiple_of(2) {
            return Err(Damaged("a layer has a wrong width"));
        }
        let mut steps = Vec::with_capacity(outputs);
        let mut weights = Vec::with_capacity(outputs);
        for _ in 0..outputs {
            steps.push(reader.real()?);
            weights.push(reader.take(inputs)?);
        }
        let weight = |output: usize, input: usize| {
            weights.get(output).map_or(0, |row: &&[u8]| i16::from(row[input] as i8))
        };
        let mut panels = Vec::with_capacity(outputs.div_ceil(WIDE) * inputs / 2);
        for left in (0..outputs).step_by(WIDE) {
            for input in (0..inputs).step_by(2) {
                let four = |first: usize| {
                    i16x8::new(std::array::from_fn(|at| weight(first + at / 2, input + at % 2)))
                };
                panels.push([four(left), four(left + 4)]);
            }
        }
        Ok(Self { inputs, panels, steps, bias: reader.reals(outputs)? })
    }

    pub fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Fills `out` with a row for each row of `x`. The inputs are rounded to 32,767ths of the greatest of all.
    pub fn apply_to(&self, x: &[f32], scratch: &mut Vec<i32>, out: &mut [f32]) {
        let rows = x.len() / self.inputs;
        let most = x.iter().fold(0.0f32, |most, v| most.max(v.abs()));
        let step = if most > 0.0 { most / 32_767.0 } else { 1.0 };
        let times = 1.0 / step;
        scratch.clear();
        scratch.extend(x.as_chunks::<2>().0.iter().map(|[a, b]| {
            let pair: i32 = bytemuck::cast([rounded(a * times), rounded(b * times)]);
            pair
        }));
        for (panel, weights) in self.panels.chunks_exact(self.inputs / 2).enumerate() {
            let mut row = 0;
            while row + HIGH <= rows {
                self.tile::<HIGH>(scratch, weights, (row, panel * WIDE, step), out);
                row += HIGH;
            }
            let place = (row, panel * WIDE, step);
            match rows - row {
                1 => self.tile::<1>(scratch, weights, place, out),
                2 => self.tile::<2>(scratch, weights, place, out),
                3 => self.tile::<3>(scratch, weights, place, out),
                _ => {}
            }
        }
    }

    /// As `apply_to`, into new memory.
    pub fn apply(&self, x: &[f32], scratch: &mut Vec<i32>) -> Vec<f32> {
        let mut out = vec![0.0; x.len() / self.inputs * self.outputs()];
        self.apply_to(x, scratch, &mut out);
        out
    }

    #[inline(always)]
    fn tile<const N: usize>(
        &self,
        x: &[i32],
        weights: &[[i16x8; 2]],
        (row, left, step): (usize, usize, f32),
        out: &mut [f32],
    ) {
        let pairs = weights.len();
        let xs: [&[i32]; N] = std::array::from_fn(|r| &x[(row + r) * pairs..][..pairs]);
        let mut sums = [[i32x4::splat(0); 2]; N];
        for (at, [first, second]) in weights.iter().enumerate() {
            for r in 0..N {
                let pair: i16x8 = bytemuck::cast(i32x4::splat(xs[r][at]));
                let [a, b] = sums[r];
                sums[r] = [a + pair.dot(*first), b + pair.dot(*second)];
            }
        }
        let outputs = self.bias.len();
        let width = WIDE.min(outputs - left);
        for (r, [first, second]) in sums.iter().enumerate() {
            let [a, b] = [first.to_array(), second.to_array()];
            let all = a.iter().chain(&b);
            let to = &mut out[(row + r) * outputs + left..][..width];
            let kept = self.steps[left..].iter().zip(&self.bias[left..]);
            for ((to, sum), (worth, bias)) in to.iter_mut().zip(all).zip(kept) {
                *to = *sum as f32 * (step * worth) + bias;
            }
        }
    }
}

/// To the nearest whole number, of those within 16 bits. Adding 1.5 · 2²³ leaves it in the lowest bits; `round` would
/// be a library call on most machines.
#[inline(always)]
fn rounded(x: f32) -> i16 {
    (x + 12_582_912.0).to_bits() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_what_the_definition_gives() {
        let (rows, inputs, outputs) = (7, 6, 11);
        let mut bytes = Vec::new();
        for output in 0..outputs {
            bytes.extend(0.5f32.to_le_bytes());
            bytes.extend((0..inputs).map(|input| (output * 7 + input) as u8));
        }
        (0..outputs).for_each(|output| bytes.extend((output as f32).to_le_bytes()));
        let dense = Dense::read(&mut Reader::new(&bytes), inputs, outputs).unwrap();
        let x: Vec<f32> = (0..rows * inputs).map(|n| (n % 5) as f32 - 2.0).collect();
        let out = dense.apply(&x, &mut Vec::new());
        for row in 0..rows {
            for output in 0..outputs {
                let product = |i: usize| x[row * inputs + i] * (output * 7 + i) as f32 * 0.5;
                let sum: f32 = (0..inputs).map(product).sum::<f32>() + output as f32;
                assert!((out[row * outputs + output] - sum).abs() < 0.02, "{row} {output}");
            }
        }
        assert!(Dense::read(&mut Reader::new(&bytes), 3, outputs).is_err());
    }

    #[test]
    fn rounds_both_signs() {
        for (x, whole) in [(0.0, 0), (0.6, 1), (-0.6, -1), (32_767.0, 32_767), (-32_767.0, -32_767)]
        {
            assert_eq!(rounded(x), whole);
        }
    }
}
