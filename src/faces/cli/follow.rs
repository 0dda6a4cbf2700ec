//! `bilateral follow`: which sources are followed, and how they are.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::days::SystemClock;
use super::{Ending, archive, print, remark, table};
use crate::documents;
use crate::error::{Error, Result};
use crate::follow::add::{Wanted, at_address, follow, starters, whole};
use crate::follow::{Feed, List, Probe, feeds_in, probe};
use crate::model::clock::Clock;
use crate::model::day::Day;
use crate::sources::net::Client;

#[derive(Args)]
pub(super) struct Follow {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Follow feeds: addresses of feeds or of pages that name one, OPML files, or `starter` for a list of ours
    Add(Add),
    /// Show what is followed, and how each source is
    List {
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Follow a source no more; what it gave stays in the archive
    Remove {
        /// Address or name, or a part of it that means one source only
        source: String,
    },
    /// Do not ask a source until it is resumed
    Pause { source: String },
    /// Ask a paused source again
    Resume { source: String },
    /// Look at an address: what the feed gives, and what would be stored; nothing is
    Test(Test),
}

#[derive(Args)]
struct Add {
    #[arg(required = true, value_name = "URL|FILE.opml|starter")]
    sources: Vec<String>,
    /// What the source is called, where its feed calls itself otherwise
    #[arg(long)]
    outlet: Option<String>,
    /// The address is a server of your own: it may stand in a private network
    #[arg(long)]
    local: bool,
    #[command(flatten)]
    contact: Contact,
}

#[derive(Args)]
struct Test {
    url: String,
    #[arg(long)]
    local: bool,
    #[command(flatten)]
    contact: Contact,
}

/// Who asks.
#[derive(Args)]
pub(super) struct Contact {
    /// Page or mail address that sites may write to about our requests; some ask for one
    #[arg(long, env = "BILATERAL_CONTACT", value_name = "ADDRESS")]
    pub(super) contact: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Items shown by `test`.
const SHOWN: usize = 5;

impl Follow {
    pub(super) fn run(self, data: Option<PathBuf>) -> Result<Ending> {
        let folder = archive::folder(data)?;
        match self.what {
            What::Add(add) => add.run(&folder),
            What::List { format } => list(&folder, format),
            What::Remove { source } => change(&folder, &source, |list, at| {
                let feed = list.feeds.remove(at);
                format!("{} is followed no more", feed.name())
            }),
            What::Pause { source } => change(&folder, &source, |list, at| {
                list.feeds[at].paused = Some("by you".to_owned());
                format!("{} is paused", list.feeds[at].name())
            }),
            What::Resume { source } => change(&folder, &source, |list, at| {
                list.feeds[at].paused = None;
                list.feeds[at].due = 0;
                format!("{} is asked again with the next update", list.feeds[at].name())
            }),
            What::Test(test) => test.run(),
        }
    }
}

/// Changes one followed source, and says what was done.
fn change(
    folder: &Path,
    source: &str,
    act: impl FnOnce(&mut List, usize) -> String,
) -> Result<Ending> {
    let mut list = List::load(folder)?;
    let at = list.find(source)?;
    let done = act(&mut list, at);
    list.save(folder)?;
    print(&format!("{done}\n"))?;
    Ok(Ending::Done)
}

impl Add {
    fn run(self, folder: &Path) -> Result<Ending> {
        let clock = SystemClock;
        let client = Client::new(&clock, self.contact.contact.as_deref());
        let mut found: Vec<Feed> = Vec::new();
        let mut refused = 0;
        for source in &self.sources {
            match self.feeds(&client, source) {
                Ok(feeds) => found.extend(feeds),
                Err(Error::Usage(why)) => {
                    refused += 1;
                    remark(&format!("error: {why}"));
                }
                Err(e) => return Err(e),
            }
        }
        if found.is_empty() {
            return Ok(Ending::NothingDone);
        }
        let all = found.len();
        let new = follow(folder, found)?;
        let mut out: String = new
            .iter()
            .map(|feed| format!("Following {} ({})\n", feed.name(), feed.address))
            .collect();
        if new.len() < all {
            out.push_str(&format!("{} followed already\n", all - new.len()));
        }
        out.push_str("Run `bilateral update` to fetch what they have.\n");
        print(&out)?;
        Ok(if refused > 0 { Ending::Otherwise } else { Ending::Done })
    }

