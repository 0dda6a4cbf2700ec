//! Rounds over many changing feeds, with a clock that is moved by hand.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::{Feed, List, Round, round};
use crate::index::{Archive, PassageQuery};
use crate::ingest::Setting;
use crate::model::clock::Clock;
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;
use crate::sources::net::server::{Server, answer};

/// Stands until it is moved.
#[derive(Default)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn wait(&self, seconds: u64) {
        self.0.fetch_add(i64::try_from(seconds).unwrap(), Ordering::SeqCst);
    }
}

const FEEDS: usize = 20;
const ROUNDS: usize = 50;
/// Items a feed shows at once.
const SHOWN: usize = 12;

/// Items feed `f` has published by poll `n`: none, one or two more with each, by a fixed pattern.
fn published(f: usize, n: usize) -> usize {
    (0..n).map(|k| (f + k * k * 7 + k / 3) % 3).sum::<usize>() + 1
}

fn text(f: usize, number: usize) -> String {
    // Some texts stand in two feeds.
    let f = if number.is_multiple_of(11) { 0 } else { f };
    format!("Paper {f} writes that the harbour of town {number} was opened to ships.")
}

fn feed(f: usize, count: usize) -> String {
    let items: String = (count.saturating_sub(SHOWN)..count)
        .rev()
        .map(|i| {
            let text = text(f, i);
            format!("<item><title>T{i}</title><guid>{f}-{i}</guid><pubDate>2025-06-02</pubDate><description>{text}</description></item>")
        })
        .collect();
    format!("<rss version='2.0'><channel><title>Paper {f}</title>{items}</channel></rss>")
}

#[test]
fn a_thousand_polls_bring_each_text_once() {
    let polls: Arc<Vec<AtomicUsize>> = Arc::new((0..FEEDS).map(|_| AtomicUsize::new(0)).collect());
    let counted = Arc::clone(&polls);
    let faults = Arc::new(Mutex::new(0));
    let failed = Arc::clone(&faults);
    let server = Server::new(move |asked| {
        let Some(f) = asked.path.strip_prefix("/feed/").and_then(|f| f.parse::<usize>().ok())
        else {
            return answer(404, &[], "");
        };
        let n = counted[f].fetch_add(1, Ordering::SeqCst);
        if (n + f) % 17 == 5 {
            *failed.lock().unwrap() += 1;
            return answer(503, &[], "");
        }
        let count = published(f, n);
        let tag = format!("\"{count}\"");
        if asked.headers.get("if-none-match") == Some(&tag) {
            return answer(304, &[], "");
        }
        answer(200, &[("ETag", &tag)], feed(f, count))
    });
    let folder = tempfile::tempdir().unwrap();
    Archive::writer(folder.path()).unwrap().finish().unwrap();
    let mut list = List::default();
    for f in 0..FEEDS {
        let address = server.at(&format!("/feed/{f}"));
        assert!(list.add(Feed { local: true, ..Feed::new(&address) }).unwrap());
    }
    list.save(folder.path()).unwrap();
    let clock = Hand::default();
    let client = Client::new(&clock, None);
    let mut new = 0;
    for number in 0..ROUNDS {
        let setting = Setting {
            lexicon: Lexicon::embedded(),
            folder: folder.path(),
            today: Day::constant(2025, 6, 3),
            when: format!("2025-06-03T00:{number:02}:00Z"),
            about: None,
        };
        let job = Round { setting: &setting, client: &client, clock: &clock, all: true };
        let told = round(&job, &mut |_, _| {}).unwrap();
        assert_eq!(told.len(), FEEDS);
        new += told.iter().map(|one| one.summary.added).sum::<u64>();
        clock.wait(3_600);
    }
    assert_eq!(polls.iter().map(|n| n.load(Ordering::SeqCst)).sum::<usize>(), FEEDS * ROUNDS);
    assert!(*faults.lock().unwrap() > 20);
    let wanted: BTreeSet<String> = (0..FEEDS)
        .flat_map(|f| {
            let last = (0..ROUNDS).rev().find(|n| (n + f) % 17 != 5).unwrap();
            (0..published(f, last)).map(move |i| text(f, i))
        })
        .collect();
    let archive = Archive::open(folder.path()).unwrap();
    let page =
        archive.passages(&PassageQuery { limit: 10_000, ..PassageQuery::default() }).unwrap();
    let stored: Vec<String> = page.passages.into_iter().map(|passage| passage.text).collect();
    assert_eq!(stored.len(), wanted.len(), "each once");
    assert_eq!(stored.into_iter().collect::<BTreeSet<_>>(), wanted);
    assert_eq!(new, wanted.len() as u64, "and counted once");
}

#[test]
fn a_feed_is_asked_when_it_is_due_and_not_before() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, &[], ""),
        _ => answer(200, &[], feed(0, 1)),
    });
    let folder = tempfile::tempdir().unwrap();
    Archive::writer(folder.path()).unwrap().finish().unwrap();
    let mut list = List::default();
    assert!(list.add(Feed { local: true, ..Feed::new(&server.at("/feed")) }).unwrap());
    assert!(!list.add(Feed::new(&server.at("/feed"))).unwrap(), "followed once");
    list.save(folder.path()).unwrap();
    let clock = Hand::default();
    let client = Client::new(&clock, None);
    let mut asked = Vec::new();
    for _ in 0..8 {
        let setting = Setting {
            lexicon: Lexicon::embedded(),
            folder: folder.path(),
            today: Day::constant(2025, 6, 3),
            when: clock.now().to_string(),
            about: None,
        };
        let job = Round { setting: &setting, client: &client, clock: &clock, all: false };
        asked.push(round(&job, &mut |_, _| {}).unwrap().len());
        clock.wait(900);
    }
    // News halves the hour to 1,800 seconds; silence then makes it 2,700, then 4,050.
    assert_eq!(asked, [1, 0, 1, 0, 0, 1, 0, 0]);
    let ledger = Archive::open(folder.path()).unwrap().ledger();
    assert_eq!(ledger.len(), 1, "a round without news leaves no trace: {ledger:?}");
}
