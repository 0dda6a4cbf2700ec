//! `bilateral status`: what the archive holds.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Ending, archive, print};
use crate::error::Result;
use crate::faces::render::thousands;
use crate::index::{Addition, Coverage};

#[derive(Args)]
pub(super) struct Status {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Outlets, languages and additions shown in the text form.
const SHOWN: usize = 10;

impl Status {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let folder = archive::folder(data.clone())?;
        let opened = archive::open(data)?;
        let coverage = opened.archive.coverage(None)?;
        let size = opened.archive.size_on_disk()?;
        let ledger = opened.archive.ledger();
        let place = if opened.sample {
            "sample archive in the program".to_owned()
        } else {
            folder.display().to_string()
        };
        let fingerprint = opened.archive.fingerprint();
        let text = match self.format {
            Format::Text => text(&coverage, size, &ledger, &place, &fingerprint),
            Format::Json => {
                let value = json!({
                    "archive": place,
                    "sample": opened.sample,
                    "fingerprint": fingerprint,
                    "bytes": size,
                    "documents": coverage.documents,
                    "read": coverage.read,
                    "unread": coverage.unread,
                    "undated": coverage.undated,
                    "rows": coverage.rows,
                    "sentences": coverage.sentences,
                    "events": coverage.events,
                    "first_day": coverage.days.map(|d| d.0),
                    "last_day": coverage.days.map(|d| d.1),
                    "languages": coverage.languages,
                    "outlets": coverage.outlets,
                    "additions": ledger,
                });
                format!("{value:#}\n")
            }
        };
        print(&text)?;
        Ok(Ending::Done)
    }
}

fn text(
    coverage: &Coverage,
    size: u64,
    ledger: &[Addition],
    place: &str,
    fingerprint: &str,
) -> String {
    let days = match coverage.days {
        Some((first, last)) => format!("{first} to {last}"),
        None => "none known".to_owned(),
    };
    let mut about = super::table::table(&["Archive", place]);
    about.add_row(["documents", &count(coverage.documents)]);
    about.add_row(["read into events", &format!("{} (English)", count(coverage.read))]);
    about.add_row([
        "searchable only",
        &format!("{} (languages not yet read)", count(coverage.unread)),
    ]);
    if coverage.rows > 0 {
        about.add_row(["rows of event tables", &count(coverage.rows)]);
    }
    about.add_row(["sentences", &count(coverage.sentences)]);
    about.add_row(["events", &count(coverage.events)]);
    about.add_row(["days covered", &days]);
    about.add_row(["without a day", &count(coverage.undated)]);
    about.add_row(["languages", &most(&coverage.languages)]);
    about.add_row([
        &format!("outlets ({})", count(coverage.outlets.len() as u64)),
        &most(&coverage.outlets),
    ]);
    about.add_row(["size", &format!("{:.1} MB", size as f64 / 1e6)]);
    about.add_row(["fingerprint", fingerprint]);
    let mut out = format!("{about}\n");
    if !ledger.is_empty() {
        let mut table = super::table::table(&[
            "Last additions",
            "From",
            "Added",
            "Known",
            "New address",
            "Skipped",
        ]);
        for addition in ledger.iter().rev().take(SHOWN) {
            table.add_row([
                addition.when.clone(),
                addition.source.clone(),
                count(addition.added),
                count(addition.known),
                count(addition.merged),
                count(addition.skipped),
            ]);
        }
        out.push_str(&format!("\n{table}\n"));
    }
    for addition in ledger.iter().rev().take(SHOWN) {
        for reason in &addition.reasons {
            out.push_str(&format!(
                "\nSkipped from {}, {} ({}):\n",
                addition.source, reason.reason, reason.count
            ));
            reason.examples.iter().for_each(|e| out.push_str(&format!("  {e}\n")));
        }
    }
    out
}

/// "en 122, ru 45, …", the most frequent first.
fn most(counts: &std::collections::BTreeMap<String, u64>) -> String {
    let mut ranked: Vec<(&String, &u64)> = counts.iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let shown: Vec<String> =
        ranked.iter().take(SHOWN).map(|(name, n)| format!("{name} {}", count(**n))).collect();
    if ranked.len() > SHOWN { format!("{}, …", shown.join(", ")) } else { shown.join(", ") }
}

fn count(n: u64) -> String {
    thousands(usize::try_from(n).unwrap_or(usize::MAX))
}
