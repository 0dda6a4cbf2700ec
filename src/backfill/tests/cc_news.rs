//! Common Crawl's news through a stand-in of its server.

use std::collections::BTreeSet;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::{Portions, Step, Told, cc_news};
use super::Place;
use crate::index::Archive;
use crate::model::day::Day;
use crate::sources::net::FetchFault;
use crate::sources::net::server::{Answer, Asked, Server, answer};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record as the crawler writes it, a gzip member of its own.
fn record(kind: &str, address: &str, block: &str) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2025-06-01T10:00:00Z\r\n\
         WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    packed(format!("{head}{block}\r\n\r\n").as_bytes())
}

/// A file of ten pages, every second one on Norway.
fn warc(name: &str) -> Vec<u8> {
    let mut out = record("warcinfo", "x", "software: a crawler\r\n");
    for n in 0..10 {
        let who = if n % 2 == 0 { "Norway" } else { "Peru" };
        let text = format!("<p>{who} and Chile held talks on fish in round {n} of {name}, and parted without an agreement on the quotas of the year.</p>").repeat(4);
        let page = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><article>{text}</article></body></html>"
        );
        let address = format!("https://outlet.example/{name}/{n}");
        out.extend(record("request", &address, "GET / HTTP/1.1\r\n\r\n"));
        out.extend(record("response", &address, &page));
    }
    out
}

fn path(day: &str) -> String {
    format!("/crawl-data/CC-NEWS/2025/06/CC-NEWS-{day}010203-00001.warc.gz")
}

/// The server: files of three days and a list; `breaks` answers of files end after 2,000 bytes.
fn crawl(breaks: usize) -> Server {
    let broken = AtomicUsize::new(0);
    let list: String =
        ["20250601", "20250602", "20250620"].map(|day| format!("{}\n", &path(day)[1..])).concat();
    let list = packed(list.as_bytes());
    let bodies = Arc::new(["20250601", "20250602"].map(|day| (path(day), warc(day))));
    Server::new(move |asked: &Asked| {
        if asked.path.ends_with("/2025/06/warc.paths.gz") {
            return answer(200, &[], &list);
        }
        let Some((_, body)) = bodies.iter().find(|(path, _)| *path == asked.path) else {
            return answer(404, &[], "");
        };
        let range = asked.headers.get("range").and_then(|range| range.strip_prefix("bytes="));
        let from = range.and_then(|range| range.strip_suffix('-')?.parse::<usize>().ok());
        let whole = match from {
            Some(from) => answer(206, &[], &body[from..]),
            None => answer(200, &[], body),
        };
        match whole {
            Answer::Bytes(mut bytes) if broken.fetch_add(1, Ordering::SeqCst) < breaks => {
                bytes.truncate(2_000.min(bytes.len() - 1));
                Answer::Bytes(bytes)
            }
            whole => whole,
        }
    })
}

fn run(
    place: &Place,
    server: &Server,
    portions: Portions,
    watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Told {
    let days = (Day::constant(2025, 6, 1), Day::constant(2025, 6, 10));
    let about = Some(BTreeSet::from(["NOR".to_owned()]));
    place.job(&server.at(""), Day::constant(2025, 6, 15), days, about, |job| {
        cc_news(job, portions, watch).unwrap()
    })
}

const ALL: Portions = Portions { files: None, records: 8 };

fn on(_: &Step) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn pages_that_name_the_actors_are_stored_and_files_are_read_once() {
    let (place, server) = (Place::new(), crawl(0));
    let told = run(&place, &server, ALL, &mut |step| {
        assert!(step.expected.is_some_and(|bytes| bytes >= step.bytes), "{step:?}");
        ControlFlow::Continue(())
    });
    assert_eq!((told.summary.added, told.summary.elsewhere, told.ended), (10, 10, None));
    assert!(told.summary.reasons.is_empty(), "{:?}", told.summary.reasons);
    let again = run(&place, &server, ALL, &mut on);
    assert_eq!((again.before, again.summary.added, again.summary.known), (2, 0, 0));
    let files = server.paths().iter().filter(|path| path.ends_with(".warc.gz")).count();
    assert_eq!(files, 2, "each once, and none of another day");
    let limited = run(&Place::new(), &server, Portions { files: Some(1), records: 100 }, &mut on);
    assert_eq!(limited.summary.added, 5);
}

#[test]
fn a_stop_within_a_file_goes_on_there() {
    let (place, server) = (Place::new(), crawl(0));
    let mut stops = 0;
    loop {
        let told = run(&place, &server, ALL, &mut |_| ControlFlow::Break(()));
        assert_eq!((told.ended, told.summary.known), (None, 0), "nothing is read twice");
        if told.before == 2 {
            break;
        }
        stops += 1;
        assert!(stops < 20);
    }
    assert!(stops > 4, "{stops}");
    let calm = Place::new();
    run(&calm, &server, ALL, &mut on);
    let fingerprint = |place: &Place| Archive::open(place.folder.path()).unwrap().fingerprint();
    assert_eq!(fingerprint(&place), fingerprint(&calm));
}

#[test]
fn a_line_that_breaks_is_taken_up_again() {
    let (place, server) = (Place::new(), crawl(3));
    let told = run(&place, &server, ALL, &mut on);
    assert_eq!((told.summary.added, told.ended), (10, None));
    let ranges = server.asked().iter().filter(|asked| asked.headers.contains_key("range")).count();
    assert_eq!(ranges, 3, "the rest was asked for");
    // One that never gives the last byte is given up, and what came is kept for the next run.
    let (place, server) = (Place::new(), crawl(usize::MAX));
    let told = run(&place, &server, ALL, &mut on);
    assert!(matches!(told.ended, Some(FetchFault::Broken(_))), "{told:?}");
    assert!((1..=5).contains(&told.summary.added), "{told:?}");
    let rest = run(&place, &crawl(0), ALL, &mut on);
    assert_eq!((&rest.ended, told.summary.added + rest.summary.added), (&None, 10));
    assert!(rest.summary.known <= 4, "no more than a portion is read again: {rest:?}");
}

#[test]
fn a_damaged_file_is_named_and_not_asked_for_again() {
    let list = packed(format!("{}\n", &path("20250601")[1..]).as_bytes());
    let body = [warc("a"), b"no gzip at all".to_vec()].concat();
    let server = Server::new(move |asked: &Asked| {
        let is_list = asked.path.ends_with("paths.gz");
        answer(200, &[], if is_list { &list } else { &body })
    });
    let place = Place::new();
    let told = run(&place, &server, ALL, &mut on);
    assert_eq!((told.summary.added, told.summary.skipped, told.ended), (5, 1, None));
    assert!(told.summary.reasons[0].examples[0].contains("damaged"));
    assert_eq!(run(&place, &server, ALL, &mut on).before, 1);
}
