use super::*;
use crate::model::day::Day;
use crate::relations::invented::records;
use crate::relations::statements::statements;

/// The statement of one report, told behind another day or none.
fn told_of(day: &str, text: &str, shown: Option<&str>) -> String {
    let records = records(&[(day, "A", text)]);
    let pool = statements(&records, Day::constant(2024, 1, 1));
    let shown = shown.and_then(DaySpan::parse);
    let shown = shown.map(|when| Dated { when, basis: Basis::Stated, span: None });
    told(&pool[0], shown, pool[0].day).0
}

#[test]
fn a_day_that_the_reader_does_not_know_yet_stands_before_the_sentence() {
    let text = "Norway expelled two Swedish diplomats.";
    assert_eq!(told_of("2021-03-02", text, None), format!("[reported 2 Mar 2021] {text}"));
    assert_eq!(told_of("2021-03-02", text, Some("2021-03-02")), text);
    assert_eq!(
        told_of("2021-03-02", text, Some("2021-02-20")),
        format!("[reported 2 Mar 2021] {text}")
    );
}

#[test]
fn a_sentence_that_states_its_day_needs_no_other() {
    let text = "On 27 February 2021 Norway expelled two Swedish diplomats.";
    assert_eq!(told_of("2021-03-02", text, None), text);
}

#[test]
fn relative_days_are_resolved_unless_just_told() {
    let text = "Norway expelled two Swedish diplomats on Saturday.";
    assert_eq!(told_of("2021-03-02", text, None), format!("[27 Feb 2021] {text}"));
    assert_eq!(told_of("2021-03-02", text, Some("2021-02-27")), text);
}
