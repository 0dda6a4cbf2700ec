//! Text as it is stored: NFC, `\n` line ends, no invisible characters, no runs of spaces.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Clean text. Paragraphs stay apart by one blank line; a clean text is left as it is.
pub(crate) fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut breaks = 0usize;
    let mut space = false;
    let mut before = None;
    for c in raw.replace("\r\n", "\n").chars() {
        if is_break(c) {
            breaks += 1;
            space = false;
        } else if is_blank(c) {
            space = true;
        } else if !is_invisible(c, before) {
            if !out.is_empty() {
                match breaks {
                    0 if space => out.push(' '),
                    0 => {}
                    1 => out.push('\n'),
                    _ => out.push_str("\n\n"),
                }
            }
            out.push(c);
            breaks = 0;
            space = false;
            before = Some(c);
        }
    }
    if is_nfc_quick(out.chars()) == IsNormalized::Yes { out } else { out.nfc().collect() }
}

/// Clean text on one line.
pub(crate) fn line(raw: &str) -> String {
    let clean = text(raw);
    if !clean.contains('\n') {
        return clean;
    }
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(c: char) -> bool {
    c == '\t' || c.is_whitespace()
}

/// Characters that show nothing and break the search for words.
fn is_invisible(c: char, before: Option<char>) -> bool {
    match c {
        // Joiners carry meaning in the scripts of Persian and of India, and nowhere else.
        '\u{200c}' | '\u{200d}' => !before.is_some_and(|b| matches!(b, '\u{600}'..='\u{dff}')),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => {
            true
        }
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{fdd0}'..='\u{fdef}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control() || (c as u32) & 0xfffe == 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_lines_and_invisible_characters() {
        for (raw, clean) in [
            ("  a \t b\u{a0}\u{a0}c  ", "a b c"),
            ("a\r\nb\rc\n\n\n\n d \n", "a\nb\nc\n\nd"),
            ("a\u{200b}b\u{feff}\u{0}\u{1b}c\u{ad}d\u{202e}", "abcd"),
            ("e\u{301}", "é"),
            ("e\u{200b}\u{301}", "é"),
            ("می\u{200c}رود", "می\u{200c}رود"),
            ("a\u{200c}b", "ab"),
            ("\u{200b} \n ", ""),
        ] {
            assert_eq!(text(raw), clean, "{raw:?}");
            assert_eq!(text(clean), clean, "cleaning is done once");
        }
        assert_eq!(line("a\n\nb  c"), "a b c");
    }
}
