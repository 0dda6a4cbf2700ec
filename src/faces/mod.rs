//! One overview, several ways to see it; no thinking here.

pub mod cli;
#[cfg(test)]
mod faithfulness;
mod hooks;
mod http;
mod mcp;
mod question;
pub(crate) mod render;
mod tokens;
