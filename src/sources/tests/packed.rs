//! `.gz` and `.zst`, whole, damaged and malicious.

use super::*;

const LINES: &[u8] = b"{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n";

#[test]
fn several_members_and_frames_are_read() {
    let mut members = gzip(LINES);
    members.extend(gzip(b"{\"text\":\"Three.\"}\n"));
    assert_eq!(from_file("a.jsonl.gz", &members).texts(), ["One.", "Two.", "Three."]);

    // A skippable frame of five bytes between two frames.
    let mut frames = zstd(LINES);
    frames.extend(b"\x50\x2a\x4d\x18\x05\0\0\0abcde");
    frames.extend(zstd(b"{\"text\":\"Three.\"}\n"));
    assert_eq!(from_file("a.jsonl.zst", &frames).texts(), ["One.", "Two.", "Three."]);

    // By content: the name says nothing of packing.
    assert_eq!(from_file("a.jsonl", gzip(LINES)).texts(), ["One.", "Two."]);
    assert_eq!(from_file("a.csv.gz", gzip(b"text,date\nOne.,2025\n")).texts(), ["One."]);
    assert_eq!(from_file("a.txt.zst", zstd(b"Words.")).texts(), ["Words."]);
}

#[test]
fn a_cut_file_gives_what_stands_before_the_cut() {
    let mut content = Vec::new();
    for n in 0..3000 {
        content.extend(format!("{{\"text\":\"Line {n} {}\"}}\n", n * 7919 % 10007).bytes());
    }
    for (name, packed) in [("a.jsonl.gz", gzip(&content)), ("a.jsonl.zst", zstd(&content))] {
        let came = from_file(name, &packed[..packed.len() * 3 / 4]);
        assert!(came.items.len() < 3000, "{name}");
        assert_eq!(came.skips.last().unwrap().code, SkipReason::BadCompression, "{name}");
    }
    let came = from_file("a.jsonl.gz", &gzip(&content)[..9000]);
    assert!(came.items.len() > 100, "{}", came.items.len());
    let came = from_file("a.gz", b"\x1f\x8bnonsense");
    assert_eq!(came.codes(), [SkipReason::BadCompression]);
    let came = from_file("a.zst", b"\x28\xb5\x2f\xfdnonsense");
    assert_eq!(came.codes(), [SkipReason::BadCompression]);
}

#[test]
fn bombs_of_zeros_blanks_and_line_ends_end_soon() {
    // The ratio counts from 1 MiB here and from 64 MiB otherwise: the same path with less work.
    let limits = Limits { ratio_from: 1 << 20, ratio: 500, ..tight() };
    let folder = tempfile::tempdir().unwrap();
    for (name, byte) in [("x.jsonl.gz", b'x'), ("newline.jsonl.gz", b'\n'), ("blank.csv.gz", b' ')]
    {
        let head: &[u8] = b"{\"text\":\"One.\"}\n";
        let content = [head, &vec![byte; 4 << 20]].concat();
        let path = write(folder.path(), name, gzip(&content));
        let came = from_path(&path, limits);
        assert_eq!(came.codes(), [SkipReason::Bomb], "{name}");
        assert_eq!(came.texts(), ["One."], "{name}");
    }
    let path = write(
        folder.path(),
        "page.html.gz",
        gzip(format!("<html>{}", " ".repeat(1 << 20)).as_bytes()),
    );
    assert_eq!(from_path(&path, limits).codes(), [SkipReason::TooLong]);
    let limits = Limits { unpacked: 100_000, ..tight() };
    let path = write(folder.path(), "large.jsonl.gz", gzip(&LINES.repeat(10_000)));
    let came = from_path(&path, limits);
    assert_eq!(*came.codes().last().unwrap(), SkipReason::Bomb);
    assert!(came.items.len() > 1000);
}

#[test]
fn a_frame_that_asks_for_a_huge_window_is_refused() {
    // Frame header without content size: window descriptor 0xa8 asks for 2 GiB.
    let came = from_file("a.jsonl.zst", b"\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00");
    assert_eq!(came.codes(), [SkipReason::BadCompression]);
    assert!(came.skips[0].reason.to_lowercase().contains("window"), "{}", came.skips[0]);
}

#[test]
fn packed_twice_is_said() {
    let came = from_file("a.jsonl.gz.gz", gzip(&gzip(LINES)));
    assert!(came.skips[0].to_string().contains("packed twice"), "{}", came.skips[0]);
}
