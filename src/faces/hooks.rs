//! News of kept questions, sent where their readers asked for it.

use std::path::Path;

use super::cli::archive;
use super::cli::saved::{json_of, since};
use super::question::understand;
use crate::answer;
use crate::error::{Error, Result};
use crate::index::overviews;
use crate::kept::{Kept, Questions};
use crate::model::day::DaySpan;
use crate::overview::Overview;
use crate::overview::question::Question;
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;

/// Answers every kept question that has an address to tell, and sends there what changed since it was told last:
/// the JSON of `bilateral diff`. What cannot be sent is tried again the next time. Gives a line for each that was
/// sent or could not be.
///
/// # Errors
/// Where the list or the archive cannot be read.
pub(super) fn tell(folder: &Path, client: &Client<'_>) -> Result<Vec<String>> {
    let list = Questions::load(folder)?;
    let mut lines = Vec::new();
    let hooked: Vec<Kept> = list.questions.into_iter().filter(|k| k.hook.is_some()).collect();
    if hooked.is_empty() {
        return Ok(lines);
    }
    let opened = archive::open(Some(folder.to_owned()))?;
    for kept in hooked {
        let question = asked(&kept)?;
        let overview =
            answer::overview(Lexicon::embedded(), &opened.archive, &question, None, opened.sample)?;
        let address = overviews::put(folder, &json_of(&overview)?)?;
        if kept.told.as_ref() == Some(&address) {
            continue;
        }
        let outcome = send(folder, client, &kept, &overview);
        match &outcome {
            Ok(0) => {}
            Ok(n) => lines.push(format!("{}: {n} changes sent", kept.question)),
            Err(why) => lines.push(format!("{}: changes could not be sent: {why}", kept.question)),
        }
        // A reader may have changed the list meanwhile.
        let mut list = Questions::load(folder)?;
        if let Some(at) = list.find(&kept.question, &kept.since, &kept.until) {
            match outcome {
                Ok(_) => {
                    list.questions[at].told = Some(address);
                    list.questions[at].trouble = None;
                }
                Err(why) => list.questions[at].trouble = Some(why),
            }
            list.save(folder)?;
        }
    }
    Ok(lines)
}

/// How many changes were sent, or why none could be.
fn send(
    folder: &Path,
    client: &Client<'_>,
    kept: &Kept,
    now: &Overview,
) -> std::result::Result<usize, String> {
    let found = kept.told.as_deref().map(|told| since(folder, told, now));
    let found = found.transpose().map_err(|e| e.to_string())?.flatten();
    // Without anything to compare with there is nothing to tell but the next change.
    let (Some(found), Some(hook)) = (found, kept.hook.as_deref()) else { return Ok(0) };
    if found.changes.is_empty() {
        return Ok(0);
    }
    let json = serde_json::to_string(&found).map_err(|e| e.to_string())?;
    client.tell(hook, kept.local, &json).map_err(|fault| fault.to_string())?;
    Ok(found.changes.len())
}

fn asked(kept: &Kept) -> Result<Question> {
    let mut question = understand(&kept.question)?;
    let day = |text: &str| {
        if text.is_empty() {
            return Ok(None);
        }
        let span = DaySpan::parse(text);
        span.map(Some).ok_or_else(|| Error::Usage(format!("'{text}' of a kept question is no day")))
    };
    question.since = day(&kept.since)?.map(|span| span.start).or(question.since);
    question.until = day(&kept.until)?.map(|span| span.end).or(question.until);
    Ok(question)
}
