//! The commands as a user types them: help, filters, tables, numbers, exit codes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Place, Ran, corpus, finish, parse_lines};

const STRAIT: &str = "Norway vs Iceland and Ireland";

fn strait() -> Place {
    let place = Place::new();
    place.add("strait.jsonl", corpus("strait.jsonl"));
    place
}

/// Compares with `tests/golden/NAME.txt`; `BILATERAL_UPDATE_GOLDEN=1 cargo test` writes it anew.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the one switch of the tests, never of the program")]
fn golden(name: &str, shown: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.txt"));
    if std::env::var_os("BILATERAL_UPDATE_GOLDEN").is_some() {
        fs::write(&path, shown).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept,
        shown,
        "{} differs; see the diff, then BILATERAL_UPDATE_GOLDEN=1",
        path.display()
    );
}

#[test]
fn help_is_what_was_agreed() {
    let place = Place::new();
    let help = |arguments: &[&str]| {
        let ran = finish(place.bare(arguments), b"");
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.err.is_empty() && !ran.out.contains('\u{1b}'), "{}", ran.err);
        ran.out
    };
    golden("help", &help(&["--help"]));
    let commands = [
        "add",
        "follow",
        "update",
        "backfill",
        "overview",
        "diff",
        "reproduce",
        "search",
        "happenings",
        "events",
        "series",
        "explain",
        "serve",
        "status",
    ];
    for command in commands {
        golden(&format!("help-{command}"), &help(&[command, "--help"]));
    }
    let events = help(&["backfill", "wikipedia-events", "--help"]);
    golden("help-backfill-wikipedia-events", &events);
    golden("help-backfill-gdelt", &help(&["backfill", "gdelt", "--help"]));
    golden("help-backfill-cc-news", &help(&["backfill", "cc-news", "--help"]));
    golden("help-backfill-search", &help(&["backfill", "search", "--help"]));
    golden("help-follow-add", &help(&["follow", "add", "--help"]));
    assert_eq!(help(&["--version"]), format!("bilateral {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_series_counts_every_span_and_agrees_with_the_events() {
    let place = strait();
    let json = place.json(&["series", "Norway and Iceland", "--by", "month", "--format", "json"]);
    let relation = &json["relations"][0];
    assert_eq!(relation["dyad"], json!(["ISL", "NOR"]));
    let spans = relation["series"][0]["spans"].as_array().unwrap();
    let count = |name: &str| spans.iter().map(|s| s[name].as_u64().unwrap()).sum::<u64>();
    let events = count("verbal_cooperation")
        + count("material_cooperation")
        + count("verbal_conflict")
        + count("material_conflict");
    assert!(events >= 4, "{json}");
    for pair in spans.windows(2) {
        assert!(pair[0]["to"].as_str() < pair[1]["from"].as_str(), "spans follow each other");
    }
    // Nothing is said of a relation on two years before that the archive does not hold.
    assert_eq!(relation["shifts"], json!([]));
    let rows =
        place.expect(0, &["series", "Norway and Iceland", "--by", "month", "--format", "csv"]).out;
    assert_eq!(rows.lines().count(), spans.len() + 1);
    let directed = place.json(&[
        "series",
        "Norway and Iceland",
        "--by",
        "year",
        "--directed",
        "--format",
        "json",
    ]);
    assert_eq!(directed["relations"][0]["series"].as_array().unwrap().len(), 2);
    let table = place.expect(0, &["series", "Norway and Iceland"]).out;
    assert!(table.contains("Iceland and Norway") && table.contains("No shift."), "{table}");
    assert!(table.lines().all(|l| l.chars().count() <= 110), "{table}");
    place.expect(3, &["series", "Peru and Chad"]);
}

#[test]
fn wrong_use_says_what_to_type() {
    let place = strait();
    for (arguments, words) in [
        (&[][..], "Usage: bilateral"),
        (&["overwiew", "Norway"], "similar subcommand"),
        (&["overview"], "<QUESTION>"),
        (&["add"], "<FILE|DIR|->"),
        (
            &["overview", "Norway", "--since", "yesterday"],
            "write a day as 2025-10-09, 2025-10 or 2025",
        ),
        (&["overview", "Norway", "--as-of", "2025-02-30"], "write a day as"),
        (&["overview", "Norway", "--format", "pdf"], "possible values: text, markdown, html, json"),
        (&["search", "x", "--type", "WAR"], "'WAR' is no event type; the types are AGREE,"),
        (&["search", "x", "--actor", "Icelnd"], "did you mean Iceland?"),
        (&["search", "x", "--dyad", "Norway"], "is not two actors; write --dyad"),
        (&["explain", "--date", "soon", "Words."], "'soon' is no day"),
        (&["overview", "   "], "no country or organisation"),
    ] {
        let ran = place.expect(2, arguments);
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.out);
    }
}

