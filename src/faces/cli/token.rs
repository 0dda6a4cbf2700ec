//! `bilateral token`: who may ask a server that others can reach.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Ending, archive, print, remark};
use crate::error::{Error, Result};
use crate::faces::tokens::{Role, Tokens};
use crate::index::Archive;

#[derive(Args)]
pub(super) struct TokenCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Make a token and print it, this once
    Add {
        /// Whose it is
        name: String,
        /// What it allows
        #[arg(long, value_enum, default_value_t = Role::Read)]
        role: Role,
    },
    /// Show names and roles
    List,
    /// Take a token back
    Remove { name: String },
}

impl TokenCommand {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let folder = archive::folder(data)?;
        if !Archive::exists(&folder) {
            return Err(Error::Usage(format!(
                "there is no archive at {} to guard; make one with `bilateral add`, `follow` or `backfill` first",
                folder.display()
            )));
        }
        let mut tokens = Tokens::load(&folder)?;
        match self.action {
            Action::Add { name, role } => {
                let secret = tokens.add(&folder, &name, role)?;
                print(&format!("{secret}\n"))?;
                remark(
                    "Keep it: it is shown only now. It is sent as `Authorization: Bearer …`, as the password of any name \
                     (feed readers), or typed in on the page. From now on every request must bear a token.",
                );
            }
            Action::List => {
                if tokens.tokens.is_empty() {
                    remark(
                        "No tokens: the server answers this machine alone, and asks nobody who they are.",
                    );
                }
                let mut table = super::table::table(&["Name", "May"]);
                for token in &tokens.tokens {
                    let may = match token.role {
                        Role::Read => "read",
                        Role::Write => "read, write",
                    };
                    table.add_row([token.name.as_str(), may]);
                }
                print(&format!("{table}\n"))?;
            }
            Action::Remove { name } => {
                tokens.remove(&folder, &name)?;
                remark(&format!("{name} is let in no more."));
            }
        }
        Ok(Ending::Done)
    }
}
