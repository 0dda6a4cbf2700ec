//! Files of a quarter of an hour: events, where they are mentioned, and headlines.

use std::io::{Cursor, Write};

use super::*;
use crate::index::{EventQuery, PassageQuery, Rows};
use crate::relations::Dyad;

/// A packed file of this line.
fn packed(name: &str, line: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(line.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn line(columns: usize, cells: &[(usize, &str)]) -> String {
    let mut out = vec![""; columns];
    for (at, cell) in cells {
        out[at - 1] = cell;
    }
    out.join("\t") + "\n"
}

/// A visit of Norway to Sweden.
fn event() -> String {
    let cells = [
        (1, "900000001"),
        (2, "20250601"),
        (3, "202506"),
        (4, "2025"),
        (8, "NOR"),
        (18, "SWE"),
        (27, "042"),
        (60, "20250601001500"),
        (61, "https://post.example/visit"),
    ];
    line(61, &cells)
}

fn mention(row: &str, outlet: &str, confidence: &str) -> String {
    let address = format!("https://{outlet}/told");
    let cells = [
        (1, row),
        (2, "20250601001500"),
        (3, "20250601003000"),
        (4, "1"),
        (5, outlet),
        (6, &address),
        (7, "3"),
        (12, confidence),
        (14, "0.5"),
    ];
    line(16, &cells)
}

fn article(number: &str, outlet: &str, title: &str, translation: &str) -> String {
    let id = format!("20250601001500-{number}");
    let address = format!("https://{outlet}/{number}");
    let extras = format!("<PAGE_LINKS>x</PAGE_LINKS><PAGE_TITLE>{title}</PAGE_TITLE>");
    let cells = [
        (1, id.as_str()),
        (2, "20250601001500"),
        (3, "1"),
        (4, outlet),
        (5, &address),
        (26, translation),
        (27, &extras),
    ];
    line(27, &cells)
}

#[test]
fn mentions_are_reports_of_their_row_and_headlines_texts_of_their_outlets() {
    let server = Server::new(|asked| {
        let name = asked.path.strip_prefix("/gdeltv2/").unwrap_or_default();
        let lines = match name {
            "20250601001500.export.CSV.zip" => event(),
            "20250601001500.mentions.CSV.zip" => [
                // The page of the row itself, another, one of an unknown row, one that is not sure.
                mention("900000001", "herald.example", "100"),
                mention("900000001", "herald.example", "100"),
                mention("900000002", "star.example", "100"),
                mention("900000001", "echo.example", "20"),
            ]
            .concat(),
            "20250601001500.gkg.csv.zip" => [
                article("1", "mail.example", "Norway&#x27;s premier visits Sweden", ""),
                article("T2", "blatt.example", "Norwegen besucht Schweden", "srclc:deu;eng:Moses"),
                article("3", "leer.example", "", ""),
                article("4", "post.example", "Rain falls in Peru", ""),
            ]
            .concat(),
            // Told again half an hour later, on the next day.
            "20250602000000.translation.mentions.CSV.zip" => {
                mention("900000001", "tidning.example", "60")
            }
            _ => return answer(404, &[], ""),
        };
        answer(200, &[], packed(name, &lines))
    });
    let place = Place::new();
    let wanted = Wanted { fine: true, mentions: true, headlines: true };
    let days = (Day::constant(2025, 6, 1), Day::constant(2025, 6, 2));
    let about = ["NOR", "SWE"].map(str::to_owned).into();
    let told = place.gdelt(&server, Day::constant(2025, 6, 3), days, wanted, Some(about));
    assert_eq!(told.ended, None);
    // Two mentions and a headline that is none; the one of Peru is of others, and names are known in English.
    assert_eq!((told.left_out, told.summary.elsewhere), (3, 2));
    let archive = Archive::open(place.folder.path()).unwrap();
    let dyad = Dyad::new("NOR", "SWE").unwrap();
    let events = archive
        .events(&EventQuery {
            any_dyad: vec![(dyad.first, dyad.second)],
            rows: Rows::Only,
            ..EventQuery::default()
        })
        .unwrap();
    assert_eq!(events.len(), 1, "a mention is no event of its own");
    let outlets: Vec<&str> = events[0].outlets.iter().map(String::as_str).collect();
    assert_eq!(outlets, ["herald.example", "post.example", "tidning.example"]);
    let found = archive
        .passages(&PassageQuery {
            words: "premier visits".to_owned(),
            limit: 5,
            ..PassageQuery::default()
        })
        .unwrap();
    assert_eq!(found.passages.len(), 1);
    assert_eq!(found.passages[0].text, "Norway's premier visits Sweden");
    let coverage = archive.coverage(None).unwrap();
    assert_eq!((coverage.documents, coverage.rows), (1, 1));
}
