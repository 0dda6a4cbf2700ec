//! Where reports of one happening do not agree: figures that differ, and denials.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::statements::Statement;
use crate::model::event::{Event, Status};
use crate::model::span::Span;
use crate::reading::figures::{self, Figure};

/// What is disputed about a happening, as statements to be shown side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dispute {
    /// Index into the pool of one version, and of the other.
    pub(crate) versions: (usize, usize),
}

#[derive(Deserialize)]
struct Words {
    denial: BTreeSet<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../data/disputes.toml"))
            .expect("data/disputes.toml is ours and well formed")
    })
}

/// What is disputed among those reports of a happening that may be told: two texts that give figures of
/// one kind (killed, hurt, held, …) that cannot both be true, one deed that one text tells as done and
/// another as not done, and a denial beside what it denies; at most one of each.
pub(crate) fn disputes(pool: &[Statement<'_>], members: &[usize]) -> Vec<Dispute> {
    let found = [differing_figures, done_and_not_done, denial].map(|find| find(pool, members));
    found.into_iter().flatten().collect()
}

fn done_and_not_done(pool: &[Statement<'_>], members: &[usize]) -> Option<Dispute> {
    let told = |wanted: &'static [Status]| {
        let events = move |m: usize| pool[m].events.iter().map(move |e| (m, *e));
        let events = members.iter().copied().flat_map(events);
        events.filter(move |(_, e)| wanted.contains(&e.status) && e.aspect.is_none())
    };
    let is_one_deed = |a: &Event, b: &Event| {
        let ids =
            |e: &Event| [&e.source, &e.target].map(|p| p.as_ref().map(|p| p.actor.id.clone()));
        a.kind == b.kind && ids(a) == ids(b) && a.day.map(|d| d.when) == b.day.map(|d| d.when)
    };
    told(&[Status::Done, Status::Alleged]).find_map(|(a, done)| {
        let other = |m: usize| pool[m].document.key != pool[a].document.key;
        let (b, _) = told(&[Status::NotDone]).find(|(b, e)| other(*b) && is_one_deed(done, e))?;
        Some(Dispute { versions: (a, b) })
    })
}

fn differing_figures(pool: &[Statement<'_>], members: &[usize]) -> Option<Dispute> {
    let told: Vec<(usize, BTreeMap<&str, Vec<&Figure>>)> =
        members.iter().map(|&m| (m, by_fate(&pool[m].figures))).collect();
    for (i, (a, ours)) in told.iter().enumerate() {
        let differs = |(b, theirs): &&(usize, BTreeMap<&str, Vec<&Figure>>)| {
            let contradicts = |(fate, figures): (&&str, &Vec<&Figure>)| {
                theirs.get(fate).is_some_and(|others| !agree(figures, others))
            };
            pool[*a].document.key != pool[*b].document.key && ours.iter().any(contradicts)
        };
        if let Some((b, _)) = told[i + 1..].iter().find(differs) {
            return Some(Dispute { versions: (*a, *b) });
        }
    }
    None
}

/// True where one of the figures and one of the others can both be true: "at least 28" and 31.
fn agree(figures: &[&Figure], others: &[&Figure]) -> bool {
    figures.iter().any(|f| {
        let (low, high) = f.range();
        others.iter().any(|o| {
            let (from, to) = o.range();
            low <= to && from <= high
        })
    })
}

/// Figures of people by what befell them.
fn by_fate<'f>(figures: &[&'f Figure]) -> BTreeMap<&'f str, Vec<&'f Figure>> {
    let mut out: BTreeMap<&str, Vec<&Figure>> = BTreeMap::new();
    for figure in figures {
        if let Some(fate) = &figure.fate {
            out.entry(fate).or_default().push(figure);
        }
    }
    out
}

/// The figures of people in a text by what befell them ("killed", "hurt", "held").
pub(crate) fn figures_by_fate(text: &str) -> BTreeMap<String, BTreeSet<u64>> {
    let mut out: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for figure in figures::find(text, Span::new(0, text.len()), &[]) {
        if let Some(fate) = figure.fate {
            // Counts of people are whole and far below 2⁵³.
            out.entry(fate).or_default().insert(figure.value as u64);
        }
    }
    out
}

fn denial(pool: &[Statement<'_>], members: &[usize]) -> Option<Dispute> {
    let denied = members.iter().copied().find(|&m| denies(&pool[m]))?;
    let is_claim = |m: &usize| !denies(&pool[*m]) && !pool[*m].events.is_empty();
    let claim = members.iter().copied().find(is_claim)?;
    Some(Dispute { versions: (claim, denied) })
}

/// True when somebody denies or contradicts something in the sentence.
pub(crate) fn denies(s: &Statement<'_>) -> bool {
    *s.denies.get_or_init(|| {
        let mut words_of = s.text().split(|c: char| !c.is_alphanumeric());
        s.events.iter().any(|e| e.status == Status::Denied)
            || words_of.any(|w| words().denial.contains(&w.to_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::day::Day;
    use crate::relations::happenings::happenings;
    use crate::relations::invented::records;
    use crate::relations::statements::statements;
    use crate::relations::terms::Weights;

    fn is_disputed(first: &str, second: &str) -> bool {
        let records = records(&[("2021-03-02", "A", first), ("2021-03-02", "B", second)]);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        let weights = Weights::of(pool.iter().map(|s| &s.terms));
        let told = happenings(&pool, &[0, 1], &weights);
        assert_eq!(told.len(), 1, "both tell of one thing");
        !disputes(&pool, &told[0].members).is_empty()
    }

    #[test]
    fn figures_that_cannot_both_be_true_are_a_dispute() {
        let rammed = |figure: &str| {
            format!("A Swedish warship rammed a Norwegian ferry off Gothenburg, killing {figure}.")
        };
        assert!(is_disputed(&rammed("38 people"), &rammed("39 people")));
        assert!(is_disputed(&rammed("at least 38 people"), &rammed("30 people")));
        assert!(!is_disputed(&rammed("at least 28 people"), &rammed("31 people")));
        assert!(!is_disputed(&rammed("38 people"), &rammed("some 40 people")));
        assert!(!is_disputed(&rammed("38 people"), &rammed("38 people")));
    }

    #[test]
    fn a_figure_and_a_denial_are_two_disputes() {
        let told = |first: &str, second: &str| is_disputed(first, second);
        let claim = "Norway accused Sweden of sinking a ferry off Gothenburg on Tuesday, killing four people.";
        let denial = "Sweden denied that it sank a Norwegian ferry off Gothenburg on Tuesday.";
        assert!(told(claim, denial));
        let records = records(&[
            ("2021-03-02", "A", claim),
            ("2021-03-02", "B", denial),
            (
                "2021-03-02",
                "C",
                "Norway accused Sweden of sinking a ferry off Gothenburg, killing six people.",
            ),
        ]);
        let pool = statements(&records, Day::constant(2024, 1, 1));
        assert_eq!(disputes(&pool, &[0, 1, 2]).len(), 2);
        assert_eq!(disputes(&pool, &[0, 2]).len(), 1, "what may not be told is no side");
    }

    #[test]
    fn figures_of_a_text_stand_by_what_befell_whom_they_count() {
        let found = figures_by_fate("The crash killed 38 people and injured 29 others.");
        assert_eq!(found["killed"], BTreeSet::from([38]));
        assert_eq!(found["hurt"], BTreeSet::from([29]));
        assert!(figures_by_fate("Two ministers met for 3 hours.").is_empty());
    }
}
