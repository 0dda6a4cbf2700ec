//! What the main clause of a sentence tells: the verb, what it is done to, and the nouns that stand in it.

mod deed;

use std::collections::BTreeSet;
use std::ops::Range;

use super::table::labels;
use crate::model::event::Event;
use crate::reading::How;
use crate::reading::lexicon::Lexicon;
use crate::reading::syntax::{Pos, Rel, Tree};
use crate::relations::statements::Statement;

/// Words of a phrase at most, without the adjective of a state before it.
const LONGEST: usize = 3;
/// Verbs of saying above the verb that tells something, and words between it and a noun of its clause, at most.
const DEEP: usize = 3;

/// The main clause of a sentence: its root, or what stands below its verb of saying ("Poland announces that it
/// *will build* a wall").
pub(super) struct Clause<'s, 'd> {
    lexicon: &'s Lexicon,
    main: &'s Statement<'d>,
    tree: &'s Tree,
    /// The word that tells something, mostly a verb.
    head: usize,
    /// What it tells has begun, or goes on.
    begun: bool,
}

impl<'s, 'd> Clause<'s, 'd> {
    /// `None` where the sentence's language is not read.
    pub(super) fn of(lexicon: &'s Lexicon, main: &'s Statement<'d>) -> Option<Self> {
        let tree = main.tree(lexicon)?;
        let mut head = tree.root()?;
        for _ in 0..DEEP {
            let says = labels().speech.contains(tree.lower(head))
                || labels().announcing.contains(tree.lemma(head));
            let below = tree.children(head).find(|&kid| tree.nodes[kid].rel == Rel::Ccomp);
            match below.filter(|_| says) {
                Some(kid) => head = kid,
                None => break,
            }
        }
        // "Has started sending troops" tells of sending them.
        let is_phase = labels().phases.contains(tree.lemma(head));
        let deed = tree.children(head).find(|&kid| is_phase && tree.nodes[kid].rel == Rel::Xcomp);
        Some(Self { lexicon, main, tree, head: deed.unwrap_or(head), begun: deed.is_some() })
    }

