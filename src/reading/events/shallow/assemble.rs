//! Deeds to events: parties, status, day, evidence.

use super::clauses;
use super::deeds::{self, Deed};
use super::groups;
use super::nominal;
use super::phrases::{Named, Scene};
use super::speech;
use super::stance;
use super::units;
use crate::model::event::{Event, EventType};
use crate::model::span::Span;
use crate::reading::SentenceView;
use crate::reading::events::deed::{self, Stood};
use crate::reading::events::rules::Place;
use crate::reading::events::stance::Stance;
use crate::reading::events::tables::Tables;
use crate::reading::events::words::tag;

/// All events of a sentence.
pub(crate) fn events(tables: &Tables, view: &SentenceView<'_>) -> Vec<Event> {
    let units = units::read(&tables.words, &tables.rules, view);
    let grouped = groups::find(&tables.words, &tables.rules, &units);
    let scene = Scene {
        words: &tables.words,
        rules: &tables.rules,
        view,
        units: &units,
        grouped: &grouped,
    };
    let clauses = clauses::read(&scene);
    let speeches = speech::find(&scene, &clauses);
    let stances = stance::read(&scene, &clauses, &speeches);
    let mut deeds: Vec<Deed> =
        (0..clauses.len()).filter_map(|g| deeds::of_group(&scene, &clauses, g)).collect();
    share_targets(&scene, &clauses, &mut deeds);
    drop_governing(&scene, &clauses, &mut deeds);
    let nouns = nominal::find(&scene, &clauses);
    deeds.extend(untold(&scene, &deeds, nouns));
    let mut out = Vec::new();
    for deed in &deeds {
        add(&scene, tables, &stances, &speeches, deed, &mut out);
    }
    for g in 0..clauses.len() {
        demands(&scene, tables, &clauses, g, &mut out);
    }
    out
}

/// The deeds of nouns that no verb tells by the same rule with the noun in its words ("announces a ceasefire").
fn untold(scene: &Scene<'_>, verbs: &[Deed], mut nouns: Vec<Deed>) -> Vec<Deed> {
    let is_whole = |deed: &&Deed| {
        let both = scene.rules.all[deed.rule].reciprocal && deed.sources.len() > 1;
        !deed.sources.is_empty() && (both || !deed.targets.is_empty())
    };
    let tells = |verb: &Deed, noun: &Deed| {
        let inside = verb.trigger.0 <= noun.trigger.0 && noun.trigger.1 <= verb.trigger.1;
        verb.rule == noun.rule && inside
    };
    nouns.retain(|noun| !verbs.iter().filter(is_whole).any(|verb| tells(verb, noun)));
    nouns
}

/// A threat without a target is aimed at whom the verb before names ("condemns X and vows
/// retaliation"), or whom its condition names ("will respond if X attacks").
fn share_targets(scene: &Scene<'_>, clauses: &[clauses::Clause], deeds: &mut [Deed]) {
    for at in 0..deeds.len() {
        let rule = &scene.rules.all[deeds[at].rule];
        let waits = deeds[at].targets.is_empty()
            && matches!(rule.kind, EventType::Threaten | EventType::Assault)
            && rule.target.contains(&Place::Complement);
        let Some(group) = deeds[at].group.filter(|_| waits) else { continue };
        let before = at.checked_sub(1).map(|b| &deeds[b]);
        let shared = before.and_then(|d| shared_target(scene, clauses, group, d));
        let found = shared.or_else(|| condition_of(scene, clauses, group));
        deeds[at].targets = found.unwrap_or_default();
    }
}

fn shared_target(
    scene: &Scene<'_>,
    clauses: &[clauses::Clause],
    group: usize,
    before: &Deed,
) -> Option<Vec<Named>> {
    let start = scene.grouped.groups[group].start;
    let joined = start.checked_sub(1).is_some_and(|b| scene.is(b, tag::CONJ));
    let hostile = scene.rules.all[before.rule].kind.quad().number() > 2;
    let same = before.group.is_some_and(|first| clauses[first].subject == clauses[group].subject);
    (joined && hostile && same).then(|| before.targets.clone())
}

