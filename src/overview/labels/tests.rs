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
    label(Lexicon::embedded(), &[&pool[0]], &[], &BTreeSet::new(), &weights)
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
fn a_label_of_one_word_says_what_it_is_about() {
    let table = [
        ("Greece accuses Turkey of encroaching on its territorial waters.", "Accusation"),
        ("Sweden demands that Norway withdraw its troops from the island.", "Demand over troops"),
        (
            "China condemns Japan's decision to donate vaccines to Taiwan.",
            "Condemnation over vaccines",
        ),
        ("Sweden condemns the annexation of the island by Norway.", "Condemnation of annexation"),
        ("Norway and Sweden meet to discuss the dispute over the island.", "Meeting on"),
    ];
    for (text, begins) in table {
        assert!(of(text).starts_with(begins), "{text}: {}", of(text));
    }
    // Somebody's own words are no words of ours.
    let label = of("Norway condemns the \"barbaric occupation\" of the island by Sweden.");
    assert!(!label.contains("occupation"), "{label}");
}

#[test]
fn what_both_do_has_no_doer() {
    for text in [
        "Indian and Pakistani troops clash on the Line of Control.",
        "The Greek and Turkish governments hold talks on the Aegean.",
    ] {
        let label = of(text);
        assert!(!label.contains("Indian") && !label.contains("Greek"), "{label}");
    }
}