    pub(super) fn tree(&self) -> &'s Tree {
        self.tree
    }

    /// Where in the document the verb begins; `None` where the head is no verb.
    pub(super) fn verb_at(&self) -> Option<usize> {
        Some(self.main.span.start + self.tree.nodes[self.verb()?].span.start)
    }

    fn verb(&self) -> Option<usize> {
        (self.tree.nodes[self.head].pos == Pos::Verb).then_some(self.head)
    }

    /// The word that has this byte of the sentence.
    fn word_at(&self, byte: usize) -> Option<usize> {
        self.tree.nodes.iter().position(|n| (n.span.start..n.span.end).contains(&byte))
    }

    /// The words that carry an event, as bytes of the sentence.
    pub(super) fn trigger(&self, event: &Event) -> Option<Range<usize>> {
        let start = self.main.span.start;
        Some(event.trigger.start.checked_sub(start)?..event.trigger.end.checked_sub(start)?)
    }

    /// True where the clause tells of the noun that has this byte of the sentence: the noun is its subject or
    /// object, or the happening that somebody was harmed in, or the clause is no more than the noun.
    pub(super) fn tells_of(&self, byte: usize) -> bool {
        let tree = self.tree;
        let Some(mut at) = self.word_at(byte).filter(|&at| !is_verb(tree, at)) else {
            return false;
        };
        for _ in 0..=DEEP {
            if at == self.head {
                return !self.negated();
            }
            let node = tree.nodes[at];
            let case = |words: &BTreeSet<String>| {
                let mut cases = tree.children(at).filter(|&kid| tree.nodes[kid].rel == Rel::Case);
                cases.any(|kid| words.contains(tree.lower(kid)))
            };
            let Some(above) = node.head else {
                return false;
            };
            let belongs = match node.rel {
                Rel::Obj | Rel::Nsubj | Rel::NsubjPass => true,
                Rel::Xcomp => labels().phases.contains(tree.lemma(above)),
                // "Ten are killed and many injured in an attack."
                Rel::Conj if node.pos == Pos::Verb => labels().harming.contains(tree.lemma(at)),
                Rel::Conj => tree.nodes[above].pos == Pos::Noun,
                // "A wave of attacks", "the capture of a soldier".
                Rel::Nmod => labels().counting.contains(tree.lemma(above)),
                Rel::Obl | Rel::OblAgent if labels().harming.contains(tree.lemma(above)) => {
                    case(&labels().harmed_in)
                }
                Rel::Obl => labels().objects.get(tree.lemma(above)).is_some_and(case),
                _ => false,
            };
            if !belongs {
                return false;
            }
            at = above;
        }
        false
    }

    /// True where the clause says what is not so: "is no longer possible".
    pub(super) fn negated(&self) -> bool {
        let tree = self.tree;
        let negates = |kid: usize| {
            let inner = tree.nodes[kid].rel == Rel::Advmod
                && tree.children(kid).any(|at| labels().negation.contains(tree.lower(at)));
            inner || labels().negation.contains(tree.lower(kid))
        };
        tree.children(self.head).any(negates)
    }

    /// The label of a crowd that gathers; `None` where none does.
    pub(super) fn crowd(&self) -> Option<String> {
        let (tree, crowd) = (self.tree, &labels().crowd);
        let is_of = |kid: usize| {
            tree.nodes[kid].rel == Rel::Nsubj && crowd.people.contains(tree.lemma(kid))
        };
        let gathers = crowd.verbs.contains(tree.lemma(self.head));
        (gathers && tree.children(self.head).any(is_of)).then(|| crowd.label.clone())
    }

    /// True where the word that has this byte is a verb.
    pub(super) fn is_verb(&self, byte: usize) -> bool {
        self.word_at(byte).is_some_and(|at| is_verb(self.tree, at))
    }

    /// The words of the noun that has this byte as its describing word, from behind it ("proposals" of
    /// "ceasefire proposals"), and where the last begins; `None` where the noun describes none.
    pub(super) fn described(&self, byte: usize) -> Option<(String, usize)> {
        let tree = self.tree;
        let at = self.word_at(byte)?;
        let node = tree.nodes[at];
        let is_noun = |of: &usize| *of > at && tree.nodes[*of].pos == Pos::Noun;
        let of = node.head.filter(|of| node.rel == Rel::Compound && is_noun(of))?;
        let words: Vec<&str> = (at + 1..=of).map(|at| tree.lower(at)).collect();
        Some((words.join(" "), tree.nodes[of].span.start))
    }

    /// The object of the main verb with the nouns before it: "border wall" of "Poland announces that it will
    /// build a border wall". `None` where there is none, or where it is a name or a word that tells nothing.
    pub(super) fn matter(&self) -> Option<String> {
        object(self.tree, self.verb()?, self.main.text())
    }

    /// The words of an event's verb and of what hangs on it, in small letters; empty where the verb is not found.
    pub(super) fn words_of(&self, event: &Event) -> BTreeSet<String> {
        let tree = self.tree;
        let words = || {
            let trigger = self.trigger(event)?;
            let inside = |at: &usize| trigger.contains(&tree.nodes[*at].span.start);
            let verb = (0..tree.nodes.len()).find(inside)?;
            let kids = tree.children(verb).flat_map(|kid| {
                let inner = tree.children(kid).filter(|&at| tree.nodes[at].rel == Rel::Compound);
                std::iter::once(kid).chain(inner).collect::<Vec<_>>()
            });
            let own = (0..tree.nodes.len()).filter(inside);
            Some(kids.chain(own).map(|at| tree.lower(at).to_owned()).collect())
        };
        words().unwrap_or_default()
    }

    /// The object of a verb with the nouns before it, and the adjective of a state before them ("Russian
    /// tanker").
    fn object(&self, verb: usize) -> Option<String> {
        let tree = self.tree;
        if self.is_of_deed(verb) {
            return None;
        }
        let own = |rel: Rel| tree.children(verb).find(|&kid| tree.nodes[kid].rel == rel);
        // What stands right behind the verb is its object where the tree takes it for a subject: "capture two men
        // fighting for the rebels", "deport a journalist following her trial".
        let taken = || {
            (verb + 1..tree.nodes.len()).find(|&at| {
                let clause = tree.nodes[at].head;
                let below = clause.filter(|&c| {
                    let is_clause = matches!(tree.nodes[c].rel, Rel::Xcomp | Rel::Advcl);
                    c == verb || is_clause && tree.nodes[c].head == Some(verb)
                });
                let is_subject = tree.nodes[at].rel == Rel::Nsubj && below.is_some();
                is_subject && tree.subtree(at).start == verb + 1
            })
        };
        let object = own(Rel::Obj).or_else(|| own(Rel::NsubjPass)).or_else(taken)?;
        // "The strategic city of Saraqib" is Saraqib.
        let place = || {
            let of = |&kid: &usize| {
                tree.nodes[kid].rel == Rel::Nmod && kid > 0 && tree.lower(kid - 1) == "of"
            };
            let is_place = labels().places.contains(tree.lemma(object));
            tree.children(object).filter(|_| is_place).find(|kid| of(kid))
        };
        let whole = self.tree.nodes[object].span.of(self.main.text())?;
        if whole.contains(' ') {
            return of_actor(whole);
        }
        if let Some(name) = self.named(place().unwrap_or(object)) {
            return Some(name);
        }
        let words = phrase(tree, object, self.main.text())?;
        let start = object + 1 - words.split(' ').count();
        let adjective = self.adjective_before(start);
        let is_person = labels().people.contains(tree.lemma(object));
        match adjective {
            Some(adjective) => Some(format!("{adjective} {words}")),
            // "Man charged" says nothing of whom.
            None => (!is_person || words.contains(' ')).then_some(words),
        }
    }

    /// A name that is no actor's, whole: of a person, a town, a ship.
    fn named(&self, at: usize) -> Option<String> {
        let (tree, text) = (self.tree, self.main.text());
        let words: Vec<usize> = tree
            .subtree(at)
            .filter(|&word| {
                let node = tree.nodes[word];
                let of_name = matches!(node.rel, Rel::Flat | Rel::Compound);
                word == at || (of_name && node.head == Some(at))
            })
            .collect();
        let (first, last) = (*words.first()?, *words.last()?);
        let is_name = |&word: &usize| tree.nodes[word].pos == Pos::Propn;
        let span = tree.nodes[first].span.start..tree.nodes[last].span.end;
        let is_actor = self.main.mentions.iter().any(|m| {
            let from = m.span.start.saturating_sub(self.main.span.start);
            let to = m.span.end.saturating_sub(self.main.span.start);
            m.how != How::City && from < span.end && span.start < to
        });
        let whole = last - first + 1 == words.len() && words.len() <= LONGEST;
        let name = text.get(span)?;
        let plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'));
        (whole && plain && !is_actor && (first..=last).all(|word| is_name(&word)))
            .then(|| name.to_owned())
    }

    /// The adjective of an actor that stands right before a word.
    fn adjective_before(&self, at: usize) -> Option<String> {
        let text = self.main.text();
        let before = text.get(..self.tree.nodes.get(at)?.span.start)?.trim_end();
        let adjectives = self.main.mentions.iter().map(|m| self.lexicon.adjective_of(&m.actor.id));
        let stands = |adjective: &String| {
            let rest = before.strip_suffix(adjective.as_str());
            !adjective.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        };
        // "South Sudanese", not "Sudanese".
        adjectives.filter(stands).max_by_key(String::len)
    }
}

