//! A text, and every place where it was published.

use serde::{Deserialize, Serialize};

use super::day::DaySpan;

/// Content address of a text: the first 16 bytes of the SHA-256 of the text, in lowercase hex.
pub(crate) type TextKey = String;

/// The language of rows of coded events: ISO 639-2 for "no linguistic content".
pub(crate) const ROWS: &str = "zxx";

/// One text. The same text at two addresses is one document with two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Document {
    pub(crate) key: TextKey,
    /// Clean text in Unicode NFC with `\n` line ends; all spans count bytes of it.
    pub(crate) text: String,
    /// ISO 639-1 code, or `und` when it could not be told.
    pub(crate) language: String,
    /// Where it stands; sorted, without repetition, never empty.
    pub(crate) reports: Vec<Report>,
}

/// One publication of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Day the page itself states.
    pub(crate) published: Option<DaySpan>,
    /// Our guess of the day where the page states none; never shown as the page's date.
    pub(crate) inferred: Option<DaySpan>,
    /// Who carries it: the outlets a source names, else the host of the address, else the file's name.
    pub(crate) outlets: Vec<String>,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    /// The source's own identifier, when it has one.
    pub(crate) id: Option<String>,
    /// What kind of page the source says it is: `news`, `analysis`, `official`, `blog`, …
    pub(crate) kind: Option<String>,
    /// Who wrote the stored text when it is not the outlet itself: `summary by Bilateral`,
    /// `Wikipedia, Portal:Current events`.
    pub(crate) written_by: Option<String>,
    /// Number of the commit that brought it into the archive, from 1; 0 where that was never counted. No part
    /// of what is published: it enters no fingerprint, and the same report is the same whenever it came.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) arrived: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Report {
    /// True where both say the same, whenever they came into the archive.
    pub(crate) fn is_same(&self, other: &Report) -> bool {
        Report { arrived: other.arrived, ..self.clone() } == *other
    }

    /// True for our own summary of a page: the outlet is still the page's.
    pub(crate) fn is_summary(&self) -> bool {
        self.written_by.as_deref().is_some_and(|writer| writer.starts_with("summary"))
    }
}

impl Document {
    /// True for a row of a table of coded events: it is counted, and never told.
    pub(crate) fn is_row(&self) -> bool {
        self.language == ROWS
    }

    /// The first day any report states, else the first we inferred.
    pub(crate) fn published(&self) -> Option<DaySpan> {
        self.stated().or_else(|| self.reports.iter().filter_map(|r| r.inferred).min())
    }

    /// The first day any report states: what may be shown as the day of the page.
    pub(crate) fn stated(&self) -> Option<DaySpan> {
        self.reports.iter().filter_map(|r| r.published).min()
    }
}
