//! Who carries an item: names of outlets, without the notes that stand among them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::item::RawItem;

/// Outlets kept of one item; a list beyond that is no list of outlets.
const MOST: usize = 64;
/// Characters of an outlet's name; longer entries are sentences.
const LONGEST: usize = 60;

#[derive(Deserialize)]
struct Words {
    notes: Vec<String>,
    note_starts: Vec<String>,
    period_words: Vec<String>,
    written_by: Vec<Writer>,
}

/// Who writes the pages at an address, and in which language.
#[derive(Deserialize)]
struct Writer {
    address: String,
    writer: String,
    language: String,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/outlets.toml")).expect("embedded table is tested")
});

/// The names among `entries`, trimmed, in their order, each once.
pub(crate) fn clean(entries: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in entries {
        let Some(name) = name(&entry) else { continue };
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() == MOST {
            break;
        }
    }
    names
}

/// The outlet an entry names, or `None` where it is a note.
fn name(entry: &str) -> Option<String> {
    if entry.len() > 4096 {
        return None;
    }
    let name = entry.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['(', ')', '[', ']', '"', ',', ';']).trim();
    if let Some(rest) = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://")) {
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        return (!host.is_empty()).then(|| host.trim_start_matches("www.").to_lowercase());
    }
    let lower = name.to_lowercase();
    let words = &*WORDS;
    let is_note = !name.chars().any(char::is_alphabetic)
        || name.chars().count() > LONGEST
        || words.notes.contains(&lower)
        || words.note_starts.iter().any(|start| lower.starts_with(start.as_str()))
        || is_period(&lower)
        || (name.ends_with('.') && name.split(' ').count() > 4);
    (!is_note).then(|| name.to_owned())
}

/// True for `2013–present`, `July 2015`, `October 2017–February 2018`: only years and words of time.
fn is_period(lower: &str) -> bool {
    let mut years = 0;
    for part in lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if part.chars().all(|c| c.is_ascii_digit()) {
            years += 1;
        } else if !WORDS.period_words.iter().any(|word| word == part) {
            return false;
        }
    }
    years > 0
}

/// Fills in who wrote an item and in which language, where its address tells and the item does not.
pub(crate) fn tell_writer(item: &mut RawItem) {
    let Some(url) = &item.url else { return };
    let Some(found) = WORDS.written_by.iter().find(|entry| url.contains(&entry.address)) else {
        return;
    };
    item.written_by.get_or_insert_with(|| found.writer.clone());
    item.language.get_or_insert_with(|| found.language.clone());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{Body, Origin, Place};

    #[test]
    fn notes_go_and_names_stay() {
        let entries = [
            "BBC",
            "Link dead as of 22:35, 14 January 2007 (UTC)",
            "Al Jazeera ",
            "2002",
            "2013–present",
            "July 2015–present",
            "registration required",
            "France 24",
            "→ May 2004 floods",
            "(Reuters)",
            "https://www.example.org/story/1",
            "BBC",
            "1010 WINS",
            "May",
            "U.S. National Archives",
            "Previous reports of two families are wrong.",
        ];
        let cleaned = clean(entries.map(str::to_owned));
        assert_eq!(
            cleaned,
            [
                "BBC",
                "Al Jazeera",
                "France 24",
                "Reuters",
                "example.org",
                "1010 WINS",
                "May",
                "U.S. National Archives"
            ]
        );
    }

    #[test]
    fn the_portal_is_known_as_a_writer() {
        let origin = Origin { file: "f".into(), place: Place::Whole };
        let mut item = RawItem::new(origin, Body::Text("Words.".into()));
        item.url = Some("https://en.wikipedia.org/wiki/Portal:Current_events/2002_July_1".into());
        tell_writer(&mut item);
        assert_eq!(item.written_by.as_deref(), Some("Wikipedia, Portal:Current events"));
        assert_eq!(item.language.as_deref(), Some("en"));
        item = RawItem {
            written_by: None,
            url: Some("https://en.wikipedia.org/wiki/Tuva".into()),
            ..item
        };
        tell_writer(&mut item);
        assert_eq!(item.written_by, None);
    }
}
