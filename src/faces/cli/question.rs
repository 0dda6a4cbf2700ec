//! A typed question to a [`Question`], or an error that says what to type.

use crate::error::{Error, Result};
use crate::model::day::Day;
use crate::overview::question::{NotUnderstood, Question, parse};
use crate::reading::lexicon::Lexicon;

/// Reads the question; `since` and `until` given as options win over words in it.
pub(super) fn read(words: &str, since: Option<Day>, until: Option<Day>) -> Result<Question> {
    let mut question =
        parse(Lexicon::embedded(), words).map_err(|e| Error::Usage(explain(words, &e)))?;
    question.since = since.or(question.since);
    question.until = until.or(question.until);
    if let (Some(a), Some(b)) = (question.since, question.until)
        && a > b
    {
        return Err(Error::Usage(format!(
            "the period ends ({b}) before it begins ({a}); swap the two days"
        )));
    }
    Ok(question)
}

fn explain(words: &str, why: &NotUnderstood) -> String {
    match why {
        NotUnderstood::NoActor => format!(
            "no country or organisation in '{words}'; ask for example: bilateral overview \"Russia vs Azerbaijan and Kazakhstan\""
        ),
        NotUnderstood::Unknown { word, suggestions } if suggestions.is_empty() => format!(
            "'{word}' is no country, organisation or leader this program knows, and nothing else in '{words}' is; check the spelling"
        ),
        NotUnderstood::Unknown { word, suggestions } => {
            format!("'{word}' is not known; did you mean {}?", suggestions.join(" or "))
        }
    }
}
