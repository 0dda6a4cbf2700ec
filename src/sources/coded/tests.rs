use super::*;
use crate::sources::{Flow, Skip, read_bytes};

/// What a file of this content gives: lines, and codes of what was left out.
fn given(name: &str, content: impl Into<String>) -> (Vec<RawItem>, Vec<SkipReason>) {
    let (mut items, mut skips) = (Vec::new(), Vec::new());
    let mut sink = |item: Result<RawItem, Skip>| {
        match item {
            Ok(item) => items.push(item),
            Err(skip) => skips.push(skip.code),
        }
        Flow::Continue(())
    };
    let content: String = content.into();
    let _ = read_bytes(name, content, &mut sink);
    (items, skips)
}

fn text(item: &RawItem) -> &str {
    match &item.body {
        Body::Row(line) => line,
        other => panic!("{other:?}"),
    }
}

/// A row of GDELT 2.0 with these cells, by their number from 1; the others are empty.
fn gdelt(cells: &[(usize, &str)]) -> String {
    let mut row = vec![""; 61];
    let base = [
        (1, "900000001"),
        (2, "20250601"),
        (3, "202506"),
        (4, "2025"),
        (5, "2025.4110"),
        (60, "20250602101500"),
    ];
    for (at, cell) in base.iter().chain(cells) {
        row[at - 1] = cell;
    }
    row.join("\t")
}

const PAIR: [(usize, &str); 8] = [
    (6, "NORGOV"),
    (7, "OSLO"),
    (8, "NOR"),
    (13, "GOV"),
    (17, "SWEDEN | \"quoted"),
    (18, "SWE"),
    (27, "043"),
    (61, "https://news.example/visit"),
];

#[test]
fn a_gdelt_row_is_a_line_that_says_what_it_says() {
    let (items, skips) = given("20250602101500.export.CSV", format!("{}\n", gdelt(&PAIR)));
    assert!(skips.is_empty());
    assert_eq!(
        text(&items[0]),
        "GDELT 2.0 | row 900000001 | day 2025-06-01 | source NOR | source sector GOV | source name OSLO | target SWE \
         | target name SWEDEN \"quoted | code CAMEO 043 | seen in https://news.example/visit"
    );
    assert_eq!(items[0].published.as_deref(), Some("2025-06-02"));
    assert_eq!(items[0].url.as_deref(), Some("https://news.example/visit"));
    assert_eq!(items[0].written_by.as_deref(), Some("GDELT 2.0"));
}

#[test]
fn rows_of_one_state_of_old_days_and_doubles_are_left_out() {
    let with = |more: &[(usize, &str)]| gdelt(&[PAIR.as_slice(), more].concat());
    let rows = [
        with(&[]),
        // The same article, pair, root and day, coded once more.
        with(&[(1, "900000002"), (27, "042"), (7, "NORWAY")]),
        with(&[(1, "900000003"), (2, "20240601")]),
        with(&[(1, "900000004"), (18, "")]),
        with(&[(1, "900000005"), (18, "NOR")]),
        with(&[(1, "900000006"), (27, "0A3")]),
        with(&[(1, "900000007"), (27, "190")]),
    ];
    let (items, skips) = given("x.csv", rows.join("\n"));
    assert_eq!(items.len(), 2);
    use SkipReason::{BadRow, OneSided, Retrospective, SameRow};
    assert_eq!(skips, [SameRow, Retrospective, OneSided, OneSided, BadRow]);
}

#[test]
fn files_without_addresses_keep_their_old_days() {
    let mut cells: Vec<String> = gdelt(&PAIR).split('\t').map(str::to_owned).collect();
    // 1.0 has no columns of second-order districts, and before April 2013 no address.
    for at in [56, 48, 40] {
        cells.remove(at);
    }
    assert_eq!(cells.len(), 58);
    let daily = cells.join("\t");
    let (items, _) = given("20250602.export.CSV", daily);
    assert!(text(&items[0]).starts_with("GDELT 1.0 | row 900000001 | day 2025-06-01 | source NOR"));
    cells.pop();
    cells[1] = "19970601".to_owned();
    let (items, skips) = given("1997.csv", cells.join("\t"));
    assert_eq!((items.len(), skips.len()), (1, 0));
    assert!(text(&items[0]).contains("day 1997-06-01"));
}

