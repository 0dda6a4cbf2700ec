//! Layers with weights in 8 bits: what goes in is rounded to 16 bits, products are whole numbers.

use crate::file::{Damaged, Reader};
use crate::lanes::{self, Lanes, Line, WIDE, Work};

/// More inputs could overflow the sums: 32,767 · 127 · 512 is just below 2³¹.
const MOST_INPUTS: usize = 512;

/// `y = x · w + b`.
#[derive(Debug, Clone)]
pub struct Dense {
    inputs: usize,
    /// For each sixteen outputs, for each two inputs: the weights of both.
    panels: Vec<Line>,
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
                panels.push(std::array::from_fn(|at| weight(left + at / 2, input + at % 2)));
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
        lanes::widest(Product { dense: self, x: scratch, rows, step, out });
    }

    /// As `apply_to`, into new memory.
    pub fn apply(&self, x: &[f32], scratch: &mut Vec<i32>) -> Vec<f32> {
        let mut out = vec![0.0; x.len() / self.inputs * self.outputs()];
        self.apply_to(x, scratch, &mut out);
        out
    }
}

/// Rounded rows, to be multiplied by the weights of a layer.
struct Product<'a> {
    dense: &'a Dense,
    /// Two inputs in each.
    x: &'a [i32],
    rows: usize,
    /// What a step of the inputs is worth.
    step: f32,
    out: &'a mut [f32],
}

impl Work for Product<'_> {
    #[inline(always)]
    fn run<L: Lanes>(mut self, lanes: L) {
        let pairs = self.dense.inputs / 2;
        for (panel, weights) in self.dense.panels.chunks_exact(pairs).enumerate() {
            let left = panel * WIDE;
            let mut row = 0;
            while row + L::HIGH <= self.rows {
                match L::HIGH {
                    8 => self.tile::<8, L>(lanes, weights, row, left),
                    4 => self.tile::<4, L>(lanes, weights, row, left),
                    2 => self.tile::<2, L>(lanes, weights, row, left),
                    _ => self.tile::<1, L>(lanes, weights, row, left),
                }
                row += L::HIGH;
            }
            // What is left is fewer than are worked on together.
            for high in [4, 2, 1] {
                if (self.rows - row) & high != 0 {
                    match high {
                        4 => self.tile::<4, L>(lanes, weights, row, left),
                        2 => self.tile::<2, L>(lanes, weights, row, left),
                        _ => self.tile::<1, L>(lanes, weights, row, left),
                    }
                    row += high;
                }
            }
        }
    }
}

impl Product<'_> {
    /// `N` rows by sixteen outputs.
    #[inline(always)]
    fn tile<const N: usize, L: Lanes>(
        &mut self,
        lanes: L,
        weights: &[Line],
        row: usize,
        left: usize,
    ) {
        let pairs = weights.len();
        let xs: [&[i32]; N] = std::array::from_fn(|r| &self.x[(row + r) * pairs..][..pairs]);
        let mut sums = [lanes.nothing(); N];
        for (at, line) in weights.iter().enumerate() {
            for r in 0..N {
                sums[r] = lanes.add(sums[r], xs[r][at], line);
            }
        }
        let Dense { bias, steps, .. } = self.dense;
        let outputs = bias.len();
        let width = WIDE.min(outputs - left);
        for (r, sums) in sums.into_iter().enumerate() {
            let to = &mut self.out[(row + r) * outputs + left..][..width];
            let kept = steps[left..].iter().zip(&bias[left..]);
            for ((to, sum), (worth, bias)) in to.iter_mut().zip(L::each(sums)).zip(kept) {
                *to = sum as f32 * (self.step * worth) + bias;
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
    fn every_machine_gives_the_same_bits() {
        let (inputs, outputs) = (38, 53);
        let mut bytes = Vec::new();
        let mut state = 7u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for _ in 0..outputs {
            bytes.extend(0.013f32.to_le_bytes());
            bytes.extend((0..inputs).map(|_| next()));
        }
        (0..outputs).for_each(|output| bytes.extend((output as f32).to_le_bytes()));
        let dense = Dense::read(&mut Reader::new(&bytes), inputs, outputs).unwrap();
        // As many rows as leave every number of rows over.
        for rows in 1..=17 {
            let x: Vec<i32> = (0..rows * inputs / 2)
                .map(|n| (n as i32).wrapping_mul(0x1234_5677) ^ i32::from(next()))
                .collect();
            let product = |out: &mut [f32], wide: bool| {
                let work = Product { dense: &dense, x: &x, rows, step: 0.001, out };
                if wide { lanes::widest(work) } else { work.run(lanes::Narrow) }
            };
            let (mut wide, mut narrow) = (vec![0.0; rows * outputs], vec![1.0; rows * outputs]);
            product(&mut wide, true);
            product(&mut narrow, false);
            assert_eq!(wide, narrow, "{rows} rows");
        }
    }

    #[test]
    fn rounds_both_signs() {
        for (x, whole) in [(0.0, 0), (0.6, 1), (-0.6, -1), (32_767.0, 32_767), (-32_767.0, -32_767)]
        {
            assert_eq!(rounded(x), whole);
        }
    }
}
