//! `bilateral events`: the coded events behind a question.

use std::path::PathBuf;

use super::question::Asked;
use super::{Ending, archive, print, remark};
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::render::records::event;
use crate::index::StoredEvent;
use crate::model::document::ROWS;
use crate::model::event::Party;
use crate::overview::wording::short_span;
use crate::reading::lexicon::Lexicon;
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(super) struct Events {
    #[command(flatten)]
    asked: Asked,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Rows of the table at most, the latest; CSV and JSON Lines give all
    #[arg(long, default_value_t = 40)]
    limit: usize,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Jsonl,
}

const COLUMNS: [&str; 20] = [
    "day",
    "precision",
    "basis",
    "source",
    "target",
    "type",
    "mode",
    "cameo",
    "quad",
    "intensity",
    "status",
    "speaker",
    "outlets",
    "document",
    "start",
    "end",
    "aspect",
    "contexts",
    "rule",
    "confidence",
];

impl Events {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let question = self.asked.read()?;
        let opened = archive::open(data)?;
        let found = answer::events(&opened.archive, &question, self.asked.as_of)?;
        if found.is_empty() {
            remark("No coded event between these actors in the archive.");
            return Ok(Ending::NoEvidence);
        }
        match self.format {
            Format::Table => print(&self.table(&found))?,
            Format::Csv => print(&csv(&found)?)?,
            Format::Jsonl => print(&found.iter().map(line).collect::<String>())?,
        }
        Ok(Ending::Done)
    }

    fn table(&self, found: &[StoredEvent]) -> String {
        let mut table = super::table::table(&[
            "Day", "Source", "Target", "Type", "CAMEO", "Scale", "Status", "Outlets",
        ]);
        let hidden = found.len().saturating_sub(self.limit);
        for stored in &found[hidden..] {
            let e = &stored.event;
            table.add_row([
                e.day.map_or(String::new(), |d| short_span(d.when)),
                party(&e.source),
                party(&e.target),
                e.mode.as_ref().map_or(e.kind.to_string(), |m| format!("{} {m}", e.kind)),
                e.cameo.clone(),
                format!("{:+.1}", e.intensity),
                format!("{:?}", e.status).to_lowercase(),
                match stored.language == ROWS {
                    true => format!("a row of {}", e.rule),
                    false => stored.outlets.join(", "),
                },
            ]);
        }
        let note = if hidden > 0 {
            format!(" ({hidden} earlier ones not shown; --limit or --format csv)")
        } else {
            String::new()
        };
        format!("{table}\n{} events{note}\n", found.len())
    }
}

fn party(party: &Option<Party>) -> String {
    party.as_ref().map_or("—".to_owned(), |p| {
        Lexicon::embedded().cameo_of(&p.actor.id, p.actor.role.as_deref())
    })
}

fn csv(found: &[StoredEvent]) -> Result<String> {
    let broken = |e: csv::Error| Error::Internal(e.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(broken)?;
    for stored in found {
        let value = event(stored);
        let row = COLUMNS.map(|c| match &value[c] {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(s) => guarded(s),
            other => other.to_string(),
        });
        writer.write_record(row).map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|e| Error::Internal(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| Error::Internal(e.to_string()))
}

/// A cell that a spreadsheet would run as a formula is kept as text.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn line(stored: &StoredEvent) -> String {
    format!("{}\n", event(stored))
}
