//! GDELT's files, a day at a time: events, where they are mentioned, and headlines.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::progress::Taken;
use super::sums::{self, Sums};
use super::{Backfill, Step, Told, days, patiently, source_of};
use crate::error::Result;
use crate::ingest::Intake;
use crate::model::day::Day;
use crate::sources::coded;
use crate::sources::net::{Client, FetchFault, Request, Response};
use crate::sources::{self, Body, Flow, RawItem, Skip};

/// Where the files lie.
pub(crate) const GDELT: &str = "http://data.gdeltproject.org";
/// The first day of the daily files (1.0), and of those of every quarter of an hour (2.0).
const DAILY: Day = Day::constant(2013, 4, 1);
const QUARTERLY: Day = Day::constant(2015, 2, 18);
/// Bytes of a packed file at most: the largest days have some 20 MB.
const LARGEST: u64 = 128 * 1024 * 1024;

/// How sure GDELT must be of a mention, from 10 to 100: its own middle.
const SURE: u8 = 50;
/// Names kept of files that differ from their sums.
const NAMES: usize = 5;

/// Which files.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    /// The 192 event files of every quarter of an hour, of English and of translated reports (2.0), instead of
    /// one file a day (1.0).
    pub(crate) fine: bool,
    /// Beside each of them where its events, and those of the same and the day before, are mentioned.
    pub(crate) mentions: bool,
    /// Beside each of them the headlines of all articles that were read.
    pub(crate) headlines: bool,
}

impl Wanted {
    /// What the ledger calls it.
    fn name(self) -> String {
        let mut out = if self.fine { "gdelt 2.0" } else { "gdelt 1.0" }.to_owned();
        for (part, is_wanted) in [("mentions", self.mentions), ("headlines", self.headlines)] {
            if is_wanted {
                out.push_str(" with ");
                out.push_str(part);
            }
        }
        out
    }

    /// The kinds of files of a quarter of an hour, events first.
    fn kinds(self) -> impl Iterator<Item = &'static str> {
        let all = [
            ("export.CSV", true),
            ("translation.export.CSV", true),
            ("mentions.CSV", self.mentions),
            ("translation.mentions.CSV", self.mentions),
            // In small letters, and only these.
            ("gkg.csv", self.headlines),
            ("translation.gkg.csv", self.headlines),
        ];
        all.into_iter().filter(|(_, is_wanted)| *is_wanted).map(|(kind, _)| kind)
    }
}

/// Takes the files of each day, the oldest first. `watch` is told after each day.
///
/// # Errors
/// Where no day lies in the span, or the archive cannot be written; what was told before is stored.
pub(crate) fn gdelt(
    job: &Backfill<'_>,
    wanted: Wanted,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    let source = source_of(&wanted.name(), job.setting.about.as_ref());
    let folder = job.setting.folder;
    let mut taken = Taken::load(folder)?;
    let all = days(job, if wanted.fine { QUARTERLY } else { DAILY })?;
    let days: Vec<Day> = all.iter().copied().filter(|day| !taken.has(&source, *day)).collect();
    let mut told = Told { before: all.len() - days.len(), ..Told::default() };
    let mut step = Step { of: days.len(), ..Step::default() };
    let mut intake =
        Intake::begin(job.setting, format!("{source}, {} to {}", all[0], all[all.len() - 1]))?;
    let mut seen = Seen::default();
    // The list of the daily files is one; those of quarters of an hour are searched for each day.
    let daily = if wanted.fine || days.is_empty() { Ok(Sums::new()) } else { sums::of_days(job) };
    'days: for day in days {
        let (mut found, mut differing) = (false, 0);
        let of_day = if wanted.fine { &sums::of_quarters(job, day) } else { &daily };
        let sums = match of_day {
            Ok(sums) => sums,
            Err(fault) => {
                told.ended = Some(fault.clone());
                break;
            }
        };
        seen.next_day();
        for address in addresses(job.interface, day, wanted) {
            match checked(job, &address, sums) {
                Ok(Some(File::Differs { bytes })) => {
                    (found, differing) = (true, differing + 1);
                    step.bytes += bytes;
                    if told.differing_names.len() < NAMES {
                        told.differing_names.push(name_of(&address).to_owned());
                    }
                }
                Ok(Some(File::Whole { body, bytes, is_checked })) => {
                    found = true;
                    step.bytes += bytes;
                    told.unchecked += usize::from(!is_checked);
                    let items = rows(&address, body);
                    told.left_out += items.left_out;
                    let (items, without) =
                        if wanted.mentions { seen.told(items.items) } else { (items.items, 0) };
                    told.left_out += without;
                    intake.take(items)?;
                }
                // Files are missing now and then; the others of the day are taken.
                Ok(None) => {}
                Err(fault) => {
                    told.ended = Some(fault);
                    break 'days;
                }
            }
        }
        told.missing += usize::from(!found);
        told.differing += differing;
        // The day is whole when its last file was written, and all that were fetched are those of the list.
        if day < job.setting.today && differing == 0 {
            taken.enter(&source, [day]);
            taken.save(folder)?;
        }
        step.done += 1;
        if watch(&step).is_break() {
            break;
        }
    }
    told.bytes = step.bytes;
    told.summary = intake.finish()?;
    Ok(told)
}

