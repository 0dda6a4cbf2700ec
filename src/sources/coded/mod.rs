//! Tables of coded events: GDELT, ICEWS, POLECAT, ACLED and UCDP GED, read by the names of their columns.
//!
//! A row becomes a text of one line that says what the row says, so that its evidence is the row itself, with
//! byte-exact spans: `GDELT 2.0 | row 1 | day 2025-06-01 | source FRD | target SYL | code CAMEO 043 | …`.
//! Nothing is understood here: who is meant and what the code stands for is read off that line.

mod gdelt;
mod gdelt_headlines;
mod gdelt_mentions;
mod named;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::BufRead;
use std::ops::ControlFlow;
use std::rc::Rc;

use csv::ByteRecord;

use super::Flow;
use super::item::{Body, Place, RawItem, SkipReason};
use super::limits::human;
use super::meter::{Exceeded, Gauge, Metered};
use super::single::Out;

/// A table that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataSet {
    /// Without a header; by the number of columns: 61 (2.0), 58 (1.0), 57 (1.0 before April 2013).
    Gdelt(usize),
    /// Where GDELT 2.0 saw an event again.
    GdeltMentions,
    /// What GDELT's knowledge graph has of each article: its headline.
    GdeltArticles,
    Icews,
    Polecat,
    Acled,
    Ucdp,
}

/// The kind that rows are stored as.
pub(crate) const KIND: &str = "event table";
/// Rows remembered of a file to tell its duplicates; then the oldest half is forgotten.
const REMEMBERED: usize = 2_000_000;
/// Characters of a value.
const LONGEST: usize = 300;

/// What a row says, as it says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    id: String,
    /// `2025-06-01`, or two days with two dots between.
    day: String,
    /// Day it was published or added, where it says so.
    published: Option<String>,
    source: Side,
    target: Side,
    /// `CAMEO 043`, `PLOVER CONSULT`, `ACLED armed clash`.
    code: String,
    /// Who published the report.
    publisher: Option<String>,
    /// Address of the report.
    article: Option<String>,
}

/// Who acts, or is acted upon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Side {
    /// A code or a name of a state.
    state: String,
    sector: String,
    name: String,
}

/// Why a row is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LeftOut {
    /// It names one state, or none.
    OneSided,
    /// Its day lies long before the day it was added: such days are guesses.
    Retrospective,
    /// It has no day or code.
    Incomplete,
}

/// The data set whose first line this is.
pub(crate) fn recognise(line: &str) -> Option<(DataSet, u8)> {
    if let Some(columns) = gdelt::columns(line) {
        return Some((DataSet::Gdelt(columns), b'\t'));
    }
    if gdelt_mentions::is_one(line) {
        return Some((DataSet::GdeltMentions, b'\t'));
    }
    if gdelt_headlines::is_one(line) {
        return Some((DataSet::GdeltArticles, b'\t'));
    }
    let line = line.trim_start_matches('\u{feff}');
    let delimiter =
        [b'\t', b',', b';'].into_iter().max_by_key(|d| line.bytes().filter(|b| b == d).count())?;
    let names: Vec<String> = line
        .split(char::from(delimiter))
        .map(|name| name.trim().trim_matches('"').to_ascii_lowercase())
        .collect();
    let has = |wanted: &[&str]| wanted.iter().all(|name| names.iter().any(|n| n == name));
    let found = if has(&["source country", "cameo code", "target country"]) {
        DataSet::Icews
    } else if has(&["event type", "actor country", "recipient country"]) {
        DataSet::Polecat
    } else if has(&["event_id_cnty", "sub_event_type", "actor1", "actor2"]) {
        DataSet::Acled
    } else if has(&["type_of_violence", "side_a", "side_b", "date_start"]) {
        DataSet::Ucdp
    } else {
        return None;
    };
    Some((found, delimiter))
}

impl DataSet {
    /// What it is called, wherever a row of it is shown.
    fn name(self) -> &'static str {
        match self {
            DataSet::Gdelt(61) | DataSet::GdeltMentions | DataSet::GdeltArticles => "GDELT 2.0",
            DataSet::Gdelt(_) => "GDELT 1.0",
            DataSet::Icews => "ICEWS",
            DataSet::Polecat => "POLECAT",
            DataSet::Acled => "ACLED",
            DataSet::Ucdp => "UCDP GED",
        }
    }

    /// True where quotation marks enclose cells; elsewhere they are letters.
    fn is_quoted(self) -> bool {
        matches!(self, DataSet::Acled | DataSet::Ucdp)
    }
}

