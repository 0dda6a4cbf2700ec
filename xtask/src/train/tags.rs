//! Learns to tag.

use std::collections::BTreeMap;

use super::conllu::Sentence;
use super::perceptron::{Perceptron, best};
use super::random::Random;
use crate::engine::hash::{self, mix};
use crate::engine::names::{Pos, Tag};
use crate::engine::tagger;
use crate::engine::weights::Weights;
use crate::engine::words::{self, Lexicon, Word};

/// Rows of the table, as a power of two.
const BITS: u32 = 19;
const EPOCHS: usize = 6;

/// The pairs of part of speech and tag in the treebank, in their order.
pub(crate) fn classes(sentences: &[Sentence]) -> Vec<(Pos, Tag)> {
    let pairs = sentences.iter().flat_map(|s| &s.words).map(|w| (w.pos, w.tag));
    let mut counts: BTreeMap<(Pos, Tag), usize> = BTreeMap::new();
    pairs.for_each(|pair| *counts.entry(pair).or_default() += 1);
    // What came once is a slip of the annotators.
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(pair, _)| pair).collect()
}

/// Number of the class of each word, that of a pair without one being the first with its part of speech.
pub(crate) fn gold(sentence: &Sentence, classes: &[(Pos, Tag)]) -> Vec<u16> {
    let class = |pair: (Pos, Tag)| {
        let exact = classes.iter().position(|c| *c == pair);
        exact.or_else(|| classes.iter().position(|c| c.0 == pair.0)).unwrap_or(0) as u16
    };
    sentence.words.iter().map(|w| class((w.pos, w.tag))).collect()
}

/// The words that come at least twice, each with its up to three main tags.
pub(crate) fn lexicon(sentences: &[Sentence], classes: &[(Pos, Tag)]) -> Lexicon {
    let mut counts: BTreeMap<u64, BTreeMap<u16, u32>> = BTreeMap::new();
    let mut buffer = String::new();
    for sentence in sentences {
        for (word, class) in sentence.words.iter().zip(gold(sentence, classes)) {
            buffer.clear();
            words::normal(&word.form, &mut buffer);
            *counts.entry(hash::text(&buffer)).or_default().entry(class).or_default() += 1;
        }
    }
    let mut lexicon = Lexicon::default();
    for (word, tags) in counts {
        let total: u32 = tags.values().sum();
        if total >= 2 {
            let mut tags: Vec<(u32, u16)> = tags.into_iter().map(|(tag, n)| (n, tag)).collect();
            tags.sort_unstable_by(|a, b| b.cmp(a));
            let main = tags.iter().take(3).filter(|(n, _)| n * 12 >= total);
            lexicon.words.push((word, main.fold(77, |hash, (_, tag)| mix(hash, u64::from(*tag)))));
        }
    }
    lexicon
}

/// The words of each sentence.
pub(crate) fn words(sentences: &[Sentence], lexicon: &Lexicon) -> Vec<Vec<Word>> {
    let mut buffer = String::new();
    let mut of =
        |s: &Sentence| s.words.iter().map(|w| Word::new(&w.form, lexicon, &mut buffer)).collect();
    sentences.iter().map(&mut of).collect()
}

/// Learns from the sentences of these numbers.
pub(crate) fn learn(
    numbers: &[usize],
    words: &[Vec<Word>],
    gold: &[Vec<u16>],
    classes: usize,
) -> Weights {
    let mut perceptron = Perceptron::new(BITS, classes);
    let mut scores = vec![0.0; perceptron.width()];
    let mut features = Vec::new();
    let mut order = numbers.to_vec();
    let mut random = Random(0x7A65);
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for &number in &order {
            let mut before = tagger::START;
            for (at, &right) in gold[number].iter().enumerate() {
                tagger::features(&words[number], at, before, &mut features);
                perceptron.score(&features, &mut scores);
                let chosen = best(&scores[..classes]);
                perceptron.learn(&features, usize::from(right), chosen);
                before = (chosen as u64, before.0);
            }
        }
    }
    perceptron.packed(super::LEAST_TAG, super::STEP)
}
