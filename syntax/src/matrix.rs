//! Products of matrices and the curves between them, for use and for training.
//!
//! Every sum is taken in the order of the inner index, product and sum rounded apart: the same bits on every machine,
//! however wide its registers are. `mul_add` would be faster and must not come in: where the machine has no fused
//! multiplication it is a library call.

use crate::lanes::spread;

/// Columns of a panel: what fits the registers of the narrowest machine twice over.
const WIDE: usize = 16;
/// Rows that are worked on together.
const HIGH: usize = 4;

/// A matrix laid out for multiplying by it: panels of sixteen columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    pub inner: usize,
    pub columns: usize,
    lines: Vec<[f32; WIDE]>,
}

impl Panels {
    /// From `inner` rows of `columns` values.
    pub fn new(values: &[f32], inner: usize, columns: usize) -> Self {
        let mut lines = vec![[0.0; WIDE]; inner * columns.div_ceil(WIDE)];
        for (panel, lines) in lines.chunks_exact_mut(inner.max(1)).enumerate() {
            let left = panel * WIDE;
            let width = WIDE.min(columns - left);
            for (line, row) in lines.iter_mut().zip(values.chunks_exact(columns)) {
                line[..width].copy_from_slice(&row[left..left + width]);
            }
        }
        Self { inner, columns, lines }
    }

    /// `out += x · self`, where `x` has `rows` rows.
    pub fn multiply(&self, x: &[f32], rows: usize, out: &mut [f32]) {
        assert!(x.len() == rows * self.inner && out.len() == rows * self.columns);
        spread(|| self.multiply_here(x, rows, out));
    }

    #[inline(always)]
    fn multiply_here(&self, x: &[f32], rows: usize, out: &mut [f32]) {
        for (panel, lines) in self.lines.chunks_exact(self.inner.max(1)).enumerate() {
            let left = panel * WIDE;
            let mut row = 0;
            while row + HIGH <= rows {
                tile::<HIGH>(x, lines, row, (out, left, self.columns));
                row += HIGH;
            }
            while row < rows {
                tile::<1>(x, lines, row, (out, left, self.columns));
                row += 1;
            }
        }
    }
}

/// Indices instead of iterators: only so does the compiler keep `sums` in registers (four times the speed).
#[inline(always)]
fn tile<const N: usize>(
    x: &[f32],
    lines: &[[f32; WIDE]],
    row: usize,
    (out, left, columns): (&mut [f32], usize, usize),
) {
    let inner = lines.len();
    let xs: [&[f32]; N] = std::array::from_fn(|r| &x[(row + r) * inner..][..inner]);
    let mut sums = [[0.0f32; WIDE]; N];
    for at in 0..inner {
        let line = lines[at];
        for r in 0..N {
            let factor = xs[r][at];
            let mut sum = sums[r];
            for column in 0..WIDE {
                sum[column] += factor * line[column];
            }
            sums[r] = sum;
        }
    }
    let width = WIDE.min(columns - left);
    for (r, sum) in sums.iter().enumerate() {
        let from = (row + r) * columns + left;
        for (to, value) in out[from..from + width].iter_mut().zip(sum) {
            *to += value;
        }
    }
}

/// Sum of products, in sixteen strands that are joined at the end.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut strands = [0.0f32; 16];
    let (a, a_rest) = a.as_chunks::<16>();
    let (b, b_rest) = b.as_chunks::<16>();
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    for (x, y) in a.iter().zip(b) {
        for at in 0..16 {
            strands[at] += x[at] * y[at];
        }
    }
    strands.iter().sum::<f32>() + rest
}

/// `to += factor · from`.
pub fn add(to: &mut [f32], factor: f32, from: &[f32]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += factor * f;
    }
}

/// e to the x, within a part in a million; written out because libraries differ in the last bit.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0) * std::f32::consts::LOG2_E;
    // Adding and taking off 1.5 · 2²³ rounds to a whole number, which stands in the lowest bits meanwhile.
    let shifted = x + 12_582_912.0;
    let part = (x - (shifted - 12_582_912.0)) * std::f32::consts::LN_2;
    let series = 1.0 / 120.0 + part * (1.0 / 720.0);
    let series = 1.0 / 24.0 + part * series;
    let series = 1.0 / 6.0 + part * series;
    let series = 0.5 + part * series;
    let series = 1.0 + part * series;
    let series = 1.0 + part * series;
    f32::from_bits(shifted.to_bits().wrapping_add(127) << 23) * series
}

#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

/// What is under nought counts a tenth.
#[inline(always)]
pub fn leaky(x: f32) -> f32 {
    if x < 0.0 { x * 0.1 } else { x }
}

/// Takes off the mean and divides by the deviation; says what it divided by.
#[inline(always)]
pub fn normalise(row: &mut [f32]) -> f32 {
    let count = row.len() as f32;
    let mean = sum(row) / count;
    row.iter_mut().for_each(|v| *v -= mean);
    let deviation = (dot(row, row) / count + 1e-5).sqrt();
    let factor = 1.0 / deviation;
    row.iter_mut().for_each(|v| *v *= factor);
    deviation
}

/// In sixteen strands, as `dot`.
#[inline(always)]
fn sum(row: &[f32]) -> f32 {
    let mut strands = [0.0f32; 16];
    let (chunks, rest) = row.as_chunks::<16>();
    for chunk in chunks {
        for at in 0..16 {
            strands[at] += chunk[at];
        }
    }
    strands.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_give_what_the_definition_gives() {
        let (rows, inner, columns) = (7, 5, 37);
        let a: Vec<f32> = (0..rows * inner).map(|n| (n % 7) as f32 - 3.0).collect();
        let b: Vec<f32> = (0..inner * columns).map(|n| (n % 5) as f32 - 2.0).collect();
        let mut c = vec![1.0; rows * columns];
        Panels::new(&b, inner, columns).multiply(&a, rows, &mut c);
        for row in 0..rows {
            for column in 0..columns {
                let sum: f32 =
                    (0..inner).map(|k| a[row * inner + k] * b[k * columns + column]).sum();
                assert_eq!(c[row * columns + column], sum + 1.0);
            }
        }
        assert_eq!(dot(&[1.0; 20], &[2.0; 20]), 40.0);
    }

    #[test]
    fn curves_are_close() {
        for at in -300..300 {
            let x = at as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 2e-5, "{x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "{x}");
        }
        let mut row = [1.0, 2.0, 3.0, 4.0];
        normalise(&mut row);
        assert!((row[3] - 1.3416).abs() < 1e-3);
    }
}
