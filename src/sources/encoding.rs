//! Bytes to text: byte order mark, then declaration, then UTF-8, then a guess from the bytes, as browsers do it.

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text of a whole file, or `None` when no encoding fits: more than one character in a thousand is lost.
///
/// `declared` is the label the file itself gives. It loses against UTF-8 that is valid, because a page
/// saved again often keeps its old label, and no legacy text is valid UTF-8 by chance.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Option<String> {
    let encoding = choose(bytes, declared);
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged {
        let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
        if lost > 1 && lost * 1000 > text.chars().count() {
            return None;
        }
    }
    Some(text.into_owned())
}

fn choose(bytes: &[u8], declared: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if is_utf8_so_far(bytes) {
        return UTF_8;
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared {
        // A declaration in ASCII bytes cannot be in UTF-16: such a label is wrong.
        Some(encoding) if encoding != UTF_16LE && encoding != UTF_16BE && encoding != UTF_8 => {
            encoding
        }
        _ => guess(bytes),
    }
}

/// What the bytes look like when they are not UTF-8.
pub(crate) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// True when the bytes are UTF-8, or would be if they went on (a character cut at the end).
pub(crate) fn is_utf8_so_far(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// The label in an XML declaration or an HTML `meta`, looked for in the first 2 KiB.
pub(crate) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let from = if head.trim_start().starts_with("<?xml") {
        let declaration = head.split("?>").next().unwrap_or_default();
        declaration.find("encoding").map(|at| at + "encoding".len())
    } else {
        None
    };
    let from = from.or_else(|| head.find("charset").map(|at| at + "charset".len()))?;
    let rest = head[from..].trim_start().strip_prefix('=')?.trim_start();
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
    let label = &rest[..end.unwrap_or(rest.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

/// A stream of UTF-8 made from a stream in another encoding.
pub(crate) struct Transcode<R> {
    inner: R,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Transcode<R> {
    /// A byte order mark at the start is dropped.
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder();
        Self { inner, decoder, ready: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.at = 0;
        self.ready.resize(16 * 1024, 0);
        let available = self.inner.fill_buf()?;
        let last = available.is_empty();
        let (result, used, written, _) =
            self.decoder.decode_to_utf8(available, &mut self.ready, last);
        self.inner.consume(used);
        self.ready.truncate(written);
        self.ended = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: BufRead> Read for Transcode<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let length = (self.ready.len() - self.at).min(buffer.len());
        buffer[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Министр прибыл в столицу соседней страны с официальным визитом.";

    #[test]
    fn marks_labels_and_guesses() {
        let windows = encoding_rs::WINDOWS_1251.encode(RUSSIAN).0;
        assert_eq!(decode(&windows, Some("windows-1251")).unwrap(), RUSSIAN);
        assert_eq!(decode(&windows, None).unwrap(), RUSSIAN);
        assert_eq!(decode(RUSSIAN.as_bytes(), Some("windows-1251")).unwrap(), RUSSIAN);
        let mut marked = vec![0xff, 0xfe];
        marked.extend(RUSSIAN.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&marked, None).unwrap(), RUSSIAN);
        assert_eq!(decode(b"\xef\xbb\xbfabc", None).unwrap(), "abc");
    }

    #[test]
    fn declarations_of_xml_and_html() {
        for (text, label) in [
            ("<?xml version='1.0' encoding='KOI8-R'?><rss>", Some("koi8-r")),
            ("<html><meta charset=utf-8>", Some("utf-8")),
            (
                "<meta http-equiv=x content=\"text/html; charset=windows-1251\">",
                Some("windows-1251"),
            ),
            ("<html><p>no label", None),
            ("<meta charset", None),
        ] {
            assert_eq!(declared(text.as_bytes()).as_deref(), label, "{text}");
        }
    }

    #[test]
    fn a_stream_is_turned_into_utf_8_across_its_chunks() {
        let mut bytes = vec![0xff, 0xfe];
        let long = RUSSIAN.repeat(1000);
        bytes.extend(long.encode_utf16().flat_map(u16::to_le_bytes));
        let slow = io::BufReader::with_capacity(7, bytes.as_slice());
        let mut text = String::new();
        Transcode::new(slow, UTF_16LE).read_to_string(&mut text).unwrap();
        assert_eq!(text, long);
    }
}
