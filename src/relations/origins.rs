//! Who stands behind a report: outlets that carry it independently, copies, and who speaks in it.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::statements::Statement;

/// Words of a shingle: long enough that two writers do not hit on the same one by chance.
const SHINGLE: usize = 4;
/// Part of the shorter sentence's shingles that a copy shares.
const COPIED: f64 = 0.75;
/// A copy that was cut has at least this part of the longer one's shingles.
const CUT: f64 = 0.5;
/// Words between a name and the verb of saying that belongs to it: "Chad's acting foreign minister said".
const BESIDE: usize = 4;

/// `data/origins.toml`.
#[derive(Deserialize)]
struct Table {
    saying: BTreeSet<String>,
    from: Vec<String>,
    quoted: Vec<String>,
}

/// The same, as used.
struct Words {
    saying: BTreeSet<String>,
    from: Vec<String>,
    quoted: Vec<String>,
    /// Finds those of `quoted`.
    finder: AhoCorasick,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let Table { saying, from, quoted } =
            toml::from_str(include_str!("../../data/origins.toml"))
                .expect("data/origins.toml is ours and well formed");
        let finder = AhoCorasick::new(&quoted).expect("some dozen names fit an automaton");
        Words { saying, from, quoted, finder }
    })
}

/// Outlets that carry statements independently, each counted once.
///
/// A text that several outlets carry word for word has one origin: it counts as the first of them, and so
/// does a sentence that is another's nearly word for word. A report that another outlet is named for counts
/// as that outlet's. Outlets that a digest names as its sources count each.
pub(crate) fn independent_outlets<'a, 'b: 'a>(
    statements: impl Iterator<Item = &'a Statement<'b>>,
) -> BTreeSet<&'b str> {
    let mut first: Vec<&Statement<'_>> = Vec::new();
    for statement in statements {
        let known = |other: &&Statement<'_>| {
            other.document.key == statement.document.key || are_copies(other, statement)
        };
        if !first.iter().any(known) {
            first.push(statement);
        }
    }
    let all: BTreeSet<&str> = first.iter().flat_map(|s| outlets_of(s)).collect();
    first
        .into_iter()
        .flat_map(|s| match passed_on(s, &all) {
            Some(outlet) => vec![outlet],
            None => outlets_of(s),
        })
        .collect()
}

fn outlets_of<'b>(s: &Statement<'b>) -> Vec<&'b str> {
    let Some(report) = s.document.reports.first() else {
        return Vec::new();
    };
    // Who wrote a digest is not one of the outlets it names; its host alone is nobody's report.
    let host = report.url.as_deref().and_then(crate::documents::host);
    let digest = report.written_by.is_some() && !report.is_summary();
    let named = report.outlets.iter().map(String::as_str);
    named.filter(|o| !digest || host.as_deref() != Some(o)).map(without_desk).collect()
}

/// "Al Jazeera" of "Al Jazeera – Port Darwin": what digests put behind a dash is a desk or a headline.
fn without_desk(outlet: &str) -> &str {
    let before = outlet.split(" – ").next().unwrap_or(outlet).trim();
    if before.is_empty() { outlet } else { before }
}

/// The outlet whose report a sentence says it passes on: one of `all`, or one known to be passed on.
fn passed_on<'b>(s: &Statement<'b>, all: &BTreeSet<&'b str>) -> Option<&'b str> {
    let own = outlets_of(s);
    // A digest names the outlets it is made from itself.
    let [one] = own.as_slice() else {
        return None;
    };
    let names = |name: &&str| !same_name(name, one) && is_named_as_teller(s.text(), name);
    // One outlet alone passes on nobody's report but those of outlets that are known for it.
    let of_all = if all.len() > 1 { all.iter().copied().find(names) } else { None };
    of_all.or_else(|| {
        let known = || words().quoted.iter().map(String::as_str).find(names);
        *s.quoted.get_or_init(|| words().finder.is_match(s.text()).then(known).flatten())
    })
}

fn same_name(a: &str, b: &str) -> bool {
    let bare = |name: &str| name.trim_start_matches("The ").to_lowercase();
    let (a, b) = (bare(a), bare(b));
    a.starts_with(&b) || b.starts_with(&a)
}

