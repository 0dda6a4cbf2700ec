//! Expressions of time to days, with their basis.
//!
//! Tokens become atoms (what the tables know of each word), the grammar finds expressions among
//! them, the tense of the clause gives a direction, and the resolver turns each expression into
//! days. What cannot be told is left out: an expression without a sure day gives nothing.

mod atoms;
mod attached;
mod calendar;
mod dating;
mod direction;
mod expression;
mod feasts;
mod grammar;
mod ranges;
mod relative;
mod resolve;
mod seasons;
mod tables;
#[cfg(test)]
mod tests;
mod years;

pub(crate) use attached::modifies_noun;
pub(crate) use dating::day_of;
pub(crate) use tables::TimeTables;

use super::lexicon::Lexicon;
use super::tokens::Token;
use crate::model::day::{DaySpan, Precision};
use crate::model::event::Dated;
use crate::model::span::Span;
use direction::Direction;
use expression::Edge;
use grammar::Grammar;
use resolve::Resolver;
use tables::Role;

/// The times told in each sentence, in text order, not overlapping. The span of an edge of time
/// holds its preposition: "since 2022".
pub(crate) fn find(
    _lexicon: &Lexicon,
    text: &str,
    sentences: &[Span],
    tokens: &[Vec<Token>],
    published: Option<DaySpan>,
) -> Vec<Vec<Dated>> {
    let tables = TimeTables::embedded();
    let mut resolver = Resolver::new(published);
    let mut out = Vec::with_capacity(sentences.len());
    for (at, words) in tokens.iter().enumerate().take(sentences.len()) {
        resolver.sentence = at;
        out.push(in_sentence(tables, &mut resolver, text, words));
    }
    out.resize(sentences.len(), Vec::new());
    out
}

impl Dated {
    /// Makes a stretch of a time and the one that ends it; false where it would end before it begins.
    fn close(&mut self, end: DaySpan, words: Span) -> bool {
        let (Some(span), true) = (self.span, self.when.start < end.end) else {
            return false;
        };
        self.when = DaySpan { start: self.when.start, end: end.end, precision: Precision::Range };
        self.span = Some(Span::new(span.start, words.end));
        true
    }
}

fn in_sentence(
    tables: &TimeTables,
    resolver: &mut Resolver,
    text: &str,
    words: &[Token],
) -> Vec<Dated> {
    let atoms = atoms::of(tables, text, words);
    let grammar = Grammar { tables, atoms: &atoms };
    let mut out: Vec<Dated> = Vec::new();
    let mut last = (0, Direction::Unknown);
    let mut opened = None;
    for found in grammar.find() {
        // "on Wednesday and Thursday": members of a list look the same way.
        let listed = last.0 > 0
            && last.0 + 1 == found.from
            && (atoms[last.0].is(Role::And) || atoms[last.0].is_text(","));
        let way = if listed { last.1 } else { direction::of(&atoms, found.from, found.to) };
        last = (found.to, way);
        if let Some((when, basis)) = resolver.resolve(found.expression, found.edge, way) {
            let span = Span::new(atoms[found.from].span.start, atoms[found.to - 1].span.end);
            if opened == Some(found.from)
                && atoms[found.from].is(Role::Joint)
                && let Some(whole) = out.last_mut()
                && whole.close(when, span)
            {
                opened = None;
                continue;
            }
            // "from tomorrow until 22 March": what ends the stretch may follow.
            let from = found.from.saturating_sub(1);
            let begins = atoms[from..=found.from].iter().any(|a| a.is(Role::Begin));
            opened = (begins && found.edge == Edge::None).then_some(found.to);
            out.push(Dated { when, basis, span: Some(span) });
        }
    }
    out
}
