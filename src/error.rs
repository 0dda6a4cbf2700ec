//! What can go wrong, who must act, and how.

use std::path::PathBuf;

/// An error that ends a command. Trouble with a single item is a `Skip`, not an error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The user typed something that cannot be done; the message says what to type instead.
    #[error("{0}")]
    Usage(String),
    /// The world outside (disk, permissions, a lock) stands in the way.
    #[error("{what}: {source}. {remedy}")]
    Outside { what: String, source: std::io::Error, remedy: String },
    /// The archive on disk is not what this program wrote, or is of another format.
    #[error("{what}. {remedy}")]
    Archive { what: String, remedy: String },
    /// Another process writes to the archive.
    #[error("another process is writing to the archive {}; wait until it ends, or stop it, and run the command again", folder.display())]
    Busy { folder: PathBuf },
    /// A fault of this program.
    #[error("internal error: {0}; this is a fault of Bilateral, please report it")]
    Internal(String),
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn outside(
        what: impl Into<String>,
        source: std::io::Error,
        remedy: impl Into<String>,
    ) -> Self {
        Self::Outside { what: what.into(), source, remedy: remedy.into() }
    }
}
