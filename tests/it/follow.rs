//! Following feeds: from an address to documents in the archive, with every kind of server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::harness::Place;
use crate::server::{Answer, Asked, Server, answer};

const RSS: (&str, &str) = ("Content-Type", "application/rss+xml");

fn item(number: usize, text: &str) -> String {
    format!(
        "<item><title>Report {number}</title><link>/news/{number}</link><guid>{number}</guid>\
         <pubDate>Mon, 0{} Jun 2025 10:00:00 GMT</pubDate><description>{text}</description></item>",
        1 + number % 9
    )
}

fn feed(items: &str) -> String {
    format!("<rss version='2.0'><channel><title>The Freedonia Times</title>{items}</channel></rss>")
}

/// A text long enough to be an article of its own.
fn long(number: usize) -> String {
    format!("Freedonia and Sylvania signed agreement {number} on fishing. ").repeat(15)
}

/// A server with this feed, and nothing else.
fn serving(respond: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Server {
    Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, &[], ""),
        _ => respond(asked),
    })
}

fn follow(place: &Place, address: &str) {
    place.expect(0, &["follow", "add", "--local", address]);
}

fn listed(place: &Place) -> Value {
    place.json(&["follow", "list", "--format", "json"])
}

#[test]
fn a_feed_is_followed_and_what_it_has_is_stored_once() {
    let place = Place::new();
    let polls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&polls);
    let server = serving(move |asked| {
        if asked.headers.get("if-none-match").is_some_and(|tag| tag == "\"2\"") {
            return answer(304, &[], "");
        }
        let items = match count.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => item(1, &long(1)) + &item(2, &long(2)),
            _ => item(2, &long(2)) + &item(3, &long(3)),
        };
        let tag = if count.load(Ordering::SeqCst) > 2 { "\"2\"" } else { "\"1\"" };
        answer(200, &[RSS, ("ETag", tag)], feed(&items))
    });
    let ran = place.expect(0, &["follow", "add", "--local", &server.at("/rss")]);
    assert!(ran.out.contains("The Freedonia Times"), "{}", ran.out);
    let first = place.expect(0, &["update", "--quiet"]);
    assert!(first.out.contains("2 new texts from 1 sources"), "{}", first.out);
    assert!(place.expect(0, &["update"]).out.contains("No source is due yet"));
    let second = place.expect(0, &["update", "--all"]);
    assert!(second.out.contains("1 new texts"), "{}", second.out);
    let third = place.expect(0, &["update", "--all"]);
    assert!(third.out.contains("unchanged"), "{}", third.out);
    let status = place.status();
    assert_eq!(status["documents"], 3);
    assert_eq!(status["outlets"]["The Freedonia Times"], 3);
    let list = listed(&place);
    assert_eq!((&list[0]["items"], &list[0]["newest"]), (&2.into(), &"2025-06-04".into()));
    let found = place.expect(0, &["search", "agreement fishing"]);
    assert!(found.out.contains(&server.at("/news/1")), "addresses are made whole: {}", found.out);
}

#[test]
fn headlines_bring_their_page_and_keep_what_has_none() {
    let place = Place::new();
    let paragraphs: String = (1..6).map(|n| format!("<p>{}</p>", long(n))).collect();
    let page = format!(
        "<html><head><title>x</title></head><body><article>{paragraphs}</article></body></html>"
    );
    let server = serving(move |asked| match asked.path.as_str() {
        "/rss" => {
            let items = item(1, "Freedonia signs.") + &item(2, "Sylvania regrets.");
            answer(200, &[RSS], feed(&items))
        }
        "/news/1" => answer(200, &[("Content-Type", "text/html")], &page),
        _ => answer(403, &[], ""),
    });
    follow(&place, &server.at("/rss"));
    let ran = place.expect(0, &["update"]);
    assert!(ran.out.contains("2 new texts") && ran.out.contains("1, 1 without"), "{}", ran.out);
    place.expect(0, &["update", "--all"]);
    let taken = server.paths().iter().filter(|path| *path == "/news/1").count();
    assert_eq!(taken, 1, "a page is fetched once: {:?}", server.paths());
    assert_eq!(place.status()["documents"], 2);
}

#[test]
fn a_page_names_its_feed_and_a_list_names_many() {
    let place = Place::new();
    let server = serving(|asked| match asked.path.as_str() {
        "/feed" => answer(200, &[RSS], feed(&item(1, &long(1)))),
        _ => answer(
            200,
            &[("Content-Type", "text/html")],
            "<html><link rel=alternate type=application/rss+xml href=/feed>",
        ),
    });
    let ran = place.expect(0, &["follow", "add", "--local", &server.at("/")]);
    assert!(ran.out.contains(&server.at("/feed")), "{}", ran.out);
    let opml = format!(
        "<opml><body><outline text='Sylvanian &amp; Sons' xmlUrl='{}'/><outline xmlUrl='{}'/></body></opml>",
        server.at("/other"),
        server.at("/feed")
    );
    let file = place.write("list.opml", opml);
    let ran = place.expect(0, &["follow", "add", "--local", &file]);
    assert!(
        ran.out.contains("Sylvanian & Sons") && ran.out.contains("1 followed already"),
        "{}",
        ran.out
    );
    place.expect(0, &["follow", "pause", "sylvanian"]);
    let list = place.expect(0, &["follow", "list"]);
    assert!(list.out.contains("paused by you"), "{}", list.out);
    place.expect(0, &["follow", "resume", "sylvanian"]);
    place.expect(0, &["follow", "remove", "Sylvanian & Sons"]);
    assert_eq!(listed(&place).as_array().unwrap().len(), 1);
    let ran = place.expect(2, &["follow", "remove", "sylvanian"]);
    assert!(ran.err.contains("bilateral follow list"), "{}", ran.err);
    let empty = place.write("empty.opml", "<opml/>");
    assert!(place.expect(2, &["follow", "add", &empty]).err.contains("lists no feeds"));
}

