//! A label of two to five words for a point, taken from its evidence.
//!
//! The label is what the main clause of the main sentence tells ([`clause`]): a happening with its
//! describing words, the noun form of the verb that carries the event, or what the verb did to its object.
//! Nouns of side clauses and of the title an editor gave come after it, and last the name of the event's
//! type. Then the label is dressed: with the state that acts or the name of the affair before it, how sure
//! it is, and the place behind it.

mod about;
mod clause;
mod names;
mod nouns;
mod status;
mod table;

use std::collections::BTreeSet;

use super::course::capital;
use crate::model::event::{Event, Status};
use crate::reading::How;
use crate::reading::events::label_of;
use crate::reading::lexicon::Lexicon;
use crate::relations::statements::Statement;
use crate::relations::terms::{Weights, is_place_word};
use clause::Clause;
use nouns::{Candidate, Nouns};
use status::{is_force, may_name_object, status, told_of, with_status};
use table::{ByWord, labels};

/// The label of a point of analyses.
pub(crate) fn assessments() -> &'static str {
    &labels().assessments
}

/// Longest label before the town, in words.
const LONGEST: usize = 4;
/// Labels of fewer words take what stands behind their noun.
const SHORT: usize = 3;
/// Bytes behind the words that carry a deed of force in which the place it was done in is looked for.
const NEAR: usize = 60;
/// A noun of the evidence below this score is weaker than the noun form of the event's verb.
const WEAK: f64 = 1.7;

