//! Scores predicted events against gold events at several strictness levels: micro precision, recall and F1.
//!
//! Matching is one to one within a sentence, as many pairs as there can be. Predictions that repeat source,
//! target and code count once. PLOVER gold has no statement class, so CAMEO 01 is left out on both sides there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::codes;

/// A sentence of a gold set.
#[derive(Debug, Deserialize)]
pub(crate) struct Gold {
    pub(crate) id: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) date: Option<String>,
    pub(crate) events: Vec<Event>,
    /// True or the name of the error, where a coder should refuse the sentence.
    #[serde(default)]
    pub(crate) expect_error: serde_json::Value,
    #[serde(default)]
    pub(crate) evaluate: Option<bool>,
    #[serde(default)]
    pub(crate) unlabelled: bool,
}

impl Gold {
    fn is_refused(&self) -> bool {
        !matches!(self.expect_error, serde_json::Value::Null | serde_json::Value::Bool(false))
    }
}

/// A gold or predicted event; gold may have a class (`quad`) and no code.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Event {
    pub(crate) source: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) scheme: Option<String>,
    pub(crate) quad: Option<i64>,
    pub(crate) source_text: Option<String>,
    pub(crate) target_text: Option<String>,
    /// The rule it was read by; predicted events only.
    pub(crate) rule: Option<String>,
    #[serde(default)]
    pub(crate) actors_derived: bool,
}

/// Which events of a set count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All.
    Whole,
    /// Only those whose source and target are both a state or an organisation.
    International,
    /// Only predictions on a labelled pair of actors, for sets that label one relation a sentence.
    KnownPairs,
}

/// How strictly two events must agree, from the loosest to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Detect,
    Actors,
    Quad,
    Root,
    ActorsQuad,
    ActorsRoot,
    ActorsCode,
    Full,
}

impl Level {
    const ALL: [Level; 8] = [
        Level::Detect,
        Level::Actors,
        Level::Quad,
        Level::Root,
        Level::ActorsQuad,
        Level::ActorsRoot,
        Level::ActorsCode,
        Level::Full,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Level::Detect => "detect",
            Level::Actors => "actors",
            Level::Quad => "quad",
            Level::Root => "root",
            Level::ActorsQuad => "actors+quad",
            Level::ActorsRoot => "actors+root",
            Level::ActorsCode => "actors+code",
            Level::Full => "full",
        }
    }
}

/// Counts at one level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) right: usize,
    pub(crate) gold: usize,
    pub(crate) predicted: usize,
}

impl Tally {
    /// 0 to 1.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.predicted)
    }

    /// 0 to 1.
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of both, 0 to 1.
    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Scores a whole set; a gold sentence without a prediction counts as predicted empty. Levels that the gold
/// cannot tell (full codes where actors were derived) are left out.
pub(crate) fn score(
    gold: &[Gold],
    predicted: &BTreeMap<String, Vec<Event>>,
    scope: Scope,
) -> BTreeMap<Level, Tally> {
    let judge = Judge::of(gold);
    let skip_statements = !judge.scheme.starts_with("CAMEO") && judge.scheme != "QUAD";
    let mut tallies: BTreeMap<Level, Tally> = BTreeMap::new();
    let counted =
        gold.iter().filter(|g| !g.is_refused() && g.evaluate != Some(false) && !g.unlabelled);
    for sentence in counted {
        let mut wanted: Vec<&Event> = sentence.events.iter().collect();
        let mut found = unrepeated(predicted.get(&sentence.id).map_or(&[][..], Vec::as_slice));
        if skip_statements {
            wanted.retain(|e| !is_statement(e));
            found.retain(|e| !is_statement(e));
        }
        match scope {
            Scope::Whole => {}
            Scope::International => {
                let named = |code: &Option<String>| {
                    codes::primary(code.as_deref()).as_deref() != Some("---")
                };
                found.retain(|e| {
                    e.source.is_some() && e.target.is_some() && named(&e.source) && named(&e.target)
                });
                wanted.retain(|e| named(&e.source) && named(&e.target));
            }
            Scope::KnownPairs => {
                found.retain(|p| wanted.iter().any(|g| judge.agree(Level::Actors, g, p)));
            }
        }
        for level in Level::ALL {
            let tally = tallies.entry(level).or_default();
            if level == Level::Detect {
                tally.gold += usize::from(!wanted.is_empty());
                tally.predicted += usize::from(!found.is_empty());
                tally.right += usize::from(!wanted.is_empty() && !found.is_empty());
            } else {
                tally.gold += wanted.len();
                tally.predicted += found.len();
                tally.right += matched(&wanted, &found, |g, p| judge.agree(level, g, p));
            }
        }
    }
    tallies.retain(|level, _| judge.tells(*level, gold));
    tallies
}

