//! Event tables: counted, labelled, never told, and left out where the reader says so.

use serde_json::json;

use crate::harness::Place;

const QUESTION: &str = "Norway vs Sweden";

/// Rows of GDELT 2.0 on thirty days of 2025, each of another article.
fn gdelt(code: &str) -> String {
    let row = |n: usize| {
        let mut cells = vec![String::new(); 61];
        let day = format!("2025{:02}{:02}", 1 + n / 28, 1 + n % 28);
        for (at, cell) in [
            (1, format!("90000{n:04}")),
            (2, day.clone()),
            (3, day[..6].to_owned()),
            (4, day[..4].to_owned()),
            (6, "NORMIL".to_owned()),
            (8, "NOR".to_owned()),
            (13, "MIL".to_owned()),
            (16, "SWE".to_owned()),
            (18, "SWE".to_owned()),
            (27, code.to_owned()),
            (60, format!("{day}120000")),
            (61, format!("https://news{n}.example/a")),
        ] {
            cells[at - 1] = cell;
        }
        cells.join("\t") + "\n"
    };
    (0..30).map(row).collect()
}

fn reports() -> String {
    let line = |day: &str, text: &str| {
        format!(
            "{}\n",
            json!({ "url": format!("https://post.example/{day}"), "date": day, "lang": "en", "outlet": "Post", "text": text })
        )
    };
    line("2025-01-20", "Norway and Sweden signed an agreement on herring quotas in Bergen.")
        + &line("2025-02-01", "Norway accused Sweden of sabotaging the pipeline near Halden.")
}

#[test]
fn rows_feed_the_series_and_are_named_wherever_they_count() {
    let place = Place::new();
    place.add("reports.jsonl", reports());
    let plain = place.expect(0, &["overview", QUESTION]).out;
    let ran = place.add("20250301.export.CSV", gdelt("190"));
    assert!(ran.out.starts_with("30 added"), "{}", ran.out);
    let status = place.status();
    assert_eq!((&status["documents"], &status["rows"]), (&json!(2), &json!(30)));

    let series = place.json(&["series", QUESTION, "--format", "json"]);
    assert_eq!(series["relations"][0]["tables"], json!({ "GDELT 2.0": 30 }));
    let text = place.expect(0, &["series", QUESTION]).out;
    assert!(text.contains("30 of GDELT 2.0") && text.contains("32 events"), "{text}");
    let without = place.expect(0, &["series", QUESTION, "--no-tables"]).out;
    assert!(without.contains("2 events") && !without.contains("GDELT"), "{without}");

    let overview = place.expect(0, &["overview", QUESTION]).out;
    let flat = overview.split_whitespace().collect::<Vec<_>>().join(" ");
    let beside =
        "not among these counts, have 10 conflict and 0 cooperation events between the two";
    assert!(flat.contains(beside) && flat.contains("(rows: GDELT 2.0, 10)"), "{flat}");
    assert!(!flat.contains("confrontation"), "rows make no heading: {flat}");
    assert!(
        !flat.contains("source NOR") && !flat.contains("news1.example"),
        "no row is told: {flat}"
    );
    let without = place.expect(0, &["overview", QUESTION, "--no-tables"]).out;
    let body = |text: &str| text.split("archive").next().unwrap().to_owned();
    assert_eq!(body(&without), body(&plain), "without them all is as it was");

    let events = place.expect(0, &["events", QUESTION]).out;
    assert!(events.contains("a row of GDELT 2.0"), "{events}");
    assert!(!place.expect(0, &["events", QUESTION, "--no-tables"]).out.contains("GDELT"));
    let found = place.run(&["search", "CAMEO 190"]).out;
    assert!(!found.contains("source NOR"), "a row is no passage: {found}");
}

#[test]
fn rows_alone_make_a_series_and_no_overview() {
    let place = Place::new();
    place.add("20250301.export.CSV", gdelt("040"));
    assert!(place.add("again.CSV", gdelt("040")).out.starts_with("0 added, 30 known"));
    let ran = place.expect(3, &["overview", QUESTION]);
    let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("30 rows of event tables are on the two"), "{flat}");
    let series = place.expect(0, &["series", QUESTION]).out;
    assert!(series.contains("30 events"), "{series}");
}