    /// The feeds that one argument means.
    fn feeds(&self, client: &Client<'_>, source: &str) -> Result<Vec<Feed>> {
        if source == "starter" {
            return Ok(starters());
        }
        let path = Path::new(source);
        if path.is_file() {
            let text = fs::read_to_string(path).map_err(|e| {
                Error::outside(format!("cannot read {source}"), e, "Give it as UTF-8")
            })?;
            let feeds = feeds_in(&text);
            return match feeds.is_empty() {
                true => Err(Error::Usage(format!(
                    "{source} lists no feeds; export an OPML list from your reader, or add files with `bilateral add`"
                ))),
                false => {
                    Ok(feeds.into_iter().map(|feed| Feed { local: self.local, ..feed }).collect())
                }
            };
        }
        let wanted = Wanted { outlet: self.outlet.clone(), local: self.local };
        Ok(vec![at_address(client, source, &wanted, &mut remark)?])
    }
}

fn list(folder: &Path, format: Format) -> Result<Ending> {
    let list = List::load(folder)?;
    if let Format::Json = format {
        let text = serde_json::to_string_pretty(&list.feeds)
            .map_err(|e| Error::Internal(e.to_string()))?;
        print(&format!("{text}\n"))?;
        return Ok(Ending::Done);
    }
    if list.feeds.is_empty() {
        print(
            "Nothing is followed yet. Begin with `bilateral follow add starter`, or with the address of a feed.\n",
        )?;
        return Ok(Ending::Done);
    }
    let now = SystemClock.now();
    let (today, _) = super::days::now();
    let mut shown = table::table(&["Source", "State", "Items", "Newest", "Asked", "Next"]);
    for feed in &list.feeds {
        let asked =
            feed.asked.map_or_else(|| "never".to_owned(), |at| format!("{} ago", span(now - at)));
        let next = match &feed.paused {
            Some(why) => format!("paused {why}"),
            None if feed.due <= now => "now".to_owned(),
            None => format!("in {}", span(feed.due - now)),
        };
        let newest = feed.newest.map(|day| day.to_string()).unwrap_or_default();
        let items = if feed.asked.is_some() { feed.items.to_string() } else { String::new() };
        shown.add_row([feed.name().to_owned(), health(feed, today), items, newest, asked, next]);
    }
    print(&format!("{shown}\n{} followed\n", list.feeds.len()))?;
    Ok(Ending::Done)
}

/// Days without a new item from which a feed that answers is called stale.
const STALE: i32 = 30;

/// How a source is: what it answered, whether it had items, and how old the newest is.
fn health(feed: &Feed, today: Day) -> String {
    if feed.failures > 0 {
        let times = if feed.failures > 1 {
            format!("failing, {} times: ", feed.failures)
        } else {
            "failing: ".into()
        };
        return times + &feed.state;
    }
    let age = feed.newest.and_then(|day| day.until(today).ok()).map(|gap| gap.get_days());
    match age {
        Some(days) if days > STALE => format!("{}, but stale: nothing for {days} days", feed.state),
        _ if feed.asked.is_some() && feed.items == 0 => {
            format!("{}, but it has no items", feed.state)
        }
        _ => feed.state.clone(),
    }
}

/// Seconds as people say them: "5 min", "3 h", "2 days".
fn span(seconds: i64) -> String {
    match seconds.max(0) {
        s if s < 3_600 => format!("{} min", s / 60),
        s if s < 172_800 => format!("{} h", s / 3_600),
        s => format!("{} days", s / 86_400),
    }
}

impl Test {
    fn run(self) -> Result<Ending> {
        let clock = SystemClock;
        let client = Client::new(&clock, self.contact.contact.as_deref());
        let address = whole(&self.url);
        let found = probe(&client, &address, self.local)
            .map_err(|fault| Error::Usage(format!("{address}: {fault}")))?;
        let (today, _) = super::days::now();
        print(&tested(&address, &found, today))?;
        Ok(if found.is_feed { Ending::Done } else { Ending::NothingDone })
    }
}

/// What an address gives, on one screen.
fn tested(asked: &str, found: &Probe, today: Day) -> String {
    let mut out = format!("{asked}\n");
    if found.address != asked {
        let how = if found.moved { "has moved for good to" } else { "leads to" };
        out.push_str(&format!("{how} {}\n", found.address));
    }
    if !found.is_feed {
        match found.feeds.as_slice() {
            [] => out.push_str("This is no feed, and names none.\n"),
            feeds => {
                out.push_str("This is a page. It names these feeds:\n");
                feeds.iter().for_each(|feed| out.push_str(&format!("  {feed}\n")));
            }
        }
        return out;
    }
    let items: Vec<_> = found.items.iter().flatten().collect();
    out.push_str(&format!("A feed: {}\n", found.title.as_deref().unwrap_or("without a title")));
    out.push_str(&format!("{} items, {} of them headlines only", items.len(), found.short));
    out.push_str(if found.short > 0 {
        ": their pages would be fetched, one by one\n"
    } else {
        "\n"
    });
    let skipped: Vec<_> = found.items.iter().filter_map(|item| item.as_ref().err()).collect();
    if let Some(first) = skipped.first() {
        out.push_str(&format!("{} skipped, the first since {}\n", skipped.len(), first.reason));
    }
    let mut languages: Vec<String> = Vec::new();
    let mut shown = String::new();
    for item in &items {
        match documents::build((*item).clone(), today) {
            Ok(document) => {
                if !languages.contains(&document.language) {
                    languages.push(document.language.clone());
                }
                if shown.lines().count() < SHOWN {
                    let report = document.reports.first();
                    let day = document.published().map(|d| d.to_string());
                    shown.push_str(&format!(
                        "  {}  {} ({} characters)\n",
                        day.unwrap_or_else(|| "no day    ".to_owned()),
                        report.map(|r| r.title.as_str()).unwrap_or_default(),
                        document.text.chars().count()
                    ));
                }
            }
            Err(skip) if shown.lines().count() < SHOWN => {
                shown.push_str(&format!("  skipped: {}\n", skip.reason));
            }
            Err(_) => {}
        }
    }
    out.push_str(&format!("Languages: {}\n", languages.join(", ")));
    out.push_str("The first would be stored as:\n");
    out.push_str(&shown);
    out.push_str(&format!("Follow it with: bilateral follow add {asked}\n"));
    out
}
