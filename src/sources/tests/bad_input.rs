//! What is wrong is named with its place, and the rest goes on.

use super::*;

#[test]
fn a_broken_line_is_skipped_with_its_number() {
    let came = from_file(
        "a.jsonl",
        "{\"text\":\"One.\"}\n{\"text\":\"Tw\n{\"text\":\"Three.\"}\n[1]\n{\"a\":1}\n",
    );
    assert_eq!(came.texts(), ["One.", "Three."]);
    let places: Vec<(SkipReason, Place)> =
        came.skips.iter().map(|skip| (skip.code, skip.origin.place)).collect();
    assert_eq!(
        places,
        [
            (SkipReason::BadJson, Place::Line(2)),
            (SkipReason::BadJson, Place::Line(4)),
            (SkipReason::NoText, Place::Line(5)),
        ]
    );
    let shown = came.skips[0].to_string();
    assert!(
        shown.contains("a.jsonl, line 2: the JSON breaks off before its end; mend it"),
        "{shown}"
    );
    assert!(came.skips[2].reason.ends_with("its fields are a"), "{}", came.skips[2]);
}

#[test]
fn a_line_in_another_encoding_is_skipped_with_its_number() {
    let mut content = b"{\"text\":\"One.\"}\n{\"text\":\"caf\xe9 au lait\"}\n".to_vec();
    content.extend_from_slice("{\"text\":\"café\"}".as_bytes());
    let came = from_file("a.jsonl", content);
    assert_eq!(came.texts(), ["One.", "café"]);
    assert_eq!(came.codes(), [SkipReason::BadEncoding]);
    assert_eq!(came.skips[0].origin.place, Place::Line(2));
    assert!(came.skips[0].reason.contains("byte 13"), "{}", came.skips[0]);
}

#[test]
fn lines_rows_and_elements_over_the_limit() {
    let long = "x".repeat(100_000);
    let came = from_file("a.jsonl", format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"Two.\"}}"));
    assert_eq!(came.texts(), ["Two."]);
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::TooLong], Place::Line(1))
    );

    let came = from_file("a.csv", format!("text,date\nOne.,2025\n{long},2025\nThree.,2025\n"));
    assert_eq!(came.texts(), ["One.", "Three."]);
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::TooLong], Place::Line(3))
    );
    assert_eq!(came.items[1].origin.place, Place::Line(4));

    let came = from_file("a.json", format!("[{{\"text\":\"One.\"}},{{\"text\":\"{long}\"}}]"));
    assert_eq!(came.texts(), ["One."]);
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::TooLong], Place::Item(2))
    );

    for name in ["a.txt", "a.md", "a.html", "a.xml"] {
        let came = from_file(name, format!("<rss>{long}"));
        assert_eq!(came.codes(), [SkipReason::TooLong], "{name}");
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_its_row() {
    let rows = "Row.,2025\n".repeat(5000);
    let came = from_file("a.csv", format!("text,date\nOne.,2025\n\"open,2025\n{rows}"));
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::TooLong], Place::Line(3))
    );
    assert_eq!(came.texts()[0], "One.");
    // The parser takes 8 KiB at a time, four times the limit of these tests.
    assert!(came.items.len() > 2500, "{}", came.items.len());
    assert_eq!(came.items.last().unwrap().origin.place, Place::Line(5003));

    let came = from_file("a.csv", "text,date\nOne.,2025\n\"open,2025\nRow.,2025\nRow.,2025\n");
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::BadRow], Place::Line(3))
    );
    assert_eq!(came.texts(), ["One."]);
    let came = from_file("a.csv", "text,date\n\"One\n\ntwo.\",2025\n\"A \"\"word\"\".\",2025\n");
    assert_eq!(came.texts(), ["One\n\ntwo.", "A \"word\"."]);
}

#[test]
fn a_table_without_text_names_the_columns() {
    let came = from_file("a.csv", "date,headline,actor\n2025-01-06,T,RUS\n");
    assert!(came.items.is_empty());
    assert_eq!(came.codes(), [SkipReason::MissingColumns]);
    let shown = came.skips[0].to_string();
    assert!(shown.contains("line 1: no column holds the text; the columns found are date, headline, actor; name one column text"), "{shown}");
}

#[test]
fn rows_that_are_short_or_empty() {
    let came = from_file("a.csv", "date,text\n2025-01-06\n,\n2025-01-07,Two.\n");
    assert_eq!(came.texts()[0], "Two.");
    assert_eq!(came.skips[0].code, SkipReason::NoText);
    assert_eq!(came.skips[0].origin.place, Place::Line(2));
}

