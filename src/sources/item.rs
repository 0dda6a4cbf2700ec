//! What a source gives: items as they were written, and what had to be left out.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One article as the source has it; nothing is cleaned or checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawItem {
    pub(crate) origin: Origin,
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) body: Body,
    /// The publication day as written.
    pub(crate) published: Option<String>,
    /// Somebody's guess of the publication day, as written.
    pub(crate) inferred: Option<String>,
    /// The day a program says it made the file: a guess of the publication day, where it can be right.
    pub(crate) made: Option<String>,
    /// Language tag as written (`en`, `en-US`, `English`).
    pub(crate) language: Option<String>,
    pub(crate) outlets: Vec<String>,
    /// What kind of page the source says it is.
    pub(crate) kind: Option<String>,
    pub(crate) written_by: Option<String>,
}

impl RawItem {
    /// An item of which only the place and the body are known.
    pub(crate) fn new(origin: Origin, body: Body) -> Self {
        Self {
            origin,
            id: None,
            url: None,
            title: None,
            body,
            published: None,
            inferred: None,
            made: None,
            language: None,
            outlets: Vec::new(),
            kind: None,
            written_by: None,
        }
    }
}

/// Where an item was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Path as given or found; `standard input` for `-`.
    pub(crate) file: String,
    pub(crate) place: Place,
}

/// The place within a file; numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Line(u64),
    Item(u64),
    Whole,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Line(line) => write!(f, "{}, line {line}", self.file),
            Place::Item(item) => write!(f, "{}, item {item}", self.file),
            Place::Whole => f.write_str(&self.file),
        }
    }
}

/// The text of an item, by the way it has to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    /// Plain text.
    Text(String),
    /// A piece of HTML that holds the article and nothing else (a feed's content).
    Fragment(String),
    /// A whole HTML page, in which the article has still to be found.
    Html(String),
    /// A row of a table of coded events, as one line.
    Row(String),
    /// A page that tells the event of a row again: the row's identifier, and how sure its table is of it (10 to
    /// 100). Nothing by itself.
    Mention { row: String, confidence: u8 },
}

/// Something that was left out, where it stands, what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Skip {
    pub(crate) origin: Origin,
    pub(crate) code: SkipReason,
    /// What is wrong; starts in lower case, no full stop.
    pub(crate) reason: String,
    /// What to do; starts in lower case, no full stop.
    pub(crate) remedy: String,
}

impl Skip {
    pub(crate) fn new(
        origin: Origin,
        code: SkipReason,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { origin, code, reason: reason.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of files and fields come from outside; a terminal must not obey them.
        let shown = format!("{}: {}; {}", self.origin, self.reason, self.remedy);
        f.write_str(&shown.replace(char::is_control, "\u{fffd}"))
    }
}

macro_rules! skip_reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Why something was left out; for counting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum SkipReason {
            $($(#[$doc])* $variant,)+
        }

        impl SkipReason {
            #[cfg(test)]
            pub(crate) const ALL: &'static [SkipReason] = &[$(SkipReason::$variant,)+];

            /// True for what is left out of a whole table as a matter of course: no fault of anybody.
            pub(crate) fn is_expected(self) -> bool {
                matches!(
                    self,
                    Self::OneSided | Self::Retrospective | Self::SameRow | Self::Unaddressed
                )
            }

            /// Stable name in kebab case, as stored and counted.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(SkipReason::$variant => $name,)+
                }
            }
        }
    };
}

skip_reasons! {
    /// The file, or the folder below it, cannot be opened or read.
    Unreadable = "unreadable",
    /// Nothing in the file, or no file in the folder.
    Empty = "empty",
    /// An image, an archive, a program.
    NotText = "not-text",
    /// A file that opens only with a password.
    Locked = "locked",
    /// Text in a format that is not read.
    UnknownFormat = "unknown-format",
    /// JSON that breaks off or has a wrong character.
    BadJson = "bad-json",
    /// JSON or a row that is whole but has no text in it.
    NoText = "no-text",
    /// A table without a column that holds text.
    MissingColumns = "missing-columns",
    /// A table row that does not follow the quoting rules.
    BadRow = "bad-row",
    /// XML or JSON that is no feed, or a feed that breaks off.
    BadFeed = "bad-feed",
    /// Bytes that are no text in the encoding of the file.
    BadEncoding = "bad-encoding",
    /// A line, a file or a text over its limit.
    TooLong = "too-long",
    /// A compressed file that is damaged or cut.
    BadCompression = "bad-compression",
    /// A compressed file that grows beyond all reason.
    Bomb = "bomb",
    /// HTML too deep, too many elements or attributes.
    TooDeep = "too-deep",
    /// A page in front of an article: to subscribe, to consent, to prove that one is no robot.
    Wall = "wall",
    /// An HTML page in which no article was found.
    NoArticle = "no-article",
    /// A row of coded events that tells of one state only.
    OneSided = "one-sided",
    /// A row of coded events whose day lies long before its report.
    Retrospective = "retrospective",
    /// A row of coded events that an earlier one tells as well.
    SameRow = "same-row",
    /// A row of a table of articles without an address or a headline.
    Unaddressed = "unaddressed",
    /// A page that tells an event of a table again, without the event.
    Mention = "mention",
    /// A day that cannot be read, or outside of the years news can come from.
    BadDate = "bad-date",
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_serde_writes() {
        for &reason in SkipReason::ALL {
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
        }
    }

    #[test]
    fn a_skip_reads_as_one_sentence() {
        let origin = Origin { file: "a.jsonl".into(), place: Place::Line(3) };
        let skip = Skip::new(origin, SkipReason::BadJson, "the line breaks off", "mend it");
        assert_eq!(skip.to_string(), "a.jsonl, line 3: the line breaks off; mend it");
    }
}
