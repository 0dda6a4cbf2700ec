//! Why nothing was fetched, and what may be done.

use std::fmt;

use crate::sources::limits::human;

/// Why an address gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FetchFault {
    /// No address of a page: another scheme, or not one at all.
    BadAddress,
    /// It leads into a private network.
    Private,
    /// The site's robots.txt does not allow it, or could not be asked.
    Robots { asked: bool },
    /// The site says that it is gone for good (410).
    Gone,
    /// The site asks to come back later (429, 503), after so many seconds where it says so.
    Later { status: u16, after: Option<u64> },
    /// Another answer that is no page.
    Status(u16),
    /// More bytes than are taken.
    TooLong(u64),
    /// One redirect after the other.
    Redirects,
    /// It took too long.
    Slow,
    /// No such host.
    NoHost,
    /// No connection, or it broke off.
    Broken(String),
    /// A service refuses for a reason of its own, told with what may be done.
    Refused(String),
}

impl FetchFault {
    /// True where trying again later may help.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Later { .. } | Self::Slow | Self::NoHost | Self::Broken(_) => true,
            Self::Status(status) => *status >= 500 || matches!(status, 408 | 425),
            Self::Robots { asked } => !asked,
            Self::BadAddress
            | Self::Private
            | Self::Gone
            | Self::TooLong(_)
            | Self::Redirects
            | Self::Refused(_) => false,
        }
    }
}

impl fmt::Display for FetchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadAddress => {
                write!(f, "it is no http or https address; check how it is written")
            }
            Self::Private => write!(
                f,
                "it leads into a private network; where it is a server of your own, follow it with --local"
            ),
            Self::Robots { asked: true } => {
                write!(
                    f,
                    "the site's robots.txt does not allow it; ask the site, or take another source"
                )
            }
            Self::Robots { asked: false } => {
                write!(
                    f,
                    "the site's robots.txt could not be read, so nothing is taken; it is tried again later"
                )
            }
            Self::Gone => {
                write!(f, "the site says it is gone for good (410); look for its new address")
            }
            Self::Later { status, after: Some(seconds) } => {
                write!(f, "the site asks to come back in {seconds} seconds ({status})")
            }
            Self::Later { status, after: None } => {
                write!(f, "the site asks to come back later ({status})")
            }
            Self::Status(404) => {
                write!(f, "there is nothing at this address (404); check it in a browser")
            }
            Self::Status(status @ (401 | 403)) => {
                write!(
                    f,
                    "the site does not let us in ({status}); open it in a browser and save the pages"
                )
            }
            Self::Status(status) => {
                write!(f, "the site answered with status {status}; it is tried again later")
            }
            Self::TooLong(most) => {
                write!(f, "it is longer than {}; nothing of it was taken", human(*most))
            }
            Self::Redirects => {
                write!(f, "it redirects in circles, or too often; check it in a browser")
            }
            Self::Slow => write!(f, "it took too long; it is tried again later"),
            Self::NoHost => {
                write!(f, "there is no such host; check the address and your connection")
            }
            Self::Broken(why) => {
                write!(f, "the connection failed ({why}); it is tried again later")
            }
            Self::Refused(why) => f.write_str(why),
        }
    }
}