#[test]
fn an_array_that_breaks_off_gives_what_stands_before() {
    let came = from_file("a.json", "[{\"text\":\"One.\"},\n{\"text\":\"Tw");
    assert_eq!(came.texts(), ["One."]);
    assert_eq!(came.codes(), [SkipReason::BadJson]);
    assert_eq!(came.skips[0].origin.place, Place::Item(2));
    assert!(came.skips[0].reason.contains("line 2"), "{}", came.skips[0]);
    let deep = "[".repeat(100_000);
    assert_eq!(from_file("a.jsonl", format!("{{\"text\":{deep}")).codes(), [SkipReason::TooLong]);
    let deep = "[".repeat(1000);
    assert_eq!(from_file("a.jsonl", format!("{{\"text\":{deep}")).codes(), [SkipReason::BadJson]);
}

#[test]
fn feeds_with_bare_ampersands_and_cut_tails() {
    let item =
        |n: usize| format!("<item><title>T{n}</title><description>R&D {n}.</description></item>");
    let start = "<rss version='2.0'><channel><title>W</title>";
    let came = from_file("a.xml", format!("{start}{}{}</channel></rss>", item(1), item(2)));
    assert_eq!(came.texts(), ["R&D 1.", "R&D 2."]);
    assert!(came.skips.is_empty(), "{:?}", came.skips);

    let came = from_file("a.xml", format!("{start}{}{}<item><title>T3</ti", item(1), item(2)));
    assert_eq!(came.texts(), ["R&D 1.", "R&D 2."]);
    assert_eq!(came.items[1].outlets, ["W"]);
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::BadFeed], Place::Item(3))
    );

    let bad = "<item><title>T2</wrong></item>";
    let came = from_file("a.xml", format!("{start}{}{bad}{}</channel></rss>", item(1), item(3)));
    assert_eq!(came.texts(), ["R&D 1.", "R&D 3."]);
    assert_eq!(
        (came.codes(), came.skips[0].origin.place),
        (vec![SkipReason::BadFeed], Place::Item(2))
    );

    let came = from_file("a.xml", format!("{start}{}", item(1)));
    assert_eq!((came.texts(), came.codes()), (vec!["R&D 1."], vec![SkipReason::BadFeed]));
}

#[test]
fn what_is_no_feed_says_so() {
    for (name, content, code) in [
        ("a.xml", "<?xml version='1.0'?><catalog><book/></catalog>", SkipReason::BadFeed),
        ("a.rss", "404 page not found", SkipReason::BadFeed),
        ("a.xml", "<rss version='2.0'></rss>", SkipReason::BadFeed),
        (
            "a.xml",
            "<rss version='2.0'><channel><title>W</title></channel></rss>",
            SkipReason::Empty,
        ),
        (
            "a.json",
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":3}",
            SkipReason::BadFeed,
        ),
    ] {
        let came = from_file(name, content);
        assert!(came.items.is_empty());
        assert_eq!(came.codes(), [code], "{content}");
    }
    // An error page under a feed's name is a page; whether it holds an article shows later.
    assert!(matches!(from_file("a.rss", "<!DOCTYPE html><html>").items[0].body, Body::Html(_)));
}

#[test]
fn feeds_made_to_cost_time() {
    let deep = format!("<rss version='2.0'><channel>{}", "<a>".repeat(6000));
    let many = format!("<rss version='2.0'><channel>{}", "<item>".repeat(3000));
    let open = format!("<rss version='2.0'><channel>{}", "<![CDATA[".repeat(2000));
    let laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><rss version='2.0'><channel>\
                  <item><title>x</title><description>&b;</description></item></channel></rss>";
    for content in [deep.as_str(), &many, &open] {
        let came = from_file("a.xml", content);
        assert!(came.items.is_empty());
        assert!(came.codes().iter().all(|&code| code == SkipReason::BadFeed));
    }
    // The parser would copy each author of the feed into each of its items.
    let authors = "{\"name\":\"a\"},".repeat(800);
    let feed = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"W\",\"authors\":[{authors}{{}}],\
         \"items\":[{{\"id\":\"1\",\"authors\":[{{\"name\":\"b\"}}],\"content_text\":\"Words.\"}}]}}"
    );
    assert_eq!(from_file("a.json", feed).texts(), ["Words."]);
    // Entities are never expanded.
    assert_eq!(from_file("a.xml", laughs).texts(), ["&b;"]);
}

#[test]
fn what_is_no_text_is_named() {
    for (name, content, words) in [
        ("a.txt", b"\x89PNG\r\n\x1a\n".as_slice(), "a PNG image"),
        ("a.jsonl", b"abc\0def", "zero bytes"),
    ] {
        let came = from_file(name, content);
        assert_eq!(came.codes(), [SkipReason::NotText]);
        assert!(came.skips[0].to_string().contains(words), "{}", came.skips[0]);
    }
    for (name, content) in [("a.jsonl", ""), ("b.txt", " \n\n"), ("c.csv", "\u{feff}")] {
        assert_eq!(from_file(name, content).codes(), [SkipReason::Empty], "{name}");
    }
    assert_eq!(from_file("a.md", "---\ntitle: T\n---\n").codes(), [SkipReason::NoText]);
}
