//! From articles to an overview and back to the bytes it rests on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::{Place, corpus, finish, parse, parse_lines};

const QUESTION: &str = "Norway vs Iceland and Ireland";

/// A place whose archive holds the strait corpus.
fn strait() -> Place {
    let place = Place::new();
    place.add("strait.jsonl", corpus("strait.jsonl"));
    place
}

fn overview(place: &Place, question: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["overview", question, "--format", "json"];
    arguments.extend(more);
    place.json(&arguments)
}

/// Every sentence of the text blocks, in reading order.
fn sentences(overview: &Value) -> Vec<&Value> {
    let mut out = Vec::new();
    for block in array(&overview["text_blocks"]) {
        let items = block["list"].as_array().map_or_else(|| vec![block], |l| l.iter().collect());
        out.extend(items.into_iter().filter_map(|i| i["sentences"].as_array()).flatten());
    }
    out
}

fn items(overview: &Value) -> Vec<&Value> {
    let blocks = array(&overview["text_blocks"]).iter();
    blocks.filter_map(|b| b["list"].as_array()).flatten().collect()
}

#[track_caller]
fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no array: {value}"))
}

#[track_caller]
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

/// The texts of the corpus by address.
fn texts() -> BTreeMap<String, String> {
    parse_lines(&corpus("strait.jsonl"))
        .iter()
        .map(|line| (text(&line["url"]).to_owned(), text(&line["text"]).to_owned()))
        .collect()
}

#[test]
fn the_json_has_the_skeleton_that_readers_of_ai_overviews_parse() {
    let place = strait();
    let overview = overview(&place, QUESTION, &[]);
    for key in ["question", "title", "as_of", "window", "searched", "understood"] {
        assert!(!overview[key].is_null(), "{key} is missing");
    }
    assert_eq!(overview["question"], QUESTION);
    assert_eq!(overview["as_of"], "2024-10-15", "the last day of the archive");
    assert_eq!(overview["archive"]["fingerprint"], place.fingerprint());
    assert_eq!(overview["archive"]["sample"], false);
    assert_eq!(overview["searched"]["documents"], 10);
    assert_eq!(overview["searched"]["languages"]["de"], 1);
    assert_eq!(overview["dropped"], Value::Array(Vec::new()), "the audit dropped sentences");

    let mut kinds = BTreeSet::new();
    let references = array(&overview["references"]);
    for block in array(&overview["text_blocks"]) {
        let kind = text(&block["type"]);
        kinds.insert(kind);
        match kind {
            "heading" => assert!(!text(&block["snippet"]).is_empty()),
            "paragraph" => check_block(block, references.len()),
            "list" => {
                assert!(!array(&block["list"]).is_empty(), "an empty list");
                for item in array(&block["list"]) {
                    assert!(text(&item["title"]).ends_with(':'), "{item}");
                    check_block(item, references.len());
                    assert!(!array(&item["reference_indexes"]).is_empty(), "{item}");
                }
            }
            other => panic!("a block of the type {other}"),
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["heading", "list", "paragraph"]);
    for (at, reference) in references.iter().enumerate() {
        assert_eq!(reference["index"], at);
        assert!(text(&reference["link"]).starts_with("https://"), "{reference}");
        for key in ["title", "source"] {
            assert!(!text(&reference[key]).is_empty(), "{key} of {reference}");
        }
    }
}

/// Snippet, reference indexes and sentences, and the fields of each sentence.
#[track_caller]
fn check_block(block: &Value, references: usize) {
    let sentences = array(&block["sentences"]);
    assert!(!sentences.is_empty(), "{block}");
    let mut cited = BTreeSet::new();
    for sentence in sentences {
        assert!(text(&block["snippet"]).contains(text(&sentence["text"])), "{block}");
        for key in ["citations", "day", "day_precision", "independent_outlets", "contested"] {
            assert!(sentence.get(key).is_some(), "{key} is missing in {sentence}");
        }
        assert_eq!(sentence["day"].is_null(), sentence["day_precision"].is_null());
        for citation in array(&sentence["citations"]) {
            cited.insert(citation["reference"].as_u64().expect("a number"));
        }
    }
    let indexes: Vec<u64> =
        array(&block["reference_indexes"]).iter().filter_map(Value::as_u64).collect();
    assert_eq!(indexes, cited.into_iter().collect::<Vec<_>>());
    assert!(indexes.iter().all(|&index| (index as usize) < references), "{block}");
}

#[test]
fn every_sentence_is_cited_or_computed_and_every_quote_stands_in_the_text() {
    let overview = overview(&strait(), QUESTION, &[]);
    let texts = texts();
    let references = array(&overview["references"]);
    let (mut cited, mut computed) = (0, 0);
    for sentence in sentences(&overview) {
        let citations = array(&sentence["citations"]);
        if citations.is_empty() {
            let how = &sentence["computed"];
            assert!(!text(&how["method"]).is_empty(), "neither cited nor computed: {sentence}");
            check_figures(sentence, how);
            computed += 1;
            continue;
        }
        cited += 1;
        for citation in citations {
            let reference = &references[citation["reference"].as_u64().unwrap() as usize];
            let stored = &texts[text(&reference["link"])];
            let (start, end) =
                (citation["start"].as_u64().unwrap(), citation["end"].as_u64().unwrap());
            let quote = stored.get(start as usize..end as usize);
            assert_eq!(quote, citation["quote"].as_str(), "{citation}");
            assert_eq!(citation["key"], reference["key"]);
        }
        // Without what stands in square brackets, which is ours, the words are the source's own.
        let ours = without_brackets(text(&sentence["text"]));
        assert!(
            citations.iter().any(|c| text(&c["quote"]) == ours),
            "'{ours}' is not what is quoted: {citations:?}"
        );
    }
    assert!(cited >= 8 && computed >= 3, "{cited} cited and {computed} computed sentences");
    // References are numbered in the order in which they are first cited, and all are cited.
    let mut order: Vec<u64> = Vec::new();
    for sentence in sentences(&overview) {
        for citation in array(&sentence["citations"]) {
            let reference = citation["reference"].as_u64().unwrap();
            if !order.contains(&reference) {
                order.push(reference);
            }
        }
    }
    assert_eq!(order, (0..references.len() as u64).collect::<Vec<_>>());
}

/// Every figure of a computed sentence stands among its inputs.
#[track_caller]
fn check_figures(sentence: &Value, how: &Value) {
    let inputs = how["inputs"].to_string();
    let figures = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let known = figures(&inputs);
    for figure in figures(text(&sentence["text"])) {
        assert!(known.contains(&figure), "{figure} is not in {inputs}: {sentence}");
    }
}

fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '[' => {
                depth += 1;
                out = out.trim_end().to_owned();
            }
            ']' => depth -= 1,
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // A day before the sentence leaves its space.
    out.trim_start().to_owned()
}

