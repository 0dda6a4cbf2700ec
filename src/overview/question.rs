//! A question in words to the relations it asks about.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::day::{Day, DaySpan};
use crate::reading::lexicon::Lexicon;
use crate::reading::names::{self, Resolution};
use crate::relations::Dyad;

/// A question, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// As typed.
    pub(crate) asked: String,
    /// Actors in the order asked, each once.
    pub(crate) actors: Vec<String>,
    /// Relations asked about, most wanted first; empty for one actor alone.
    pub(crate) dyads: Vec<Dyad>,
    pub(crate) since: Option<Day>,
    pub(crate) until: Option<Day>,
    /// Words that named nothing.
    pub(crate) unused: Vec<String>,
    /// Whether rows of event tables are counted.
    pub(crate) tables: bool,
}

/// Why a question cannot be answered as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotUnderstood {
    /// No actor in it.
    NoActor,
    /// A word that looks like a name but is none we know.
    Unknown { word: String, suggestions: Vec<String> },
    /// A word in letters that names are not read in.
    OtherScript { word: String },
    /// A country against itself.
    Itself { name: String },
    /// More characters than anybody asks in.
    TooLong { characters: usize, most: usize },
}

#[derive(Deserialize)]
struct Words {
    against: BTreeSet<String>,
    filler: BTreeSet<String>,
    since: BTreeSet<String>,
    until: BTreeSet<String>,
    during: BTreeSet<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../data/question.toml"))
            .expect("data/question.toml is ours and well formed")
    })
}

/// A name has at most this many words ("Democratic Republic of the Congo" and a little more).
const LONGEST_NAME: usize = 6;
/// Longer questions are refused.
const MOST_CHARACTERS: usize = 1_000;
/// Questions of more words are cut: nobody asks about more.
const LONGEST_QUESTION: usize = 60;

/// Reads a question such as "Russia vs Azerbaijan and Kazakhstan", "India–Pakistan relations since 2022"
/// or "Serbia".
pub(crate) fn parse(lexicon: &Lexicon, asked: &str) -> Result<Question, NotUnderstood> {
    let characters = asked.chars().count();
    if characters > MOST_CHARACTERS {
        return Err(NotUnderstood::TooLong { characters, most: MOST_CHARACTERS });
    }
    let tokens = split(asked);
    let mut question = Question {
        asked: asked.trim().to_owned(),
        actors: Vec::new(),
        dyads: Vec::new(),
        since: None,
        until: None,
        unused: Vec::new(),
        tables: true,
    };
    let mut against_at = None;
    let mut unknown = None;
    // Where a name stands that names an actor named before, and of how many words it is.
    let mut repeated = None;
    let mut at = 0;
    while at < tokens.len() {
        if let Some(used) = period(&tokens[at..], &mut question) {
            at += used;
            continue;
        }
        let low = tokens[at].to_lowercase();
        if words().against.contains(&low) {
            against_at.get_or_insert(question.actors.len());
            at += 1;
            continue;
        }
        if let Some((used, ids)) = name(lexicon, &tokens[at..]) {
            // One name that several states bear stands for the first of them.
            if let Some(id) = ids.into_iter().next() {
                if question.actors.contains(&id) {
                    repeated.get_or_insert((at, used));
                } else {
                    question.actors.push(id);
                }
            }
            at += used;
            continue;
        }
        if !words().filler.contains(&low) {
            if unknown.is_none()
                && let Resolution::Unknown { word, suggestions } =
                    names::resolve(lexicon, &tokens[at])
                && !suggestions.is_empty()
                && tokens[at].chars().count() > 3
            {
                unknown = Some(NotUnderstood::Unknown { word, suggestions });
            }
            question.unused.push(tokens[at].clone());
        }
        at += 1;
    }
    if let Some(unknown) = unknown {
        return Err(unknown);
    }
    if question.actors.is_empty() {
        let other = question.unused.iter().find(|w| w.chars().any(is_of_other_script));
        return Err(match other.or(question.unused.first()) {
            Some(word) if other.is_some() => NotUnderstood::OtherScript { word: word.clone() },
            Some(word) => NotUnderstood::Unknown { word: word.clone(), suggestions: Vec::new() },
            None => NotUnderstood::NoActor,
        });
    }
    if let ([_], Some((at, used)), Some(_)) = (question.actors.as_slice(), repeated, against_at) {
        return Err(NotUnderstood::Itself { name: tokens[at..at + used].join(" ") });
    }
    question.dyads = dyads(&question.actors, against_at);
    Ok(question)
}

