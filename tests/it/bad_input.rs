//! Whatever is wrong with the input: a message that names file, line and remedy; the rest goes in; the
//! summary counts it; the exit code tells.

use std::io::Write;
use std::process::Stdio;
use std::thread;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::harness::{Place, Ran, article, finish, ran, reports};

/// A file, and the words its message must have: where, what, and what to do.
struct Bad {
    name: &'static str,
    content: Vec<u8>,
    words: &'static [&'static str],
    /// Articles that go in all the same.
    good: u64,
}

fn bad(
    name: &'static str,
    content: impl Into<Vec<u8>>,
    words: &'static [&'static str],
    good: u64,
) -> Bad {
    Bad { name, content: content.into(), words, good }
}

/// One of each fault that fits into a small file.
fn cases() -> Vec<Bad> {
    let good = |n: usize| article(n, &format!("Norway thanked Iceland for favour number {n}."));
    let html = format!("<!doctype html><html><body>{}<p>Norway.</p>", "<div>".repeat(100_000));
    let mut latin = good(1).into_bytes();
    latin.extend(b"{\"text\": \"Troms\xf8 is cold.\"}\n");
    latin.extend(good(2).bytes());
    let far = json!({"text": "Norway thanked Iceland in a far year.", "date": "9999-12-31"});
    vec![
        bad(
            "truncated.jsonl",
            format!("{}{}{{\"text\": \"Norway thanked", good(3), good(4)),
            &[
                "truncated.jsonl, line 3: the JSON breaks off before its end; mend it or take it out",
            ],
            2,
        ),
        bad(
            "truncated.json",
            "[{\"text\": \"Norway thanked Iceland in an array.\", \"lang\": \"en\"},\n {\"text\": \"Nor",
            &["truncated.json, item 2: ", "line 2", "; "],
            1,
        ),
        bad(
            "latin.jsonl",
            latin,
            &["latin.jsonl, line 2: byte 16 is not UTF-8; save the file as UTF-8"],
            2,
        ),
        bad(
            "columns.csv",
            "day,heading,country\n2024-01-02,Talks,NOR\n",
            &[
                "columns.csv, line 1: no column holds the text; the columns found are day, heading, country; name one column text",
            ],
            0,
        ),
        bad("deep.html", html, &["deep.html: ", "; "], 0),
        bad(
            "far.jsonl",
            format!("{far}\n{}", good(5)),
            &["far.jsonl, line 1: ", "9999-12-31", "; "],
            1,
        ),
        bad(
            "page.xml",
            "<?xml version=\"1.0\"?><catalog><book/></catalog>",
            &["page.xml: ", "; "],
            0,
        ),
        bad("feed.rss", "404 page not found", &["feed.rss: ", "; "], 0),
        bad("cut.gz", GZIP_CUT, &["cut.gz: ", "; "], 0),
        bad("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", &["photo.jpg: ", "; "], 0),
        bad("empty.txt", "", &["empty.txt: ", "; "], 0),
        bad(
            "strange.jsonl",
            "{\"title\": \"no text\"}\n[1, 2]\n{\"text\": 5e999}\n",
            &[
                "strange.jsonl, line 1: no text is in it; its fields are title; put the text into a field named text",
            ],
            0,
        ),
    ]
}

/// The head of a gzip member, and then nothing.
const GZIP_CUT: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b";

#[track_caller]
fn told(ran: &Ran, case: &Bad) {
    let line = ran.out.lines().find(|line| line.contains(case.words[0]));
    let line = line.unwrap_or_else(|| {
        panic!("no line with '{}' in:\n{}\n{}", case.words[0], ran.out, ran.err)
    });
    for words in case.words {
        assert!(line.contains(words), "'{words}' is not in: {line}");
    }
    let remedy = line.rsplit("; ").next().unwrap_or_default();
    assert!(remedy.len() > 10, "what to do? {line}");
}

#[test]
fn the_rest_goes_on_beside_every_fault() {
    let place = Place::new();
    let cases = cases();
    let mut arguments = vec!["add".to_owned()];
    arguments.push(place.write("good.jsonl", reports(3)));
    arguments.extend(cases.iter().map(|case| place.write(case.name, &case.content)));
    arguments
        .push(place.write("last.jsonl", article(900, "Norway and Iceland parted as friends.")));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ran = place.expect(1, &arguments);
    cases.iter().for_each(|case| told(&ran, case));
    let good: u64 = 4 + cases.iter().map(|case| case.good).sum::<u64>();
    assert!(ran.out.starts_with(&format!("{good} added, 0 known already")), "{}", ran.out);
    assert!(ran.out.contains(" 14 skipped. Archive: "), "{}", ran.out);
    let status = place.status();
    assert_eq!(status["documents"], good);
    let counted: u64 =
        status["additions"].as_array().unwrap().iter().filter_map(|a| a["skipped"].as_u64()).sum();
    assert_eq!(counted, 14, "status says what was skipped: {status:#}");
    assert_eq!(place.expect(0, &["search", "parted friends"]).code, 0);
}

