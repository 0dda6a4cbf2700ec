//! The tags of the treebank: pairs of part of speech and Penn tag.

use std::collections::BTreeMap;

use super::conllu::Sentence;
use bilateral_syntax::names::{Pos, Tag};

/// The pairs in the treebank, in their order.
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
