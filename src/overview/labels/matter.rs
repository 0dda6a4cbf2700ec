//! What a sentence is about where nothing is coded in it: the object of its main verb.

use std::collections::BTreeSet;

use super::table::labels;
use super::with_status;
use crate::model::event::Event;
use crate::reading::events::participle_of;
use crate::reading::lexicon::Lexicon;
use crate::reading::syntax::{Pos, Rel, Tree};
use crate::relations::statements::Statement;

/// Words of the phrase at most.
const LONGEST: usize = 3;
/// Verbs of saying above the verb that tells something, at most.
const DEEP: usize = 3;

/// The object of the main verb, or of the verb below a verb of saying, with the nouns before it: "border
/// wall" of "Poland announces that it will build a border wall". `None` where there is none, or where it is a
/// name, a person or a word that tells nothing.
pub(super) fn matter(lexicon: &Lexicon, main: &Statement<'_>) -> Option<String> {
    let tree = main.tree(lexicon)?;
    object(tree, telling(tree)?, main.text())
}

/// What an event does to what, as a participle behind the object of its verb: "crew released" of "Venezuela
/// releases the crew". `None` where the verb has no object that [`matter`] would give, or no known participle.
pub(super) fn done_to(lexicon: &Lexicon, main: &Statement<'_>, event: &Event) -> Option<String> {
    let tree = main.tree(lexicon)?;
    let trigger =
        event.trigger.start.checked_sub(main.span.start)?..event.trigger.end - main.span.start;
    let verb = tree
        .nodes
        .iter()
        .position(|node| node.pos == Pos::Verb && trigger.contains(&node.span.start))?;
    let object = object(tree, verb, main.text())?;
    Some(format!("{object} {}", participle(tree, verb)?))
}

/// What is told of a thing that is no happening: "airspace breached" of "Belarus says a helicopter breached
/// its airspace", "vessel sunk" of "A vessel sinks". `thing` is the noun a label would have without it;
/// `None` where the main verb has no object and the thing is not its subject, or no known participle.
pub(super) fn told(lexicon: &Lexicon, main: &Statement<'_>, thing: &str) -> Option<String> {
    let tree = main.tree(lexicon)?;
    let verb = telling(tree)?;
    let negated = tree.children(verb).any(|kid| labels().negation.contains(tree.lower(kid)));
    // What is about to be done, or not done, is not told as done.
    if negated || tree.children(verb).any(|kid| tree.nodes[kid].rel == Rel::Aux) {
        return None;
    }
    let participle = participle(tree, verb)?;
    let noun = thing.rsplit(' ').next()?;
    let suffers = befalls(tree, verb, noun);
    let what = object(tree, verb, main.text()).or_else(|| suffers.then(|| thing.to_owned()))?;
    let done = format!("{what} {participle}");
    // Somebody else's words, or a word of hearsay beside the verb.
    let hearsay = tree.nodes[verb].head.is_some()
        || tree.children(verb).any(|kid| labels().speech.contains(tree.lower(kid)));
    Some(as_told(done, hearsay))
}

/// The label as it stands, or as somebody's word.
fn as_told(done: String, hearsay: bool) -> String {
    match labels().status.get("alleged").filter(|_| hearsay) {
        Some(status) => with_status(status, &done),
        None => done,
    }
}

/// True where the verb tells that its subject, this noun, sank, crashed and the like.
fn befalls(tree: &Tree, verb: usize, noun: &str) -> bool {
    labels().befalling.contains(tree.lemma(verb))
        && tree.children(verb).any(|at| tree.nodes[at].rel == Rel::Nsubj && tree.lower(at) == noun)
}

/// What became of a thing that another clause tells of: "plane crashed" of "Ten people die when a plane crashes".
pub(super) fn befallen(lexicon: &Lexicon, main: &Statement<'_>, thing: &str) -> Option<String> {
    let tree = main.tree(lexicon)?;
    let noun = thing.rsplit(' ').next()?;
    let verb = (0..tree.nodes.len()).find(|&at| befalls(tree, at, noun))?;
    let done = format!("{thing} {}", participle(tree, verb)?);
    // Below a verb of saying.
    Some(as_told(done, tree.nodes[verb].rel == Rel::Ccomp))
}

