//! A typed question to a [`Question`], or an error that says what to type.

use clap::Args;

use super::days;
use crate::error::{Error, Result};
use crate::faces::question::understand;
use crate::model::day::Day;
use crate::overview::question::Question;

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
