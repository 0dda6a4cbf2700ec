//! The write path on one screen: sources, documents, reading, index.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::prelude::*;

use crate::documents;
use crate::error::{Error, Result};
use crate::index::{Addition, Archive, Record, Skipped, Writer};
use crate::model::day::Day;
use crate::model::document::{Document, TextKey};
use crate::reading::actors::may_name;
use crate::reading::lexicon::Lexicon;
use crate::reading::read;
use crate::sources::markup::unescaped;
use crate::sources::{self, Body, Flow, Progress, RawItem, Skip};

/// Items handled together; small enough that a batch of the longest texts fits in memory.
const BATCH: usize = 512;
/// Documents put before they are committed: a commit costs a flush of the disk.
const COMMIT: u64 = 20_000;
/// Examples kept of each reason for skipping.
const EXAMPLES: usize = 5;

/// What came of an addition.
#[derive(Debug, Default, Clone)]
pub(crate) struct Summary {
    pub(crate) added: u64,
    pub(crate) known: u64,
    pub(crate) merged: u64,
    pub(crate) skipped: u64,
    /// Texts that name none of the actors that were asked for, and rows of event tables that tell of one state,
    /// of days long past or of what an earlier row told.
    pub(crate) elsewhere: u64,
    /// Sorted by count, most frequent first.
    pub(crate) reasons: Vec<Skipped>,
    /// Paths that could not be read at all, with the reason.
    pub(crate) unreadable: Vec<String>,
}

impl Summary {
    fn total(&self) -> u64 {
        self.added + self.known + self.merged
    }

    /// True when nothing usable was found.
    pub(crate) fn is_nothing(&self) -> bool {
        self.total() == 0
    }
}

/// What every addition needs from outside: the clock is passed in.
#[derive(Clone)]
pub(crate) struct Setting<'a> {
    pub(crate) lexicon: &'a Lexicon,
    /// The archive's folder; made where it is missing.
    pub(crate) folder: &'a Path,
    pub(crate) today: Day,
    /// The time of the addition, for the ledger.
    pub(crate) when: String,
    /// Take only texts that name one of these actors; all where `None`.
    pub(crate) about: Option<BTreeSet<String>>,
}

/// Files and folders to add.
pub(crate) struct Job<'a> {
    pub(crate) setting: Setting<'a>,
    pub(crate) paths: &'a [PathBuf],
    /// Counts the bytes read.
    pub(crate) progress: Progress,
}

/// Adds everything under the paths. `watch` is told the summary so far after each batch.
///
/// # Errors
/// Where the archive cannot be written; what was committed before stays.
pub(crate) fn ingest(job: &Job<'_>, watch: &mut dyn FnMut(&Summary)) -> Result<Summary> {
    let mut writer = Archive::writer(job.setting.folder)?;
    let mut total = Summary::default();
    for path in job.paths {
        let mut addition = Adding::new(&job.setting, path.display().to_string());
        match addition.run(&mut writer, path, &job.progress, &total, watch) {
            Ok(()) => {}
            Err(Failure::Source(e)) => total.unreadable.push(e.to_string()),
            Err(Failure::Archive(e)) => return Err(e),
        }
        total = joined(total, addition.finish(&mut writer)?);
    }
    writer.finish()?;
    Ok(total)
}

/// An addition of items that lie in memory, a few at a time.
pub(crate) struct Intake<'a> {
    writer: Writer,
    adding: Adding<'a>,
}

impl<'a> Intake<'a> {
    /// Begins an addition; `source` is what the ledger calls it.
    ///
    /// # Errors
    /// Where the archive cannot be written, or another process writes to it.
    pub(crate) fn begin(setting: &'a Setting<'a>, source: String) -> Result<Self> {
        let writer = Archive::writer(setting.folder)?;
        Ok(Self { writer, adding: Adding::new(setting, source) })
    }

