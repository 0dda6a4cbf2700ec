//! PDFs through the program: read in a process of its own, which a hostile file may kill.

use crate::harness::Place;

/// A file of one page whose drawing is this stream.
fn pdf(filter: &str, drawing: &[u8]) -> Vec<u8> {
    let mut stream = format!("<< /Length {} {filter} >>\nstream\n", drawing.len()).into_bytes();
    stream.extend_from_slice(drawing);
    stream.extend_from_slice(b"\nendstream");
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R \
        /Resources << /Font << /F1 5 0 R >> >> >>";
    let objects: [&[u8]; 5] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        page,
        &stream,
        font,
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let trailer = format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(trailer.as_bytes());
    out
}

/// Bits as deflate packs them, the lowest of a byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, bits: &str) {
        for bit in bits.bytes() {
            self.held |= u32::from(bit == b'1') << self.count;
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(self.held.to_le_bytes()[0]);
                (self.held, self.count) = (0, 0);
            }
        }
    }
}

/// A zlib stream (RFC 1950, 1951) of a space and `times` copies of 258 spaces, 13 bits for each.
fn bomb(times: usize) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x78, 0x01], ..Bits::default() };
    // The last block, fixed codes, and the space.
    bits.push("1");
    bits.push("10");
    bits.push("01010000");
    for _ in 0..times {
        // Length 258, distance 1.
        bits.push("1100010100000");
    }
    bits.push("0000000");
    bits.push("0000000");
    bits.bytes
}

#[test]
fn a_report_goes_in_and_a_bomb_beside_it_is_named() {
    let place = Place::new();
    let drawing = "BT /F1 11 Tf 60 700 Td (Norway and Iceland signed an agreement on herring in Oslo \
        on 2 May 2024.) Tj ET";
    place.write("in/good.pdf", pdf("", drawing.as_bytes()));
    let folder = place.path("in").to_str().unwrap().to_owned();
    place.expect(0, &["add", &folder]);
    let found = place.expect(0, &["search", "herring"]);
    assert!(found.out.contains("signed an agreement on herring in Oslo"), "{}", found.out);
    // 3.4 MB that unpack to 540 MB, which take a buffer of 1 GiB.
    place.write("in/bomb.pdf", pdf("/Filter /FlateDecode", &bomb(2_100_000)));
    place.write("in/cut.pdf", &pdf("", drawing.as_bytes())[..60]);
    let ran = place.expect(1, &["add", &folder]);
    let told = format!("{}{}", ran.out, ran.err);
    for words in ["bomb.pdf", "too much memory", "cut.pdf", "damaged or cut off"] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert_eq!(place.status()["documents"], 1);
}

#[test]
fn the_reader_answers_for_one_file_and_is_not_in_the_help() {
    let place = Place::new();
    let ran = place.run_with(&["read-pdf"], &pdf("", b"BT /F1 11 Tf 60 700 Td (Norway.) Tj ET"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Norway."), "{}", ran.out);
    assert!(!place.expect(0, &["--help"]).out.contains("read-pdf"));
}
