//! The names in a question: who is meant, or what was probably meant.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::How;
use super::lexicon::Lexicon;
use super::lexicon::patterns::{Sense, without_accents};

/// Longest question part that is looked up, in bytes.
const LONGEST: usize = 200;
/// Least likeness (0 to 1, the mean of Jaro-Winkler and Damerau) of a suggestion.
const LIKENESS: f64 = 0.8;
/// Most suggestions.
const SUGGESTIONS: usize = 3;

/// What some words of a question stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// Identifiers, sorted; several where the words alone do not decide ("Korea", "Congo").
    Found(Vec<String>),
    /// No actor; display names that are spelt alike, best first.
    Unknown { word: String, suggestions: Vec<String> },
}

/// Who is meant by these words: a name, an adjective, a capital, a person or an ISO code.
pub(crate) fn resolve(lexicon: &Lexicon, words: &str) -> Resolution {
    if let Some(ids) = find(lexicon, words) {
        return Resolution::Found(ids);
    }
    let word = looked_up(words);
    let suggestions = suggest(lexicon, names(lexicon), &fold(word));
    Resolution::Unknown { word: word.to_owned(), suggestions }
}

/// The same without the search for what was meant, which looks at every name there is.
pub(crate) fn find(lexicon: &Lexicon, words: &str) -> Option<Vec<String>> {
    let word = looked_up(words);
    if let Some(id) = code(lexicon, word) {
        return Some(vec![id]);
    }
    let names = names(lexicon);
    let meanings = forms(word).into_iter().find_map(|form| names.get(&form))?;
    Some(choose(lexicon, meanings))
}

/// The part of the words that is looked up.
fn looked_up(words: &str) -> &str {
    let word = words.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let cut = word.char_indices().take_while(|(at, _)| *at < LONGEST).last();
    cut.map_or("", |(at, c)| &word[..at + c.len_utf8()])
}

/// How one name means one identifier; smaller is more direct.
type Meaning = (u8, String);

/// Every name in small letters without accents. Built at the first question.
fn names(lexicon: &Lexicon) -> &'static BTreeMap<String, BTreeSet<Meaning>> {
    static NAMES: OnceLock<BTreeMap<String, BTreeSet<Meaning>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut out: BTreeMap<String, BTreeSet<Meaning>> = BTreeMap::new();
        let patterns = lexicon.patterns();
        for (name, senses) in patterns.names.iter().zip(&patterns.senses) {
            for meaning in senses.iter().filter_map(|sense| meaning(lexicon, sense)) {
                out.entry(fold(name)).or_default().insert(meaning);
            }
        }
        out
    })
}

fn meaning(lexicon: &Lexicon, sense: &Sense) -> Option<Meaning> {
    match sense {
        Sense::Actor { entry, how } => {
            let entry = lexicon.entry_at(*entry);
            let historic = u8::from(entry.to.is_some()) * 10;
            let rank = match how {
                How::Name => 0,
                How::Adjective => 1,
                How::Capital | How::Metonym => 2,
                _ => 4,
            };
            Some((rank + historic, entry.id.clone()))
        }
        Sense::Person { office } => {
            let office = lexicon.office_at(*office);
            let past = u8::from(office.to.is_some());
            lexicon.entry(&office.country).map(|entry| (3 + past * 2, entry.id.clone()))
        }
        _ => None,
    }
}

/// The most direct meanings: a living state before a former one, a name before a town.
fn choose(lexicon: &Lexicon, meanings: &BTreeSet<Meaning>) -> Vec<String> {
    let best = meanings.first().map_or(0, |(rank, _)| *rank);
    let ids = meanings.iter().filter(|(rank, _)| *rank == best).map(|(_, id)| id.clone());
    let ids: BTreeSet<String> = ids.filter(|id| lexicon.entry(id).is_some()).collect();
    ids.into_iter().collect()
}