/// The subject of the clause under "if" that follows.
fn condition_of(
    scene: &Scene<'_>,
    clauses: &[clauses::Clause],
    group: usize,
) -> Option<Vec<Named>> {
    let next = clauses.iter().skip(group + 1).find(|c| !c.subject.is_empty())?;
    let other =
        |n: &Named| clauses[group].subject.iter().all(|s| scene.actor_id(s) != scene.actor_id(n));
    (next.conditional && next.subject.iter().all(other)).then(|| next.subject.clone())
}

/// "agrees to withdraw": the governed deed tells it better than the governing verb alone,
/// where both name the same kind of step.
fn drop_governing(scene: &Scene<'_>, clauses: &[clauses::Clause], deeds: &mut Vec<Deed>) {
    let told: Vec<usize> = deeds
        .iter()
        .filter(|d| !d.sources.is_empty() && !d.targets.is_empty())
        .filter_map(|d| d.group)
        .collect();
    deeds.retain(|deed| {
        let kind = scene.rules.all[deed.rule].kind;
        let replaced = matches!(kind, EventType::Agree | EventType::Threaten | EventType::Reject)
            && deed.group.is_some_and(|g| {
                told.iter().any(|&t| {
                    t > g
                        && clauses[t].governor == Some(g)
                        && clauses[t].link == clauses::Link::Infinitive
                })
            });
        !replaced
    });
}

fn add(
    scene: &Scene<'_>,
    tables: &Tables,
    stances: &[Stood],
    speeches: &[speech::Speech],
    deed: &Deed,
    out: &mut Vec<Event>,
) {
    let neutral = told_around(scene, speeches, deed);
    let mut stood = match deed.group {
        Some(g) => stances.get(g).cloned().unwrap_or(neutral),
        None => neutral,
    };
    stood.stance = match (deed.stance, stood.stance) {
        (Some(own), Stance::Plain) => own,
        (Some(Stance::Demanded), _) => Stance::Demanded,
        (Some(_), _) => Stance::Open,
        (None, stance) => stance,
    };
    deed::add(scene.view, tables, &told(scene, deed), &stood, out);
}

/// The deed with its trigger in bytes.
fn told(scene: &Scene<'_>, deed: &Deed) -> deed::Deed {
    let (first, last) = deed.trigger;
    deed::Deed {
        rule: deed.rule,
        sources: deed.sources.clone(),
        targets: deed.targets.clone(),
        own_people: None,
        mutual: deed.mutual,
        trigger: Span::new(scene.units[first].span.start, scene.units[last].span.end),
    }
}

/// "X says that Y must withdraw" is X's demand on Y, whatever the verb.
fn demands(
    scene: &Scene<'_>,
    tables: &Tables,
    clauses: &[clauses::Clause],
    g: usize,
    out: &mut Vec<Event>,
) {
    if !super::parties::is_demand_of_speaker(scene, clauses, g) {
        return;
    }
    let Some(governor) = clauses[g].governor else { return };
    let Some(rule) = scene.rules.index_of("request.toml: must") else { return };
    let group = &scene.grouped.groups[g];
    let deed = Deed {
        rule,
        group: None,
        sources: clauses[governor].subject.clone(),
        targets: clauses[g].subject.clone(),
        trigger: (group.start, group.head),
        stance: None,
        mutual: false,
    };
    deed::add(scene.view, tables, &told(scene, &deed), &Stood::plain(), out);
}

/// Speaker of a noun that hangs on no verb: the stretch it stands in.
fn told_around(scene: &Scene<'_>, speeches: &[speech::Speech], deed: &Deed) -> Stood {
    let mut out = Stood::plain();
    for speech in speeches.iter().filter(|s| s.content.contains(&deed.trigger.1)) {
        out.speaker = speech.speaker.clone();
        out.claimed = !speech.trusted;
        out.announced = speech.announced;
    }
    let near = deed.trigger.0.saturating_sub(3)..deed.trigger.1;
    if near.into_iter().any(|i| scene.is(i, tag::DOUBT)) {
        out.claimed = true;
    }
    out
}