/// The label of a point told by these statements; the first one is its main sentence. `beside`: the other
/// statements of the point. `core` are the words most reports of the happening share.
pub(crate) fn label(
    lexicon: &Lexicon,
    statements: &[&Statement<'_>],
    beside: &[&Statement<'_>],
    core: &BTreeSet<String>,
    weights: &Weights,
) -> String {
    let Some(main) = statements.first() else {
        return String::new();
    };
    if let Some(story) = story(statements, beside, weights) {
        return capital(&story);
    }
    let clause = Clause::of(lexicon, main);
    let clause = clause.as_ref();
    let found = nouns::best(statements, core, weights, clause);
    let carried = carried(main, clause);
    let words = bare(main, clause, carried, found)
        // What another sentence of the story tells says more than that it is told.
        .or_else(|| beside.iter().find_map(|other| Clause::of(lexicon, other)?.told("")))
        .unwrap_or_else(|| lower_first(&by_type(statements)));
    // Before the object is put to it: the object's words stand in the text, and carry nothing.
    let event = event_of(main, carried.or_else(|| main.events.first().copied()), &words);
    let words = with_object(clause, event, words);
    let name = names::telling(main, beside, weights).filter(|name| {
        !words.contains(' ') && may_stand_before(name, &words) && !name.ends_with(&words)
    });
    // The name of the affair says more than what the first report is about.
    let words = event
        .filter(|_| name.is_none())
        .and_then(|event| about::about(clause?, main, event, &words))
        .unwrap_or(words);
    capital(&dressed(lexicon, main, clause, event, name, words))
}

/// The words of a label before anything is put to them.
fn bare(
    main: &Statement<'_>,
    clause: Option<&Clause<'_, '_>>,
    carried: Option<&Event>,
    found: Nouns,
) -> Option<String> {
    let (happening, thing) = match found.other {
        Some(noun) if noun.strong => (Some(noun), None),
        other => (None, other.map(|noun| noun.words)),
    };
    by_clause(clause, carried, found.central, thing.as_deref())
        .or_else(|| by_side(main, clause, happening))
        .or_else(|| clause?.told(thing.as_deref()?))
        .or_else(|| telling_word(main))
        .or_else(|| found.beside.filter(|noun| noun.strong).map(|noun| noun.words))
        .or(thing)
        .or_else(|| clause?.matter())
        .or_else(|| by_word(main.text()).map(|word| lower_first(&word)))
}

/// The words with what the verb does to its object in place of a bare noun, or with what undoes them.
fn with_object(clause: Option<&Clause<'_, '_>>, event: Option<&Event>, words: String) -> String {
    let words = event
        .filter(|e| may_name_object(e) && labels().better_by_object.contains(&words))
        .and_then(|event| clause?.done_to(event))
        .unwrap_or(words);
    // "Withdrawal from an agreement" says already that it ended.
    let by_rule = |e: &Event| label_of(&e.rule).map(lower_first).as_deref() == Some(&words);
    let says_end = words.contains(' ') && event.is_some_and(by_rule);
    let told_done = event.is_none_or(|e| matches!(e.status, Status::Done | Status::Planned));
    let undone = clause.filter(|_| told_done && !says_end).and_then(|c| c.undone(&words));
    undone.unwrap_or(words)
}

/// The words with the state that acts or the name of the affair before them, how sure it is, and behind them the
/// place or whom it is against.
fn dressed(
    lexicon: &Lexicon,
    main: &Statement<'_>,
    clause: Option<&Clause<'_, '_>>,
    event: Option<&Event>,
    name: Option<names::Name<'_>>,
    words: String,
) -> String {
    let length = words.split(' ').count();
    // Talks and clashes are both sides', not one's.
    let may_have_doer = length == 1 && !labels().mutual.contains(&words.to_lowercase());
    let doer = event.and_then(|e| doer(lexicon, main, e)).filter(|_| may_have_doer);
    let in_text = nouns::has_noun(main.text(), &words.to_lowercase());
    let near = match event {
        Some(e) if is_force(e) => Some(e.trigger.end..e.trigger.end + NEAR),
        None => Some(main.span.start..main.span.end),
        Some(_) => None,
    };
    let town = town(main, &words)
        .or_else(|| names::place(main, near.filter(|_| !in_text)?))
        .filter(|_| length < LONGEST && doer.is_none());
    let name = name.filter(|_| length == 1 && doer.is_none());
    let label = match (&doer, name.as_ref().filter(|_| town.is_none())) {
        (Some(doer), _) => format!("{doer} {words}"),
        (None, Some(name)) => format!("{} {words}", name.words),
        (None, None) => words.clone(),
    };
    // A short label says more with what stands behind its noun.
    let venue = || clause?.place(event?, labels().venue.get(&words)?);
    let behind = (name.is_none() && label.split(' ').count() < SHORT)
        .then(|| about::behind(clause?, main, &label).or_else(venue))
        .flatten();
    let behind = town.map(|town| format!("in {town}")).or(behind);
    let status = match event {
        Some(event) => status(main, event),
        None => told_of(main, &words),
    };
    let label = match status {
        Some(status) => with_status(status, &label),
        None => label,
    };
    match behind {
        Some(behind) => format!("{label} {behind}"),
        None => label,
    }
}

/// What the main clause tells: a happening that is its subject or object, else the deed that its verb carries,
/// else what befell the thing it names, else what its verb does to its object.
fn by_clause(
    clause: Option<&Clause<'_, '_>>,
    carried: Option<&Event>,
    central: Option<Candidate>,
    thing: Option<&str>,
) -> Option<String> {
    let happening = central.map(|noun| noun.words).filter(|words| fits(carried, words));
    happening
        .or_else(|| clause?.proposed())
        .or_else(|| by_rule(clause, carried?))
        .or_else(|| clause?.befallen(thing?))
        .or_else(|| clause?.told(""))
        .or_else(|| clause?.crowd())
}

/// What a side clause or a page's title tells: a happening, else the first deed coded.
fn by_side(
    main: &Statement<'_>,
    clause: Option<&Clause<'_, '_>>,
    happening: Option<Candidate>,
) -> Option<String> {
    let leading = main.events.first().copied();
    let by_verb = leading.and_then(|e| by_rule(clause, e));
    match (happening, by_verb) {
        (Some(noun), Some(verb)) if noun.score < WEAK || !fits(leading, &noun.words) => Some(verb),
        (Some(noun), _) => Some(noun.words),
        (None, verb) => verb,
    }
}

/// The label of the words that the sentence has, unless it says no more than that somebody speaks.
fn telling_word(main: &Statement<'_>) -> Option<String> {
    let word = by_word(main.text()).filter(|word| !labels().telling_nothing.contains(word))?;
    Some(lower_first(&word))
}

/// The event that the main verb of the sentence carries: "groups backed by Turkey capture a city" tells of a
/// capture.
fn carried<'a>(main: &Statement<'a>, clause: Option<&Clause<'_, '_>>) -> Option<&'a Event> {
    let at = clause?.verb_at()?;
    main.events.iter().copied().find(|e| (e.trigger.start..e.trigger.end).contains(&at))
}

