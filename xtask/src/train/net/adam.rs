//! Moves weights along their slopes: Adam (Kingma and Ba 2015), rows of the table only when they were used.

use super::layers::Weights;
use super::{Batch, Net};

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;
/// Longest slope of all dense weights together that is followed in full.
const LONGEST: f32 = 4.0;

/// Counts the steps.
#[derive(Debug, Default)]
pub(crate) struct Adam {
    step: i32,
    /// Step at which each row of the table was last moved.
    seen: Vec<i32>,
}

impl Adam {
    /// One step of at most about `rate` a weight; slopes are nought afterwards.
    pub(crate) fn step(&mut self, net: &mut Net, batch: &Batch, rate: f32) {
        self.step += 1;
        let rate = rate * (1.0 - SECOND.powi(self.step)).sqrt() / (1.0 - FIRST.powi(self.step));
        let length: f32 =
            net.dense().iter().map(|w| w.slopes.iter().map(|s| s * s).sum::<f32>()).sum();
        let shorten = (LONGEST / length.sqrt().max(1e-9)).min(1.0);
        for weights in net.dense() {
            let all = 0..weights.values.len();
            moved(weights, all, rate, shorten);
        }
        self.seen.resize(net.shape.table, 0);
        let width = net.shape.width;
        for rows in &batch.rows {
            let mut once = |row: u32, _share: f32| {
                let row = row as usize;
                if self.seen[row] != self.step {
                    self.seen[row] = self.step;
                    moved(&mut net.table, row * width..(row + 1) * width, rate, 1.0);
                }
            };
            rows.each(&mut once);
            rows.as_unknown().each(&mut once);
        }
    }
}

fn moved(weights: &mut Weights, range: std::ops::Range<usize>, rate: f32, shorten: f32) {
    let values = &mut weights.values[range.clone()];
    let slopes = &mut weights.slopes[range.clone()];
    let first = &mut weights.first[range.clone()];
    let second = &mut weights.second[range];
    for (((value, slope), first), second) in values.iter_mut().zip(slopes).zip(first).zip(second) {
        let s = *slope * shorten;
        *slope = 0.0;
        *first = FIRST * *first + (1.0 - FIRST) * s;
        *second = SECOND * *second + (1.0 - SECOND) * s * s;
        *value -= rate * *first / (second.sqrt() + 1e-8);
    }
}
