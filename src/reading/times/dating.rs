//! Which of a sentence's times dates an event in it?

use super::tables::{Role, TimeTables};
use crate::model::day::Precision;
use crate::model::event::{Basis, Dated};
use crate::model::span::Span;
use crate::reading::SentenceView;
use crate::reading::tokens::Token;

/// Costs are counted in bytes of distance; these are added to it.
const NEW_CLAUSE: usize = 60;
const COMMA: usize = 12;
const IN_BRACKETS: usize = 120;
const OF_A_NOUN: usize = 90;
const OF_SAYING: usize = 80;
const COARSE: usize = 40;
/// Beyond this cost a time says nothing of the event.
const TOO_FAR: usize = 400;

/// The time that dates the event whose words lie at `trigger`: the nearest in its clause, else the
/// publication day where that is known to the day or the month, else nothing.
pub(crate) fn day_of(sentence: &SentenceView<'_>, trigger: Span) -> Option<Dated> {
    let SentenceView { text, tokens, times, published, .. } = *sentence;
    let scene = Scene { text, tokens, tables: TimeTables::embedded(), trigger };
    let best = times
        .iter()
        .filter_map(|time| Some((scene.cost(time)?, *time)))
        .min_by_key(|&(cost, time)| (cost, time.span.map(|s| s.start)));
    best.map(|(_, time)| time).or_else(|| {
        let when =
            published.filter(|p| matches!(p.precision, Precision::Day | Precision::Month))?;
        Some(Dated { when, basis: Basis::PublicationDay, span: None })
    })
}

struct Scene<'a> {
    text: &'a str,
    tokens: &'a [Token],
    tables: &'a TimeTables,
    trigger: Span,
}

/// What lies between the trigger and a time.
#[derive(Default)]
struct Between {
    commas: usize,
    clauses: usize,
    open_brackets: usize,
    close_brackets: usize,
}

impl Scene<'_> {
    /// How badly a time suits the event; `None` when it does not date it.
    fn cost(&self, time: &Dated) -> Option<usize> {
        let span = time.span?;
        let before = span.end <= self.trigger.start;
        let gap = if before {
            Span::new(span.end, self.trigger.start)
        } else {
            Span::new(self.trigger.end.min(span.start), span.start)
        };
        if !before && self.is_of_background(gap) {
            return None;
        }
        let between = self.between(gap);
        let in_brackets =
            if before { between.close_brackets > 0 } else { between.open_brackets > 0 };
        let fine = matches!(time.when.precision, Precision::Day | Precision::Week);
        if in_brackets && !fine || between.clauses > 0 && time.when.precision == Precision::Year {
            return None;
        }
        let foreign = before && self.in_closed_clause(span, gap);
        if foreign && !fine {
            return None;
        }
        let edge = self.is_edge(span);
        // "which has been at war since 2014" dates the war and not what the sentence tells.
        if edge && (before || between.commas + between.clauses > 0) {
            return None;
        }
        let mut cost = gap.end - gap.start;
        cost += between.clauses * NEW_CLAUSE + between.commas * COMMA;
        cost += if in_brackets { IN_BRACKETS } else { 0 };
        cost += if self.belongs_to_noun(span) { OF_A_NOUN } else { 0 };
        cost += if self.follows_saying(span) { OF_SAYING } else { 0 };
        cost += if foreign { 2 * NEW_CLAUSE } else { 0 };
        cost += if edge { TOO_FAR / 2 } else { 0 };
        cost += if fine { 0 } else { COARSE };
        (cost < TOO_FAR).then_some(cost)
    }

    fn word(&self, token: Token) -> &str {
        token.span.of(self.text).unwrap_or_default()
    }

    /// Index of the first token that does not begin before `offset`.
    fn token_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|t| t.span.start < offset)
    }

    fn between(&self, gap: Span) -> Between {
        let mut out = Between::default();
        for &token in &self.tokens[self.token_at(gap.start)..self.token_at(gap.end)] {
            match self.word(token) {
                "," => out.commas += 1,
                ";" | ":" | "—" => out.clauses += 1,
                "(" => out.open_brackets += 1,
                ")" => out.close_brackets += 1,
                word if self.tables.word(word).is(Role::Clause) => out.clauses += 1,
                _ => {}
            }
        }
        out
    }

    /// "… met before he left office on 20 January": what lies behind "before" has a day of its own.
    fn is_of_background(&self, gap: Span) -> bool {
        self.tokens[self.token_at(gap.start)..self.token_at(gap.end)]
            .iter()
            .any(|&t| self.tables.word(self.word(t)).is(Role::Background))
    }

    /// "The road that was built in 1998 was closed": the time lies in a relative clause, with a verb
    /// of its own, that ends before the trigger.
    fn in_closed_clause(&self, span: Span, gap: Span) -> bool {
        let time = self.token_at(span.start);
        let word = |&token: &Token| self.tables.word(self.word(token));
        let Some(open) = self.tokens[..time].iter().rposition(|t| word(t).is(Role::Relative))
        else {
            return false;
        };
        let verb = self.tokens[open..time].iter().any(|t| {
            let known = word(t);
            known.is(Role::PastForm) || known.is(Role::Auxiliary) || self.word(*t).ends_with("ed")
        });
        let after = &self.tokens[self.token_at(gap.start)..self.token_at(gap.end)];
        verb && after.iter().any(|t| word(t).is(Role::Auxiliary) || self.word(*t) == ",")
    }

    /// Its span begins with the preposition that makes it an edge.
    fn is_edge(&self, span: Span) -> bool {
        let first = self.tokens.get(self.token_at(span.start));
        first.is_some_and(|&t| {
            let word = self.tables.word(self.word(t));
            word.is(Role::Bound)
        })
    }

    /// "Friday's attack", "the 9 October meeting".
    fn belongs_to_noun(&self, span: Span) -> bool {
        let next = self.tokens.get(self.token_at(span.end)).map(|&t| self.word(t));
        let possessive = next.is_some_and(|w| w.eq_ignore_ascii_case("'s") || w == "’s");
        let at = self.token_at(span.start);
        let before = at.checked_sub(1).map(|at| self.word(self.tokens[at]));
        let article = before.is_some_and(|w| self.tables.word(w).is(Role::Article));
        let noun = next.is_some_and(|w| {
            let word = self.tables.word(w);
            w.starts_with(char::is_alphabetic) && !word.is(Role::Free) && !word.is(Role::PastForm)
        });
        possessive || article && noun
    }

    /// "…, the ministry said on Friday": Friday is the day of the saying, unless that is the event.
    fn follows_saying(&self, span: Span) -> bool {
        let at = self.token_at(span.start);
        self.tokens[at.saturating_sub(2)..at].iter().any(|&t| {
            self.tables.word(self.word(t)).is(Role::Saying) && !self.trigger.overlaps(t.span)
        })
    }
}