/// ISO codes and our identifiers, in capitals only: "no" and "is" are words.
fn code(lexicon: &Lexicon, word: &str) -> Option<String> {
    if word.chars().any(char::is_lowercase) {
        return None;
    }
    let by_iso2 = || lexicon.entries().iter().find(|e| !e.iso2.is_empty() && e.iso2 == word);
    lexicon.entry(word).or_else(by_iso2).map(|entry| entry.id.clone())
}

/// The word as it stands, without its article, without a possessive, without full stops.
fn forms(word: &str) -> Vec<String> {
    let folded = fold(word);
    let mut out = vec![folded.clone()];
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    out.push(bare.to_owned());
    let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix('\'')).unwrap_or(bare);
    out.push(bare.to_owned());
    out.push(bare.replace('.', ""));
    out.push(format!("the {bare}"));
    out
}

fn fold(text: &str) -> String {
    let lower = without_accents(text).to_lowercase().replace('’', "'");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Display names of those whose names are spelt most alike.
fn suggest(
    lexicon: &Lexicon,
    names: &BTreeMap<String, BTreeSet<Meaning>>,
    word: &str,
) -> Vec<String> {
    let length = word.chars().count();
    if length < 3 {
        return Vec::new();
    }
    let mut best: BTreeMap<String, f64> = BTreeMap::new();
    for (name, meanings) in names {
        // Spellings that differ this much in length are never alike enough.
        if name.chars().count().abs_diff(length) > 1 + length / 3 {
            continue;
        }
        let likeness = (strsim::jaro_winkler(name, word)
            + strsim::normalized_damerau_levenshtein(name, word))
            / 2.0;
        if likeness < LIKENESS {
            continue;
        }
        for id in choose(lexicon, meanings) {
            let place = best.entry(lexicon.name_of(&id)).or_insert(likeness);
            *place = place.max(likeness);
        }
    }
    let mut ranked: Vec<(String, f64)> = best.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked.into_iter().take(SUGGESTIONS).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_people_capitals_and_codes_are_found() {
        let lexicon = Lexicon::embedded();
        for (words, ids) in [
            ("Russia", "RUS"),
            ("russia", "RUS"),
            ("RUSSIA", "RUS"),
            ("Russian", "RUS"),
            ("Russians", "RUS"),
            ("Baku", "AZE"),
            ("Putin", "RUS"),
            ("Vladimir Putin", "RUS"),
            ("north korea", "PRK"),
            ("usa", "USA"),
            ("uk", "GBR"),
            ("U.S.", "USA"),
            ("the United States", "USA"),
            ("UZ", "UZB"),
            ("UZB", "UZB"),
            ("the Kremlin", "RUS"),
            ("Türkiye", "TUR"),
            ("turkiye", "TUR"),
            ("NATO", "NATO"),
            ("Azerbaijan's", "AZE"),
        ] {
            let expected = Resolution::Found(vec![ids.to_owned()]);
            assert_eq!(resolve(lexicon, words), expected, "{words}");
        }
    }

    #[test]
    fn misspelt_names_get_suggestions_and_nonsense_gets_none() {
        let lexicon = Lexicon::embedded();
        for (words, first) in [
            ("Azerbaidjan", Some("Azerbaijan")),
            ("Kazahkstan", Some("Kazakhstan")),
            ("Rusia", Some("Russia")),
            ("Unted States", Some("the United States")),
            ("qqqqqq", None),
            ("", None),
            ("no", None),
        ] {
            let Resolution::Unknown { suggestions, .. } = resolve(lexicon, words) else {
                panic!("{words} was found");
            };
            assert_eq!(suggestions.first().map(String::as_str), first, "{words}");
        }
    }

    #[test]
    fn long_and_odd_words_do_no_harm() {
        let lexicon = Lexicon::embedded();
        for words in ["é".repeat(5000), "'".repeat(999), "🇷🇺".to_owned(), "\u{301}".to_owned()]
        {
            assert!(matches!(resolve(lexicon, &words), Resolution::Unknown { .. }));
        }
    }
}