#[test]
fn both_versions_of_a_disputed_happening_are_told() {
    let overview = overview(&strait(), "Norway and Iceland", &[]);
    let contested: Vec<&Value> =
        items(&overview).into_iter().filter(|i| i["contested"] == true).collect();
    let told: Vec<&str> = contested.iter().map(|point| text(&point["snippet"])).collect();
    // Of two denials each stands with what it denies, and nothing else is called contested.
    let pairs = [
        ("Iceland accused Norway of breaking", "Norway denied that it had broken"),
        ("Iceland accused Norway of ramming", "Norway denied that it had rammed"),
    ];
    assert_eq!(told.len(), pairs.len(), "{told:#?}");
    for (snippet, (accused, denied)) in told.iter().zip(pairs) {
        assert!(snippet.contains(accused) && snippet.contains(denied), "{snippet}");
    }
}

#[test]
fn one_text_at_two_addresses_is_one_document_and_one_voice() {
    let place = strait();
    let status = place.status();
    assert_eq!(status["documents"], 10, "eleven lines, two of them the same text");
    assert_eq!(status["additions"][0]["merged"], 1);
    let overview = overview(&place, "Norway and Iceland", &[]);
    let doubled: Vec<&Value> =
        array(&overview["references"]).iter().filter(|r| array(&r["outlets"]).len() == 2).collect();
    assert_eq!(doubled.len(), 1, "one reference for the text, not two");
    assert_eq!(doubled[0]["outlets"], serde_json::json!(["Harbour Post", "Copy Desk"]));
    assert_eq!(doubled[0]["also_at"], serde_json::json!(["https://copy-desk.example/patrol"]));
    let told: Vec<&Value> = sentences(&overview)
        .into_iter()
        .filter(|s| text(&s["text"]).contains("ramming a patrol boat"))
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["independent_outlets"], 1, "a copy is no second voice");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let place = strait();
    let other = Place::new();
    let mut lines: Vec<String> = corpus("strait.jsonl").lines().map(str::to_owned).collect();
    lines.reverse();
    // Another order, and in three steps.
    let (first, rest) = lines.split_at(3);
    let (second, third) = rest.split_at(4);
    for (at, part) in [first, second, third].into_iter().enumerate() {
        other.add(&format!("part{at}.jsonl"), part.join("\n"));
    }
    assert_eq!(place.fingerprint(), other.fingerprint());
    for format in ["text", "markdown", "html", "json"] {
        let arguments = ["overview", QUESTION, "--format", format];
        let first = place.expect(0, &arguments).out;
        assert_eq!(first, place.expect(0, &arguments).out, "{format}, again");
        assert_eq!(first, other.expect(0, &arguments).out, "{format}, added in another order");
    }
    for question in ["Iceland", "Norway and Ireland since 2024"] {
        let arguments = ["overview", question, "--format", "json"];
        assert_eq!(place.expect(0, &arguments).out, other.expect(0, &arguments).out, "{question}");
    }
    for format in ["table", "csv", "jsonl"] {
        let arguments = ["events", QUESTION, "--format", format];
        let first = place.expect(0, &arguments).out;
        assert_eq!(first, other.expect(0, &arguments).out, "events as {format}");
    }
}

