//! What one text has told so far.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::model::actor::Actor;
use crate::model::day::DaySpan;
use crate::model::span::Span;
use crate::reading::lexicon::Lexicon;
use crate::reading::{How, Mention};

/// Most people of one text that are kept for their surnames; longer texts are lists.
const PEOPLE: usize = 500;
/// Most words before the subject of a sentence ("In a speech on Monday, Putin …").
const LEAD: usize = 5;

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
    /// Actors of the last sentence that named any, and of this one so far.
    before: Vec<String>,
    here: Vec<String>,
    /// Those who were named with an office, by its words and by its last word.
    offices: BTreeMap<String, Vec<Actor>>,
    /// People of the last sentence.
    people_before: Vec<Actor>,
    /// The one who acted in the last sentence: its first mention, when it is the only person or
    /// when it is a body and opens the sentence.
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
            before: Vec::new(),
            here: Vec::new(),
            offices: BTreeMap::new(),
            people_before: Vec::new(),
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

    pub(super) fn name_actor(&mut self, id: &str) {
        // Two decide everything that is asked; a few more let names be told apart.
        if self.states.len() < 64 && self.lexicon.is_state(id) && !self.has_named(id) {
            self.states.push(id.to_owned());
        }
        if self.here.len() < 8 && !self.here.iter().any(|known| known == id) {
            self.here.push(id.to_owned());
        }
    }

    /// The two actors (or states) that this sentence and the one before name; else the only two
    /// states of the text so far. `None` where others fit as well.
    pub(super) fn last_two(&self, states: bool) -> Option<[String; 2]> {
        let fits = |id: &&String| !states || self.lexicon.is_state(id);
        let here: Vec<&String> = self.here.iter().filter(fits).collect();
        let earlier =
            self.before.iter().filter(fits).filter(|id| here.len() < 2 && !here.contains(id));
        let near: Vec<&String> = earlier.chain(here.iter().copied()).collect();
        match near.as_slice() {
            [_] | [] => match self.states.as_slice() {
                [one, other] if states => Some([one.clone(), other.clone()]),
                _ => None,
            },
            [one, other] => Some([(*one).clone(), (*other).clone()]),
            _ => None,
        }
    }

    /// The two people that this sentence names, or the one before where this names none.
    pub(super) fn two_people(&self, sentence: &[Mention]) -> Option<[Actor; 2]> {
        let here = people_of(sentence);
        let people = if here.is_empty() { &self.people_before } else { &here };
        match people.as_slice() {
            [one, other] if one.id != other.id => Some([one.clone(), other.clone()]),
            _ => None,
        }
    }

    /// Keeps who was named with this office.
    pub(super) fn meet_office(&mut self, words: &str, actor: Actor) {
        if self.offices.len() >= PEOPLE {
            return;
        }
        let last = words.rsplit(' ').next().filter(|last| *last != words);
        let last = last.filter(|last| self.lexicon.is_cue("office_last", last));
        for key in std::iter::once(words).chain(last) {
            let known = self.offices.entry(key.to_owned()).or_default();
            if known.len() < 8 && !known.contains(&actor) {
                known.push(actor.clone());
            }
        }
    }

    /// The only actor who was named with this office; with the person where that is one as well.
    pub(super) fn office(&self, words: &str) -> Option<Actor> {
        let known = self.offices.get(words)?;
        let first = known.first()?;
        if known.iter().any(|actor| actor.id != first.id) {
            return None;
        }
        let people: BTreeSet<&String> = known.iter().filter_map(|a| a.person.as_ref()).collect();
        let person = match people.len() {
            1 => people.first().map(|name| (*name).clone()),
            _ => None,
        };
        Some(Actor { person, ..first.clone() })
    }

    /// True when this office was named of somebody.
    pub(super) fn has_offices(&self, words: &str) -> bool {
        self.offices.contains_key(words)
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
    pub(super) fn remember(&mut self, sentence: Span, mentions: &[Mention]) {
        let people = mentions.iter().filter(|m| m.actor.person.is_some()).count();
        // Somebody no table has may stand before: "Mark Thatcher, son of Margaret Thatcher".
        let opens = |m: &Mention| {
            let before = self.text.get(sentence.start..m.span.start).unwrap_or_default().trim();
            let led = before.strip_suffix(',').is_some_and(|lead| lead.split(' ').count() <= LEAD);
            let described = !before.contains(' ') && words::starts_upper(before);
            m.how != How::City && (before.is_empty() || led || described)
        };
        let sole = |m: &Mention| m.actor.person.is_none() || people == 1;
        let first = mentions.first().filter(|m| opens(m) && sole(m));
        self.subject = first.map(|m| m.actor.clone());
        for mention in mentions.iter().filter(|m| m.how != How::City) {
            self.name_actor(&mention.actor.id);
        }
        if !self.here.is_empty() {
            self.before = std::mem::take(&mut self.here);
            self.people_before = people_of(mentions);
        }
    }
}

/// The people of a sentence, each once.
fn people_of(mentions: &[Mention]) -> Vec<Actor> {
    let mut out: Vec<Actor> = Vec::new();
    for actor in mentions.iter().map(|m| &m.actor).filter(|a| a.person.is_some()) {
        if out.len() < 3 && !out.iter().any(|known| known.person == actor.person) {
            out.push(actor.clone());
        }
    }
    out
}
