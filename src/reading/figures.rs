//! Figures and what they count: the dead, the hurt, money, goods, distances, durations.
//!
//! One pass over the words of a sentence: a number with its multiplier, the bound before it ("at least"),
//! the unit or noun behind it, and for people what befell them, by the nearest word that tells it.
//! Years, days, ages, and the numbers of names ("Su-24", "flight 8243", "Resolution 1701") are no figures.

mod numbers;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::model::span::Span;

/// A figure of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// From the number to the last word of its unit or noun.
    pub(crate) span: Span,
    pub(crate) bound: Bound,
    /// The number, or the lower of two.
    pub(crate) value: f64,
    /// The upper of two ("40 to 50").
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) upper: Option<f64>,
    pub(crate) counts: Counts,
    /// Currency by ISO code, unit, or the noun as it stands ("ships"); empty for a bare number of people.
    pub(crate) unit: String,
    /// What befell people: "killed", "hurt", "held", …
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) fate: Option<String>,
}

impl Figure {
    /// The least and the greatest number that it allows.
    pub(crate) fn range(&self) -> (f64, f64) {
        let high = self.upper.unwrap_or(self.value);
        match self.bound {
            Bound::Exactly => (self.value, high),
            Bound::AtLeast | Bound::MoreThan => (self.value, f64::INFINITY),
            Bound::LessThan | Bound::UpTo => (0.0, high),
            Bound::About => (self.value * (1.0 - ROUGHLY), high * (1.0 + ROUGHLY)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bound {
    Exactly,
    AtLeast,
    MoreThan,
    LessThan,
    UpTo,
    About,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Counts {
    People,
    Money,
    /// Percent, lengths, areas, weights, power.
    Measure,
    Duration,
    /// Anything else that is counted: ships, drones, agreements.
    Things,
}

/// A word with its place in the text.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn low(&self) -> String {
        self.text.to_lowercase()
    }
}

/// Words around a number in which what befell people is looked for, before it and behind.
const BEFORE: usize = 4;
const BEHIND: usize = 9;
/// "About 40" allows this part more or less.
const ROUGHLY: f64 = 0.15;
/// Words of a sentence looked at; what is longer is no sentence.
const LONGEST: usize = 2_000;

/// The figures of one sentence in text order. `taken`: spans of the sentence whose numbers are not figures
/// (times and names of actors).
pub(crate) fn find(text: &str, sentence: Span, taken: &[Span]) -> Vec<Figure> {
    let words = split(text, sentence);
    let mut out: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(number) = numbers::at(text, &words, at) else {
            at += 1;
            continue;
        };
        let span = Span::new(words[at].start, words[number.next - 1].end());
        let is_taken = |span: Span| taken.iter().any(|t| t.start < span.end && span.start < t.end);
        let before = at.checked_sub(1).map(|b| Span::new(words[b].start, words[b].end()));
        // "On 25 December 12 ships": the name before it is a time's.
        let of_name = number.is_of_name && !before.is_some_and(is_taken);
        let next = number.next;
        if !of_name
            && !is_taken(span)
            && let Some(figure) = figure(text, &words, at, &number)
        {
            out.push(figure);
        }
        at = next;
    }
    share_fates(&mut out, text);
    out
}

fn figure(text: &str, words: &[Word<'_>], at: usize, number: &numbers::Number) -> Option<Figure> {
    let behind = &words[number.next..];
    let table = tables();
    let bound = number.bound.unwrap_or_else(|| bound(words, at));
    let build = |counts, unit: String, taken: usize, fate| Figure {
        span: Span::new(words[at].start, words[number.next + taken - 1].end()),
        bound,
        value: number.value,
        upper: number.upper,
        counts,
        unit,
        fate,
    };
    if let Some(currency) = &number.currency {
        return Some(build(Counts::Money, currency.clone(), 0, None));
    }
    let of = |list: &BTreeMap<String, Vec<String>>| unit(list, behind);
    if let Some((unit, taken)) = of(&table.currencies) {
        return Some(build(Counts::Money, unit, taken, None));
    }
    if number.is_percent {
        return Some(build(Counts::Measure, "percent".to_owned(), 0, None));
    }
    if let Some((unit, taken)) = of(&table.units) {
        return Some(build(Counts::Measure, unit, taken, None));
    }
    if let Some((unit, taken)) = of(&table.durations) {
        // "a week" is no figure, and "two-year" is told by the noun behind it.
        return (!number.is_article).then(|| build(Counts::Duration, unit, taken, None));
    }
    if number.is_article {
        return None;
    }
    // "38 of the 67 aboard", "40 Norwegian soldiers": the noun may stand behind some words.
    let noun = (0..4usize).take_while(|n| is_near(text, words, number.next, *n)).find_map(|n| {
        let word = behind.get(n)?;
        people_at(behind, n).map(|taken| (word, taken))
    });
    let fate = fate(text, words, at, number.next);
    let noun = noun.or_else(|| done_to(text, words, at, number.next));
    if let Some((_, taken)) = noun {
        let unit = Span::new(behind[0].start, behind[taken - 1].end());
        let unit = unit.of(text).unwrap_or_default().to_lowercase();
        return Some(build(Counts::People, unit, taken, fate));
    }
    // A bare number is people where it says what befell them right there: "38 dead", "killing 12".
    if let Some(fate) = fate.filter(|_| stands_alone(behind) || is_fate(behind.first())) {
        return Some(build(Counts::People, String::new(), 0, Some(fate)));
    }
    let noun =
        behind.first().filter(|w| is_near(text, words, number.next, 0) && is_plural(w, number));
    noun.map(|word| build(Counts::Things, word.low(), 1, None))
}

/// The noun of "deported 30 Bolivians", "killed 40 Sudanese raiders", and how many words it takes: whom such
/// a verb right before the number befell is people, whatever they are called, but for `things`.
fn done_to<'w, 't>(
    text: &str,
    words: &'w [Word<'t>],
    at: usize,
    next: usize,
) -> Option<(&'w Word<'t>, usize)> {
    let verb = words.get(at.checked_sub(1)?)?.low();
    let table = tables();
    table.people.verbs.contains(&verb).then_some(())?;
    let end = (0..3usize).take_while(|n| is_near(text, words, next, *n)).find(|n| {
        let low = words.get(next + n).map(Word::low).unwrap_or_default();
        low.len() > 3 && low.ends_with('s') && !low.ends_with("ss")
    })?;
    let noun = &words[next + end];
    (!table.people.things.contains(&noun.low())).then_some((noun, end + 1))
}

/// "killing 38 people and injuring 29": the second figure counts people as the first does.
fn share_fates(figures: &mut [Figure], text: &str) {
    for at in 1..figures.len() {
        let (before, rest) = figures.split_at_mut(at);
        let (last, this) = (&before[at - 1], &mut rest[0]);
        let between = text.get(last.span.end..this.span.start).unwrap_or_default();
        let short = between.len() < 40 && !between.contains([';', '.']);
        if short
            && last.counts == Counts::People
            && this.counts == Counts::Things
            && this.unit == "more"
        {
            this.counts = Counts::People;
            this.fate = last.fate.clone();
            this.unit = String::new();
        }
    }
}

/// The bound that the words before a number tell.
fn bound(words: &[Word<'_>], at: usize) -> Bound {
    let before = |n: usize| -> String {
        let from = at.saturating_sub(n);
        words[from..at].iter().map(Word::low).collect::<Vec<_>>().join(" ")
    };
    let told = |n| tables().bounds.iter().find(|(_, list)| list.contains(&before(n)));
    let name = [3, 2, 1].into_iter().find_map(|n| (n <= at).then(|| told(n))?);
    match name.map(|(name, _)| name.as_str()) {
        Some("at_least") => Bound::AtLeast,
        Some("more_than") => Bound::MoreThan,
        Some("less_than") => Bound::LessThan,
        Some("up_to") => Bound::UpTo,
        Some("about") => Bound::About,
        _ => Bound::Exactly,
    }
}

/// The unit that the words behind a number name, and how many words it has; the longest one.
fn unit(list: &BTreeMap<String, Vec<String>>, behind: &[Word<'_>]) -> Option<(String, usize)> {
    [2, 1].into_iter().find_map(|n| {
        let words = behind.get(..n)?.iter().map(Word::low).collect::<Vec<_>>().join(" ");
        let found = list.iter().find(|(_, names)| names.contains(&words));
        found.map(|(unit, _)| (unit.clone(), n))
    })
}

/// How many words from the first to the noun of people that ends at `n`.
fn people_at(behind: &[Word<'_>], n: usize) -> Option<usize> {
    let low = behind[n].low();
    let two = behind.get(n + 1).map(|next| format!("{low} {}", next.low()));
    let words = &tables().people.words;
    if two.is_some_and(|two| words.contains(&two)) {
        return Some(n + 2);
    }
    words.contains(&low).then_some(n + 1)
}

/// What befell whom a number counts, by the nearest word that tells it; a verb before the number ("killing
/// 38") is nearer than any behind it, and a comma or another number ends the search behind it.
fn fate(text: &str, words: &[Word<'_>], at: usize, next: usize) -> Option<String> {
    let told = |word: &Word<'_>| {
        let low = word.low();
        tables().fates.iter().find(|(_, list)| list.contains(&low)).map(|(name, _)| name.clone())
    };
    let is_digit = |w: &Word<'_>| w.text.starts_with(|c: char| c.is_ascii_digit());
    // "38 of 67 died": the second is the whole, whom nothing befell as one.
    let of_number = at >= 2 && words[at - 1].low() == "of" && is_digit(&words[at - 2]);
    if of_number || (at >= 3 && words[at - 2].low() == "of" && is_digit(&words[at - 3])) {
        return None;
    }
    let from = at.saturating_sub(BEFORE);
    let before = (from..at).rev().take_while(|&b| {
        let gap = text.get(words[b].end()..words[b + 1].start).unwrap_or_default();
        !gap.contains([',', ';', ':']) && !is_digit(&words[b])
    });
    let before = before.map(|b| &words[b]);
    let of = words.get(next).is_some_and(|w| w.low() == "of");
    let whole = [1, 2].into_iter().find(|n| of && words.get(next + n).is_some_and(is_digit));
    let behind = words[next + whole.map_or(0, |n| n + 1)..].iter().take(BEHIND);
    let same_clause = |w: &&Word<'_>| {
        let between = text.get(words[next - 1].end()..w.start).unwrap_or_default();
        !between.contains([';', ':']) && !w.text.starts_with(|c: char| c.is_ascii_digit())
    };
    before.into_iter().find_map(told).or_else(|| behind.take_while(same_clause).find_map(told))
}

fn is_fate(word: Option<&Word<'_>>) -> bool {
    let low = word.map(Word::low).unwrap_or_default();
    tables().fates.values().any(|list| list.contains(&low))
}

/// Nothing that a number could count stands behind it.
fn stands_alone(behind: &[Word<'_>]) -> bool {
    behind.first().is_none_or(|w| {
        matches!(
            w.low().as_str(),
            "and" | "of" | "were" | "was" | "have" | "in" | "on" | "aboard" | "at"
        )
    })
}

/// No comma or other mark between the number and the n-th word behind it, and no verb on the way.
fn is_near(text: &str, words: &[Word<'_>], next: usize, n: usize) -> bool {
    let (Some(last), Some(word)) = (words.get(next - 1), words.get(next + n)) else {
        return false;
    };
    let between = text.get(last.end()..word.start).unwrap_or_default();
    let marks = between.contains([',', ';', ':', '(', ')', '.', '"', '–', '—']);
    let verbs = words[next..next + n].iter().any(|w| {
        w.text.starts_with(|c: char| c.is_ascii_digit())
            || matches!(
                w.low().as_str(),
                "and"
                    | "or"
                    | "were"
                    | "was"
                    | "are"
                    | "is"
                    | "have"
                    | "has"
                    | "had"
                    | "to"
                    | "in"
                    | "on"
                    | "at"
                    | "for"
                    | "with"
                    | "by"
                    | "from"
            )
    });
    !marks && !verbs
}

/// A plural noun in small letters, or "more" of what was counted before.
fn is_plural(word: &Word<'_>, number: &numbers::Number) -> bool {
    let low = word.text;
    let small = low.chars().all(|c| c.is_lowercase() || c == '-') && low.len() > 2;
    small && number.value != 1.0 && low.ends_with('s') && !low.ends_with("ss") || low == "more"
}

/// Words and numbers of a sentence: "3.5", "1,200", "$2m", "34-year-old" are one.
fn split(text: &str, sentence: Span) -> Vec<Word<'_>> {
    let Some(whole) = sentence.of(text) else {
        return Vec::new();
    };
    let mut out: Vec<Word<'_>> = Vec::new();
    for piece in whole.split_whitespace().take(LONGEST) {
        let start = sentence.start + (piece.as_ptr() as usize - whole.as_ptr() as usize);
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '%');
        let front = piece.find(is_part).unwrap_or(piece.len());
        let bare = piece[front..].trim_end_matches(|c: char| !is_part(c));
        if !bare.is_empty() {
            out.push(Word { text: bare, start: start + front });
        }
    }
    out
}

#[derive(Deserialize)]
struct Tables {
    numbers: BTreeMap<String, f64>,
    multipliers: BTreeMap<String, f64>,
    many: BTreeMap<String, f64>,
    bounds: BTreeMap<String, Vec<String>>,
    currencies: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    durations: BTreeMap<String, Vec<String>>,
    people: People,
    fates: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct People {
    words: Vec<String>,
    /// Verbs of what is done to people.
    verbs: BTreeSet<String>,
    /// Nouns that are no people behind them.
    things: BTreeSet<String>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        toml::from_str(include_str!("../../data/figures.toml"))
            .expect("data/figures.toml is ours and well formed")
    })
}

#[cfg(test)]
mod tests;
