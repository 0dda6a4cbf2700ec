//! What the archive says it holds.

use super::{day, draft};
use crate::index::{Archive, Coverage};
use crate::model::event::EventType;

fn archive() -> Archive {
    Archive::in_memory(vec![
        draft("a", "Freedonia met Sylvania.\nIt rained.")
            .report("2031-05-04", "The Freedonia Times")
            .report("2031-05-09", "Sylvania Today")
            .event(EventType::Consult, "FRE", "SYL", "met", "2031-05-03")
            .record(),
        draft("b", "Freedonia a rencontré la Sylvanie.")
            .report("2031-07", "Le Temps de Sylvanie")
            .language("fr")
            .record(),
        draft("c", "Nobody knows when.").record(),
    ])
    .unwrap()
}

#[test]
fn counts_everything_and_as_of_a_day() {
    let archive = archive();
    let names = |counts: &[(&str, u64)]| {
        counts.iter().map(|&(name, count)| (name.to_owned(), count)).collect()
    };
    let all = Coverage {
        rows: 0,
        rows_until: None,
        documents: 3,
        sentences: 4,
        events: 1,
        read: 2,
        unread: 1,
        languages: names(&[("en", 2), ("fr", 1)]),
        outlets: names(&[
            ("Le Temps de Sylvanie", 1),
            ("Sylvania Today", 1),
            ("The Freedonia Times", 2),
        ]),
        days: Some((day("2031-05-04"), day("2031-07-01"))),
        undated: 1,
        by_day: [(day("2031-05-04"), 1), (day("2031-07-01"), 1)].into(),
    };
    assert_eq!(archive.coverage(None).unwrap(), all);
    assert_eq!(archive.coverage(Some(day("2031-07-01"))).unwrap(), all);
    let may = archive.coverage(Some(day("2031-05-31"))).unwrap();
    assert_eq!((may.documents, may.sentences, may.events), (2, 3, 1));
    assert_eq!((may.read, may.unread, may.undated), (2, 0, 1));
    assert_eq!(may.days, Some((day("2031-05-04"), day("2031-05-04"))));
    assert_eq!(may.by_day, [(day("2031-05-04"), 1)].into());
    let before = archive.coverage(Some(day("2030-01-01"))).unwrap();
    assert_eq!((before.documents, before.days), (1, None));
}

#[test]
fn an_empty_archive_counts_nothing() {
    let empty = Archive::in_memory(Vec::new()).unwrap();
    assert_eq!(empty.coverage(None).unwrap(), Coverage::default());
    assert!(empty.ledger().is_empty());
    assert!(empty.documents(&["a".to_owned()]).unwrap().is_empty());
}
