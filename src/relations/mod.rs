//! What happens between two countries over time?
//!
//! Records become statements (one sentence, what it tells, about whom, when); statements that tell of
//! one thing become a happening; events become a balance of cooperation and conflict, and phases in it.

pub(crate) mod affairs;
pub(crate) mod alignment;
pub(crate) mod balance;
pub(crate) mod chains;
pub(crate) mod disputes;
pub(crate) mod echoes;
pub(crate) mod happenings;
#[cfg(test)]
pub(crate) mod invented;
pub(crate) mod network;
pub(crate) mod origins;
pub(crate) mod phases;
pub(crate) mod places;
pub(crate) mod regions;
pub(crate) mod series;
pub(crate) mod shifts;
pub(crate) mod statements;
pub(crate) mod terms;

/// Two different actors, in alphabetical order of their identifiers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Dyad {
    pub(crate) first: String,
    pub(crate) second: String,
}

impl Dyad {
    /// The dyad of two actors, or `None` where they are the same.
    pub(crate) fn new(a: &str, b: &str) -> Option<Self> {
        match a.cmp(b) {
            std::cmp::Ordering::Less => Some(Self { first: a.to_owned(), second: b.to_owned() }),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Self { first: b.to_owned(), second: a.to_owned() }),
        }
    }

    pub(crate) fn has(&self, actor: &str) -> bool {
        self.first == actor || self.second == actor
    }

    pub(crate) fn sides(&self) -> [&str; 2] {
        [&self.first, &self.second]
    }

    /// The other side, seen from `actor`; `None` where `actor` is not in the dyad.
    pub(crate) fn other(&self, actor: &str) -> Option<&str> {
        if self.first == actor {
            Some(&self.second)
        } else if self.second == actor {
            Some(&self.first)
        } else {
            None
        }
    }
}
