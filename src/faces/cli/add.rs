//! `bilateral add`: take sources into the archive.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Ending, archive, days, print, remark};
use crate::error::{Error, Result};
use crate::faces::render::additions::{report, skipped};
use crate::faces::render::thousands;
use crate::ingest::{Job, Setting, Summary, ingest};
use crate::reading::lexicon::Lexicon;
use crate::sources::{self, Progress};

#[derive(Args)]
pub(super) struct Add {
    /// Files or folders; `-` reads standard input
    #[arg(required = true, value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,
    /// No progress bar
    #[arg(long, short)]
    quiet: bool,
}

impl Add {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let folder = archive::folder(data)?;
        let missing: Vec<String> = self
            .paths
            .iter()
            .filter(|p| p.as_os_str() != "-" && !p.exists())
            .map(|p| p.display().to_string())
            .collect();
        if missing.len() == self.paths.len() {
            return Err(Error::Usage(format!(
                "{} does not exist; check the path",
                missing.join(", ")
            )));
        }
        let (today, when) = days::now();
        let progress = Progress::default();
        let bar = bar(sources::measure(&self.paths), self.quiet);
        let setting =
            Setting { lexicon: Lexicon::embedded(), folder: &folder, today, when, about: None };
        let job = Job { setting, paths: &self.paths, progress: progress.clone() };
        let summary = ingest(&job, &mut |so_far| {
            bar.set_position(progress.bytes());
            let items = so_far.added + so_far.known + so_far.merged;
            let rate = items as f64 / bar.elapsed().as_secs_f64().max(0.001);
            bar.set_message(format!(
                "{} documents, {rate:.0}/s",
                thousands(usize::try_from(items).unwrap_or(usize::MAX))
            ));
        })?;
        bar.finish_and_clear();
        print(&told(&summary, &folder.display().to_string()))?;
        for path in &summary.unreadable {
            remark(&format!("error: {path}"));
        }
        Ok(if summary.is_nothing() {
            Ending::NothingDone
        } else if summary.skipped > 0 || !summary.unreadable.is_empty() {
            Ending::Otherwise
        } else {
            Ending::Done
        })
    }
}

fn bar(total: u64, quiet: bool) -> ProgressBar {
    let bar = if total == 0 { ProgressBar::no_length() } else { ProgressBar::new(total) };
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style =
        ProgressStyle::with_template("{bar:30} {percent}% of {total_bytes}, {msg}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar
}

fn told(summary: &Summary, folder: &str) -> String {
    let mut out = format!("{}. Archive: {folder}\n", report(summary));
    for line in skipped(&summary.reasons) {
        if !line.starts_with(' ') {
            out.push('\n');
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}
