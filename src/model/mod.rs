//! The words every step shares: days, spans, documents, actors, events.

pub(crate) mod actor;
pub(crate) mod clock;
pub(crate) mod day;
pub(crate) mod document;
pub(crate) mod event;
pub(crate) mod span;
