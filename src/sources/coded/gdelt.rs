//! GDELT's event files: tab-separated in spite of their name, without a header, known by their columns.

use super::{LeftOut, Row, Side};

/// Days between an event and its report beyond which GDELT's day is a guess from a weak cue in the text.
const LATE: i32 = 7;

/// The number of columns, where this is a line of one.
pub(super) fn columns(line: &str) -> Option<usize> {
    let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    let digits = |at: usize, length: usize| {
        let cell = cells.get(at).copied().unwrap_or_default();
        cell.len() == length && cell.bytes().all(|b| b.is_ascii_digit())
    };
    let is_id = cells[0].len() > 1 && cells[0].bytes().all(|b| b.is_ascii_digit());
    let is_known = matches!(cells.len(), 57 | 58 | 61);
    (is_known && is_id && digits(1, 8) && digits(2, 6) && digits(3, 4)).then_some(cells.len())
}

/// One row; codes stay text, since they begin with noughts.
pub(super) fn row(cells: &[String], columns: usize) -> Result<Row, LeftOut> {
    let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
    if cells.len() < columns {
        return Err(LeftOut::Incomplete);
    }
    let side = |code: usize| Side {
        state: cell(code + 2).to_owned(),
        sector: cell(code + 7).to_owned(),
        name: cell(code + 1).to_owned(),
    };
    let (source, target) = (side(5), side(15));
    if source.state.is_empty() || target.state.is_empty() || source.state == target.state {
        return Err(LeftOut::OneSided);
    }
    let day = day(cell(1)).ok_or(LeftOut::Incomplete)?;
    let code = cell(26);
    if code.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(LeftOut::Incomplete);
    }
    let (added, article) = match columns {
        61 => (cell(59), cell(60)),
        58 => (cell(56), cell(57)),
        // The files of former years were all added on one day, which says nothing.
        _ => ("", ""),
    };
    let published = self::day(added);
    if let Some(added) = published {
        let gap = day.until(added).map_err(|_| LeftOut::Incomplete)?.get_days();
        if !(0..=LATE).contains(&gap) {
            return Err(LeftOut::Retrospective);
        }
    }
    Ok(Row {
        id: cell(0).to_owned(),
        day: day.to_string(),
        published: published.map(|day| day.to_string()),
        source,
        target,
        code: format!("CAMEO {code}"),
        publisher: None,
        article: Some(article.to_owned()).filter(|address| address.starts_with("http")),
    })
}

/// `20250601` or `20250601123000`.
pub(super) fn day(written: &str) -> Option<jiff::civil::Date> {
    let number = |from: usize, to: usize| written.get(from..to)?.parse::<i16>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit())
}

/// `20250601101500`.
pub(super) fn is_moment(cell: &str) -> bool {
    cell.len() == 14 && is_number(cell)
}
