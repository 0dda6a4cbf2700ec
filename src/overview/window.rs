//! The days an overview tells of.

use super::Window;
use super::question::Question;
use crate::model::day::Day;
use crate::relations::happenings::Happening;

/// The window is the first of these many months that holds enough happenings.
const MONTHS: [i32; 4] = [24, 60, 120, 240];
/// Happenings each relation should have in the window.
const ENOUGH: usize = 5;

/// The days told of: as asked, else the shortest of some spans that end on the as-of day and hold
/// enough happenings of the relations.
pub(crate) fn window(question: &Question, as_of: Day, told: &[Vec<Happening>]) -> Window {
    let until = question.until.unwrap_or(as_of).min(as_of);
    if let Some(since) = question.since {
        return Window { since: since.min(until), until, asked: true };
    }
    let enough = ENOUGH * told.len().max(1);
    let starts =
        MONTHS.map(|months| until.checked_sub(jiff::Span::new().months(months)).unwrap_or(until));
    let since = starts.into_iter().find(|since| {
        told.iter().flatten().filter(|h| h.began_within(*since, until)).count() >= enough
    });
    let oldest = told.iter().flatten().filter_map(Happening::first).min();
    let since = since.or(oldest).unwrap_or(starts[0]).min(until);
    Window { since, until, asked: question.until.is_some() }
}
