//! Which sentence belongs to which relation, and which to the wider shift.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::relations::Dyad;
use crate::relations::statements::Statement;

/// Sentences by where they belong, as indices into the pool.
pub(crate) struct Assigned<'d> {
    /// The actors of the relations.
    pub(crate) asked: BTreeSet<&'d str>,
    /// For each relation, in the order of the relations.
    pub(crate) by_dyad: Vec<Vec<usize>>,
    /// Sentences on the actors asked about and others.
    pub(crate) wider: Vec<usize>,
    /// Sentences that belong to neither.
    pub(crate) loose: Vec<usize>,
}

/// Third parties beside the two that make a sentence one about the wider shift.
const MANY_THIRD: usize = 2;

/// Assigns every sentence of the pool to at most one place. A sentence goes to the relation it is
/// nearest to; of relations equally near, to the one whose sides it names first. A sentence that only
/// names the two among several others, or tells of an actor asked about and a third, belongs to the
/// wider shift.
pub(crate) fn assign<'d>(pool: &[Statement<'_>], dyads: &'d [Dyad]) -> Assigned<'d> {
    let asked: BTreeSet<&str> = dyads.iter().flat_map(Dyad::sides).collect();
    let by_dyad = vec![Vec::new(); dyads.len()];
    let mut out = Assigned { asked, by_dyad, wider: Vec::new(), loose: Vec::new() };
    let asked = out.asked.clone();
    let nearest: Vec<Option<(u8, usize)>> =
        pool.par_iter().enumerate().map(|(at, s)| nearest(s, pool, at, dyads)).collect();
    for ((at, statement), near) in pool.iter().enumerate().zip(nearest) {
        let third = statement.actors.iter().filter(|a| !asked.contains(*a)).count();
        let told_by_third = statement.events.is_empty()
            || statement
                .events
                .iter()
                .any(|e| e.source.as_ref().is_some_and(|s| !asked.contains(s.actor.id.as_str())));
        match near {
            Some((nearness, i)) if nearness == 3 || third < MANY_THIRD || !told_by_third => {
                out.by_dyad[i].push(at);
            }
            _ if third > 0 && concerns_both(statement, &asked) => out.wider.push(at),
            Some((_, i)) => out.by_dyad[i].push(at),
            None => out.loose.push(at),
        }
    }
    out
}

/// The relation a sentence is nearest to, with its nearness (see [`Statement::nearness`]; 0 for a
/// sentence that leans on a text about the relation).
fn nearest(
    statement: &Statement<'_>,
    pool: &[Statement<'_>],
    at: usize,
    dyads: &[Dyad],
) -> Option<(u8, usize)> {
    dyads
        .iter()
        .enumerate()
        .filter_map(|(i, d)| {
            let nearness = statement.nearness(d);
            (nearness > 0 || leans_on(statement, pool, at, d))
                .then(|| (nearness, Reverse(order_named(statement, d)), Reverse(i)))
        })
        .max()
        .map(|(nearness, _, Reverse(i))| (nearness, i))
}

/// True when the sentence has an event between an actor asked about and another, or names two of the
/// actors asked about.
fn concerns_both(statement: &Statement<'_>, asked: &BTreeSet<&str>) -> bool {
    let named = statement.actors.iter().filter(|a| asked.contains(*a)).count();
    let event = statement.events.iter().any(|e| {
        let parties = [&e.source, &e.target].into_iter().flatten();
        let (ours, theirs): (Vec<_>, Vec<_>) =
            parties.partition(|p| asked.contains(p.actor.id.as_str()));
        !ours.is_empty() && !theirs.is_empty()
    });
    event || (named >= 2 && (statement.is_opinion() || !statement.events.is_empty()))
}

/// A sentence that names one side, or nobody, belongs to the relation its text is about: one that the
/// text's first sentence or title names both sides of.
fn leans_on(statement: &Statement<'_>, pool: &[Statement<'_>], at: usize, dyad: &Dyad) -> bool {
    let has_both = |actors: &BTreeSet<&str>| {
        actors.contains(dyad.first.as_str()) && actors.contains(dyad.second.as_str())
    };
    if statement.at > 8 || !has_both(&statement.document_actors) {
        return false;
    }
    let opening = at.checked_sub(statement.at).and_then(|first| pool.get(first));
    let by_opening = statement.at > 0 && opening.is_some_and(|s| s.nearness(dyad) > 0);
    let about = by_opening || has_both(&statement.title_actors);
    let third = statement.actors.iter().any(|a| !dyad.has(a));
    about && !third && (statement.at > 0 || !statement.actors.is_empty())
}

/// Byte offsets at which the two sides are first named, added up; a side not named counts far.
fn order_named(statement: &Statement<'_>, dyad: &Dyad) -> usize {
    [&dyad.first, &dyad.second]
        .into_iter()
        .map(|side| {
            statement
                .mentions
                .iter()
                .find(|m| m.actor.id == *side)
                .map_or(100_000, |m| m.span.start - statement.span.start)
        })
        .sum()
}
