//! Events from the order of words alone: where the tree of a sentence gives nothing.

mod assemble;
mod clauses;
mod deeds;
mod groups;
mod nominal;
mod parties;
mod phrases;
mod speech;
mod stance;
mod subjects;
mod units;

pub(super) use assemble::events;