#[test]
fn search_filters() {
    let place = strait();
    let found = |arguments: &[&str]| -> Vec<Value> {
        let mut all = vec!["search"];
        all.extend(arguments);
        all.extend(["--format", "jsonl", "--limit", "100"]);
        let ran = place.run(&all);
        let passages = parse_lines(&ran.out);
        assert_eq!(ran.code, if passages.is_empty() { 3 } else { 0 }, "{arguments:?} {}", ran.err);
        passages
    };
    let all = found(&[]);
    let texts: BTreeSet<String> = parse_lines(&corpus("strait.jsonl"))
        .iter()
        .map(|l| l["text"].as_str().unwrap().to_owned())
        .collect();
    for passage in &all {
        let (start, end) = (passage["start"].as_u64().unwrap(), passage["end"].as_u64().unwrap());
        let slice = |t: &String| t.get(start as usize..end as usize) == passage["text"].as_str();
        assert!(texts.iter().any(slice), "{passage}");
    }
    let holds = |arguments: &[&str], all_hold: &dyn Fn(&Value) -> bool| {
        let some = found(arguments);
        assert!(
            !some.is_empty() && some.len() < all.len(),
            "{arguments:?}: {} of {}",
            some.len(),
            all.len()
        );
        for passage in some {
            assert!(all_hold(&passage), "{arguments:?}: {passage}");
        }
    };
    let says = |p: &Value, word: &str| p["text"].as_str().unwrap().contains(word);
    let day = |p: &Value| p["published"].as_str().unwrap_or_default().to_owned();
    // A title speaks for every sentence under it.
    let found_in = |p: &Value, words: &str| {
        says(p, words) || p["title"].as_str().unwrap().to_lowercase().contains(words)
    };
    holds(&["herring"], &|p| found_in(p, "herring"));
    holds(&["\"patrol boat\""], &|p| found_in(p, "patrol boat"));
    holds(&["--actor", "Ireland"], &|p| says(p, "Ir"));
    holds(&["--actor", "IRL"], &|p| says(p, "Ir"));
    holds(&["--dyad", "Ireland,Norway"], &|p| says(p, "Ir") && says(p, "Norway"));
    holds(&["--dyad", "NOR-IRL"], &|p| says(p, "Ir") && says(p, "Norway"));
    holds(&["--since", "2024-09"], &|p| day(p).as_str() >= "2024-09-01");
    holds(&["--until", "2024-04"], &|p| day(p).as_str() <= "2024-04-30");
    holds(&["--outlet", "Fjord Wire"], &|p| p["outlets"] == json!(["Fjord Wire"]));
    holds(&["--language", "de"], &|p| p["language"] == "de");
    holds(&["--type", "THREATEN"], &|p| says(p, "threatened"));
    assert_eq!(found(&["--outlet", "Nobody's Paper"]), [] as [Value; 0]);
    assert_eq!(found(&["--since", "2024-09", "--until", "2024-04"]), [] as [Value; 0]);

    let page = |offset: &str| {
        place.expect(0, &["search", "--format", "jsonl", "--limit", "2", "--offset", offset]).out
    };
    let whole: Vec<Value> = parse_lines(&(page("0") + &page("2")));
    assert_eq!(whole, all[..4], "pages join without a gap");
}

#[test]
fn search_shows_where_a_passage_stands() {
    let ran = strait().expect(0, &["search", "court at The Hague"]);
    assert!(ran.out.contains("1. Iceland threatened Norway with a complaint"), "{}", ran.out);
    assert!(ran.out.contains("Geyser Times · 11 Apr 2024 · Reykjavik answers"), "{}", ran.out);
    assert!(ran.out.contains("https://geyser-times.example/denial"), "{}", ran.out);
    assert!(ran.out.contains("bytes 118–191"), "{}", ran.out);
}

