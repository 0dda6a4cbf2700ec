//! What is told from the words' vectors: tags, heads, labels; losses and the way back.

use super::super::random::Random;
use super::layers::{mask, times};
use super::{Batch, Net, Outcome};
use bilateral_syntax::matrix;
use bilateral_syntax::network::{STEPS, best, step};

/// What tags count beside heads and labels.
const TAGS: f32 = 0.6;

/// Turns scores into the slope of the loss, and gives the loss.
fn cross_entropy(scores: &mut [f32], right: usize, factor: f32) -> f32 {
    let top = scores[best(scores)];
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = matrix::exp(*score - top);
        sum += *score;
    }
    let loss = -(scores[right] / sum).max(1e-30).ln();
    scores.iter_mut().for_each(|score| *score *= factor / sum);
    scores[right] -= factor;
    loss * factor
}

impl Net {
    /// Losses of a batch whose words have the vectors `x`, and the slope of `x`.
    pub(super) fn heads(
        &mut self,
        batch: &Batch,
        x: &[f32],
        drop: f32,
        mut random: Option<&mut Random>,
        back: bool,
    ) -> (Outcome, Vec<f32>) {
        let count = batch.rows.len();
        let factor = 1.0 / count as f32;
        let mut outcome = Outcome { words: count, ..Outcome::default() };
        let mut tags = self.tags.forward(x);
        for (scores, &right) in tags.chunks_exact_mut(self.shape.tags).zip(&batch.tags) {
            outcome.right_tags += usize::from(best(scores) == usize::from(right));
            outcome.loss += cross_entropy(scores, usize::from(right), factor * TAGS);
        }
        let mut with_root = x.to_vec();
        with_root.extend_from_slice(&self.root.values);
        let mut slope = vec![0.0; with_root.len()];
        self.arcs(
            batch,
            (x, &with_root),
            drop,
            random.as_deref_mut(),
            (back, &mut outcome, &mut slope),
        );
        self.bonds(batch, (x, &with_root), drop, random, (back, &mut outcome, &mut slope));
        if back {
            matrix::add(&mut slope, 1.0, &self.tags.backward(x, &tags));
            matrix::add(&mut self.root.slopes, 1.0, &slope[x.len()..]);
            slope.truncate(x.len());
        }
        (outcome, slope)
    }

    fn arcs(
        &mut self,
        batch: &Batch,
        (x, with_root): (&[f32], &[f32]),
        drop: f32,
        mut random: Option<&mut Random>,
        (back, outcome, slope): (bool, &mut Outcome, &mut [f32]),
    ) {
        let (count, width) = (batch.rows.len(), self.shape.arcs);
        let heads_raw = self.arc_heads.forward(with_root);
        let words_raw = self.arc_words.forward(x);
        let heads_mask = mask(heads_raw.len(), drop, random.as_deref_mut());
        let words_mask = mask(words_raw.len(), drop, random);
        let bent = |raw: &[f32], mask: &[f32]| -> Vec<f32> {
            raw.iter().zip(mask).map(|(v, m)| matrix::leaky(*v) * m).collect()
        };
        let (heads, words) = (bent(&heads_raw, &heads_mask), bent(&words_raw, &words_mask));
        let pairs = self.arc_pairs.forward(&words);
        let steps = self.arc_steps.forward(&words);
        let mut heads_slope = vec![0.0; heads.len()];
        let mut pairs_slope = vec![0.0; pairs.len()];
        let mut steps_slope = vec![0.0; steps.len()];
        let vector = |of: &[f32], at: usize| -> std::ops::Range<usize> {
            debug_assert!((at + 1) * width <= of.len());
            at * width..(at + 1) * width
        };
        let mut scores = Vec::new();
        for &(start, end) in &batch.ends {
            for word in start..end {
                let pair = &pairs[vector(&pairs, word)];
                scores.clear();
                let steps = &steps[word * STEPS..][..STEPS];
                scores.extend((start..end).map(|head| {
                    if head == word {
                        return -1e9;
                    }
                    matrix::dot(pair, &heads[vector(&heads, head)]) + steps[step(word, head)]
                }));
                scores.push(matrix::dot(pair, &heads[vector(&heads, count)]) + steps[0]);
                let gold = batch.heads[word];
                let right = if gold == count { end - start } else { gold - start };
                outcome.right_heads += usize::from(best(&scores) == right);
                outcome.loss += cross_entropy(&mut scores, right, 1.0 / count as f32);
                if !back {
                    continue;
                }
                for (at, &d) in scores.iter().enumerate() {
                    let head = if at == end - start { count } else { start + at };
                    if d != 0.0 {
                        let far = if head == count { 0 } else { step(word, head) };
                        steps_slope[word * STEPS + far] += d;
                        let range = vector(&heads, head);
                        matrix::add(
                            &mut pairs_slope[vector(&pairs, word)],
                            d,
                            &heads[range.clone()],
                        );
                        matrix::add(&mut heads_slope[range], d, pair);
                    }
                }
            }
        }
        if !back {
            return;
        }
        let mut words_slope = self.arc_pairs.backward(&words, &pairs_slope);
        matrix::add(&mut words_slope, 1.0, &self.arc_steps.backward(&words, &steps_slope));
        unbend(&mut words_slope, &words_raw, &words_mask);
        matrix::add(slope, 1.0, &self.arc_words.backward(x, &words_slope));
        unbend(&mut heads_slope, &heads_raw, &heads_mask);
        matrix::add(slope, 1.0, &self.arc_heads.backward(with_root, &heads_slope));
    }

