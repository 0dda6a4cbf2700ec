//! Sources offered to who begins.

use serde::Deserialize;

/// One source of `data/feeds.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Offer {
    pub(crate) outlet: String,
    pub(crate) address: String,
    /// ISO 639-1.
    pub(crate) language: String,
    /// Where the outlet is at home, in words.
    pub(crate) home: String,
    /// Why it is not followed unless asked for by its address.
    pub(crate) off: Option<String>,
}

#[derive(Deserialize)]
struct Table {
    feed: Vec<Offer>,
}

/// All offers, in the order of the file.
pub(crate) fn offers() -> Vec<Offer> {
    let table: Table = toml::from_str(include_str!("../../data/feeds.toml"))
        .expect("data/feeds.toml is ours and well formed");
    table.feed
}
