use super::*;
use crate::model::day::Day;
use crate::relations::happenings::happenings;
use crate::relations::invented::records;
use crate::relations::statements::statements;

const FERRY: [(&str, &str, &str); 6] = [
    (
        "2021-03-02",
        "A",
        "The Norwegian ferry Havsula sank off Gothenburg after a Swedish warship rammed it.",
    ),
    ("2021-03-12", "B", "Norway accused Sweden of hiding how the ferry Havsula sank."),
    ("2021-04-01", "C", "Sweden and Norway signed an agreement on herring quotas in Bergen."),
    ("2021-05-20", "D", "Sweden paid Norway compensation for the sunken ferry Havsula."),
    ("2021-06-09", "E", "Norway and Sweden opened a railway tunnel near Halden."),
    ("2023-08-01", "F", "Norway sold Sweden the ferry Havsula, raised and repaired."),
];

/// Texts of the affairs' happenings.
fn told(reports: &[(&str, &str, &str)], own: usize) -> Vec<Vec<String>> {
    let records = records(reports);
    let pool = statements(&records, Day::constant(2024, 1, 1));
    let weights = Weights::of(pool.iter().map(|s| &s.terms));
    let all: Vec<usize> = (0..pool.len()).collect();
    let happenings = happenings(&pool, &all, &weights);
    let dyad = Dyad::new("NOR", "SWE");
    let first_words = |h: &Happening| pool[h.members[0]].document.reports[0].outlets[0].clone();
    affairs(&pool, &happenings, own.min(happenings.len()), dyad.as_ref())
        .iter()
        .map(|affair| affair.parts.iter().map(first_words).collect())
        .collect()
}

#[test]
fn what_tells_one_story_is_one_affair_and_nothing_else() {
    assert_eq!(told(&FERRY, 9), [vec!["A", "B", "D"], vec!["C"], vec!["E"], vec!["F"]]);
}

#[test]
fn the_order_in_which_reports_came_plays_no_part() {
    let mut reversed = FERRY;
    reversed.reverse();
    assert_eq!(told(&reversed, 9), told(&FERRY, 9));
}

#[test]
fn a_guest_never_stands_alone() {
    // In day order the last three are guests: the tunnel and the late sale join nothing.
    let affairs = told(&FERRY, 3);
    assert!(affairs.iter().flatten().all(|outlet| outlet != "E" && outlet != "F"), "{affairs:?}");
}

#[test]
fn an_affair_holds_the_members_and_days_of_its_parts() {
    let records = records(&FERRY[..2]);
    let pool = statements(&records, Day::constant(2024, 1, 1));
    let weights = Weights::of(pool.iter().map(|s| &s.terms));
    let parts = happenings(&pool, &[0, 1], &weights);
    assert_eq!(parts.len(), 2, "ten days lie between them");
    let affair = Affair::of(vec![parts[1].clone(), parts[0].clone()]).expect("two parts");
    assert_eq!(affair.whole.members, [0, 1]);
    assert_eq!(affair.whole.first(), Some(Day::constant(2021, 3, 2)));
    assert_eq!(affair.whole.last(), Some(Day::constant(2021, 3, 12)));
    assert!(Affair::of(Vec::new()).is_none());
}

#[test]
fn two_reports_of_a_plague_are_two_affairs() {
    let plague = [
        (
            "2021-07-10",
            "A",
            "Norway bans travellers from Sweden over the Delta variant of the coronavirus.",
        ),
        (
            "2021-07-30",
            "B",
            "Sweden begins a lockdown of towns near Norway over the Delta variant of the coronavirus.",
        ),
    ];
    assert_eq!(told(&plague, 9), [vec!["A"], vec!["B"]]);
}

#[test]
fn blows_in_like_words_months_apart_are_two_affairs() {
    let blows = |later: &'static str| {
        [
            (
                "2021-03-02",
                "A",
                "Norwegian drones strike a fuel depot in Sweden, killing nine workers.",
            ),
            (
                later,
                "B",
                "Norwegian drones strike an army camp in Sweden, and falling glass hurts two workers.",
            ),
            (
                "2021-05-01",
                "C",
                "Sweden and Norway signed an agreement on herring quotas in Bergen.",
            ),
        ]
    };
    let grouped = |later| told(&blows(later), 9).contains(&vec!["A".to_owned(), "B".to_owned()]);
    assert!(grouped("2021-03-12"), "{:?}", told(&blows("2021-03-12"), 9));
    assert!(!grouped("2022-03-12"), "{:?}", told(&blows("2022-03-12"), 9));
}

#[test]
fn trade_in_like_words_months_apart_is_one_affair() {
    let trade = [
        (
            "2021-03-02",
            "A",
            "Norway and Sweden traded timber and paper worth nine million in 2020.",
        ),
        ("2022-03-02", "B", "Norway and Sweden traded timber and paper worth ten million in 2021."),
        ("2021-05-01", "C", "Sweden and Norway signed an agreement on herring quotas in Bergen."),
    ];
    assert!(
        told(&trade, 9).contains(&vec!["A".to_owned(), "B".to_owned()]),
        "{:?}",
        told(&trade, 9)
    );
}