    /// Takes these items and commits them: when this returns they are on disk. Gives what came of them alone.
    ///
    /// # Errors
    /// Where the archive cannot be written; what was taken before stays.
    pub(crate) fn take(
        &mut self,
        items: Vec<std::result::Result<RawItem, Skip>>,
    ) -> Result<Summary> {
        let before = std::mem::take(&mut self.adding.counts);
        let skips = std::mem::take(&mut self.adding.skips);
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let batch = items.by_ref().take(BATCH).collect();
            self.adding.batch(&mut self.writer, batch)?;
        }
        let own = self.adding.summary();
        self.adding.counts = joined(before, self.adding.counts.clone());
        for (name, earlier) in skips {
            let all = self.adding.skips.entry(name).or_insert_with(|| Skipped {
                reason: earlier.reason.clone(),
                count: 0,
                examples: Vec::new(),
            });
            all.count += earlier.count;
            all.examples.splice(0..0, earlier.examples);
            all.examples.truncate(EXAMPLES);
        }
        // What is known already costs no commit.
        if self.adding.uncommitted > 0 {
            self.adding.commit(&mut self.writer)?;
        }
        Ok(own)
    }

    /// Ends the addition; one that brought nothing leaves no trace.
    ///
    /// # Errors
    /// Where the ledger cannot be written or the files not be tidied; everything taken is stored.
    pub(crate) fn finish(mut self) -> Result<Summary> {
        let all = self.adding.summary();
        if all.added + all.merged + all.skipped > 0 {
            self.adding.commit(&mut self.writer)?;
        }
        self.writer.finish()?;
        Ok(all)
    }
}

enum Failure {
    /// This path cannot be read; others may.
    Source(Error),
    /// Nothing can be written any more.
    Archive(Error),
}

/// One path, or one stream of items, being added.
struct Adding<'a> {
    setting: &'a Setting<'a>,
    source: String,
    counts: Summary,
    skips: BTreeMap<String, Skipped>,
    /// Put since the last commit.
    pending: BTreeMap<TextKey, Document>,
    uncommitted: u64,
}

impl<'a> Adding<'a> {
    fn new(setting: &'a Setting<'a>, source: String) -> Self {
        Self {
            setting,
            source,
            counts: Summary::default(),
            skips: BTreeMap::new(),
            pending: BTreeMap::new(),
            uncommitted: 0,
        }
    }

    /// Reads in one thread, understands in as many as there are cores, writes in this one.
    fn run(
        &mut self,
        writer: &mut Writer,
        path: &Path,
        progress: &Progress,
        before: &Summary,
        watch: &mut dyn FnMut(&Summary),
    ) -> std::result::Result<(), Failure> {
        let progress = progress.clone();
        thread::scope(|scope| {
            let (send, receive) = sync_channel::<Vec<std::result::Result<RawItem, Skip>>>(2);
            let reader = scope.spawn(move || {
                let mut batch = Vec::with_capacity(BATCH);
                let ended = sources::read(path, &progress, &mut |item| {
                    batch.push(item);
                    if batch.len() == BATCH && send.send(std::mem::take(&mut batch)).is_err() {
                        return Flow::Break(());
                    }
                    Flow::Continue(())
                });
                // The receiver is gone only after an error of its own, which it reports itself.
                let _ = send.send(batch);
                ended
            });
            for batch in receive {
                self.batch(writer, batch).map_err(Failure::Archive)?;
                watch(&joined(before.clone(), self.summary()));
            }
            match reader.join() {
                Ok(ended) => ended.map(drop).map_err(Failure::Source),
                Err(_) => {
                    Err(Failure::Archive(Error::Internal("the reading thread died".to_owned())))
                }
            }
        })
    }

    /// False for a page that names none of the actors asked for: finding its article would be in vain, and costs
    /// most of all.
    fn may_be_wanted(&self, item: &RawItem) -> bool {
        let (Some(about), Body::Html(page)) = (&self.setting.about, &item.body) else {
            return true;
        };
        let lexicon = self.setting.lexicon;
        let title = item.title.as_deref().unwrap_or_default();
        may_name(lexicon, &unescaped(page), about) || may_name(lexicon, title, about)
    }

