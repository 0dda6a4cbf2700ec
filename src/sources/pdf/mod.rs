//! PDF files: reports of ministries and think tanks, as paragraphs.
//!
//! Drawn letters become lines (`glyphs`), running heads and page numbers go (`margins`), lines become paragraphs
//! (`paragraphs`). The order is that of drawing, which is the order of reading in what programs make today. All of
//! it happens in a process of its own (`apart`).

mod about;
mod apart;
mod glyphs;
mod margins;
mod paragraphs;
mod text;

#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use super::Flow;
use super::item::{Body, Place, RawItem, SkipReason};
use super::single::Out;

use apart::Trouble;
pub(crate) use apart::{COMMAND, answer};
use text::{Outcome, Report};

/// Bytes within which the mark may stand, where the name says that it is a PDF.
const MARK: usize = 1024;

/// True where a PDF begins, or, in a file of that name, begins a little later.
pub(super) fn is_pdf(head: &[u8], extension: &str) -> bool {
    let mark = b"%PDF-";
    let near = &head[..head.len().min(MARK)];
    head.starts_with(mark)
        || extension == "pdf" && near.windows(mark.len()).any(|bytes| bytes == mark)
}

/// Reads a file that lies in memory.
pub(super) fn read(bytes: Vec<u8>, out: &mut Out) -> Flow {
    let (code, reason, remedy) = match apart::read(bytes) {
        Ok(Outcome::Text(report)) => return items(report, out),
        Ok(Outcome::Locked) => (
            SkipReason::Locked,
            "this PDF opens only with a password".to_owned(),
            "open it, print it to a new PDF without one, and add that",
        ),
        Ok(Outcome::Pictures) => (
            SkipReason::NoText,
            "this PDF holds no text, only pictures of pages".to_owned(),
            "run it through a program that reads scans (OCR), and add what it makes",
        ),
        Ok(Outcome::Nameless) => (
            SkipReason::NoText,
            "the letters of this PDF have no names, or it is damaged, so its text cannot be read"
                .to_owned(),
            "run it through a program that reads scans (OCR), and add what it makes",
        ),
        Ok(Outcome::Damaged) => (
            SkipReason::BadCompression,
            "this PDF is damaged or cut off".to_owned(),
            "get the file again",
        ),
        Err(Trouble::Late) => (
            SkipReason::Bomb,
            "reading this PDF takes too long".to_owned(),
            "save its text as a .txt file and add that",
        ),
        Err(Trouble::Died) => (
            SkipReason::Bomb,
            "reading this PDF takes too much memory, or makes the reader fail".to_owned(),
            "save its text as a .txt file and add that",
        ),
        Err(Trouble::Start(error)) => (
            SkipReason::Unreadable,
            format!("the process that reads PDFs cannot be started ({error})"),
            "check that the program may start itself, and add the file again",
        ),
    };
    out.skip(Place::Whole, code, reason, remedy)
}

fn items(report: Report, out: &mut Out) -> Flow {
    let several = report.parts.len() > 1;
    for (number, part) in (1..).zip(report.parts) {
        let place = if several { Place::Item(number) } else { Place::Whole };
        let mut item = RawItem::new(out.origin(place), Body::Text(part));
        item.title = match &report.title {
            Some(title) if several => Some(format!("{title}, part {number}")),
            title => title.clone(),
        };
        // The day a file was made is not the day its text was published, but near it more often than not.
        item.made.clone_from(&report.day);
        out.item(item)?;
    }
    if report.cut {
        let reason = "this PDF has more pages than are read; the first ones were taken";
        return out.skip(Place::Whole, SkipReason::TooLong, reason, "split it into smaller files");
    }
    ControlFlow::Continue(())
}
