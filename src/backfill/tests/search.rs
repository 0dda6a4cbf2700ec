//! Search engines through stand-ins of their servers.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use serde_json::json;

use super::super::{Backfill, Engine, Query, Step, Told, encyclopedia, search};
use super::Place;
use crate::index::{Archive, PassageQuery};
use crate::model::day::Day;
use crate::sources::net::server::{Asked, Server, answer};

const KEY: &str = "BSA-invented-key-1";

/// A site of two articles; the third is closed to robots.
fn site() -> Server {
    let article = |n: usize| {
        let text = format!("<p>Norway and Sweden hold talks on fish in round {n} of the year.</p>")
            .repeat(6);
        format!("<html><body><article>{text}</article></body></html>")
    };
    Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, &[], "User-agent: *\nDisallow: /closed"),
        "/a" => answer(200, &[("Content-Type", "text/html")], article(1)),
        "/b" => answer(200, &[("Content-Type", "text/html")], article(2)),
        "/closed" => answer(200, &[("Content-Type", "text/html")], article(3)),
        _ => answer(404, &[], ""),
    })
}

fn run(place: &Place, interface: &str, work: &dyn Fn(&Backfill<'_>) -> Told) -> Told {
    let days = (Day::constant(2025, 1, 1), Day::constant(2025, 6, 1));
    let about = Some(BTreeSet::from(["NOR".to_owned()]));
    place.job(interface, days.1, days, about, work)
}

fn on(_: &Step) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn asks(engine: Engine<'_>) -> Query<'_> {
    Query { engine, words: "Norway, Sweden", most: 300 }
}

/// The names and values that were asked with.
fn pairs(asked: &Asked) -> Vec<(String, String)> {
    let url = url::Url::parse(&format!("http://x{}", asked.path)).unwrap();
    url.query_pairs().into_owned().collect()
}

fn value(asked: &Asked, name: &str) -> String {
    pairs(asked).into_iter().find(|(n, _)| n == name).map(|(_, value)| value).unwrap_or_default()
}

/// Nothing of what an engine writes about a page is in the archive's folder.
fn holds_nothing_of(place: &Place, words: &str) {
    let archive = Archive::open(place.folder.path()).unwrap();
    let query = PassageQuery { words: words.to_owned(), limit: 5, ..PassageQuery::default() };
    assert_eq!(archive.passages(&query).unwrap().total, 0);
}

#[test]
fn what_an_engine_names_is_fetched_once_and_its_words_are_not_stored() {
    let pages = site();
    let result = |path: &str, day: Option<&str>| json!({ "url": pages.at(path), "title": format!("T{path}"), "content": "A snippet of the engine.", "publishedDate": day });
    let results = [
        result("/a", Some("2025-01-05T10:00:00")),
        result("/b", None),
        result("/a", None),
        result("/closed", None),
        result("/gone", None),
        result("/old", Some("2019-01-05T10:00:00")),
    ];
    let engine = Server::new(move |asked| {
        let first = value(asked, "pageno") == "1" && value(asked, "q") == "Norway, Sweden";
        let results = if first { json!(results) } else { json!([]) };
        answer(200, &[], json!({ "results": results }).to_string())
    });
    let place = Place::new();
    let ask = |job: &Backfill<'_>| search(job, asks(Engine::Searxng), &mut on).unwrap();
    let told = run(&place, &engine.at("/"), &ask);
    assert_eq!((told.summary.added, told.missing, told.ended), (2, 2, None));
    assert_eq!(pages.paths(), ["/a", "/b", "/gone"], "what robots.txt closes is not asked for");
    holds_nothing_of(&place, "snippet engine");
    let archive = Archive::open(place.folder.path()).unwrap();
    let query = PassageQuery { words: "talks round".into(), limit: 5, ..PassageQuery::default() };
    let stored = archive.passages(&query).unwrap();
    assert!(stored.total > 0);
    assert!(stored.passages.iter().all(|p| p.published.is_none()), "the engine's day is a guess");
    drop(archive);
    let again = run(&place, &engine.at("/"), &ask);
    assert_eq!((again.before, again.summary.added, again.missing), (2, 0, 2));
    assert_eq!(pages.paths()[3..], ["/gone"], "pages that were taken are not fetched again");
}

#[test]
fn an_instance_that_is_not_set_up_says_what_to_set() {
    for (status, part) in [(403, "settings.yml"), (429, "limiter.toml")] {
        let engine = Server::new(move |_| answer(status, &[], "<html>"));
        let told = run(&Place::new(), &engine.at("/"), &|job| {
            search(job, asks(Engine::Searxng), &mut on).unwrap()
        });
        let fault = told.ended.unwrap().to_string();
        assert!(fault.contains(part), "{fault}");
    }
    let page = Server::new(|_| answer(200, &[], "<html>results</html>"));
    let told = run(&Place::new(), &page.at("/"), &|job| {
        search(job, asks(Engine::Searxng), &mut on).unwrap()
    });
    assert!(told.ended.unwrap().to_string().contains("json"));
}

/// Brave's news as it answers: fifty results a page at most, each with a description in bold.
fn brave(pages: &Server) -> Server {
    let result = |path: &str, age: &str| {
        json!({ "type": "news_result", "title": format!("Brave on {path}"), "url": pages.at(path),
            "description": "A <strong>snippet</strong> of Brave.", "age": "2 days ago", "page_age": age,
            "meta_url": { "scheme": "http", "netloc": "n.example", "hostname": "n.example", "favicon": "", "path": "" },
            "thumbnail": { "src": "https://imgs.example/x" }, "extra_snippets": ["Another snippet of Brave."] })
    };
    let answers = [
        vec![result("/a", "2025-01-05T10:00:00"), result("/old", "2019-01-05T10:00:00")],
        vec![result("/b", ""), result("/a", "2025-01-05T10:00:00")],
        vec![result("/b", "")],
    ];
    Server::new(move |asked| {
        if asked.headers.get("x-subscription-token").map(String::as_str) != Some(KEY) {
            let error = json!({ "type": "ErrorResponse", "error": { "id": "0", "status": 422, "code": "SUBSCRIPTION_TOKEN_INVALID", "detail": "The provided subscription token is invalid." } });
            return answer(422, &[("Content-Type", "application/json")], error.to_string());
        }
        let number: usize = value(asked, "offset").parse().unwrap();
        let results = answers.get(number).cloned().unwrap_or_default();
        let body = json!({ "type": "news", "query": { "original": "Norway, Sweden", "spellcheck_off": true }, "results": results });
        answer(200, &[("Content-Type", "application/json")], body.to_string())
    })
}

#[test]
fn brave_names_pages_and_nothing_else_of_it_is_kept() {
    let pages = site();
    let engine = brave(&pages);
    let place = Place::new();
    let told = run(&place, &engine.at("/res/v1/news/search"), &|job| {
        search(job, asks(Engine::Brave { key: KEY }), &mut on).unwrap()
    });
    assert_eq!((told.summary.added, told.missing, &told.ended), (2, 0, &None));
    assert_eq!(pages.paths(), ["/a", "/b"], "what lies outside of the span is not asked for");
    let asked = engine.asked();
    assert_eq!(asked.len(), 3, "it ends where nothing new comes");
    assert_eq!(value(&asked[0], "freshness"), "2025-01-01to2025-06-01");
    assert_eq!((value(&asked[1], "count"), value(&asked[1], "offset")), ("50".into(), "1".into()));
    assert!(asked.iter().all(|a| !a.path.contains(KEY)), "the key stands in no address");
    assert!(pages.asked().iter().all(|a| !a.headers.contains_key("x-subscription-token")));
    holds_nothing_of(&place, "snippet Brave");
    let archive = Archive::open(place.folder.path()).unwrap();
    let query = PassageQuery { words: "talks round".into(), limit: 5, ..PassageQuery::default() };
    for passage in archive.passages(&query).unwrap().passages {
        assert!(!passage.title.contains("Brave"), "{}", passage.title);
    }
    drop(archive);
    for file in std::fs::read_dir(place.folder.path()).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        assert!(!bytes.windows(KEY.len()).any(|w| w == KEY.as_bytes()), "{:?}", file.path());
    }
}

#[test]
fn a_key_that_is_wrong_or_used_up_is_told_with_a_remedy() {
    let pages = site();
    let engine = brave(&pages);
    let ask = |key: &'static str| {
        move |job: &Backfill<'_>| search(job, asks(Engine::Brave { key }), &mut on).unwrap()
    };
    let told = run(&Place::new(), &engine.at("/"), &ask("wrong-key"));
    let fault = told.ended.unwrap().to_string();
    assert!(fault.contains("BILATERAL_BRAVE_KEY") && !fault.contains("wrong-key"), "{fault}");
    assert_eq!(engine.asked().len(), 1, "a refusal is not tried again");
    for (status, part) in [(401, "BILATERAL_BRAVE_KEY"), (429, "used up"), (402, "used up")] {
        let engine = Server::new(move |_| {
            answer(status, &[], json!({ "type": "ErrorResponse" }).to_string())
        });
        let place = Place::new();
        let told = run(&place, &engine.at("/"), &ask(KEY));
        let fault = told.ended.unwrap().to_string();
        assert!(fault.contains(part) && fault.contains(&status.to_string()), "{fault}");
        let waits = place.clock.0.lock().unwrap().iter().filter(|s| **s >= 10).count();
        assert_eq!(waits, if status == 429 { 4 } else { 0 }, "only what may pass is waited for");
    }
}

