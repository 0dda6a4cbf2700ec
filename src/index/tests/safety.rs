//! Written once, whole, and still there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::TempDir;

use super::{Record, draft};
use crate::error::Error;
use crate::index::{Addition, Archive, EventQuery, PassageQuery, Skipped};
use crate::model::event::EventType;
use crate::model::span::Span;

fn record(number: usize) -> Record {
    draft(&format!("key{number}"), &format!("Freedonia thanked Sylvania {number} times."))
        .report("2031-05-04", "The Freedonia Times")
        .mention("FRE", "Freedonia")
        .mention("SYL", "Sylvania")
        .event(EventType::Consult, "FRE", "SYL", "thanked", "2031-05-03")
        .record()
}

fn fill(folder: &Path, records: &[Record]) {
    let mut writer = Archive::writer(folder).unwrap();
    for record in records {
        writer.put(record).unwrap();
    }
    writer.commit(None).unwrap();
    writer.finish().unwrap();
}

fn counts(archive: &Archive) -> (u64, u64, u64) {
    let coverage = archive.coverage(None).unwrap();
    (coverage.documents, coverage.sentences, coverage.events)
}

#[test]
fn what_went_in_comes_out() {
    let folder = TempDir::new().unwrap();
    let records: Vec<Record> = (0..3).map(record).collect();
    assert!(!Archive::exists(folder.path()));
    fill(folder.path(), &records);
    assert!(Archive::exists(folder.path()));
    let archive = Archive::open(folder.path()).unwrap();
    let keys = ["key2", "missing", "key0"].map(str::to_owned);
    let documents = archive.documents(&keys).unwrap();
    assert_eq!(documents, [records[2].document.clone(), records[0].document.clone()]);
    let events = archive.events(&EventQuery::default()).unwrap();
    assert_eq!(events.len(), 3);
    for (event, record) in events.iter().zip(&records) {
        assert_eq!(event.event, record.reading.events[0]);
        assert_eq!(event.key, record.document.key);
        assert_eq!(event.published, record.document.published());
        assert_eq!(event.outlets, ["The Freedonia Times"]);
        assert_eq!((event.language.as_str(), event.kind.as_deref()), ("en", Some("news")));
    }
    assert!(archive.size_on_disk().unwrap() > 1_000);
}

#[test]
fn the_same_document_twice_is_one() {
    let folder = TempDir::new().unwrap();
    fill(folder.path(), &[record(1), record(1), record(2)]);
    let once = Archive::open(folder.path()).unwrap();
    fill(folder.path(), &[record(2), record(1)]);
    let again = Archive::open(folder.path()).unwrap();
    assert_eq!(counts(&once), (2, 2, 2));
    assert_eq!(counts(&again), (2, 2, 2));
    assert_eq!(once.fingerprint(), again.fingerprint());
}

#[test]
fn a_replaced_document_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    fill(folder.path(), &[record(1), record(2)]);
    let mut silent = draft("key1", "Nothing happened.\nNobody came.").record();
    silent.document.reports = record(1).document.reports;
    fill(folder.path(), &[silent]);
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(counts(&archive), (2, 3, 1));
    let events = archive.events(&EventQuery::default()).unwrap();
    assert_eq!(events.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(), ["key2"]);
    let found = archive.passages(&words("thanked")).unwrap();
    assert_eq!(found.total, 1);
}

#[test]
fn replacing_within_one_batch_keeps_the_last() {
    let mut second = draft("key1", "Freedonia blamed Sylvania.").report("2031-05-05", "Gazette");
    second = second.event(EventType::Accuse, "FRE", "SYL", "blamed", "2031-05-05");
    let archive = Archive::in_memory(vec![record(1), second.clone().record()]).unwrap();
    let alone = Archive::in_memory(vec![second.record()]).unwrap();
    assert_eq!(counts(&archive), (1, 1, 1));
    assert_eq!(archive.events(&EventQuery::default()).unwrap()[0].event.kind, EventType::Accuse);
    assert_eq!(archive.fingerprint(), alone.fingerprint());
}

#[test]
fn only_what_was_committed_is_there_after_the_end() {
    let folder = TempDir::new().unwrap();
    let mut writer = Archive::writer(folder.path()).unwrap();
    writer.put(&record(1)).unwrap();
    writer.commit(None).unwrap();
    writer.put(&record(2)).unwrap();
    writer.put(&draft("key1", "Changed.").record()).unwrap();
    drop(writer);
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(counts(&archive), (1, 1, 1));
    assert_eq!(archive.fingerprint(), Archive::in_memory(vec![record(1)]).unwrap().fingerprint());
}

