//! The averaged perceptron over hashed features.

use crate::engine::weights::Weights;

/// Weights while they are learned.
pub(crate) struct Perceptron {
    shape: Weights,
    now: Vec<f32>,
    /// Sum of each change times the moment it was made at: what to take off for the average.
    late: Vec<f32>,
    moment: f32,
    bits: u32,
}

impl Perceptron {
    pub(crate) fn new(bits: u32, classes: usize) -> Self {
        let shape = Weights::new(bits, classes);
        let size = shape.width() << bits;
        Self { shape, now: vec![0.0; size], late: vec![0.0; size], moment: 1.0, bits }
    }

    pub(crate) fn width(&self) -> usize {
        self.shape.width()
    }

    pub(crate) fn score(&self, features: &[u64], out: &mut [f32]) {
        out.fill(0.0);
        for &feature in features {
            let at = self.shape.row(feature);
            for (sum, weight) in out.iter_mut().zip(&self.now[at..at + self.shape.width()]) {
                *sum += weight;
            }
        }
    }

    /// One decision is over; where it was wrong, moves weight from `chosen` to `right`.
    pub(crate) fn learn(&mut self, features: &[u64], right: usize, chosen: usize) {
        if right != chosen {
            for &feature in features {
                let at = self.shape.row(feature);
                self.now[at + right] += 1.0;
                self.late[at + right] += self.moment;
                self.now[at + chosen] -= 1.0;
                self.late[at + chosen] -= self.moment;
            }
        }
        self.moment += 1.0;
    }

    /// The average over all moments in steps of `step`; what is smaller than `least` is nothing.
    pub(crate) fn packed(&self, least: f32, step: f32) -> Weights {
        let mut out = Weights::new(self.bits, self.shape.classes());
        for (at, (now, late)) in self.now.iter().zip(&self.late).enumerate() {
            let mean = now - late / self.moment;
            if mean.abs() >= least {
                out.set(at, (mean / step).round().clamp(-127.0, 127.0) as i8);
            }
        }
        out
    }
}

/// The first of the greatest.
pub(crate) fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for at in 1..scores.len() {
        if scores[at] > scores[best] {
            best = at;
        }
    }
    best
}
