//! Folders: which files are in them, in which order, and how far reading has come.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Flow;
use super::item::{Origin, Place, Skip, SkipReason};
use super::limits::Limits;
use super::single::{self, Named, Sink, Source};
use crate::error::{Error, Result};

/// Bytes read from disk so far (packed, where files are packed); may be read from another thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<AtomicU64>);

impl Progress {
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.0)
    }
}

/// Bytes on disk of all files that [`super::read`] would open under these paths; unreadable ones count 0.
pub(crate) fn measure(paths: &[PathBuf]) -> u64 {
    paths.iter().map(|path| size(path, Limits::default().depth)).sum()
}

fn size(path: &Path, depth: usize) -> u64 {
    let Ok(kind) = std::fs::metadata(path) else { return 0 };
    if !kind.is_dir() {
        return if kind.is_file() { kind.len() } else { 0 };
    }
    if depth == 0 {
        return 0;
    }
    let entries = entries(path).unwrap_or_default();
    let below = entries.iter().filter(|path| !is_link(path));
    below.map(|path| size(path, depth - 1)).sum()
}

/// Reads all files of a folder and the folders in it, sorted by name. Hidden entries and symbolic links
/// are passed over.
///
/// # Errors
/// When the folder itself cannot be listed.
pub(crate) fn folder(
    path: &Path,
    progress: &Progress,
    limits: Limits,
    sink: &mut Sink<'_>,
) -> Result<Flow> {
    let entries = entries(path).map_err(|source| {
        let what = format!("cannot list the folder {}", path.display());
        Error::outside(what, source, "Check that you may read it")
    })?;
    let mut files = 0;
    let flow = walk(entries, progress, limits, limits.depth, &mut files, sink);
    if flow.is_continue() && files == 0 {
        return Ok(sink(Err(skip(
            path,
            SkipReason::Empty,
            "there is no file in this folder",
            "give a folder with files; hidden files and links are passed over",
        ))));
    }
    Ok(flow)
}

fn walk(
    entries: Vec<PathBuf>,
    progress: &Progress,
    limits: Limits,
    depth: usize,
    files: &mut u64,
    sink: &mut Sink<'_>,
) -> Flow {
    for path in entries {
        if is_link(&path) {
            continue;
        }
        if path.is_dir() {
            if depth == 0 {
                let remedy = "add the inner folder by itself";
                sink(Err(skip(&path, SkipReason::TooDeep, "folders are nested too deep", remedy)))?;
                continue;
            }
            match self::entries(&path) {
                Ok(inner) => walk(inner, progress, limits, depth - 1, files, sink)?,
                Err(error) => sink(Err(unreadable(&path, &error, "check that you may read it")))?,
            }
            continue;
        }
        *files += 1;
        match Source::open(&path, progress, limits, Named::ByFolder) {
            Ok(source) => single::read(source, sink)?,
            Err((error, remedy)) => sink(Err(unreadable(&path, &error, remedy)))?,
        }
    }
    Flow::Continue(())
}

fn skip(path: &Path, code: SkipReason, reason: &str, remedy: &str) -> Skip {
    let origin = Origin { file: path.display().to_string(), place: Place::Whole };
    Skip::new(origin, code, reason, remedy)
}

fn unreadable(path: &Path, error: &std::io::Error, remedy: &str) -> Skip {
    skip(path, SkipReason::Unreadable, &format!("it cannot be read ({error})"), remedy)
}

fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink())
}

/// What lies directly in a folder, without hidden entries, sorted.
fn entries(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries)
}
