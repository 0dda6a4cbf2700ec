//! The portal through a stand-in of MediaWiki's interface.

mod cc_news;
mod quarters;
mod search;
mod sums;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::{Backfill, Step, Told, Wanted, gdelt, portal, wikipedia_events};
use crate::index::{Archive, PassageQuery};
use crate::ingest::Setting;
use crate::model::clock::Clock;
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;
use crate::sources::net::server::{Asked, Server, answer};

/// Counts what is waited.
#[derive(Default)]
struct Hand(Mutex<Vec<u64>>);

impl Clock for Hand {
    fn now(&self) -> i64 {
        0
    }

    fn wait(&self, seconds: u64) {
        self.0.lock().unwrap().push(seconds);
    }
}

/// The titles a request asks for.
fn titles(asked: &Asked) -> Vec<String> {
    let url = url::Url::parse(&format!("http://wiki{}", asked.path)).unwrap();
    let all = url.query_pairs().find(|(name, _)| name == "titles").unwrap().1.into_owned();
    all.split('|').map(str::to_owned).collect()
}

/// The page of a day; every tenth day has none.
fn page(title: &str) -> serde_json::Value {
    let day = portal::day_of(title).unwrap();
    if day.day() % 10 == 0 {
        return json!({ "ns": 100, "title": title, "missing": true });
    }
    let text = format!(
        "{{{{Current events|year={}|content=\n*Norway and Sweden hold talks on fish in round {}. [https://p.example (Post)]\n\
         *A bridge opens in the north of Peru at noon of {}. [https://h.example (Herald)]\n}}}}",
        day.year(),
        day,
        day
    );
    json!({ "ns": 100, "title": title, "revisions": [{ "slots": { "main": { "contentmodel": "wikitext", "content": text } } }] })
}

fn wiki(fault: impl Fn(usize) -> Option<(u16, String)> + Send + Sync + 'static) -> Server {
    let count = Arc::new(AtomicUsize::new(0));
    Server::new(move |asked| {
        if let Some((status, body)) = fault(count.fetch_add(1, Ordering::SeqCst)) {
            return answer(status, &[], body);
        }
        let pages: Vec<serde_json::Value> = titles(asked).iter().map(|title| page(title)).collect();
        answer(200, &[], json!({ "batchcomplete": true, "query": { "pages": pages } }).to_string())
    })
}

struct Place {
    folder: tempfile::TempDir,
    clock: Hand,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), clock: Hand::default() }
    }

    fn run(
        &self,
        server: &Server,
        (from, to): (Day, Day),
        about: Option<&str>,
        watch: &mut dyn FnMut(&Step) -> ControlFlow<()>,
    ) -> Told {
        let today = Day::constant(2025, 6, 1);
        let about = about.map(|id| BTreeSet::from([id.to_owned()]));
        self.job(&server.at("/w/api.php"), today, (from, to), about, |job| {
            wikipedia_events(job, watch).unwrap()
        })
    }

    /// What a backfill of these days from this address does.
    fn job<T>(
        &self,
        interface: &str,
        today: Day,
        (from, to): (Day, Day),
        about: Option<BTreeSet<String>>,
        run: impl FnOnce(&Backfill<'_>) -> T,
    ) -> T {
        let client = Client::new(&self.clock, None);
        let setting = Setting {
            lexicon: Lexicon::embedded(),
            folder: self.folder.path(),
            today,
            when: format!("{today}T10:00:00Z"),
            about,
        };
        run(&Backfill {
            setting: &setting,
            client: &client,
            clock: &self.clock,
            interface,
            local: true,
            from,
            to,
        })
    }

    /// Days of GDELT, all or those of rows and headlines that name these actors.
    fn gdelt(
        &self,
        server: &Server,
        today: Day,
        days: (Day, Day),
        wanted: Wanted,
        about: Option<BTreeSet<String>>,
    ) -> Told {
        self.job(&server.at(""), today, days, about, |job| {
            gdelt(job, wanted, &mut |_| ControlFlow::Continue(())).unwrap()
        })
    }

    fn texts(&self) -> usize {
        let archive = Archive::open(self.folder.path()).unwrap();
        archive.passages(&PassageQuery { limit: 10_000, ..PassageQuery::default() }).unwrap().total
    }
}

const SPRING: (Day, Day) = (Day::constant(2025, 1, 1), Day::constant(2025, 4, 30));

