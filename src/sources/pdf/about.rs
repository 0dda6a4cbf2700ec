//! What a PDF says of itself: its title and the day it was made.

use hayro_interpret::hayro_syntax::metadata::Metadata;

use super::margins::Page;
use super::paragraphs::body_size;

/// Characters of a title at most.
const LONGEST: usize = 250;
/// How much larger than the text a title is set.
const LARGER: f64 = 1.25;
/// Endings of files that programs leave as title.
const FILES: [&str; 8] = [".doc", ".docx", ".odt", ".rtf", ".indd", ".qxd", ".tex", ".pdf"];

/// The title written into the file, where it is one; else the largest words of the first page.
pub(super) fn title(metadata: &Metadata, pages: &[Page]) -> Option<String> {
    let written = metadata.title.as_deref().map(decoded).map(|title| one_line(&title));
    written.filter(|title| is_title(title)).or_else(|| shown(pages))
}

/// The day the file was made, `2025-06-01`: what it tells of was written by then.
pub(super) fn day(metadata: &Metadata) -> Option<String> {
    let made = metadata.creation_date.as_ref().or(metadata.modification_date.as_ref())?;
    let plausible = (1980..=2200).contains(&made.year)
        && (1..=12).contains(&made.month)
        && (1..=31).contains(&made.day);
    plausible.then(|| format!("{:04}-{:02}-{:02}", made.year, made.month, made.day))
}

/// A string of the file: UTF-16 or UTF-8 by its mark, else one byte a letter.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        rest => match std::str::from_utf8(rest) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned(),
        },
    }
}

fn one_line(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control(), " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several words, and no name of a file.
fn is_title(text: &str) -> bool {
    let small = text.to_lowercase();
    text.contains(' ')
        && text.chars().count() <= LONGEST
        && text.chars().any(char::is_alphabetic)
        && !FILES.iter().any(|end| small.ends_with(end))
}

fn shown(pages: &[Page]) -> Option<String> {
    let lines = &pages.first()?.lines;
    let largest = lines.iter().map(|line| line.size).fold(0.0, f64::max);
    if largest < LARGER * body_size(pages) {
        return None;
    }
    let words: Vec<&str> = lines
        .iter()
        .skip_while(|line| line.size < 0.95 * largest)
        .take_while(|line| line.size >= 0.95 * largest)
        .map(|line| line.text.as_str())
        .collect();
    Some(one_line(&words.join(" "))).filter(|title| is_title(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_decoded_and_names_of_files_are_none() {
        assert_eq!(decoded(b"\xfe\xff\0A\x04\x1f"), "A\u{41f}");
        assert_eq!(decoded(b"\xef\xbb\xbfA\xc3\xa9"), "Aé");
        assert_eq!(decoded(b"A\xe9"), "Aé");
        assert!(is_title("Herring and the State"));
        assert!(!is_title("Microsoft Word - herring final.docx"));
        assert!(!is_title("untitled") && !is_title("12 345"));
    }
}