#[test]
fn too_long_a_question_is_refused_before_it_is_asked() {
    let pages = site();
    let engine = brave(&pages);
    let place = Place::new();
    run(&place, &engine.at("/"), &|job| {
        for words in ["Norway ".repeat(51), "x".repeat(401), "  ".to_owned()] {
            let query = Query { engine: Engine::Brave { key: KEY }, words: &words, most: 10 };
            assert!(search(job, query, &mut on).is_err(), "{words}");
        }
        Told::default()
    });
    assert!(engine.asked().is_empty());
}

/// An edition of Wikipedia: fifty-five articles that a search finds, one of which only tells what a word may mean.
fn wikipedia(edited: &'static str) -> Server {
    let hits: Arc<Vec<serde_json::Value>> = Arc::new(
        (1..=55).map(|page| json!({ "ns": 0, "title": format!("Article {page}"), "pageid": page, "timestamp": edited })).collect(),
    );
    Server::new(move |asked| {
        assert_eq!(value(asked, "formatversion"), "2");
        if value(asked, "list") == "search" {
            assert_eq!(
                (value(asked, "srprop"), value(asked, "srsearch")),
                ("timestamp".into(), "Norway, Sweden".into())
            );
            let from: usize = value(asked, "sroffset").parse().unwrap_or(0);
            let limit: usize = value(asked, "srlimit").parse().unwrap();
            let to = (from + limit).min(hits.len());
            let mut body = json!({ "batchcomplete": true, "query": { "search": &hits[from..to] } });
            if to < hits.len() {
                body["continue"] = json!({ "sroffset": to, "continue": "-||" });
            }
            return answer(200, &[], body.to_string());
        }
        let page: u64 = value(asked, "pageids").parse().unwrap();
        let mut found = json!({ "pageid": page, "ns": 0, "title": format!("Article {page}"),
            "revisions": [{ "revid": 1000 + page, "parentid": 1 }],
            "extract": format!("Norway and Sweden signed a treaty on fish number {page} in May 1905.\n\n\n== History ==\nSweden protested.\n\n\n== References ==") });
        if page == 2 {
            found["pageprops"] = json!({ "disambiguation": "" });
        }
        answer(
            200,
            &[],
            json!({ "batchcomplete": true, "query": { "pages": [found] } }).to_string(),
        )
    })
}

