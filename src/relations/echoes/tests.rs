use super::{attach, searches};
use crate::model::day::Day;
use crate::relations::Dyad;
use crate::relations::happenings::happenings;
use crate::relations::invented::records;
use crate::relations::statements::statements;
use crate::relations::terms::Weights;

const REPORTS: [(&str, &str, &str); 4] = [
    (
        "2025-04-22",
        "Post",
        "Gunmen open fire on hikers in the Zarlan valley of India, killing nine of them.",
    ),
    (
        "2025-04-24",
        "Herald",
        "India expels Pakistani diplomats after gunmen killed nine hikers in the Zarlan valley.",
    ),
    ("2025-04-26", "Times", "Pakistan closes its airspace to Indian airlines."),
    ("2025-04-23", "Star", "A cricket ground opens in Mumbai, India."),
];

#[test]
fn what_later_reports_refer_back_to_is_found_and_nothing_else() {
    let records = records(&REPORTS);
    let pool = statements(&records, Day::constant(2025, 12, 31));
    let weights = Weights::of(pool.iter().map(|s| &s.terms));
    let dyad = Dyad::new("IND", "PAK").unwrap();
    let of_dyad: Vec<usize> = (0..pool.len()).filter(|&at| pool[at].nearness(&dyad) > 0).collect();
    let loose: Vec<usize> = (0..pool.len()).filter(|at| !of_dyad.contains(at)).collect();
    let mut told = happenings(&pool, &of_dyad, &weights);
    assert!(told.iter().any(|h| {
        searches(&pool, h, &dyad, &weights).iter().any(|s| s.name == "Zarlan" && s.actor == "IND")
    }));
    let before: usize = told.iter().map(|h| h.members.len()).sum();
    attach(&pool, &loose, &dyad, &mut told, &weights);
    let texts: Vec<&str> = told.iter().flat_map(|h| &h.members).map(|&m| pool[m].text()).collect();
    assert_eq!(texts.len(), before + 1, "{texts:?}");
    assert!(texts.iter().any(|t| t.starts_with("Gunmen open fire")));
}
