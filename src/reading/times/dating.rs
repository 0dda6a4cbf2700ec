//! Which of a sentence's times dates an event in it?

use super::attached::modifies_noun;
use super::tables::{Role, TimeTables};
use crate::model::day::{DaySpan, Precision};
use crate::model::event::{Basis, Dated};
use crate::model::span::Span;
use crate::reading::SentenceView;
use crate::reading::tokens::Token;

/// Costs are counted in bytes of distance; these are added to it.
const NEW_CLAUSE: usize = 60;
const COMMA: usize = 12;
const IN_BRACKETS: usize = 120;
const OF_SAYING: usize = 80;
const COARSE: usize = 40;
/// How many words back a clause is followed.
const CLAUSE: usize = 40;
/// A time at most so many days before the publication may be the day of what is newly told.
const RECENT: i32 = 2;
/// Words between a time and the noun it stands before, at most.
const NOUN_PHRASE: usize = 5;
/// Beyond this cost a time says nothing of the event.
const TOO_FAR: usize = 400;

/// The time that dates the event whose words lie at `trigger`: the nearest in its clause, else the
/// publication day where that is known to the day or the month, else nothing.
pub(crate) fn day_of(sentence: &SentenceView<'_>, trigger: Span) -> Option<Dated> {
    let SentenceView { text, tokens, times, published, .. } = *sentence;
    let scene = Scene { text, tokens, tables: TimeTables::embedded(), trigger, published };
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
    published: Option<DaySpan>,
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
        if gap.end - gap.start >= TOO_FAR {
            return None;
        }
        if modifies_noun(self.text, span) && !(before && self.is_in_noun_phrase(gap)) {
            return None;
        }
        let recent = self.is_recent(time);
        // "accuses Norland of shelling a town two weeks ago", "arrests a man wanted since March"
        if !before && !recent && (self.has_inner_verb(gap) || self.is_present()) {
            return None;
        }
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
        let foreign =
            before && (self.in_closed_clause(span, gap) || self.in_closed_participle(span, gap));
        let dated = self.published.is_some_and(|p| p.precision == Precision::Day);
        if foreign && (dated || !fine) {
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
        let first = time.saturating_sub(CLAUSE);
        let Some(open) = self.tokens[first..time].iter().rposition(|t| word(t).is(Role::Relative))
        else {
            return false;
        };
        let open = first + open;
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

    /// Only words of one noun phrase lie in the gap: "Monday's surprise \[attack\]".
    fn is_in_noun_phrase(&self, gap: Span) -> bool {
        let between = &self.tokens[self.token_at(gap.start)..self.token_at(gap.end)];
        between.len() <= NOUN_PHRASE
            && between.iter().all(|&t| {
                let text = self.word(t);
                let word = self.tables.word(text);
                let phrase =
                    text.starts_with(char::is_alphabetic) || matches!(text, "-" | "'s" | "’s");
                phrase && !word.is(Role::Free) && !word.is(Role::PastForm)
            })
    }

    /// Not long before the publication day, or that is not known to the day. What lies ahead counts too:
    /// it is no deed of the past that the sentence only mentions.
    fn is_recent(&self, time: &Dated) -> bool {
        let day = self.published.filter(|p| p.precision == Precision::Day);
        day.is_none_or(|p| time.when.end.until(p.start).is_ok_and(|gap| gap.get_days() <= RECENT))
    }

    /// A verb form of its own lies between the trigger and a time behind it: "of shelling", "arrested
    /// in". What "and" joins shares its time.
    fn has_inner_verb(&self, gap: Span) -> bool {
        let (first, last) = (self.token_at(gap.start), self.token_at(gap.end));
        // "killed two as they marched in February" is told of one time.
        let same_time = |&t: &Token| self.tables.word(self.word(t)).is(Role::SameTime);
        if self.tokens[first..last].iter().any(same_time) {
            return false;
        }
        (first + 1..last).any(|at| {
            let text = self.word(self.tokens[at]);
            let before = self.word(self.tokens[at - 1]);
            if text.ends_with("ing") && text.len() > 4 {
                return matches!(before, "of" | "for" | "from" | "against" | "over" | "about");
            }
            let next = self.tokens.get(at + 1).map(|&t| self.word(t));
            let led = self.tables.word(before);
            let attributive = led.is(Role::Article)
                || led.is(Role::Possessive)
                || led.is(Role::And)
                || before == ",";
            let followed = at + 1 == last
                || next.is_some_and(|w| self.tables.word(w).is(Role::Free) || w == "of");
            self.is_past(text) && !attributive && followed
        })
    }

    fn is_past(&self, text: &str) -> bool {
        let word = self.tables.word(text);
        let ends = text.len() > 4 && text.ends_with("ed") && text.starts_with(char::is_lowercase);
        word.is(Role::PastForm) || word.is(Role::Participle) || ends
    }

    /// The deed is told in the present: "arrests the man", "are arrested". It was done when it was told.
    fn is_present(&self) -> bool {
        let at = self.token_at(self.trigger.start);
        let Some(verb) = self.tokens.get(at).map(|&t| self.word(t)) else {
            return false;
        };
        let before = at.checked_sub(1).map(|at| self.word(self.tokens[at]));
        if self.is_past(verb) {
            return before.is_some_and(|w| self.tables.word(w).is(Role::Present));
        }
        let next = self.tokens.get(self.token_at(self.trigger.end)).map(|&t| self.word(t));
        // "attacks on Monday" is a noun, "attacks the town" a verb.
        let object = next.is_some_and(|w| {
            let word = self.tables.word(w);
            word.is(Role::Article)
                || word.is(Role::Possessive)
                || w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        });
        let ends = verb.ends_with('s') && !verb.ends_with("ss");
        object && ends && verb.starts_with(char::is_lowercase)
    }

    /// "Two workers kidnapped last November were \[freed\]": the time lies with a participle that ends
    /// before the trigger.
    fn in_closed_participle(&self, span: Span, gap: Span) -> bool {
        let word = |&token: &Token| self.tables.word(self.word(token));
        let after = &self.tokens[self.token_at(gap.start)..self.token_at(gap.end)];
        let joined = after.iter().any(|t| word(t).is(Role::And));
        let closed = after.iter().any(|t| word(t).is(Role::Auxiliary) || self.word(*t) == ",");
        if joined || !closed {
            return false;
        }
        let time = self.token_at(span.start);
        let first = time.saturating_sub(CLAUSE);
        let clause = self.tokens[first..time]
            .iter()
            .rposition(|t| word(t).is(Role::Clause) || matches!(self.word(*t), ";" | ":" | "("))
            .map_or(first, |open| first + open + 1);
        (clause.max(1)..time).any(|at| {
            let before = self.word(self.tokens[at - 1]);
            let led = self.tables.word(before);
            // "the wounded soldiers" describes, "was wounded" tells.
            let other = led.is(Role::Article)
                || led.is(Role::Possessive)
                || led.is(Role::Auxiliary)
                || led.is(Role::Be);
            let text = self.word(self.tokens[at]);
            self.is_past(text) && !other && !self.tables.word(text).is(Role::Saying)
        })
    }

    /// "…, the ministry said on Friday": Friday is the day of the saying, unless that is the event.
    fn follows_saying(&self, span: Span) -> bool {
        let at = self.token_at(span.start);
        self.tokens[at.saturating_sub(2)..at].iter().any(|&t| {
            self.tables.word(self.word(t)).is(Role::Saying) && !self.trigger.overlaps(t.span)
        })
    }
}
