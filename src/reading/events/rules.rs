//! `data/events/*.toml` compiled: which words carry which event.

use std::collections::HashMap;

use serde::Deserialize;

use super::morphology;
use super::words::{Lemma, Words};
use crate::model::event::EventType;

/// One entry of `data/events`, compiled.
pub(crate) struct Rule {
    /// `assault.toml: shell`.
    pub(crate) id: String,
    pub(crate) kind: EventType,
    pub(crate) mode: Option<String>,
    pub(crate) cameo: String,
    pub(crate) label: String,
    /// Where the target is told, in the order to try.
    pub(crate) target: Vec<Place>,
    /// Both sides do it to each other.
    pub(crate) reciprocal: bool,
    /// The event is told even when no target is named.
    pub(crate) alone: bool,
    /// At least one of these nouns stands in the object or right after; empty = no condition.
    objects: Vec<String>,
    /// None of these nouns stands in the object.
    except: Vec<String>,
    /// Prepositions of the place whose police or government does it in a passive without "by".
    pub(crate) placed: Vec<String>,
    /// Only those in one of these roles do it ("leave" is a withdrawal where soldiers do); empty = anyone.
    pub(crate) roles: Vec<String>,
    /// A verb that means nothing without an object ("kill"): without one it is read as passive.
    pub(crate) transitive: bool,
}

/// Where a rule looks for its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Object,
    /// The object itself, not a place it stands in: "offers X a loan".
    Direct,
    Prep(String),
    /// The verb or clause that follows: "demands that X …", "threatens to shell X".
    Complement,
}

impl Place {
    /// True where who stands there takes part as an equal: "meets X", "talks with X".
    pub(crate) fn is_mutual(&self) -> bool {
        match self {
            Place::Object | Place::Direct => true,
            Place::Prep(prep) => matches!(prep.as_str(), "with" | "between"),
            Place::Complement => false,
        }
    }
}

/// A verb with the words that must follow it.
pub(crate) struct Pattern {
    pub(crate) rule: usize,
    pub(crate) slots: Vec<Slot>,
}

/// One word after the verb.
pub(crate) struct Slot {
    pub(crate) words: Vec<String>,
    /// A particle stands right after the verb or its object; a noun in the object.
    pub(crate) particle: bool,
}

/// A noun for the deed, with words that must stand before it.
pub(crate) struct Noun {
    pub(crate) rule: usize,
    pub(crate) before: Vec<Vec<String>>,
}

/// All rules, found by verb lemma or by noun.
pub(crate) struct Rules {
    pub(crate) all: Vec<Rule>,
    by_verb: HashMap<Lemma, Vec<Pattern>>,
    by_noun: HashMap<String, Vec<Noun>>,
    by_id: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "type")]
    kind: String,
    meaning: String,
    examples: Vec<String>,
    rule: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    /// One line: what the rule tells.
    meaning: Option<String>,
    /// Two sentences in which a word of the rule stands.
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    objects: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    target: Vec<String>,
    mode: Option<String>,
    cameo: String,
    label: String,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    transitive: bool,
    #[serde(default)]
    placed: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
}

/// The lemmas that the rule files name, before anything else is compiled.
pub(crate) fn lemmas(files: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let mut out = Vec::new();
    for (name, text) in files {
        let file: File = toml::from_str(text).map_err(|e| format!("{name}: {e}"))?;
        for entry in &file.rule {
            for phrase in &entry.verbs {
                let first = phrase.split(' ').next().unwrap_or_default();
                out.extend(first.split('|').map(str::to_owned));
            }
        }
    }
    Ok(out)
}

impl Rules {
    /// Compiles the files (name, text); the error names file and entry.
    pub(crate) fn parse(files: &[(&str, &str)], words: &Words) -> Result<Self, String> {
        let mut out = Rules {
            all: Vec::new(),
            by_verb: HashMap::new(),
            by_noun: HashMap::new(),
            by_id: HashMap::new(),
        };
        for (name, text) in files {
            let file: File = toml::from_str(text).map_err(|e| format!("{name}: {e}"))?;
            let kind = EventType::parse(&file.kind)
                .ok_or_else(|| format!("{name}: unknown type {}", file.kind))?;
            if file.meaning.is_empty() || file.examples.len() < 2 {
                return Err(format!("{name}: needs a meaning and two examples"));
            }
            for entry in file.rule {
                out.add(name, kind, entry, words)?;
            }
        }
        Ok(out)
    }