#[test]
fn what_happened_comes_before_whom_it_killed() {
    let label = of("Six people are killed in Pakistan after a gas cylinder exploded near India.");
    assert!(label.starts_with("Explosion"), "{label}");
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

/// The label of the first of several reports of one affair, among others that make its words rare.
fn of_affair(texts: &[&str]) -> String {
    let fill =
        ["Rain falls in Peru.", "A bridge opens in Chile.", "Fans cheer in Kenya."].repeat(12);
    let reports: Vec<(&str, &str, &str)> =
        texts.iter().chain(&fill).map(|text| ("2025-03-10", "Post", *text)).collect();
    let records = records(&reports);
    let pool = statements(&records, Day::constant(2025, 12, 31));
    let weights = Weights::of(pool.iter().map(|s| &s.terms));
    let beside: Vec<_> = pool[1..texts.len()].iter().collect();
    label(Lexicon::embedded(), &[&pool[0]], &beside, &BTreeSet::new(), &weights)
}

#[test]
fn a_name_that_the_affair_shares_stands_in_its_label() {
    let talks = "Armenia and Azerbaijan held talks on the Verin corridor.";
    let later = "Azerbaijan said the Verin road would open in May.";
    assert_eq!(of_affair(&[talks, later]), "Verin talks");
    assert_eq!(
        of_affair(&[talks, "Azerbaijan said roads would open in May."]),
        "Talks on corridor"
    );
}

#[test]
fn what_somebody_owns_up_to_is_admitted() {
    let label = of("Russia admitted that it shelled a Ukrainian hospital.");
    assert!(!label.starts_with("Claimed"), "{label}");
    let label = of("Russia claimed that it shelled a Ukrainian depot.");
    assert!(!label.starts_with("Admitted"), "{label}");
}

#[test]
fn the_object_says_more_than_the_noun_of_the_verb() {
    assert_eq!(of("Venezuela releases the crew of two Guyana-flagged vessels."), "Crew released");
    let label = of("Serbia rejects the objections that Kosovo raised.");
    assert_eq!(label, "Objections rejected");
}

#[test]
fn who_speaks_is_no_name_of_what_happened() {
    let warned = "Armenia and Azerbaijan held talks, which Arpat Verin says were brief.";
    let later = "Azerbaijan denied what Arpat Verin said of a road.";
    assert_eq!(of_affair(&[warned, later]), "Talks");
}

#[test]
fn a_word_of_what_is_refused_is_no_label() {
    assert_eq!(of("Astana will not recognise the votes, Kazakhstan said."), "Recognition refused");
}

#[test]
fn a_rule_that_is_too_wide_gives_way_to_the_words_of_its_event() {
    assert_eq!(of("Morocco suspends all flights to Spain."), "Flights cut");
    assert_eq!(
        of("Peruvian protesters set fire to the Chilean embassy in Lima."),
        "Embassy attack"
    );
    let label = of("Three Chinese ships enter Japanese waters.");
    assert!(!label.contains("flights"), "{label}");
}

#[test]
fn warning_shots_are_no_warning() {
    let label = of("A Peruvian vessel fires warning shots at a Chilean trawler.");
    assert!(label.starts_with("Warning shots"), "{label}");
}

#[test]
fn a_means_is_no_happening() {
    let label = of("The embassy of Peru in Chile issued visas with the aid of a company.");
    assert!(!label.contains("Aid"), "{label}");
}

#[test]
fn what_happened_to_a_thing_says_more_than_the_thing() {
    let label = of("A vessel carrying ninety travellers to Spain sinks near Morocco.");
    assert_ne!(label, "Vessel");
    let label = of("Chile says that a helicopter of Peru breached its airspace.");
    assert!(!label.to_lowercase().contains("airspace breached"), "{label}");
}

#[test]
fn a_verb_that_says_nothing_is_no_label() {
    for sentence in [
        "Peru said its relations with Chile have a solid foundation but pass through difficult times.",
        "Chile says that a helicopter of Peru had a licence.",
        "Peru's ship had a crew of nine Chileans.",
    ] {
        let label = of(sentence);
        assert!(!label.ends_with(" had"), "{label}");
    }
}

#[test]
fn what_is_undone_is_labelled_as_undone() {
    let table = [
        (
            "The Supreme Court of the Philippines nullifies the country's agreement with China.",
            "Agreement nullified",
        ),
        ("Norway postpones the meeting with Sweden.", "Meeting postponed"),
        (
            "Ten people die in Kenya when a military plane crashes near Somalia.",
            "Military plane crashed",
        ),
    ];
    for (text, label) in table {
        assert_eq!(of(text).split(" in ").next(), Some(label), "{text}: {}", of(text));
    }
    let refused = of("Turkey announces that it will not restore relations with Israel.");
    assert!(!refused.starts_with("Refused:"), "{refused}");
    let label = of("Sweden says that it will not cancel the agreement with Norway.");
    assert!(!label.contains("cancel"), "{label}");
}

#[test]
fn the_main_verb_leads() {
    let label = of("Syrian rebels backed by Turkey attack Russian soldiers near Saraqib.");
    assert!(!label.starts_with("Support"), "{label}");
    let label = of(
        "The United States says that it has secured the release of 135 prisoners in Nicaragua who were jailed by the Nicaraguan government.",
    );
    assert!(label.to_lowercase().contains("release"), "{label}");
    let label = of("Norway is building up its forces along the Swedish border.");
    assert!(!label.ends_with("built"), "{label}");
}

#[test]
fn who_may_attack_has_not_attacked() {
    let label = of("France announces that French weapons are permitted to target bases in Russia.");
    assert!(!label.starts_with("French attack") && !label.starts_with("Attack"), "{label}");
}

#[test]
fn a_travel_ban_cuts_no_trade() {
    let label = of("Canada will ban all travel from India because of the virus.");
    assert!(label.to_lowercase().contains("travel ban"), "{label}");
}

#[test]
fn every_verb_that_undoes_or_regards_has_a_participle() {
    let labels = super::table::labels();
    for verb in labels.undoing.iter().chain(&labels.regarding).chain(&labels.proposing) {
        assert!(
            crate::reading::events::participle_of(verb).is_some(),
            "{verb}: not in data/verbs.toml"
        );
    }
}

#[test]
fn what_is_done_for_refugees_says_more_than_that_there_are_some() {
    let label = of("Colombia announces the legalization of Venezuelan migrants in the country.");
    assert!(label.to_lowercase().contains("legalization"), "{label}");
}

#[test]
fn the_main_clause_is_labelled_not_what_stands_beside_it() {
    let table = [
        (
            "Supporters storm the Peruvian embassy in response to a Chilean airstrike.",
            "embassy stormed",
        ),
        ("Peru issues an arrest warrant for a Chilean man over the attack.", "arrest warrant"),
        ("Norway and Sweden exchanged ceasefire proposals.", "ceasefire proposals"),
        (
            "Norway's ministry releases a list of Swedish firms linked to terrorism.",
            "list released",
        ),
        ("Peruvian protesters tear down the statue of a Chilean general.", "statue torn down"),
        ("Norway and Sweden agree on a peace treaty.", "peace treaty"),
        ("Norway says it will lift a ban on Swedish fish.", "ban to be lifted"),
        (
            "Twelve civilians are killed and many injured in a wave of Peruvian missile strikes on Chile.",
            "missile strikes",
        ),
        ("A court in Norway charges a Swedish man for the theft of a boat.", "swedish man charged"),
        (
            "Norway announces plans to close the detention camp on the Swedish border.",
            "detention camp to be closed",
        ),
        (
            "Peru deports Chilean journalist Rosa Vidal after a year of detention.",
            "rosa vidal deported",
        ),
        (
            "Peru deports Chilean journalist Rosa Vidal following a year of detention.",
            "rosa vidal deported",
        ),
        ("The Peruvian Embassy in Chile is attacked with a firebomb.", "peruvian embassy attacked"),
        (
            "Sudanese forces capture several South Sudanese mercenaries fighting for the rebels.",
            "south sudanese mercenaries captured",
        ),
        (
            "In a statement, the president of Peru formally acknowledges the massacre of Chileans by Bolivia.",
            "massacre acknowledged",
        ),
        ("Norway conducts drills simulating a nuclear strike on Sweden.", "drills"),
        (
            "Norway launches airstrikes against Swedish militants near the border.",
            "airstrikes against militants",
        ),
    ];
    let labels: Vec<(&str, &str, String)> =
        table.iter().map(|(text, has)| (*text, *has, of(text))).collect();
    let wrong: Vec<_> =
        labels.iter().filter(|(_, has, label)| !label.to_lowercase().contains(has)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_participle_with_its_particle_takes_the_status_inside() {
    let label = of("Norway says that a Norwegian fighter jet was shot down by Swedish forces.");
    assert!(label.to_lowercase().ends_with("fighter jet allegedly shot down"), "{label}");
}

#[test]
fn what_is_demanded_in_a_list_is_not_done() {
    let label = of("The demands of Norway to Sweden: admit guilt and punish the captain.");
    assert!(!label.contains("admitted") && !label.contains("punished"), "{label}");
}

#[test]
fn the_status_stands_before_the_participle_and_the_town_behind_it() {
    let label = of("Norway says that Swedish forces beat two Norwegian nationals in Oslo.");
    assert!(label.starts_with("Norwegian nationals allegedly beaten"), "{label}");
}

#[test]
fn one_man_with_a_knife_is_no_state() {
    let label = of("An Israeli police officer is injured in a stabbing by a Turkish national.");
    assert!(!label.contains("Turkish"), "{label}");
    let label = of("Turkish soldiers attack a Syrian village.");
    assert!(label.starts_with("Turkish"), "{label}");
}
