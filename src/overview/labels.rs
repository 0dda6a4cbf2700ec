//! A label of two to five words for a point, taken from its evidence.
//!
//! The label is a noun of `data/labels.toml` with the describing words that stand before it in the
//! evidence (or in the title an editor gave it), and the town it happened in or the state that acts.
//! Where the evidence has no such noun, the noun form of the verb that carries the event stands in,
//! and last the name of its type.

mod about;
mod matter;
mod names;
mod nouns;
mod table;

use std::collections::BTreeSet;

use super::course::capital;
use crate::model::event::{Aspect, Event, EventType, Party, QuadClass, Status};
use crate::reading::How;
use crate::reading::events::label_of;
use crate::reading::lexicon::Lexicon;
use crate::relations::statements::Statement;
use crate::relations::terms::{Weights, is_place_word};
use nouns::Candidate;
use table::{ByWord, labels};

/// The label of a point of analyses.
pub(crate) fn assessments() -> &'static str {
    &labels().assessments
}

/// Longest label before the town, in words.
const LONGEST: usize = 4;
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
    let best = nouns::best(statements, core, weights);
    let carried = carried(lexicon, main);
    let leading = carried.or_else(|| main.events.first().copied());
    let by_verb = leading.and_then(|e| by_rule(lexicon, main, e));
    // What a clause below tells is weaker than a happening that the main verb acts on.
    let acted_on = |noun: &str| carried.is_none() && matter::is_told_of(lexicon, main, noun);
    let words = match (best, by_verb) {
        (Some(Candidate { words, strong: true, rank: 0, .. }), _) if acted_on(&words) => words,
        (Some(Candidate { score, strong, .. }), Some(verb)) if score < WEAK || !strong => verb,
        // What a later sentence names is not what the main one tells.
        (Some(Candidate { rank: 1.., .. }), Some(verb)) => verb,
        (Some(noun), Some(verb)) if !fits(leading, &noun.words) => verb,
        (Some(Candidate { strong: false, words, .. }), None) => {
            let told = matter::told(lexicon, main, &words);
            told.or_else(|| matter::befallen(lexicon, main, &words)).unwrap_or(words)
        }
        (Some(noun), _) => noun.words,
        (None, Some(verb)) => verb,
        (None, None) => by_word(main.text())
            .filter(|word| !labels().telling_nothing.contains(word))
            .or_else(|| matter::told(lexicon, main, ""))
            .or_else(|| matter::matter(lexicon, main))
            .or_else(|| by_word(main.text()))
            // What another sentence of the story tells says more than that it is told.
            .or_else(|| beside.iter().find_map(|other| matter::told(lexicon, other, "")))
            .unwrap_or_else(|| by_type(statements)),
    };
    // Before the object is put to it: the object's words stand in the text, and carry nothing.
    let event = event_of(main, leading, &words);
    let words = event
        .filter(|_| labels().better_by_object.contains(&words.to_lowercase()))
        .and_then(|event| matter::done_to(lexicon, main, event))
        .unwrap_or(words);
    let told_done = event.is_none_or(|e| e.status == Status::Done);
    let words = matter::undone(lexicon, main, &words).filter(|_| told_done).unwrap_or(words);
    let name = names::telling(main, beside, weights)
        .filter(|name| !words.contains(' ') && may_stand_before(name, &words));
    // The name of the affair says more than what the first report is about.
    let words = event
        .filter(|_| name.is_none())
        .and_then(|event| about::about(lexicon, main, event, &words))
        .unwrap_or(words);
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
    let mut out = nouns::lower_unless_name(&words);
    if let Some(doer) = &doer {
        out = format!("{doer} {out}");
    }
    let name = name.filter(|_| length == 1 && doer.is_none());
    if let Some(town) = town {
        out = format!("{out} in {town}");
    } else if let Some(name) = name {
        out = format!("{} {out}", name.words);
    }
    let status = match event {
        Some(event) => status(main, event),
        None => told_of(main, &words),
    };
    if let Some(status) = status {
        out = with_status(status, &out);
    }
    capital(&out)
}

/// The event that the main verb of the sentence carries: "groups backed by Turkey capture a city" tells of a
/// capture.
fn carried<'a>(lexicon: &Lexicon, main: &Statement<'a>) -> Option<&'a Event> {
    let at = matter::main_verb(lexicon, main)?;
    main.events.iter().copied().find(|e| (e.trigger.start..e.trigger.end).contains(&at))
}

