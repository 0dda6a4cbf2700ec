//! Folders, paths, progress, and a receiver that has had enough.

use super::*;

#[test]
fn folders_are_read_in_order_and_to_the_bottom() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b/2.txt", "Third.");
    write(folder.path(), "b/1.jsonl", "{\"text\":\"Second.\"}");
    write(folder.path(), "a.md", "First.");
    write(folder.path(), ".hidden.txt", "Hidden.");
    write(folder.path(), ".git/x.txt", "Hidden.");
    write(folder.path(), "c.rs", "fn main");
    let came = from_path(folder.path(), tight());
    assert_eq!(
        came.texts().iter().map(|text| text.trim()).collect::<Vec<_>>(),
        ["First.", "Second.", "Third."]
    );
    assert_eq!(came.codes(), [SkipReason::UnknownFormat]);
    assert!(came.skips[0].origin.file.ends_with("c.rs"));
    assert!(came.skips[0].remedy.contains("JSON Lines"));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    let path = write(outside.path(), "a.txt", "Outside.");
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(&path, folder.path().join("a.txt")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    write(folder.path(), "b.txt", "Inside.");
    let came = from_path(folder.path(), tight());
    assert_eq!(came.texts(), ["Inside."]);
}

#[test]
fn empty_folders_and_paths_that_do_not_exist() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(from_path(folder.path(), tight()).codes(), [SkipReason::Empty]);
    let missing = folder.path().join("no-such-file");
    let error = read(&missing, &Progress::default(), &mut |_| Flow::Continue(())).unwrap_err();
    assert!(matches!(error, Error::Outside { .. }));
    let shown = error.to_string();
    assert!(shown.contains("no-such-file") && shown.contains("Check the path"), "{shown}");
}

#[test]
fn an_unknown_extension_is_text_when_the_user_names_it() {
    assert_eq!(from_file("note.rs", "Words of a note.").texts(), ["Words of a note."]);
}

#[test]
fn progress_counts_bytes_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.jsonl.gz", gzip("{\"text\":\"Words.\"}\n".repeat(1000).as_bytes()));
    write(folder.path(), "b.txt", "Words.");
    let progress = Progress::default();
    let mut count = 0;
    let flow = read(folder.path(), &progress, &mut |_| {
        count += 1;
        Flow::Continue(())
    });
    assert!(flow.unwrap().is_continue());
    assert_eq!(count, 1001);
    assert_eq!(progress.bytes(), measure(&[folder.path().to_owned()]));
    assert!(progress.bytes() < 1000, "{}", progress.bytes());
}

#[test]
fn the_receiver_can_stop_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let feed = "<rss version='2.0'><channel><item><title>1</title></item><item><title>2</title></item></channel></rss>";
    write(folder.path(), "a.jsonl", "{\"text\":\"1\"}\n{\"text\":\"2\"}");
    write(folder.path(), "b.json", "[{\"text\":\"1\"},{\"text\":\"2\"}]");
    write(folder.path(), "c.json", "{\n\"text\":\"1\"}\n{\"text\":\"2\"}");
    write(folder.path(), "d.csv", "text,date\n1,2025\n2,2025\n");
    write(folder.path(), "e.xml", feed);
    for name in ["a.jsonl", "b.json", "c.json", "d.csv", "e.xml", ""] {
        let mut count = 0;
        let flow = read(&folder.path().join(name), &Progress::default(), &mut |_| {
            count += 1;
            Flow::Break(())
        });
        assert!(flow.unwrap().is_break(), "{name}");
        assert_eq!(count, 1, "{name}");
    }
}