/// The noun form of an event's verb: its rule's label, or a sharper one that the verb's own words ask for. Where
/// it says not what was done to whom, and both sides did not do it, what the verb does to its object.
fn by_rule(clause: Option<&Clause<'_, '_>>, event: &Event) -> Option<String> {
    let label = label_of(&event.rule)?;
    let bare = lower_first(label);
    let says_more = !may_name_object(event)
        || bare.contains(' ')
        || labels().about.contains_key(&bare)
        || labels().mutual.contains(&bare);
    let mut wide = labels().sharper.iter().filter(|sharper| sharper.label == label).peekable();
    if wide.peek().is_some() {
        let words = clause?.words_of(event);
        if let Some(sharper) = wide.find(|sharper| !sharper.words.is_disjoint(&words)) {
            return Some(lower_first(&sharper.better));
        }
    }
    let done = || clause?.done_to(event);
    if says_more { Some(bare) } else { done().or(Some(bare)) }
}

/// A label of our tables as it stands inside another one.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The noun that at least half of the statements of a story of several happenings have, in their text or in
/// their page's title, behind a name that they share ("AZAL crash"); `None` where nothing is shared, or
/// where what the noun names is not told as done by each that has it.
fn story(
    statements: &[&Statement<'_>],
    beside: &[&Statement<'_>],
    weights: &Weights,
) -> Option<String> {
    if beside.is_empty() {
        return None;
    }
    let all: Vec<&Statement<'_>> = statements.iter().chain(beside).copied().collect();
    let has = |s: &Statement<'_>, noun: &str| {
        let title = title(s).unwrap_or_default();
        nouns::has_noun(s.text(), noun) || nouns::has_noun(title, noun)
    };
    let texts = |noun: &str| {
        let having = all.iter().filter(|s| has(s, noun));
        having.map(|s| s.document.key.as_str()).collect::<BTreeSet<_>>().len()
    };
    let whole = all.iter().map(|s| s.document.key.as_str()).collect::<BTreeSet<_>>().len();
    let (count, _, noun) = labels()
        .nouns
        .iter()
        .filter(|(_, place)| labels().is_happening(**place))
        .map(|(noun, place)| (texts(noun), std::cmp::Reverse(*place), noun.as_str()))
        .max()?;
    let told_as_done = |s: &&&Statement<'_>| {
        let event = event_of(s, s.events.first().copied(), noun);
        event.map_or_else(|| told_of(s, noun), |e| status(s, e)).is_none()
    };
    let having: Vec<&&Statement<'_>> = all.iter().filter(|s| has(s, noun)).collect();
    if count < 2 || count * 2 < whole || !having.iter().all(told_as_done) {
        return None;
    }
    let name = all.iter().enumerate().find_map(|(at, s)| {
        let others: Vec<&Statement<'_>> =
            all.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, s)| *s).collect();
        names::telling(s, &others, weights)
    });
    let name = name.filter(|name| may_stand_before(name, noun) && !name.ends_with(noun))?;
    Some(format!("{} {noun}", name.words))
}

/// A place may stand before any noun; another name only where it cannot be taken for the doer of a deed of
/// force ("SOCAR attack").
fn may_stand_before(name: &names::Name<'_>, words: &str) -> bool {
    name.is_place || !labels().force.contains(words)
}

