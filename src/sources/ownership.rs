//! How an outlet is run, and where it is at home: labels of the State Media Matrix, and top-level domains.
//!
//! An outlet without a label is unlabelled; it is never called independent.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Where the labels come from; shown wherever one is.
pub(crate) const SOURCE: &str = "State Media Matrix (ASD at GMF)";

/// What the matrix says of an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    /// "state-controlled", "captured private", "independent public", …
    pub(crate) label: &'static str,
    /// Identifier of the country, as `countries.tsv` has it.
    pub(crate) country: &'static str,
}

/// Top-level domains that outlets of any country use.
const ANYBODYS: [&str; 17] = [
    "tv", "me", "io", "co", "ai", "fm", "to", "cc", "ws", "ly", "gg", "sh", "st", "tk", "ml", "ga",
    "la",
];

/// The label of an outlet, given by its domain or name; `None` where the matrix has none.
pub(crate) fn label(outlet: &str) -> Option<Label> {
    let table = labels();
    if let Some(label) = table.get(outlet) {
        return Some(*label);
    }
    let mut domain = domain(outlet)?;
    loop {
        if let Some(label) = table.get(domain) {
            return Some(*label);
        }
        domain = domain.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'))?;
    }
}

/// The country an outlet is at home in: by its label, else by its top-level domain; `None` where neither
/// tells.
pub(crate) fn home(outlet: &str) -> Option<&'static str> {
    label(outlet).map(|l| l.country).or_else(|| {
        let top = domain(outlet)?.rsplit('.').next()?;
        top_levels().get(top).copied().filter(|_| !ANYBODYS.contains(&top))
    })
}

/// The host of a domain written in small letters, without "www."; `None` for a name of words.
fn domain(outlet: &str) -> Option<&str> {
    let host = outlet.strip_prefix("www.").unwrap_or(outlet);
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let top = host.rsplit('.').next()?;
    (plain && host.contains('.') && top.bytes().all(|b| b.is_ascii_lowercase())).then_some(host)
}

fn labels() -> &'static BTreeMap<&'static str, Label> {
    static LABELS: OnceLock<BTreeMap<&'static str, Label>> = OnceLock::new();
    LABELS.get_or_init(|| {
        rows(include_str!("../../data/ownership.tsv"))
            .filter_map(|row| match row.as_slice() {
                [outlet, country, label] => Some((*outlet, Label { label, country })),
                _ => None,
            })
            .collect()
    })
}

/// Top-level domain → country, from the ISO codes of `countries.tsv`.
fn top_levels() -> &'static BTreeMap<String, &'static str> {
    static DOMAINS: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    DOMAINS.get_or_init(|| {
        let states = rows(include_str!("../../data/countries.tsv"));
        let mut out: BTreeMap<String, &'static str> = states
            .filter(|row| row.len() > 10 && row[1].len() == 2 && row[11].is_empty())
            .map(|row| (row[1].to_lowercase(), row[0]))
            .collect();
        out.insert("uk".to_owned(), "GBR");
        out
    })
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.skip(1).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_found_by_domain_subdomain_and_name() {
        for outlet in ["tass.com", "www.tass.com", "en.tass.com", "TASS"] {
            let found = label(outlet).unwrap_or_else(|| panic!("{outlet} has no label"));
            assert_eq!((found.label, found.country), ("state-controlled", "RUS"), "{outlet}");
        }
        assert_eq!(label("bbc.co.uk").map(|l| l.label), Some("independent public"));
    }

    #[test]
    fn what_is_not_there_is_unlabelled() {
        for outlet in ["reuters.com", "Reuters", "notass.com", "com", "", "tass", "The Star"] {
            assert_eq!(label(outlet), None, "{outlet}");
        }
    }

    #[test]
    fn home_is_told_by_label_or_domain() {
        assert_eq!(home("news.az"), Some("AZE"));
        assert_eq!(home("Xinhua"), Some("CHN"));
        assert_eq!(home("telegraph.co.uk"), Some("GBR"));
        assert_eq!(home("reuters.com"), None);
        assert_eq!(home("primeus.tv"), None);
    }

    #[test]
    fn every_country_of_the_table_is_one_of_ours() {
        let states: Vec<&str> =
            rows(include_str!("../../data/countries.tsv")).map(|row| row[0]).collect();
        for (outlet, label) in labels() {
            assert!(label.country == "EU" || states.contains(&label.country), "{outlet}");
        }
        assert!(labels().len() > 900);
    }
}
