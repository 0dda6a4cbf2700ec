//! The past, from where it is kept: days of a source, fetched and stored in steps.
//!
//! A step is committed to the archive before it is marked as taken, so a stop at any moment costs a repeated
//! request and no text.

mod cc_news;
mod encyclopedia;
mod files;
mod gdelt;
mod mediawiki;
mod portal;
mod progress;
mod search;
mod steady;
mod sums;
mod wikitext;

#[cfg(test)]
mod tests;

pub(crate) use cc_news::{CC_NEWS, Portions, cc_news};
pub(crate) use encyclopedia::{encyclopedia, interface_in};
pub(crate) use gdelt::{GDELT, Wanted, gdelt};
pub(crate) use search::{BRAVE, Engine, Query, search};

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::error::{Error, Result};
use crate::ingest::{Intake, Setting, Summary};
use crate::model::clock::Clock;
use crate::model::day::Day;
use crate::sources::net::{Client, FetchFault};
use progress::Taken;

/// Wikipedia's interface for programs.
pub(crate) const WIKIPEDIA: &str = "https://en.wikipedia.org/w/api.php";
/// The first day that has a page.
const FIRST: Day = Day::constant(2002, 7, 1);
/// Days before today whose pages are still being written: taken, but fetched again another time.
const UNSETTLED: i32 = 7;
/// Times a step is tried again where its fault may pass, and seconds waited before the first.
const TRIES: u32 = 4;
const WAIT: u64 = 10;

/// What a backfill needs.
pub(crate) struct Backfill<'a> {
    pub(crate) setting: &'a Setting<'a>,
    pub(crate) client: &'a Client<'a>,
    pub(crate) clock: &'a dyn Clock,
    /// The address of `api.php`.
    pub(crate) interface: &'a str,
    /// The interface is the reader's own.
    pub(crate) local: bool,
    pub(crate) from: Day,
    pub(crate) to: Day,
}

/// How far it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Step {
    /// Days or files done and to do, those taken before left out.
    pub(crate) done: usize,
    pub(crate) of: usize,
    pub(crate) bytes: u64,
    /// Bytes in all, where the source tells or they can be guessed.
    pub(crate) expected: Option<u64>,
}

/// What came of a backfill.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) summary: Summary,
    /// Days or files taken before and not asked for again.
    pub(crate) before: usize,
    /// Days without a page or a file, results without an article's page.
    pub(crate) missing: usize,
    /// Rows of one state, of old days, or told before; mentions of no row taken.
    pub(crate) left_out: u64,
    /// Files that the source's list of sums does not name, taken as they came.
    pub(crate) unchecked: usize,
    /// Files that differ from the list's sum twice and were left for the next run, and the names of the first.
    pub(crate) differing: usize,
    pub(crate) differing_names: Vec<String>,
    pub(crate) bytes: u64,
    /// Why it ended early, where it did; what came before is stored.
    pub(crate) ended: Option<FetchFault>,
}

/// Takes the days of Wikipedia's Portal:Current events, the oldest first. `watch` is told after each step, and
/// may stop it.
///
/// # Errors
/// Where no day lies in the span, or the archive cannot be written; what was told before is stored.
pub(crate) fn wikipedia_events(
    job: &Backfill<'_>,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    let source = source_of("wikipedia-events", job.setting.about.as_ref());
    let folder = job.setting.folder;
    let mut taken = Taken::load(folder)?;
    let all = days(job, FIRST)?;
    let days: Vec<Day> = all.iter().copied().filter(|day| !taken.has(&source, *day)).collect();
    let mut told = Told { before: all.len() - days.len(), ..Told::default() };
    let mut step = Step { of: days.len(), ..Step::default() };
    let mut intake =
        Intake::begin(job.setting, format!("{source}, {} to {}", all[0], all[all.len() - 1]))?;
    let settled =
        job.setting.today.checked_sub(jiff::Span::new().days(UNSETTLED)).unwrap_or(Day::MIN);
    for days in days.chunks(mediawiki::AT_ONCE) {
        let titles: Vec<String> = days.iter().map(|day| portal::title(*day)).collect();
        let (pages, bytes) = match patiently(job, || {
            let Backfill { client, interface, local, .. } = *job;
            mediawiki::Wiki { client, interface, local }.pages(&titles)
        }) {
            Ok(answer) => answer,
            Err(fault) => {
                told.ended = Some(fault);
                break;
            }
        };
        step.bytes += bytes;
        told.missing += titles.iter().filter(|title| !pages.contains_key(*title)).count();
        let mut items = Vec::new();
        for (title, text) in &pages {
            if let Some(day) = portal::day_of(title).filter(|day| days.contains(day)) {
                items.extend(portal::items(text, day).into_iter().map(Ok));
            }
        }
        intake.take(items)?;
        taken.enter(&source, days.iter().copied().filter(|day| *day < settled));
        taken.save(folder)?;
        step.done += days.len();
        if watch(&step).is_break() {
            break;
        }
    }
    told.bytes = step.bytes;
    told.summary = intake.finish()?;
    Ok(told)
}

/// The days asked for that the source has, the oldest first; never empty.
fn days(job: &Backfill<'_>, begins: Day) -> Result<Vec<Day>> {
    let (first, last) = (job.from.max(begins), job.to.min(job.setting.today));
    let days: Vec<Day> =
        first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).collect();
    if days.is_empty() {
        return Err(Error::Usage(format!(
            "there are no days from {} to {}: this source begins on {begins} and today is {}",
            job.from, job.to, job.setting.today
        )));
    }
    Ok(days)
}

/// What the ledger and the list of days call it: days that were filtered otherwise are other days.
fn source_of(name: &str, about: Option<&BTreeSet<String>>) -> String {
    let about = about.map(|ids| ids.iter().cloned().collect::<Vec<_>>().join(","));
    match about {
        Some(ids) => format!("{name} about {ids}"),
        None => name.to_owned(),
    }
}

/// Tries again where a fault may pass, longer after each time.
fn patiently<T>(
    job: &Backfill<'_>,
    work: impl Fn() -> std::result::Result<T, FetchFault>,
) -> std::result::Result<T, FetchFault> {
    let mut tries = 0;
    loop {
        match work() {
            Err(fault) if fault.may_pass() && tries < TRIES => {
                let asked = match fault {
                    FetchFault::Later { after, .. } => after.unwrap_or(0).min(600),
                    _ => 0,
                };
                job.clock.wait(asked.max(WAIT << tries));
                tries += 1;
            }
            other => return other,
        }
    }
}