/// False where the event is of a type whose object the noun names, not the deed.
fn fits(leading: Option<&Event>, words: &str) -> bool {
    let own = leading.and_then(|e| labels().own.get(e.kind.name()));
    own.is_none_or(|nouns| {
        nouns.iter().any(|noun| words == noun || words.ends_with(&format!(" {noun}")))
    })
}

/// The event a label names: the one carried by its noun; where the noun stands elsewhere in the
/// sentence none, and where the label is the verb's noun form the leading one.
fn event_of<'a>(
    main: &Statement<'a>,
    leading: Option<&'a Event>,
    words: &str,
) -> Option<&'a Event> {
    let noun = words.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let in_text = main.text().to_lowercase().contains(&noun);
    let carries = |e: &&&Event| {
        e.trigger.of(&main.document.text).is_some_and(|t| t.to_lowercase().contains(&noun))
    };
    // Of several, one told as done.
    let carrying = main.events.iter().filter(carries).min_by_key(|e| e.status);
    carrying.copied().or(leading.filter(|_| !in_text))
}

/// The title of the page, where an editor wrote one: not merely the start of the text.
fn title<'a>(s: &Statement<'a>) -> Option<&'a str> {
    let title = s.document.reports.first()?.title.as_str();
    let start: String = title.chars().take(20).collect();
    (!start.is_empty() && !s.document.text.starts_with(&start)).then_some(title)
}

/// The label of the first group of words that the sentence has one of.
fn by_word(text: &str) -> Option<String> {
    let has = |words: &BTreeSet<String>| {
        text.split(|c: char| !c.is_alphanumeric()).any(|w| words.contains(&w.to_lowercase()))
    };
    let negated = has(&labels().negation);
    let label = |by: &ByWord| if negated { by.negated.clone() } else { Some(by.label.clone()) };
    labels().words.iter().filter(|by| has(&by.words)).find_map(label)
}

/// The name of the event's type: says nothing that could be wrong of the evidence.
pub(crate) fn plain(statements: &[&Statement<'_>]) -> String {
    capital(&by_type(statements))
}

fn by_type(statements: &[&Statement<'_>]) -> String {
    let kind =
        statements.iter().flat_map(|s| s.events.iter()).next().map_or("NONE", |e| e.kind.name());
    labels().types.get(kind).cloned().unwrap_or_default()
}

/// The adjective of the state that acts in the main sentence ("Kazakh"), if it stands there; of force that a
/// private person used, none.
fn doer(lexicon: &Lexicon, main: &Statement<'_>, event: &Event) -> Option<String> {
    let source = event.source.as_ref()?;
    let private = source.actor.role.as_ref().is_some_and(|role| labels().private.contains(role));
    if private && is_force(event) {
        return None;
    }
    let adjective = lexicon.adjective_of(&source.actor.id);
    // The words that name the doer begin with it: "anti-Serbian" and "Indian troops" elsewhere do not.
    let words = source.span.of(&main.document.text).unwrap_or_default();
    let before = main.document.text.get(..source.span.start).unwrap_or_default();
    let stands =
        words.split(' ').next() == Some(adjective.as_str()) && !before.ends_with(['-', '–']);
    (stands && !adjective.is_empty()).then_some(adjective)
}

/// The town the label's noun happened in, as it is written there: right behind the noun and a word of place.
fn town<'a>(main: &Statement<'a>, words: &str) -> Option<&'a str> {
    let noun = words.rsplit(' ').next()?.to_lowercase();
    main.mentions.iter().filter(|m| m.how == How::City).find_map(|city| {
        let before = main.document.text.get(main.span.start..city.span.start)?.to_lowercase();
        let mut words = before.split_whitespace().rev();
        let place = words.next()?;
        let stands = is_place_word(place) && words.next()? == noun;
        stands.then(|| city.span.of(&main.document.text)).flatten()
    })
}

#[cfg(test)]
mod tests;
