//! How much of anything is accepted. All input is hostile.

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;

/// The bounds of reading; one place, so that tests can draw them tighter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Bytes of one line, one table row or one element of a JSON array.
    pub(crate) line: u64,
    /// Decoded bytes of a file that has to be read as a whole (feeds, pages, plain text).
    pub(crate) whole: u64,
    /// Decoded bytes of an HTML page: browsers' own pages stay far below; a parse takes ten times that in memory.
    pub(crate) page: u64,
    /// Decoded bytes of a plain text or Markdown file; documents hold 1 MiB of text at most.
    pub(crate) text: u64,
    /// Decoded bytes of one compressed file.
    pub(crate) unpacked: u64,
    /// Decoded bytes for each compressed byte. Deflate cannot exceed 1,032; text reaches about 20.
    pub(crate) ratio: u64,
    /// The ratio is looked at only beyond this many decoded bytes.
    pub(crate) ratio_from: u64,
    /// Window of a zstd frame: 128 MiB, what the `zstd` command itself opens unasked.
    pub(crate) window: u64,
    /// Bytes of a ZIP archive, which is held as a whole, and of all that is unpacked of it at once.
    pub(crate) zip: u64,
    /// Entries of a ZIP archive.
    pub(crate) entries: usize,
    /// Bytes of a PDF file, which is held as a whole.
    pub(crate) pdf: u64,
    /// Bytes of one message of mail, with what is attached.
    pub(crate) message: u64,
    /// Folders within folders.
    pub(crate) depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            line: 16 * MIB,
            whole: 32 * MIB,
            page: 8 * MIB,
            text: 4 * MIB,
            unpacked: 64 * GIB,
            ratio: 1000,
            ratio_from: 64 * MIB,
            window: 128 * MIB,
            zip: 256 * MIB,
            entries: 100_000,
            pdf: 128 * MIB,
            message: 32 * MIB,
            depth: 64,
        }
    }
}

/// A number of bytes as a reader says it: `16 MiB`.
pub(crate) fn human(bytes: u64) -> String {
    match bytes {
        _ if bytes >= GIB => format!("{} GiB", bytes / GIB),
        _ if bytes >= MIB => format!("{} MiB", bytes / MIB),
        _ if bytes >= KIB => format!("{} KiB", bytes / KIB),
        _ => format!("{bytes} bytes"),
    }
}
