//! Common Crawl's news: the pages of thousands of outlets, a file of about a gigabyte at a time.

use std::collections::BTreeSet;
use std::io::BufReader;
use std::ops::ControlFlow;

use super::files::{Files, Reached};
use super::steady::Steady;
use super::{Backfill, Step, Told, days, patiently, source_of};
use crate::error::Result;
use crate::ingest::Intake;
use crate::model::day::Day;
use crate::sources::net::{FetchFault, Request, Response};
use crate::sources::{self, Flow, Origin, Place, RawItem, Skip, SkipReason};

/// Where the files lie.
pub(crate) const CC_NEWS: &str = "https://data.commoncrawl.org";
/// The first day that has a file.
const BEGINS: Day = Day::constant(2016, 8, 26);
/// Bytes of a packed list of a month's files, and of the list.
const LIST: u64 = 4 * 1024 * 1024;
const LISTED: u64 = 32 * 1024 * 1024;
/// Bytes of one record, unpacked: the crawler keeps 5 MiB of a page.
const RECORD: u64 = 64 * 1024 * 1024;
/// Bytes of pages stored together, and of records passed over between two notes of how far it is.
const BATCH: usize = 32 * 1024 * 1024;
/// Bytes of a file that is not open yet, for the time left.
const USUAL: u64 = 1 << 30;

/// How much is taken at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portions {
    /// Files in this run.
    pub(crate) files: Option<usize>,
    /// Records stored together.
    pub(crate) records: usize,
}

/// Takes the pages of each file of the span, the oldest first, that name the actors asked for. Files are read as
/// they come and never kept. `watch` is told after each portion.
///
/// # Errors
/// Where no day lies in the span, or the archive cannot be written; what was told before is stored.
pub(crate) fn cc_news(
    job: &Backfill<'_>,
    portions: Portions,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    let source = source_of("cc-news", job.setting.about.as_ref());
    let all = days(job, BEGINS)?;
    let mut files = Files::load(job.setting.folder)?;
    let mut told = Told::default();
    let mut listed = match list(job, &all, &mut told) {
        Ok(listed) => listed,
        Err(fault) => {
            told.ended = Some(fault);
            return Ok(told);
        }
    };
    let found = listed.len();
    listed.retain(|file| files.reached(&source, file) != Reached::Whole);
    told.before = found - listed.len();
    listed.truncate(portions.files.unwrap_or(usize::MAX));
    let step = Step { of: listed.len(), bytes: told.bytes, ..Step::default() };
    let name = format!("{source}, {} to {}", all[0], all[all.len() - 1]);
    let mut run = Run { job, source, portions, step, intake: Intake::begin(job.setting, name)? };
    for file in &listed {
        match run.file(file, &mut files, watch)? {
            End::Whole => {}
            End::Missing => told.missing += 1,
            End::Stopped => break,
            End::Fault(fault) => {
                told.ended = Some(fault);
                break;
            }
        }
    }
    told.bytes = run.step.bytes;
    told.summary = run.intake.finish()?;
    Ok(told)
}

/// How the reading of a file ended.
enum End {
    Whole,
    Missing,
    /// Whoever watches wants no more.
    Stopped,
    Fault(FetchFault),
}

struct Run<'a> {
    job: &'a Backfill<'a>,
    source: String,
    portions: Portions,
    step: Step,
    intake: Intake<'a>,
}