/// A letter that no name of the tables has.
fn is_of_other_script(c: char) -> bool {
    // Behind Latin Extended-B, but for Latin Extended Additional (Vietnamese).
    c.is_alphabetic() && c > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&c)
}

/// Pairs across the sides first, then within the right side, then within the left.
fn dyads(actors: &[String], against_at: Option<usize>) -> Vec<Dyad> {
    let split =
        against_at.filter(|at| *at > 0 && *at < actors.len()).unwrap_or(1.min(actors.len()));
    let (left, right) = actors.split_at(split);
    let mut out: Vec<Dyad> =
        left.iter().flat_map(|l| right.iter().filter_map(|r| Dyad::new(l, r))).collect();
    for side in [right, left] {
        for (i, a) in side.iter().enumerate() {
            out.extend(side[i + 1..].iter().filter_map(|b| Dyad::new(a, b)));
        }
    }
    out
}

/// Words of the question; dashes between names part them, hyphens inside names do not.
fn split(asked: &str) -> Vec<String> {
    asked
        .replace(['–', '—', '/', ',', ';', '?', '!', '(', ')', '"', '“', '”', '&', '+'], " ")
        .split_whitespace()
        .map(|w| {
            w.trim_end_matches("'s")
                .trim_end_matches("’s")
                .trim_matches(['\'', '’', ':'])
                .to_owned()
        })
        .flat_map(|w| if w.contains('-') { hyphenated(&w) } else { vec![w] })
        .filter(|w| !w.is_empty())
        .take(LONGEST_QUESTION)
        .collect()
}

/// "Russia-Azerbaijan" is two names and "2021-2022" two years; "Guinea-Bissau" and "2025-10-09" stay whole.
fn hyphenated(word: &str) -> Vec<String> {
    if DaySpan::parse(word).is_some() {
        return vec![word.to_owned()];
    }
    let lexicon = Lexicon::embedded();
    if names::find(lexicon, word).is_some() {
        return vec![word.to_owned()];
    }
    let parts: Vec<String> = word.split('-').map(str::to_owned).collect();
    let is_year = |p: &String| p.len() == 4 && p.bytes().all(|b| b.is_ascii_digit());
    if parts.len() == 2 && parts.iter().all(is_year) {
        return parts;
    }
    let all_names = parts.iter().all(|p| names::find(lexicon, p).is_some());
    if all_names { parts } else { vec![word.to_owned()] }
}

/// The longest name at the start of the words, with the number of words it takes.
fn name(lexicon: &Lexicon, tokens: &[String]) -> Option<(usize, Vec<String>)> {
    (1..=LONGEST_NAME.min(tokens.len())).rev().find_map(|len| {
        let joined = tokens[..len].join(" ");
        if len == 1 && words().filler.contains(&joined) {
            return None;
        }
        names::find(lexicon, &joined).map(|ids| (len, ids))
    })
}

/// A period at the start of the words ("since June 2022", "in 2024"); gives the words it takes.
fn period(tokens: &[String], question: &mut Question) -> Option<usize> {
    let low = tokens[0].to_lowercase();
    let opens = words().since.contains(&low);
    let closes = words().until.contains(&low);
    let inside = words().during.contains(&low);
    let lead = usize::from(opens || closes || inside);
    let (used, span) = day_span(tokens.get(lead..)?)?;
    if opens {
        question.since = Some(span.start);
    } else if closes {
        question.until = Some(span.end);
    } else {
        question.since = Some(question.since.map_or(span.start, |d| d.min(span.start)));
        question.until = Some(question.until.map_or(span.end, |d| d.max(span.end)));
    }
    Some(lead + used)
}

