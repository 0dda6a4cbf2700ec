//! `bilateral mcp`: the tools of an assistant, over standard input and output.

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use crate::error::Result;
use crate::faces::mcp;

#[derive(Args)]
pub(super) struct Mcp {}

impl Mcp {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        mcp::speak(data)?;
        Ok(Ending::Done)
    }
}
