//! `data/times.toml`, compiled for look-up.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

/// What a word means when it tells a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Meaning {
    #[default]
    None,
    Month(i8),
    ShortMonth(i8),
    /// Monday = 1.
    Weekday(i8),
    ShortWeekday(i8),
    Count(i16),
    Ordinal(i8),
    Unit(Unit),
    Season(i8, i8),
    Part(Part),
    /// Days from the publication day.
    NearDay(i8),
    /// "morning", "night": a day, with "this", "last" or "the same" before it.
    DayPart,
    Shift(Shift),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Shift {
    Last,
    Past,
    This,
    Next,
    Coming,
    Previous,
    Following,
    Same,
    That,
}

/// "early", "late", "the end of": first and last day of a month, first and last month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) days: (i8, i8),
    pub(super) months: (i8, i8),
}

/// A day of the year that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(i8, i8),
    /// Days from Easter Sunday.
    Easter(i16),
}

/// What a word does in an expression beside its meaning; names as in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Article,
    Of,
    Joint,
    And,
    Between,
    From,
    In,
    Ago,
    Earlier,
    Later,
    Bound,
    Since,
    Cue,
    SureCue,
    Inexact,
    Bounding,
    Free,
    Counted,
    Numbered,
    Future,
    Forward,
    Be,
    PastForm,
    Participle,
    Clause,
    Relative,
    Auxiliary,
    Saying,
    Background,
    Prospective,
    ProspectivePast,
    Proposing,
    Obliged,
    Within,
    Possessive,
    Moved,
    Present,
    Final,
    Begin,
    SameTime,
}

/// All that is known of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    pub(super) meaning: Meaning,
    roles: u64,
    /// Some name that only looks like a time begins with this word.
    pub(super) opens_name: bool,
    /// Some feast begins with this word.
    pub(super) opens_feast: bool,
}

impl Word {
    pub(super) fn is(self, role: Role) -> bool {
        self.roles & (1_u64 << role as u32) != 0
    }
}

/// Longest word in bytes that is looked up.
const LONGEST_WORD: usize = 24;

/// The tables of `data/times.toml`.
pub(crate) struct TimeTables {
    words: HashMap<String, Word>,
    names: HashMap<String, Vec<Vec<String>>>,
    /// By first word, the longest first.
    feasts: HashMap<String, Vec<(Vec<String>, Feast)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: BTreeMap<String, i8>,
    short_months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    short_weekdays: BTreeMap<String, i8>,
    counts: BTreeMap<String, i16>,
    ordinals: BTreeMap<String, i8>,
    units: BTreeMap<String, Unit>,
    seasons: BTreeMap<String, (i8, i8)>,
    parts: BTreeMap<String, Part>,
    near_days: BTreeMap<String, i8>,
    day_parts: Vec<String>,
    feasts: BTreeMap<String, Feast>,
    shifts: BTreeMap<String, Shift>,
    roles: BTreeMap<Role, Vec<String>>,
    names: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    phrases: Vec<String>,
}

impl TimeTables {
    /// The table embedded in the binary, compiled at first use.
    pub(crate) fn embedded() -> &'static Self {
        static TABLES: OnceLock<TimeTables> = OnceLock::new();
        TABLES.get_or_init(|| {
            Self::parse(include_str!("../../../data/times.toml"))
                .expect("data/times.toml is embedded and read by a test")
        })
    }

    /// Compiles a table; the error says which line of it is wrong, or which word has two meanings.
    fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut tables =
            Self { words: HashMap::new(), names: HashMap::new(), feasts: HashMap::new() };
        tables.add(file.months, Meaning::Month)?;
        tables.add(file.short_months, Meaning::ShortMonth)?;
        tables.add(file.weekdays, Meaning::Weekday)?;
        tables.add(file.short_weekdays, Meaning::ShortWeekday)?;
        tables.add(file.counts, Meaning::Count)?;
        tables.add(file.ordinals, Meaning::Ordinal)?;
        tables.add(file.units, Meaning::Unit)?;
        tables.add(file.seasons, |(a, b)| Meaning::Season(a, b))?;
        tables.add(file.parts, Meaning::Part)?;
        tables.add(file.near_days, Meaning::NearDay)?;
        tables.add(file.shifts, Meaning::Shift)?;
        tables.add(file.day_parts.into_iter().map(|w| (w, ())).collect(), |()| Meaning::DayPart)?;
        for (role, words) in file.roles {
            for word in words {
                tables.words.entry(word).or_default().roles |= 1_u64 << role as u32;
            }
        }
        for phrase in file.names.phrases {
            let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
            tables.words.entry(words[0].clone()).or_default().opens_name = true;
            tables.names.entry(words[0].clone()).or_default().push(words);
        }
        for (phrase, feast) in file.feasts {
            let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
            tables.words.entry(words[0].clone()).or_default().opens_feast = true;
            let named = tables.feasts.entry(words[0].clone()).or_default();
            named.push((words, feast));
            named.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Ok(tables)
    }

    fn add<T>(
        &mut self,
        words: BTreeMap<String, T>,
        meaning: impl Fn(T) -> Meaning,
    ) -> Result<(), String> {
        for (word, value) in words {
            let entry = self.words.entry(word.clone()).or_default();
            if entry.meaning != Meaning::None {
                return Err(format!("\"{word}\" has two meanings"));
            }
            entry.meaning = meaning(value);
        }
        Ok(())
    }

    /// What is known of a word in any case; nothing for words that are long or unknown.
    pub(super) fn word(&self, text: &str) -> Word {
        let bytes = text.as_bytes();
        if bytes.len() > LONGEST_WORD {
            return Word::default();
        }
        if !bytes.iter().any(u8::is_ascii_uppercase) {
            return self.words.get(text).copied().unwrap_or_default();
        }
        let mut lower = [0_u8; LONGEST_WORD];
        let lower = &mut lower[..bytes.len()];
        lower.copy_from_slice(bytes);
        lower.make_ascii_lowercase();
        let found = std::str::from_utf8(lower).ok().and_then(|w| self.words.get(w));
        found.copied().unwrap_or_default()
    }

    /// The names that begin with this lower-case word, each as its words.
    pub(super) fn names(&self, first: &str) -> &[Vec<String>] {
        self.names.get(first).map_or(&[], Vec::as_slice)
    }

    /// The feasts that begin with this lower-case word, each as its words, the longest first.
    pub(super) fn feasts(&self, first: &str) -> &[(Vec<String>, Feast)] {
        self.feasts.get(first).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_words_in_any_case() {
        let tables = TimeTables::embedded();
        assert_eq!(tables.word("DECEMBER").meaning, Meaning::Month(12));
        assert_eq!(tables.word("Friday").meaning, Meaning::Weekday(5));
        assert!(tables.word("since").is(Role::Bound) && tables.word("Since").is(Role::Cue));
        assert_eq!(tables.word("Sat").meaning, Meaning::None);
        assert_eq!(tables.word(&"x".repeat(99)).meaning, Meaning::None);
    }

    #[test]
    fn refuses_a_word_with_two_meanings() {
        let text = include_str!("../../../data/times.toml");
        let twice = text.replace("[short_months]", "[short_months]\nmay = 5");
        assert_eq!(TimeTables::parse(&twice).err().unwrap(), "\"may\" has two meanings");
    }
}