/// A kill leaves the files as they stand at that moment: here they are copied while the writer has
/// uncommitted work, and the copy is opened and written to.
#[test]
fn the_files_of_a_killed_writer_are_whole() {
    let folder = TempDir::new().unwrap();
    let mut writer = Archive::writer(folder.path()).unwrap();
    for number in 0..200 {
        writer.put(&record(number)).unwrap();
    }
    writer.commit(None).unwrap();
    for number in 100..300 {
        writer.put(&record(number)).unwrap();
    }
    let killed = TempDir::new().unwrap();
    let copy = killed.path().join("copy");
    copy_of_one_moment(folder.path(), &copy);
    std::mem::forget(writer);

    assert_eq!(counts(&Archive::open(folder.path()).unwrap()), (200, 200, 200));
    assert_eq!(counts(&Archive::open(&copy).unwrap()), (200, 200, 200));
    fill(&copy, &[record(500)]);
    assert_eq!(counts(&Archive::open(&copy).unwrap()), (201, 201, 201));
}

/// The engine merges behind the writer's back and deletes what it merged, so a copy in which files
/// came or went is of no one moment, as no kill leaves them: it is made again.
fn copy_of_one_moment(from: &Path, to: &Path) {
    for _ in 0..1000 {
        let before = names(from).ok();
        let whole = copy(from, to).is_ok();
        if whole && before.is_some() && names(from).ok() == before {
            return;
        }
        fs::remove_dir_all(to).unwrap();
    }
    panic!("the files of {} never stood still", from.display());
}

/// Every file below a folder, and for the engine's list of what is committed its text as well.
fn names(folder: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut names(&path)?);
        } else if path.ends_with("meta.json") {
            let text = fs::read(&path)?;
            found.insert(path, text);
        } else {
            found.insert(path, Vec::new());
        }
    }
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[test]
fn a_creation_killed_before_its_first_commit_is_an_empty_archive() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("bilateral.json"), r#"{"format":1,"created_by":"0"}"#).unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(counts(&archive), (0, 0, 0));
    assert_eq!(archive.fingerprint(), "0".repeat(32));
    assert!(archive.size_on_disk().unwrap() > 0, "the engine's folder does not exist yet");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "reading writes nothing");
    fill(folder.path(), &[record(1)]);
    assert_eq!(counts(&Archive::open(folder.path()).unwrap()), (1, 1, 1));
}

#[test]
fn there_is_one_writer() {
    let folder = TempDir::new().unwrap();
    let first = Archive::writer(folder.path()).unwrap();
    match Archive::writer(folder.path()) {
        Err(Error::Busy { folder: named }) => assert_eq!(named, folder.path()),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("two writers"),
    }
    drop(first);
    assert!(Archive::writer(folder.path()).is_ok());
}

#[test]
fn refuses_what_is_no_archive_or_of_another_format() {
    let refused = |folder: &Path| -> [String; 2] {
        let read = Archive::open(folder).err().unwrap();
        let write = Archive::writer(folder).err().unwrap();
        for error in [&read, &write] {
            assert!(matches!(error, Error::Archive { .. }), "{error:?}");
        }
        [read.to_string(), write.to_string()]
    };
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("holiday.jpg"), "x").unwrap();
    let [read, write] = refused(folder.path());
    assert!(read.contains("is not an archive"), "{read}");
    assert!(write.contains("holiday.jpg"), "{write}");

    for mark in [r#"{"format":2,"created_by":"9.9.9","more":[]}"#, r#"{"format":2}"#] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("bilateral.json"), mark).unwrap();
        let [read, write] = refused(folder.path());
        assert!(read.contains("has format 2") && read.contains("new folder"), "{read}");
        assert_eq!(read, write);
    }
    for mark in ["", "{}", "[1", "\u{0}"] {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("bilateral.json"), mark).unwrap();
        refused(folder.path());
    }
    let missing = folder.path().join("no").join("where");
    let error = Archive::open(&missing).err().unwrap();
    assert!(matches!(error, Error::Archive { .. }), "{error:?}");
    assert!(!missing.exists(), "reading creates nothing");
}

#[test]
fn damaged_files_are_an_error_and_no_panic() {
    for (name, content) in [("meta.json", "{"), ("meta.json", ""), (".managed.json", "[")] {
        let folder = TempDir::new().unwrap();
        fill(folder.path(), &[record(1)]);
        fs::write(folder.path().join("index").join(name), content).unwrap();
        let error = Archive::open(folder.path()).err().unwrap();
        assert!(matches!(error, Error::Archive { .. }), "{name} {content:?}: {error:?}");
    }
}

