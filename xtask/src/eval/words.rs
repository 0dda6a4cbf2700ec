//! Content words of a sentence: lowercased, without stop words, crudely stemmed.

use std::collections::BTreeSet;

const STOP: &str = include_str!("../../../eval/stopwords.txt");
const SAYING: &str = include_str!("../../../eval/saying.txt");

/// Letters kept of a word after its ending is taken off: "Azerbaijan" and "Azerbaijani", "Kazakh" and
/// "Kazakhstan", "recognise" and "recognition" fall together.
const KEPT: usize = 6;
/// Endings taken off where at least three letters remain; the first that fits.
const ENDINGS: [&str; 8] = ["ings", "ing", "ies", "ed", "es", "s", "e", "y"];

/// The stems of the words that carry the meaning. Numbers stay whole.
pub(crate) fn content(text: &str) -> BTreeSet<String> {
    tokens(text)
        .filter(|w| !listed(STOP, w))
        .filter(|w| w.chars().count() > 1 || w.chars().all(char::is_numeric))
        .map(|w| stem(&w))
        .collect()
}

/// True where the text says that somebody says so.
pub(crate) fn says(text: &str) -> bool {
    tokens(text).any(|w| listed(SAYING, &w))
}

/// Share of the words of `wanted` that `told` has, 0 to 1; 0 where nothing is wanted.
pub(crate) fn share(wanted: &BTreeSet<String>, told: &BTreeSet<String>) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    wanted.intersection(told).count() as f64 / wanted.len() as f64
}

fn tokens(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn listed(list: &str, word: &str) -> bool {
    list.lines().any(|line| line == word)
}

fn stem(word: &str) -> String {
    if word.chars().any(char::is_numeric) {
        return word.to_owned();
    }
    let bare = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| rest.chars().count() >= 3)
        .unwrap_or(word);
    bare.chars().take(KEPT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_fall_together() {
        for (a, b) in [
            ("Ruritania", "Ruritanian"),
            ("killed", "killings"),
            ("recognise", "recognition"),
            ("exported", "exports"),
            ("routes", "route"),
            ("parties", "party"),
        ] {
            assert_eq!(content(a), content(b), "{a} and {b}");
        }
        assert_ne!(content("2024"), content("2025"));
        assert_ne!(content("border"), content("bridge"));
    }

    #[test]
    fn shares_count_wanted_words_only() {
        let wanted = content("The ferry sank near the border bridge");
        assert_eq!(wanted.len(), 5);
        let told = content("A ferry sank; forty were saved near another place.");
        assert!((share(&wanted, &told) - 0.6).abs() < 1e-9);
        assert!(share(&BTreeSet::new(), &told) < f64::EPSILON);
    }

    #[test]
    fn saying_is_heard_as_a_whole_word() {
        assert!(says("Graustark said that it was ready."));
        assert!(says("It was, according to the ministry, late."));
        assert!(!says("The essay was late."));
    }
}