pub(super) fn unrepeated(events: &[Event]) -> Vec<&Event> {
    let mut seen = BTreeSet::new();
    events.iter().filter(|e| seen.insert((&e.source, &e.target, &e.code))).collect()
}

fn is_statement(event: &Event) -> bool {
    event.code.as_deref().is_some_and(|c| c.starts_with("01"))
}

/// Compares events in the scheme of the gold set.
pub(super) struct Judge<'a> {
    scheme: &'a str,
}

impl<'a> Judge<'a> {
    /// In the scheme that the set names; CAMEO's where it names none.
    pub(super) fn of(gold: &'a [Gold]) -> Self {
        let scheme = gold.iter().flat_map(|g| &g.events).find_map(|e| e.scheme.as_deref());
        Self { scheme: scheme.unwrap_or("CAMEO") }
    }
}

impl Judge<'_> {
    fn is_cameo(&self) -> bool {
        self.scheme.starts_with("CAMEO")
    }

    /// False for levels that this gold set cannot tell.
    fn tells(&self, level: Level, gold: &[Gold]) -> bool {
        let rooted =
            !matches!(level, Level::Root | Level::ActorsRoot | Level::ActorsCode | Level::Full);
        let coded = !matches!(level, Level::ActorsCode | Level::Full);
        match self.scheme {
            "QUAD" => rooted,
            "CAMEO2" | "PLOVER15" | "PLOVER" => coded,
            _ => {
                level != Level::Full
                    || !gold.iter().flat_map(|g| &g.events).any(|e| e.actors_derived)
            }
        }
    }

    pub(super) fn agree(&self, level: Level, gold: &Event, found: &Event) -> bool {
        let actors = || {
            actor(&gold.source, &gold.source_text, &found.source, &found.source_text)
                && actor(&gold.target, &gold.target_text, &found.target, &found.target_text)
        };
        match level {
            Level::Detect => true,
            Level::Actors => actors(),
            Level::Quad => self.quad(gold) == self.quad(found),
            Level::Root => self.root(gold) == self.root(found),
            Level::ActorsQuad => self.quad(gold) == self.quad(found) && actors(),
            Level::ActorsRoot => self.root(gold) == self.root(found) && actors(),
            Level::ActorsCode => gold.code == found.code && actors(),
            Level::Full => {
                whole(&gold.source) == whole(&found.source)
                    && whole(&gold.target) == whole(&found.target)
                    && gold.code == found.code
            }
        }
    }

    fn root(&self, event: &Event) -> Option<String> {
        let code = event.code.as_deref();
        if self.is_cameo() { codes::cameo(code) } else { codes::plover(code) }
    }

    fn quad(&self, event: &Event) -> Option<i64> {
        let code = event.code.as_deref();
        if self.is_cameo() {
            codes::cameo_quad(code)
        } else {
            event.quad.or_else(|| codes::plover_quad(code))
        }
    }
}

fn whole(code: &Option<String>) -> &str {
    code.as_deref().filter(|c| !c.is_empty()).unwrap_or("---")
}

/// A coded gold actor compares on its primary; one known only as a span shares a word with the predicted span.
fn actor(
    gold: &Option<String>,
    gold_text: &Option<String>,
    found: &Option<String>,
    found_text: &Option<String>,
) -> bool {
    match codes::primary(gold.as_deref()) {
        None => match (gold_text, found_text) {
            (Some(a), Some(b)) => !words(a).is_disjoint(&words(b)),
            _ => false,
        },
        Some(wanted) => codes::primary(Some(whole(found))).is_some_and(|p| p == wanted),
    }
}

fn words(text: &str) -> BTreeSet<String> {
    const STOP: [&str; 18] = [
        "the", "a", "an", "of", "in", "on", "to", "and", "for", "s", "his", "her", "its", "their",
        "by", "at", "from", "with",
    ];
    text.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty() && !STOP.contains(w))
        .map(str::to_owned)
        .collect()
}