#[test]
fn events_as_table_csv_and_json_lines_tell_the_same() {
    let place = strait();
    let shown = |format: &str| place.expect(0, &["events", STRAIT, "--format", format]).out;
    let lines = parse_lines(&shown("jsonl"));
    let csv_text = shown("csv");
    let mut csv = csv::Reader::from_reader(csv_text.as_bytes());
    let columns: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().unwrap();
    assert!(rows.len() >= 10, "{csv_text}");
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        for (column, cell) in columns.iter().zip(row) {
            let value = match &line[column] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell, value, "{column}");
        }
        let scale = line["intensity"].as_f64().unwrap();
        assert!(
            (-10.0..=10.0).contains(&scale) && line["intensity"].to_string().len() <= 5,
            "{line}"
        );
        assert!((1..=4).contains(&line["quad"].as_u64().unwrap()), "{line}");
    }
    let mut days: Vec<&str> = lines.iter().filter_map(|l| l["day"].as_str()).collect();
    let shuffled = days.clone();
    days.sort_by_key(|day| day.get(..7).unwrap_or(day).to_owned());
    assert_eq!(days, shuffled, "events come in day order");

    let table = shown("table");
    assert!(table.contains("ISL") && table.contains("Harbour Post"), "{table}");
    assert!(table.ends_with(&format!("{} events\n", lines.len())), "{table}");
    let short = place.expect(0, &["events", STRAIT, "--limit", "2"]).out;
    assert!(short.contains(&format!("({} earlier ones not shown", lines.len() - 2)), "{short}");
    assert!(short.lines().all(|line| line.chars().count() <= 100), "{short}");
}

#[test]
fn status_counts_what_was_added() {
    let place = strait();
    let bad = place.write(
        "bad.jsonl",
        "{\"lang\": \"en\", \"text\": \"Norway thanked Iceland.\"}\n{\"text\": \n",
    );
    place.expect(1, &["add", &bad]);
    let status = place.status();
    for (key, value) in [
        ("documents", json!(11)),
        ("read", json!(10)),
        ("unread", json!(1)),
        ("undated", json!(1)),
        ("first_day", json!("2024-03-05")),
        ("last_day", json!("2024-10-15")),
        ("languages", json!({"de": 1, "en": 10})),
        ("sample", json!(false)),
    ] {
        assert_eq!(status[key], value, "{key} of {status:#}");
    }
    assert_eq!(status["outlets"]["Harbour Post"], 2);
    assert_eq!(status["outlets"]["Copy Desk"], 1);
    assert!(status["bytes"].as_u64().unwrap() > 1000);
    assert!(status["events"].as_u64().unwrap() >= 10);
    let additions = status["additions"].as_array().unwrap();
    assert_eq!(additions.len(), 2);
    assert_eq!(additions[1]["skipped"], 1);
    assert_eq!(additions[1]["reasons"][0]["reason"], "bad-json");
    let shown = place.expect(0, &["status"]).out;
    for words in ["11", "2024-03-05 to 2024-10-15", "de 1", "Harbour Post 2", "bad.jsonl, line 2:"]
    {
        assert!(shown.contains(words), "{words} in:\n{shown}");
    }
    assert!(shown.contains(status["fingerprint"].as_str().unwrap()), "{shown}");
}

#[test]
fn explain_takes_a_text_a_file_and_standard_input() {
    let place = Place::new();
    let text = "Norway accused Iceland of „Überfischung“ on 3 May 2024.";
    let file = place.write("text.txt", text);
    let by_text = place.expect(0, &["explain", text]);
    let by_file = place.expect(0, &["explain", &file]);
    let by_input = place.run_with(&["explain"], text.as_bytes());
    let by_dash = place.run_with(&["explain", "-"], text.as_bytes());
    assert_eq!(by_text.out, by_file.out);
    assert_eq!(by_text.out, by_input.out);
    assert_eq!(by_text.out, by_dash.out);
    let [value] = parse_lines(&by_text.out).try_into().expect("one line");
    check_spans(&value, text);
    let named: Vec<&str> =
        value["actors"].as_array().unwrap().iter().filter_map(|a| a["actor"].as_str()).collect();
    assert_eq!(named, ["NOR", "ISL"]);
    assert_eq!(value["times"][0]["from"], "2024-05-03");
    let event = &value["events"][0];
    assert_eq!(
        (&event["type"], &event["source"], &event["target"]),
        (&json!("ACCUSE"), &json!("NOR"), &json!("ISL"))
    );
    assert!(event["rule"].as_str().unwrap().contains(": "), "{event}");
    let confidence = event["confidence"].as_f64().unwrap();
    assert!(confidence > 0.0 && confidence < 1.0, "{event}");
    assert_eq!(event["day"], "2024-05-03");

    let dated =
        place.expect(0, &["explain", "--date", "2024-05-08", "Norway thanked Iceland on Monday."]);
    let value = &parse_lines(&dated.out)[0];
    assert_eq!(
        (&value["date"], &value["times"][0]["from"]),
        (&json!("2024-05-08"), &json!("2024-05-06"))
    );
    assert!(!place.archive().exists());
}

