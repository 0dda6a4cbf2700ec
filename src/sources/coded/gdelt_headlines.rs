//! What GDELT's knowledge graph has of each article: its headline, the only text of its own that is passed on.

use super::LeftOut;
use super::gdelt::{day, is_moment, is_number};
use crate::sources::item::{Body, RawItem};
use crate::sources::markup::unescaped;

/// Columns of a row (2.1).
const COLUMNS: usize = 27;
/// Bytes of a headline: what is longer is no headline.
const LONGEST: usize = 1_000;
/// The kind that headlines are stored as.
const KIND: &str = "headline";

/// True for a line of a file of the knowledge graph; its lines may be too long to see their end.
pub(super) fn is_one(line: &str) -> bool {
    let mut cells = line.split('\t');
    let (id, moment) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let of_batch = id.split_once('-').is_some_and(|(batch, number)| {
        is_moment(batch) && is_number(number.trim_start_matches('T'))
    });
    of_batch && is_moment(moment)
}

/// Fills an item with an article's headline: the only text of its own that GDELT passes on.
pub(super) fn fill(cells: &[String], item: &mut RawItem) -> Result<(), LeftOut> {
    let (Some(extras), true) = (cells.get(COLUMNS - 1), cells.len() == COLUMNS) else {
        return Err(LeftOut::Incomplete);
    };
    let title = between(extras, "<PAGE_TITLE>", "</PAGE_TITLE>").map(unescaped);
    let title = title.map(|title| title.trim().to_owned());
    let title = title.filter(|title| !title.is_empty() && title.len() <= LONGEST);
    let (Some(title), Some(day)) = (title, day(&cells[1])) else {
        return Err(LeftOut::Incomplete);
    };
    let address = &cells[4];
    if !address.starts_with("http") {
        return Err(LeftOut::Incomplete);
    }
    // "srclc:fra;eng:…": the article's own language, where it was translated; headlines are not.
    let language = cells[25].split(';').find_map(|part| part.trim().strip_prefix("srclc:"));
    item.language = Some(language.unwrap_or("en").to_owned());
    item.body = Body::Text(title.clone());
    item.title = Some(title);
    item.url = Some(address.clone());
    item.outlets = Some(cells[3].clone()).filter(|outlet| !outlet.is_empty()).into_iter().collect();
    item.published = Some(day.to_string());
    item.kind = Some(KIND.to_owned());
    Ok(())
}

fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let from = text.find(open)? + open.len();
    let end = text[from..].find(close)?;
    Some(&text[from..from + end])
}
