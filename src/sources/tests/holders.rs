//! Files that hold others: ZIP archives, EPUB books, mail and mailboxes, WARC files.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sources::item::{Body, RawItem, Skip, SkipReason};
use crate::sources::limits::Limits;
use crate::sources::single::{self, Named, Source};
use crate::sources::{Flow, Progress};

const TEXT: &str = "Freedonia and Sylvania signed an agreement on herring quotas in Port.";

fn given(name: &str, bytes: Vec<u8>, limits: Limits) -> (Vec<RawItem>, Vec<Skip>) {
    let (mut items, mut skips) = (Vec::new(), Vec::new());
    let progress = Progress::default();
    let source = Source::new(
        name.to_owned(),
        name.to_owned(),
        Cursor::new(bytes),
        &progress,
        limits,
        Named::ByUser,
    );
    let _ = single::read(source, &mut |item| {
        match item {
            Ok(item) => items.push(item),
            Err(skip) => skips.push(skip),
        }
        Flow::Continue(())
    });
    (items, skips)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(item: &RawItem) -> &str {
    match &item.body {
        Body::Text(text) | Body::Fragment(text) | Body::Html(text) | Body::Row(text) => text,
        Body::Mention { row, .. } => row,
    }
}

fn codes(skips: &[Skip]) -> Vec<SkipReason> {
    skips.iter().map(|skip| skip.code).collect()
}

#[test]
fn each_file_of_a_zip_archive_is_read() {
    let line = format!("{{\"text\": \"{TEXT}\"}}\n");
    let inner = zip(&[("a.txt", TEXT.as_bytes())]);
    let packed = gz(TEXT.as_bytes());
    let archive = zip(&[
        ("b/notes.txt", TEXT.as_bytes()),
        ("a.jsonl", line.as_bytes()),
        ("c/packed.txt.gz", &packed),
        ("__MACOSX/._a", b"x"),
        (".hidden.txt", b"x"),
        ("d/inner.zip", &inner),
        ("e/picture.png", b"\x89PNG\r\n"),
        ("../../etc/escape.txt", TEXT.as_bytes()),
    ]);
    let (items, skips) = given("news.zip", archive, Limits::default());
    let files: Vec<&str> = items.iter().map(|item| item.origin.file.as_str()).collect();
    let wanted = ["news.zip/a.jsonl", "news.zip/b/notes.txt", "news.zip/c/packed.txt.gz"];
    assert_eq!(files, wanted, "what climbs out of the archive is hidden and left out");
    assert!(items.iter().all(|item| text(item).contains("herring")));
    assert_eq!(codes(&skips), [SkipReason::NotText, SkipReason::NotText]);
}

#[test]
fn damaged_and_swelling_zip_archives_are_told_of() {
    let whole = zip(&[("a.txt", TEXT.repeat(50).as_bytes())]);
    let cut = whole[..whole.len() / 2].to_vec();
    let (items, skips) = given("cut.zip", cut, Limits::default());
    assert_eq!((items.len(), codes(&skips)), (0, vec![SkipReason::BadCompression]));
    let bomb = zip(&[("bomb.txt", &vec![b'a'; 3_000_000]), ("good.txt", TEXT.as_bytes())]);
    assert!(bomb.len() < 10_000);
    let (items, skips) = given("bomb.zip", bomb, Limits { zip: 100_000, ..Limits::default() });
    assert_eq!((items.len(), codes(&skips)), (1, vec![SkipReason::Bomb]));
    let office = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let (_, skips) = given("a.docx", office, Limits::default());
    assert!(skips[0].to_string().contains("office document"), "{}", skips[0]);
    let many: Vec<(String, &[u8])> =
        (0..20).map(|n| (format!("{n}.txt"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let (_, skips) = given("many.zip", zip(&many), Limits { entries: 10, ..Limits::default() });
    assert_eq!(codes(&skips), [SkipReason::Bomb]);
    assert_eq!(
        codes(&given("empty.zip", zip(&[("a/", b"")]), Limits::default()).1),
        [SkipReason::Empty]
    );
}

#[test]
fn a_book_gives_its_chapters_in_their_order() {
    let chapter = |heading: &str, text: &str| {
        format!(
            "<?xml version='1.0' encoding='utf-8'?><html><head><title>x</title></head><body><h1>{heading}</h1><p>{}</p></body></html>",
            text.repeat(12)
        )
    };
    let package = "<package><metadata><dc:title id='t'>The Herring &amp; the State</dc:title><dc:creator>A. Writer</dc:creator>\
        <dc:language>en</dc:language><dc:date>2024-05-01T00:00:00Z</dc:date></metadata><manifest>\
        <item id='two' href='text/two.xhtml' media-type='application/xhtml+xml'/><item id='one' href='text/one%20a.xhtml' media-type='application/xhtml+xml'/>\
        <item id='cover' href='cover.xhtml' media-type='application/xhtml+xml'/><item id='css' href='a.css' media-type='text/css'/>\
        <item id='gone' href='gone.xhtml' media-type='application/xhtml+xml'/></manifest>\
        <spine><itemref idref='cover'/><itemref idref='one'/><itemref idref='gone'/><itemref idref='two'/></spine></package>";
    let (one, two) =
        (chapter("Quotas", TEXT), chapter("Fleets", "The fleets of Sylvania left Port at dawn. "));
    let book = zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path='OPS/package.opf'/></rootfiles></container>"),
        ("OPS/package.opf", package.as_bytes()),
        ("OPS/cover.xhtml", b"<html><body><img src='a.jpg'/></body></html>"),
        ("OPS/text/two.xhtml", two.as_bytes()),
        ("OPS/text/one a.xhtml", one.as_bytes()),
    ]);
    let (items, skips) = given("book.epub", book, Limits::default());
    let titles: Vec<&str> = items.iter().filter_map(|item| item.title.as_deref()).collect();
    assert_eq!(titles, ["The Herring & the State: Quotas", "The Herring & the State: Fleets"]);
    assert_eq!(items[0].published.as_deref(), Some("2024-05-01"));
    assert_eq!(
        (items[0].outlets.as_slice(), items[0].language.as_deref()),
        (["A. Writer".to_owned()].as_slice(), Some("en"))
    );
    assert_eq!(codes(&skips), [SkipReason::BadCompression], "the chapter that is not there");
    let lost = zip(&[("META-INF/container.xml", b"<container/>")]);
    assert_eq!(codes(&given("lost.epub", lost, Limits::default()).1), [SkipReason::BadFeed]);
}

/// A newsletter in two forms, with words and text in other encodings.
fn letter(number: usize) -> String {
    format!(
        "Return-Path: <a@post.example>\r\nMessage-ID: <{number}@post.example>\r\nDate: Mon, 02 Jun 2025 23:30:00 +0400\r\n\
         From: =?utf-8?B?0J/QvtGB0YI=?= <news@post.example>\r\nTo: reader@home.example\r\nSubject: =?utf-8?Q?Herring_{number}=2C_and_more?=\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Plain words.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         <p>{TEXT} It is 5=C2=A0days old.=\r\n</p>\r\n--b--\r\n"
    )
}

#[test]
fn a_message_is_an_article_with_its_sender() {
    let (items, skips) = given("letter.eml", letter(7).into_bytes(), Limits::default());
    assert!(skips.is_empty(), "{skips:?}");
    let item = &items[0];
    assert_eq!(item.title.as_deref(), Some("Herring 7, and more"));
    assert_eq!(item.published.as_deref(), Some("2025-06-02"), "the day where it was written");
    assert_eq!(
        (item.outlets.as_slice(), item.id.as_deref()),
        (["Пост".to_owned()].as_slice(), Some("7@post.example"))
    );
    assert!(
        matches!(&item.body, Body::Fragment(html) if html.contains("herring") && html.contains("5\u{a0}days"))
    );
    let note = format!("Date: 2025-06-02\nSubject: a note\n\n{TEXT}");
    let (items, _) = given("note.txt", note.into_bytes(), Limits::default());
    assert!(text(&items[0]).starts_with("Date:"), "a note with headers is no mail");
}

#[test]
fn a_mailbox_gives_each_of_its_messages() {
    let mut mailbox = Vec::new();
    for number in 0..3 {
        mailbox.extend_from_slice(b"From news@post.example Mon Jun  2 19:30:00 2025\r\n");
        mailbox.extend_from_slice(letter(number).as_bytes());
        mailbox.extend_from_slice(b"\r\n");
    }
    mailbox.extend_from_slice(
        b"From x\r\nFrom: b@b.example\r\nDate: Tue, 3 Jun 2025 10:00:00 GMT\r\nMessage-ID: <p>\r\n\r\nFirst.\r\n>From here on it is quoted.\r\nFrom the middle of a text.\r\n",
    );
    let (items, skips) = given("letters.mbox", mailbox.clone(), Limits::default());
    assert_eq!((items.len(), skips.len()), (4, 0));
    assert_eq!(items[3].outlets, ["b.example"]);
    assert!(
        text(&items[3]).contains("\nFrom here on") || text(&items[3]).contains("\r\nFrom here on")
    );
    assert!(text(&items[3]).contains("From the middle"));
    let (items, skips) =
        given("letters.mbox", mailbox, Limits { message: 500, ..Limits::default() });
    assert_eq!((items.len(), codes(&skips)), (1, vec![SkipReason::TooLong; 3]));
}

/// One record of a WARC file.
fn record(kind: &str, address: &str, block: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-06-03T10:00:00Z\r\n\
         Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    out.extend_from_slice(block);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn page(head: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {head}\r\n\r\n").into_bytes();
    out.extend_from_slice(body);
    out
}

#[test]
fn a_warc_file_gives_its_pages() {
    let html = format!("<html><body><article><p>{TEXT}</p></article></body></html>");
    let chunks = format!(
        "{:x}\r\n{}\r\n5;x=y\r\n{}\r\n0\r\n\r\n",
        html.len() - 5,
        &html[..html.len() - 5],
        &html[html.len() - 5..]
    );
    let kind = "200 OK\r\nContent-Type: text/html; charset=utf-8";
    let cyrillic: Vec<u8> =
        [b"<html><p>".as_slice(), &[0xcf, 0xf0, 0xe5, 0xf1, 0xf1, 0xe0]].concat();
    let records = [
        record("warcinfo", "x", b"software: none"),
        record("response", "https://a.example/1", &page(kind, html.as_bytes())),
        record(
            "response",
            "<https://a.example/2>",
            &page(&format!("{kind}\r\nTransfer-Encoding: chunked"), chunks.as_bytes()),
        ),
        record(
            "response",
            "https://a.example/3",
            &page(&format!("{kind}\r\nContent-Encoding: gzip"), &gz(html.as_bytes())),
        ),
        record(
            "response",
            "https://a.example/4",
            &page("404 Not Found\r\nContent-Type: text/html", html.as_bytes()),
        ),
        record(
            "response",
            "https://a.example/5",
            &page("200 OK\r\nContent-Type: image/png", b"\x89PNG\0\0"),
        ),
        record("request", "https://a.example/1", b"GET / HTTP/1.1\r\n\r\n"),
        record(
            "response",
            "https://a.example/6",
            &page("200 OK\r\nContent-Type: text/html; charset=windows-1251", &cyrillic),
        ),
    ];
    let plain = records.concat();
    let packed: Vec<u8> = records.iter().flat_map(|record| gz(record)).collect();
    for (name, bytes) in [("a.warc", plain.clone()), ("a.warc.gz", packed)] {
        let (items, skips) = given(name, bytes, Limits::default());
        assert!(skips.is_empty(), "{name}: {skips:?}");
        let urls: Vec<&str> = items.iter().filter_map(|item| item.url.as_deref()).collect();
        let wanted = [1, 2, 3, 6].map(|n| format!("https://a.example/{n}"));
        assert_eq!(urls, wanted, "{name}");
        assert!(items[..3].iter().all(|item| text(item) == html), "{name}");
        assert!(text(&items[3]).contains("Пресса"));
        assert_eq!(
            (items[0].published.as_deref(), items[0].inferred.as_deref()),
            (None, Some("2025-06-03"))
        );
    }
    let (items, skips) = given("cut.warc", plain[..plain.len() - 40].to_vec(), Limits::default());
    assert_eq!((items.len(), codes(&skips)), (3, vec![SkipReason::BadCompression]));
    let lying =
        String::from_utf8_lossy(&records[1]).replace("Content-Length: ", "Content-Length: x");
    let (items, skips) =
        given("lie.warc", [lying.as_bytes(), &records[2]].concat(), Limits::default());
    assert_eq!((items.len(), codes(&skips)), (1, vec![SkipReason::BadRow]));
    let (items, skips) = given("long.warc", plain, Limits { page: 150, ..Limits::default() });
    assert!(items.len() < 4 && !skips.is_empty(), "{skips:?}");
    assert!(skips.iter().all(|skip| skip.code == SkipReason::TooLong), "{skips:?}");
}
