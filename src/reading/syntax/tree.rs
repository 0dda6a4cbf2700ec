//! A sentence's dependency tree, with its words' dictionary forms.

use std::ops::Range;

use bilateral_syntax::model::{Analysed, Model};
use bilateral_syntax::names::{Pos, Rel, Tag};

use crate::model::span::Span;

/// One word of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    /// Its bytes in the document.
    pub(crate) span: Span,
    pub(crate) pos: Pos,
    pub(crate) tag: Tag,
    /// The word it depends on; `None` for the root, of which each tree with words has one.
    pub(crate) head: Option<usize>,
    pub(crate) rel: Rel,
}

/// The tree of one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tree {
    /// In text order.
    pub(crate) nodes: Vec<Node>,
    /// Lower-cased forms and dictionary forms of all words, one behind the other.
    letters: String,
    lowers: Vec<Range<u32>>,
    lemmas: Vec<Range<u32>>,
    /// Dependents of word n: `kids[first[n]..first[n + 1]]`, in text order.
    first: Vec<u32>,
    kids: Vec<u32>,
    /// The words from the first to the last descendant, the word itself among them.
    reach: Vec<Range<u32>>,
}

impl Tree {
    /// `words` and `analysed` go together; the heads are those of one tree.
    pub(super) fn new(text: &str, model: &Model, words: &[Span], analysed: &[Analysed]) -> Self {
        let mut tree = Self::default();
        let mut plain = String::new();
        for (&span, word) in words.iter().zip(analysed) {
            let form = span.of(text).unwrap_or_default();
            let from = tree.letters.len();
            tree.letters.extend(form.chars().flat_map(char::to_lowercase));
            let end = tree.letters.len();
            plain.clear();
            plain.extend(tree.letters[from..].chars().map(|c| if c == '’' { '\'' } else { c }));
            model.lemmas.append(&plain, word.class, &mut tree.letters);
            tree.lowers.push(from as u32..end as u32);
            tree.lemmas.push(end as u32..tree.letters.len() as u32);
            let Analysed { pos, tag, head, rel, .. } = *word;
            tree.nodes.push(Node { span, pos, tag, head, rel });
        }
        tree.link();
        tree
    }

    /// Sorts the words under their heads, then lets each word's reach grow to its head's.
    fn link(&mut self) {
        let count = self.nodes.len();
        self.first = vec![0; count + 1];
        for head in self.nodes.iter().filter_map(|n| n.head) {
            self.first[head + 1] += 1;
        }
        for at in 0..count {
            self.first[at + 1] += self.first[at];
        }
        let mut free = self.first.clone();
        self.kids = vec![0; self.first[count] as usize];
        for (at, node) in self.nodes.iter().enumerate() {
            if let Some(head) = node.head {
                self.kids[free[head] as usize] = at as u32;
                free[head] += 1;
            }
        }
        self.reach = (0..count as u32).map(|at| at..at + 1).collect();
        // Heads before their dependents; read backwards, every reach is complete before it is handed on.
        let mut order: Vec<usize> =
            (0..count).filter(|&at| self.nodes[at].head.is_none()).collect();
        let mut done = 0;
        while let Some(&at) = order.get(done) {
            order.extend(self.children(at));
            done += 1;
        }
        for at in order.into_iter().rev() {
            if let Some(head) = self.nodes[at].head {
                let (low, high) = (self.reach[at].start, self.reach[at].end);
                let reach = &mut self.reach[head];
                *reach = reach.start.min(low)..reach.end.max(high);
            }
        }
    }

    /// The dictionary form in lower case: "be", "attack", "not" for "n't". Empty where there is no such word.
    pub(crate) fn lemma(&self, at: usize) -> &str {
        self.letters(self.lemmas.get(at))
    }

    /// The form in lower case. Empty where there is no such word.
    pub(crate) fn lower(&self, at: usize) -> &str {
        self.letters(self.lowers.get(at))
    }

    fn letters(&self, range: Option<&Range<u32>>) -> &str {
        range.map_or("", |r| &self.letters[r.start as usize..r.end as usize])
    }

    /// Its direct dependents, in text order.
    pub(crate) fn children(&self, at: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let bounds = self.first.get(at).zip(self.first.get(at + 1));
        let kids = bounds.map_or(&[][..], |(&from, &to)| &self.kids[from as usize..to as usize]);
        kids.iter().map(|&kid| kid as usize)
    }

    /// The words from its first to its last descendant, itself among them.
    pub(crate) fn subtree(&self, at: usize) -> Range<usize> {
        self.reach.get(at).map_or(0..0, |r| r.start as usize..r.end as usize)
    }

    /// The word that depends on none.
    pub(crate) fn root(&self) -> Option<usize> {
        self.nodes.iter().position(|node| node.head.is_none())
    }
}
