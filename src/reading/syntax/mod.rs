//! How the words of a sentence hang together: tags, dictionary forms, a dependency tree.
//!
//! Annotation is that of Universal Dependencies for English; the model in `data/syntax/` is trained on its treebanks
//! by `cargo xtask train`.

mod tree;
mod words;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use bilateral_syntax::model::Model;
pub(crate) use bilateral_syntax::names::{Pos, Rel, Tag};
pub(crate) use tree::Tree;

use crate::model::span::Span;
use crate::reading::tokens::Token;

/// The embedded model; a test reads it, so a damaged one cannot be built into a release.
static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(include_bytes!("../../../data/syntax/model.bin")).unwrap_or_else(|e| panic!("{e}"))
});

/// A stretch of text that is one word of the tree, whatever words it has, and the word it is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StandIn {
    pub(crate) span: Span,
    pub(crate) form: &'static str,
}

/// The tree of one sentence, given its tokens. Hyphenated tokens become several words; where a stand-in
/// covers words whole, it takes their place (in text order, not overlapping). Takes time in proportion to
/// the number of words, whatever they are.
pub(crate) fn parse(text: &str, tokens: &[Token], stand_ins: &[StandIn]) -> Tree {
    let (words, forms) = words::replace(text, words::cut(text, tokens), stand_ins);
    let analysed = MODEL.analyse(&forms);
    Tree::new(text, &MODEL, &words, &analysed)
}
