//! `bilateral happenings`: what happened between two actors, report by report.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::question::Asked;
use super::{Ending, archive, print, remark};
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render::happenings::{days, note};
use crate::overview::listed::Listed;

#[derive(Args)]
pub(super) struct Happenings {
    #[command(flatten)]
    asked: Asked,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Rows of the table at most, the latest; JSON Lines give all
    #[arg(long, default_value_t = 40)]
    limit: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Jsonl,
}

impl Happenings {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let question = self.asked.read()?;
        let opened = archive::open(data)?;
        let found = answer::happenings(&opened.archive, &question, self.asked.as_of)?;
        if found.is_empty() {
            remark("No happening between these actors in the archive.");
            return Ok(Ending::NoEvidence);
        }
        match self.format {
            Format::Table => print(&self.table(&found))?,
            Format::Jsonl => {
                let line = |listed| serde_json::to_string(listed).map(|line| line + "\n");
                let lines: std::result::Result<String, _> = found.iter().map(line).collect();
                print(&lines.map_err(|e| Error::Internal(e.to_string()))?)?;
            }
        }
        Ok(Ending::Done)
    }

    fn table(&self, found: &[Listed]) -> String {
        let mut table =
            super::table::table(&["Days", "Happening", "Between", "Reports", "Outlets", "Note"]);
        let hidden = found.len().saturating_sub(self.limit);
        for listed in &found[hidden..] {
            table.add_row([
                days(listed),
                listed.label.to_string(),
                listed.dyad.join("–"),
                listed.reports.len().to_string(),
                listed.outlets.join(", "),
                note(listed),
            ]);
        }
        let note = if hidden > 0 {
            format!(" ({hidden} earlier ones not shown; --limit or --format jsonl)")
        } else {
            String::new()
        };
        format!("{table}\n{} happenings{note}\n", found.len())
    }
}
