//! `data/` loaded, checked and compiled once.

pub(crate) mod patterns;
pub(crate) mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use patterns::{Patterns, Sense};
use tables::{Entry, Kind, Office, Rule, Tables};

/// Every table of names the reader uses.
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
    offices: Vec<Office>,
    /// Sector of a title in lower case.
    roles: BTreeMap<String, String>,
    rules: BTreeMap<String, Vec<Rule>>,
    /// Sector of a state's institution by its name.
    institutions: BTreeMap<String, String>,
    cues: BTreeMap<String, BTreeSet<String>>,
    patterns: Patterns,
    near: Near,
}

/// The words that decide from anywhere in a text, in one automaton.
struct Near {
    words: Vec<String>,
    matcher: AhoCorasick,
}

impl Lexicon {
    /// The tables embedded in the binary, built at the first call.
    pub(crate) fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Lexicon> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::build(tables::embedded()))
    }

    fn build(tables: Tables) -> Self {
        let patterns = patterns::compile(&tables);
        let by_id = tables.entries.iter().enumerate().map(|(at, e)| (e.id.clone(), at)).collect();
        let roles = tables.roles.into_iter().map(|(words, role)| (words.to_lowercase(), role));
        let roles: BTreeMap<String, String> = roles.collect();
        let institutions = sectors(&tables.entries, &roles, tables.institutions);
        let near = Near::build(&tables.rules);
        let mut rules: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        for rule in tables.rules {
            rules.entry(rule.word.clone()).or_default().push(rule);
        }
        let cues = tables.cues.into_iter().map(|(kind, words)| (kind, words.into_iter().collect()));
        Self {
            by_id,
            roles,
            rules,
            institutions,
            cues: cues.collect(),
            patterns,
            near,
            entries: tables.entries,
            offices: tables.offices,
        }
    }

    /// Name for a sentence: "Russia", "the United States", "NATO"; the identifier itself when it is unknown.
    pub(crate) fn name_of(&self, id: &str) -> String {
        let Some(entry) = self.entry(id) else { return id.to_owned() };
        if self.is_cue("known_by_id", id) {
            return id.to_owned();
        }
        let last = entry.name.rsplit(' ').next().unwrap_or_default();
        let institution = entry.kind == Kind::Organisation && self.is_cue("article_last", last);
        if institution || self.is_cue("article", &entry.name) {
            format!("the {}", entry.name)
        } else {
            entry.name.clone()
        }
    }

    /// "Russian", "US"; the bare name where there is no adjective.
    pub(crate) fn adjective_of(&self, id: &str) -> String {
        let Some(entry) = self.entry(id) else { return id.to_owned() };
        entry.adjectives.first().unwrap_or(&entry.name).clone()
    }

    pub(crate) fn is_state(&self, id: &str) -> bool {
        self.entry(id).is_some_and(|entry| entry.kind == Kind::State)
    }

    /// Names of all states that there are, in the order of their codes.
    pub(crate) fn states(&self) -> impl Iterator<Item = String> + '_ {
        let are = |entry: &&Entry| entry.kind == Kind::State && entry.to.is_none();
        self.entries.iter().filter(are).map(|entry| entry.name.clone())
    }

    /// Identifiers of an organisation's members; empty for everything else.
    #[cfg(test)]
    pub(crate) fn members_of(&self, id: &str) -> &[String] {
        self.entry(id).map(|entry| entry.members.as_slice()).unwrap_or_default()
    }

    /// CAMEO actor code: `RUSGOV`, `IGONAT`, `AFGREB`. The identifier itself when it is unknown.
    pub(crate) fn cameo_of(&self, id: &str, role: Option<&str>) -> String {
        let base = self.entry(id).map_or(id, |entry| entry.cameo.as_str());
        let told = |role: &&str| base.as_bytes().chunks(3).skip(1).any(|c| c == role.as_bytes());
        format!("{base}{}", role.filter(|r| !told(r)).unwrap_or_default())
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|at| &self.entries[*at])
    }

    pub(crate) fn entry_at(&self, at: usize) -> &Entry {
        &self.entries[at]
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn office_at(&self, at: usize) -> &Office {
        &self.offices[at]
    }

    #[cfg(test)]
    pub(crate) fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// The sector someone in this office acts for: by its title, else `GOV`; `None` outside states.
    pub(crate) fn sector_of(&self, office: &Office) -> Option<String> {
        let known = self.roles.get(&office.office.to_lowercase());
        self.is_state(&office.country).then(|| known.map_or("GOV", String::as_str).to_owned())
    }

    /// The sector of an institution named as a metonym of its state: `LEG` for the Duma.
    pub(crate) fn sector_of_institution(&self, name: &str) -> Option<String> {
        self.institutions.get(name).or_else(|| self.roles.get(&name.to_lowercase())).cloned()
    }

    #[cfg(test)]
    pub(crate) fn institutions(&self) -> impl Iterator<Item = &str> {
        self.institutions.keys().map(String::as_str)
    }

    pub(crate) fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// The rules for a word that is only sometimes a name, in their order.
    pub(crate) fn rules_for(&self, word: &str) -> &[Rule] {
        self.rules.get(word).map(Vec::as_slice).unwrap_or_default()
    }

    /// True when the word stands in the list of this kind in `data/cues.tsv`.
    pub(crate) fn is_cue(&self, kind: &str, word: &str) -> bool {
        self.cues.get(kind).is_some_and(|words| words.contains(word))
    }

    /// What a name means, for the whole name in exactly this spelling.
    pub(crate) fn senses_of(&self, name: &str) -> &[Sense] {
        let at = self.patterns.names.binary_search_by(|probe| probe.as_str().cmp(name));
        at.map(|at| self.patterns.senses[at].as_slice()).unwrap_or_default()
    }

    /// True for a word that names something else than a person: a state, a title.
    pub(crate) fn is_no_person(&self, word: &str) -> bool {
        self.senses_of(word).iter().any(|sense| !matches!(sense, Sense::Person { .. }))
    }

    /// Which of the words that decide from afar stand in this text.
    pub(crate) fn near_words(&self, text: &str) -> BTreeSet<&str> {
        let found = self.near.matcher.find_overlapping_iter(text);
        let whole =
            found.filter(|m| crate::reading::actors::stands_alone(text, m.start(), m.end()));
        whole.map(|m| self.near.words[m.pattern().as_usize()].as_str()).collect()
    }
}

/// The listed institutions, and those whose own name ends in a role ("Royal Navy", "Supreme Court of …").
fn sectors(
    entries: &[Entry],
    roles: &BTreeMap<String, String>,
    listed: Vec<(String, String)>,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for name in entries.iter().flat_map(|entry| &entry.metonyms) {
        let lower = name.to_lowercase();
        let head = lower.split(" of ").next().and_then(|h| h.split(" for ").next());
        let words: Vec<&str> = head.unwrap_or(&lower).split(' ').collect();
        let longest = (0..words.len()).find_map(|from| roles.get(&words[from..].join(" ")));
        if let Some(role) = longest {
            out.insert(name.clone(), role.clone());
        }
    }
    out.extend(listed);
    out
}

impl Near {
    fn build(rules: &[Rule]) -> Self {
        let words: BTreeSet<&String> = rules.iter().flat_map(|rule| &rule.near).collect();
        let words: Vec<String> = words.into_iter().cloned().collect();
        let matcher = AhoCorasick::new(&words).expect("the cues in data/ fit into an automaton");
        Self { words, matcher }
    }
}

#[cfg(test)]
mod tests;