    fn batch(
        &mut self,
        writer: &mut Writer,
        items: Vec<std::result::Result<RawItem, Skip>>,
    ) -> Result<()> {
        let today = self.setting.today;
        let is_wanted = |item: &RawItem| self.may_be_wanted(item);
        let built: Vec<Option<_>> = items
            .into_par_iter()
            .map(|item| match item {
                Ok(item) if !is_wanted(&item) => None,
                item => Some(item.and_then(|item| documents::build(item, today))),
            })
            .collect();
        let mut fresh: Vec<Document> = Vec::new();
        for document in built {
            let Some(document) = document else {
                self.counts.elsewhere += 1;
                continue;
            };
            match document {
                Ok(mut document) => {
                    let arrived = writer.next_commit();
                    document.reports.iter_mut().for_each(|report| report.arrived = arrived);
                    fresh.push(document);
                }
                Err(skip) => self.skip(&skip),
            }
        }
        let changed = self.merge(writer, fresh)?;
        let lexicon = self.setting.lexicon;
        let understood = |document| Record { reading: read(lexicon, &document), document };
        let records: Vec<Record> = changed.into_par_iter().map(understood).collect();
        let commit = writer.next_commit();
        for record in &records {
            // What stands in the archive already stays there.
            let is_new = record.document.reports.iter().all(|report| report.arrived == commit);
            let is_about = self.setting.about.as_ref().is_none_or(|about| names(record, about));
            let tells = !record.document.is_row() || !record.reading.events.is_empty();
            if is_new && !(is_about && tells) {
                self.pending.remove(&record.document.key);
                self.counts.added -= 1;
                self.counts.elsewhere += 1;
                continue;
            }
            writer.put(record)?;
            self.uncommitted += 1;
        }
        if self.uncommitted >= COMMIT {
            self.commit(writer)?;
        }
        Ok(())
    }

    /// Counts what is new, known or known from elsewhere; gives the documents to write.
    fn merge(&mut self, writer: &Writer, fresh: Vec<Document>) -> Result<Vec<Document>> {
        let keys: Vec<TextKey> = fresh.iter().map(|d| d.key.clone()).collect();
        let stored = writer.known(&keys)?;
        let mut changed: BTreeMap<TextKey, Document> = BTreeMap::new();
        for (document, stored) in fresh.into_iter().zip(stored) {
            let key = document.key.clone();
            let before = changed.get(&key).or_else(|| self.pending.get(&key)).cloned().or(stored);
            let after = match before {
                None => {
                    self.counts.added += 1;
                    document
                }
                Some(before) => {
                    let mut after = before.clone();
                    documents::merge_reports(&mut after, document.reports);
                    if after == before {
                        self.counts.known += 1;
                        continue;
                    }
                    self.counts.merged += 1;
                    after
                }
            };
            self.pending.insert(key.clone(), after.clone());
            changed.insert(key, after);
        }
        Ok(changed.into_values().collect())
    }

    fn skip(&mut self, skip: &Skip) {
        if skip.code.is_expected() {
            self.counts.elsewhere += 1;
            return;
        }
        self.counts.skipped += 1;
        let reason = self.skips.entry(skip.code.name().to_owned()).or_insert_with(|| Skipped {
            reason: skip.code.name().to_owned(),
            count: 0,
            examples: Vec::new(),
        });
        reason.count += 1;
        if reason.examples.len() < EXAMPLES {
            reason.examples.push(skip.to_string());
        }
    }

    fn summary(&self) -> Summary {
        let mut summary = self.counts.clone();
        summary.reasons = self.skips.values().cloned().collect();
        summary.reasons.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.reason.cmp(&b.reason)));
        summary
    }

    fn commit(&mut self, writer: &mut Writer) -> Result<()> {
        let summary = self.summary();
        writer.commit(Some(Addition {
            when: self.setting.when.clone(),
            source: self.source.clone(),
            added: summary.added,
            known: summary.known,
            merged: summary.merged,
            skipped: summary.skipped,
            reasons: summary.reasons,
        }))?;
        self.pending.clear();
        self.uncommitted = 0;
        Ok(())
    }

    fn finish(mut self, writer: &mut Writer) -> Result<Summary> {
        self.commit(writer)?;
        Ok(self.summary())
    }
}

/// True where the text or its title names one of the actors.
fn names(record: &Record, about: &BTreeSet<String>) -> bool {
    let reading = &record.reading;
    reading.mentions.iter().any(|mention| about.contains(&mention.actor.id))
        || reading.title_actors.iter().any(|id| about.contains(id))
}

fn joined(mut a: Summary, b: Summary) -> Summary {
    a.added += b.added;
    a.known += b.known;
    a.merged += b.merged;
    a.skipped += b.skipped;
    a.elsewhere += b.elsewhere;
    a.unreadable.extend(b.unreadable);
    for reason in b.reasons {
        match a.reasons.iter_mut().find(|r| r.reason == reason.reason) {
            Some(known) => {
                known.count += reason.count;
                known.examples.extend(reason.examples);
                known.examples.truncate(EXAMPLES);
            }
            None => a.reasons.push(reason),
        }
    }
    a.reasons.sort_by(|x, y| y.count.cmp(&x.count).then_with(|| x.reason.cmp(&y.reason)));
    a
}
