//! A parsed sentence with its actors: what the tree coder looks at.

use crate::model::span::Span;
use crate::reading::events::deed::Named;
use crate::reading::events::tables::Tables;
use crate::reading::events::words::{Lemma, tag};
use crate::reading::syntax::{Pos, Rel, Tag, Tree};
use crate::reading::{How, SentenceView};

/// Tree, mentions and tables of one sentence.
pub(super) struct Scene<'a> {
    pub(super) tables: &'a Tables,
    pub(super) view: &'a SentenceView<'a>,
    pub(super) tree: &'a Tree,
    /// The mention a node is a word of, where it may act or suffer.
    owner: Vec<Option<usize>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(tables: &'a Tables, view: &'a SentenceView<'a>, tree: &'a Tree) -> Self {
        let mut scene = Self { tables, view, tree, owner: vec![None; tree.nodes.len()] };
        scene.place_mentions();
        scene.free_hyphenated();
        scene
    }

    fn place_mentions(&mut self) {
        let mut at = 0;
        for (number, mention) in self.view.mentions.iter().enumerate() {
            if mention.span.start == mention.span.end {
                continue;
            }
            while self.tree.nodes.get(at).is_some_and(|n| n.span.end <= mention.span.start) {
                at += 1;
            }
            let first = at;
            while self.tree.nodes.get(at).is_some_and(|n| n.span.overlaps(mention.span)) {
                self.owner[at] = Some(number);
                at += 1;
            }
            // "Norland's shelling": the noun of a deed at the end of a mention stays a word.
            let last = at.wrapping_sub(1);
            if at > first + 1 && self.is_deed_noun(last) && self.is_small(last) {
                self.owner[last] = None;
            }
        }
    }

    fn is_deed_noun(&self, at: usize) -> bool {
        !self.tables.rules.by_noun(self.lower(at)).is_empty()
    }

    fn is_small(&self, at: usize) -> bool {
        self.text(at).starts_with(|c: char| c.is_lowercase())
    }

    /// "Russian-backed rebels" and "pro-Russian rebels" are not Russia; "the Saudi-led coalition" is
    /// Saudi; "US–China" names two.
    fn free_hyphenated(&mut self) {
        for at in 1..self.owner.len().saturating_sub(1) {
            let joint = matches!(self.lower(at), "-" | "–" | "/" | "‑")
                && self.span(at - 1).end == self.span(at).start
                && self.span(at).end == self.span(at + 1).start;
            let words = &self.tables.words;
            let freed = match (self.owner[at - 1], self.owner[at + 1]) {
                (Some(left), None) if joint && !words.hyphen_keeps(self.lower(at + 1)) => left,
                (None, Some(right)) if joint && words.hyphen_loses(self.lower(at - 1)) => right,
                _ => continue,
            };
            for owner in self.owner.iter_mut().filter(|o| **o == Some(freed)) {
                *owner = None;
            }
        }
        // "US$4 billion" is no actor.
        for at in 1..self.owner.len() {
            if self.lower(at) == "$" && self.span(at).start == self.span(at - 1).end {
                self.owner[at - 1] = None;
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tree.nodes.len()
    }

    pub(super) fn rel(&self, at: usize) -> Rel {
        self.tree.nodes[at].rel
    }

    pub(super) fn pos(&self, at: usize) -> Pos {
        self.tree.nodes[at].pos
    }

    pub(super) fn xpos(&self, at: usize) -> Tag {
        self.tree.nodes[at].tag
    }

    pub(super) fn head(&self, at: usize) -> Option<usize> {
        self.tree.nodes[at].head
    }

    pub(super) fn span(&self, at: usize) -> Span {
        self.tree.nodes[at].span
    }

    fn text(&self, at: usize) -> &str {
        self.span(at).of(self.view.text).unwrap_or_default()
    }

    pub(super) fn lower(&self, at: usize) -> &str {
        self.tree.lower(at)
    }

    /// Dependents with one of these relations, in text order.
    pub(super) fn children(&self, at: usize, rels: &'static [Rel]) -> impl Iterator<Item = usize> {
        self.tree.children(at).filter(move |&c| rels.contains(&self.rel(c)))
    }

    pub(super) fn child(&self, at: usize, rels: &'static [Rel]) -> Option<usize> {
        self.children(at, rels).next()
    }

    /// Has one of these closed-class tags.
    pub(super) fn is(&self, at: usize, tags: u32) -> bool {
        self.tables.words.tags(self.lower(at)) & tags != 0
    }

    /// Number of the mention this word is part of.
    pub(super) fn owner(&self, at: usize) -> Option<usize> {
        self.owner[at]
    }

    pub(super) fn how(&self, named: &Named) -> Option<How> {
        self.view.mentions.get(named.mention).map(|m| m.how)
    }

    /// The verb lemma of a word, where the tables know it.
    pub(super) fn verb_lemma(&self, at: usize) -> Option<Lemma> {
        let words = &self.tables.words;
        words.verb(self.lower(at)).map(|(lemma, _)| lemma).or_else(|| words.id(self.tree.lemma(at)))
    }

    /// What a word does to the verb it governs ([`crate::reading::events::words::govern`]).
    pub(super) fn bits(&self, at: usize) -> u32 {
        let words = &self.tables.words;
        let noun = words.adjective(self.lower(at)) | words.adjective(self.tree.lemma(at));
        noun | self.verb_lemma(at).map_or(0, |lemma| words.govern(lemma))
    }

    /// The preposition or conjunction that opens a phrase or clause: "with" of "with X".
    pub(super) fn opener(&self, at: usize) -> Option<usize> {
        self.child(at, &[Rel::Case, Rel::Mark])
    }

    /// The opener's form; empty where there is none.
    pub(super) fn opening(&self, at: usize) -> &str {
        self.opener(at).map_or("", |o| self.lower(o))
    }

    /// True when the word is this one, or part of a mention where `wanted` is "@actor" (anyone) or
    /// "@person".
    pub(super) fn has_word(&self, at: usize, wanted: &str) -> bool {
        match wanted {
            // "welcomes X's decision" welcomes a decision.
            "@actor" | "@person" if self.rel(at) == Rel::NmodPoss => false,
            "@actor" => self.owner(at).is_some(),
            "@person" => self
                .owner(at)
                .is_some_and(|m| self.view.mentions.get(m).is_some_and(|m| m.how == How::Person)),
            // A mention of several words may be one node.
            _ if self.owner(at).is_some() => self.lower(at).split([' ', '-']).any(|w| w == wanted),
            _ => self.lower(at) == wanted,
        }
    }

    /// "reportedly", "alleged" among a word's own dependents.
    pub(super) fn is_doubted(&self, at: usize) -> bool {
        self.tree.children(at).any(|c| self.is(c, tag::DOUBT))
    }
}
