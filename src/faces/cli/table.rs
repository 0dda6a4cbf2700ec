//! Tables that fit the terminal.

use comfy_table::{ContentArrangement, Table, presets};

/// A table with a head line; long cells wrap within the terminal.
pub(super) fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(super::width()).unwrap_or(u16::MAX))
        .set_header(head.to_vec());
    table
}
