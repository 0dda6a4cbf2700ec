//! GDELT's mentions: where an event was told again.

use super::LeftOut;
use super::gdelt::{day, is_moment, is_number};
use crate::sources::item::{Body, RawItem};

/// Columns of a row.
const COLUMNS: usize = 16;
/// A mention on a web page; the others have no address.
const WEB: &str = "1";

/// True for a line of a mentions file.
pub(super) fn is_one(line: &str) -> bool {
    let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    cells.len() == COLUMNS
        && is_number(cells[0])
        && is_moment(cells[1])
        && is_moment(cells[2])
        && cells[3].len() == 1
        && is_number(cells[3])
}

/// Fills an item with a mention: which row, how sure GDELT is of it (10 to 100), and where it stands.
pub(super) fn fill(cells: &[String], item: &mut RawItem) -> Result<(), LeftOut> {
    let [row, _, moment, kind, outlet, address, ..] = cells else {
        return Err(LeftOut::Incomplete);
    };
    let confidence = cells.get(11).and_then(|cell| cell.parse().ok());
    let (Some(confidence), Some(day)) = (confidence, day(moment)) else {
        return Err(LeftOut::Incomplete);
    };
    if kind != WEB || !address.starts_with("http") {
        return Err(LeftOut::Incomplete);
    }
    item.body = Body::Mention { row: row.clone(), confidence };
    item.url = Some(address.clone());
    item.outlets = vec![outlet.clone()];
    item.published = Some(day.to_string());
    Ok(())
}
