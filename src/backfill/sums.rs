//! The sums of GDELT's files, as its own lists give them: a file that differs is not taken.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};

use md5::{Digest, Md5};

use super::steady::Steady;
use super::{Backfill, patiently};
use crate::model::day::Day;
use crate::sources::net::{FetchFault, Request, Response};

/// Bytes of the list of the daily files: 55 a day.
const DAILY: u64 = 8 * 1024 * 1024;
/// The lists of the files of quarters of an hour hold a hundred megabytes each, the oldest file first: of them only
/// the lines of a day are read, found by halving down to so many bytes.
const NARROW: u64 = 64 * 1024;
/// Bytes read to find one line's day: some forty lines.
const PROBE: u64 = 4 * 1024;
/// Bytes of a day's lines at most: the usual are 32 kB.
const MOST: u64 = 1024 * 1024;
/// English and translated reports.
const LISTS: [&str; 2] = ["masterfilelist.txt", "masterfilelist-translation.txt"];

/// What a file must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    /// Where the list tells.
    bytes: Option<u64>,
    md5: String,
}

impl Sum {
    /// True where the file is the one of the list.
    pub(super) fn fits(&self, file: &[u8]) -> bool {
        let is_long_enough = self.bytes.is_none_or(|bytes| bytes == file.len() as u64);
        is_long_enough && self.md5 == hex(&Md5::digest(file))
    }
}

/// Sums by the names of files.
pub(super) type Sums = HashMap<String, Sum>;

/// The sums of all daily files; none where there is no list.
///
/// # Errors
/// Where the list cannot be had.
pub(super) fn of_days(job: &Backfill<'_>) -> Result<Sums, FetchFault> {
    let address = format!("{}/events/md5sums", job.interface);
    let request = Request {
        address: &address,
        most: DAILY,
        local: job.local,
        interface: true,
        ..Request::default()
    };
    let body = match patiently(job, || job.client.get(&request)) {
        Ok(Response::Fetched(fetched)) => fetched.body,
        Ok(Response::Unchanged) | Err(FetchFault::Status(404)) => return Ok(Sums::new()),
        Err(fault) => return Err(fault),
    };
    let text = String::from_utf8_lossy(&body);
    let pairs = text.lines().filter_map(|line| {
        let mut words = line.split_ascii_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some(md5), Some(name), None) => Some((name.to_owned(), sum(None, md5)?)),
            _ => None,
        }
    });
    Ok(pairs.collect())
}

/// The sums of the files of quarters of an hour of this day; none where there is no list.
///
/// # Errors
/// Where a list cannot be had, or breaks off.
pub(super) fn of_quarters(job: &Backfill<'_>, day: Day) -> Result<Sums, FetchFault> {
    let stamp = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let mut out = Sums::new();
    for list in LISTS {
        let address = format!("{}/gdeltv2/{list}", job.interface);
        match lines_of(job, &address, &stamp) {
            Ok(found) => out.extend(found),
            Err(FetchFault::Status(404)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(out)
}

/// The lines of a day in a list that is in order of time.
fn lines_of(job: &Backfill<'_>, address: &str, day: &str) -> Result<Sums, FetchFault> {
    let opened = Steady::open(job, address, 0)?;
    let (mut low, mut high) = (0, opened.end.unwrap_or(0));
    drop(opened);
    while high - low > NARROW {
        let middle = low + (high - low) / 2;
        // Where no line can be read the day is looked for before it: reading goes on past such lines.
        let before = first_after(job, address, middle)?.is_some_and(|found| found.as_str() < day);
        if before { low = middle } else { high = middle }
    }
    let mut out = Sums::new();
    walk(job, address, low, MOST, |name, sum| {
        let on = name.get(..8).unwrap_or_default();
        if on == day {
            out.insert(name.to_owned(), sum);
        }
        on <= day
    })?;
    Ok(out)
}

/// The day of the first whole line after this byte.
fn first_after(job: &Backfill<'_>, address: &str, at: u64) -> Result<Option<String>, FetchFault> {
    let mut day = None;
    walk(job, address, at, PROBE, |name, _| {
        day = name.get(..8).map(str::to_owned);
        false
    })?;
    Ok(day)
}

/// Shows each line of a list from a byte on, at most so many bytes, while `see` wants more. What is no line of
/// size, sum and address is passed over, as is the line that the byte stands in.
fn walk(
    job: &Backfill<'_>,
    address: &str,
    from: u64,
    most: u64,
    mut see: impl FnMut(&str, Sum) -> bool,
) -> Result<(), FetchFault> {
    let mut input = BufReader::new(Steady::open(job, address, from)?.take(most));
    let mut line = Vec::new();
    let mut is_first = from > 0;
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if let Some(fault) = input.get_ref().get_ref().fault.clone() {
            return Err(fault);
        }
        let read = read.map_err(|error: io::Error| FetchFault::Broken(error.to_string()))?;
        if read == 0 {
            return Ok(());
        }
        if std::mem::take(&mut is_first) || line.last() != Some(&b'\n') {
            continue;
        }
        if let Some((name, sum)) = std::str::from_utf8(&line).ok().and_then(parsed)
            && !see(name, sum)
        {
            return Ok(());
        }
    }
}

/// `150383 297a16b493de7cf6ca809a7cc31d0b93 http://…/20150218230000.export.CSV.zip`
fn parsed(line: &str) -> Option<(&str, Sum)> {
    let mut words = line.split_ascii_whitespace();
    let (bytes, md5, address) = (words.next()?, words.next()?, words.next()?);
    let name = address.rsplit('/').next()?;
    let is_dated = name.get(..14)?.bytes().all(|b| b.is_ascii_digit());
    (words.next().is_none() && is_dated).then_some(())?;
    Some((name, sum(Some(bytes.parse().ok()?), md5)?))
}

/// `None` where it is no MD5 in hexadecimal.
fn sum(bytes: Option<u64>, md5: &str) -> Option<Sum> {
    let is_sum = md5.len() == 32 && md5.bytes().all(|b| b.is_ascii_hexdigit());
    is_sum.then(|| Sum { bytes, md5: md5.to_ascii_lowercase() })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_size_sum_and_address_and_nothing_else() {
        let good =
            "3 900150983cd24fb0d6963f7d28e17f72 http://g/gdeltv2/20150218230000.export.CSV.zip";
        let (name, sum) = parsed(good).unwrap();
        assert_eq!(name, "20150218230000.export.CSV.zip");
        assert!(sum.fits(b"abc") && !sum.fits(b"abd") && !sum.fits(b"abcd"));
        for bad in [
            "",
            "3 900150983cd24fb0d6963f7d28e17f72",
            "3 900150983cd24fb0d6963f7d28e17f7 http://g/20150218230000.export.CSV.zip",
            "x 900150983cd24fb0d6963f7d28e17f72 http://g/20150218230000.export.CSV.zip",
            "3 900150983cd24fb0d6963f7d28e17f72 http://g/2015.export.CSV.zip",
            "3 900150983cd24fb0d6963f7d28e17f72 http://g/20150218230000.export.CSV.zip more",
        ] {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }
}
