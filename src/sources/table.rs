//! CSV and TSV with a header.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::rc::Rc;

use csv::ByteRecord;

use super::Flow;
use super::fields::{self, Field};
use super::item::{Place, SkipReason};
use super::limits::human;
use super::meter::{Exceeded, Gauge, Metered};
use super::single::Out;

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The delimiter of a header line that has a column of text and one more known column.
pub(crate) fn sniff(header: &str) -> Option<u8> {
    DELIMITERS.into_iter().find(|&delimiter| {
        let names = header.split(char::from(delimiter)).map(|name| name.trim().trim_matches('"'));
        let known: Vec<Field> = names.filter_map(fields::field).map(|(field, _)| field).collect();
        known.len() >= 2 && known.contains(&Field::Text)
    })
}

/// The delimiter that stands most often in a line; a comma where none stands.
pub(crate) fn most_frequent(line: &str) -> u8 {
    let count = |delimiter: u8| line.bytes().filter(|&byte| byte == delimiter).count();
    // The last of equals wins in max_by_key, so the order is turned.
    DELIMITERS.into_iter().rev().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

/// Reads a table row by row. A row without text, or over the limit, is skipped with its line.
pub(crate) fn read(input: impl BufRead, delimiter: u8, out: &mut Out) -> Flow {
    let gauge = Rc::new(Gauge::default());
    let mut input = Metered::new(input, Rc::clone(&gauge), out.limits.line);
    let mut columns = None;
    loop {
        let (line, error) = match stretch(&mut input, delimiter, &gauge, &mut columns, out)? {
            Stretch::End => return ControlFlow::Continue(()),
            Stretch::Failed { line, error } => (line, error),
        };
        let place = Place::Line(line);
        let csv::ErrorKind::Io(error) = error.into_kind() else {
            return out.skip(place, SkipReason::BadRow, "this row cannot be read", CLOSE);
        };
        let Some(Exceeded::Item(limit)) = Exceeded::of(&error) else {
            return out.trouble(place, &error);
        };
        let reason = format!("the row is longer than {}; reading went on after it", human(limit));
        out.skip(place, SkipReason::TooLong, reason, CLOSE)?;
        match input.skip_line() {
            Ok(true) if columns.is_some() => {}
            Ok(_) => return ControlFlow::Continue(()),
            Err(error) => return out.trouble(place, &error),
        }
    }
}

const CLOSE: &str = "look for a quotation mark that is opened and not closed";

/// How a stretch of rows ended.
enum Stretch {
    End,
    /// The row that starts at this line could not be read.
    Failed {
        line: u64,
        error: csv::Error,
    },
}

type Columns = Vec<(Field, usize)>;

/// Reads rows to the end, or to one that cannot be read. After a row over the limit the next stretch starts
/// at a later line with the same columns.
fn stretch(
    input: &mut Metered<impl BufRead>,
    delimiter: u8,
    gauge: &Gauge,
    columns: &mut Option<Columns>,
    out: &mut Out,
) -> ControlFlow<(), Stretch> {
    let before = gauge.lines();
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(input);
    let mut record = ByteRecord::new();
    // A row is given out when the next one was read: until then it may be one that never ends.
    let mut held: Option<(ByteRecord, u64)> = None;
    loop {
        let line = before + rows.position().line();
        let read = rows.read_byte_record(&mut record);
        gauge.reset();
        if let (Some((row, line)), Some(columns)) = (held.take(), &columns) {
            let is_last = matches!(read, Ok(false));
            if is_last && gauge.has_open_quote() && before + rows.position().line() > line + 2 {
                let reason = "its quotation mark is not closed before the end of the file; the rows after it are lost";
                out.skip(
                    Place::Line(line),
                    SkipReason::BadRow,
                    reason,
                    "close the quotation mark",
                )?;
            } else {
                give(&row, columns, line, out)?;
            }
        }
        match read {
            Ok(false) => return ControlFlow::Continue(Stretch::End),
            Err(error) => return ControlFlow::Continue(Stretch::Failed { line, error }),
            Ok(true) => {}
        }
        // Blank lines are passed over by the parser, so the row may start later than it was looked for.
        let line = before + record.position().map_or(line, csv::Position::line);
        if columns.is_some() {
            held = Some((std::mem::take(&mut record), line));
            continue;
        }
        match header(&record) {
            Ok(found) => *columns = Some(found),
            Err(found) => {
                missing(&found, line, out)?;
                return ControlFlow::Continue(Stretch::End);
            }
        }
    }
}

/// The known columns, best names first; or the names found, where none holds text.
fn header(record: &ByteRecord) -> Result<Columns, String> {
    let names: Vec<String> =
        record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
    let mut ranked: Vec<(Field, usize, usize)> = names
        .iter()
        .enumerate()
        .filter_map(|(at, name)| fields::field(name).map(|(field, rank)| (field, rank, at)))
        .collect();
    ranked.sort();
    if !ranked.iter().any(|&(field, ..)| field == Field::Text) {
        let shown: Vec<String> =
            names.iter().take(12).map(|name| name.chars().take(30).collect()).collect();
        return Err(shown.join(", "));
    }
    Ok(ranked.into_iter().map(|(field, _, at)| (field, at)).collect())
}

fn missing(found: &str, line: u64, out: &mut Out) -> Flow {
    let reason = format!("no column holds the text; the columns found are {found}");
    let remedy =
        "name one column text, body or content; title, date, url, lang and outlet are read as well";
    out.skip(Place::Line(line), SkipReason::MissingColumns, reason, remedy)
}

fn give(record: &ByteRecord, columns: &[(Field, usize)], line: u64, out: &mut Out) -> Flow {
    let place = Place::Line(line);
    if record.iter().all(<[u8]>::is_empty) {
        return ControlFlow::Continue(());
    }
    let bad = columns
        .iter()
        .any(|&(_, at)| record.get(at).is_some_and(|cell| std::str::from_utf8(cell).is_err()));
    if bad {
        return out.skip(
            place,
            SkipReason::BadEncoding,
            "the row is not UTF-8",
            "save the file as UTF-8",
        );
    }
    let cell = |at: usize| record.get(at).and_then(|cell| std::str::from_utf8(cell).ok());
    match fields::from_row(out.origin(place), columns, cell) {
        Some(item) => out.item(item),
        None => out.skip(
            place,
            SkipReason::NoText,
            "the row has no text",
            "fill its text column or take the row out",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found_by_known_columns() {
        assert_eq!(sniff("date;\"text\";url"), Some(b';'));
        assert_eq!(sniff("Title\tBody"), Some(b'\t'));
        assert_eq!(sniff("text"), None);
        assert_eq!(sniff("The text, and what is in the title, matters."), None);
        assert_eq!(most_frequent("a;b;c,d"), b';');
        assert_eq!(most_frequent("abc"), b',');
    }
}