#[test]
fn what_is_added_twice_is_known() {
    let place = strait();
    let (before, documents) = (place.fingerprint(), place.status()["documents"].clone());
    let overview = place.expect(0, &["overview", QUESTION]).out;
    let again = place.add("again.jsonl", corpus("strait.jsonl"));
    assert!(
        again.out.starts_with("0 added, 11 known already, 0 known text at a new"),
        "{}",
        again.out
    );
    assert_eq!(place.fingerprint(), before);
    assert_eq!(place.status()["documents"], documents);
    assert_eq!(place.expect(0, &["overview", QUESTION]).out, overview);
}

#[test]
fn as_of_hides_what_was_published_later() {
    let place = strait();
    let then = overview(&place, QUESTION, &["--as-of", "2024-04-30"]);
    assert_eq!(then["as_of"], "2024-04-30");
    assert_eq!(then["searched"]["documents"], 3);
    assert_eq!(then["searched"]["last_day"], "2024-04-11");
    assert!(!array(&then["references"]).is_empty());
    for reference in array(&then["references"]) {
        assert!(text(&reference["published_at"]) <= "2024-04-30", "{reference}");
    }
    assert!(!then.to_string().contains("patrol boat"));
    let events =
        place.expect(0, &["events", QUESTION, "--as-of", "2024-04-30", "--format", "jsonl"]);
    for event in parse_lines(&events.out) {
        assert!(text(&event["published"]) <= "2024-04-30", "{event}");
    }
}

/// The answer as of a day is the answer an archive gives that never saw what came later.
#[test]
fn what_came_later_changes_nothing_in_an_earlier_answer() {
    let whole = strait();
    for day in ["2024-04-30", "2024-05-14", "2024-07-15"] {
        let known = |line: &&str| {
            let line = parse(line);
            let published = line["date"].as_str().or(line["date_inferred"].as_str());
            published.is_some_and(|published| published <= day)
        };
        let lines: Vec<String> =
            corpus("strait.jsonl").lines().filter(known).map(str::to_owned).collect();
        let early = Place::new();
        early.add("early.jsonl", lines.join("\n"));
        let mut then = overview(&whole, QUESTION, &["--as-of", day]);
        let mut early = overview(&early, QUESTION, &["--as-of", day]);
        // The fingerprint names the whole archive.
        early["archive"] = Value::Null;
        then["archive"] = Value::Null;
        assert_eq!(early, then, "as of {day}");
    }
}

#[test]
fn a_period_asked_for_is_kept() {
    let place = strait();
    let overview = overview(&place, QUESTION, &["--since", "2024-05", "--until", "2024-06"]);
    assert_eq!(overview["window"]["since"], "2024-05-01");
    assert_eq!(overview["window"]["until"], "2024-06-30");
    assert_eq!(overview["window"]["asked"], true);
    assert!(!items(&overview).is_empty());
    for item in items(&overview) {
        let day = text(&item["day"]);
        assert!(("2024-05".."2024-07").contains(&day), "{item}");
    }
    let swapped = place.expect(2, &["overview", QUESTION, "--since", "2025", "--until", "2024"]);
    assert!(swapped.err.contains("swap the two days"), "{}", swapped.err);
}

