//! The words of a sentence that tell it from other sentences.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

const STOP_WORDS: &str = include_str!("../../data/stopwords.txt");

/// Content words of a text: lowercase, without possessive and plural endings, numbers kept.
/// Stop words (`data/stopwords.txt`) and words of one or two letters are left out.
pub(crate) fn terms(text: &str) -> BTreeSet<String> {
    words(text).filter_map(term).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).filter(|w| !w.is_empty())
}

/// One word as a term, or `None` where it carries nothing.
pub(crate) fn term(word: &str) -> Option<String> {
    let mut low = word.to_lowercase();
    for ending in ["'s", "’s", "'", "’"] {
        if let Some(cut) = low.strip_suffix(ending) {
            low.truncate(cut.len());
        }
    }
    let number = low.starts_with(|c: char| c.is_ascii_digit());
    if (!number && low.chars().count() < 3) || is_stop_word(&low) {
        return None;
    }
    Some(stem(low))
}

/// Words that keep their last letter, without which they would be another word: a plane is no plan.
const WHOLE: [&str; 3] = ["plane", "stare", "tense"];

/// Cuts the endings that inflect English words, so that "crashed" and "crashes" meet in "crash".
fn stem(mut word: String) -> String {
    for (ending, least) in [("ies", 3), ("ing", 4), ("ed", 4), ("es", 4), ("s", 3)] {
        let Some(cut) = word.strip_suffix(ending).map(str::len) else {
            continue;
        };
        if word[..cut].chars().count() < least || (ending == "s" && word.ends_with("ss")) {
            continue;
        }
        let cut = cut + usize::from(ending == "es" && WHOLE.contains(&&word[..cut + 1]));
        word.truncate(cut);
        if ending == "ies" {
            word.push('y');
        }
        break;
    }
    if word.len() > 4 && word.ends_with('e') && !WHOLE.contains(&word.as_str()) {
        word.pop();
    }
    word
}

pub(crate) fn is_stop_word(low: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| {
        STOP_WORDS.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
    })
    .contains(low)
}

/// True for a lowercase word behind which a name is a place (`data/place_words.txt`).
pub(crate) fn is_place_word(low: &str) -> bool {
    let lines = include_str!("../../data/place_words.txt").lines();
    lines.filter(|line| !line.starts_with('#')).any(|line| line == low)
}

/// How much each term tells, counted over a pool of sentences: `ln((n + 1) / (df + 0.5))`, as if
/// [`UNSEEN`] more sentences had been counted that have none of them: in a pool of three reports every
/// word is common, and tells a reader no less for that.
pub(crate) struct Weights {
    /// Sentences that have the term, by term. Looked up only, never walked.
    frequency: HashMap<String, usize>,
    sentences: usize,
    /// Terms that [`UNSEEN`] does not count for.
    names: BTreeSet<String>,
}

/// Sentences counted beside those of the pool.
const UNSEEN: f64 = 10.0;

impl Weights {
    pub(crate) fn of<'a>(pool: impl Iterator<Item = &'a BTreeSet<String>>) -> Self {
        let mut frequency: HashMap<String, usize> = HashMap::new();
        let mut sentences = 0;
        for terms in pool {
            sentences += 1;
            for term in terms {
                match frequency.get_mut(term) {
                    Some(count) => *count += 1,
                    None => drop(frequency.insert(term.clone(), 1)),
                }
            }
        }
        Self { frequency, sentences, names: BTreeSet::new() }
    }

    /// The same with these terms counted in the pool alone: names that every report of it has tell nothing,
    /// however few there are.
    pub(crate) fn with_names(mut self, names: BTreeSet<String>) -> Self {
        self.names = names;
        self
    }

    pub(crate) fn of_term(&self, term: &str) -> f64 {
        let df = self.frequency.get(term).copied().unwrap_or(0) as f64;
        let unseen = if self.names.contains(term) { 0.0 } else { UNSEEN };
        ((self.sentences as f64 + unseen + 1.0) / (df + 0.5)).ln().max(0.05)
    }

    pub(crate) fn sum<'a>(&self, terms: impl Iterator<Item = &'a String>) -> f64 {
        terms.map(|t| self.of_term(t)).sum()
    }

    /// Weight shared by two sentences over the weight of the lighter one, 0 to 1.
    pub(crate) fn overlap(&self, a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
        let shared = self.sum(a.intersection(b));
        let least = self.sum(a.iter()).min(self.sum(b.iter()));
        if least > 0.0 { shared / least } else { 0.0 }
    }

    /// The words of a sentence, to be compared with many others.
    pub(crate) fn weigh(&self, terms: &BTreeSet<String>) -> Weighed {
        let number = |term: &String| {
            let mut hasher = DefaultHasher::new();
            term.hash(&mut hasher);
            (hasher.finish(), self.of_term(term))
        };
        let mut words: Vec<(u64, f64)> = terms.iter().map(number).collect();
        words.sort_by_key(|(number, _)| *number);
        let sum = words.iter().map(|(_, weight)| weight).sum();
        Weighed { words, sum }
    }
}

/// Words of a sentence with their weights. Words are numbers here: the same for the same word everywhere,
/// and for two words of one archive with a chance of one in 2⁶⁴.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    /// Sorted by number.
    words: Vec<(u64, f64)>,
    sum: f64,
}

impl Weighed {
    /// Weight shared by two sentences over the weight of both together, 0 to 1.
    pub(crate) fn jaccard(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let all = self.sum + other.sum - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// Weight shared by two sentences over the weight of the lighter one, 0 to 1.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let least = self.sum.min(other.sum);
        if least > 0.0 { self.shared(other) / least } else { 0.0 }
    }

    fn shared(&self, other: &Self) -> f64 {
        let (mut shared, mut at) = (0.0, 0);
        for (number, weight) in &self.words {
            while other.words.get(at).is_some_and(|(n, _)| n < number) {
                at += 1;
            }
            if other.words.get(at).is_some_and(|(n, _)| n == number) {
                shared += weight;
            }
        }
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_no_plan() {
        assert_eq!(term("planes"), term("plane"));
        assert_ne!(term("plane"), term("plan"));
        assert_eq!(term("crimes"), term("crime"));
    }

    #[test]
    fn inflected_forms_meet_and_small_words_go() {
        assert_eq!(
            terms("The airliner crashed"),
            terms("airliners' crashes, and the crash of an airliner")
        );
        assert_eq!(terms("38 of the 67 aboard"), ["38", "67", "aboard"].map(str::to_owned).into());
    }

    #[test]
    fn a_rare_shared_word_weighs_more_than_a_common_one() {
        let pool = ["talks on gas", "talks on oil", "talks on wheat", "a raid in Ganja"].map(terms);
        let weights = Weights::of(pool.iter());
        assert!(weights.of_term("raid") > weights.of_term("talk"));
        let [talks, oil] = [&pool[0], &pool[1]].map(|terms| weights.weigh(terms));
        assert!(talks.jaccard(&oil) < 0.5 && talks.jaccard(&talks) > 0.99);
    }
}
