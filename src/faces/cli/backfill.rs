//! `bilateral backfill`: the past, from where it is kept.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::days::{self, SystemClock};
use super::follow::Contact;
use super::search_engines::Search;
use super::{Ending, archive, print, remark};
use crate::backfill::{self, CC_NEWS, GDELT, Portions, Step, Told, WIKIPEDIA, Wanted};
use crate::error::Result;
use crate::faces::question::understand;
use crate::faces::render::additions::skipped;
use crate::faces::render::thousands;
use crate::ingest::Setting;
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;

/// Records of a crawl stored together: half of them are pages.
const RECORDS: usize = 1024;

#[derive(Args)]
pub(super) struct Backfill {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Days of Wikipedia's Portal:Current events: dated reports of world events since July 2002, under CC BY-SA 4.0
    WikipediaEvents(Span),
    /// GDELT's tables of coded events: one file a day since April 2013, free to use with citation and link
    Gdelt {
        #[command(flatten)]
        span: Span,
        /// The files of every quarter of an hour since February 2015, also of translated reports: 192 a day
        #[arg(long)]
        fine: bool,
        /// With --fine: also where else each event is mentioned, so that its outlets are counted
        #[arg(long, requires = "fine")]
        mentions: bool,
        /// With --fine: also the headline of every article read, as a report of its outlet (some 17 MB more a quarter of an hour; use --about)
        #[arg(long, requires = "fine")]
        headlines: bool,
    },
    /// Common Crawl's news since August 2016: pages of thousands of outlets, in files of about a gigabyte that are read as they come and not kept
    CcNews {
        #[command(flatten)]
        span: Span,
        /// Files taken in this run [default: all]
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Pages that a search engine names for --about: your own SearXNG, Brave's news, or Wikipedia's articles
    Search(Search),
}

#[derive(Args)]
struct Span {
    /// First day (2025-01-31, 2025-01 or 2025)
    #[arg(long, value_name = "DAY", value_parser = days::first)]
    from: Day,
    /// Last day [default: today]
    #[arg(long, value_name = "DAY", value_parser = days::last)]
    to: Option<Day>,
    #[command(flatten)]
    asked: Asked,
}

/// What every source is told.
#[derive(Args)]
pub(super) struct Asked {
    /// Take only reports that name one of these, for example "Russia, Azerbaijan, Kazakhstan"
    #[arg(long, value_name = "NAMES")]
    pub(super) about: Option<String>,
    /// No progress bar
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    pub(super) contact: Contact,
}

impl Backfill {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        match self.what {
            What::WikipediaEvents(span) => {
                if span.asked.contact.contact.is_none() {
                    remark(
                        "Wikimedia asks programs for a contact: give yours with --contact or BILATERAL_CONTACT.",
                    );
                }
                let credit = "Text by Wikipedia's authors, Portal:Current events, CC BY-SA 4.0.";
                span.run(data, WIKIPEDIA, credit, &|job, watch| {
                    backfill::wikipedia_events(job, watch)
                })
            }
            What::Gdelt { span, fine, mentions, headlines } => {
                if headlines && span.asked.about.is_none() {
                    remark(
                        "All headlines are stored; --about keeps those that name certain actors.",
                    );
                }
                let credit = "Rows by the GDELT Project, https://www.gdeltproject.org/.";
                let wanted = Wanted { fine, mentions, headlines };
                span.run(data, GDELT, credit, &|job, watch| backfill::gdelt(job, wanted, watch))
            }
            What::CcNews { span, limit } => {
                if span.asked.about.is_none() {
                    remark("All pages are stored; --about keeps those that name certain actors.");
                }
                let portions = Portions { files: limit, records: RECORDS };
                let credit = "Pages crawled by Common Crawl, https://commoncrawl.org/; their texts are their outlets'.";
                span.run(data, CC_NEWS, credit, &|job, watch| {
                    backfill::cc_news(job, portions, watch)
                })
            }
            What::Search(search) => search.run(data),
        }
    }
}

