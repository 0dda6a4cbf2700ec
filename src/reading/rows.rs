//! Rows of coded events: what others coded, in our terms.
//!
//! Nothing is read as language here. A row is one line of keys and values (see `sources/coded`); who is meant
//! comes from our tables of actors, what a code stands for and how intense it is from our own tables, so that
//! events of all data sets are counted by one measure.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::events::intensity_of;
use super::lexicon::Lexicon;
use super::{How, Mention, Reading, names};
use crate::model::actor::Actor;
use crate::model::day::DaySpan;
use crate::model::document::Document;
use crate::model::event::{Basis, Dated, Event, EventType, Party, Status};
use crate::model::span::Span;

/// `data/event_tables.toml`.
#[derive(Deserialize)]
struct Tables {
    codes: BTreeMap<String, String>,
    types: BTreeMap<String, String>,
    roots: BTreeMap<String, String>,
    acled: BTreeMap<String, String>,
    prefix: Vec<Prefix>,
    sectors: BTreeMap<String, String>,
}

/// Words before the name of a state.
#[derive(Deserialize)]
struct Prefix {
    words: String,
    sector: String,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        toml::from_str(include_str!("../../data/event_tables.toml"))
            .expect("data/event_tables.toml is ours and well formed")
    })
}

/// The one event a row tells, where it is one between two states; else nothing but the line.
pub(super) fn read(lexicon: &Lexicon, document: &Document) -> Reading {
    let whole = Span::new(0, document.text.len());
    let mut reading = Reading { sentences: vec![whole], ..Reading::default() };
    if let Some((event, mentions)) = event(lexicon, &document.text, whole) {
        reading.times = event.day.into_iter().collect();
        reading.events = vec![event];
        reading.mentions = mentions;
    }
    reading
}

fn event(lexicon: &Lexicon, text: &str, whole: Span) -> Option<(Event, Vec<Mention>)> {
    let values = values(text);
    let of = |key: &str| values.get(key).copied();
    let (code_text, code_span) = of("code")?;
    let (kind, cameo) = coded(code_text)?;
    let (day_text, day_span) = of("day")?;
    let when = day(day_text)?;
    let party = |key: &str| {
        let (state, span) = of(key)?;
        let sector = of(&format!("{key} sector")).map(|(sector, _)| sector);
        Some(Party { actor: actor(lexicon, state, sector)?, span })
    };
    let (source, target) = (party("source")?, party("target")?);
    if source.actor.id == target.actor.id {
        return None;
    }
    let mention =
        |party: &Party| Mention { actor: party.actor.clone(), span: party.span, how: How::Name };
    let mentions = vec![mention(&source), mention(&target)];
    let set = text.split(" | ").next().unwrap_or_default();
    let event = Event {
        kind,
        mode: None,
        contexts: Vec::new(),
        intensity: intensity_of(&cameo)?,
        cameo,
        source: Some(source),
        target: Some(target),
        speaker: None,
        status: Status::Done,
        aspect: None,
        day: Some(Dated { when, basis: Basis::Stated, span: Some(day_span) }),
        trigger: code_span,
        sentence: whole,
        rule: set.to_owned(),
    };
    Some((event, mentions))
}

/// The values of a line by key, each with its place.
fn values(text: &str) -> BTreeMap<&str, (&str, Span)> {
    const KEYS: [&str; 10] = [
        "row",
        "day",
        "source sector",
        "source name",
        "source",
        "target sector",
        "target name",
        "target",
        "code",
        "seen in",
    ];
    let mut out = BTreeMap::new();
    let mut at = 0;
    for piece in text.split(" | ") {
        let found =
            KEYS.iter().find_map(|key| Some((*key, piece.strip_prefix(key)?.strip_prefix(' ')?)));
        if let Some((key, value)) = found {
            let start = at + piece.len() - value.len();
            out.entry(key).or_insert((value, Span::new(start, start + value.len())));
        }
        at += piece.len() + " | ".len();
    }
    out
}

/// The type of a code and the CAMEO code that its intensity is looked up by.
fn coded(code: &str) -> Option<(EventType, String)> {
    let (scheme, code) = code.split_once(' ')?;
    let cameo = match scheme {
        "CAMEO" => code.to_owned(),
        "PLOVER" => tables().roots.get(&code.to_ascii_uppercase())?.clone(),
        "ACLED" => tables().acled.get(code)?.clone(),
        _ => return None,
    };
    // A longer code than the table has is a kind of the shorter one.
    let known = (2..=cameo.len())
        .rev()
        .filter_map(|end| cameo.get(..end))
        .find(|code| intensity_of(code).is_some())?;
    let kind = (2..=cameo.len())
        .rev()
        .filter_map(|end| cameo.get(..end))
        .find_map(|code| tables().types.get(code))?;
    let kind = match scheme {
        "PLOVER" => EventType::parse(code)?,
        _ => EventType::parse(kind)?,
    };
    Some((kind, known.to_owned()))
}