#[test]
fn alone_the_exit_code_says_how_much_was_possible() {
    for case in cases().into_iter().filter(|c| c.name.ends_with('l') || c.name.ends_with("csv")) {
        let place = Place::new();
        let path = place.write(case.name, &case.content);
        let ran = place.expect(if case.good > 0 { 1 } else { 2 }, &["add", &path]);
        told(&ran, &case);
        assert!(ran.out.starts_with(&format!("{} added", case.good)), "{}", ran.out);
    }
}

#[test]
fn a_path_that_does_not_exist() {
    let place = Place::new();
    let good = place.write("good.jsonl", reports(2));
    let alone = place.expect(2, &["add", "nowhere/news.jsonl"]);
    assert!(
        alone.err.contains("nowhere/news.jsonl does not exist; check the path"),
        "{}",
        alone.err
    );
    assert!(!place.archive().exists(), "nothing to add makes no archive");
    let both = place.expect(2, &["add", "nowhere", "elsewhere.csv"]);
    assert!(both.err.contains("nowhere, elsewhere.csv"), "{}", both.err);
    for order in [["nowhere/news.jsonl", &good], [&good, "nowhere/news.jsonl"]] {
        let ran = place.expect(1, &["add", order[0], order[1]]);
        assert!(ran.err.contains("cannot read nowhere/news.jsonl"), "{}", ran.err);
        assert!(ran.err.contains("Check the path"), "{}", ran.err);
    }
    assert_eq!(place.status()["documents"], 2);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let secret = place.write("folder/secret.jsonl", reports(1));
    place.write("folder/open.jsonl", reports(2));
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&secret).is_ok() {
        return; // The superuser reads everything.
    }
    let alone = place.expect(2, &["add", &secret]);
    assert!(alone.err.contains("secret.jsonl: Permission denied"), "{}", alone.err);
    let folder = place.path("folder");
    let ran = place.expect(1, &["add", folder.to_str().unwrap()]);
    assert!(ran.out.starts_with("2 added"), "{}", ran.out);
    assert!(ran.out.contains("secret.jsonl: "), "{}", ran.out);
}

/// A stream through standard input, in pieces, that is never whole anywhere.
fn stream(
    place: &Place,
    arguments: &[&str],
    pieces: impl Iterator<Item = Vec<u8>> + Send + 'static,
) -> Ran {
    let mut command = place.command(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let feeder = thread::spawn(move || {
        for piece in pieces {
            pipe.write_all(&piece).expect("the program reads to the end");
        }
    });
    let ended = ran(child.wait_with_output().unwrap());
    feeder.join().unwrap();
    ended
}

/// The head of a JSON object whose text goes on for 64 MiB.
fn long_line() -> impl Iterator<Item = Vec<u8>> + Send {
    let head = b"{\"text\": \"".to_vec();
    std::iter::once(head).chain((0..64).map(|_| vec![b'x'; 1 << 20]))
}

#[test]
fn a_line_that_does_not_end() {
    let place = Place::new();
    let after = format!("\"}}\n{}", reports(2)).into_bytes();
    let first = article(50, "Iceland greeted Norway.").into_bytes();
    let pieces = std::iter::once(first).chain(long_line()).chain(std::iter::once(after));
    let ran = stream(&place, &["add", "-"], pieces);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.out.starts_with("3 added, 0 known already, 0 known text at a new address, 1 skipped"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("standard input, line 2: it is longer than 16 MiB; split it"),
        "{}",
        ran.out
    );

    let ran = stream(&place, &["add", "-"], long_line());
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.out.contains("standard input, line 1: "), "{}", ran.out);
    assert!(ran.out.contains("longer than "), "{}", ran.out);
    assert_eq!(place.status()["documents"], 3);
}

