//! The days of a point, and the order in which its sentences stand.

use crate::model::day::{Day, DaySpan, Precision};
use crate::model::event::{Basis, Dated};
use crate::overview::tell::Told;
use crate::relations::statements::Statement;

/// The sentences of all parts with part and its day, by the days they tell of: of two parts that overlap the
/// earlier sentence comes first. What follows a sentence in its text stays behind it.
pub(super) fn in_day_order<'p, 'h>(
    pool: &[Statement<'_>],
    parts: &'p [Told<'h>],
    days: &[Option<Dated>],
) -> Vec<(&'p Told<'h>, Option<Dated>, usize)> {
    let mut out: Vec<(Option<Day>, &Told<'_>, Option<Dated>, usize)> = Vec::new();
    for (part, day) in parts.iter().zip(days) {
        for &at in &part.sentences {
            let last = out.last().filter(|(.., before)| before + 1 == at).map(|(day, ..)| *day);
            let own = if at == part.main { *day } else { pool[at].day.or(*day) };
            let when = last.unwrap_or(own.map(|d| d.when.start));
            out.push((when, part, *day, at));
        }
    }
    out.sort_by_key(|(when, ..)| (when.is_none(), *when));
    out.into_iter().map(|(_, part, day, at)| (part, day, at)).collect()
}

/// The day of a happening as it is told: of its main sentence, else of another report of it.
pub(super) fn day_of(pool: &[Statement<'_>], part: &Told<'_>) -> Option<Dated> {
    let others = part.happening.members.iter().find_map(|&m| pool[m].day);
    pool[part.main].day.or(others)
}

/// From the first day to the last, with the basis of the first.
pub(crate) fn span_of(days: &[Option<Dated>]) -> (Option<DaySpan>, Option<Basis>) {
    let known = || days.iter().flatten();
    let Some(first) = known().min_by_key(|d| (d.when.start, d.when.end)) else {
        return (None, None);
    };
    let last = known().map(|d| d.when).max_by_key(|d| (d.start, d.end)).unwrap_or(first.when);
    let whole = if last.start > first.when.end {
        DaySpan { start: first.when.start, end: last.end, precision: Precision::Range }
    } else {
        first.when
    };
    (Some(whole), Some(first.basis))
}