    fn add(
        &mut self,
        file: &str,
        kind: EventType,
        entry: Entry,
        words: &Words,
    ) -> Result<(), String> {
        let id = format!("{file}: {}", entry.id);
        let at = self.all.len();
        let empty = entry.meaning.as_deref().is_some_and(str::is_empty);
        if empty || entry.examples.len() == 1 {
            return Err(format!("{id}: a meaning of one line and two examples, or neither"));
        }
        for phrase in &entry.verbs {
            self.add_verb(&id, at, phrase, words)?;
        }
        for phrase in &entry.nouns {
            self.add_noun(at, phrase);
        }
        if self.by_id.insert(id.clone(), at).is_some() {
            return Err(format!("{id}: stands twice"));
        }
        let target = entry.target.iter().map(|t| match t.as_str() {
            "object" => Place::Object,
            "direct" => Place::Direct,
            "complement" => Place::Complement,
            prep => Place::Prep(prep.to_owned()),
        });
        self.all.push(Rule {
            kind,
            mode: entry.mode,
            cameo: entry.cameo,
            label: entry.label,
            target: target.collect(),
            reciprocal: entry.reciprocal,
            alone: entry.alone,
            objects: with_plurals(&entry.objects),
            except: with_plurals(&entry.except),
            placed: entry.placed,
            roles: entry.roles,
            transitive: entry.transitive,
            id,
        });
        Ok(())
    }

    fn add_verb(&mut self, id: &str, at: usize, phrase: &str, words: &Words) -> Result<(), String> {
        let mut parts = phrase.split(' ');
        let verbs = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        for verb in verbs.split('|') {
            let lemma = words.id(verb).ok_or_else(|| format!("{id}: unknown verb {verb}"))?;
            let slots = rest.iter().map(|slot| slot_of(slot, words)).collect();
            self.by_verb.entry(lemma).or_default().push(Pattern { rule: at, slots });
        }
        Ok(())
    }

    fn add_noun(&mut self, at: usize, phrase: &str) {
        let mut parts: Vec<&str> = phrase.split(' ').collect();
        let heads = parts.pop().unwrap_or_default();
        let before: Vec<Vec<String>> =
            parts.iter().map(|p| p.split('|').map(str::to_owned).collect()).collect();
        for head in heads.split('|') {
            let mut forms = vec![head.to_owned()];
            if !head.ends_with('s') || head.ends_with("ss") {
                forms.push(morphology::s(head));
            }
            for form in forms {
                let noun = Noun { rule: at, before: before.clone() };
                self.by_noun.entry(form).or_default().push(noun);
            }
        }
    }

    pub(crate) fn by_verb(&self, lemma: Lemma) -> &[Pattern] {
        self.by_verb.get(&lemma).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn by_noun(&self, word: &str) -> &[Noun] {
        self.by_noun.get(word).map_or(&[], Vec::as_slice)
    }

    /// The rule with this identifier.
    pub(crate) fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The short noun phrase for what a rule tells.
    pub(crate) fn label_of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|&at| self.all[at].label.as_str())
    }
}

impl Rule {
    /// True when the object meets the rule's conditions; `has` says whether it holds a word.
    pub(crate) fn takes(&self, has: impl Fn(&str) -> bool) -> bool {
        !self.except.iter().any(|w| has(w))
            && (self.objects.is_empty() || self.objects.iter().any(|w| has(w)))
    }

    pub(crate) fn has_objects(&self) -> bool {
        !self.objects.is_empty()
    }
}

fn slot_of(text: &str, words: &Words) -> Slot {
    let list: Vec<String> = text.split('|').map(str::to_owned).collect();
    let particle = list.iter().all(|w| words.tags(w) & super::words::tag::PARTICLE != 0);
    let words = if particle { list } else { with_plurals(&list) };
    Slot { words, particle }
}

