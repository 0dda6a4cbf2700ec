//! `bilateral update`: fetch what the followed sources have.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::days::{self, SystemClock};
use super::follow::Contact;
use super::{Ending, archive, print, remark, table};
use crate::error::{Error, Result};
use crate::faces::hooks;
use crate::follow::{List, Round, Told, round};
use crate::ingest::Setting;
use crate::model::clock::Clock;
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;

#[derive(Args)]
pub(super) struct Update {
    /// Go on, with a round each so often (15m, 2h); stop it whenever you like
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    every: Option<u64>,
    /// One round and no more [this is the default]
    #[arg(long, conflicts_with = "every")]
    once: bool,
    /// Ask all sources, also those that are not due
    #[arg(long)]
    all: bool,
    /// No progress bar
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    contact: Contact,
}

impl Update {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let folder = archive::folder(data)?;
        if List::load(&folder)?.feeds.is_empty() {
            return Err(Error::Usage(
                "nothing is followed yet; begin with `bilateral follow add starter`, or with the address of a feed".to_owned(),
            ));
        }
        let clock = SystemClock;
        let client = Client::new(&clock, self.contact.contact.as_deref());
        loop {
            let told = self.round(&folder, &client, &clock)?;
            print(&report(&told, &folder))?;
            hooks::tell(&folder, &client)?.iter().for_each(|line| remark(line));
            let Some(pause) = self.every else {
                let failed = told.iter().any(|one| one.failed || one.summary.skipped > 0);
                return Ok(if failed { Ending::Otherwise } else { Ending::Done });
            };
            clock.wait(pause);
        }
    }

    fn round(&self, folder: &Path, client: &Client<'_>, clock: &SystemClock) -> Result<Vec<Told>> {
        let (today, when) = days::now();
        let setting = Setting { lexicon: Lexicon::embedded(), folder, today, when, about: None };
        let bar = bar(self.quiet);
        let job = Round { setting: &setting, client, clock, all: self.all };
        let told = round(&job, &mut |one, left| {
            bar.set_length(bar.position() + 1 + left as u64);
            bar.inc(1);
            bar.set_message(one.name.clone());
            if one.failed {
                bar.suspend(|| remark(&format!("{}: {}", one.name, one.state)));
            }
        })?;
        bar.finish_and_clear();
        Ok(told)
    }
}

fn bar(quiet: bool) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} sources, {elapsed}, {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar
}

/// A table by source, and the sum.
fn report(told: &[Told], folder: &Path) -> String {
    if told.is_empty() {
        return "No source is due yet; `bilateral follow list` says when each is, --all asks them now.\n".to_owned();
    }
    let mut shown = table::table(&["Source", "New", "Known", "Skipped", "Pages", "State"]);
    let (mut new, mut skipped, mut failed) = (0, 0, 0);
    for one in told {
        let fresh = one.summary.added + one.summary.merged;
        new += fresh;
        skipped += one.summary.skipped;
        failed += usize::from(one.failed);
        let pages = match (one.pages, one.bare) {
            (0, 0) => String::new(),
            (pages, 0) => pages.to_string(),
            (pages, bare) => format!("{pages}, {bare} without"),
        };
        shown.add_row([
            one.name.clone(),
            fresh.to_string(),
            one.summary.known.to_string(),
            one.summary.skipped.to_string(),
            pages,
            one.state.clone(),
        ]);
    }
    let mut out = format!("{shown}\n{new} new texts from {} sources", told.len());
    if failed > 0 {
        out.push_str(&format!(", {failed} of them failed"));
    }
    if skipped > 0 {
        out.push_str(&format!(", {skipped} items skipped"));
    }
    out.push_str(&format!(". Archive: {}\n", folder.display()));
    let reasons = told.iter().flat_map(|one| &one.summary.reasons);
    for example in reasons.filter_map(|reason| reason.examples.first()).take(5) {
        out.push_str(&format!("  skipped: {example}\n"));
    }
    out
}

/// "90s", "15m", "2h", "1d" in seconds; a minute at least.
fn seconds(text: &str) -> std::result::Result<u64, String> {
    let units = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];
    let found = units.iter().find_map(|(unit, worth)| {
        let number: u64 = text.strip_suffix(*unit)?.trim().parse().ok()?;
        number.checked_mul(*worth)
    });
    match found {
        Some(seconds @ 60..=604_800) => Ok(seconds),
        Some(_) => Err("between 60s and 7d".to_owned()),
        None => Err("write a time as 15m, 2h or 1d".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(seconds("15m"), Ok(900));
        assert_eq!(seconds("2h"), Ok(7_200));
        assert!(
            seconds("5s").is_err()
                && seconds("15").is_err()
                && seconds("99999999999999999999d").is_err()
        );
        assert!(seconds("18446744073709551615d").is_err());
    }
}
