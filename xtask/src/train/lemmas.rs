//! Learns dictionary forms: which endings are exchanged for which.

use std::collections::BTreeMap;

use super::conllu::Sentence;
use bilateral_syntax::lemmas::{LONGEST, Lemmas, Rule};
use bilateral_syntax::names::{Pos, Tag};

/// Bytes to take off and text to put on.
type Exchange = (u8, String);

/// Words that a rule must set right more than it sets wrong.
const WORTH: i64 = 2;

/// Learns from all words of the treebank.
pub(crate) fn learn(sentences: &[Sentence], classes: &[(Pos, Tag)]) -> Lemmas {
    let mut counts: BTreeMap<(u16, String), BTreeMap<Exchange, u32>> = BTreeMap::new();
    for sentence in sentences {
        for (word, class) in sentence.words.iter().zip(super::tags::gold(sentence, classes)) {
            let lower = word.form.to_lowercase().replace('’', "'");
            // Misspelt and split words have lemmas that no ending tells.
            if word.lemma == "_" || matches!(word.tag, Tag::Gw) {
                continue;
            }
            if let Some(exchange) = exchange(&lower, &word.lemma) {
                *counts.entry((class, lower)).or_default().entry(exchange).or_default() += 1;
            }
        }
    }
    let mut types: BTreeMap<u16, Vec<(String, Exchange, u32)>> = BTreeMap::new();
    for ((class, lower), exchanges) in counts {
        let main = exchanges.into_iter().max_by_key(|(_, count)| *count);
        if let Some((exchange, count)) = main {
            types.entry(class).or_default().push((lower, exchange, count));
        }
    }
    let mut rules = Vec::new();
    for (class, words) in types {
        learn_class(class, &words, &mut rules);
    }
    rules.sort();
    Lemmas::new(rules)
}

/// What turns the word into its lemma; `None` where that is no exchange of an ending.
fn exchange(lower: &str, lemma: &str) -> Option<Exchange> {
    let same = lower.chars().zip(lemma.chars()).take_while(|(a, b)| a == b);
    let kept: usize = same.map(|(a, _)| a.len_utf8()).sum();
    let strip = u8::try_from(lower.len() - kept).ok()?;
    Some((strip, lemma[kept..].to_owned()))
}

/// From the shortest ending to the longest: a rule where it is worth it, given those for shorter endings.
fn learn_class(class: u16, words: &[(String, Exchange, u32)], rules: &mut Vec<Rule>) {
    let nothing: Exchange = (0, String::new());
    let mut told: Vec<Exchange> = vec![nothing; words.len()];
    for length in 1..=LONGEST {
        let mut by_ending: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (lower, _, _)) in words.iter().enumerate() {
            if let Some((from, _)) = lower.char_indices().rev().nth(length - 1) {
                by_ending.entry(&lower[from..]).or_default().push(at);
            }
        }
        for (ending, members) in by_ending {
            let mut votes: BTreeMap<&Exchange, i64> = BTreeMap::new();
            for &at in &members {
                let exchange = &words[at].1;
                if usize::from(exchange.0) <= ending.len() {
                    *votes.entry(exchange).or_default() += 1;
                }
            }
            let right = members.iter().filter(|&&at| told[at] == words[at].1).count() as i64;
            let Some((exchange, votes)) = votes.into_iter().max_by_key(|(_, votes)| *votes) else {
                continue;
            };
            if votes - right >= WORTH {
                let (strip, add) = exchange.clone();
                for &at in &members {
                    told[at] = (strip, add.clone());
                }
                rules.push(Rule { class, ending: ending.to_owned(), strip, add });
            }
        }
    }
    for ((lower, exchange, _), told) in words.iter().zip(&told) {
        if told != exchange {
            let (strip, add) = exchange.clone();
            rules.push(Rule { class, ending: format!("^{lower}"), strip, add });
        }
    }
}
