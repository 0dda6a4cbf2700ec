//! The tables as one automaton over all names, and what each name can mean.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::tables::{Entry, Tables};
use crate::reading::How;

/// One thing a name can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Index into the entries.
    Actor { entry: usize, how: How },
    /// Index into the offices.
    Person { office: usize },
    /// A word for someone who acts for a state: its sector, and whether a name may follow it.
    Role { role: String, title: bool },
    /// "the two countries".
    Pair { of: PairOf },
    /// "the country".
    Country,
    /// "Indian Ocean": hides the names inside it.
    NotActor,
}

/// Of what "the two …" speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PairOf {
    /// "the two countries".
    States,
    /// "both sides": states, organisations or groups.
    Sides,
    /// "the two leaders".
    People,
}

/// The automaton and, by pattern number, the name and its senses.
pub(crate) struct Patterns {
    pub(crate) matcher: AhoCorasick,
    pub(crate) names: Vec<String>,
    pub(crate) senses: Vec<Vec<Sense>>,
}

/// Compiles all names. Takes some milliseconds.
pub(crate) fn compile(tables: &Tables) -> Patterns {
    let mut found = BTreeMap::new();
    for (at, entry) in tables.entries.iter().enumerate() {
        add_entry(&mut found, at, entry);
    }
    for (at, office) in tables.offices.iter().enumerate() {
        for name in std::iter::once(&office.person).chain(&office.names) {
            add(&mut found, name, &Sense::Person { office: at });
        }
    }
    let titles = tables.cues.get("title").map(Vec::as_slice).unwrap_or_default();
    let lower_only = tables.cues.get("lower_only").map(Vec::as_slice).unwrap_or_default();
    for (words, role) in &tables.roles {
        // "minister of finance" ends in its field, not in the title.
        let head = words.split(" of ").next().and_then(|w| w.split(" for ").next());
        let last = head.unwrap_or(words).rsplit([' ', '-']).next().unwrap_or_default();
        let title = titles.iter().any(|t| t.eq_ignore_ascii_case(last));
        let sense = Sense::Role { role: role.clone(), title };
        add(&mut found, words, &sense);
        // "Canadian Press" and "Alaska Airlines" are names of their own.
        if !lower_only.contains(words) {
            add(&mut found, &capital(words), &sense);
            add(&mut found, &title_case(words), &sense);
        }
    }
    for (kind, sense) in [
        ("pair", Sense::Pair { of: PairOf::States }),
        ("pair_sides", Sense::Pair { of: PairOf::Sides }),
        ("pair_people", Sense::Pair { of: PairOf::People }),
        ("country", Sense::Country),
    ] {
        for words in tables.cues.get(kind).into_iter().flatten() {
            add(&mut found, words, &sense);
            add(&mut found, &capital(words), &sense);
        }
    }
    // A word that has rules may have nothing else ("the North").
    for rule in &tables.rules {
        found.entry(rule.word.clone()).or_default();
    }
    for words in &tables.not_actors {
        // "Germán" is nobody, "German" is somebody.
        if words.contains(' ') {
            add(&mut found, words, &Sense::NotActor);
        } else {
            found.entry(words.clone()).or_default().push(Sense::NotActor);
        }
    }
    let (names, senses): (Vec<String>, Vec<Vec<Sense>>) = found.into_iter().unzip();
    let matcher = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(&names)
        .expect("the names in data/ fit into an automaton");
    Patterns { matcher, names, senses }
}

fn add_entry(found: &mut BTreeMap<String, Vec<Sense>>, at: usize, entry: &Entry) {
    let lists: [(&[String], How); 7] = [
        (std::slice::from_ref(&entry.name), How::Name),
        (&entry.names, How::Name),
        (&entry.adjectives, How::Adjective),
        (&entry.people, How::Adjective),
        (&entry.capitals, How::Capital),
        (&entry.metonyms, How::Metonym),
        (&entry.cities, How::City),
    ];
    for (list, how) in lists {
        for name in list {
            add(found, name, &Sense::Actor { entry: at, how });
        }
    }
}

/// Adds a name in its spellings; the first way in which a name means an entry stays.
fn add(found: &mut BTreeMap<String, Vec<Sense>>, name: &str, sense: &Sense) {
    // Nine names in ten have one spelling only.
    let mut forms = vec![name.to_owned()];
    if !name.is_ascii() {
        forms.push(without_accents(name));
    }
    if name.contains('\'') {
        forms.extend(forms.clone().iter().map(|form| form.replace('\'', "’")));
    }
    for form in forms.into_iter().filter(|form| !form.is_empty()) {
        let senses = found.entry(form).or_default();
        if !senses.iter().any(|old| same_meaning(old, sense)) {
            senses.push(sense.clone());
        }
    }
}

fn same_meaning(one: &Sense, other: &Sense) -> bool {
    match (one, other) {
        (Sense::Actor { entry: a, .. }, Sense::Actor { entry: b, .. }) => a == b,
        (Sense::Role { .. }, Sense::Role { .. }) => true,
        _ => one == other,
    }
}

/// The text with its accents removed: "Erdoğan" → "Erdogan", "Türkiye" → "Turkiye".
pub(crate) fn without_accents(text: &str) -> String {
    let stripped = text.nfd().filter(|c| !is_combining_mark(*c));
    stripped.map(|c| if c == 'ı' { 'i' } else { c }).nfc().collect()
}

/// First letter in upper case.
fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Each word but the small ones with a capital: "Minister of Defence".
fn title_case(words: &str) -> String {
    let small = |w: &str| matches!(w, "of" | "the" | "and" | "for" | "in" | "to");
    let cased = words.split(' ').map(|w| if small(w) { w.to_owned() } else { capital(w) });
    cased.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_and_letters_stay() {
        assert_eq!(without_accents("Recep Tayyip Erdoğan"), "Recep Tayyip Erdogan");
        assert_eq!(without_accents("Yıldırım"), "Yildirim");
        assert_eq!(without_accents("Baku"), "Baku");
    }

    #[test]
    fn small_words_of_a_title_stay_small() {
        assert_eq!(title_case("minister of defence"), "Minister of Defence");
        assert_eq!(capital("minister of defence"), "Minister of defence");
    }
}