/// Nothing upstream should write such records; if it does, the archive stays whole.
#[test]
fn hostile_records_are_kept_without_a_panic() {
    let mut wild = draft("wild", "Übermut tut selten gut.\n\nZweite Zeile.")
        .report("9999-12-31", &"outlet ".repeat(20_000))
        .report("-271", "Unread day")
        .title(&"title ".repeat(50_000))
        .language(&"x".repeat(70_000))
        .mention(&"A".repeat(70_000), "tut")
        .event(EventType::Aid, &"A".repeat(70_000), "B", "gut", "9999-12-31")
        .record();
    let sentences = &mut wild.reading.sentences;
    // Outside the text, inside a character, twice, overlapping and out of order.
    sentences.extend([Span::new(900, 1_000), Span::new(1, 5), Span::new(0, 0), sentences[0]]);
    sentences.reverse();
    wild.reading.mentions[0].span = Span::new(5_000, 5_001);
    wild.reading.events[0].trigger = Span::new(1, 2);
    let empty = draft("empty", "").record();
    let mut bare = draft("bare", "No report.").record();
    bare.document.reports.clear();

    let folder = TempDir::new().unwrap();
    fill(folder.path(), &[wild.clone(), empty, bare, record(1)]);
    let archive = Archive::open(folder.path()).unwrap();
    assert_eq!(archive.coverage(None).unwrap().documents, 4);
    assert_eq!(archive.documents(&["wild".to_owned()]).unwrap(), [wild.document.clone()]);
    assert_eq!(archive.events(&EventQuery::default()).unwrap().len(), 2);
    let all = archive.passages(&PassageQuery { limit: 100, ..PassageQuery::default() }).unwrap();
    assert_eq!(all.total, all.passages.len());
    assert_eq!(archive.passages(&words("Zweite Zeile")).unwrap().total, 1);
    let outlet = Some(wild.document.reports[0].outlets[0].clone());
    let query = PassageQuery { outlet, limit: 1, ..PassageQuery::default() };
    assert!(archive.passages(&query).unwrap().total > 1);
}

/// A lock that cannot be taken is passed over only where writing is forbidden; tests may run as
/// root, whom nothing forbids, so here another hindrance stands in the way.
#[test]
fn a_lock_that_cannot_be_taken_is_an_error() {
    let folder = TempDir::new().unwrap();
    fill(folder.path(), &[record(1)]);
    let lock = folder.path().join("index").join(".tantivy-meta.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let error = Archive::open(folder.path()).err().unwrap();
    assert!(matches!(error, Error::Outside { .. }), "{error:?}");
}

#[test]
fn a_path_that_is_a_file_is_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(!Archive::exists(&file));
    assert!(Archive::open(&file).is_err());
    let error = Archive::writer(&file).err().unwrap();
    assert!(matches!(error, Error::Outside { .. }), "{error:?}");
}

#[test]
fn the_writer_knows_what_is_committed() {
    let folder = TempDir::new().unwrap();
    let mut writer = Archive::writer(folder.path()).unwrap();
    let keys = ["key1", "key2"].map(str::to_owned);
    writer.put(&record(1)).unwrap();
    assert_eq!(writer.known(&keys).unwrap(), [None, None]);
    writer.commit(None).unwrap();
    assert_eq!(writer.known(&keys).unwrap(), [Some(record(1).document), None]);
}

#[test]
fn the_fingerprint_is_of_the_content_alone() {
    let merged = draft("key1", "Freedonia thanked Sylvania 1 times.")
        .report("2031-05-04", "The Freedonia Times")
        .report("2031-05-06", "Sylvania Today")
        .record();
    let all = vec![merged.clone(), record(2), record(3)];
    let whole = Archive::in_memory(all.clone()).unwrap().fingerprint();
    let backwards: Vec<Record> = all.into_iter().rev().collect();
    assert_eq!(Archive::in_memory(backwards).unwrap().fingerprint(), whole);

    let folder = TempDir::new().unwrap();
    fill(folder.path(), &[record(3), record(1)]);
    let before = Archive::open(folder.path()).unwrap().fingerprint();
    fill(folder.path(), &[merged, record(2)]);
    let after = Archive::open(folder.path()).unwrap().fingerprint();
    assert_eq!(after, whole);
    assert_ne!(before, after);
    assert_eq!(after.len(), 32);
}

#[test]
fn the_ledger_stands_with_its_commit() {
    let folder = TempDir::new().unwrap();
    let addition = Addition {
        when: "2031-05-04 12:00".to_owned(),
        source: "news.jsonl".to_owned(),
        added: 1,
        skipped: 2,
        reasons: vec![Skipped {
            reason: "not JSON".to_owned(),
            count: 2,
            examples: vec!["news.jsonl:7".to_owned()],
        }],
        ..Addition::default()
    };
    let mut writer = Archive::writer(folder.path()).unwrap();
    writer.put(&record(1)).unwrap();
    writer.commit(Some(addition.clone())).unwrap();
    writer.commit(None).unwrap();
    writer.finish().unwrap();
    assert_eq!(Archive::open(folder.path()).unwrap().ledger(), std::slice::from_ref(&addition));
    fill(folder.path(), &[record(2)]);
    assert_eq!(Archive::open(folder.path()).unwrap().ledger(), [addition]);
}

#[test]
fn an_open_view_does_not_move() {
    let folder = TempDir::new().unwrap();
    fill(folder.path(), &[record(1)]);
    let view = Archive::open(folder.path()).unwrap();
    let fingerprint = view.fingerprint();
    for number in 2..30 {
        fill(folder.path(), &[record(number)]);
    }
    assert_eq!(counts(&view), (1, 1, 1));
    assert_eq!(view.fingerprint(), fingerprint);
    assert_eq!(view.events(&EventQuery::default()).unwrap().len(), 1);
    assert_eq!(counts(&Archive::open(folder.path()).unwrap()), (29, 29, 29));
}

fn words(words: &str) -> PassageQuery {
    PassageQuery { words: words.to_owned(), limit: 10, ..PassageQuery::default() }
}