/// What a source does with a job, telling how far it is.
pub(super) type Work<'w> =
    dyn Fn(&backfill::Backfill<'_>, &mut dyn FnMut(&Step) -> ControlFlow<()>) -> Result<Told> + 'w;

impl Span {
    fn run(
        self,
        data: Option<PathBuf>,
        interface: &str,
        credit: &str,
        work: &Work<'_>,
    ) -> Result<Ending> {
        self.asked.run(data, (Some(self.from), self.to), interface, credit, work)
    }
}

impl Asked {
    /// Does a source's work and prints what came of it. A source that has no days is asked without.
    pub(super) fn run(
        self,
        data: Option<PathBuf>,
        (from, to): (Option<Day>, Option<Day>),
        interface: &str,
        credit: &str,
        work: &Work<'_>,
    ) -> Result<Ending> {
        let folder = archive::folder(data)?;
        let about: Option<BTreeSet<String>> = match &self.about {
            Some(names) => Some(understand(names)?.actors.into_iter().collect()),
            None => None,
        };
        let clock = SystemClock;
        let client = Client::patient(&clock, self.contact.contact.as_deref());
        let (today, when) = days::now();
        let setting = Setting { lexicon: Lexicon::embedded(), folder: &folder, today, when, about };
        let job = backfill::Backfill {
            setting: &setting,
            client: &client,
            clock: &clock,
            interface,
            local: false,
            from: from.unwrap_or(Day::MIN),
            to: to.unwrap_or(today),
        };
        let bar = bar(self.quiet);
        let told = work(&job, &mut |step| {
            match step.expected {
                // Files so large that bytes tell more.
                Some(bytes) => {
                    bar.set_style(style(BYTES));
                    bar.set_length(bytes);
                    bar.set_position(step.bytes);
                    bar.set_message(format!("{} of {} files", step.done, step.of));
                }
                None => {
                    bar.set_length(step.of as u64);
                    bar.set_position(step.done as u64);
                    bar.set_message(format!("{:.1} MB", step.bytes as f64 / 1e6));
                }
            }
            ControlFlow::Continue(())
        })?;
        bar.finish_and_clear();
        print(&format!("{}{credit}\n", report(&told, &folder.display().to_string())))?;
        Ok(match &told.ended {
            None => Ending::Done,
            Some(fault) => {
                remark(&format!(
                    "Stopped early: {fault}. Run the command again to go on where it was."
                ));
                let nothing = told.summary.is_nothing() && told.summary.elsewhere == 0;
                if nothing { Ending::NothingDone } else { Ending::Otherwise }
            }
        })
    }
}

fn bar(quiet: bool) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar.set_style(style(COUNT));
    bar
}

/// What a bar shows where days or pages are counted, and where bytes are.
const COUNT: &str = "{bar:30} {pos} of {len}, {per_sec}, {msg}, {eta} left";
const BYTES: &str = "{bar:30} {bytes} of about {total_bytes}, {bytes_per_sec}, {msg}, {eta} left";

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn report(told: &Told, folder: &str) -> String {
    let count = |n: u64| thousands(usize::try_from(n).unwrap_or(usize::MAX));
    let summary = &told.summary;
    let mut out = format!(
        "{} added, {} known already",
        count(summary.added),
        count(summary.known + summary.merged)
    );
    if summary.skipped > 0 {
        out.push_str(&format!(", {} skipped", count(summary.skipped)));
    }
    if summary.elsewhere > 0 {
        out.push_str(&format!(", {} of others left out", count(summary.elsewhere)));
    }
    if told.left_out > 0 {
        out.push_str(&format!(
            ", {} rows of one state, of an old day, told before or without a page left out",
            count(told.left_out)
        ));
    }
    if told.before > 0 {
        out.push_str(&format!("; {} days or files taken before", thousands(told.before)));
    }
    if told.missing > 0 {
        out.push_str(&format!("; {} without a page or a file", thousands(told.missing)));
    }
    out.push_str(&format!(" ({:.1} MB fetched). Archive: {folder}\n", told.bytes as f64 / 1e6));
    if told.differing > 0 {
        out.push_str(&format!(
            "Left for the next run, since not what the source's list of sums says: {} ({}{})\n",
            files(told.differing),
            told.differing_names.join(", "),
            if told.differing > told.differing_names.len() { ", …" } else { "" }
        ));
    }
    for line in skipped(&summary.reasons) {
        out.push_str(&line);
        out.push('\n');
    }
    if told.unchecked > 0 {
        out.push_str(&format!(
            "Taken unchecked, since in no list of sums: {}\n",
            files(told.unchecked)
        ));
    }
    out
}

fn files(n: usize) -> String {
    if n == 1 { "1 file".to_owned() } else { format!("{} files", thousands(n)) }
}
