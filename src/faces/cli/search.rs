//! `bilateral search`: ranked passages.

use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};

use super::{Ending, archive, days, print};
use crate::error::{Error, Result};
use crate::faces::render::records::passage;
use crate::faces::render::text::paragraph;
use crate::faces::render::thousands;
use crate::index::{Passage, PassageQuery};
use crate::model::day::Day;
use crate::model::event::EventType;
use crate::overview::wording::short_span;
use crate::reading::lexicon::Lexicon;
use crate::reading::names::{Resolution, resolve};

#[derive(Args)]
pub(super) struct Search {
    /// Words to find; "a phrase" in quotes; nothing finds the newest
    words: Vec<String>,
    /// Named in the passage (name, people, code); may be repeated
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,
    /// Two actors, both named in the passage: "Russia,Azerbaijan" or RUS-AZE
    #[arg(long, value_name = "A,B")]
    dyad: Option<String>,
    /// Event of this PLOVER type in the passage; may be repeated
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// Published on or after this day
    #[arg(long, value_name = "DAY", value_parser = days::first)]
    since: Option<Day>,
    /// Published on or before this day
    #[arg(long, value_name = "DAY", value_parser = days::last)]
    until: Option<Day>,
    #[arg(long)]
    outlet: Option<String>,
    /// ISO 639-1 code
    #[arg(long)]
    language: Option<String>,
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Skip so many
    #[arg(long, default_value_t = 0)]
    offset: usize,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Jsonl,
}

impl Search {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let lexicon = Lexicon::embedded();
        let mut actors = Vec::new();
        for name in &self.actor {
            actors.push(actor(lexicon, name)?);
        }
        let dyad = self.dyad.as_deref().map(|d| pair(lexicon, d)).transpose()?;
        let types = self.types.iter().map(|t| event_type(t)).collect::<Result<Vec<_>>>()?;
        let opened = archive::open(data)?;
        let page = opened.archive.passages(&PassageQuery {
            words: self.words.join(" "),
            actors,
            dyad,
            types,
            since: self.since,
            until: self.until,
            published_until: None,
            outlet: self.outlet,
            language: self.language,
            limit: self.limit,
            offset: self.offset,
        })?;
        let mut out = String::new();
        match self.format {
            Format::Jsonl => page.passages.iter().for_each(|p| out.push_str(&line(p))),
            Format::Text => {
                for (at, passage) in page.passages.iter().enumerate() {
                    out.push_str(&block(self.offset + at + 1, passage));
                }
                let loosened = if page.loosened {
                    " (no passage has all the words; these have some)"
                } else {
                    ""
                };
                out.push_str(&format!(
                    "{} of {} passages{loosened}\n",
                    page.passages.len(),
                    thousands(page.total)
                ));
            }
        }
        print(&out)?;
        Ok(if page.passages.is_empty() { Ending::NoEvidence } else { Ending::Done })
    }
}

fn block(number: usize, p: &Passage) -> String {
    const HEAD: Style = AnsiColor::Cyan.on_default();
    const FAINT: Style = Style::new().dimmed();
    let day = match (p.published, p.inferred) {
        (Some(stated), _) => short_span(stated),
        (None, Some(guess)) => format!("undated page, about {}", short_span(guess)),
        (None, None) => "undated page".to_owned(),
    };
    let width = super::width();
    let mut out = String::new();
    paragraph(&mut out, &format!("{number}. {}", p.text.replace('\n', " ")), width, 0, 3);
    let head = format!("{} · {day} · {}", p.outlets.join(", "), p.title);
    out.push_str(&coloured(HEAD, &head, width));
    let written_by = p.written_by.as_deref().map(|w| format!(" · {w}")).unwrap_or_default();
    let key = p.key.get(..12).unwrap_or(&p.key);
    let place = format!("text {key}, bytes {}–{}{written_by}", p.sentence.start, p.sentence.end);
    out.push_str(&coloured(FAINT, &place, width));
    if let Some(address) = &p.url {
        out.push_str(&coloured(FAINT, address, width));
    }
    out.push('\n');
    out
}

/// The text indented under a numbered passage, in one style.
fn coloured(style: Style, text: &str, width: usize) -> String {
    let mut block = String::new();
    paragraph(&mut block, text, width, 3, 3);
    format!("{style}{}{style:#}\n", block.trim_end())
}

fn line(p: &Passage) -> String {
    format!("{}\n", passage(p))
}

fn actor(lexicon: &Lexicon, name: &str) -> Result<String> {
    match resolve(lexicon, name) {
        Resolution::Found(ids) => ids
            .into_iter()
            .next()
            .ok_or_else(|| Error::Internal("a name resolved to nobody".to_owned())),
        Resolution::Unknown { word, suggestions } if suggestions.is_empty() => Err(Error::Usage(
            format!("'{word}' is no actor this program knows; check the spelling"),
        )),
        Resolution::Unknown { word, suggestions } => Err(Error::Usage(format!(
            "'{word}' is not known; did you mean {}?",
            suggestions.join(" or ")
        ))),
    }
}

fn pair(lexicon: &Lexicon, text: &str) -> Result<(String, String)> {
    let parts: Vec<&str> = match text.split_once([',', '–']) {
        Some((a, b)) => vec![a, b],
        None => text.splitn(2, '-').collect(),
    };
    match parts.as_slice() {
        [a, b] => Ok((actor(lexicon, a.trim())?, actor(lexicon, b.trim())?)),
        _ => Err(Error::Usage(format!(
            "'{text}' is not two actors; write --dyad \"Russia,Azerbaijan\""
        ))),
    }
}

fn event_type(name: &str) -> Result<EventType> {
    EventType::parse(name).ok_or_else(|| {
        let all: Vec<&str> = EventType::ALL.iter().map(|t| t.name()).collect();
        Error::Usage(format!("'{name}' is no event type; the types are {}", all.join(", ")))
    })
}