#[test]
fn silence_is_an_answer() {
    let place = strait();
    for format in ["text", "markdown", "html", "json"] {
        let none = place.expect(3, &["overview", "Norway vs Ghana", "--format", format]);
        assert!(none.out.contains("Norway and Ghana"), "{}", none.out);
        assert!(none.out.contains("any report on Norway and Ghana"), "{}", none.out);
        assert!(none.out.contains("10"), "how many documents were searched: {}", none.out);
    }
    let none = parse(&place.expect(3, &["overview", "Ghana", "--format", "json"]).out);
    assert!(!array(&none["not_found"]).is_empty(), "one actor alone: {none:#}");
    let half = overview(&place, "Norway vs Iceland and Ghana", &[]);
    assert!(none_like(&half, "Ghana"), "{:#}", half["not_found"]);
    let events = place.expect(3, &["events", "Norway vs Ghana"]);
    assert!(events.out.is_empty() && events.err.contains("No coded event"), "{}", events.err);
    let early = place.expect(3, &["overview", QUESTION, "--as-of", "2023"]);
    assert!(early.out.contains("0 documents"), "{}", early.out);
}

fn none_like(overview: &Value, word: &str) -> bool {
    array(&overview["not_found"]).iter().any(|n| text(n).contains(word))
}

#[test]
fn a_misspelt_name_is_asked_back() {
    let place = strait();
    for (question, meant) in
        [("Norwey vs Iceland", "Norway"), ("Azerbaidjan and Rusia", "Azerbaijan")]
    {
        for command in ["overview", "events"] {
            let ran = place.expect(2, &[command, question]);
            assert!(ran.err.contains(&format!("did you mean {meant}")), "{}", ran.err);
            assert!(ran.out.is_empty(), "{}", ran.out);
        }
    }
    let ran = place.expect(2, &["overview", "qqqq zzzz"]);
    assert!(ran.err.starts_with("error: ") && ran.err.contains("qqqq"), "{}", ran.err);
}

#[test]
fn one_actor_alone_is_told_through_its_partners() {
    let overview = overview(&strait(), "Iceland", &[]);
    let dyads = &overview["understood"]["dyads"];
    assert_eq!(*dyads, serde_json::json!([["ISL", "NOR"], ["IRL", "ISL"]]), "most events first");
}

#[test]
fn without_an_archive_the_sample_answers_and_says_so() {
    let place = Place::new();
    let question = "Russia vs Azerbaijan and Kazakhstan";
    for command in [place.command(&["overview", question]), place.bare(&["overview", question])] {
        let ran = finish(command, b"");
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("sample archive"), "{}", ran.err);
        let said = "Sample archive: Bilateral's own summaries of public pages";
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    let json = parse(&finish(place.bare(&["overview", question, "--format", "json"]), b"").out);
    assert_eq!(json["archive"]["sample"], true);
    for reference in array(&json["references"]) {
        assert_eq!(reference["written_by"], "summary by Bilateral", "{reference}");
    }
    for sentence in sentences(&json) {
        assert!(!array(&sentence["citations"]).is_empty() || !sentence["computed"].is_null());
    }
    assert!(!place.archive().exists() && !place.path("home").exists(), "asking writes nothing");
    // A folder that is there but is no archive is a mistake, not a reason for the sample.
    place.write("archive/letter.txt", "Dear reader");
    let ran = place.expect(2, &["overview", question]);
    assert!(ran.err.contains("archive") && !ran.err.contains("sample"), "{}", ran.err);
}

#[test]
fn the_default_archive_lies_in_the_data_directory() {
    let place = Place::new();
    let input = place.write("strait.jsonl", corpus("strait.jsonl"));
    let ran = finish(place.bare(&["add", &input]), b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(place.path("home/data/bilateral").is_dir());
    let mut by_variable = place.bare(&["overview", QUESTION]);
    by_variable.env("BILATERAL_DATA", place.path("home/data/bilateral"));
    let (named, found) =
        (finish(by_variable, b""), finish(place.bare(&["overview", QUESTION]), b""));
    assert_eq!((named.code, named.out), (0, found.out));
    assert!(named.err.is_empty() && found.err.is_empty());
}
