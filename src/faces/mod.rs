//! One overview, several ways to see it; no thinking here.

pub mod cli;
#[cfg(test)]
mod faithfulness;
pub(crate) mod render;
