//! Small questions about words and their neighbours in a text.

/// True when `start..end` begins and ends where words do.
///
/// A full stop with a small letter behind it is part of an address ("China.com"), not an end.
pub(crate) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let (Some(before), Some(inside), Some(after)) =
        (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return false;
    };
    let joined = |c: char| c.is_alphanumeric() || c == '_' || c == '@';
    let open_left = inside.starts_with(char::is_alphanumeric) && before.ends_with(joined);
    let open_right = inside.ends_with(char::is_alphanumeric) && after.starts_with(joined);
    let mut next = after.chars();
    let address = next.next() == Some('.') && next.next().is_some_and(char::is_lowercase);
    // "US$31" is money.
    let money = after.starts_with('$');
    !open_left && !open_right && !address && !money
}

/// The word that ends right before `at`, after one space: "Errol" before "Trump". Full stops of
/// initials and titles belong to it ("Gen.").
pub(super) fn word_before(text: &str, floor: usize, at: usize) -> Option<(usize, &str)> {
    let before = text.get(floor..at)?.strip_suffix(' ')?;
    let start = before
        .rfind(|c: char| !is_name_char(c) && c != '.')
        .map_or(0, |p| p + before[p..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    (!word.is_empty()).then_some((floor + start, word))
}

/// The word that begins at `at` and its end.
pub(super) fn word_at(text: &str, at: usize, limit: usize) -> Option<(usize, &str)> {
    let rest = text.get(at..limit)?;
    let end = rest.find(|c: char| !is_name_char(c)).unwrap_or(rest.len());
    (end > 0).then(|| (at + end, &rest[..end]))
}

/// Letters, and what stands inside names: "Al-Thani", "O'Neill".
pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')
}

pub(super) fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// True for headlines in capitals: at least twelve letters, nine in ten of them upper case.
pub(super) fn all_capitals(text: &str) -> bool {
    let (mut upper, mut letters) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += usize::from(c.is_uppercase());
    }
    letters >= 12 && upper * 10 >= letters * 9
}

/// The same bytes with each ASCII word in title case, small words in lower case, white space as blanks.
/// Only ASCII letters change, so every offset stays.
pub(super) fn title_folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let core = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let small = matches!(core, "OF" | "THE" | "AND" | "FOR" | "IN" | "TO" | "S");
        let mut first = !small;
        for c in word.chars() {
            out.push(if first { c } else { c.to_ascii_lowercase() });
            first = false;
        }
    }
    out
}

/// The same bytes with line ends and tabs as blanks, so that a name may run over a line end.
pub(super) fn blanks(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_where_a_word_ends() {
        for (text, name, alone) in [
            ("in Oman today", "Oman", true),
            ("the Omani way", "Oman", false),
            ("Russia-led", "Russia", true),
            ("Russia’s army", "Russia", true),
            ("visit China.com now", "China", false),
            ("in China. Then", "China", true),
            ("the U.S.", "U.S.", true),
            ("naïveIran", "Iran", false),
            ("costs US$31", "US", false),
        ] {
            let at = text.find(name).unwrap();
            assert_eq!(stands_alone(text, at, at + name.len()), alone, "{text}");
        }
    }

    #[test]
    fn folding_keeps_every_offset() {
        let text = "PRESIDENT OF THE UNITED STATES – ÇA VA";
        let folded = title_folded(text);
        assert_eq!(folded.len(), text.len());
        assert!(folded.starts_with("President of the United States"));
    }

    #[test]
    fn the_word_before_keeps_its_full_stop() {
        let text = "said Gen. Smith";
        assert_eq!(word_before(text, 0, 10), Some((5, "Gen.")));
        assert_eq!(word_before(text, 0, 0), None);
    }
}
