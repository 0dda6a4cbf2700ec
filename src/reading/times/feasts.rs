//! Days of the year that have names: "before Christmas", "on Easter Sunday".

use super::expression::Point;
use super::grammar::{Grammar, Read};
use super::tables::{Feast, Role};

impl Grammar<'_> {
    /// A feast, perhaps with its year. Not in "Christmas market", "Good Friday Agreement"; a feast of
    /// one word needs a word that takes a time before it.
    pub(super) fn feast(&self, at: usize) -> Read<Point> {
        let first = self.get(at).filter(|a| a.word.opens_feast && a.is_capital())?;
        let named = self.tables.feasts(&first.text.to_ascii_lowercase());
        let (words, feast) = named.iter().find(|(words, _)| {
            words.iter().enumerate().all(|(offset, word)| {
                self.get(at + offset).is_some_and(|a| a.text.eq_ignore_ascii_case(word))
            })
        })?;
        let end = at + words.len();
        if words.len() == 1 && !self.was(at, 1, Role::Cue) && !self.was(at, 1, Role::Bound) {
            return None;
        }
        let (year, next) = self.year_behind(end);
        let alone = self.get(next).is_none_or(|a| {
            a.is_mark
                || a.is(Role::Free) && !a.is(Role::Present)
                || a.is(Role::PastForm)
                || a.is(Role::Possessive)
        });
        let (month, day) = match *feast {
            Feast::Fixed(month, day) => (month, day),
            // About where it lies; the day itself comes with the year.
            Feast::Easter(_) => (4, 1),
        };
        let point = Point {
            year,
            months: Some((month, month)),
            days: Some((day, day)),
            feast: Some(*feast),
            ..Point::default()
        };
        alone.then_some((point, next))
    }
}
