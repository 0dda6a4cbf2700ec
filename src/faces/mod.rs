//! One overview, several ways to see it; no thinking here.

pub mod cli;
pub(crate) mod render;