/// The noun form of an event's verb: its rule's label, or a sharper one that the verb's own words ask for.
fn by_rule(lexicon: &Lexicon, main: &Statement<'_>, event: &Event) -> Option<String> {
    let label = label_of(&event.rule)?;
    let wide = || labels().sharper.iter().filter(|sharper| sharper.label == label);
    if wide().next().is_none() {
        return Some(label.to_owned());
    }
    let words = matter::words_of(lexicon, main, event);
    let sharper = wide().find(|sharper| !sharper.words.is_disjoint(&words));
    Some(sharper.map_or(label, |sharper| &sharper.better).to_owned())
}

/// "alleged attack", but "border allegedly closed": a label that ends in a participle takes the status inside.
fn with_status(status: &str, label: &str) -> String {
    let forms = &labels().participles;
    let (noun, participle) = label.rsplit_once(' ').unwrap_or_default();
    let is_participle = participle.ends_with("ed") || forms.irregular.contains(participle);
    if noun.is_empty() || !is_participle {
        return format!("{status} {label}");
    }
    match forms.inside.get(status) {
        Some(words) => format!("{noun} {words} {participle}"),
        None => format!("{status}: {label}"),
    }
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
    let name = name.filter(|name| may_stand_before(name, noun))?;
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

/// "alleged", "denied", "planned", …: what is not told as done is not labelled as done. Types that are
/// themselves words about a deed (a threat, an agreement) need no such word for a plan.
fn status(main: &Statement<'_>, event: &Event) -> Option<&'static str> {
    // A planned attack is coded as a threat, but its label is the attack's.
    let own_label = event.rule.starts_with(&event.kind.name().to_lowercase());
    if let Some(name) =
        (!own_label && event.status == Status::Done).then(|| verbal_status(event)).flatten()
    {
        return labels().status.get(name).map(String::as_str);
    }
    let verbal = own_label
        && matches!(event.kind.quad(), QuadClass::VerbalCooperation | QuadClass::VerbalConflict);
    let name = match event.status {
        Status::Done if verbal || !is_reported(main, event) => return None,
        // "The ministry said that concerts are cancelled": it announces its own measure.
        Status::Done if speaks_of_itself(event) && !is_force(event) => return None,
        Status::Planned if verbal => return None,
        Status::Planned => "planned",
        Status::Done | Status::Alleged if speaks_of_itself(event) && admits(main.text()) => {
            "admitted"
        }
        Status::Done | Status::Alleged if speaks_of_itself(event) => "claimed",
        Status::Done | Status::Alleged => "alleged",
        Status::Denied => "denied",
        Status::Demanded => "demanded",
        Status::Possible => "possible",
        Status::NotDone if event.aspect == Some(Aspect::Ended) => "ended",
        Status::NotDone => "not_done",
    };
    labels().status.get(name).map(String::as_str)
}

/// What a deed's name must be told with where the event is words about the deed.
fn verbal_status(event: &Event) -> Option<&'static str> {
    match event.kind {
        EventType::Threaten => Some("threatened"),
        EventType::Request => Some("demanded"),
        EventType::Reject => Some("refused"),
        _ => None,
    }
}

fn is_force(event: &Event) -> bool {
    matches!(event.kind, EventType::Assault | EventType::Coerce | EventType::Mobilize)
}

/// True where a word of saying stands before the words that carry the event: somebody tells it.
fn is_reported(main: &Statement<'_>, event: &Event) -> bool {
    says(main.document.text.get(main.span.start..event.trigger.start).unwrap_or_default())
}

fn says(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|w| labels().speech.contains(w))
}

/// True where somebody owns up to a deed, with a word of `admission` and no word of claiming it.
fn admits(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words().any(|w| labels().admission.contains(&w)) && !words().any(|w| w.starts_with("claim"))
}

/// "alleged" for a noun of force that carries no coded event and stands behind a word of saying.
fn told_of(main: &Statement<'_>, words: &str) -> Option<&'static str> {
    let noun = words.rsplit(' ').next()?.to_lowercase();
    let text = main.text().to_lowercase();
    let is_force = labels().force.contains(&noun);
    let before = text.find(&noun).map(|at| &text[..at])?;
    (is_force && says(before)).then(|| labels().status.get("alleged").map(String::as_str)).flatten()
}

/// True where the one who says so is the one who did it.
fn speaks_of_itself(event: &Event) -> bool {
    let id = |party: &Option<Party>| party.as_ref().map(|p| p.actor.id.clone());
    event.speaker.is_some() && id(&event.speaker) == id(&event.source)
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
