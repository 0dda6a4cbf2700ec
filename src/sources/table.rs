//! CSV and TSV with a header.

use std::io::BufRead;
use std::ops::ControlFlow;
use std::rc::Rc;

use csv::ByteRecord;

use super::Flow;
use super::fields::{self, Field};
use super::item::{Place, SkipReason};
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
    let mut columns: Option<Vec<(Field, usize)>> = None;
    let mut record = ByteRecord::new();
    // After a row over the limit reading starts again at the next line, so lines count from there.
    loop {
        let before = gauge.lines();
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&mut input);
        let (line, error) = loop {
            match rows.read_byte_record(&mut record) {
                Ok(false) => return ControlFlow::Continue(()),
                Ok(true) => {}
                Err(error) => break (before + rows.position().line(), error),
            }
            gauge.reset();
            let line = before + record.position().map_or(1, csv::Position::line);
            match &columns {
                Some(columns) => row(&record, columns, line, out)?,
                None => match header(&record) {
                    Ok(found) => columns = Some(found),
                    Err(reason) => return missing(reason, line, out),
                },
            }
        };
        let place = Place::Line(line);
        let csv::ErrorKind::Io(error) = error.into_kind() else {
            return out.skip(
                place,
                SkipReason::BadRow,
                "this row cannot be read",
                "mend its quotes",
            );
        };
        let Some(Exceeded::Item(limit)) = Exceeded::of(&error) else {
            return out.trouble(place, &error);
        };
        out.skip(
            place,
            SkipReason::TooLong,
            format!("the row is longer than {}", super::limits::human(limit)),
            "look for a quotation mark that is opened and not closed; reading went on at a later line",
        )?;
        match input.skip_line() {
            Ok(true) if columns.is_some() => {}
            Ok(_) => return ControlFlow::Continue(()),
            Err(error) => return out.trouble(place, &error),
        }
    }
}

/// The known columns, best names first; or the names found, where none holds text.
fn header(record: &ByteRecord) -> Result<Vec<(Field, usize)>, String> {
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

fn missing(found: String, line: u64, out: &mut Out) -> Flow {
    let reason = format!("no column holds the text; the columns found are {found}");
    let remedy =
        "name one column text, body or content; title, date, url, lang and outlet are read as well";
    out.skip(Place::Line(line), SkipReason::MissingColumns, reason, remedy)
}

fn row(record: &ByteRecord, columns: &[(Field, usize)], line: u64, out: &mut Out) -> Flow {
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
