//! What a label of one word is about: "Accusation over territorial waters" says more than "Accusation".

use super::clause::{self, Clause};
use super::table::labels;
use crate::model::event::Event;
use crate::reading::syntax::{Pos, Rel, Tree};
use crate::relations::affairs::is_general;
use crate::relations::statements::Statement;
use crate::relations::terms::term;

/// Words of a label with what stands behind its noun, at most.
const LONGEST: usize = 5;
/// Clauses below the word that carries the event, at most.
const DEEP: usize = 3;

/// A noun phrase below a word.
struct Matter {
    words: String,
    /// It hangs on the word itself ("condemns the attack"), not on a clause below it ("demands that Turkey
    /// withdraw its troops").
    direct: bool,
}

/// The label with what its event is about; `None` where `data/labels.toml` has no preposition for it or the
/// sentence names nothing sure.
pub(super) fn about(
    clause: &Clause<'_, '_>,
    main: &Statement<'_>,
    event: &Event,
    label: &str,
) -> Option<String> {
    let [direct, deep] = labels().about.get(&label.to_lowercase())?;
    let (tree, trigger) = (clause.tree(), clause.trigger(event)?);
    let carries = |at: &usize| {
        let node = tree.nodes[*at];
        matches!(node.pos, Pos::Verb | Pos::Noun) && trigger.contains(&node.span.start)
    };
    let word = (0..tree.nodes.len()).find(carries)?;
    let matter = below(tree, word, main.text(), 0)?;
    let preposition = if matter.direct { direct } else { deep };
    // "Accusation of accusation".
    let head = matter.words.rsplit(' ').next()?.trim_end_matches('s');
    let fresh = !label.to_lowercase().contains(head);
    fresh.then(|| format!("{label} {preposition} {}", matter.words))
}

/// What stands below a word: the object of a clause, else what a preposition ties to it, else its own object.
fn below(tree: &Tree, word: usize, text: &str, depth: usize) -> Option<Matter> {
    let kids = || tree.children(word).filter(move |&kid| kid > word);
    let of = |rels: &'static [Rel]| kids().filter(move |&kid| rels.contains(&tree.nodes[kid].rel));
    let direct = |words| Matter { words, direct: depth == 0 };
    let tied = || {
        of(&[Rel::Obl, Rel::Nmod]).find_map(|kid| {
            let mut cases = tree.children(kid).filter(|&at| tree.nodes[at].rel == Rel::Case);
            cases
                .any(|at| labels().tying.contains(tree.lower(at)))
                .then(|| named(tree, kid, text))?
        })
    };
    let clause = || {
        let clauses = of(&[Rel::Ccomp, Rel::Xcomp, Rel::Advcl, Rel::Acl]);
        // "…, and the envoy calls on Israel" is another's clause.
        let is_own = |kid: &usize| {
            let has_subject = tree.children(*kid).any(|at| tree.nodes[at].rel == Rel::Nsubj);
            !has_subject || !matches!(tree.nodes[*kid].rel, Rel::Advcl | Rel::Acl)
        };
        clauses.filter(|_| depth < DEEP).filter(is_own).find_map(|kid| {
            let words = clause::object(tree, kid, text).filter(|_| !is_quoted(tree, kid, text));
            let found = words.map(|words| Matter { words, direct: false });
            found.or_else(|| below(tree, kid, text, depth + 1))
        })
    };
    // "Condemns the decision to donate vaccines" is about vaccines.
    let own = || {
        let object = of(&[Rel::Obj]).next()?;
        if labels().shells.contains(tree.lemma(object)) {
            let inner = below(tree, object, text, depth + 1)?;
            return Some(Matter { direct: false, ..inner });
        }
        named(tree, object, text).map(direct)
    };
    tied().map(direct).or_else(clause).or_else(own)
}

