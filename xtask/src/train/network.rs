//! Teaches the network on treebanks.

use super::conllu::Sentence;
use super::net::adam::Adam;
use super::net::{Batch, Dropout, Net, Outcome, Shape};
use super::random::Random;
use bilateral_syntax::matrix;
use bilateral_syntax::names::{Pos, Rel, Tag};
use bilateral_syntax::words::{Rows, Vocabulary};

/// Words in a batch, about.
const BATCH: usize = 500;
/// Longer sentences are not learned from.
const LONGEST: usize = 120;
const RATE: f32 = 0.002;
const WARM: usize = 300;
const DROPOUT: Dropout = Dropout { words: 0.2, input: 0.3, blocks: 0.25, heads: 0.33 };

/// A sentence as the network sees it.
pub(crate) struct Lesson {
    rows: Vec<Rows>,
    tags: Vec<u16>,
    heads: Vec<usize>,
    labels: Vec<Option<u16>>,
}

/// What is to be learned from each sentence.
pub(crate) fn lessons(
    sentences: &[Sentence],
    vocabulary: &Vocabulary,
    classes: &[(Pos, Tag)],
    labels: &[Rel],
) -> Vec<Lesson> {
    let mut buffer = String::new();
    let mut lesson = |s: &Sentence| Lesson {
        rows: s.words.iter().map(|w| vocabulary.rows(&w.form, &mut buffer)).collect(),
        tags: super::tags::gold(s, classes),
        heads: s.words.iter().map(|w| w.head).collect(),
        labels: s
            .words
            .iter()
            .map(|w| labels.iter().position(|l| *l == w.rel).map(|l| l as u16))
            .collect(),
    };
    sentences.iter().map(&mut lesson).collect()
}

/// Every twentieth sentence once more, written as a headline.
pub(crate) fn headlines(sentences: &[Sentence]) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = sentences.iter().step_by(20).cloned().collect();
    for word in out.iter_mut().flat_map(|s| &mut s.words) {
        let mut letters = word.form.chars();
        if let Some(first) = letters.next() {
            word.form = first.to_uppercase().chain(letters).collect();
        }
    }
    out
}

fn batch<'a>(lessons: &[&'a Lesson]) -> Batch<'a> {
    let mut out = Batch::default();
    let count: usize = lessons.iter().map(|l| l.rows.len()).sum();
    for lesson in lessons {
        let start = out.rows.len();
        let words = lesson.rows.len();
        out.rows.extend(&lesson.rows);
        out.ends.push((start, start + words));
        out.tags.extend(&lesson.tags);
        out.heads.extend(lesson.heads.iter().map(|&h| if h == words { count } else { start + h }));
        out.labels.extend(&lesson.labels);
    }
    out
}

/// Cuts lessons into batches of about `BATCH` words, in their order.
fn batches<'a>(lessons: &'a [Lesson], order: &[usize]) -> Vec<Batch<'a>> {
    let mut out = Vec::new();
    let mut open: Vec<&Lesson> = Vec::new();
    let mut words = 0;
    for &number in order {
        words += lessons[number].rows.len();
        open.push(&lessons[number]);
        if words >= BATCH {
            out.push(batch(&open));
            open.clear();
            words = 0;
        }
    }
    if !open.is_empty() {
        out.push(batch(&open));
    }
    out
}

fn total(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut sum = Outcome::default();
    for one in outcomes {
        sum.loss += one.loss * one.words as f32;
        sum.words += one.words;
        sum.right_tags += one.right_tags;
        sum.right_heads += one.right_heads;
        sum.right_labels += one.right_labels;
    }
    sum.loss /= sum.words.max(1) as f32;
    sum
}

fn told(o: &Outcome) -> String {
    let share = |n: usize| n as f64 * 100.0 / o.words.max(1) as f64;
    format!(
        "loss {:.3}, tags {:.2}, heads {:.2}, labels {:.2}",
        o.loss,
        share(o.right_tags),
        share(o.right_heads),
        share(o.right_labels)
    )
}

/// Learns for so many epochs, telling how it goes on `held` after each.
pub(crate) fn learn(
    net: &mut Net,
    lessons: &[Lesson],
    held: &[Lesson],
    epochs: usize,
    random: &mut Random,
) {
    let mut order: Vec<usize> =
        (0..lessons.len()).filter(|&n| lessons[n].rows.len() <= LONGEST).collect();
    let all = batches(lessons, &order).len() * epochs;
    let mut adam = Adam::default();
    let mut step = 0;
    let held_order: Vec<usize> = (0..held.len()).collect();
    let start = std::time::Instant::now();
    for epoch in 1..=epochs {
        random.shuffle(&mut order);
        let mut outcomes = Vec::new();
        for batch in batches(lessons, &order) {
            outcomes.push(net.run(&batch, DROPOUT, Some(random), true));
            step += 1;
            let warm = (step as f32 / WARM as f32).min(1.0);
            let left = 1.0 - step as f32 / (all + 1) as f32;
            adam.step(net, &batch, RATE * warm * left.max(0.0));
        }
        let learned = total(outcomes.into_iter());
        let held: Vec<Batch> = batches(held, &held_order);
        let tested = total(held.iter().map(|b| net.run(b, DROPOUT, None, false)));
        eprintln!(
            "epoch {epoch} of {epochs}, {:.0} s: {} | held out: {}",
            start.elapsed().as_secs_f64(),
            told(&learned),
            told(&tested)
        );
    }
}

/// The network's sizes. With 128, 96 and 96 instead of 96, 80 and 64 it is 0.3 to 0.4 points better (LAS) and takes 1.7 times
/// as long to use.
pub(crate) fn shape(vocabulary: &Vocabulary, tags: usize, labels: usize) -> Shape {
    Shape {
        table: vocabulary.table(),
        width: 96,
        reaches: vec![1, 1, 2, 4, 8],
        tags,
        arcs: 80,
        bonds: 64,
        labels,
    }
}

/// Spread of the sum of a word's rows before the first bend, at the start.
const SPREAD: f32 = 0.5;

/// Makes the vectors so large that sums of them have `SPREAD` over the words of these sentences.
pub(crate) fn settle(
    table: &mut [f32],
    sentences: &[Sentence],
    vocabulary: &Vocabulary,
    width: usize,
) {
    let mut buffer = String::new();
    let (mut squares, mut count) = (0.0f64, 0);
    for word in sentences.iter().step_by(10).flat_map(|s| &s.words) {
        let mut sum = vec![0.0; width];
        let rows = vocabulary.rows(&word.form, &mut buffer);
        rows.each(|row, share| {
            matrix::add(&mut sum, share, &table[row as usize * width..][..width])
        });
        squares += f64::from(matrix::dot(&sum, &sum));
        count += width;
    }
    let spread = (squares / f64::from(count.max(1) as u32)).sqrt() as f32;
    let factor = if spread > 0.0 { SPREAD / spread } else { 1.0 };
    eprintln!("spread of vectors {spread:.3}");
    table.iter_mut().for_each(|v| *v *= factor);
}
