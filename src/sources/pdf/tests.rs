//! PDFs written here, in the format's own words.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use crate::sources::item::{Body, RawItem, Skip, SkipReason};
use crate::sources::limits::Limits;
use crate::sources::single::{self, Named, Source};
use crate::sources::{Flow, Progress};

/// Objects to a file with its table; the first is the catalogue. `trailer` is added to the trailer.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        table.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    table.push_str(&format!(
        "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.extend_from_slice(table.as_bytes());
    out
}

fn stream(head: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {head} >>\nstream\n", bytes.len()).into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nendstream");
    out
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A page's drawing: lines at their places, size in points, from the bottom left of a page of 600 by 800.
fn drawing(lines: &[(f64, f64, f64, &str)]) -> Vec<u8> {
    let line = |(x, y, size, text): &(f64, f64, f64, &str)| {
        format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
    };
    lines.iter().map(line).collect::<String>().into_bytes()
}

/// A file of these pages' drawings, with a title and a day.
fn pdf(pages: &[Vec<u8>]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 5 + 2 * n)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Count {} /Kids [{kids}] /MediaBox [0 0 600 800] >>", pages.len())
            .into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_vec(),
        b"<< /Title (Herring and the State) /CreationDate (D:20240502101500+02'00') >>".to_vec(),
    ];
    for (number, page) in pages.iter().enumerate() {
        let content = 6 + 2 * number;
        objects.push(
            format!("<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>")
                .into_bytes(),
        );
        objects.push(stream("/Filter /FlateDecode", &packed(page)));
    }
    file(&objects, "/Info 4 0 R")
}

fn given(name: &str, bytes: Vec<u8>) -> (Vec<RawItem>, Vec<Skip>) {
    let (mut items, mut skips) = (Vec::new(), Vec::new());
    let (input, progress) = (Cursor::new(bytes), Progress::default());
    let limits = Limits { pdf: 1 << 20, ..Limits::default() };
    let source =
        Source::new(name.to_owned(), name.to_owned(), input, &progress, limits, Named::ByUser);
    let _ = single::read(source, &mut |item| {
        match item {
            Ok(item) => items.push(item),
            Err(skip) => skips.push(skip),
        }
        Flow::Continue(())
    });
    (items, skips)
}

fn text(item: &RawItem) -> &str {
    match &item.body {
        Body::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

/// A report of two pages: head, number, a heading, a word that is parted, a note, a sentence over the page.
fn report() -> Vec<u8> {
    let first = drawing(&[
        (60.0, 770.0, 8.0, "Institute of the Sea"),
        (60.0, 20.0, 8.0, "Page 1"),
        (60.0, 700.0, 18.0, "Herring and the State"),
        (60.0, 660.0, 11.0, "Freedonia and Sylvania signed an agreement on herring quo-"),
        (60.0, 646.0, 11.0, "tas in Port on 2 May 2024, after talks that had lasted since the"),
        (60.0, 632.0, 11.0, "winter and had broken off twice. The ministers of the two sides"),
    ]);
    let second = drawing(&[
        (60.0, 770.0, 8.0, "Institute of the Sea"),
        (60.0, 20.0, 8.0, "Page 2"),
        (60.0, 700.0, 11.0, "praised each other."),
    ]);
    pdf(&[first, second])
}

#[test]
fn a_report_becomes_paragraphs() {
    let (items, skips) = given("herring.pdf", report());
    assert!(skips.is_empty(), "{skips:?}");
    assert_eq!(items.len(), 1);
    assert_eq!(
        text(&items[0]),
        "Herring and the State\n\nFreedonia and Sylvania signed an agreement on herring quotas in Port on 2 May \
         2024, after talks that had lasted since the winter and had broken off twice. The ministers of the two sides \
         praised each other."
    );
    assert_eq!(items[0].title.as_deref(), Some("Herring and the State"));
    assert_eq!(
        (items[0].published.as_deref(), items[0].made.as_deref()),
        (None, Some("2024-05-02"))
    );
    let late = [b"\r\n\0junk\n".as_slice(), &report()].concat();
    assert_eq!(given("late.pdf", late).0.len(), 1, "the mark may stand a little later");
}

#[test]
fn words_are_parted_by_gaps_and_marks_of_notes_go() {
    let page = b"BT /F1 10 Tf 1 0 0 1 60 600 Tm [(Free) -20 (donia) -600 (m) ( ) 278 (et)] TJ ET \
        BT /F1 10 Tf 1 0 0 1 150 600 Tm (Sylvania) Tj ET BT /F1 6 Tf 1 0 0 1 190.5 604 Tm (12) Tj ET \
        BT /F1 10 Tf 1 0 0 1 200 600 Tm (on 300 km) Tj /F1 6 Tf 1 0 0 1 246.5 604 Tm (2) Tj ET \
        BT /F1 10 Tf 0 1 -1 0 20 100 Tm (a stamp) Tj ET";
    let (items, _) = given("a.pdf", pdf(&[page.to_vec()]));
    assert_eq!(text(&items[0]), "Freedonia met Sylvania on 300 km2");
}

#[test]
fn what_cannot_be_read_is_named_with_a_remedy() {
    let picture = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q".to_vec();
    let locked = file(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Count 0 /Kids [] >>".to_vec(),
            [
                b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O (".as_slice(),
                &[b'a'; 32],
                b") /U (",
                &[b'b'; 32],
                b") >>",
            ]
            .concat(),
        ],
        "/Encrypt 3 0 R /ID [(aaaaaaaaaaaaaaaa) (aaaaaaaaaaaaaaaa)]",
    );
    for (bytes, code, words) in [
        (pdf(&[picture]), SkipReason::NoText, "OCR"),
        (locked, SkipReason::Locked, "without one"),
        (b"%PDF-1.7 ...".to_vec(), SkipReason::BadCompression, "get the file again"),
        ([b"%PDF-1.7\n".as_slice(), &[b' '; 1 << 20]].concat(), SkipReason::TooLong, "1 MiB"),
    ] {
        let (items, skips) = given("a.pdf", bytes);
        assert!(items.is_empty(), "{words}");
        assert_eq!(skips.iter().map(|skip| skip.code).collect::<Vec<_>>(), [code], "{words}");
        assert!(skips[0].to_string().contains(words), "{}", skips[0]);
    }
    let (items, skips) = given("note.txt", b"The mark %PDF-1.7 begins a PDF.".to_vec());
    assert_eq!((items.len(), skips.len()), (1, 0), "a text about PDFs is a text");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..ProptestConfig::default() })]

    /// A mangled file gives an item or a named skip, never both nothing and a crash.
    #[test]
    fn mangled_files_are_read_or_named(
        cut in 0..1usize << 12,
        changes in prop::collection::vec((0..1usize << 12, any::<u8>()), 0..12),
    ) {
        let mut bytes = report();
        let length = bytes.len();
        for (at, byte) in changes {
            // The mark stays: else it is no PDF.
            bytes[5 + at % (length - 5)] = byte;
        }
        if cut % 3 == 0 {
            bytes.truncate(5 + cut % (length - 5));
        }
        let (items, skips) = given("a.pdf", bytes);
        prop_assert!(items.len() + skips.len() == 1, "{items:?} {skips:?}");
    }
}