/// What is undone, with what undid it: "agreement nullified" of "The court nullifies the agreement". `None`
/// where no verb of the sentence undoes the last noun of `words`.
pub(super) fn undone(lexicon: &Lexicon, main: &Statement<'_>, words: &str) -> Option<String> {
    let tree = main.tree(lexicon)?;
    let noun = words.rsplit(' ').next()?.to_lowercase();
    let undoes = |at: usize| {
        let node = tree.nodes[at];
        let verb = node.head.filter(|_| matches!(node.rel, Rel::Obj | Rel::NsubjPass))?;
        let negated = tree
            .children(verb)
            .any(|kid| labels().negation.contains(tree.lower(kid)) || tree.lower(kid) == "to");
        let undoing = labels().undoing.contains(tree.lemma(verb)) && !negated;
        undoing.then(|| participle(tree, verb)).flatten()
    };
    let found = (0..tree.nodes.len()).filter(|&at| tree.lower(at) == noun).find_map(undoes)?;
    Some(format!("{words} {found}"))
}

/// True where the last noun of `words` is subject or object of the verb that tells something.
pub(super) fn is_told_of(lexicon: &Lexicon, main: &Statement<'_>, words: &str) -> bool {
    let noun = words.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let found = |tree: &Tree| {
        let verb = telling(tree)?;
        tree.children(verb).find(|&at| {
            matches!(tree.nodes[at].rel, Rel::Obj | Rel::Nsubj | Rel::NsubjPass)
                && tree.lower(at) == noun
        })
    };
    main.tree(lexicon).and_then(found).is_some()
}

/// Where in the document the verb begins that tells something.
pub(super) fn main_verb(lexicon: &Lexicon, main: &Statement<'_>) -> Option<usize> {
    let tree = main.tree(lexicon)?;
    Some(main.span.start + tree.nodes[telling(tree)?].span.start)
}

/// The words of an event's verb and of what hangs on it, in small letters; empty where the verb is not found.
pub(super) fn words_of(lexicon: &Lexicon, main: &Statement<'_>, event: &Event) -> BTreeSet<String> {
    let words = |tree: &Tree| {
        let from = event.trigger.start.checked_sub(main.span.start)?;
        let trigger = from..event.trigger.end.checked_sub(main.span.start)?;
        let verb = tree.nodes.iter().position(|node| trigger.contains(&node.span.start))?;
        let kids = tree.children(verb).flat_map(|kid| {
            let inner = tree.children(kid).filter(|&at| tree.nodes[at].rel == Rel::Compound);
            std::iter::once(kid).chain(inner).collect::<Vec<_>>()
        });
        let inside =
            (0..tree.nodes.len()).filter(|&at| trigger.contains(&tree.nodes[at].span.start));
        Some(kids.chain(inside).map(|at| tree.lower(at).to_owned()).collect())
    };
    main.tree(lexicon).and_then(words).unwrap_or_default()
}

/// The participle of a verb that tells something of its object.
fn participle(tree: &Tree, verb: usize) -> Option<String> {
    let lemma = tree.lemma(verb);
    let participle = participle_of(lemma).filter(|_| !labels().light.contains(lemma))?;
    let particle = tree.children(verb).find(|&at| tree.nodes[at].rel == Rel::CompoundPrt);
    let particle = particle.map(|at| format!(" {}", tree.lower(at))).unwrap_or_default();
    Some(format!("{participle}{particle}"))
}

/// The object of a verb with the nouns before it.
pub(super) fn object(tree: &Tree, verb: usize, text: &str) -> Option<String> {
    let object = [Rel::Obj, Rel::NsubjPass]
        .into_iter()
        .find_map(|rel| tree.children(verb).find(|&at| tree.nodes[at].rel == rel))?;
    phrase(tree, object, text)
}

/// A noun with the nouns and describing words before it; `None` for a name, a person or a word that tells
/// nothing.
pub(super) fn phrase(tree: &Tree, object: usize, text: &str) -> Option<String> {
    let node = tree.nodes[object];
    let plain = |at: usize| tree.lower(at).chars().all(|c| c.is_alphabetic() || c == '-');
    if node.pos != Pos::Noun || !plain(object) || labels().never.contains(tree.lemma(object)) {
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

/// The verb that tells something: the root, or what stands below its verb of saying.
fn telling(tree: &Tree) -> Option<usize> {
    let mut at = tree.nodes.iter().position(|n| n.head.is_none())?;
    for _ in 0..DEEP {
        let says = labels().speech.contains(tree.lower(at))
            || labels().announcing.contains(tree.lemma(at));
        let below = tree.children(at).find(|&kid| tree.nodes[kid].rel == Rel::Ccomp);
        match below.filter(|_| says) {
            Some(kid) => at = kid,
            None => break,
        }
    }
    (tree.nodes[at].pos == Pos::Verb).then_some(at)
}
