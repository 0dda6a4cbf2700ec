//! The engine's errors in the words of [`Error`]: who must act, and how.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::error::Error;

/// An error of the operating system with what to do about it.
pub(super) fn io(what: String, source: io::Error) -> Error {
    use io::ErrorKind::*;
    let remedy = match source.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => {
            "Free some space there and run the command again; what was reported as added is safe"
        }
        PermissionDenied | ReadOnlyFilesystem => {
            "Allow this user to read and write there, or choose another folder with --data"
        }
        NotADirectory | AlreadyExists => "Choose another folder with --data",
        _ => "Check the disk and run the command again; what was reported as added is safe",
    };
    Error::outside(what, source, remedy)
}

/// Turns an error of the engine, met at the archive in `folder`, into ours.
pub(super) fn engine(folder: &Path, error: TantivyError) -> Error {
    let what = || format!("cannot use the archive {}", folder.display());
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            Error::Busy { folder: folder.to_owned() }
        }
        TantivyError::IoError(source)
        | TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
            io_error: source, ..
        }) => self::io(what(), owned(&source)),
        TantivyError::OpenReadError(_)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::DataCorruption(_) => damaged(folder, &error.to_string()),
        other => match number(&other.to_string()) {
            Some(number) => self::io(what(), io::Error::from_raw_os_error(number)),
            None => Error::Internal(format!("archive {}: {other}", folder.display())),
        },
    }
}

/// The archive's files are not what this program wrote.
pub(super) fn damaged(folder: &Path, why: &str) -> Error {
    Error::Archive {
        what: format!("the archive {} is damaged: {why}", folder.display()),
        remedy: "Restore the folder from a copy, or add your sources again into a new folder"
            .to_owned(),
    }
}

/// The number of the system's error in a message. Out of its threads the engine reports a full disk
/// as `Internal error: 'No space left on device (os error 28)'`, in words only.
fn number(message: &str) -> Option<i32> {
    let (_, rest) = message.rsplit_once("(os error ")?;
    rest.split(')').next()?.parse().ok()
}

/// The engine shares its errors; ours are owned. The system's number survives where there is one.
fn owned(shared: &Arc<io::Error>) -> io::Error {
    match shared.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => io::Error::new(shared.kind(), shared.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ways in which the engine told of a full disk, on one of 6 MB.
    #[cfg(unix)]
    #[test]
    fn a_full_disk_is_told_as_one() {
        let threads = "No space left on device (os error 28)".to_owned();
        let full = || io::Error::from_raw_os_error(28);
        let errors = [
            TantivyError::InternalError(threads),
            TantivyError::IoError(Arc::new(full())),
            TantivyError::OpenWriteError(OpenWriteError::wrap_io_error(full(), "file".into())),
        ];
        for error in errors {
            let shown = engine(Path::new("archive"), error).to_string();
            assert!(shown.contains("cannot use the archive archive: No space left"), "{shown}");
            assert!(shown.ends_with("what was reported as added is safe"), "{shown}");
        }
    }

    #[test]
    fn a_fault_of_ours_is_told_as_one() {
        let error = TantivyError::InternalError("a (os error x) b".to_owned());
        assert!(matches!(engine(Path::new("a"), error), Error::Internal(_)));
    }
}
