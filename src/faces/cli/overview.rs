//! `bilateral overview`: answer a question.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::question::Asked;
use super::{Ending, archive, print, width};
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render;
use crate::overview::Overview;
use crate::reading::lexicon::Lexicon;

#[derive(Args)]
pub(super) struct OverviewArguments {
    #[command(flatten)]
    asked: Asked,
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
        let question = self.asked.read()?;
        let opened = archive::open(data)?;
        let overview = answer::overview(
            Lexicon::embedded(),
            &opened.archive,
            &question,
            self.asked.as_of,
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
