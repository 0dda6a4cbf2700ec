//! The pages of `tests/spec`: a sentence in, all its events out.

use crate::model::document::Document;
use crate::model::event::{Event, Party};
use crate::reading::lexicon::Lexicon;
use crate::reading::read;

const PAGES: [(&str, &str); 16] = [
    ("accuse", include_str!("../../../tests/spec/accuse.md")),
    ("agree", include_str!("../../../tests/spec/agree.md")),
    ("aid", include_str!("../../../tests/spec/aid.md")),
    ("assault", include_str!("../../../tests/spec/assault.md")),
    ("coerce", include_str!("../../../tests/spec/coerce.md")),
    ("concede", include_str!("../../../tests/spec/concede.md")),
    ("consult", include_str!("../../../tests/spec/consult.md")),
    ("cooperate", include_str!("../../../tests/spec/cooperate.md")),
    ("mobilize", include_str!("../../../tests/spec/mobilize.md")),
    ("protest", include_str!("../../../tests/spec/protest.md")),
    ("reject", include_str!("../../../tests/spec/reject.md")),
    ("request", include_str!("../../../tests/spec/request.md")),
    ("retreat", include_str!("../../../tests/spec/retreat.md")),
    ("sanction", include_str!("../../../tests/spec/sanction.md")),
    ("support", include_str!("../../../tests/spec/support.md")),
    ("threaten", include_str!("../../../tests/spec/threaten.md")),
];

/// Sentence and expected lines of each fenced block.
fn examples(page: &str) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    for block in page.split("```\n").skip(1).step_by(2) {
        let mut lines = block.lines().map(str::to_owned);
        let Some(sentence) = lines.next() else { continue };
        let mut events: Vec<String> = lines.filter(|l| l != "none").collect();
        events.sort();
        out.push((sentence, events));
    }
    out
}

fn document(text: &str) -> Document {
    Document {
        key: String::new(),
        text: text.to_owned(),
        language: "en".to_owned(),
        reports: Vec::new(),
    }
}

fn shown(event: &Event) -> String {
    let id = |party: &Option<Party>| party.as_ref().map_or("-".to_owned(), |p| p.actor.id.clone());
    let status = serde_json::to_value(event.status).unwrap();
    let by = event.speaker.as_ref().map(|p| format!(" by {}", p.actor.id)).unwrap_or_default();
    let (source, target) = (id(&event.source), id(&event.target));
    format!("{} {source} -> {target} {}{by}", event.kind, status.as_str().unwrap())
}

fn events(text: &str) -> Vec<Event> {
    read(Lexicon::embedded(), &document(text)).events
}

#[test]
fn every_page_holds() {
    let mut wrong = Vec::new();
    for (name, page) in PAGES {
        let examples = examples(page);
        assert!(examples.len() >= 8, "{name}.md has too few examples");
        for (sentence, wanted) in examples {
            let mut got: Vec<String> = events(&sentence).iter().map(shown).collect();
            got.sort();
            got.dedup();
            if got != wanted {
                wrong.push(format!("{name}.md: {sentence}\n  wanted {wanted:?}\n  read   {got:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_span_is_a_slice_of_the_text() {
    for (_, page) in PAGES {
        for (sentence, _) in examples(page) {
            let text = format!("Ünïcode “quotes” first – ok. {sentence} {sentence}");
            for event in events(&text) {
                let spans = [Some(event.trigger), Some(event.sentence)];
                let parties = [&event.source, &event.target, &event.speaker];
                let parties = parties.into_iter().map(|p| p.as_ref().map(|p| p.span));
                for span in spans.into_iter().chain(parties).flatten() {
                    assert!(span.of(&text).is_some(), "{sentence}: {span:?}");
                }
                assert!(event.sentence.contains(event.trigger));
            }
        }
    }
}

#[test]
fn hostile_text_is_read_without_panic() {
    let many = "Russia and ".repeat(5_000);
    let commas = "Iran, ".repeat(5_000);
    let verbs = "says that Iran attacks ".repeat(2_000);
    for text in [
        "",
        "'",
        "’s",
        "-",
        "Iran-",
        "Iran's",
        "to to to",
        "İran’s “attack” on Iraq’s",
        "$ US$ US$",
        &many,
        &commas,
        &verbs,
    ] {
        for event in events(text) {
            assert!(event.trigger.of(text).is_some());
        }
    }
}

#[test]
fn rules_have_labels() {
    assert_eq!(super::label_of("coerce.toml: detain"), Some("Detentions"));
    assert_eq!(super::label_of("coerce.toml: nothing"), None);
}
