//! The tables hold together.

use std::collections::BTreeSet;

use super::*;
use crate::reading::How;

/// Names that two actors share; the day, `data/ambiguous.tsv` or the neighbours decide.
const SHARED: &[&str] = &[];

#[test]
fn no_name_stands_for_two_actors_but_the_listed_ones() {
    let lexicon = Lexicon::embedded();
    let patterns = lexicon.patterns();
    let mut found = Vec::new();
    for (name, senses) in patterns.names.iter().zip(&patterns.senses) {
        let actors: BTreeSet<&str> = senses
            .iter()
            .filter_map(|sense| match sense {
                Sense::Actor { entry, how } if *how != How::City => {
                    Some(lexicon.entry_at(*entry).id.as_str())
                }
                _ => None,
            })
            .collect();
        let decided = !lexicon.rules_for(name).is_empty();
        if actors.len() > 1 && !decided && !SHARED.contains(&name.as_str()) {
            found.push(format!("{name}: {actors:?}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_office_belongs_to_a_known_actor_and_ends_after_it_began() {
    let lexicon = Lexicon::embedded();
    assert!(lexicon.offices().len() > 1200, "{}", lexicon.offices().len());
    for office in lexicon.offices() {
        assert!(lexicon.entry(&office.country).is_some(), "{office:?}");
        if let (Some(from), Some(to)) = (office.from, office.to) {
            assert!(from <= to, "{office:?}");
        }
        assert!(office.names.iter().all(|n| n.chars().count() > 1), "{office:?}");
    }
}

#[test]
fn offices_stand_in_order() {
    let offices = Lexicon::embedded().offices();
    for pair in offices.windows(2) {
        let key = |o: &Office| (o.country.clone(), o.from);
        assert!(key(&pair[0]) <= key(&pair[1]), "{:?}\n{:?}", pair[0], pair[1]);
    }
}

#[test]
fn every_rule_names_a_known_actor_and_a_word_that_needs_one() {
    let lexicon = Lexicon::embedded();
    for rule in lexicon.rules.values().flatten() {
        assert!(rule.actor == "-" || lexicon.entry(&rule.actor).is_some(), "{rule:?}");
    }
}

#[test]
fn institutions_are_metonyms_of_one_state() {
    let lexicon = Lexicon::embedded();
    for name in lexicon.institutions() {
        let metonym = |sense: &Sense| matches!(sense, Sense::Actor { how: How::Metonym, .. });
        assert!(lexicon.senses_of(name).iter().any(metonym), "{name}");
    }
    let sector = |name| lexicon.sector_of_institution(name);
    assert_eq!(sector("Duma").as_deref(), Some("LEG"), "listed");
    assert_eq!(sector("Royal Navy").as_deref(), Some("MIL"), "told by its last word");
    assert_eq!(sector("Supreme Court of the United States").as_deref(), Some("JUD"));
    assert_eq!(sector("Russia"), None);
}

#[test]
fn names_codes_and_members_are_told() {
    let lexicon = Lexicon::embedded();
    for (id, name) in [
        ("RUS", "Russia"),
        ("USA", "the United States"),
        ("GBR", "the United Kingdom"),
        ("NATO", "NATO"),
        ("EU", "the European Union"),
        ("XYZ", "XYZ"),
    ] {
        assert_eq!(lexicon.name_of(id), name);
    }
    assert_eq!(lexicon.adjective_of("AZE"), "Azerbaijani");
    assert_eq!(lexicon.cameo_of("RUS", Some("GOV")), "RUSGOV");
    assert_eq!(lexicon.cameo_of("XAB", Some("GOV")), "GEOXABGOV", "as event data files it");
    assert_eq!(lexicon.cameo_of("ABUSAYYAF", Some("REB")), "PHLREB", "a role stands once");
    assert_eq!(lexicon.cameo_of("NATO", None), lexicon.entry("NATO").unwrap().cameo);
    assert!(lexicon.is_state("XKX") && !lexicon.is_state("NATO") && !lexicon.is_state(""));
    assert!(lexicon.members_of("NATO").iter().any(|id| id == "TUR"));
}
