//! `bilateral serve`: the web page and the HTTP interface.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use super::days::{self, SystemClock};
use super::follow::Contact;
use super::{Ending, archive, print, remark};
use crate::error::Result;
use crate::faces::hooks;
use crate::faces::http;
use crate::follow::{Round, round};
use crate::ingest::Setting;
use crate::model::clock::Clock;
use crate::reading::lexicon::Lexicon;
use crate::sources::net::Client;

#[derive(Args)]
pub(super) struct Serve {
    /// Address and port; port 0 takes a free one. Others than this machine's need a token (`bilateral token add`)
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7171")]
    listen: SocketAddr,
    /// Ask the followed sources as they are due, while serving
    #[arg(long)]
    update: bool,
    /// Requests a second that one client may make, with twice as many at once; 0 sets no limit
    #[arg(long, value_name = "N", default_value_t = 100)]
    rate: u32,
    /// Write a line of JSON to standard error for each request
    #[arg(long)]
    log: bool,
    /// Let readers follow sources in this machine or its network from the page
    #[arg(long)]
    local: bool,
    #[command(flatten)]
    contact: Contact,
}

/// Seconds between two looks at what is due.
const LOOK: u64 = 60;

impl Serve {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        if self.update {
            let (folder, contact) = (archive::folder(data.clone())?, self.contact.contact);
            // It ends with the process; what it has taken is stored by then.
            std::thread::spawn(move || keep_up(&folder, contact.as_deref()));
        }
        let serving = http::Serving {
            listen: self.listen,
            data,
            rate: self.rate,
            logs: self.log,
            local: self.local,
        };
        http::serve(serving, &|address| {
            // A reader that closed its end is no reason to stop serving.
            let _ = print(&format!("http://{address}/\n"));
            remark("Open the address in a browser; stop with Ctrl-C.");
        })?;
        Ok(Ending::Done)
    }
}

/// Asks what is due, again and again. Trouble is told and waited out: another command may be writing.
fn keep_up(folder: &Path, contact: Option<&str>) {
    let clock = SystemClock;
    let client = Client::new(&clock, contact);
    loop {
        let (today, when) = days::now();
        let setting = Setting { lexicon: Lexicon::embedded(), folder, today, when, about: None };
        let job = Round { setting: &setting, client: &client, clock: &clock, all: false };
        let told = round(&job, &mut |one, _| {
            if one.failed {
                remark(&format!("{}: {}", one.name, one.state));
            }
        });
        match told {
            Ok(told) => {
                let new: u64 = told.iter().map(|one| one.summary.added + one.summary.merged).sum();
                if new > 0 {
                    remark(&format!("{new} new texts from followed sources"));
                }
            }
            Err(error) => remark(&format!("followed sources were not asked: {error}")),
        }
        match hooks::tell(folder, &client) {
            Ok(lines) => lines.iter().for_each(|line| remark(line)),
            Err(error) => remark(&format!("kept questions were not answered: {error}")),
        }
        clock.wait(LOOK);
    }
}
