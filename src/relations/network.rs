//! Who has to do with whom: relations counted, those with most events first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Dyad;
use super::balance::{Balance, directed, undirected};
use crate::model::day::Day;
use crate::model::event::Event;

/// What two actors have done to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bond {
    pub(crate) dyad: Dyad,
    pub(crate) balance: Balance,
}

/// Counts each relation that the events tell of, as series do (one a day for each type). Given with each event: the
/// day of its text, where its own is not told.
pub(crate) fn bonds<'e>(events: impl Iterator<Item = (&'e Event, Option<Day>)>) -> Vec<Bond> {
    let mut by_dyad: BTreeMap<[&str; 2], Vec<(&Event, Option<Day>)>> = BTreeMap::new();
    for (event, day) in events {
        if let Some((source, target)) = event.source.as_ref().zip(event.target.as_ref()) {
            let mut pair = [source.actor.id.as_str(), target.actor.id.as_str()];
            pair.sort_unstable();
            by_dyad.entry(pair).or_default().push((event, day));
        }
    }
    let counted = |([first, second], told): ([&str; 2], Vec<(&Event, Option<Day>)>)| {
        let dyad = Dyad::new(first, second)?;
        let balance = Balance::of(&undirected(&directed(told.into_iter(), &dyad)));
        (balance.total() > 0).then_some(Bond { dyad, balance })
    };
    let mut out: Vec<Bond> = by_dyad.into_iter().filter_map(counted).collect();
    out.sort_by_key(|bond| Reverse(bond.balance.total()));
    out
}