/// The phrase of a noun that may stand in a label.
fn named(tree: &Tree, noun: usize, text: &str) -> Option<String> {
    let form = tree.nodes[noun].span.of(text)?;
    let is_name = form.starts_with(char::is_uppercase);
    let lemma = tree.lemma(noun);
    let says_nothing = labels().shells.contains(lemma) || labels().people.contains(lemma);
    if is_name || says_nothing || is_quoted(tree, noun, text) {
        return None;
    }
    let words = clause::phrase(tree, noun, text)?;
    // "Freedom of movement".
    let behind = tree.children(noun).find(|&kid| kid == noun + 2 && tree.lower(noun + 1) == "of");
    match behind.and_then(|kid| clause::phrase(tree, kid, text)) {
        Some(more) if !words.contains(' ') && !more.contains(' ') => {
            Some(format!("{words} of {more}"))
        }
        _ => Some(words),
    }
}

/// True inside quotation marks: those words are somebody's own.
fn is_quoted(tree: &Tree, at: usize, text: &str) -> bool {
    let before = text.get(..tree.nodes[at].span.start).unwrap_or_default();
    let open = before.matches('“').count() > before.matches('”').count();
    open || before.matches('"').count() % 2 == 1
}

/// What stands right behind the noun of a label and says of what or where it is: "on Rojava", "against militants".
/// `None` where nothing does, where it is a day, or where the label would grow too long.
pub(super) fn behind(clause: &Clause<'_, '_>, main: &Statement<'_>, label: &str) -> Option<String> {
    let (tree, text) = (clause.tree(), main.text());
    let noun = label.rsplit(' ').next()?.to_lowercase();
    let at = (0..tree.nodes.len())
        .find(|&at| tree.lower(at) == noun && tree.nodes[at].pos == Pos::Noun)?;
    let case = tree.nodes.get(at + 1).filter(|next| next.rel == Rel::Case)?;
    let preposition = tree.lower(at + 1);
    let of = case.head?;
    let tied = match tree.nodes[of].rel {
        Rel::Nmod => tree.nodes[of].head == Some(at),
        Rel::Obl => tree.nodes[of].head == tree.nodes[at].head,
        _ => false,
    };
    if !tied || !labels().placing.contains(preposition) {
        return None;
    }
    // "A bulletproof hosting provider": half a phrase names nothing.
    let goes_on = tree.nodes.get(of + 1).is_some_and(|next| {
        matches!(next.pos, Pos::Noun | Pos::Propn | Pos::Adj) || tree.lower(of + 1).ends_with("ing")
    });
    let phrase = || clause::phrase(tree, of, text).filter(|_| !goes_on);
    let words = name(tree, of, at + 2, text).or_else(phrase)?;
    let is_day = term(&words).is_none_or(|term| is_general(&term));
    let length = label.split(' ').count() + 1 + words.split(' ').count();
    let repeats =
        words.split(' ').any(|word| word.trim_end_matches('s') == noun.trim_end_matches('s'));
    (!is_day && !repeats && length <= LONGEST && !is_quoted(tree, of, text))
        .then(|| format!("{preposition} {words}"))
}

/// The name that ends at a word, all of it from its first: "Evin Prison".
fn name(tree: &Tree, last: usize, first: usize, text: &str) -> Option<String> {
    let is_name = |at: usize| {
        let form = tree.nodes[at].span.of(text).unwrap_or_default();
        tree.nodes[at].pos == Pos::Propn && form.starts_with(char::is_uppercase)
    };
    let first = if tree.lower(first) == "the" { first + 1 } else { first };
    // What a name goes on with belongs to it.
    let last = (last..tree.nodes.len())
        .take_while(|&at| at == last || tree.nodes[at].head == Some(last) && is_name(at))
        .last()?;
    let whole = first <= last && (first..=last).all(is_name);
    let span = tree.nodes.get(first)?.span.start..tree.nodes[last].span.end;
    whole.then(|| text.get(span).map(str::to_owned)).flatten()
}
