//! How often what a rule tells is right, as measured on labelled sentences (`cargo xtask eval --reliability`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Events of its class that count beside a rule's own: a rule seen twice says little of itself.
const PRIOR: f32 = 5.0;

/// Counts of a rule, or of all rules of a class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    all: u32,
    right: u32,
}

/// `data/reliability.tsv`.
struct Table {
    rules: BTreeMap<&'static str, Seen>,
    /// By file of rules: a file holds one PLOVER type.
    classes: BTreeMap<&'static str, Seen>,
    whole: Seen,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table =
            Table { rules: BTreeMap::new(), classes: BTreeMap::new(), whole: Seen::default() };
        let lines = include_str!("../../../data/reliability.tsv").lines();
        for line in lines.filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let mut cells = line.split('\t');
            let rule = cells.next().unwrap_or_default();
            let mut number = || cells.next().and_then(|cell| cell.parse().ok()).unwrap_or(0);
            let seen = Seen { all: number(), right: number() };
            let class = rule.split(": ").next().unwrap_or_default();
            for whole in [table.classes.entry(class).or_default(), &mut table.whole] {
                whole.all += seen.all;
                whole.right += seen.right;
            }
            table.rules.insert(rule, seen);
        }
        table
    })
}

/// The share of a rule's events that are right, source, target and type together, 0 to 1, drawn towards that of
/// its class where the rule was seen seldom, and that towards the share of all rules.
pub(crate) fn confidence_of(rule: &str) -> f32 {
    let table = table();
    let seen = |of: Option<&Seen>| of.copied().unwrap_or_default();
    let drawn = |seen: Seen, to: f32| (seen.right as f32 + PRIOR * to) / (seen.all as f32 + PRIOR);
    let whole = table.whole.right as f32 / table.whole.all.max(1) as f32;
    let class = rule.split(": ").next().unwrap_or_default();
    let class = drawn(seen(table.classes.get(class)), whole);
    drawn(seen(table.rules.get(rule)), class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::events::label_of;

    #[test]
    fn every_line_is_of_a_rule_and_possible() {
        assert!(table().rules.len() > 100);
        for (rule, seen) in &table().rules {
            assert!(label_of(rule).is_some(), "{rule} is no rule any more: measure anew");
            assert!(seen.right <= seen.all && seen.all > 0, "{rule}");
        }
    }

    #[test]
    fn a_rule_seen_seldom_is_drawn_to_its_class() {
        let Seen { all, right } = table().whole;
        let whole = right as f32 / all as f32;
        let unknown = confidence_of("nothing.toml: nothing");
        assert!((unknown - whole).abs() < 1e-6);
        for rule in table().rules.keys() {
            let confidence = confidence_of(rule);
            assert!(confidence > 0.0 && confidence < 1.0, "{rule}");
        }
    }
}