#[test]
fn a_compression_bomb() {
    let place = Place::new();
    let good = place.write("good.jsonl", reports(2));
    // A hundred MiB in a hundred kB: the same member again and again, which is one file by RFC 1952.
    let member = |byte: u8| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![byte; 4 << 20]).unwrap();
        encoder.finish().unwrap()
    };
    let zeros = place.write("zeros.jsonl.gz", member(0).repeat(25));
    let mut line = GzEncoder::new(Vec::new(), Compression::best());
    line.write_all(article(7, "Norway thanked Iceland before the bomb.").as_bytes()).unwrap();
    let mut bomb = line.finish().unwrap();
    bomb.extend(member(b' ').repeat(25));
    let spaces = place.write("spaces.jsonl.gz", bomb);
    let ran = place.expect(1, &["add", &zeros, &spaces, &good]);
    assert!(ran.out.contains("zeros.jsonl.gz: "), "{}", ran.out);
    assert!(ran.out.contains("this looks like a compression bomb"), "{}", ran.out);
    assert!(ran.out.contains("unpack it yourself"), "{}", ran.out);
    assert!(ran.out.starts_with("3 added"), "what stood before the bomb is taken: {}", ran.out);
}

/// No file may grow beyond this limit: for the program the same as a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk() {
    let place = Place::new();
    place.add("good.jsonl", reports(40));
    let before = place.fingerprint();
    let many = place.write("many.jsonl", reports(3000));
    let mut command = std::process::Command::new("/bin/sh");
    // Ignored, the signal of the limit becomes the error of the write.
    command
        .env_clear()
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 64; exec \"$@\"")
        .arg("sh")
        .arg(env!("CARGO_BIN_EXE_bilateral"))
        .args(["add", &many, "--data"])
        .arg(place.archive());
    let full = finish(command, b"");
    assert_eq!(full.code, 2, "{}\n{}", full.out, full.err);
    assert!(full.err.contains("cannot use the archive"), "{}", full.err);
    assert!(full.err.contains("Free some space"), "{}", full.err);
    assert!(full.err.contains("what was reported as added is safe"), "{}", full.err);
    assert_eq!(full.err.trim_end().lines().count(), 1, "{}", full.err);
    assert_eq!(place.fingerprint(), before, "the archive is what it was");
    let again = place.expect(0, &["add", &many]);
    assert!(again.out.starts_with("2,960 added, 40 known"), "{}", again.out);
}

#[test]
fn a_folder_that_is_no_archive_or_of_another_format() {
    let place = Place::new();
    let good = place.write("good.jsonl", reports(1));
    place.write("archive/letter.txt", "Dear reader");
    let ran = place.expect(2, &["add", &good]);
    assert!(ran.err.contains("holds other files (letter.txt)"), "{}", ran.err);
    assert!(ran.err.contains("--data"), "{}", ran.err);
    std::fs::remove_file(place.path("archive/letter.txt")).unwrap();
    place.expect(0, &["add", &good]);
    place.write("archive/bilateral.json", "{\"format\": 999999, \"created_by\": \"9.9.9\"}");
    for arguments in [&["add", good.as_str()][..], &["status"], &["overview", "Norway vs Iceland"]]
    {
        let ran = place.expect(2, arguments);
        assert!(ran.err.contains("has format 999999, written by version 9.9.9"), "{}", ran.err);
        assert!(ran.err.contains("new folder"), "{}", ran.err);
    }
    let file = place.write("plain", "a file");
    let ran = finish(place.bare(&["--data", &file, "add", &good]), b"");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("plain"), "{}", ran.err);
}

#[test]
fn files_that_are_odd_but_right() {
    let place = Place::new();
    let marked = format!(
        "\u{feff}{}\r\n\r\n{}",
        article(1, "Norway hailed Iceland.").trim(),
        article(2, "Iceland hailed Norway.")
    );
    place.write("in/mark.jsonl", marked);
    place
        .write("in/no-end.csv", "text,date\n\"Norway, \"\"calm\"\", thanked Iceland.\",2024-05-06");
    place.write(
        "in/deep/er/note.md",
        "---\ntitle: Note\ndate: 2024-05-07\n---\n\nIceland invited Norway.\n",
    );
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(article(3, "Norway visited Iceland.").as_bytes()).unwrap();
    place.write("in/packed.jsonl.gz", packed.finish().unwrap());
    let folder = place.path("in");
    let ran = place.expect(0, &["add", folder.to_str().unwrap()]);
    assert!(ran.out.starts_with("5 added"), "{}", ran.out);
    assert_eq!(place.status()["last_day"], "2024-05-07");
}