#[test]
fn articles_of_wikipedia_are_stored_without_a_day_and_said_to_be_no_news() {
    let server = wikipedia("2025-05-20T10:00:00Z");
    let place = Place::new();
    let ask = |most: usize| {
        move |job: &Backfill<'_>| encyclopedia(job, "en", "Norway, Sweden", most, &mut on).unwrap()
    };
    let told = run(&place, &server.at("/w/api.php"), &ask(3));
    assert_eq!((told.summary.added, told.missing, &told.ended), (2, 1, &None));
    let archive = Archive::open(place.folder.path()).unwrap();
    let query = PassageQuery { words: "treaty fish".into(), limit: 5, ..PassageQuery::default() };
    let found = archive.passages(&query).unwrap();
    assert_eq!(found.total, 2);
    for passage in found.passages {
        assert_eq!(passage.published, None);
        let document = archive.documents(&[passage.key]).unwrap().remove(0);
        let report = &document.reports[0];
        assert_eq!((report.published, report.inferred), (None, None));
        assert_eq!(report.outlets, ["Wikipedia (encyclopedia)"]);
        assert_eq!(report.kind.as_deref(), Some("encyclopedia"));
        let url = report.url.as_deref().unwrap();
        let page = report.title.strip_prefix("Article ").unwrap();
        assert!(
            url.ends_with(&format!(
                "/w/index.php?title=Article_{page}&oldid={}",
                1000 + page.parse::<u64>().unwrap()
            )),
            "{url}"
        );
        assert!(
            document.text.contains("\nHistory\n") && !document.text.contains("References"),
            "{}",
            document.text
        );
    }
    drop(archive);
    // The search goes on where an answer ends; what did not change is not fetched again.
    let more = run(&place, &server.at("/w/api.php"), &ask(1_000));
    assert_eq!((more.before, more.summary.added), (3, 52));
    let searches = server.asked().iter().filter(|a| value(a, "list") == "search").count();
    assert_eq!((searches, server.asked().len()), (3, 3 + 55));
    let edited = wikipedia("2025-06-01T09:00:00Z");
    let later = run(&place, &edited.at("/w/api.php"), &ask(3));
    assert_eq!(
        (later.before, later.summary.added + later.summary.merged),
        (0, 2),
        "an edit is another text or address"
    );
}

#[test]
fn a_wiki_that_complains_is_told_of() {
    let server = Server::new(|_| {
        answer(
            200,
            &[],
            json!({ "error": { "code": "srsearch-disabled", "info": "Text search is disabled." } })
                .to_string(),
        )
    });
    let told = run(&Place::new(), &server.at("/w/api.php"), &|job| {
        encyclopedia(job, "en", "Norway", 3, &mut on).unwrap()
    });
    assert!(told.ended.unwrap().to_string().contains("Text search is disabled"));
}