/// Pairs that can be matched one to one (augmenting paths; a sentence has few events).
fn matched(wanted: &[&Event], found: &[&Event], fits: impl Fn(&Event, &Event) -> bool) -> usize {
    let table: Vec<Vec<bool>> =
        wanted.iter().map(|g| found.iter().map(|p| fits(g, p)).collect()).collect();
    let mut holder: Vec<Option<usize>> = vec![None; found.len()];
    (0..wanted.len())
        .filter(|&g| augment(g, &table, &mut vec![false; found.len()], &mut holder))
        .count()
}

fn augment(g: usize, table: &[Vec<bool>], seen: &mut [bool], holder: &mut [Option<usize>]) -> bool {
    for p in 0..holder.len() {
        if seen[p] || !table[g][p] {
            continue;
        }
        seen[p] = true;
        if holder[p].is_none_or(|other| augment(other, table, seen, holder)) {
            holder[p] = Some(g);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(source: &str, target: &str, code: &str) -> Event {
        Event {
            source: (!source.is_empty()).then(|| source.to_owned()),
            target: (!target.is_empty()).then(|| target.to_owned()),
            code: Some(code.to_owned()),
            ..Event::default()
        }
    }

    fn gold(scheme: &str, events: Vec<Event>) -> Gold {
        let events =
            events.into_iter().map(|e| Event { scheme: Some(scheme.to_owned()), ..e }).collect();
        Gold {
            id: "1".to_owned(),
            text: String::new(),
            date: None,
            events,
            expect_error: serde_json::Value::Null,
            evaluate: None,
            unlabelled: false,
        }
    }

    fn tally(
        scheme: &str,
        wanted: Vec<Event>,
        found: Vec<Event>,
        scope: Scope,
    ) -> BTreeMap<Level, Tally> {
        score(&[gold(scheme, wanted)], &BTreeMap::from([("1".to_owned(), found)]), scope)
    }

    #[test]
    fn matching_finds_the_most_pairs() {
        // The first gold event fits both predictions, the second only the first: taken greedily, one is lost.
        let wanted = vec![event("FRA", "DEU", "042"), event("FRA", "DEU", "043")];
        let found = vec![event("FRA", "DEU", "043"), event("FRA", "DEU", "042")];
        let tallies = tally("CAMEO", wanted, found, Scope::Whole);
        assert_eq!(tallies[&Level::ActorsCode], Tally { right: 2, gold: 2, predicted: 2 });
    }

    #[test]
    fn repeated_predictions_count_once_and_statements_not_at_all_on_plover() {
        let found = vec![
            event("FRA", "DEU", "042"),
            event("FRA", "DEU", "042"),
            event("FRA", "DEU", "010"),
        ];
        let tallies = tally("PLOVER", vec![event("FRA", "DEU", "CONSULT")], found, Scope::Whole);
        assert_eq!(tallies[&Level::ActorsRoot], Tally { right: 1, gold: 1, predicted: 1 });
        assert!(!tallies.contains_key(&Level::Full));
    }

    #[test]
    fn scopes_leave_out_what_they_say() {
        let wanted = || vec![event("FRA", "DEU", "CONSULT"), event("FRA", "---", "PROTEST")];
        let found = || vec![event("FRA", "DEU", "060"), event("ITA", "DEU", "042")];
        let pairs = tally("PLOVER", wanted(), found(), Scope::KnownPairs);
        assert_eq!(pairs[&Level::Actors], Tally { right: 1, gold: 2, predicted: 1 });
        assert_eq!(pairs[&Level::ActorsRoot].right, 0);
        let states = tally("PLOVER", wanted(), found(), Scope::International);
        assert_eq!(states[&Level::Actors], Tally { right: 1, gold: 1, predicted: 2 });
    }

    #[test]
    fn spans_stand_in_for_actors_without_a_code() {
        let mut wanted = event("", "DEU", "CONSULT");
        wanted.source_text = Some("the dockers of the port".to_owned());
        let mut found = event("", "DEU", "042");
        found.source_text = Some("striking dockers".to_owned());
        let mut other = found.clone();
        other.source_text = Some("the pilots".to_owned());
        let right = |e: Event| {
            tally("PLOVER", vec![wanted.clone()], vec![e], Scope::Whole)[&Level::Actors].right
        };
        assert_eq!(right(found), 1);
        assert_eq!(right(other), 0);
    }
}
