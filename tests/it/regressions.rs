//! Faults that once were, each by its name.

use serde_json::json;

use crate::harness::{Place, corpus, parse_lines};

/// An undated page with a guessed day, whose sentences lean on it.
fn undated() -> Place {
    let place = Place::new();
    let line = json!({
        "url": "https://old-quay.example/note", "outlet": "Old Quay", "title": "A note", "lang": "en",
        "date": null, "date_inferred": "2024-07-03",
        "text": "Norway accused Iceland of cutting nets on Monday. Iceland threatened Norway with a court case.",
    });
    place.add("note.jsonl", format!("{line}\n"));
    place
}

#[test]
fn a_guessed_day_was_shown_as_the_day_of_the_page_by_search() {
    let place = undated();
    let shown = place.expect(0, &["search", "nets"]).out;
    assert!(shown.contains("Old Quay · undated page, about 3 Jul 2024 · A note"), "{shown}");
    let line = &parse_lines(&place.expect(0, &["search", "nets", "--format", "jsonl"]).out)[0];
    assert_eq!((&line["published"], &line["date_inferred"]), (&json!(null), &json!("2024-07-03")));
}

#[test]
fn events_leaning_on_a_guessed_day_said_that_the_page_states_it() {
    let place = undated();
    let events = place.expect(0, &["events", "Norway vs Iceland", "--format", "jsonl"]).out;
    let events = parse_lines(&events);
    assert!(events.len() >= 2, "{events:?}");
    for event in events {
        assert_eq!(event["basis"], "inferred", "{event}");
        assert_eq!(event["published"], json!(null), "{event}");
    }
    // "[1 Jul 2024]" behind "on Monday" would be a guess that looks like a fact.
    let overview = place.expect(0, &["overview", "Norway vs Iceland"]).out;
    let overview = overview.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(overview.contains("nets on Monday. [1]"), "{overview}");
    assert!(overview.contains("(undated page, about"), "{overview}");
}

#[test]
fn an_actor_alone_without_events_got_a_blank_answer() {
    let place = Place::new();
    place.add("strait.jsonl", corpus("strait.jsonl"));
    let shown = place.expect(3, &["overview", "Ghana"]).out;
    let said = "Searched and not found: any event between Ghana and another actor.";
    assert!(shown.contains(said), "{shown}");
}

#[test]
fn escape_codes_in_names_of_files_and_fields_reached_the_terminal() {
    let place = Place::new();
    place.write("in/a\u{1b}[31m.jsonl", "{\"\\u001b[31mx\": 1}\n");
    let mut command = place.command(&["add", "in"]);
    // As a terminal would be served.
    command.env("CLICOLOR_FORCE", "1");
    let ran = crate::harness::finish(command, b"");
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("no text is in it; its fields are \u{fffd}[31mx"), "{}", ran.out);
    assert!(!ran.out.contains("\u{1b}[31m"), "{}", ran.out);
}
