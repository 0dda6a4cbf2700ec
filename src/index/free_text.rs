//! What a user typed to a ranked query. Every input is good: there is no syntax to get wrong.
//!
//! Words may be anywhere in the sentence or in the title of its document (which weighs less);
//! words in quotes must stand together. With one or two words all must be there, with more two
//! thirds of them; common words ("the", "of") rank but are never asked for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, Term};

use super::schema::Fields;

/// Bytes of the input that are looked at.
const LONGEST: usize = 2_000;
/// Words and phrases that are used.
const MOST_UNITS: usize = 32;
/// Words of one phrase that are used.
const LONGEST_PHRASE: usize = 24;
/// Weight of a word in the title, where a word in the sentence is 1.
const TITLE: f32 = 0.4;

/// Words too common to be asked for, one a line.
static FILLER: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/search/filler.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// How much of what was typed must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// The phrases and most of the words.
    Most,
    /// Any one word.
    Any,
}

/// What was typed, ready to be asked.
pub(super) struct FreeText {
    phrases: Vec<Box<dyn Query>>,
    words: Vec<Box<dyn Query>>,
    fillers: Vec<Box<dyn Query>>,
    /// All single words, those of the phrases too.
    loose: Vec<Box<dyn Query>>,
}

impl FreeText {
    pub(super) fn parse(index: &Index, fields: &Fields, typed: &str) -> tantivy::Result<Self> {
        let mut asker = Asker::new(index, fields)?;
        let mut out = Self { phrases: vec![], words: vec![], fillers: vec![], loose: vec![] };
        let mut seen = BTreeSet::new();
        for unit in units(typed) {
            if seen.len() >= MOST_UNITS || !seen.insert((unit.quoted, unit.text.to_lowercase())) {
                continue;
            }
            let Some(query) = asker.ask(unit.text) else { continue };
            if unit.quoted {
                out.phrases.push(query);
                out.loose.extend(unit.text.split_whitespace().filter_map(|word| asker.ask(word)));
            } else if FILLER.contains(unit.text.to_lowercase().as_str()) {
                out.fillers.push(query);
            } else {
                out.loose.push(query.box_clone());
                out.words.push(query);
            }
        }
        if out.phrases.is_empty() && out.words.is_empty() {
            // Nothing but common words: then they are what was asked for.
            out.loose.extend(out.fillers.iter().map(|query| query.box_clone()));
            out.words.append(&mut out.fillers);
        }
        Ok(out)
    }

    /// True when nothing in the input can be searched for.
    pub(super) fn is_empty(&self) -> bool {
        self.loose.is_empty()
    }

    /// True when asking for less than [`Demand::Most`] can find more.
    pub(super) fn can_loosen(&self) -> bool {
        self.loose.len() > 1
    }

    pub(super) fn query(&self, demand: Demand) -> Box<dyn Query> {
        let copy = |queries: &[Box<dyn Query>]| -> Vec<(Occur, Box<dyn Query>)> {
            queries.iter().map(|query| (Occur::Should, query.box_clone())).collect()
        };
        if demand == Demand::Any {
            return match self.loose.len() {
                0 => Box::new(EmptyQuery),
                _ => Box::new(BooleanQuery::with_minimum_required_clauses(copy(&self.loose), 1)),
            };
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            self.phrases.iter().map(|query| (Occur::Must, query.box_clone())).collect();
        if !self.words.is_empty() {
            let words = BooleanQuery::with_minimum_required_clauses(
                copy(&self.words),
                required(self.words.len()),
            );
            clauses.push((Occur::Must, Box::new(words)));
        }
        clauses.extend(copy(&self.fillers));
        Box::new(BooleanQuery::new(clauses))
    }
}

/// How many of so many words must be found: all of two, then two thirds, rounded up.
fn required(words: usize) -> usize {
    if words <= 2 { words } else { (2 * words).div_ceil(3) }
}

/// A word, or several in quotes.
#[derive(Debug, PartialEq, Eq)]
struct Unit<'a> {
    text: &'a str,
    quoted: bool,
}

/// Cuts the input at white space and at quotes. A quote that is never closed is ignored.
fn units(typed: &str) -> Vec<Unit<'_>> {
    let mut end = typed.len().min(LONGEST);
    while !typed.is_char_boundary(end) {
        end -= 1;
    }
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    let parts: Vec<&str> = typed[..end].split(is_quote).collect();
    let mut out = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let quoted = at % 2 == 1 && at + 1 < parts.len();
        if quoted {
            out.push(Unit { text: part.trim(), quoted });
        } else {
            out.extend(part.split_whitespace().map(|text| Unit { text, quoted }));
        }
    }
    out
}

/// Asks all text fields for a word or phrase, each with its own way of cutting words.
struct Asker {
    places: Vec<(Field, TextAnalyzer, f32)>,
}

impl Asker {
    fn new(index: &Index, fields: &Fields) -> tantivy::Result<Self> {
        let place = |field, weight| Ok((field, index.tokenizer_for_field(field)?, weight));
        let places: tantivy::Result<Vec<_>> = [
            place(fields.text_en, 1.0),
            place(fields.text_other, 1.0),
            place(fields.title_en, TITLE),
            place(fields.title_other, TITLE),
        ]
        .into_iter()
        .collect();
        Ok(Self { places: places? })
    }

    /// `None` where the text has no word in it.
    fn ask(&mut self, text: &str) -> Option<Box<dyn Query>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (field, analyzer, weight) in &mut self.places {
            let mut terms = Vec::new();
            let mut stream = analyzer.token_stream(text);
            while terms.len() < LONGEST_PHRASE && stream.advance() {
                let token = stream.token();
                terms.push((token.position, Term::from_field_text(*field, &token.text)));
            }
            let query: Box<dyn Query> = match terms.len() {
                0 => continue,
                1 => Box::new(TermQuery::new(terms.remove(0).1, IndexRecordOption::WithFreqs)),
                _ => Box::new(PhraseQuery::new_with_offset(terms)),
            };
            clauses.push((Occur::Should, Box::new(BoostQuery::new(query, *weight))));
        }
        (!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Query>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_words_and_phrases() {
        let table: [(&str, &[(&str, bool)]); 6] = [
            ("gas pipeline", &[("gas", false), ("pipeline", false)]),
            ("\"gas  pipeline\" deal", &[("gas  pipeline", true), ("deal", false)]),
            ("deal “in principle”", &[("deal", false), ("in principle", true)]),
            ("\"unclosed phrase", &[("unclosed", false), ("phrase", false)]),
            ("a \"b\" c\"d", &[("a", false), ("b", true), ("c", false), ("d", false)]),
            ("   ", &[]),
        ];
        for (typed, expected) in table {
            let got: Vec<_> = units(typed).iter().map(|u| (u.text, u.quoted)).collect();
            assert_eq!(got, expected, "{typed}");
        }
    }

    #[test]
    fn asks_for_most_words() {
        let got: Vec<_> = (0..8).map(required).collect();
        assert_eq!(got, [0, 1, 2, 2, 3, 4, 4, 5]);
    }
}