/// False for a verb's form that stands where a noun does: "in a mass shooting".
fn is_verb(tree: &Tree, at: usize) -> bool {
    let as_noun =
        [Rel::Obj, Rel::Obl, Rel::OblAgent, Rel::Nmod, Rel::Nsubj, Rel::NsubjPass, Rel::Compound];
    tree.nodes[at].pos == Pos::Verb && !as_noun.contains(&tree.nodes[at].rel)
}

/// Words of an actor, which are one word of the tree: a person by the name ("Cheng Lei" of "Australian journalist
/// Cheng Lei"), a house or people as they are called ("Cuban embassy", "Russian soldiers"); `None` for a state or a
/// body, which is not what a deed is told of.
fn of_actor(whole: &str) -> Option<String> {
    let words: Vec<&str> = whole.split(' ').collect();
    let (last, before) = words.split_last()?;
    let is_name = |word: &&&str| word.starts_with(char::is_uppercase);
    let low = last.to_lowercase();
    if words.len() <= LONGEST && (!is_name(&last) || labels().nouns.contains_key(&low)) {
        return Some(format!("{} {low}", before.join(" ")));
    }
    let name: Vec<&str> = words.iter().rev().take_while(is_name).copied().collect();
    let is_person = name.len() < words.len() && (2..=LONGEST).contains(&name.len());
    is_person.then(|| name.into_iter().rev().collect::<Vec<_>>().join(" "))
}

/// The object of a verb with the nouns before it.
pub(super) fn object(tree: &Tree, verb: usize, text: &str) -> Option<String> {
    let object = [Rel::Obj, Rel::NsubjPass]
        .into_iter()
        .find_map(|rel| tree.children(verb).find(|&at| tree.nodes[at].rel == rel))?;
    phrase(tree, object, text).filter(|_| !labels().people.contains(tree.lemma(object)))
}

/// A noun with the nouns and describing words before it; `None` for a name or a word that tells nothing.
pub(super) fn phrase(tree: &Tree, object: usize, text: &str) -> Option<String> {
    let node = tree.nodes[object];
    let plain = |at: usize| tree.lower(at).chars().all(|c| c.is_alphabetic() || c == '-');
    // "The Cuban Embassy" is an embassy.
    let is_noun = node.pos == Pos::Noun || labels().nouns.contains_key(tree.lower(object));
    if !is_noun || !plain(object) || labels().never.contains(tree.lemma(object)) {
        return None;
    }
    let mut from = object;
    while from > 0 && object - from + 1 < LONGEST {
        let before = from - 1;
        let belongs = match tree.nodes[before].rel {
            Rel::Compound => tree.nodes[before].pos == Pos::Noun,
            Rel::Amod => labels().describing.contains(tree.lower(before)),
            _ => false,
        };
        if !belongs || !plain(before) {
            break;
        }
        from = before;
    }
    // "No-go zone": half a word is none.
    while text.get(..tree.nodes[from].span.start)?.ends_with('-') {
        from += 1;
        if from > object {
            return None;
        }
    }
    let words: Vec<&str> = (from..=object).map(|at| tree.lower(at)).collect();
    Some(words.join(" "))
}
