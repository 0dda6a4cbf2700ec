//! `bilateral overview`: answer a question.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::question::Asked;
use super::{Ending, archive, days, print, remark, saved, width};
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render;
use crate::index::overviews;
use crate::model::day::Day;
use crate::overview::Overview;
use crate::overview::changes::changes;
use crate::overview::question::Question;
use crate::reading::lexicon::Lexicon;
use crate::stood;

#[derive(Args)]
pub(super) struct OverviewArguments {
    #[command(flatten)]
    asked: Asked,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Keep the overview beside the archive, under an address made of its bytes
    #[arg(long)]
    save: bool,
    /// Show what changed since the overview of this question that was saved last, and save this one
    #[arg(long)]
    since_last: bool,
    /// Answer from the archive as it stood at the end of this day, by when its reports were added
    #[arg(long, value_name = "DAY", value_parser = days::last, conflicts_with_all = ["save", "since_last"])]
    archived_by: Option<Day>,
}

/// How an overview is shown.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
}

impl OverviewArguments {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let question = self.asked.read()?;
        let mut opened = archive::open(data.clone())?;
        if let Some(day) = self.archived_by.filter(|_| !opened.sample) {
            opened.archive = stood::on(Lexicon::embedded(), &opened.archive, day)?;
        }
        let overview = answer::overview(
            Lexicon::embedded(),
            &opened.archive,
            &question,
            self.asked.as_of,
            opened.sample,
        )?;
        if self.save || self.since_last {
            return self.keep(&question, &overview, opened.sample, data);
        }
        print(&shown(&overview, self.format)?)?;
        Ok(if overview.is_empty() { Ending::NoEvidence } else { Ending::Done })
    }
}

impl OverviewArguments {
    /// Saves the overview; prints it, or what changed since the one saved before.
    fn keep(
        &self,
        question: &Question,
        overview: &Overview,
        sample: bool,
        data: Option<PathBuf>,
    ) -> Result<Ending> {
        if sample {
            return Err(Error::Usage(
                "the sample archive is in the program and keeps nothing; make an archive with `bilateral add`"
                    .to_owned(),
            ));
        }
        if self.since_last {
            self.format.of_changes()?;
        }
        let folder = archive::folder(data)?;
        let key = saved::key(question);
        let json = saved::json_of(overview)?;
        let before = if self.since_last { overviews::last(&folder, &key)? } else { None };
        let address = overviews::save(&folder, &key, &json)?;
        remark(&format!("Saved as {address}"));
        let Some((_, before)) = before else {
            if self.since_last {
                remark("No overview of this question was saved before; this is the first.");
            }
            print(&shown(overview, self.format)?)?;
            return Ok(if overview.is_empty() { Ending::NoEvidence } else { Ending::Done });
        };
        let old = saved::parse("the overview saved last", &before)?;
        print(&saved::shown(&changes(&old, overview), self.format.of_changes()?)?)?;
        Ok(Ending::Done)
    }
}

impl Format {
    /// The same for what changed.
    pub(super) fn of_changes(self) -> Result<saved::Format> {
        match self {
            Format::Text => Ok(saved::Format::Text),
            Format::Markdown => Ok(saved::Format::Markdown),
            Format::Json => Ok(saved::Format::Json),
            Format::Html => Err(Error::Usage(
                "what changed is shown as text, markdown or json; leave --format html out"
                    .to_owned(),
            )),
        }
    }
}

/// An overview in the format asked for.
pub(super) fn shown(overview: &Overview, format: Format) -> Result<String> {
    Ok(match format {
        Format::Text => render::text::render(overview, width()),
        Format::Markdown => render::markdown::render(overview),
        Format::Html => render::html::render(overview),
        Format::Json => saved::json_of(overview)?,
    })
}
