//! Every field of the index, its type and its use.

use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use super::tokenizer;
use crate::model::day::{Day, days_between};

/// Number of the archive's format; a change of this file, or of what `records.rs` stores, raises it.
pub(super) const FORMAT: u32 = 1;

/// Which of the three a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Document = 0,
    Sentence = 1,
    Event = 2,
}

/// Names of the fields that are read column by column.
pub(super) mod column {
    pub(in crate::index) const KIND: &str = "kind";
    pub(in crate::index) const LANGUAGE: &str = "language";
    pub(in crate::index) const OUTLET: &str = "outlet";
    pub(in crate::index) const PUBLISHED: &str = "published";
    pub(in crate::index) const DAY: &str = "day";
}

/// Handles of all fields. "All kinds" means documents, sentences and events alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// All kinds: the document's key; what replaces a document deletes by it.
    pub(super) key: Field,
    /// All kinds: number of [`Kind`].
    pub(super) kind: Field,
    /// All kinds: first and last day of publication, days since 1970-01-01; absent if unknown.
    pub(super) published: Field,
    pub(super) published_end: Field,
    /// All kinds.
    pub(super) language: Field,
    /// All kinds, several: the outlets of all reports.
    pub(super) outlet: Field,
    /// All kinds, several: ids mentioned in the document or sentence, taking part in the event.
    pub(super) actor: Field,
    /// Sentences (several) and events: PLOVER type.
    pub(super) event_type: Field,
    /// Sentences: words with positions, by language, and the words of the document's title.
    pub(super) text_en: Field,
    pub(super) text_other: Field,
    pub(super) title_en: Field,
    pub(super) title_other: Field,
    /// Events.
    pub(super) source: Field,
    pub(super) target: Field,
    /// Events, several: `AAA-BBB`, see [`dyad`].
    pub(super) dyad: Field,
    pub(super) quad: Field,
    pub(super) status: Field,
    pub(super) intensity: Field,
    /// Events: first and last day of the event, days since 1970-01-01; absent if unknown.
    pub(super) day: Field,
    pub(super) day_end: Field,
    /// All kinds: JSON, stored only; what it holds stands in `records.rs`.
    pub(super) payload: Field,
    /// Documents: JSON of the reading, stored only.
    pub(super) reading: Field,
}

/// The schema and its handles.
pub(super) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fast_number = NumericOptions::default().set_fast();
    let fields = Fields {
        key: builder.add_text_field("key", exact("raw")),
        kind: builder.add_u64_field(column::KIND, fast_number.clone() | INDEXED),
        published: builder.add_i64_field(column::PUBLISHED, fast_number.clone()),
        published_end: builder.add_i64_field("published_end", fast_number.clone()),
        language: fast_word(&mut builder, column::LANGUAGE, "raw"),
        outlet: fast_word(&mut builder, column::OUTLET, tokenizer::NAME),
        actor: fast_word(&mut builder, "actor", "raw"),
        event_type: fast_word(&mut builder, "type", "raw"),
        text_en: builder.add_text_field("text_en", words(tokenizer::ENGLISH)),
        text_other: builder.add_text_field("text_other", words(tokenizer::OTHER)),
        title_en: builder.add_text_field("title_en", words(tokenizer::ENGLISH)),
        title_other: builder.add_text_field("title_other", words(tokenizer::OTHER)),
        source: fast_word(&mut builder, "source", "raw"),
        target: fast_word(&mut builder, "target", "raw"),
        dyad: fast_word(&mut builder, "dyad", "raw"),
        quad: builder.add_u64_field("quad", fast_number.clone() | INDEXED),
        status: fast_word(&mut builder, "status", "raw"),
        intensity: builder.add_f64_field("intensity", fast_number.clone()),
        day: builder.add_i64_field(column::DAY, fast_number.clone()),
        day_end: builder.add_i64_field("day_end", fast_number),
        payload: builder.add_text_field("payload", STORED),
        reading: builder.add_text_field("reading", STORED),
    };
    (builder.build(), fields)
}

/// Found by its whole value only.
fn exact(tokenizer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    )
}

/// Found by its whole value, and readable column by column as it was written.
fn fast_word(builder: &mut SchemaBuilder, name: &str, tokenizer: &str) -> Field {
    builder.add_text_field(name, exact(tokenizer).set_fast("raw"))
}

/// Found by its words and by phrases.
fn words(tokenizer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

/// The term of an unordered pair of actors: both ids in alphabetical order, `ARM-AZE`.
pub(super) fn dyad(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("{first}-{second}")
}

const EPOCH: Day = Day::constant(1970, 1, 1);

/// Days since 1970-01-01, negative before.
pub(super) fn day_number(day: Day) -> i64 {
    i64::from(days_between(EPOCH, day))
}

/// The day with this number, or `None` outside the calendar.
pub(super) fn number_day(number: i64) -> Option<Day> {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(number.checked_mul(24)?)).ok()
}

/// Bytes of a value that are indexed: the engine drops longer terms without a word.
const LONGEST_VALUE: usize = 1_000;

/// The value as it is indexed and asked for.
pub(super) fn value(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_VALUE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers_and_come_back() {
        let table = [
            (1970, 1, 1, 0),
            (1970, 1, 2, 1),
            (1969, 12, 31, -1),
            (2000, 3, 1, 11_017),
            (2024, 2, 29, 19_782),
        ];
        for (year, month, day, number) in table {
            let day = Day::constant(year, month, day);
            assert_eq!(day_number(day), number);
            assert_eq!(number_day(number), Some(day));
        }
        for day in [Day::MIN, Day::MAX] {
            assert_eq!(number_day(day_number(day)), Some(day));
        }
        assert_eq!(number_day(i64::MAX), None);
        assert_eq!(number_day(10_000_000), None);
    }

    #[test]
    fn pairs_have_one_name() {
        assert_eq!(dyad("RUS", "AZE"), "AZE-RUS");
        assert_eq!(dyad("AZE", "RUS"), "AZE-RUS");
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let long = "é".repeat(2_000);
        assert_eq!(value(&long).len(), 1_000);
        let odd = format!("x{long}");
        assert_eq!(value(&odd).len(), 999);
        assert_eq!(value("short"), "short");
    }
}
