//! Which events a query finds, and in which order.

use super::{Draft, day, draft};
use crate::index::{Archive, EventQuery};
use crate::model::event::{EventType, QuadClass, Status};

fn drafts() -> Vec<Draft> {
    vec![
        draft("a", "Freedonia met Sylvania.\nFreedonia shelled Osterlich.")
            .report("2031-05-04", "The Freedonia Times")
            .event(EventType::Assault, "FRE", "OST", "shelled", "2031-05-02")
            .event(EventType::Consult, "FRE", "SYL", "met", "2031-05-03"),
        draft("b", "Marshovia says Sylvania will aid Osterlich in June.")
            .report("2031-05-06", "Sylvania Today")
            .report("2031-05-20", "Late Edition")
            .language("fr")
            .event_with(EventType::Aid, Status::Planned, ["SYL", "OST", "MAR"], "aid", "2031-06"),
        draft("c", "Sylvania and Freedonia quarrel.")
            .event(EventType::Reject, "SYL", "FRE", "quarrel", "")
            .event(EventType::Accuse, "FRE", "SYL", "quarrel", ""),
        draft("d", "Freedonia met itself.").report("2031-05-04", "The Freedonia Times").event(
            EventType::Consult,
            "FRE",
            "FRE",
            "met",
            "2031-05-03",
        ),
    ]
}

fn archive() -> Archive {
    Archive::in_memory(drafts().into_iter().map(Draft::record).collect()).unwrap()
}

/// `key:TYPE` of what is found, in order.
fn found(archive: &Archive, query: &EventQuery) -> Vec<String> {
    let events = archive.events(query).unwrap();
    events.iter().map(|e| format!("{}:{}", e.key, e.event.kind)).collect()
}

const ALL: [&str; 6] = ["a:ASSAULT", "a:CONSULT", "d:CONSULT", "b:AID", "c:REJECT", "c:ACCUSE"];

fn pair(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[test]
fn each_condition_selects() {
    let none = EventQuery::default;
    let table: Vec<(EventQuery, &[&str])> = vec![
        (none(), &ALL),
        (
            EventQuery { any_dyad: vec![pair("SYL", "FRE")], ..none() },
            &["a:CONSULT", "c:REJECT", "c:ACCUSE"],
        ),
        (
            EventQuery { any_dyad: vec![pair("FRE", "OST"), pair("MAR", "OST")], ..none() },
            &["a:ASSAULT", "b:AID"],
        ),
        (EventQuery { any_dyad: vec![pair("FRE", "FRE")], ..none() }, &[]),
        (EventQuery { any_actor: vec!["OST".to_owned()], ..none() }, &["a:ASSAULT", "b:AID"]),
        (EventQuery { any_actor: vec!["MAR".to_owned()], ..none() }, &["b:AID"]),
        (
            EventQuery {
                any_actor: vec!["MAR".to_owned()],
                any_dyad: vec![pair("FRE", "OST")],
                ..none()
            },
            &["a:ASSAULT", "b:AID"],
        ),
        (EventQuery { any_actor: vec!["XXX".to_owned()], ..none() }, &[]),
        (
            EventQuery { types: vec![EventType::Consult, EventType::Aid], ..none() },
            &["a:CONSULT", "d:CONSULT", "b:AID"],
        ),
        (EventQuery { quads: vec![QuadClass::MaterialConflict], ..none() }, &["a:ASSAULT"]),
        (EventQuery { statuses: vec![Status::Planned], ..none() }, &["b:AID"]),
        (EventQuery { since: Some(day("2031-05-03")), ..none() }, &ALL[1..4]),
        (EventQuery { until: Some(day("2031-05-02")), ..none() }, &ALL[..1]),
        (
            EventQuery { since: Some(day("2031-06-30")), until: Some(day("2031-07-30")), ..none() },
            &["b:AID"],
        ),
        (
            EventQuery { published_until: Some(day("2031-05-05")), ..none() },
            &["a:ASSAULT", "a:CONSULT", "d:CONSULT", "c:REJECT", "c:ACCUSE"],
        ),
        (EventQuery { languages: vec!["fr".to_owned(), "de".to_owned()], ..none() }, &["b:AID"]),
        (EventQuery { outlets: vec!["LATE edition".to_owned()], ..none() }, &["b:AID"]),
        (EventQuery { limit: Some(0), ..none() }, &[]),
        (EventQuery { limit: Some(2), ..none() }, &ALL[..2]),
        (EventQuery { limit: Some(5), ..none() }, &ALL[..5]),
        (EventQuery { limit: Some(50), ..none() }, &ALL),
    ];
    let archive = archive();
    for (query, expected) in table {
        assert_eq!(found(&archive, &query), expected, "{query:?}");
    }
}

#[test]
fn the_order_of_adding_and_the_files_change_nothing() {
    let backwards = drafts().into_iter().rev().map(Draft::record).collect();
    let backwards = Archive::in_memory(backwards).unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let mut writer = Archive::writer(folder.path()).unwrap();
    for (at, draft) in drafts().into_iter().enumerate() {
        if at == 2 {
            writer.put(&super::draft("a", "To be replaced.").record()).unwrap();
            writer.commit(None).unwrap();
            writer.put(&drafts()[0].clone().record()).unwrap();
        }
        writer.put(&draft.record()).unwrap();
        writer.commit(None).unwrap();
    }
    drop(writer);
    let scattered = Archive::open(folder.path()).unwrap();
    for limit in [None, Some(2), Some(3), Some(5)] {
        let query = EventQuery { limit, ..EventQuery::default() };
        let expected = archive().events(&query).unwrap();
        assert_eq!(backwards.events(&query).unwrap(), expected);
        assert_eq!(scattered.events(&query).unwrap(), expected);
    }
}

#[test]
fn later_reports_are_not_seen_as_of_an_earlier_day() {
    let archive = archive();
    let outlets = |as_of: &str| {
        let query = EventQuery {
            statuses: vec![Status::Planned],
            published_until: Some(day(as_of)),
            ..EventQuery::default()
        };
        archive.events(&query).unwrap().pop().map(|event| event.outlets)
    };
    assert_eq!(outlets("2031-05-05"), None);
    assert_eq!(outlets("2031-05-06").unwrap(), ["Sylvania Today"]);
    assert_eq!(outlets("2031-05-20").unwrap(), ["Late Edition", "Sylvania Today"]);
}
