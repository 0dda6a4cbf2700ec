//! GDELT's files beside its events: mentions of them, and what its knowledge graph has of each article.

use super::LeftOut;
use crate::sources::item::{Body, RawItem};
use crate::sources::markup::unescaped;

/// Columns of a mention, and of an article of the knowledge graph (2.1).
const MENTION: usize = 16;
const ARTICLE: usize = 27;
/// A mention on a web page; the others have no address.
const WEB: &str = "1";
/// Bytes of a headline: what is longer is no headline.
const HEADLINE: usize = 1_000;

/// The kind that headlines are stored as.
const KIND: &str = "headline";

/// True for a line of a mentions file.
pub(super) fn is_mention(line: &str) -> bool {
    let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    cells.len() == MENTION
        && is_number(cells[0])
        && is_moment(cells[1])
        && is_moment(cells[2])
        && cells[3].len() == 1
        && is_number(cells[3])
}

/// True for a line of a file of the knowledge graph; its lines may be too long to see their end.
pub(super) fn is_article(line: &str) -> bool {
    let mut cells = line.split('\t');
    let (id, moment) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let of_batch = id.split_once('-').is_some_and(|(batch, number)| {
        is_moment(batch) && is_number(number.trim_start_matches('T'))
    });
    of_batch && is_moment(moment)
}

/// Fills an item with a mention: which row, how sure GDELT is of it (10 to 100), and where it stands.
pub(super) fn mention(cells: &[String], item: &mut RawItem) -> Result<(), LeftOut> {
    let [row, _, moment, kind, outlet, address, ..] = cells else {
        return Err(LeftOut::Incomplete);
    };
    let confidence = cells.get(11).and_then(|cell| cell.parse().ok());
    let (Some(confidence), Some(day)) = (confidence, super::gdelt::day(moment)) else {
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

/// Fills an item with an article's headline: the only text of its own that GDELT passes on.
pub(super) fn headline(cells: &[String], item: &mut RawItem) -> Result<(), LeftOut> {
    let (Some(extras), true) = (cells.get(ARTICLE - 1), cells.len() == ARTICLE) else {
        return Err(LeftOut::Incomplete);
    };
    let title = between(extras, "<PAGE_TITLE>", "</PAGE_TITLE>").map(unescaped);
    let title = title.map(|title| title.trim().to_owned());
    let title = title.filter(|title| !title.is_empty() && title.len() <= HEADLINE);
    let (Some(title), Some(day)) = (title, super::gdelt::day(&cells[1])) else {
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

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit())
}

/// `20250601101500`.
fn is_moment(cell: &str) -> bool {
    cell.len() == 14 && is_number(cell)
}
