//! WARC files: the pages a crawler fetched (ISO 28500), as Common Crawl publishes them.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::Flow;
use super::item::{Body, Place, RawItem, SkipReason};
use super::lines::{self, Line};
use super::single::Out;

/// Bytes of a header line, and lines of a header.
const LINE: u64 = 64 * 1024;
const LINES: usize = 200;

/// True where a WARC file begins.
pub(super) fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.1")
}

/// Reads the pages of a WARC file, record by record; what is no page is passed over.
pub(super) fn read(mut input: impl BufRead, out: &mut Out) -> Flow {
    let mut number = 0;
    loop {
        match begin(&mut input) {
            Ok(true) => number += 1,
            Ok(false) => return ControlFlow::Continue(()),
            Err(error) => return out.trouble(Place::Item(number), &error),
        }
        let place = Place::Item(number);
        let head = match header(&mut input) {
            Ok(head) => head,
            Err(error) => return out.trouble(place, &error),
        };
        let of =
            |name: &str| head.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let Some(length) = of("content-length").and_then(|length| length.parse::<u64>().ok())
        else {
            let reason = "a record does not say how long it is; reading went on at the next one";
            out.skip(place, SkipReason::BadRow, reason, "get the file again")?;
            continue;
        };
        let is_page = of("warc-type") == Some("response")
            && of("content-type").is_some_and(|kind| kind.contains("application/http"));
        let mut body = (&mut input).take(length);
        if !is_page || length > out.limits.page {
            if let Err(error) = io::copy(&mut body, &mut io::sink()) {
                return out.trouble(place, &error);
            }
            if is_page {
                out.too_long(place, out.limits.page)?;
            }
            continue;
        }
        let mut bytes = Vec::new();
        if let Err(error) = body.read_to_end(&mut bytes) {
            return out.trouble(place, &error);
        }
        if (bytes.len() as u64) < length {
            let reason = "the file breaks off within this record; what stood before it was taken";
            return out.skip(place, SkipReason::BadCompression, reason, "get the file again");
        }
        let Some(html) = page(&bytes, out.limits.page) else { continue };
        let mut item = RawItem::new(out.origin(place), Body::Html(html));
        item.url = of("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
        // The day it was fetched: the page was there by then.
        item.inferred = of("warc-date").and_then(|date| date.get(..10)).map(str::to_owned);
        out.item(item)?;
    }
}

/// Goes to the next record's first line; false at the end.
fn begin(input: &mut impl BufRead) -> io::Result<bool> {
    let mut line = Vec::new();
    loop {
        match lines::next(input, &mut line, LINE)? {
            Line::End => return Ok(false),
            Line::Read if line.starts_with(b"WARC/") => return Ok(true),
            _ => {}
        }
    }
}

/// Headers up to the blank line, names in small letters.
fn header(input: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    let mut line = Vec::new();
    for _ in 0..LINES {
        match lines::next(input, &mut line, LINE)? {
            Line::End => break,
            Line::Read if line.is_empty() => break,
            Line::TooLong(_) => continue,
            Line::Read => {
                let text = String::from_utf8_lossy(&line);
                if let Some((name, value)) = text.split_once(':') {
                    out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
        }
    }
    Ok(out)
}

/// The page of a server's answer; `None` for another status, another kind, or what cannot be unpacked.
fn page(answer: &[u8], most: u64) -> Option<String> {
    let mut rest = answer;
    let mut line = Vec::new();
    let status = matches!(lines::next(&mut rest, &mut line, LINE), Ok(Line::Read)).then(|| {
        let line = String::from_utf8_lossy(&line).into_owned();
        line.split(' ').nth(1).map(str::to_owned)
    });
    if status.flatten().as_deref() != Some("200") {
        return None;
    }
    let head = header(&mut rest).ok()?;
    let of = |name: &str| {
        head.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_ascii_lowercase())
    };
    let kind = of("content-type").unwrap_or_default();
    if !kind.contains("html") {
        return None;
    }
    let body = match of("transfer-encoding") {
        Some(coding) if coding.contains("chunked") => {
            unchunked(rest).unwrap_or_else(|| rest.to_vec())
        }
        _ => rest.to_vec(),
    };
    let decoded = match of("content-encoding").as_deref() {
        Some("gzip" | "x-gzip") => unpacked(MultiGzDecoder::new(body.as_slice()), most),
        Some("deflate") => unpacked(ZlibDecoder::new(body.as_slice()), most),
        Some("identity" | "") | None => Some(body),
        Some(_) => None,
    };
    super::text_of(&decoded?, Some(&kind))
}

fn unpacked(packed: impl Read, most: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    packed.take(most + 1).read_to_end(&mut out).ok()?;
    (out.len() as u64 <= most).then_some(out)
}

/// A body that came in chunks, as one; `None` where it is in none, as crawlers often store it.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = body;
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 2..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}
