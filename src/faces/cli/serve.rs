//! `bilateral serve`: the web page and the HTTP interface.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::{Ending, print, remark};
use crate::error::Result;
use crate::faces::http;

#[derive(Args)]
pub(super) struct Serve {
    /// Address and port on this machine; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7171")]
    listen: SocketAddr,
}

impl Serve {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        http::serve(self.listen, data, &|address| {
            // A reader that closed its end is no reason to stop serving.
            let _ = print(&format!("http://{address}/\n"));
            remark("Open the address in a browser; stop with Ctrl-C.");
        })?;
        Ok(Ending::Done)
    }
}