/// `2025-06-01`, or `2025-06-01..2025-06-03`.
fn day(text: &str) -> Option<DaySpan> {
    match text.split_once("..") {
        None => DaySpan::parse(text),
        Some((from, to)) => {
            let (from, to) = (DaySpan::parse(from)?, DaySpan::parse(to)?);
            (from.start <= to.end).then_some(DaySpan {
                start: from.start,
                end: to.end,
                precision: crate::model::day::Precision::Range,
            })
        }
    }
}

/// The state that a code or a name means: `SAU`, `Vietnam`, `Military Forces of Russia (2000-)`.
fn actor(lexicon: &Lexicon, written: &str, sector: Option<&str>) -> Option<Actor> {
    let prefix = tables().prefix.iter().find(|prefix| written.starts_with(&prefix.words));
    let name = prefix.map_or(written, |prefix| &written[prefix.words.len()..]);
    let name = name.split(" (").next().unwrap_or_default().trim();
    let is_code = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    let id = if is_code {
        tables().codes.get(name).cloned().unwrap_or_else(|| name.to_owned())
    } else {
        match names::find(lexicon, name)?.as_slice() {
            [one] => one.clone(),
            _ => return None,
        }
    };
    let sector = sector.map(|sector| {
        let known = tables().sectors.get(&sector.to_lowercase()).cloned();
        known.unwrap_or_else(|| sector.to_owned())
    });
    let is_sector =
        |sector: &String| sector.len() == 3 && sector.bytes().all(|b| b.is_ascii_uppercase());
    let role = prefix.map(|prefix| prefix.sector.clone()).or(sector.filter(is_sector));
    lexicon.is_state(&id).then_some(Actor { id, role, person: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{ROWS, Report};

    fn read_line(text: &str) -> Reading {
        let document = Document {
            key: "k".to_owned(),
            text: text.to_owned(),
            language: ROWS.to_owned(),
            reports: vec![Report::default()],
        };
        read(Lexicon::embedded(), &document)
    }

    #[test]
    fn a_row_is_an_event_with_the_spans_of_its_line() {
        let text = "GDELT 2.0 | row 7 | day 2025-06-01 | source NOR | source sector GOV | source name OSLO | target SWE | code CAMEO 043 | seen in https://a.example";
        let reading = read_line(text);
        let [event] = reading.events.as_slice() else { panic!("{reading:?}") };
        assert_eq!((event.kind, event.cameo.as_str()), (EventType::Consult, "043"));
        let source = event.source.as_ref().unwrap();
        assert_eq!((source.actor.id.as_str(), source.actor.role.as_deref()), ("NOR", Some("GOV")));
        assert_eq!(source.span.of(text), Some("NOR"));
        assert_eq!(event.trigger.of(text), Some("CAMEO 043"));
        assert_eq!(event.day.unwrap().span.unwrap().of(text), Some("2025-06-01"));
        assert_eq!(event.rule, "GDELT 2.0");
        assert_eq!(reading.sentences, [Span::new(0, text.len())]);
    }

    #[test]
    fn every_scheme_ends_in_one_table_of_intensities() {
        for (code, kind, cameo) in [
            ("CAMEO 1831", EventType::Assault, "1831"),
            ("CAMEO 0871", EventType::Retreat, "0871"),
            ("CAMEO 1919", EventType::Coerce, "191"),
            ("PLOVER CONSULT", EventType::Consult, "040"),
            ("ACLED air/drone strike", EventType::Assault, "195"),
        ] {
            assert_eq!(coded(code), Some((kind, cameo.to_owned())), "{code}");
        }
        for code in ["CAMEO 010", "CAMEO 99", "PLOVER NOTHING", "ACLED other", "CAMEO ", "x"] {
            assert_eq!(coded(code), None, "{code}");
        }
    }

    #[test]
    fn states_are_known_by_code_name_and_force() {
        let id = |written: &str| actor(Lexicon::embedded(), written, None).map(|a| (a.id, a.role));
        assert_eq!(id("ROM"), Some(("ROU".to_owned(), None)));
        assert_eq!(id("Vietnam"), Some(("VNM".to_owned(), None)));
        let forces = Some(("RUS".to_owned(), Some("MIL".to_owned())));
        assert_eq!(id("Military Forces of Russia (2000-)"), forces);
        assert_eq!(id("Government of Ukraine"), Some(("UKR".to_owned(), Some("GOV".to_owned()))));
        for nobody in ["IGO", "EUR", "Rioters", "NATO", ""] {
            assert_eq!(id(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn what_is_no_event_between_two_states_is_none() {
        let line = |source: &str, target: &str, day: &str| {
            format!(
                "ICEWS | row 1 | day {day} | source {source} | target {target} | code CAMEO 190"
            )
        };
        assert_eq!(read_line(&line("Norway", "Sweden", "2020-01-31")).events.len(), 1);
        for (source, target, day) in [
            ("Norway", "Norway", "2020-01-31"),
            ("Norway", "Nowhere", "2020-01-31"),
            ("Norway", "Sweden", "tomorrow"),
            ("Norway", "Sweden", "2020-02-03..2020-02-01"),
        ] {
            assert!(
                read_line(&line(source, target, day)).events.is_empty(),
                "{source} {target} {day}"
            );
        }
    }
}