#[test]
fn starters_are_offered_without_those_that_are_off() {
    let place = Place::new();
    let ran = place.expect(0, &["follow", "add", "starter"]);
    assert!(ran.out.contains("https://oc-media.org/feed/"), "{}", ran.out);
    assert!(!ran.out.contains("rt.com"), "{}", ran.out);
    assert!(place.expect(0, &["follow", "add", "starter"]).out.contains("followed already"));
    assert_eq!(place.status()["documents"], 0, "following stores nothing yet");
}

#[test]
fn trouble_of_one_source_is_its_own() {
    let place = Place::new();
    let good = serving(|_| answer(200, &[RSS], feed(&item(1, &long(1)))));
    let gone = serving(|_| answer(410, &[], ""));
    let busy = serving(|_| answer(429, &[("Retry-After", "7200")], ""));
    let page = serving(|_| answer(200, &[], "<html><body>We moved"));
    let entities =
        format!("<!DOCTYPE x [<!ENTITY a '{}'>]>{}", "a".repeat(1000), feed(&item(2, "&a;&a;")));
    let bomb = serving(move |_| answer(200, &[RSS], &entities));
    let lie = {
        let text =
            format!("<?xml version='1.0' encoding='utf-8'?>{}", feed(&item(3, "Пресса Фридонии")));
        let bytes = text.chars().map(|c| match c {
            'А'..='я' => u8::try_from(c as u32 - 0x410 + 0xc0).unwrap(),
            c => u8::try_from(c as u32).unwrap(),
        });
        let bytes: Vec<u8> = bytes.collect();
        serving(move |_| answer(200, &[("Content-Type", "text/xml; charset=windows-1251")], &bytes))
    };
    let closed = Server::new(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, &[], "User-agent: *\nDisallow: /"),
        _ => answer(200, &[RSS], feed(&item(4, &long(4)))),
    });
    let all = [&good, &gone, &busy, &page, &bomb, &lie, &closed].map(|server| server.at("/rss"));
    let outlines: String =
        all.iter().map(|address| format!("<outline xmlUrl='{address}'/>")).collect();
    let list = place.write("list.opml", outlines);
    follow(&place, &list);
    let ran = place.expect(1, &["update"]);
    let list = listed(&place);
    let state = |server: &Server| {
        let feeds = list.as_array().unwrap();
        feeds.iter().find(|feed| feed["address"] == server.at("/rss")).unwrap().clone()
    };
    assert_eq!(state(&good)["state"], "1 new", "{}", ran.out);
    assert!(state(&gone)["paused"].as_str().unwrap().contains("410"));
    let wait = state(&busy)["due"].as_i64().unwrap() - state(&busy)["asked"].as_i64().unwrap();
    assert_eq!(wait, 7_200);
    assert!(state(&page)["state"].as_str().unwrap().contains("this is a page"));
    assert!(state(&closed)["state"].as_str().unwrap().contains("robots.txt"));
    assert!(closed.asked().is_empty());
    assert!(ran.err.contains("robots.txt"), "{}", ran.err);
    let found = place.expect(0, &["search", "Пресса"]);
    assert!(found.out.contains("Пресса Фридонии"), "{}", found.out);
    assert!(!place.expect(0, &["search", "Report 2"]).out.contains("aaaaaaaaaa"));
}

#[test]
fn what_has_moved_for_good_is_asked_there() {
    let place = Place::new();
    let server = serving(|asked| match asked.path.as_str() {
        "/old" => answer(301, &[("Location", "/new")], ""),
        _ => answer(200, &[RSS], feed(&item(1, &long(1)))),
    });
    let list = place.write("list.opml", format!("<outline xmlUrl='{}'/>", server.at("/old")));
    follow(&place, &list);
    place.expect(0, &["update"]);
    assert_eq!(listed(&place)[0]["address"], server.at("/new"));
    place.expect(0, &["update", "--all"]);
    assert_eq!(server.paths(), ["/old", "/new", "/new"]);
}

#[test]
fn an_address_is_looked_at_before_it_is_followed() {
    let place = Place::new();
    let server = serving(|asked| match asked.path.as_str() {
        "/rss" => answer(200, &[RSS], feed(&(item(1, &long(1)) + &item(2, "Short.")))),
        _ => answer(404, &[], ""),
    });
    let ran = place.expect(0, &["follow", "test", "--local", &server.at("/rss")]);
    for wanted in [
        "The Freedonia Times",
        "2 items, 1 of them headlines only",
        "2025-06-02  Report 1",
        "Languages: en",
    ] {
        assert!(ran.out.contains(wanted), "{wanted} in {}", ran.out);
    }
    assert!(ran.out.lines().count() < 24, "one screen");
    assert!(!place.archive().exists(), "nothing is stored");
    let ran = place.expect(2, &["follow", "test", "--local", &server.at("/nothing")]);
    assert!(ran.err.contains("404"), "{}", ran.err);
    // Without --local an address of this machine is not asked at all.
    let before = server.asked().len();
    let ran = place.expect(2, &["follow", "test", &server.at("/rss")]);
    assert!(ran.err.contains("private network") && ran.err.contains("--local"), "{}", ran.err);
    assert_eq!(server.asked().len(), before);
    let ran = place.expect(2, &["update"]);
    assert!(ran.err.contains("bilateral follow add starter"), "{}", ran.err);
}
