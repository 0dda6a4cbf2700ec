//! `bilateral series`: a relation in numbers, and where it shifts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::question::Asked;
use super::{Ending, archive, print, remark};
use crate::answer::{self, Counted};
use crate::error::{Error, Result};
use crate::faces::render::series::{Line, METHOD, Spans, as_json, name_of, spans};
use crate::faces::render::text::paragraph;
use crate::faces::render::thousands;
use crate::overview::wording::{long_day, short_day};
use crate::relations::series::{Bin, Step};
use crate::relations::shifts::{self, Shift, Towards};

#[derive(Args)]
pub(super) struct Series {
    #[command(flatten)]
    asked: Asked,
    /// Length of the spans [default: what gives some dozens of them]
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Count each direction by itself: who does it to whom
    #[arg(long)]
    directed: bool,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

/// Signs of the longest bar.
const BAR: usize = 24;

impl Series {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let question = self.asked.read()?;
        let opened = archive::open(data)?;
        let (counted, by_day) = answer::counted(&opened.archive, &question, self.asked.as_of)?;
        let step = self.by.map(By::step);
        let (of, directed) = (self.asked.as_of, self.directed);
        let Some(spans) = spans(&counted, &by_day, &question, of, step, directed)? else {
            remark("No coded event between these actors in the archive.");
            return Ok(Ending::NoEvidence);
        };
        let lines = &spans.lines;
        match self.format {
            Format::Table => print(&text(&counted, &spans))?,
            Format::Csv => print(&csv(lines)?)?,
            Format::Json => {
                let value = as_json(&counted, &spans);
                let text = serde_json::to_string_pretty(&value);
                print(&format!("{}\n", text.map_err(|e| Error::Internal(e.to_string()))?))?;
            }
        }
        let found = lines.iter().flatten().any(|l| l.bins.iter().any(|b| b.events() > 0));
        Ok(if found { Ending::Done } else { Ending::NoEvidence })
    }
}

impl By {
    fn step(self) -> Step {
        match self {
            Self::Day => Step::Day,
            Self::Week => Step::Week,
            Self::Month => Step::Month,
            Self::Quarter => Step::Quarter,
            Self::Year => Step::Year,
        }
    }
}

fn text(counted: &[Counted], spans: &Spans) -> String {
    let &Spans { since, until, step, ref lines } = spans;
    let mut out = String::new();
    for (counted, lines) in counted.iter().zip(lines) {
        for line in lines {
            let events: usize = line.bins.iter().map(Bin::events).sum();
            out.push_str(&format!(
                "{} · {} to {} by {} · {} events\n",
                line.name,
                long_day(since),
                long_day(until),
                name_of(step),
                thousands(events)
            ));
            if events > 0 {
                out.push_str(&format!("{}\n", table(&line.bins)));
            }
            out.push('\n');
        }
        if let Some(note) = tables_note(&counted.tables) {
            out.push_str(&wrapped(&note, 0, 2));
            out.push('\n');
        }
        let told: Vec<String> = counted
            .shifts
            .iter()
            .filter(|s| s.to >= since && s.from <= until)
            .map(|s| wrapped(&sentence(s), 2, 4))
            .collect();
        if told.is_empty() {
            out.push_str("No shift.\n\n");
        } else {
            out.push_str(&format!("Shifts:\n{}\n", told.concat()));
        }
    }
    out.push_str(&wrapped(&format!("Series: {METHOD}."), 0, 2));
    out.push_str(&wrapped(&format!("Shifts: {}.", shifts::METHOD), 0, 2));
    out
}

/// What of a relation comes from event tables.
fn tables_note(tables: &BTreeMap<String, usize>) -> Option<String> {
    let sets: Vec<String> =
        tables.iter().map(|(set, n)| format!("{} of {set}", thousands(*n))).collect();
    (!sets.is_empty()).then(|| {
        format!(
            "Rows of event tables, coded by others, are among these events: {}; --no-tables leaves them out.",
            sets.join(", ")
        )
    })
}

fn wrapped(text: &str, first: usize, rest: usize) -> String {
    let mut out = String::new();
    paragraph(&mut out, text, super::width(), first, rest);
    out
}

/// Spans with events, and how many without lie between them.
fn table(bins: &[Bin]) -> comfy_table::Table {
    let mut table = super::table::table(&[
        "From",
        "Coop.",
        "Conf.",
        "Balance (90 %)",
        "Scale",
        "Docs",
        "▓ conflict ░ cooperation",
    ]);
    let most = bins.iter().map(Bin::events).max().unwrap_or(1).max(1);
    let mut empty = 0;
    for bin in bins {
        if bin.events() == 0 {
            empty += 1;
            continue;
        }
        if empty > 0 {
            table.add_row([format!("… {empty} without")]);
            empty = 0;
        }
        let signs = |n: usize| (n * BAR).div_ceil(most.max(BAR));
        table.add_row([
            short_day(bin.from),
            bin.cooperation().to_string(),
            bin.conflict().to_string(),
            match (bin.log_ratio, bin.log_ratio_low, bin.log_ratio_high) {
                (Some(ratio), Some(low), Some(high)) => {
                    format!("{ratio:+.1} ({low:+.1} to {high:+.1})")
                }
                _ => String::new(),
            },
            bin.mean_intensity.map_or(String::new(), |m| format!("{m:+.1}")),
            thousands(usize::try_from(bin.documents).unwrap_or(usize::MAX)),
            "▓".repeat(signs(bin.conflict())) + &"░".repeat(signs(bin.cooperation())),
        ]);
    }
    if empty > 0 {
        table.add_row([format!("… {empty} without")]);
    }
    table
}

fn sentence(shift: &Shift) -> String {
    let side = match shift.towards {
        Towards::Conflict => "conflict",
        Towards::Cooperation => "cooperation",
    };
    format!(
        "towards {side} from {}: {} days with such events in 30, {:.1} expected from {} in the two years before \
         (chance {}); until {}",
        long_day(shift.from),
        shift.days,
        shift.expected,
        shift.before,
        chance(shift.chance),
        long_day(shift.lasted_until)
    )
}

/// "0.0004", or "below 0.0001".
fn chance(chance: f64) -> String {
    if chance < 0.0001 { "below 0.0001".to_owned() } else { format!("{chance:.4}") }
}

fn csv(lines: &[Vec<Line>]) -> Result<String> {
    let broken = |e: csv::Error| Error::Internal(e.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut has_head = false;
    for line in lines.iter().flatten() {
        for bin in &line.bins {
            let value = serde_json::to_value(bin).map_err(|e| Error::Internal(e.to_string()))?;
            let object = value.as_object().cloned().unwrap_or_default();
            if !has_head {
                let head = ["first", "second"].into_iter().chain(object.keys().map(String::as_str));
                writer.write_record(head).map_err(broken)?;
                has_head = true;
            }
            let cell = |value: &Value| match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let cells = object.values().map(cell);
            writer.write_record(line.codes.iter().cloned().chain(cells)).map_err(broken)?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| Error::Internal(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| Error::Internal(e.to_string()))
}
