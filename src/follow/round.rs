//! A round: every source that is due is asked, and what is new is stored.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use url::Url;

use super::list::{Feed, List};
use super::poll::{Outcome, Polled, poll};
use super::schedule::{Gave, plan};
use crate::error::Result;
use crate::ingest::{Intake, Setting, Summary};
use crate::model::clock::Clock;
use crate::sources::net::{Client, FetchFault};

/// Hosts asked at the same time.
const AT_ONCE: usize = 8;

/// What a round needs.
pub(crate) struct Round<'a> {
    pub(crate) setting: &'a Setting<'a>,
    pub(crate) client: &'a Client<'a>,
    pub(crate) clock: &'a dyn Clock,
    /// Ask every source that is not paused, due or not.
    pub(crate) all: bool,
}

/// What one source gave in a round.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) name: String,
    /// In words, as the list has it.
    pub(crate) state: String,
    pub(crate) failed: bool,
    pub(crate) summary: Summary,
    /// Articles fetched for headlines, and headlines left without.
    pub(crate) pages: usize,
    pub(crate) bare: usize,
}

/// Asks what is due. `watch` is told of each source when it is stored, with the number of those still to come.
/// The list on disk is written behind each.
///
/// # Errors
/// Where the archive or the list cannot be written; what was told before is stored.
pub(crate) fn round(job: &Round<'_>, watch: &mut dyn FnMut(&Told, usize)) -> Result<Vec<Told>> {
    let folder = job.setting.folder;
    let list = List::load(folder)?;
    let now = job.clock.now();
    let due = |feed: &&Feed| feed.paused.is_none() && (job.all || feed.due <= now);
    let feeds: Vec<Feed> = list.feeds.iter().filter(due).cloned().collect();
    if feeds.is_empty() {
        return Ok(Vec::new());
    }
    let mut left = feeds.len();
    let source = format!("{left} of {} followed sources", list.feeds.len());
    let mut intake = Intake::begin(job.setting, source)?;
    let mut told = Vec::new();
    let queue = Mutex::new(by_host(feeds));
    let mut outcome = Ok(());
    thread::scope(|scope| {
        let (send, receive) = sync_channel::<(String, Polled)>(AT_ONCE);
        let queue = &queue;
        for _ in 0..AT_ONCE {
            let send = send.clone();
            scope.spawn(move || {
                while let Some(host) = next(queue) {
                    for feed in host {
                        let polled = poll(job.client, &feed, job.setting.today);
                        // The receiver is gone after an error of its own.
                        if send.send((feed.address, polled)).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(send);
        for (address, polled) in receive {
            left -= 1;
            match stored(job, &mut intake, folder, &address, polled) {
                Ok(one) => {
                    watch(&one, left);
                    told.push(one);
                }
                Err(e) => {
                    outcome = Err(e);
                    break;
                }
            }
        }
        // What is still waiting to be asked is not.
        queue.lock().unwrap_or_else(PoisonError::into_inner).clear();
    });
    outcome?;
    intake.finish()?;
    told.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(told)
}

fn next(queue: &Mutex<VecDeque<Vec<Feed>>>) -> Option<Vec<Feed>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
}

/// The feeds of each host together: a host is asked by one thread.
fn by_host(feeds: Vec<Feed>) -> VecDeque<Vec<Feed>> {
    let mut hosts: BTreeMap<String, Vec<Feed>> = BTreeMap::new();
    for feed in feeds {
        let host = Url::parse(&feed.address).ok().and_then(|url| url.host_str().map(str::to_owned));
        hosts.entry(host.unwrap_or_default()).or_default().push(feed);
    }
    hosts.into_values().collect()
}

/// Stores what a source gave, then writes the list.
fn stored(
    job: &Round<'_>,
    intake: &mut Intake<'_>,
    folder: &Path,
    address: &str,
    polled: Polled,
) -> Result<Told> {
    let Polled { mut feed, hints, fresh, outcome } = polled;
    let (mut summary, mut pages, mut bare) = (Summary::default(), 0, 0);
    let (gave, state) = match outcome {
        Outcome::Items(complete) => {
            (pages, bare) = (complete.taken, complete.bare);
            summary = intake.take(complete.items)?;
            let new = summary.added + summary.merged;
            let state = if new > 0 { format!("{new} new") } else { "nothing new".to_owned() };
            (Gave::New(new), state)
        }
        Outcome::Unchanged => (Gave::Nothing, "unchanged".to_owned()),
        Outcome::NoFeed(what) => (Gave::Fault(FetchFault::BadAddress), what),
        Outcome::Fault(fault) => {
            let state = fault.to_string();
            if fault == FetchFault::Gone {
                feed.paused = Some("gone for good (410)".to_owned());
            }
            (Gave::Fault(fault), state)
        }
    };
    plan(&mut feed, job.clock.now(), &gave, &hints, fresh);
    feed.state.clone_from(&state);
    let failed = matches!(gave, Gave::Fault(_));
    let name = feed.name().to_owned();
    put(folder, address, feed)?;
    Ok(Told { name, state, failed, summary, pages, bare })
}

/// Puts a feed into the list on disk as it is now: what was followed, removed or paused meanwhile stays so.
fn put(folder: &Path, address: &str, feed: Feed) -> Result<()> {
    let mut list = List::load(folder)?;
    let moved_onto = list.feeds.iter().any(|f| f.address == feed.address && f.address != address);
    let Some(at) = list.feeds.iter().position(|f| f.address == address) else {
        return Ok(());
    };
    if moved_onto {
        // It moved to where another one is followed: that one goes on.
        list.feeds.remove(at);
    } else {
        let paused = list.feeds[at].paused.clone().or(feed.paused.clone());
        list.feeds[at] = Feed { paused, outlet: list.feeds[at].outlet.clone(), ..feed };
    }
    list.save(folder)
}
