//! Words of an English sentence to tags, dictionary forms and a dependency tree.
//!
//! A crate of its own for two reasons: `cargo xtask train` learns the model with the very code that uses it, and it
//! must be compiled with optimisation where the program around it is not (unoptimised, a sentence takes half a second).
//! It names nothing of the program.
//!
//! - [`model`]: the file, and what it makes of a sentence.
//! - [`words`]: a word's form to rows of the table of vectors.
//! - [`network`]: rows to vectors that know their surroundings, to scores; [`dense`] and [`matrix`] do its sums, in [`lanes`].
//! - [`decode`]: scores of heads to a tree.
//! - [`lemmas`]: dictionary forms.

pub mod decode;
#[allow(clippy::needless_range_loop, reason = "only by index do the sums stay in registers")]
pub mod dense;
pub mod file;
pub mod hash;
pub mod lanes;
pub mod lemmas;
#[allow(clippy::needless_range_loop, reason = "only by index do the sums stay in registers")]
pub mod matrix;
pub mod model;
pub mod names;
pub mod network;
pub mod words;