    fn bonds(
        &mut self,
        batch: &Batch,
        (x, with_root): (&[f32], &[f32]),
        drop: f32,
        random: Option<&mut Random>,
        (back, outcome, slope): (bool, &mut Outcome, &mut [f32]),
    ) {
        let (count, width) = (batch.rows.len(), self.shape.bonds);
        let heads = self.bond_heads.forward(with_root);
        let words = self.bond_words.forward(x);
        // Left half: both together, bent; right half: one times the other.
        let mut sums = vec![0.0; count * width];
        let mut both = vec![0.0; count * 2 * width];
        for word in 0..count {
            let head = &heads[batch.heads[word] * width..][..width];
            let own = &words[word * width..][..width];
            let sum = &mut sums[word * width..][..width];
            let (left, right) = both[word * 2 * width..][..2 * width].split_at_mut(width);
            for at in 0..width {
                sum[at] = head[at] + own[at];
                left[at] = matrix::leaky(sum[at]);
                right[at] = head[at] * own[at];
            }
        }
        let mask = mask(both.len(), drop, random);
        times(&mut both, &mask);
        let mut scores = self.labels.forward(&both);
        for (scores, label) in scores.chunks_exact_mut(self.shape.labels).zip(&batch.labels) {
            if let Some(label) = *label {
                let right = usize::from(label);
                outcome.right_labels += usize::from(best(scores) == right);
                outcome.loss += cross_entropy(scores, right, 1.0 / count as f32);
            } else {
                outcome.right_labels += 1;
                scores.fill(0.0);
            }
        }
        if !back {
            return;
        }
        let mut both_slope = self.labels.backward(&both, &scores);
        times(&mut both_slope, &mask);
        let mut heads_slope = vec![0.0; heads.len()];
        let mut words_slope = vec![0.0; words.len()];
        for word in 0..count {
            let from = batch.heads[word] * width;
            for at in 0..width {
                let bend = if sums[word * width + at] < 0.0 { 0.1 } else { 1.0 };
                let left = both_slope[word * 2 * width + at] * bend;
                let right = both_slope[word * 2 * width + width + at];
                words_slope[word * width + at] += left + right * heads[from + at];
                heads_slope[from + at] += left + right * words[word * width + at];
            }
        }
        matrix::add(slope, 1.0, &self.bond_words.backward(x, &words_slope));
        matrix::add(slope, 1.0, &self.bond_heads.backward(with_root, &heads_slope));
    }
}

fn unbend(slope: &mut [f32], raw: &[f32], mask: &[f32]) {
    for ((d, v), m) in slope.iter_mut().zip(raw).zip(mask) {
        *d *= if *v < 0.0 { 0.1 * m } else { *m };
    }
}
