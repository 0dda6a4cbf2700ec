//! GDELT's event files, a day at a time.

use std::ops::ControlFlow;

use super::progress::Taken;
use super::{Backfill, Step, Told, days, patiently, source_of};
use crate::error::Result;
use crate::ingest::Intake;
use crate::model::day::Day;
use crate::sources::net::{Client, FetchFault, Request, Response};
use crate::sources::{self, Flow, RawItem, Skip};

/// Where the files lie.
pub(crate) const GDELT: &str = "http://data.gdeltproject.org";
/// The first day of the daily files (1.0), and of those of every quarter of an hour (2.0).
const DAILY: Day = Day::constant(2013, 4, 1);
const QUARTERLY: Day = Day::constant(2015, 2, 18);
/// Bytes of a packed file at most: the largest days have some 20 MB.
const LARGEST: u64 = 128 * 1024 * 1024;

/// Takes the event files of each day, the oldest first: one file a day (1.0), or, `fine`, the 192 of every
/// quarter of an hour, of English and of translated reports (2.0). `watch` is told after each day.
///
/// # Errors
/// Where no day lies in the span, or the archive cannot be written; what was told before is stored.
pub(crate) fn gdelt(
    job: &Backfill<'_>,
    fine: bool,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Told> {
    let name = if fine { "gdelt 2.0" } else { "gdelt 1.0" };
    let source = source_of(name, job.setting.about.as_ref());
    let folder = job.setting.folder;
    let mut taken = Taken::load(folder)?;
    let all = days(job, if fine { QUARTERLY } else { DAILY })?;
    let days: Vec<Day> = all.iter().copied().filter(|day| !taken.has(&source, *day)).collect();
    let mut told = Told { before: all.len() - days.len(), ..Told::default() };
    let mut step = Step { of: days.len(), ..Step::default() };
    let mut intake =
        Intake::begin(job.setting, format!("{source}, {} to {}", all[0], all[all.len() - 1]))?;
    'days: for day in days {
        let mut found = false;
        for address in addresses(job.interface, day, fine) {
            match patiently(job, || file(job.client, &address, job.local)) {
                Ok(Some((bytes, items))) => {
                    found = true;
                    step.bytes += bytes;
                    told.left_out += items.left_out;
                    intake.take(items.items)?;
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
        // The day is whole when its last file was written.
        if day < job.setting.today {
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
fn addresses(base: &str, day: Day, fine: bool) -> Vec<String> {
    let stamp = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    if !fine {
        return vec![format!("{base}/events/{stamp}.export.CSV.zip")];
    }
    let quarters =
        (0..96).map(|quarter| format!("{stamp}{:02}{:02}00", quarter / 4, quarter % 4 * 15));
    quarters
        .flat_map(|time| {
            ["export", "translation.export"]
                .map(|kind| format!("{base}/gdeltv2/{time}.{kind}.CSV.zip"))
        })
        .collect()
}

/// What a file holds.
struct Rows {
    items: Vec<std::result::Result<RawItem, Skip>>,
    /// Rows of one state, of old days, or told before.
    left_out: u64,
}

/// The rows of a file and its bytes; `None` where there is no such file.
fn file(
    client: &Client<'_>,
    address: &str,
    local: bool,
) -> std::result::Result<Option<(u64, Rows)>, FetchFault> {
    let request = Request { address, most: LARGEST, local, interface: true, ..Request::default() };
    let fetched = match client.get(&request) {
        Ok(Response::Fetched(fetched)) => fetched,
        Ok(Response::Unchanged) | Err(FetchFault::Status(404)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let bytes = fetched.body.len() as u64;
    let mut rows = Rows { items: Vec::new(), left_out: 0 };
    let _ = sources::read_bytes(address, fetched.body, &mut |item| {
        match item {
            Err(skip) if skip.code.is_expected() => rows.left_out += 1,
            item => rows.items.push(item),
        }
        Flow::Continue(())
    });
    Ok(Some((bytes, rows)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_day_and_quarter() {
        let day = Day::constant(2025, 6, 1);
        assert_eq!(addresses("http://g", day, false), ["http://g/events/20250601.export.CSV.zip"]);
        let fine = addresses("http://g", day, true);
        assert_eq!(fine.len(), 192);
        assert_eq!(fine[0], "http://g/gdeltv2/20250601000000.export.CSV.zip");
        assert_eq!(fine[191], "http://g/gdeltv2/20250601234500.translation.export.CSV.zip");
    }
}