/// Reads a table row by row; a row that cannot be used is left out with its line.
pub(crate) fn read(input: impl BufRead, set: DataSet, delimiter: u8, out: &mut Out) -> Flow {
    let gauge = Rc::new(Gauge::default());
    let input = Metered::new(input, Rc::clone(&gauge), out.limits.line);
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(set.is_quoted())
        .from_reader(input);
    let mut record = ByteRecord::new();
    let mut columns = None;
    let mut seen = HashSet::new();
    loop {
        let read = rows.read_byte_record(&mut record);
        gauge.reset();
        let place = Place::Line(record.position().map_or(0, csv::Position::line));
        match read {
            Ok(false) => return ControlFlow::Continue(()),
            Ok(true) => {}
            Err(error) => return failed(error, place, out),
        }
        let cells: Vec<String> =
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        if let DataSet::GdeltMentions | DataSet::GdeltArticles = set {
            let mut item = RawItem::new(out.origin(place), Body::Text(String::new()));
            let filled = match set {
                DataSet::GdeltMentions => gdelt_mentions::fill(&cells, &mut item),
                _ => gdelt_headlines::fill(&cells, &mut item),
            };
            match filled {
                Ok(()) => out.item(item)?,
                Err(_) => {
                    let reason = "it has no address or no headline";
                    let remedy = "nothing needs to be done";
                    out.skip(place, SkipReason::Unaddressed, reason, remedy)?;
                }
            }
            continue;
        }
        let row = match (set, &columns) {
            (DataSet::Gdelt(wanted), _) => gdelt::row(&cells, wanted),
            (_, None) => {
                columns = Some(named::Columns::of(&cells));
                continue;
            }
            (_, Some(columns)) => named::row(set, columns, &cells),
        };
        let row = match row {
            Ok(row) => row,
            Err(why) => {
                left_out(why, place, out)?;
                continue;
            }
        };
        if !is_new(&row, &mut seen) {
            let reason =
                "the same article tells the same of the same two on the same day in an earlier row";
            out.skip(place, SkipReason::SameRow, reason, "nothing needs to be done")?;
            continue;
        }
        let mut item = RawItem::new(out.origin(place), Body::Row(line(set, &row)));
        item.published =
            row.published.clone().or_else(|| row.day.split("..").next().map(str::to_owned));
        item.title = Some(format!("{} row {}", set.name(), row.id));
        item.url = row.article;
        item.outlets = row.publisher.into_iter().collect();
        item.kind = Some(KIND.to_owned());
        item.written_by = Some(set.name().to_owned());
        out.item(item)?;
    }
}

fn failed(error: csv::Error, place: Place, out: &mut Out) -> Flow {
    let csv::ErrorKind::Io(error) = error.into_kind() else {
        return out.skip(
            place,
            SkipReason::BadRow,
            "this row cannot be read",
            "get the file again",
        );
    };
    let Some(Exceeded::Item(limit)) = Exceeded::of(&error) else {
        return out.trouble(place, &error);
    };
    let reason = format!("the row is longer than {}; what stood before it was taken", human(limit));
    out.skip(place, SkipReason::TooLong, reason, "get the file again")
}

fn left_out(why: LeftOut, place: Place, out: &mut Out) -> Flow {
    let (code, reason) = match why {
        LeftOut::OneSided => (SkipReason::OneSided, "it tells of one state only"),
        LeftOut::Retrospective => {
            (SkipReason::Retrospective, "its day lies more than a week before the day it was added")
        }
        LeftOut::Incomplete => (SkipReason::BadRow, "it has no day, no code, or too few columns"),
    };
    out.skip(place, code, reason, "nothing needs to be done")
}

/// True for the first row of an article, a pair, a root code and a day.
fn is_new(row: &Row, seen: &mut HashSet<u64>) -> bool {
    let mut hash = DefaultHasher::new();
    let root: String = row.code.chars().take("CAMEO 04".len()).collect();
    let told = row.article.as_deref().unwrap_or(&row.id);
    (told, &row.source.state, &row.target.state, root, &row.day).hash(&mut hash);
    if seen.len() >= REMEMBERED {
        seen.clear();
    }
    seen.insert(hash.finish())
}

/// The row as one line.
fn line(set: DataSet, row: &Row) -> String {
    let mut out = format!("{} | row {} | day {}", set.name(), value(&row.id), value(&row.day));
    for (key, side) in [("source", &row.source), ("target", &row.target)] {
        out.push_str(&format!(" | {key} {}", value(&side.state)));
        for (part, text) in [("sector", &side.sector), ("name", &side.name)] {
            if !text.is_empty() {
                out.push_str(&format!(" | {key} {part} {}", value(text)));
            }
        }
    }
    out.push_str(&format!(" | code {}", value(&row.code)));
    if let Some(article) = &row.article {
        out.push_str(&format!(" | seen in {}", value(article)));
    }
    out
}

/// The identifier in the line of a row.
pub(crate) fn id_of(line: &str) -> Option<&str> {
    line.split(" | ").find_map(|part| part.strip_prefix("row "))
}

/// A value that cannot be taken for more than one.
fn value(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c == '|' || c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
