//! What an event is about: PLOVER's contexts, by the words of its sentence (`data/contexts.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// First word of an entry → the words behind it and the contexts that the entry stands for.
type Entries = BTreeMap<String, Vec<(Vec<String>, usize)>>;

struct Contexts {
    names: Vec<String>,
    entries: Entries,
}

/// Endings that a word of the table may have in a text.
const ENDINGS: [&str; 5] = ["s", "es", "ed", "d", "ing"];

/// The contexts of a sentence, in the order of their names; none where no word tells one.
pub(crate) fn of(sentence: &str) -> Vec<String> {
    let table = contexts();
    let words: Vec<String> = sentence
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')))
        .map(|w| w.trim_matches('\'').replace('’', "'").to_lowercase())
        .filter(|w| !w.is_empty())
        .collect();
    let mut found = BTreeSet::new();
    for at in 0..words.len() {
        for (rest, context) in
            forms(&words[at]).filter_map(|form| table.entries.get(form)).flatten()
        {
            let behind = words.get(at + 1..at + 1 + rest.len());
            if behind.is_some_and(|behind| stands(rest, behind)) {
                found.insert(table.names[*context].as_str());
            }
        }
    }
    found.into_iter().map(str::to_owned).collect()
}

/// The words behind the first: the last may have an ending.
fn stands(rest: &[String], behind: &[String]) -> bool {
    let last = rest.len().saturating_sub(1);
    rest.iter().zip(behind).enumerate().all(|(at, (wanted, word))| {
        wanted == word || (at == last && forms(word).any(|form| form == wanted))
    })
}

/// A word as it stands and without each ending it has.
fn forms(word: &str) -> impl Iterator<Item = &str> {
    let plain = word.strip_suffix("'s").unwrap_or(word);
    let cut = ENDINGS.iter().filter_map(move |ending| plain.strip_suffix(ending));
    [word, plain].into_iter().chain(cut.filter(|stem| stem.chars().count() > 2))
}

fn contexts() -> &'static Contexts {
    #[derive(Deserialize)]
    struct Table {
        words: BTreeMap<String, Vec<String>>,
    }
    static CONTEXTS: OnceLock<Contexts> = OnceLock::new();
    CONTEXTS.get_or_init(|| {
        let table: Table = toml::from_str(include_str!("../../data/contexts.toml"))
            .expect("data/contexts.toml is ours and well formed");
        let mut out = Contexts { names: Vec::new(), entries: BTreeMap::new() };
        for (name, entries) in table.words {
            let context = out.names.len();
            out.names.push(name);
            for entry in entries {
                let mut words = entry.split(' ').map(str::to_owned);
                if let Some(first) = words.next() {
                    out.entries.entry(first).or_default().push((words.collect(), context));
                }
            }
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_may_be_about_several_things_or_none() {
        for (sentence, expected) in [
            ("Norway sent warships to the disputed islands.", &["military", "territory"][..]),
            ("Sweden's court sentenced two spies for espionage.", &["intelligence", "legal"]),
            ("Ghana asked the World Bank for loans to import vaccines.", &["economic", "health"]),
            ("The European Union opened talks on fishing.", &["diplomatic", "natural_resource"]),
            ("Kenya praised Uganda.", &[]),
            ("The minister passed the market.", &["economic"]),
        ] {
            assert_eq!(of(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn the_table_has_every_context_of_the_standard_and_no_other() {
        assert_eq!(contexts().names.len(), 37);
        for context in ["military", "pro_autocracy", "human_security", "cbrn", "trafficking"] {
            assert!(contexts().names.iter().any(|n| n == context), "{context}");
        }
    }

    #[test]
    fn words_match_whole() {
        assert_eq!(of("He gave a minor armchair."), Vec::<String>::new());
        assert_eq!(of("It was a gaseous whomever."), Vec::<String>::new());
    }
}
