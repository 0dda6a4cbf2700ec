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
pub(crate) use tree::{Node, Tree};

use crate::reading::tokens::Token;

/// The embedded model; a test reads it, so a damaged one cannot be built into a release.
static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::read(include_bytes!("../../../data/syntax/model.bin")).unwrap_or_else(|e| panic!("{e}"))
});

/// The tree of one sentence, given its tokens. Hyphenated tokens become several words. Takes time in proportion to
/// the number of words, whatever they are.
pub(crate) fn parse(text: &str, tokens: &[Token]) -> Tree {
    let words = words::cut(text, tokens);
    let forms: Vec<&str> = words.iter().map(|span| span.of(text).unwrap_or_default()).collect();
    let analysed = MODEL.analyse(&forms);
    Tree::new(text, &MODEL, &words, &analysed)
}
