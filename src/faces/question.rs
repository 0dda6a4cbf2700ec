//! A question in words to a [`Question`], or an error that says what to type.

use crate::error::{Error, Result};
use crate::overview::question::{NotUnderstood, Question, parse};
use crate::reading::lexicon::Lexicon;

/// A question in words, or an error that says what to type.
pub(super) fn understand(words: &str) -> Result<Question> {
    parse(Lexicon::embedded(), words).map_err(|e| Error::Usage(explain(words, &e)))
}

fn explain(words: &str, why: &NotUnderstood) -> String {
    match why {
        NotUnderstood::NoActor => format!(
            "no country or organisation in '{words}'; ask for example: bilateral overview \"Russia vs Azerbaijan and Kazakhstan\""
        ),
        NotUnderstood::OtherScript { word } => format!(
            "'{word}': names in a question are read in Latin letters only so far; ask for example: bilateral overview \"Russia and Ukraine\""
        ),
        NotUnderstood::Itself { name } => format!(
            "'{name}' stands on both sides; name two countries, or one alone for its relations with all others"
        ),
        NotUnderstood::TooLong { characters, most } => {
            format!("the question has {characters} characters; ask in {most} at most")
        }
        NotUnderstood::Unknown { word, suggestions } if suggestions.is_empty() => format!(
            "'{word}' is no country, organisation or leader this program knows, and nothing else in '{words}' is; check the spelling"
        ),
        NotUnderstood::Unknown { word, suggestions } => {
            format!("'{word}' is not known; did you mean {}?", suggestions.join(" or "))
        }
    }
}