fn with_plurals(words: &[String]) -> Vec<String> {
    words.iter().flat_map(|w| [w.clone(), morphology::s(w)]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tables::{FILES, Tables};
    use super::*;

    /// Every rule of the embedded files, with its file and type.
    fn entries() -> Vec<(&'static str, String, Entry)> {
        let mut out = Vec::new();
        for (name, text) in FILES {
            let file: File = toml::from_str(text).unwrap();
            out.extend(file.rule.into_iter().map(|entry| (name, file.kind.clone(), entry)));
        }
        out
    }

    /// The words of a sentence, in small letters.
    fn words_of(sentence: &str) -> Vec<String> {
        sentence.split(|c: char| !c.is_alphanumeric() && c != '-').map(str::to_lowercase).collect()
    }

    /// True when a verb or an event noun of the rule stands in the sentence.
    fn told_in(entry: &Entry, sentence: &str, words: &Words) -> bool {
        let said = words_of(sentence);
        let verb = |phrase: &String| {
            let first = phrase.split(' ').next().unwrap_or_default();
            first.split('|').any(|lemma| {
                said.iter().any(|w| {
                    w == lemma || words.verb(w).is_some_and(|(id, _)| Some(id) == words.id(lemma))
                })
            })
        };
        let noun = |phrase: &String| {
            let last = phrase.rsplit(' ').next().unwrap_or_default();
            last.split('|').any(|n| said.iter().any(|w| w == n || *w == morphology::s(n)))
        };
        entry.verbs.iter().any(verb) || entry.nouns.iter().any(noun)
    }

    #[test]
    fn each_rule_has_a_meaning_and_examples_that_hold_its_words() {
        let words = &Tables::embedded().words;
        let mut wrong = Vec::new();
        for (file, _, entry) in entries() {
            let id = format!("{file}: {}", entry.id);
            if entry.meaning.as_deref().is_none_or(|m| m.is_empty() || m.contains('\n')) {
                wrong.push(format!("{id}: no meaning of one line"));
            }
            if entry.examples.len() != 2 {
                wrong.push(format!("{id}: {} examples", entry.examples.len()));
            }
            let untold = entry.examples.iter().filter(|e| !told_in(&entry, e, words));
            wrong.extend(untold.map(|e| format!("{id}: no word of it in '{e}'")));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn each_rule_has_words_and_no_word_twice() {
        let mut wrong = Vec::new();
        for (file, _, entry) in entries() {
            if entry.verbs.is_empty() && entry.nouns.is_empty() {
                wrong.push(format!("{file}: {}: no words", entry.id));
            }
            for list in [&entry.verbs, &entry.nouns, &entry.objects, &entry.except, &entry.target] {
                let mut seen = Vec::new();
                for phrase in list {
                    if seen.contains(&phrase) {
                        wrong.push(format!("{file}: {}: '{phrase}' twice", entry.id));
                    }
                    seen.push(phrase);
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// A code stands under the roots that PLOVER's crosswalk gives the type, few others aside.
    #[test]
    fn each_code_fits_its_type() {
        let roots = |kind: &str| -> &[&str] {
            match kind {
                "AGREE" => &["03"],
                "CONSULT" => &["04"],
                "SUPPORT" => &["05"],
                // An exchange of prisoners is a release by both.
                "COOPERATE" => &["06", "0841"],
                "AID" => &["07"],
                "CONCEDE" | "RETREAT" => &["08"],
                "REQUEST" => &["02", "10"],
                "ACCUSE" => &["09", "11"],
                "REJECT" => &["12"],
                "THREATEN" => &["13"],
                "PROTEST" => &["14"],
                // Sentences and fines, which PLOVER counts here.
                "SANCTION" => &["16", "172", "173"],
                "MOBILIZE" => &["15"],
                // Blockades and occupations restrict, as PLOVER sees them.
                "COERCE" => &["17", "191", "192"],
                // Property destroyed by force is an assault in the crosswalk.
                "ASSAULT" => &["18", "19", "20", "1712"],
                _ => &[],
            }
        };
        let wrong: Vec<String> = entries()
            .into_iter()
            .filter(|(_, kind, entry)| !roots(kind).iter().any(|r| entry.cameo.starts_with(r)))
            .map(|(file, _, entry)| format!("{file}: {}: {}", entry.id, entry.cameo))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
