//! A number at a word: digits, words, multipliers, ranges, money signs.

use super::{Bound, Word, tables};

/// A number and the word behind it.
pub(super) struct Number {
    pub(super) value: f64,
    pub(super) upper: Option<f64>,
    pub(super) currency: Option<String>,
    pub(super) is_percent: bool,
    /// Only "a" or "an": a number before a unit, else an article.
    pub(super) is_article: bool,
    /// A name stands right before its digits ("Resolution 1701").
    pub(super) is_of_name: bool,
    /// Told by the number itself ("dozens").
    pub(super) bound: Option<Bound>,
    /// Place of the first word that is not part of it.
    pub(super) next: usize,
}

/// The number that begins at a word, or `None` where none does or it is a year or an age.
pub(super) fn at(text: &str, words: &[Word<'_>], at: usize) -> Option<Number> {
    let word = words.get(at)?;
    if let Some(&least) = tables().many.get(&word.low()) {
        let people = words.get(at + 1).is_some_and(|next| next.low() == "of");
        let next = if people { at + 2 } else { at + 1 };
        let number = Number { bound: Some(Bound::AtLeast), next, ..plain(least) };
        return Some(number);
    }
    let mut number = part(word.text)?;
    number.next = at + 1;
    while let Some(multiplier) =
        words.get(number.next).and_then(|w| tables().multipliers.get(&w.low()))
    {
        // "two hundred", not "38 m": a letter alone belongs to the number it stands at.
        if words[number.next].text.len() < 3 {
            break;
        }
        number.value *= multiplier;
        number.is_article = false;
        number.next += 1;
    }
    range(text, words, &mut number);
    let is_digits = word.text.starts_with(|c: char| c.is_ascii_digit());
    if is_digits && number.currency.is_none() && !number.is_percent {
        let alone = number.next == at + 1 && number.upper.is_none();
        let year = (1900.0..=2100.0).contains(&number.value) && !word.text.contains([',', '.']);
        number.is_of_name = at > 0 && is_name_before(text, words, at);
        let age = alone && is_between_commas(text, words, at);
        if (alone && year) || age {
            return None;
        }
    }
    Some(number)
}

fn plain(value: f64) -> Number {
    Number {
        value,
        upper: None,
        currency: None,
        is_percent: false,
        is_article: false,
        is_of_name: false,
        bound: None,
        next: 0,
    }
}

/// One word as a number: "38", "1,200", "3.5", "$2m", "45%", "40–50", "three".
fn part(word: &str) -> Option<Number> {
    let low = word.to_lowercase();
    if let Some(&value) = tables().numbers.get(&low) {
        let is_article = low == "a" || low == "an";
        return Some(Number { is_article, ..plain(value) });
    }
    if let Some((tens, ones)) = low.split_once('-')
        && let (Some(tens), Some(ones)) = (tables().numbers.get(tens), tables().numbers.get(ones))
        && *tens >= 20.0
        && *ones < 10.0
    {
        return Some(plain(tens + ones));
    }
    let (currency, digits) = money(&low);
    let (digits, is_percent) = digits.strip_suffix('%').map_or((digits, false), |d| (d, true));
    let end = digits
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .unwrap_or(digits.len());
    let value = digits_of(&digits[..end])?;
    let rest = &digits[end..];
    let mut number = Number { currency, is_percent, ..plain(value) };
    if let Some(other) = rest.strip_prefix(['–', '-']) {
        number.upper = Some(digits_of(other).filter(|upper| *upper > value)?);
    } else if !rest.is_empty() {
        number.value *= tables().multipliers.get(rest)?;
    }
    Some(number)
}

/// Currency sign or code before the digits.
fn money(low: &str) -> (Option<String>, &str) {
    for (sign, code) in [
        ("us$", "USD"),
        ("a$", "AUD"),
        ("au$", "AUD"),
        ("c$", "CAD"),
        ("ca$", "CAD"),
        ("nz$", "NZD"),
        ("hk$", "HKD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
    ] {
        if let Some(rest) = low.strip_prefix(sign) {
            return (Some(code.to_owned()), rest);
        }
    }
    (None, low)
}

/// "1,200", "3.5", "38": separators of thousands stand before three digits.
fn digits_of(text: &str) -> Option<f64> {
    let groups: Vec<&str> = text.split(',').collect();
    let whole = groups.len() == 1
        || groups[1..].iter().all(|g| g.split('.').next().is_some_and(|d| d.len() == 3));
    let joined = groups.concat();
    let plain = joined.starts_with(|c: char| c.is_ascii_digit()) && joined.len() <= 15;
    (whole && plain).then(|| joined.parse().ok()).flatten()
}

/// "40 to 50", "between 40 and 50".
fn range(text: &str, words: &[Word<'_>], number: &mut Number) {
    let Some(link) = words.get(number.next).map(Word::low) else {
        return;
    };
    let first = number.next.checked_sub(2).and_then(|before| words.get(before)).map(Word::low);
    let between = link == "and" && first.as_deref() == Some("between");
    let Some(upper) = words.get(number.next + 1).filter(|_| link == "to" || between) else {
        return;
    };
    let gap = text.get(words[number.next - 1].end()..upper.start).unwrap_or_default();
    if let Some(other) = part(upper.text).filter(|o| o.value > number.value && !o.is_article)
        && !gap.contains(',')
        && (!number.is_percent || other.is_percent)
    {
        number.upper = Some(other.value);
        number.currency = number.currency.take().or(other.currency);
        number.is_percent |= other.is_percent;
        number.next += 2;
    }
}

/// "flight 8243", "Resolution 1701", "Su 24": a name or a word of numbering before the digits.
fn is_name_before(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let before = &words[at - 1];
    let gap = text.get(before.end()..words[at].start).unwrap_or_default();
    let numbering = [
        "flight",
        "no",
        "number",
        "article",
        "resolution",
        "chapter",
        "page",
        "group",
        "route",
        "highway",
        "phase",
        "room",
        "block",
        "size",
        "day",
        "aged",
    ];
    let opens = at == 1;
    let name = before.text.starts_with(char::is_uppercase) && !opens;
    gap.trim().is_empty() && (name || numbering.contains(&before.low().as_str()))
}

/// "Huseyn Safarov, 60, and": an age.
fn is_between_commas(text: &str, words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| words.get(b));
    let gap = before.and_then(|b| text.get(b.end()..words[at].start)).unwrap_or_default();
    let behind = text.get(words[at].end()..).unwrap_or_default();
    gap.contains(',') && behind.starts_with([',', ')', '.'])
}
