//! Who acts: a state, an organisation or an armed group, and in which role.

use serde::{Deserialize, Serialize};

/// One actor as it was understood at one place in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Actor {
    /// Identifier from `data/`: ISO 3166 alpha-3 for states (`RUS`; `XKX` for Kosovo), a short
    /// capital name for organisations (`NATO`, `EU`, `UN`) and armed groups (`HAMAS`).
    pub(crate) id: String,
    /// PLOVER sector of the one who acts for it (`GOV`, `MIL`, `COP`, `CVL`, …); `None` = the state as such.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) role: Option<String>,
    /// The person named, in the usual English spelling, when the actor was found through a person.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) person: Option<String>,
}

impl Actor {
    pub(crate) fn state(id: &str) -> Self {
        Self { id: id.to_owned(), role: None, person: None }
    }
}
