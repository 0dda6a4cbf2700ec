//! What an appeal, a demand, a promise, a refusal, a threat or a charge is about: CAMEO's code says it behind the
//! root, PLOVER's type does not. Read off the words behind the verb.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::span::Span;
use crate::reading::SentenceView;

/// Words behind the verb that are looked at.
const REACH: usize = 24;
/// `data/content.toml`.
#[derive(Deserialize)]
struct Table {
    /// What stands behind one of these tells of something else: the reason, the occasion, who says so.
    end: BTreeSet<String>,
    matter: Vec<Matter>,
}

#[derive(Deserialize)]
struct Matter {
    /// Code by the root it divides.
    codes: BTreeMap<String, String>,
    words: Vec<String>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        toml::from_str(include_str!("../../../data/content.toml"))
            .expect("data/content.toml is ours and well formed")
    })
}

/// The code that says what it is about, of a code that says nothing of it: `0253` of `020` before "to release
/// the prisoners". `None` where the code is fine already, or nothing is named.
pub(super) fn finer(code: &str, view: &SentenceView<'_>, trigger: Span) -> Option<&'static str> {
    // Codes that say nothing of it, or only half: `103`, aid of some kind.
    let (root, half) = match code {
        "020" | "100" | "120" | "030" | "130" => (&code[..2], ""),
        "023" | "024" | "025" | "031" | "033" | "034" | "035" | "101" | "103" | "104" | "105"
        | "121" | "122" | "123" | "124" | "131" => (&code[..2], code),
        "112" => (code, ""),
        _ => return None,
    };
    let behind = view.text.get(trigger.start..view.span.end)?.to_lowercase();
    let words: Vec<&str> = behind
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '“' | '”' | '(' | ')')
        })
        .map(|word| {
            word.trim_end_matches(['.', '?', '!']).trim_end_matches("'s").trim_end_matches("’s")
        })
        .filter(|word| !word.is_empty())
        .take(REACH)
        .collect();
    let end = words.iter().position(|word| table().end.contains(*word)).unwrap_or(words.len());
    let words = &words[..end];
    (0..words.len()).find_map(|at| {
        let of_root = table().matter.iter().filter_map(|m| Some((m, m.codes.get(root)?)));
        let of_root = of_root.filter(|(_, code)| code.starts_with(half));
        let found = of_root.filter_map(|(m, code)| Some((longest(&m.words, &words[at..])?, code)));
        found.max_by_key(|(length, _)| *length).map(|(_, code)| code.as_str())
    })
}

/// Words of the longest entry that the text begins with.
fn longest(entries: &[String], text: &[&str]) -> Option<usize> {
    let begins = |entry: &&String| {
        let mut words = 0;
        let fits = entry.split(' ').enumerate().all(|(at, part)| {
            words = at + 1;
            match (text.get(at), part.strip_suffix('*')) {
                (Some(word), Some(stem)) => word.starts_with(stem),
                (Some(word), None) => *word == part,
                (None, _) => false,
            }
        });
        fits.then_some(words)
    };
    entries.iter().filter_map(|entry| begins(&entry)).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::events::tables::Tables;

    #[test]
    fn every_code_is_one_of_its_root_and_known() {
        for matter in &table().matter {
            for (root, code) in &matter.codes {
                assert!(code.starts_with(root.as_str()), "{code} of {root}");
                assert!(
                    Tables::embedded().cameo.intensity(code).is_some(),
                    "{code} has no intensity"
                );
            }
            for entry in &matter.words {
                assert_eq!(*entry, entry.to_lowercase());
            }
        }
    }

    #[test]
    fn the_longest_entry_counts() {
        let entries = ["rights".to_owned(), "human rights".to_owned(), "negotiat*".to_owned()];
        assert_eq!(longest(&entries, &["human", "rights", "now"]), Some(2));
        assert_eq!(longest(&entries, &["negotiations"]), Some(1));
        assert_eq!(longest(&entries, &["wrongs"]), None);
    }
}