/// `2025-10-09`, `2025-10`, `2025`, `October 2025` or `9 October 2025`.
fn day_span(tokens: &[String]) -> Option<(usize, DaySpan)> {
    let first = tokens.first()?;
    if let Some(span) = DaySpan::parse(first) {
        return (1800..=2200).contains(&span.start.year()).then_some((1, span));
    }
    let year =
        |at: usize| tokens.get(at).filter(|y| y.len() == 4).and_then(|y| y.parse::<i16>().ok());
    if let (Some(month), Some(year)) = (month(first), year(1)) {
        return DaySpan::month(year, month).map(|span| (2, span));
    }
    if let (Ok(day), Some(month), Some(year)) =
        (first.parse::<i8>(), tokens.get(1).and_then(|m| month(m)), year(2))
    {
        return Day::new(year, month, day).ok().map(|day| (3, DaySpan::day(day)));
    }
    None
}

fn month(word: &str) -> Option<i8> {
    super::wording::month_number(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(asked: &str) -> Question {
        parse(Lexicon::embedded(), asked).unwrap()
    }

    fn pairs(question: &Question) -> Vec<String> {
        question.dyads.iter().map(|d| format!("{}-{}", d.first, d.second)).collect()
    }

    #[test]
    fn one_side_against_others() {
        let question = read("Russia vs Azerbaijan and Kazakhstan");
        assert_eq!(question.actors, ["RUS", "AZE", "KAZ"]);
        assert_eq!(pairs(&question), ["AZE-RUS", "KAZ-RUS", "AZE-KAZ"]);
    }

    #[test]
    fn many_ways_to_ask_for_two() {
        for asked in [
            "India vs Pakistan",
            "India and Pakistan",
            "India–Pakistan relations",
            "India-Pakistan",
            "between India and Pakistan",
            "What is happening between India and Pakistan?",
            "Indian Pakistani tensions",
            "IND PAK",
            "india, pakistan",
        ] {
            assert_eq!(pairs(&read(asked)), ["IND-PAK"], "{asked}");
        }
    }

    #[test]
    fn a_period_narrows() {
        let question = read("Serbia and Kosovo since 2022");
        assert_eq!(question.since, Some(Day::constant(2022, 1, 1)));
        assert_eq!(question.until, None);
        let question = read("Serbia and Kosovo from May 2022 to 2023-06-30");
        assert_eq!(question.since, Some(Day::constant(2022, 5, 1)));
        assert_eq!(question.until, Some(Day::constant(2023, 6, 30)));
        for asked in ["Serbia and Kosovo 2021-2022", "Serbia and Kosovo 2021–2022"] {
            let question = read(asked);
            assert_eq!(question.since, Some(Day::constant(2021, 1, 1)), "{asked}");
            assert_eq!(question.until, Some(Day::constant(2022, 12, 31)), "{asked}");
        }
        let question = read("Russia Kazakhstan in 2024");
        assert_eq!(
            (question.since, question.until),
            (Some(Day::constant(2024, 1, 1)), Some(Day::constant(2024, 12, 31)))
        );
    }

    #[test]
    fn a_misspelt_name_is_asked_back() {
        match parse(Lexicon::embedded(), "Russia vs Azerbaidjan") {
            Err(NotUnderstood::Unknown { word, suggestions }) => {
                assert_eq!(word, "Azerbaidjan");
                assert!(suggestions.iter().any(|s| s == "Azerbaijan"), "{suggestions:?}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(parse(Lexicon::embedded(), "relations between"), Err(NotUnderstood::NoActor));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let refused = |asked: &str| parse(Lexicon::embedded(), asked).unwrap_err();
        assert!(matches!(refused("Россия и Украина"), NotUnderstood::OtherScript { .. }));
        assert!(matches!(refused("印度 巴基斯坦"), NotUnderstood::OtherScript { .. }));
        let long = "Russia and Ukraine ".repeat(600);
        let most = MOST_CHARACTERS;
        assert_eq!(refused(&long), NotUnderstood::TooLong { characters: 11_400, most });
        assert!(matches!(refused("zzqx zzqx"), NotUnderstood::Unknown { .. }));
        let itself = NotUnderstood::Itself { name: "Moscow".to_owned() };
        assert_eq!(refused("Russia vs Moscow"), itself);
        assert_eq!(read("Russia vs Azerbaijan and Russia").actors, ["RUS", "AZE"]);
        assert_eq!(read("Russia and Russian policy").actors, ["RUS"]);
    }

    #[test]
    fn one_actor_alone_has_no_dyads_yet() {
        let question = read("Kazakhstan");
        assert_eq!((question.actors.len(), question.dyads.len()), (1, 0));
    }
}
