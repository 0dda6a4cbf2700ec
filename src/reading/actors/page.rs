//! What one text has told so far.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::model::actor::Actor;
use crate::model::day::DaySpan;
use crate::reading::lexicon::Lexicon;
use crate::reading::{How, Mention};

/// Most people of one text that are kept for their surnames; longer texts are lists.
const PEOPLE: usize = 500;

/// A person whose full name the text gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) role: Option<String>,
    pub(super) person: String,
}

/// One text while it is read from its first sentence to its last.
pub(super) struct Page<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) text: &'a str,
    pub(super) published: Option<DaySpan>,
    near: OnceCell<BTreeSet<&'a str>>,
    /// States in the order in which they were first named.
    states: Vec<String>,
    people: BTreeMap<String, Known>,
    /// The one who acted in the last sentence, when its first mention was a person.
    subject: Option<Actor>,
}

impl<'a> Page<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, text: &'a str, published: Option<DaySpan>) -> Self {
        Self {
            lexicon,
            text,
            published,
            near: OnceCell::new(),
            states: Vec::new(),
            people: BTreeMap::new(),
            subject: None,
        }
    }

    /// True when one of these words stands anywhere in the text.
    pub(super) fn tells(&self, cues: &[String]) -> bool {
        let near = self.near.get_or_init(|| self.lexicon.near_words(self.text));
        cues.iter().any(|cue| near.contains(cue.as_str()))
    }

    pub(super) fn has_named(&self, id: &str) -> bool {
        self.states.iter().any(|known| known == id)
    }

    /// The states named so far, first come first.
    pub(super) fn states(&self) -> &[String] {
        &self.states
    }

    pub(super) fn name_state(&mut self, id: &str) {
        // Two decide everything that is asked; a few more let names be told apart.
        if self.states.len() < 64 && self.lexicon.is_state(id) && !self.has_named(id) {
            self.states.push(id.to_owned());
        }
    }

    pub(super) fn has_no_people(&self) -> bool {
        self.people.is_empty()
    }

    pub(super) fn person(&self, surname: &str) -> Option<&Known> {
        self.people.get(surname)
    }

    /// The one whose pronoun may start the next sentence.
    pub(super) fn subject(&self) -> Option<&Actor> {
        self.subject.as_ref()
    }

    /// Keeps a full name under its last word, and under its first where surnames stand first.
    pub(super) fn meet(&mut self, name: &str, known: &Known) {
        if self.people.len() >= PEOPLE || !name.contains(' ') {
            return;
        }
        let surname_first = self.lexicon.is_cue("surname_first", &known.id);
        let first = surname_first.then(|| name.split(' ').next()).flatten();
        let last = name.rsplit(' ').next();
        // "al-Jaafari" is also called "Jaafari".
        let bare = last
            .and_then(|last| last.split_once('-'))
            .filter(|(small, _)| !words::starts_upper(small));
        let bare = bare.map(|(_, surname)| surname);
        for surname in last.into_iter().chain(bare).chain(first) {
            let usable = surname.chars().count() >= 2
                && words::starts_upper(surname)
                && !self.lexicon.is_cue("opener", surname)
                && !surname.ends_with('.');
            if usable {
                self.people.insert(surname.to_owned(), known.clone());
            }
        }
    }

    /// Takes note of a finished sentence.
    pub(super) fn remember(&mut self, mentions: &[Mention]) {
        let people = mentions.iter().filter(|m| m.actor.person.is_some()).count();
        let first = mentions.first().filter(|m| m.actor.person.is_some() && people == 1);
        self.subject = first.map(|m| m.actor.clone());
        for mention in mentions.iter().filter(|m| m.how != How::City) {
            self.name_state(&mention.actor.id);
        }
    }
}
