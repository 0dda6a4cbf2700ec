//! `bilateral overview`: answer a question.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Ending, archive, days, print, question, width};
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render;
use crate::model::day::Day;
use crate::overview::Overview;
use crate::reading::lexicon::Lexicon;

#[derive(Args)]
pub(super) struct OverviewArguments {
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
    as_of: Option<Day>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
    Json,
}

impl OverviewArguments {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let question = question::read(&self.question.join(" "), self.since, self.until)?;
        let opened = archive::open(data)?;
        let overview = answer::overview(
            Lexicon::embedded(),
            &opened.archive,
            &question,
            self.as_of,
            opened.sample,
        )?;
        print(&shown(&overview, self.format)?)?;
        Ok(if overview.is_empty() { Ending::NoEvidence } else { Ending::Done })
    }
}

fn shown(overview: &Overview, format: Format) -> Result<String> {
    Ok(match format {
        Format::Text => render::text::render(overview, width()),
        Format::Markdown => render::markdown::render(overview),
        Format::Html => render::html::render(overview),
        Format::Json => {
            let value = render::json::render(overview);
            let mut text =
                serde_json::to_string_pretty(&value).map_err(|e| Error::Internal(e.to_string()))?;
            text.push('\n');
            text
        }
    })
}
