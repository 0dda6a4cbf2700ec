//! What analysts make of a relation, in one point at the end of a section, each with who says so.

use std::collections::BTreeSet;

use super::choose::Scope;
use super::labels;
use super::points::Composer;
use super::tell::stands_alone;
use super::{Point, Sentence};
use crate::model::event::Dated;
use crate::relations::Dyad;
use crate::relations::origins::independent_outlets;
use crate::relations::statements::Statement;

/// Assessments told at most, one a text.
const MOST: usize = 3;
/// Two that share this part of the lighter one's words say the same.
const SAME: f64 = 0.5;

/// The point, or `None` where no analysis is left to tell. `candidates`: indices into the pool.
pub(crate) fn assessments(
    composer: &mut Composer<'_, '_>,
    dyad: Option<&Dyad>,
    candidates: &[usize],
) -> Option<Point> {
    let (pool, window) = (composer.pool, composer.window);
    let scope = Scope::new(pool, composer.weights, dyad);
    let may_be_told = |s: &Statement<'_>| match s.start() {
        Some(day) => day >= window.since && day <= window.until,
        None => !window.asked,
    };
    let mut ranked: Vec<(f64, usize)> = candidates
        .iter()
        .filter(|&&at| !composer.told.contains(&at) && pool[at].is_opinion())
        .filter(|&&at| may_be_told(&pool[at]) && stands_alone(&pool[at]))
        .map(|&at| (scope.tells_of_relation(&pool[at]), at))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut told: Vec<usize> = Vec::new();
    for (_, at) in ranked {
        let s = &pool[at];
        let fresh = told.iter().all(|&t| {
            pool[t].document.key != s.document.key
                && composer.weights.overlap(&pool[t].terms, &s.terms) < SAME
        });
        if fresh && told.len() < MOST {
            told.push(at);
        }
    }
    told.sort_by_key(|&at| (pool[at].start().is_none(), pool[at].start(), at));
    composer.told.extend(&told);
    let days: Vec<Option<Dated>> = told.iter().map(|&at| pool[at].day).collect();
    let (day, day_basis) = super::points::span_of(&days);
    let sentences: Vec<Sentence> = told
        .iter()
        .filter_map(|&at| composer.sentence(&pool[at], false, None, pool[at].day, 1))
        .collect();
    let texts: BTreeSet<&str> = told.iter().map(|&at| pool[at].document.key.as_str()).collect();
    (!sentences.is_empty()).then(|| Point {
        label: labels::assessments().to_owned(),
        day,
        day_basis,
        background: false,
        reports: texts.len(),
        outlets: independent_outlets(told.iter().map(|&at| &pool[at])).len(),
        independent_outlets: 1,
        contested: false,
        one_sided: None,
        direct: false,
        follows: None,
        first: None,
        sentences,
    })
}
