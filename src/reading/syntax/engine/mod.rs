//! Tagger, lemmatiser and parser on plain words. `cargo xtask train` compiles this folder too, so that training and
//! use cannot see different features; it names nothing outside itself.

pub(crate) mod file;
pub(crate) mod hash;
pub(crate) mod lemmas;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod parser;
pub(crate) mod state;
pub(crate) mod tagger;
pub(crate) mod templates;
pub(crate) mod weights;
pub(crate) mod words;