/// The files of a day.
fn addresses(base: &str, day: Day, wanted: Wanted) -> Vec<String> {
    let stamp = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    if !wanted.fine {
        return vec![format!("{base}/events/{stamp}.export.CSV.zip")];
    }
    let quarters =
        (0..96).map(|quarter| format!("{stamp}{:02}{:02}00", quarter / 4, quarter % 4 * 15));
    quarters
        .flat_map(|time| {
            wanted.kinds().map(move |kind| format!("{base}/gdeltv2/{time}.{kind}.zip"))
        })
        .collect()
}

/// The rows taken of this day and the day before, by their identifiers: what mentions are of.
#[derive(Default)]
struct Seen {
    today: HashMap<String, RawItem>,
    before: HashMap<String, RawItem>,
}

impl Seen {
    fn next_day(&mut self) {
        self.before = std::mem::take(&mut self.today);
    }

    /// Remembers rows, and makes of each mention its row at the address of the mention: one more report of the
    /// same. Also how many mentions are of no row taken, or not sure.
    fn told(&mut self, items: Vec<Given>) -> (Vec<Given>, u64) {
        let (mut out, mut without) = (Vec::with_capacity(items.len()), 0);
        for item in items {
            match item {
                Ok(RawItem {
                    body: Body::Mention { row, confidence },
                    url,
                    outlets,
                    published,
                    ..
                }) => {
                    let known = self.today.get(&row).or_else(|| self.before.get(&row));
                    match known.filter(|known| confidence >= SURE && known.url != url) {
                        Some(known) => {
                            out.push(Ok(RawItem { url, outlets, published, ..known.clone() }));
                        }
                        None => without += 1,
                    }
                }
                Ok(item) => {
                    if let Body::Row(line) = &item.body
                        && let Some(id) = coded::id_of(line)
                    {
                        self.today.insert(id.to_owned(), item.clone());
                    }
                    out.push(Ok(item));
                }
                Err(skip) => out.push(Err(skip)),
            }
        }
        (out, without)
    }
}

/// What a file gives for each of its rows.
type Given = std::result::Result<RawItem, Skip>;

/// What a file holds.
struct Rows {
    items: Vec<Given>,
    /// Rows of one state, of old days, or told before.
    left_out: u64,
}

/// A file that came.
enum File {
    Whole {
        body: Vec<u8>,
        bytes: u64,
        is_checked: bool,
    },
    /// Twice it was not what the list says.
    Differs {
        bytes: u64,
    },
}

/// A file, held against its sum and fetched once more where it differs; `None` where there is no such file. Its
/// bytes are those of all fetching.
fn checked(
    job: &Backfill<'_>,
    address: &str,
    sums: &Sums,
) -> std::result::Result<Option<File>, FetchFault> {
    let sum = sums.get(name_of(address));
    let mut bytes = 0;
    for _ in 0..2 {
        let Some(body) = patiently(job, || file(job.client, address, job.local))? else {
            return Ok(None);
        };
        bytes += body.len() as u64;
        if sum.is_none_or(|sum| sum.fits(&body)) {
            return Ok(Some(File::Whole { body, bytes, is_checked: sum.is_some() }));
        }
    }
    Ok(Some(File::Differs { bytes }))
}

fn name_of(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or(address)
}

/// The bytes of a file; `None` where there is no such file.
fn file(
    client: &Client<'_>,
    address: &str,
    local: bool,
) -> std::result::Result<Option<Vec<u8>>, FetchFault> {
    let request = Request { address, most: LARGEST, local, interface: true, ..Request::default() };
    match client.get(&request) {
        Ok(Response::Fetched(fetched)) => Ok(Some(fetched.body)),
        Ok(Response::Unchanged) | Err(FetchFault::Status(404)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The rows of a file.
fn rows(address: &str, body: Vec<u8>) -> Rows {
    let mut rows = Rows { items: Vec::new(), left_out: 0 };
    let _ = sources::read_bytes(address, body, &mut |item| {
        match item {
            Err(skip) if skip.code.is_expected() => rows.left_out += 1,
            item => rows.items.push(item),
        }
        Flow::Continue(())
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_day_and_quarter() {
        let day = Day::constant(2025, 6, 1);
        let daily = addresses("http://g", day, Wanted::default());
        assert_eq!(daily, ["http://g/events/20250601.export.CSV.zip"]);
        let all = Wanted { fine: true, mentions: true, headlines: true };
        let all = addresses("http://g", day, all);
        assert_eq!(all.len(), 6 * 96);
        assert_eq!(all[3], "http://g/gdeltv2/20250601000000.translation.mentions.CSV.zip");
        assert_eq!(all[4], "http://g/gdeltv2/20250601000000.gkg.csv.zip");
        let fine = addresses("http://g", day, Wanted { fine: true, ..Wanted::default() });
        assert_eq!(fine.len(), 192);
        assert_eq!(fine[0], "http://g/gdeltv2/20250601000000.export.CSV.zip");
        assert_eq!(fine[191], "http://g/gdeltv2/20250601234500.translation.export.CSV.zip");
    }
}
