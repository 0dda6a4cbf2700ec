//! Which passages a search finds, and in which order.

use super::{Draft, day, draft};
use crate::index::{Archive, PassagePage, PassageQuery};
use crate::model::event::EventType;
use crate::model::span::Span;

fn drafts() -> Vec<Draft> {
    vec![
        draft(
            "a",
            "Ministers of Freedonia negotiated a gas pipeline.\nSylvania rejected the deal.",
        )
        .report("2031-05-04", "The Freedonia Times")
        .title("Caravan talks")
        .mention("FRE", "Freedonia")
        .mention("SYL", "Sylvania")
        .event(EventType::Consult, "FRE", "OST", "negotiated", "2031-05-03")
        .event(EventType::Reject, "SYL", "", "rejected", "2031-05-03"),
        draft("b", "The pipeline for gas from Osterlich leaks, Freedonia told Sylvania.")
            .report("2031-06-01", "Sylvania Today")
            .report("2031-08-01", "Late Edition")
            .mention("FRE", "Freedonia")
            .mention("SYL", "Sylvania"),
        draft("c", "Le gazoduc de Zürich est négocié.\n中国と日本の首脳会談。")
            .report("2031-07", "Le Temps")
            .language("fr"),
        draft("d", "A caravan arrived."),
    ]
}

fn archive() -> Archive {
    Archive::in_memory(drafts().into_iter().map(Draft::record).collect()).unwrap()
}

fn ask(words: &str) -> PassageQuery {
    PassageQuery { words: words.to_owned(), limit: 10, ..PassageQuery::default() }
}

/// `key@start` of what is found, in order.
fn found(page: &PassagePage) -> Vec<String> {
    page.passages.iter().map(|p| format!("{}@{}", p.key, p.sentence.start)).collect()
}

#[test]
fn words_find_sentences() {
    let table: [(&str, &[&str]); 17] = [
        ("pipeline", &["a@0", "b@0"]),
        ("PIPELINES", &["a@0", "b@0"]),
        ("negotiating", &["a@0"]),
        ("gas pipeline", &["a@0", "b@0"]),
        ("\"gas pipeline\"", &["a@0"]),
        ("“gas pipeline” leaks", &[]),
        ("the pipeline of the deal", &[]),
        ("pipeline leak gas", &["b@0", "a@0"]),
        ("caravan", &["d@0", "a@0", "a@50"]),
        ("zurich", &["c@0"]),
        ("Zürich négocié", &["c@0"]),
        ("日本", &["c@37"]),
        ("本日", &[]),
        ("the", &["a@50", "b@0", "d@0"]),
        ("unheard", &[]),
        ("🚀", &[]),
        ("title:caravan", &[]),
    ];
    let archive = archive();
    for (words, expected) in table {
        let page = archive.passages(&ask(words)).unwrap();
        if page.loosened {
            assert!(expected.is_empty(), "{words}: {:?}", found(&page));
        } else {
            assert_eq!(found(&page), expected, "{words}");
            assert_eq!(page.total, expected.len(), "{words}");
        }
    }
}

#[test]
fn words_that_never_meet_are_loosened() {
    let page = archive().passages(&ask("leaks rejected")).unwrap();
    assert!(page.loosened);
    assert_eq!((page.total, page.passages.len()), (2, 2));
    let page = archive().passages(&ask("nowhere nothing")).unwrap();
    assert_eq!(page, PassagePage::default());
}

#[test]
fn each_condition_selects() {
    let table: Vec<(PassageQuery, &[&str])> = vec![
        (ask(""), &["c@0", "c@37", "b@0", "a@0", "a@50", "d@0"]),
        (PassageQuery { actors: vec!["FRE".into()], ..ask("") }, &["b@0", "a@0"]),
        (PassageQuery { actors: vec!["FRE".into(), "SYL".into()], ..ask("") }, &["b@0"]),
        (PassageQuery { dyad: Some(("SYL".into(), "FRE".into())), ..ask("") }, &["b@0"]),
        (PassageQuery { dyad: Some(("FRE".into(), "OST".into())), ..ask("") }, &["a@0"]),
        (PassageQuery { types: vec![EventType::Reject], ..ask("") }, &["a@50"]),
        (
            PassageQuery { types: vec![EventType::Reject, EventType::Consult], ..ask("") },
            &["a@0", "a@50"],
        ),
        (PassageQuery { since: Some(day("2031-06-01")), ..ask("pipeline") }, &["b@0"]),
        (PassageQuery { since: Some(day("2031-07-31")), ..ask("") }, &["c@0", "c@37"]),
        (PassageQuery { until: Some(day("2031-05-31")), ..ask("") }, &["a@0", "a@50"]),
        (PassageQuery { published_until: Some(day("2031-05-31")), ..ask("pipeline") }, &["a@0"]),
        (PassageQuery { published_until: Some(day("2031-05-03")), ..ask("caravan") }, &["d@0"]),
        (PassageQuery { outlet: Some("late EDITION".into()), ..ask("gas") }, &["b@0"]),
        (PassageQuery { outlet: Some("Late".into()), ..ask("gas") }, &[]),
        (PassageQuery { language: Some("fr".into()), ..ask("gazoduc") }, &["c@0"]),
        (PassageQuery { language: Some("en".into()), ..ask("gazoduc") }, &[]),
        (PassageQuery { language: Some("en".into()), ..ask("gas") }, &["a@0", "b@0"]),
    ];
    let archive = archive();
    for (query, expected) in table {
        let page = archive.passages(&query).unwrap();
        assert_eq!(found(&page), expected, "{query:?}");
        assert_eq!(page.total, expected.len(), "{query:?}");
    }
}