/// Every object with start, end and text marks that slice of the text.
#[track_caller]
fn check_spans(value: &Value, text: &str) {
    match value {
        Value::Array(values) => values.iter().for_each(|v| check_spans(v, text)),
        Value::Object(object) => {
            if let (Some(start), Some(end), Some(slice)) =
                (value["start"].as_u64(), value["end"].as_u64(), value["text"].as_str())
            {
                assert_eq!(text.get(start as usize..end as usize), Some(slice), "{value}");
            }
            object.values().for_each(|v| check_spans(v, text));
        }
        _ => {}
    }
}

#[test]
fn explain_gives_one_line_for_each_line() {
    let place = Place::new();
    let text = "Norwegen – Iceland thanked Norway on Tuesday.";
    let mut input = Vec::new();
    for id in [json!("x"), json!(7), json!({"deep": [1]}), Value::Null] {
        input
            .extend(format!("{}\n", json!({"id": id, "text": text, "date": "2024-05-08"})).bytes());
    }
    input.extend(b"\n{\"id\": \"no text\"}\n{\"id\": 9, \"text\": \n\xff\xfe\n");
    input.extend(b"{\"id\": \"long\", \"text\": \"");
    input.extend(std::iter::repeat_n(b'x', 17 << 20));
    input.extend(b"\"}\n{\"id\": \"last\", \"text\": \"\"}");
    let ran = place.run_with(&["explain"], &input);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines = parse_lines(&ran.out);
    let ids: Vec<Value> = lines.iter().map(|line| line["id"].clone()).collect();
    let null = Value::Null;
    assert_eq!(
        ids,
        [
            json!("x"),
            json!(7),
            json!({"deep": [1]}),
            null.clone(),
            json!("no text"),
            null.clone(),
            null.clone(),
            null,
            json!("last")
        ]
    );
    lines[..4].iter().for_each(|line| check_spans(line, text));
    assert_eq!(lines[0]["times"][0]["from"], "2024-05-07");
    for (at, number) in [(4, 6), (5, 7), (6, 8), (7, 9)] {
        assert_eq!(lines[at]["line"], number, "{}", lines[at]);
        assert_eq!(lines[at]["events"], json!([]));
        assert!(!lines[at]["error"].as_str().unwrap().is_empty());
        assert!(ran.err.contains(&format!("line {number}: ")), "{}", ran.err);
    }
    assert!(ran.err.contains("line 9: the line is longer than 16 MiB"), "{}", ran.err);
}

#[test]
fn explain_never_fails_on_odd_text() {
    let place = Place::new();
    let nothing = place.expect(2, &["explain"]);
    assert!(nothing.err.contains("there is no text to explain"), "{}", nothing.err);
    let texts = [
        "\u{202e}yawroN\u{202c} 🇳🇴🇮🇸 accused".to_owned(),
        "Norway\u{0}Iceland \u{301}\u{301} said: \"".to_owned(),
        "Nørway ".repeat(3000),
        "on Monday ".repeat(3000),
        "“«(".repeat(3000),
        "Norway, Iceland and ".repeat(1500),
    ];
    let input: String =
        texts.iter().map(|t| format!("{}\n", json!({"id": 1, "text": t}))).collect();
    let ran = place.run_with(&["explain"], input.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (value, text) in parse_lines(&ran.out).iter().zip(&texts) {
        check_spans(value, text);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_or_a_full_device_is_no_panic() {
    let place = strait();
    for arguments in
        [&["overview", STRAIT][..], &["events", STRAIT], &["search", "Iceland"], &["status"]]
    {
        let mut command = place.command(arguments);
        // A pipe whose other end is closed already.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command.stdout(writer).stdin(std::process::Stdio::null()).output().unwrap();
        let stopped = crate::harness::ran(output);
        assert_eq!((stopped.code, stopped.err.as_str()), (0, ""), "{arguments:?}");

        let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { continue };
        let mut command = place.command(arguments);
        let output = command.stdout(full).stdin(std::process::Stdio::null()).output().unwrap();
        let Ran { code, err, .. } = crate::harness::ran(output);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains("cannot write the answer: No space left"), "{arguments:?}: {err}");
    }
}
