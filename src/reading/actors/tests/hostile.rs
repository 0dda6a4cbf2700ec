use super::mentions;
use crate::reading::lexicon::Lexicon;

/// A fixed sequence of numbers (linear congruential, constants of Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

#[test]
fn any_mixture_of_names_and_rubbish_keeps_spans_right() {
    let names = &Lexicon::embedded().patterns().names;
    let glue = [
        " ",
        " ",
        " ",
        " of ",
        ", ",
        ", the ",
        "'s ",
        "’s ",
        ". ",
        "\n",
        "\u{a0}",
        "é",
        "İ",
        "🇷🇺",
        "\u{301}",
        "-",
        "'",
        "ß",
        "",
        " The ",
        " He ",
        ". She ",
        " Ivan Petrov ",
        " J. ",
        " former ",
        "\t",
        " the two countries ",
        "U.S.",
    ];
    let mut numbers = Numbers(20260101);
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..numbers.next(24) {
            text.push_str(glue[numbers.next(glue.len())]);
            let name = &names[numbers.next(names.len())];
            match numbers.next(6) {
                0 => text.push_str(&name.to_uppercase()),
                1 => text.push_str(glue[numbers.next(glue.len())]),
                _ => text.push_str(name),
            }
        }
        let found = mentions("2025-06-10", &text);
        let mut end = 0;
        for mention in found {
            assert!(mention.span.of(&text).is_some(), "{text}");
            assert!(mention.span.start >= end, "{text}\n{mention:?}");
            end = mention.span.end;
        }
    }
}

#[test]
fn a_long_text_without_sentences_is_read_in_time() {
    let text =
        "Russian Foreign Minister Ivan Petrov of Russia, Georgia Aaa Bbb Ccc ".repeat(20_000);
    assert!(mentions("2025-06-10", &text).len() >= 20_000);
}