#[test]
fn a_passage_says_where_it_stands() {
    let query = PassageQuery { published_until: Some(day("2031-07-31")), ..ask("leaks") };
    let passage = archive().passages(&query).unwrap().passages.remove(0);
    let text = drafts()[1].0.document.text.clone();
    assert_eq!(passage.sentence, Span::new(0, text.len()));
    assert_eq!(passage.text, text);
    assert_eq!(passage.title, "As Sylvania Today sees it");
    assert_eq!(passage.outlets, ["Sylvania Today"], "the later report is not known yet");
    assert_eq!(passage.url.as_deref(), Some("https://example.org/b/2031-06-01"));
    assert_eq!(passage.published.unwrap().to_string(), "2031-06-01");
    assert!(passage.score > 0.0);
    let later = archive().passages(&ask("leaks")).unwrap().passages.remove(0);
    assert_eq!(later.outlets, ["Late Edition", "Sylvania Today"]);
}

#[test]
fn pages_join_without_gap_and_ties_follow_the_key() {
    // 300 sentences of one score, more than the first reach of the ranking.
    let records = |order: &mut dyn Iterator<Item = usize>| {
        order
            .map(|n| draft(&format!("k{n:03}"), "Freedonia waits.").report("2031-05-04", "T"))
            .map(Draft::record)
            .collect()
    };
    let archive = Archive::in_memory(records(&mut (0..300).rev())).unwrap();
    let expected: Vec<String> = (0..300).map(|n| format!("k{n:03}@0")).collect();
    for words in ["waits", ""] {
        let mut joined = Vec::new();
        for offset in (0..330).step_by(30) {
            let page = archive.passages(&PassageQuery { limit: 30, offset, ..ask(words) }).unwrap();
            assert_eq!(page.total, 300);
            joined.extend(found(&page));
        }
        assert_eq!(joined, expected, "{words:?}");
        let count = archive.passages(&PassageQuery { limit: 0, ..ask(words) }).unwrap();
        assert_eq!((count.total, count.passages.len()), (300, 0));
    }
    let all = PassageQuery { limit: usize::MAX, offset: usize::MAX, ..ask("waits") };
    assert_eq!(archive.passages(&all).unwrap().total, 300);
}

/// Ranks are computed from the whole archive, not from the file a sentence happens to lie in.
#[test]
fn the_order_of_adding_and_the_files_change_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut writer = Archive::writer(folder.path()).unwrap();
    for draft in drafts().into_iter().rev() {
        writer.put(&draft.record()).unwrap();
        writer.commit(None).unwrap();
    }
    drop(writer);
    let scattered = Archive::open(folder.path()).unwrap();
    for words in ["gas pipeline", "caravan", "the", "leaks rejected", ""] {
        let expected = archive().passages(&ask(words)).unwrap();
        assert!(expected.total > 0);
        assert_eq!(scattered.passages(&ask(words)).unwrap(), expected, "{words}");
    }
}

#[test]
fn no_input_is_an_error() {
    let long = "pipeline ".repeat(2_000);
    let endless = "x".repeat(10_000);
    let quotes = "\"".repeat(1_001);
    let chinese = "国".repeat(5_000);
    let phrase = format!("\"{}\"", "gas pipeline ".repeat(500));
    let inputs = [
        "\"unclosed",
        "\"\"",
        "\"",
        "\" \"",
        "AND OR (",
        "AND",
        "NOT",
        "title:x",
        "text_en:gas",
        "key:[a TO b]",
        "*",
        "?",
        "ga*",
        "/gas/",
        "gas~",
        "gas^3",
        "-gas",
        "+gas",
        "\\",
        "\\\"",
        "gas\0pipeline",
        "\u{202e}gas",
        "é́́",
        "👩‍👩‍👧‍👦",
        "  \t\n ",
        "IN [a b]",
        "a:b:c:",
        ")(",
        "{}",
        "<>",
        "published:>5",
        "ﷺ",
        &long,
        &endless,
        &quotes,
        &chinese,
        &phrase,
    ];
    let archive = archive();
    for input in inputs {
        let shown: String = input.chars().take(20).collect();
        assert!(archive.passages(&ask(input)).is_ok(), "{shown}");
        let query = PassageQuery {
            actors: vec![input.to_owned()],
            dyad: Some((input.to_owned(), String::new())),
            outlet: Some(input.to_owned()),
            language: Some(input.to_owned()),
            ..ask(input)
        };
        assert_eq!(archive.passages(&query).unwrap().total, 0, "{shown}");
    }
    assert!(archive.passages(&ask("+gas -pipeline")).unwrap().total > 0);
    assert!(archive.passages(&ask(&long)).unwrap().total > 0);
}