#[test]
fn days_are_taken_once_and_a_stop_costs_none() {
    let place = Place::new();
    let server = wiki(|_| None);
    let stopped = place.run(&server, SPRING, None, &mut |step| {
        assert_eq!(step.of, 120);
        ControlFlow::Break(())
    });
    // The first 50 days, of which four have no page.
    assert_eq!((stopped.summary.added, stopped.missing), (92, 4));
    let rest = place.run(&server, SPRING, None, &mut |_| ControlFlow::Continue(()));
    assert_eq!((rest.before, rest.missing), (50, 7));
    assert_eq!(server.asked().len(), 3, "no day is asked for twice");
    assert!(rest.bytes > 1_000);
    let all = place.run(&server, SPRING, None, &mut |_| ControlFlow::Continue(()));
    assert_eq!((all.before, all.summary.added, server.asked().len()), (120, 0, 3));
    let calm = Place::new();
    calm.run(&server, SPRING, None, &mut |_| ControlFlow::Continue(()));
    let fingerprint = |place: &Place| Archive::open(place.folder.path()).unwrap().fingerprint();
    assert_eq!(fingerprint(&place), fingerprint(&calm));
}

#[test]
fn only_what_names_the_actors_is_kept() {
    let place = Place::new();
    let server = wiki(|_| None);
    let week = (Day::constant(2025, 1, 1), Day::constant(2025, 1, 7));
    let told = place.run(&server, week, Some("NOR"), &mut |_| ControlFlow::Continue(()));
    assert_eq!((told.summary.added, told.summary.elsewhere, place.texts()), (7, 7, 7));
    let more = place.run(&server, week, None, &mut |_| ControlFlow::Continue(()));
    assert_eq!((more.before, more.summary.added), (0, 7), "without the filter they are other days");
}

#[test]
fn days_still_being_written_are_asked_for_again() {
    let place = Place::new();
    let server = wiki(|_| None);
    let may = (Day::constant(2025, 5, 20), Day::constant(2025, 12, 31));
    place.run(&server, may, None, &mut |_| ControlFlow::Continue(()));
    let again = place.run(&server, may, None, &mut |step| {
        assert_eq!(step.of, 8, "the last week and today");
        ControlFlow::Continue(())
    });
    assert_eq!((again.before, again.summary.known), (5, 14));
}

#[test]
fn a_busy_wiki_is_waited_for_and_a_broken_one_told_of() {
    let place = Place::new();
    let lag =
        json!({ "error": { "code": "maxlag", "info": "Waiting for a host: 7 seconds lagged." } })
            .to_string();
    let server = wiki(move |n| match n {
        0 => Some((200, lag.clone())),
        1 => Some((500, String::new())),
        _ => None,
    });
    let week = (Day::constant(2025, 1, 1), Day::constant(2025, 1, 7));
    let told = place.run(&server, week, None, &mut |_| ControlFlow::Continue(()));
    assert_eq!((told.ended, told.summary.added), (None, 14));
    assert_eq!(*place.clock.0.lock().unwrap(), [10, 20]);
    let broken = wiki(|_| Some((200, "<html>no json".to_owned())));
    let place = Place::new();
    let told = place.run(&broken, week, None, &mut |_| ControlFlow::Continue(()));
    assert!(told.ended.is_some() && told.summary.added == 0);
}

/// The file of a day of GDELT 1.0, packed: one row of two states for each hour, and one of one state.
fn packed(day: &str) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let row = |hour: usize, target: &str| {
        let mut cells = vec![String::new(); 58];
        for (at, cell) in [
            (1, format!("9{day}{hour:02}")),
            (2, day.to_owned()),
            (3, day[..6].to_owned()),
            (4, day[..4].to_owned()),
            (8, "NOR".to_owned()),
            (18, target.to_owned()),
            (27, "043".to_owned()),
            (57, day.to_owned()),
            (58, format!("https://n.example/{day}/{hour}")),
        ] {
            cells[at - 1] = cell;
        }
        cells.join("\t") + "\n"
    };
    let rows: String = (0..24).map(|hour| row(hour, if hour == 7 { "" } else { "SWE" })).collect();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(format!("{day}.export.CSV"), zip::write::SimpleFileOptions::default())
        .unwrap();
    writer.write_all(rows.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn days_of_gdelt_are_unpacked_counted_and_taken_once() {
    let server = Server::new(|asked| {
        let day = asked.path.strip_prefix("/events/").and_then(|name| name.get(..8));
        match day {
            // A day is missing, and the third is not there yet.
            Some("20250602") => answer(404, &[], ""),
            Some(day) => answer(200, &[], packed(day)),
            None => answer(404, &[], ""),
        }
    });
    let place = Place::new();
    let today = Day::constant(2025, 6, 3);
    let days = (Day::constant(2025, 6, 1), today);
    let told = place.gdelt(&server, today, days, Wanted::default(), None);
    assert_eq!((told.summary.added, told.left_out, told.missing), (46, 2, 1));
    let again = place.gdelt(&server, today, days, Wanted::default(), None);
    assert_eq!(
        (again.before, again.summary.known, again.summary.added),
        (2, 23, 0),
        "today is asked for again"
    );
    let coverage = Archive::open(place.folder.path()).unwrap().coverage(None).unwrap();
    assert_eq!((coverage.rows, coverage.documents, coverage.events), (46, 0, 46));
}