impl Run<'_> {
    /// Reads one file from where it was left.
    fn file(
        &mut self,
        file: &str,
        files: &mut Files,
        watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
    ) -> Result<End> {
        let address = format!("{}/{file}", self.job.interface);
        let from = match files.reached(&self.source, file) {
            Reached::Byte(from) => from,
            Reached::Whole => return Ok(End::Whole),
        };
        let steady = match Steady::open(self.job, &address, from) {
            Ok(steady) => steady,
            Err(FetchFault::Status(404)) => return Ok(End::Missing),
            Err(fault) => return Ok(End::Fault(fault)),
        };
        let before = self.step.bytes;
        let rest = steady.end.map_or(USUAL, |end| end.saturating_sub(from));
        let later = (self.step.of - self.step.done).saturating_sub(1) as u64;
        self.step.expected = Some(before + rest + later * USUAL);
        let mut input = BufReader::with_capacity(64 * 1024, steady);
        loop {
            let (items, end) = self.portion(&address, &mut input);
            self.intake.take(items)?;
            let at = input.get_ref().at() - input.buffer().len() as u64;
            self.step.bytes = before + at.saturating_sub(from);
            // What is stored is marked; a fault of the line leaves the rest for another time.
            let fault = input.get_ref().fault.clone();
            let whole = end && fault.is_none();
            let reached = if whole { Reached::Whole } else { Reached::Byte(at) };
            if fault.is_none() {
                files.enter(&self.source, file, reached);
                files.save(self.job.setting.folder)?;
            }
            self.step.done += usize::from(whole);
            let stopped = watch(&self.step).is_break();
            match fault {
                Some(fault) => return Ok(End::Fault(fault)),
                None if stopped => return Ok(End::Stopped),
                None if whole => return Ok(End::Whole),
                None => {}
            }
        }
    }

    /// The pages of the next records, and whether the file ends with them.
    fn portion(
        &self,
        address: &str,
        input: &mut BufReader<Steady<'_>>,
    ) -> (Vec<std::result::Result<RawItem, Skip>>, bool) {
        let (mut items, mut bytes) = (Vec::new(), 0);
        for _ in 0..self.portions.records {
            match sources::members::next(input, RECORD) {
                Ok(None) => return (items, true),
                Ok(Some(record)) => {
                    bytes += record.len();
                    let _ = sources::read_bytes(address, record, &mut |item| {
                        items.push(item);
                        Flow::Continue(())
                    });
                }
                Err(_) if input.get_ref().fault.is_some() => return (items, true),
                Err(error) => {
                    let origin = Origin { file: address.to_owned(), place: Place::Whole };
                    let reason =
                        format!("the file is damaged ({error}); what stood before it was taken");
                    let remedy = "nothing can be done but to leave the rest out";
                    items.push(Err(Skip::new(origin, SkipReason::BadCompression, reason, remedy)));
                    return (items, true);
                }
            }
            if bytes > BATCH {
                break;
            }
        }
        (items, false)
    }
}

/// The files of the span, the oldest first; a month without a list counts as missing.
fn list(
    job: &Backfill<'_>,
    days: &[Day],
    told: &mut Told,
) -> std::result::Result<Vec<String>, FetchFault> {
    let months: BTreeSet<(i16, i8)> = days.iter().map(|day| (day.year(), day.month())).collect();
    let (first, last) = (stamp(days[0]), stamp(days[days.len() - 1]));
    let mut out = BTreeSet::new();
    for (year, month) in months {
        let base = job.interface;
        let address = format!("{base}/crawl-data/CC-NEWS/{year:04}/{month:02}/warc.paths.gz");
        let request = Request {
            address: &address,
            most: LIST,
            local: job.local,
            interface: true,
            ..Request::default()
        };
        let body = match patiently(job, || job.client.get(&request)) {
            Ok(Response::Fetched(fetched)) => fetched.body,
            Ok(Response::Unchanged) | Err(FetchFault::Status(404)) => {
                told.missing += 1;
                continue;
            }
            Err(fault) => return Err(fault),
        };
        told.bytes += body.len() as u64;
        let broken = || FetchFault::Broken(format!("{address} is no list of files"));
        let text = sources::members::next(&mut body.as_slice(), LISTED)
            .ok()
            .flatten()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(broken)?;
        let inside = text.lines().map(str::trim).filter(|line| {
            day_of(line).is_some_and(|day| (first.as_str()..=last.as_str()).contains(&day))
        });
        out.extend(inside.map(str::to_owned));
    }
    Ok(out.into_iter().collect())
}

fn stamp(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// The day in a file's path, `20250601`; `None` for what is no such path.
fn day_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("crawl-data/CC-NEWS/")?.rsplit('/').next()?;
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._".contains(&b));
    let day = name.strip_prefix("CC-NEWS-")?.get(..8)?;
    let is_day = day.bytes().all(|b| b.is_ascii_digit());
    (plain && is_day && !path.contains("..") && name.ends_with(".warc.gz")).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_off_paths_and_other_lines_are_no_files() {
        let path = "crawl-data/CC-NEWS/2025/06/CC-NEWS-20250601012345-00042.warc.gz";
        assert_eq!(day_of(path), Some("20250601"));
        for path in [
            "crawl-data/CC-NEWS/2025/06/CC-NEWS-2025060.warc.gz",
            "crawl-data/CC-NEWS/../CC-NEWS-20250601012345-00042.warc.gz",
            "crawl-data/CC-NEWS/2025/06/CC-NEWS-20250601012345-00042.warc.gz?x=y",
            "https://elsewhere.example/CC-NEWS-20250601012345-00042.warc.gz",
            "",
        ] {
            assert_eq!(day_of(path), None, "{path}");
        }
    }
}
