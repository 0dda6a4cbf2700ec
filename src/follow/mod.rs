//! Sources that are followed: which, how they are, when they are asked again.
//!
//! The list lies beside the archive, in one file that is written whole. What a round brings is committed to
//! the archive before the list says that it was taken: a stop in between makes a text be read again, and
//! the archive knows it already.

pub(crate) mod add;
mod discover;
mod hints;
mod list;
mod opml;
mod pages;
mod poll;
mod round;
mod schedule;
mod starter;

#[cfg(test)]
mod tests;

pub(crate) use list::{Feed, List};
pub(crate) use opml::feeds_in;
pub(crate) use poll::{Probe, probe};
pub(crate) use round::{Round, Told, round};