#[test]
fn tables_with_a_header_are_read_by_their_names() {
    for (content, line) in [
        (
            "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\n\
             77\t2018-06-01\tForeign Affairs (Norway)\tForeign Ministry,Government\tNorway\tConsult\t040\t1\tMilitary (Vietnam)\tMilitary\tVietnam\t5\t2\tThe Post",
            "ICEWS | row 77 | day 2018-06-01 | source Norway | source sector Foreign Ministry | source name Foreign Affairs (Norway) | target Vietnam | target sector Military | target name Military (Vietnam) | code CAMEO 040",
        ),
        (
            "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tActor Name\tActor Country\tPrimary Actor Sector\tRecipient Name\tRecipient Country\tPublication Date\tSource\n\
             A1\t2023-02-03\tCONSULT\tvisit\t1.0\tOslo\tNOR\tGOV\tNone\tSWE\t2023-02-04\tHerald\t\t",
            "POLECAT | row A1 | day 2023-02-03 | source NOR | source sector GOV | source name Oslo | target SWE | code PLOVER CONSULT",
        ),
        (
            "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,actor2,country,source,notes\n\
             NOR1,01 March 2024,2024,Battles,Armed clash,Military Forces of Norway (2021-),Military Forces of Sweden (2022-),Norway,The Post; Star,\"Two, three\"",
            "ACLED | row NOR1 | day 2024-03-01 | source Military Forces of Norway (2021-) | target Military Forces of Sweden (2022-) | code ACLED armed clash",
        ),
        (
            "id,relid,year,type_of_violence,side_a,side_b,source_office,date_start,date_end,best\n\
             9,R,2020,1,Government of Norway,Government of Sweden,Herald,2020-09-27 00:00:00.000,2020-09-29 00:00:00.000,5",
            "UCDP GED | row 9 | day 2020-09-27..2020-09-29 | source Government of Norway | target Government of Sweden | code CAMEO 190",
        ),
    ] {
        let (items, skips) = given("table.txt", content);
        assert_eq!((items.len(), skips.len()), (1, 0), "{content}");
        assert_eq!(text(&items[0]), line);
    }
}

#[test]
fn damaged_tables_are_told_of_and_never_fatal() {
    let good = gdelt(&PAIR);
    let (items, skips) = given("x.csv", format!("{good}\nshort\trow\n{}\n", "\t".repeat(60)));
    assert_eq!((items.len(), skips.len()), (1, 2));
    let header = "event_id_cnty,event_date,sub_event_type,actor1,actor2\n";
    let (items, skips) =
        given("x.csv", format!("{header}1,2024-01-01,Attack,None,x\n2,,Attack,a,b\n3"));
    assert_eq!(items.len(), 0);
    assert_eq!(skips, [SkipReason::OneSided, SkipReason::BadRow, SkipReason::OneSided]);
    assert_eq!(recognise("1\t2\t3"), None);
    assert_eq!(recognise("Event Type,Actor Country"), None);
}

#[test]
fn headlines_keep_their_language_and_mentions_say_nothing_alone() {
    let article = |title: &str, translation: &str| {
        let mut cells = vec![""; 27];
        let extras = format!("<PAGE_TITLE>{title}</PAGE_TITLE>");
        for (at, cell) in [
            (1, "20250601001500-T7"),
            (2, "20250601001500"),
            (4, "blatt.example"),
            (5, "https://blatt.example/7"),
            (26, translation),
            (27, &extras),
        ] {
            cells[at - 1] = cell;
        }
        cells.join("\t")
    };
    let lines = [
        article("Norwegen besucht Schweden &amp; D&#228;nemark", "srclc:deu;eng:Moses 2.1.1"),
        article("", ""),
    ];
    let (items, skips) = given("a.gkg.csv", lines.join("\n"));
    assert_eq!(skips, [SkipReason::Unaddressed]);
    assert_eq!(items[0].body, Body::Text("Norwegen besucht Schweden & Dänemark".to_owned()));
    assert_eq!(items[0].language.as_deref(), Some("deu"));
    assert_eq!(items[0].published.as_deref(), Some("2025-06-01"));
    assert_eq!(items[0].outlets, ["blatt.example"]);

    let mention = "900000001\t20250601001500\t20250601003000\t1\tmail.example\thttps://mail.example/1\t3\t-1\t-1\t9\t0\t80\t100\t0.5\t\t";
    let (items, _) = given("a.mentions.CSV", mention);
    assert_eq!(items[0].body, Body::Mention { row: "900000001".to_owned(), confidence: 80 });
    let refused = crate::documents::build(items[0].clone(), jiff::civil::date(2025, 6, 3));
    assert!(refused.unwrap_err().remedy.contains("backfill gdelt"));
}
