//! Saved overviews: reading them, and comparing today's with one.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::ValueEnum;

use super::width;
use crate::error::{Error, Result};
use crate::faces::question::understand;
use crate::faces::render;
use crate::index::overviews::{self, LARGEST};
use crate::overview::Overview;
use crate::overview::changes::{Changes, changes};
use crate::overview::question::Question;

/// How changes are shown.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    Text,
    Markdown,
    Json,
}

/// The JSON of an overview, as it is printed and saved.
pub(in crate::faces) fn json_of(overview: &Overview) -> Result<String> {
    let value = render::json::render(overview);
    let text = serde_json::to_string_pretty(&value).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(format!("{text}\n"))
}

/// Reads an overview from its JSON; `name` says where it came from.
pub(in crate::faces) fn parse(name: &str, json: &str) -> Result<Overview> {
    render::saved::read(json).map_err(|e| {
        Error::Usage(format!(
            "{name} is no overview of Bilateral ({e}); save one with `bilateral overview \"…\" --format json > FILE`"
        ))
    })
}

/// What changed since the overview saved at an address; `None` where it is not there any more.
///
/// # Errors
/// Where it cannot be read.
pub(in crate::faces) fn since(
    folder: &Path,
    address: &str,
    now: &Overview,
) -> Result<Option<Changes>> {
    let Some(then) = overviews::at(folder, address)? else { return Ok(None) };
    Ok(Some(changes(&parse("the overview saved before", &then)?, now)))
}

/// The question that a saved overview answers, with the period asked for beside its words.
pub(in crate::faces) fn question(saved: &Overview) -> Result<Question> {
    let mut question = understand(&saved.question)?;
    question.since = saved.understood.since;
    question.until = saved.understood.until;
    question.tables = saved.understood.tables;
    Ok(question)
}

/// The overview in the file of this name, else the saved one whose address begins so.
pub(super) fn read(folder: &Path, name: &Path) -> Result<Overview> {
    parse(&name.display().to_string(), &bytes(folder, name)?)
}

/// As [`read`], its JSON as it was saved.
pub(super) fn bytes(folder: &Path, name: &Path) -> Result<String> {
    let by_address = || overviews::file_of(folder, name.to_str()?);
    if name.exists() {
        return load(name);
    }
    load(by_address().as_deref().unwrap_or(name))
}

fn load(path: &Path) -> Result<String> {
    let name = path.display().to_string();
    let failed = |e| Error::outside(format!("cannot read {name}"), e, "Check its name and rights");
    let mut json = String::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LARGEST + 1).read_to_string(&mut json).map_err(failed)?;
    if json.len() as u64 > LARGEST {
        return Err(Error::Usage(format!(
            "{name} is larger than an overview can be ({LARGEST} bytes)"
        )));
    }
    Ok(json)
}

/// What an overview is found by again: whom it is about and the period asked for, not the words.
pub(super) fn key(question: &Question) -> String {
    let day = |d: Option<crate::model::day::Day>| d.map(|d| d.to_string()).unwrap_or_default();
    format!("{} {}..{}", question.actors.join(" "), day(question.since), day(question.until))
}

pub(super) fn shown(changes: &Changes, format: Format) -> Result<String> {
    Ok(match format {
        Format::Text => render::changes::text(changes, width()),
        Format::Markdown => render::changes::markdown(changes),
        Format::Json => {
            let text = serde_json::to_string_pretty(changes);
            format!("{}\n", text.map_err(|e| Error::Internal(e.to_string()))?)
        }
    })
}
