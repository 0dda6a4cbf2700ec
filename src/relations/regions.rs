//! Regions that stand for their members: "the South Caucasus" in an analysis of Russia is about Azerbaijan.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

/// A region of `data/regions.toml`.
#[derive(Debug, Deserialize)]
pub(crate) struct Region {
    names: Vec<String>,
    members: BTreeSet<String>,
}

fn regions() -> &'static [Region] {
    #[derive(Deserialize)]
    struct Table {
        region: Vec<Region>,
    }
    static REGIONS: OnceLock<Vec<Region>> = OnceLock::new();
    REGIONS.get_or_init(|| {
        toml::from_str::<Table>(include_str!("../../data/regions.toml"))
            .expect("data/regions.toml is ours and well formed")
            .region
    })
}

/// The first name of each region that has one of these actors but not all of them.
pub(crate) fn names_of<'a>(actors: &BTreeSet<&'a str>) -> Vec<(&'static str, Vec<&'a str>)> {
    let outside = |region: &Region| {
        let inside = actors.iter().filter(|a| region.members.contains(**a)).count();
        let others: Vec<&str> =
            actors.iter().copied().filter(|a| !region.members.contains(*a)).collect();
        if inside > 0 { others } else { Vec::new() }
    };
    regions()
        .iter()
        .map(|region| (region.names[0].as_str(), outside(region)))
        .filter(|(_, others)| !others.is_empty())
        .collect()
}

/// True where the text names a region of one of the asked actors, and another of them is named in it.
pub(crate) fn are_told_of(text: &str, named: &BTreeSet<&str>, asked: &BTreeSet<&str>) -> bool {
    let stands = |region: &Region| region.names.iter().any(|name| text.contains(name.as_str()));
    regions().iter().filter(|region| stands(region)).any(|region| {
        let inside = |a: &&&str| region.members.contains(**a);
        let named_outside = asked.iter().any(|a| !inside(&a) && named.contains(a));
        named_outside && asked.iter().any(|a| inside(&a) && !named.contains(a))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_stands_for_its_members_beside_another_actor() {
        let asked = BTreeSet::from(["AZE", "RUS"]);
        let told =
            |text, named: &[&str]| are_told_of(text, &named.iter().copied().collect(), &asked);
        assert!(told("Moscow loses ground in the South Caucasus.", &["RUS"]));
        assert!(!told("Moscow loses ground in the Sahel.", &["RUS"]));
        assert!(!told("Trade in the South Caucasus grows.", &[]));
        assert!(
            !told("Moscow and Baku differ on the South Caucasus.", &["RUS", "AZE"]),
            "both are named"
        );
    }

    #[test]
    fn every_region_is_searched_with_the_actors_outside_it() {
        let found = names_of(&BTreeSet::from(["AZE", "KAZ", "RUS"]));
        assert!(found.contains(&("South Caucasus", vec!["KAZ", "RUS"])));
        assert!(found.contains(&("post-Soviet", vec!["RUS"])));
        assert!(!found.iter().any(|(name, _)| *name == "Sahel"));
    }
}
