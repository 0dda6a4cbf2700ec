//! Which language is a text in? What the source says, else what the text looks like, else `und`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// Nobody could tell.
pub(crate) const UNKNOWN: &str = "und";
/// Characters below which statistics of letters tell nothing.
const SHORTEST: usize = 40;
/// Confidence, of 1, above which a guess of English is taken where no word speaks against it.
const UNSURE: f64 = 0.3;
/// Bytes looked at; more does not change the answer.
const SAMPLE: usize = 2000;

#[derive(Deserialize)]
struct Words {
    english: BTreeSet<String>,
    english_weak: BTreeSet<String>,
    other: BTreeSet<String>,
    two_letters: BTreeMap<String, String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/languages.toml")).expect("embedded table is tested")
});

/// ISO 639-1 code of the text, or `und`.
pub(crate) fn of(tag: Option<&str>, text: &str) -> String {
    tag.and_then(normal).or_else(|| guess(text)).unwrap_or_else(|| UNKNOWN.to_owned())
}

/// `en` of `en`, `en-US`, `EN_us`, `eng` and `English`; `None` where it is none of these.
fn normal(tag: &str) -> Option<String> {
    let tag = tag.trim().to_ascii_lowercase();
    let first = tag.split(['-', '_', ' ', ',', ';']).next().unwrap_or_default();
    if !first.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    match first.len() {
        2 => Some(first.to_owned()),
        3 => WORDS.two_letters.get(first).cloned(),
        _ => whatlang::Lang::all()
            .iter()
            .find(|lang| lang.eng_name().eq_ignore_ascii_case(first))
            .and_then(|lang| WORDS.two_letters.get(lang.code()).cloned()),
    }
}

fn guess(text: &str) -> Option<String> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    // Most archives are English, and counting words is many times faster than comparing trigrams.
    let evidence = Evidence::of(sample);
    if evidence.is_english() {
        return Some("en".to_owned());
    }
    sample.chars().nth(SHORTEST - 1)?;
    let info = whatlang::detect(sample)?;
    // Headlines without a single function word ("Opposition leader dies") leave trigrams unsure.
    let speaks_against = evidence.others > 0 || !evidence.is_ascii;
    let is_likely = evidence.english > 0 || info.confidence() > UNSURE;
    if info.lang() == whatlang::Lang::Eng && is_likely && !speaks_against {
        return Some("en".to_owned());
    }
    let is_believed = info.is_reliable() && (speaks_against || evidence.english == 0);
    WORDS.two_letters.get(info.lang().code()).filter(|_| is_believed).cloned()
}

/// What single words say of a text.
struct Evidence {
    words: usize,
    /// Two for each word of English, one for each that is shared with other languages.
    english: usize,
    /// Words that only other languages have.
    others: usize,
    /// Nearly all letters are ASCII.
    is_ascii: bool,
}

impl Evidence {
    fn of(sample: &str) -> Self {
        let foreign = sample.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
        let (mut words, mut english, mut others) = (0, 0, 0);
        for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            words += 1;
            if word.len() > 12 {
                continue;
            }
            let word = word.to_lowercase();
            if WORDS.english.contains(&word) {
                english += 2;
            } else if WORDS.english_weak.contains(&word) {
                english += 1;
            } else if WORDS.other.contains(&word) {
                others += 2;
            }
        }
        // "Russia's" is written so in English only.
        english += 2 * (sample.matches("'s ").count() + sample.matches("’s ").count());
        Self { words, english, others, is_ascii: foreign * 20 <= sample.len() }
    }

    /// More words of English than of others, and two points in twenty words at least.
    fn is_english(&self) -> bool {
        self.is_ascii
            && self.english >= 2
            && self.english > 2 * self.others
            && self.english * 10 >= self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_two_letters() {
        for (tag, code) in [
            ("en", Some("en")),
            ("en-US", Some("en")),
            ("RU_ru", Some("ru")),
            ("eng", Some("en")),
            ("English", Some("en")),
            ("zh-Hans", Some("zh")),
            ("", None),
            ("xx9", None),
            ("Klingon", None),
        ] {
            assert_eq!(normal(tag).as_deref(), code, "{tag}");
        }
    }

    #[test]
    fn every_language_that_is_guessed_has_a_code() {
        for lang in whatlang::Lang::all() {
            assert!(WORDS.two_letters.contains_key(lang.code()), "{}", lang.code());
        }
    }

    #[test]
    fn texts_are_told_apart() {
        for (text, code) in [
            ("The two ministers met in the capital and signed a treaty.", "en"),
            ("Talks held in the capital.", "en"),
            (
                "Министры двух стран встретились в столице и подписали договор о сотрудничестве. Переговоры продолжались два дня, и стороны договорились встретиться снова.",
                "ru",
            ),
            (
                "Die beiden Minister trafen sich in der Hauptstadt und unterzeichneten einen Vertrag. Die Gespräche dauerten zwei Tage und sollen fortgesetzt werden.",
                "de",
            ),
            (
                "Los dos ministros se reunieron en la capital y firmaron un tratado de cooperación. Las conversaciones duraron dos días y continuarán el próximo mes.",
                "es",
            ),
            (
                "De twee ministers ontmoetten elkaar in de hoofdstad en ondertekenden een verdrag. De gesprekken duurden twee dagen en worden volgende maand voortgezet.",
                "nl",
            ),
            (
                "İki ülkenin bakanları başkentte bir araya gelerek iş birliği anlaşması imzaladı. Görüşmeler iki gün sürdü ve gelecek ay devam edecek.",
                "tr",
            ),
            ("12345 67890", UNKNOWN),
            ("Ok", UNKNOWN),
            ("", UNKNOWN),
        ] {
            assert_eq!(of(None, text), code, "{text}");
        }
    }
}
