//! Tables with a header: ICEWS, POLECAT, ACLED, UCDP GED.

use super::{DataSet, LeftOut, Row, Side};

/// The header: names in small letters, in their order.
pub(super) struct Columns(Vec<String>);

impl Columns {
    pub(super) fn of(cells: &[String]) -> Self {
        let plain = |name: &String| {
            name.trim_start_matches('\u{feff}').trim_matches('"').to_ascii_lowercase()
        };
        Self(cells.iter().map(plain).collect())
    }

    /// The cell under the first of these names that is there; empty where it says nothing.
    fn cell<'c>(&self, cells: &'c [String], names: &[&str]) -> &'c str {
        let at = names.iter().find_map(|name| self.0.iter().position(|n| n == name));
        let cell = at.and_then(|at| cells.get(at)).map(String::as_str).unwrap_or_default();
        if matches!(cell, "None" | "NA" | "NULL" | "nan") { "" } else { cell }
    }
}

/// One row of a table.
pub(super) fn row(set: DataSet, columns: &Columns, cells: &[String]) -> Result<Row, LeftOut> {
    let cell = |names: &[&str]| columns.cell(cells, names).to_owned();
    let first = |text: String| text.split([',', ';']).next().unwrap_or_default().trim().to_owned();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let row = match set {
        DataSet::Icews => Row {
            id: cell(&["event id"]),
            day: cell(&["event date"]),
            published: None,
            source: Side {
                state: cell(&["source country"]),
                sector: first(cell(&["source sectors"])),
                name: cell(&["source name"]),
            },
            target: Side {
                state: cell(&["target country"]),
                sector: first(cell(&["target sectors"])),
                name: cell(&["target name"]),
            },
            code: format!("CAMEO {}", cell(&["cameo code"])),
            publisher: some(cell(&["publisher"])),
            article: None,
        },
        DataSet::Polecat => Row {
            id: cell(&["event id"]),
            day: cell(&["event date"]),
            published: some(cell(&["publication date"])),
            source: Side {
                state: cell(&["actor country"]),
                sector: first(cell(&["primary actor sector", "actor sectors"])),
                name: cell(&["actor name"]),
            },
            target: Side {
                state: cell(&["recipient country"]),
                sector: first(cell(&["primary recipient sector", "recipient sectors"])),
                name: cell(&["recipient name"]),
            },
            code: format!("PLOVER {}", cell(&["event type"])),
            publisher: some(cell(&["source"])),
            article: None,
        },
        DataSet::Acled => Row {
            id: cell(&["event_id_cnty"]),
            day: iso(&cell(&["event_date"])),
            published: None,
            source: Side { state: cell(&["actor1"]), ..Side::default() },
            target: Side { state: cell(&["actor2"]), ..Side::default() },
            code: format!("ACLED {}", cell(&["sub_event_type"]).to_lowercase()),
            publisher: some(first(cell(&["source"]))),
            article: None,
        },
        DataSet::Ucdp => {
            // 1 is violence of states; the others have sides that are none.
            if cell(&["type_of_violence"]) != "1" {
                return Err(LeftOut::OneSided);
            }
            let day = |name: &str| cell(&[name]).split(' ').next().unwrap_or_default().to_owned();
            let (from, to) = (day("date_start"), day("date_end"));
            Row {
                id: cell(&["id"]),
                day: if to.is_empty() || to == from { from } else { format!("{from}..{to}") },
                published: None,
                source: Side { state: cell(&["side_a"]), ..Side::default() },
                target: Side { state: cell(&["side_b"]), ..Side::default() },
                code: "CAMEO 190".to_owned(),
                publisher: some(first(cell(&["source_office"]))),
                article: None,
            }
        }
        DataSet::Gdelt(_) | DataSet::GdeltMentions | DataSet::GdeltArticles => {
            return Err(LeftOut::Incomplete);
        }
    };
    if row.source.state.is_empty()
        || row.target.state.is_empty()
        || row.source.state == row.target.state
    {
        return Err(LeftOut::OneSided);
    }
    if row.day.is_empty() || row.code.ends_with(' ') {
        return Err(LeftOut::Incomplete);
    }
    Ok(row)
}

/// `2024-01-31` of "31 January 2024"; every other day as it is written.
fn iso(written: &str) -> String {
    let day = jiff::civil::Date::strptime("%d %B %Y", written);
    day.map_or_else(|_| written.to_owned(), |day| day.to_string())
}
