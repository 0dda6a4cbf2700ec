//! `update` killed at any moment loses no text and stores none twice.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::crash::{Dice, Moment, watch};
use crate::harness::{Place, parse_lines};
use crate::server::{Server, answer};

const FEEDS: usize = 4;
const ROUNDS: usize = 25;
/// Kills in each round, before the run that is left alone.
const KILLS: usize = 8;
/// New items of each feed with each round.
const NEW: usize = 2;
/// Changes of the archive's files within which a run is killed.
const CHANGES: usize = 40;

fn text(feed: usize, number: usize) -> String {
    format!("Paper {feed} writes that harbour {number} of Norway was opened to ships from Sweden.")
}

/// A feed that shows its last eight items.
fn feed(feed: usize, count: usize) -> String {
    let items: String = (count.saturating_sub(8)..count)
        .rev()
        .map(|n| format!("<item><title>T{n}</title><guid>{feed}-{n}</guid><pubDate>2025-06-02</pubDate><description>{}</description></item>", text(feed, n)))
        .collect();
    format!("<rss version='2.0'><channel><title>Paper {feed}</title>{items}</channel></rss>")
}

#[test]
fn two_hundred_kills_lose_nothing() {
    let round = Arc::new(AtomicUsize::new(1));
    let now = Arc::clone(&round);
    let server = Server::new(move |asked| {
        let Some(f) = asked.path.strip_prefix("/feed/").and_then(|f| f.parse().ok()) else {
            return answer(404, &[], "");
        };
        let count = now.load(Ordering::SeqCst) * NEW;
        let tag = format!("\"{count}\"");
        if asked.headers.get("if-none-match") == Some(&tag) {
            return answer(304, &[], "");
        }
        answer(200, &[("ETag", &tag)], feed(f, count))
    });
    let place = Place::new();
    let outlines: String = (0..FEEDS)
        .map(|f| format!("<outline xmlUrl='{}'/>", server.at(&format!("/feed/{f}"))))
        .collect();
    let list = place.write("list.opml", outlines);
    place.expect(0, &["follow", "add", "--local", &list]);
    let mut dice = Dice(7);
    let mut cut = 0;
    for n in 1..=ROUNDS {
        round.store(n, Ordering::SeqCst);
        for _ in 0..KILLS {
            let mut command = place.command(&["update", "--all", "--quiet"]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            let moment = Moment { bytes: 0, whole: true, changes: dice.below(CHANGES) };
            cut += usize::from(watch(&mut child, &place.archive(), &moment));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        place.expect(0, &["update", "--all", "--quiet"]);
        assert_eq!(place.status()["documents"], FEEDS * NEW * n, "after round {n}");
    }
    assert!(cut * 3 > ROUNDS * KILLS, "only {cut} runs were cut short: choose other moments");
    let found = place.expect(0, &["search", "harbour", "--limit", "1000", "--format", "jsonl"]).out;
    let found: Vec<String> =
        parse_lines(&found).iter().map(|p| p["text"].as_str().unwrap().to_owned()).collect();
    let wanted: BTreeSet<String> =
        (0..FEEDS).flat_map(|f| (0..NEW * ROUNDS).map(move |n| text(f, n))).collect();
    assert_eq!(found.len(), wanted.len(), "each once");
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted);
}