/// True where the name stands with a word of saying right behind it, or with words of origin before it.
fn is_named_as_teller(text: &str, name: &str) -> bool {
    if name.len() < 3 {
        return false;
    }
    text.match_indices(name).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        let is_whole =
            !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric);
        let before = before.trim_end().trim_end_matches("the").trim_end().to_lowercase();
        let next = behind.trim_start_matches(" news agency").split_whitespace().next();
        let says = next.is_some_and(|w| words().saying.contains(w));
        is_whole && (says || words().from.iter().any(|words| before.ends_with(words.as_str())))
    })
}

/// True where one sentence is the other's copy, cut or changed by a few words at most.
fn are_copies(a: &Statement<'_>, b: &Statement<'_>) -> bool {
    let (a, b) = (a.shingles(), b.shingles());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() || (short.len() as f64) < CUT * long.len() as f64 {
        return false;
    }
    let shared = short.iter().filter(|shingle| long.binary_search(shingle).is_ok()).count();
    shared as f64 >= COPIED * short.len() as f64
}

/// Runs of [`SHINGLE`] words as numbers, in order of the numbers, each once; none for a scrap.
pub(super) fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let number = |run: &[String]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    let mut out: Vec<u64> = words.windows(SHINGLE).map(number).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The actors in whose words something stands in a sentence: speakers of its events, and names with a verb
/// of saying behind them.
pub(crate) fn speakers<'a>(s: &Statement<'a>) -> BTreeSet<&'a str> {
    let of_events = s.events.iter().filter_map(|e| e.speaker.as_ref());
    let mut out: BTreeSet<&str> = of_events.map(|speaker| speaker.actor.id.as_str()).collect();
    for mention in &s.mentions {
        let behind = s.document.text.get(mention.span.end..s.span.end).unwrap_or_default();
        let behind = behind.strip_prefix("'s").or(behind.strip_prefix("’s")).unwrap_or(behind);
        let clause = behind.split([',', ';', ':', '.', '"', '“', '(']).next().unwrap_or_default();
        if clause.split_whitespace().take(BESIDE).any(|w| words().saying.contains(w)) {
            out.insert(mention.actor.id.as_str());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;
    use crate::relations::invented::records;
    use crate::relations::statements::statements;

    fn outlets(reports: &[(&str, &str)]) -> Vec<String> {
        let dated: Vec<(&str, &str, &str)> =
            reports.iter().map(|(outlet, text)| ("2021-03-02", *outlet, *text)).collect();
        let records = records(&dated);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        independent_outlets(pool.iter()).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn copies_count_once_and_other_words_count() {
        let text =
            "Chad closed its border with Sudan on Monday after a raid on the village of Tine.";
        let cut = "Chad closed its border with Sudan on Monday after a raid on the village.";
        let own =
            "The crossing at Tine was shut by Chad's army after Sudanese raiders came on Sunday.";
        assert_eq!(outlets(&[("A", text), ("B", cut)]), ["A"]);
        assert_eq!(outlets(&[("A", text), ("B", own)]), ["A", "B"]);
    }

    #[test]
    fn what_is_passed_on_counts_as_whose_report_it_is() {
        let first = "Chad declined Sudan's request for troops, Reuters reported on Monday.";
        let second = "According to Reuters, the government in Chad turned down a Sudanese request.";
        assert_eq!(outlets(&[("A", first), ("B", second)]), ["Reuters"]);
        assert_eq!(outlets(&[("Reuters", first)]), ["Reuters"]);
        let about = "Chad closed the office of Reuters near the border with Sudan.";
        assert_eq!(outlets(&[("A", about)]), ["A"]);
    }

    #[test]
    fn desks_of_one_outlet_are_one_outlet() {
        let first =
            "Chad closed its border with Sudan on Monday after a raid on the village of Tine.";
        let second =
            "The crossing at Tine was shut by Chad's army after Sudanese raiders came on Sunday.";
        assert_eq!(outlets(&[("Post – Africa", first), ("Post – Borders", second)]), ["Post"]);
        assert_eq!(outlets(&[("Post – Africa", first), ("Wire", second)]), ["Post", "Wire"]);
    }

    #[test]
    fn speakers_are_those_with_a_verb_of_saying() {
        let text =
            "Chad's foreign ministry said that Sudan had shelled Tine, while Egypt kept silent.";
        let records = records(&[("2021-03-02", "A", text)]);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        assert_eq!(speakers(&pool[0]), BTreeSet::from(["TCD"]));
    }
}
