//! How good a model is on a treebank.

use super::conllu::Sentence;
use bilateral_syntax::model::Model;

/// Shares of 0 to 1 of all words, punctuation among them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Measured {
    pub(crate) pos: f64,
    pub(crate) tag: f64,
    /// Right head.
    pub(crate) unlabelled: f64,
    /// Right head and universal relation.
    pub(crate) labelled: f64,
    /// Right head and relation with its subtype.
    pub(crate) full: f64,
    pub(crate) lemma: f64,
}

/// Runs the model over gold words.
pub(crate) fn measure(model: &Model, sentences: &[Sentence]) -> Measured {
    let mut sums = [0usize; 6];
    let mut count = 0;
    let mut lemma = String::new();
    for sentence in sentences {
        let analysed = model.analyse(&sentence.forms());
        for (word, gold) in analysed.iter().zip(&sentence.words) {
            lemma.clear();
            let lower = gold.form.to_lowercase().replace('’', "'");
            model.lemmas.append(&lower, word.class, &mut lemma);
            let head = word.head.unwrap_or(sentence.words.len()) == gold.head;
            let marks = [
                word.pos == gold.pos,
                word.tag == gold.tag,
                head,
                head && word.rel.base() == gold.rel.base(),
                head && word.rel == gold.rel,
                lemma == gold.lemma,
            ];
            sums.iter_mut().zip(marks).for_each(|(sum, mark)| *sum += usize::from(mark));
            count += 1;
        }
    }
    let share = |at: usize| sums[at] as f64 / f64::from(count.max(1));
    Measured {
        pos: share(0),
        tag: share(1),
        unlabelled: share(2),
        labelled: share(3),
        full: share(4),
        lemma: share(5),
    }
}

/// Words a second on one core, the median of several runs, forms in memory.
pub(crate) fn speed(model: &Model, sentences: &[Sentence]) -> f64 {
    let forms: Vec<Vec<&str>> = sentences.iter().map(Sentence::forms).collect();
    let words: usize = forms.iter().map(Vec::len).sum();
    let mut runs: Vec<f64> = (0..5)
        .map(|_| {
            let start = std::time::Instant::now();
            for forms in &forms {
                std::hint::black_box(model.analyse(forms));
            }
            words as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    runs.sort_by(f64::total_cmp);
    runs[2]
}
