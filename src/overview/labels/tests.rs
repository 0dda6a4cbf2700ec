use std::collections::BTreeSet;

use super::label;
use crate::model::day::Day;
use crate::reading::lexicon::Lexicon;
use crate::relations::invented::records;
use crate::relations::statements::statements;
use crate::relations::terms::Weights;

fn of(text: &str) -> String {
    let records = records(&[("2025-03-10", "Post", text)]);
    let pool = statements(&records, Day::constant(2025, 12, 31));
    let weights = Weights::of(pool.iter().map(|s| &s.terms));
    label(Lexicon::embedded(), &[&pool[0]], &BTreeSet::new(), &weights)
}

#[test]
fn what_is_not_told_as_done_is_not_labelled_as_done() {
    let done = of("Israel carries out airstrikes on Syria.");
    assert!(done.to_lowercase().contains("airstrikes") && !done.contains("Alleged"), "{done}");
    let alleged = of("Syria says that Israel carried out airstrikes on Damascus.");
    assert!(alleged.starts_with("Alleged"), "{alleged}");
    let demanded = of("Syria demands that Turkey withdraw its troops.");
    assert!(!demanded.to_lowercase().starts_with("withdrawal"), "{demanded}");
}

#[test]
fn the_noun_of_what_is_ended_is_no_label() {
    let label = of("North Korea terminates its military agreement with South Korea.");
    assert!(!label.starts_with("Military agreement") && label != "Agreement", "{label}");
}

#[test]
fn the_doer_is_the_source_not_any_adjective_nearby() {
    let label = of("Anti-Serbian protesters set fire to a government building in Kosovo.");
    assert!(!label.contains("Serbian"), "{label}");
}

#[test]
fn a_town_stands_in_a_label_only_right_behind_its_noun() {
    assert!(of("Armenia and Azerbaijan hold talks in Geneva.").ends_with("alks in Geneva"));
    let label =
        of("Italy arrests two Pakistani suspects in connection with the attacks in Mumbai, India.");
    assert!(!label.starts_with("Arrest in Mumbai"), "{label}");
}
