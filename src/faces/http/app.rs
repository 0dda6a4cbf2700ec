//! What all requests share: the open archive, and threads to answer on.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;

use super::asked::Asked;
use super::problem::Problem;
use super::watch::Watch;
use crate::answer;
use crate::error::{Error, Result};
use crate::faces::cli::archive;
use crate::faces::tokens::{self, Tokens};
use crate::index::Archive;
use crate::overview::listed::Listed;

/// Answers being made at the same time, for each core.
const AT_ONCE: usize = 2;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// Answers kept.
const KEPT: usize = 64;
/// Lists of happenings kept.
const LISTS: usize = 4;
/// Bytes of an answer that is kept.
const LARGEST: usize = 2 * 1024 * 1024;

/// Time and length of a file when it was read; `None` where there was none.
type Stamp = Option<(SystemTime, u64)>;

/// Shared by all requests.
pub(in crate::faces) struct App {
    data: Option<PathBuf>,
    folder: PathBuf,
    held: Mutex<Held>,
    turns: Semaphore,
    kept: Mutex<VecDeque<(String, Arc<str>)>>,
    tokens: Mutex<(Stamp, Arc<Tokens>)>,
    watch: Watch,
    local: bool,
}

/// The archive as it was opened last.
#[derive(Clone)]
struct Held {
    view: View,
    /// When its last commit was written, by the file system.
    stamp: Option<SystemTime>,
}

/// A question and its happenings.
type KeptList = (String, Arc<Vec<Listed>>);

/// An archive to answer from.
#[derive(Clone)]
pub(in crate::faces) struct View {
    pub(in crate::faces) archive: Arc<Archive>,
    pub(in crate::faces) sample: bool,
    /// Happenings by question: a list, a map, a picture and a feed are made of the same.
    listed: Arc<Mutex<VecDeque<KeptList>>>,
}

impl View {
    pub(in crate::faces) fn new(archive: Archive, sample: bool) -> Self {
        Self { archive: Arc::new(archive), sample, listed: Arc::default() }
    }

    /// The happenings of what was asked (see [`answer::happenings`]); the last few lists are kept.
    ///
    /// # Errors
    /// Where the question cannot be understood or the archive not be read.
    pub(in crate::faces) fn happenings(&self, asked: &Asked) -> Result<Arc<Vec<Listed>>> {
        let (question, as_of) = (asked.question()?, asked.as_of()?);
        let key = format!("{question:?} {as_of:?}");
        let held = || self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, list)) = held().iter().find(|(k, _)| *k == key) {
            return Ok(Arc::clone(list));
        }
        let found = answer::happenings(&self.archive, &question, as_of)?;
        let list = Arc::new(found);
        let mut held = held();
        if held.len() >= LISTS {
            held.pop_front();
        }
        held.push_back((key, Arc::clone(&list)));
        Ok(list)
    }
}

impl App {
    /// Opens the archive, or the sample where there is none.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub(in crate::faces) fn open(data: Option<PathBuf>, watch: Watch, local: bool) -> Result<Self> {
        let folder = archive::folder(data.clone())?;
        let stamp = stamp(&folder);
        let opened = archive::open(data.clone())?;
        let view = View::new(opened.archive, opened.sample);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            data,
            folder,
            held: Mutex::new(Held { view, stamp }),
            turns: Semaphore::new(AT_ONCE * cores),
            kept: Mutex::default(),
            tokens: Mutex::default(),
            watch,
            local,
        })
    }

    /// Where the archive lies.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether sources that readers bring may lie in this machine or its network.
    pub(super) fn takes_local(&self) -> bool {
        self.local
    }

    /// Counts and limits.
    pub(super) fn watch(&self) -> &Watch {
        &self.watch
    }

    /// Who may ask: read anew where a token was made or taken back meanwhile.
    ///
    /// # Errors
    /// Where the tokens cannot be read: then nobody is let in.
    pub(super) fn tokens(&self) -> Result<Arc<Tokens>> {
        let about = fs::metadata(tokens::file(&self.folder)).ok();
        let now = about.and_then(|about| Some((about.modified().ok()?, about.len())));
        let mut held = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if held.0 != now {
            *held = (now, Arc::new(Tokens::load(&self.folder)?));
        }
        Ok(Arc::clone(&held.1))
    }

    /// The archive as it stands: opened anew where something was added meanwhile.
    fn view(&self) -> Result<View> {
        let now = stamp(&self.folder);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if now != held.stamp {
            let opened = archive::open(self.data.clone())?;
            held.view = View::new(opened.archive, opened.sample);
            held.stamp = now;
        }
        Ok(held.view.clone())
    }

    /// Does the work on a thread that may block, when its turn comes.
    ///
    /// # Errors
    /// What went wrong, as it is told to who asked.
    pub(in crate::faces) async fn work<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&View) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Problem> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else {
            return Err(Problem::Busy);
        };
        let app = Arc::clone(&self);
        let done = tokio::task::spawn_blocking(move || work(&app.view()?)).await;
        match done {
            Ok(result) => result.map_err(Problem::from),
            Err(_) => Err(Problem::from(Error::Internal("a thread that answered died".to_owned()))),
        }
    }

    /// An answer that was made before of the same archive.
    pub(super) fn kept(&self, key: &str) -> Option<Arc<str>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(k, _)| k == key).map(|(_, answer)| Arc::clone(answer))
    }

    pub(super) fn keep(&self, key: String, answer: &Arc<str>) {
        if answer.len() > LARGEST {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((key, Arc::clone(answer)));
    }
}

/// When the last commit was written.
fn stamp(folder: &Path) -> Option<SystemTime> {
    fs::metadata(folder.join("index").join("meta.json")).and_then(|about| about.modified()).ok()
}
