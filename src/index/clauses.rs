//! The pieces queries are made of. None of them adds to a passage's score.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::schema::{self, Fields, Kind, day_number};
use crate::model::day::Day;

/// Conditions that must all hold.
#[derive(Default)]
pub(super) struct Clauses {
    clauses: Vec<(Occur, Box<dyn Query>)>,
}

impl Clauses {
    pub(super) fn of_kind(fields: &Fields, kind: Kind) -> Self {
        let mut clauses = Self::default();
        clauses.must(term(Term::from_field_u64(fields.kind, kind as u64)));
        clauses
    }

    /// A condition that must hold and does not count for the rank.
    pub(super) fn must(&mut self, query: Box<dyn Query>) {
        self.clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(query, 0.0))));
    }

    /// A condition that must hold and makes the rank.
    pub(super) fn must_ranked(&mut self, query: Box<dyn Query>) {
        self.clauses.push((Occur::Must, query));
    }

    /// One of the values, where any is given.
    pub(super) fn any_of<'a>(&mut self, field: Field, values: impl IntoIterator<Item = &'a str>) {
        let terms: Vec<Term> =
            values.into_iter().map(|v| Term::from_field_text(field, schema::value(v))).collect();
        self.any_term(terms);
    }

    /// Not this value.
    pub(super) fn not(&mut self, field: Field, value: &str) {
        let query = term(Term::from_field_text(field, schema::value(value)));
        self.clauses.push((Occur::MustNot, query));
    }

    /// One of the terms, where any is given.
    pub(super) fn any_term(&mut self, terms: Vec<Term>) {
        if let Some(query) = any(terms) {
            self.must(query);
        }
    }

    /// All of the values.
    pub(super) fn all_of<'a>(&mut self, field: Field, values: impl IntoIterator<Item = &'a str>) {
        for value in values {
            self.must(term(Term::from_field_text(field, schema::value(value))));
        }
    }

    /// The span of days in `first` and `last` overlaps `since..=until`. What has no day passes
    /// only where neither is given.
    pub(super) fn overlaps(
        &mut self,
        (first, last): (Field, Field),
        since: Option<Day>,
        until: Option<Day>,
    ) {
        if let Some(until) = until {
            let bound = Bound::Included(Term::from_field_i64(first, day_number(until)));
            self.must(Box::new(RangeQuery::new(Bound::Unbounded, bound)));
        }
        if let Some(since) = since {
            let bound = Bound::Included(Term::from_field_i64(last, day_number(since)));
            self.must(Box::new(RangeQuery::new(bound, Bound::Unbounded)));
        }
    }

    /// Published on or before this day; what has no day passes.
    pub(super) fn published_until(&mut self, fields: &Fields, day: Option<Day>) {
        if let Some(day) = day {
            let bound = Bound::Excluded(Term::from_field_i64(fields.published, day_number(day)));
            let later = RangeQuery::new(bound, Bound::Unbounded);
            self.clauses.push((Occur::MustNot, Box::new(later)));
        }
    }

    pub(super) fn query(self) -> BooleanQuery {
        let mut clauses = self.clauses;
        if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        BooleanQuery::new(clauses)
    }
}

/// Records with this term.
pub(super) fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Records with one of these terms (of one field or of several); `None` where there are none.
pub(super) fn any(mut terms: Vec<Term>) -> Option<Box<dyn Query>> {
    match terms.len() {
        0 => None,
        1 => terms.pop().map(term),
        _ => Some(Box::new(TermSetQuery::new(terms))),
    }
}
