//! Bilateral: checkable overviews of the relations between countries.
//!
//! The flow is one way, and each folder answers one question:
//!
//! - [`sources`]: where does news come from? Files in many formats become raw items.
//! - [`documents`]: what does an article say, once? Raw items become documents.
//! - [`reading`]: who did what to whom, when? Documents become readings.
//! - [`index`]: keep it, find it again.
//! - [`relations`]: what happens between two countries over time?
//! - [`overview`]: what should a reader know? Every sentence with its evidence.
//! - [`faces`]: one overview, several ways to see it.

mod answer;
mod backfill;
mod documents;
mod error;
pub mod faces;
mod follow;
mod index;
mod ingest;
mod kept;
mod model;
mod overview;
mod reading;
mod relations;
mod sample;
mod sources;
mod stood;
