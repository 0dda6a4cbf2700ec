//! `bilateral backfill search`: which engine is asked, and with what.

use std::path::PathBuf;

use clap::Args;

use super::backfill::Asked;
use super::{Ending, days, remark};
use crate::backfill::{self, BRAVE, Engine, Query};
use crate::error::{Error, Result};
use crate::model::day::Day;

/// Results looked at where no number is given: of an engine, and articles of an encyclopedia.
const PAGES: usize = 300;
const ARTICLES: usize = 50;
/// Editions of Wikipedia whose texts are read for who they are about.
const READ: [&str; 2] = ["en", "simple"];

#[derive(Args)]
pub(super) struct Search {
    /// First day (2025-01-31, 2025-01 or 2025); of news, not of Wikipedia
    #[arg(long, value_name = "DAY", value_parser = days::first, required_unless_present = "wikipedia", conflicts_with = "wikipedia")]
    from: Option<Day>,
    /// Last day [default: today]
    #[arg(long, value_name = "DAY", value_parser = days::last, conflicts_with = "wikipedia")]
    to: Option<Day>,
    #[command(flatten)]
    asked: Asked,
    /// What to search for [default: the names of --about]
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,
    /// Results looked at [default: 300; with --wikipedia 50]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: Option<u16>,
    /// Ask your own SearXNG at this address; it must allow the format json [default: BILATERAL_SEARXNG]
    #[arg(long, value_name = "URL", group = "engine")]
    searxng: Option<String>,
    /// Ask Brave's news search with the key in BILATERAL_BRAVE_KEY; the key is sent to Brave and kept nowhere
    #[arg(long, group = "engine")]
    brave: bool,
    /// Ask the Wikipedia in this language (en, simple, ru); its articles are no news and get no day
    #[arg(long, value_name = "LANG", group = "engine")]
    wikipedia: Option<String>,
}

impl Search {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let span = (self.from, self.to);
        let words = self.words.or_else(|| self.asked.about.clone()).unwrap_or_default();
        let most = |usual| self.limit.map_or(usual, usize::from);
        if let Some(language) = self.wikipedia {
            if self.asked.about.is_some() && !READ.contains(&language.as_str()) {
                return Err(Error::Usage(format!(
                    "texts in '{}' are not read for who they are about, so --about would leave out all; give --words instead",
                    language.escape_debug()
                )));
            }
            if self.asked.contact.contact.is_none() {
                remark(
                    "Wikimedia asks programs for a contact: give yours with --contact or BILATERAL_CONTACT.",
                );
            }
            let interface = backfill::interface_in(&language)?;
            let credit = "Text by Wikipedia's authors, CC BY-SA 4.0.";
            return self.asked.run(data, span, &interface, credit, &|job, watch| {
                backfill::encyclopedia(job, &language, &words, most(ARTICLES), watch)
            });
        }
        let key;
        let (interface, engine) = if self.brave {
            key = key_of_brave()?;
            (BRAVE.to_owned(), Engine::Brave { key: &key })
        } else {
            let instance = self.searxng.or_else(|| surroundings("BILATERAL_SEARXNG"));
            (instance.ok_or_else(no_engine)?, Engine::Searxng)
        };
        let query = Query { engine, words: &words, most: most(PAGES) };
        self.asked
            .run(data, span, &interface, "", &|job, watch| backfill::search(job, query, watch))
    }
}

fn no_engine() -> Error {
    Error::Usage(
        "no search engine is named; give --searxng URL (or BILATERAL_SEARXNG), --brave or --wikipedia en"
            .to_owned(),
    )
}

/// The key, which a command line would show to everybody on the machine.
fn key_of_brave() -> Result<String> {
    let key = surroundings("BILATERAL_BRAVE_KEY").unwrap_or_default();
    let key = key.trim();
    if key.is_empty() {
        return Err(Error::Usage(
            "--brave needs the key of your plan in the environment: BILATERAL_BRAVE_KEY".to_owned(),
        ));
    }
    if !key.bytes().all(|b| (0x21..0x7f).contains(&b)) {
        return Err(Error::Usage(
            "BILATERAL_BRAVE_KEY holds letters that no key has; copy it again".to_owned(),
        ));
    }
    Ok(key.to_owned())
}

/// A setting that is no argument: a secret, or one that gives way to any engine that is named.
#[expect(clippy::disallowed_methods, reason = "clap would also take the key from the command line")]
fn surroundings(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
