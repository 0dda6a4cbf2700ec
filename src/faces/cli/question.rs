//! A typed question to a [`Question`], or an error that says what to type.

use clap::Args;

use super::days;
use crate::error::{Error, Result};
use crate::model::day::Day;
use crate::overview::question::{NotUnderstood, Question, parse};
use crate::reading::lexicon::Lexicon;

/// A question with its period, as commands take it.
#[derive(Args)]
pub(super) struct Asked {
    /// For example "Russia vs Azerbaijan and Kazakhstan", "India–Pakistan relations since 2022", "Serbia"
    #[arg(required = true)]
    question: Vec<String>,
    /// First day to tell of (2025-10-09, 2025-10 or 2025)
    #[arg(long, value_name = "DAY", value_parser = days::first)]
    since: Option<Day>,
    /// Last day to tell of
    #[arg(long, value_name = "DAY", value_parser = days::last)]
    until: Option<Day>,
    /// Answer as a reader could have on this day [default: the archive's last day]
    #[arg(long, value_name = "DAY", value_parser = days::last)]
    pub(super) as_of: Option<Day>,
    /// Count only what is read in reports, not the rows of event tables (GDELT, ICEWS, …)
    #[arg(long)]
    no_tables: bool,
}

impl Asked {
    /// The question, understood; `--since` and `--until` win over words in it.
    pub(super) fn read(&self) -> Result<Question> {
        let mut question = understand(&self.question.join(" "))?;
        question.since = self.since.or(question.since);
        question.until = self.until.or(question.until);
        question.tables = !self.no_tables;
        if let (Some(a), Some(b)) = (question.since, question.until)
            && a > b
        {
            return Err(Error::Usage(format!(
                "the period ends ({b}) before it begins ({a}); swap the two days"
            )));
        }
        Ok(question)
    }
}

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
