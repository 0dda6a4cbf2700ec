//! Deeds to events: parties, status, day, evidence.

use super::clauses;
use super::crosswalk::{self, Coded};
use super::deeds::{self, Deed};
use super::groups;
use super::nominal;
use super::phrases::{Named, Scene};
use super::rules::Place;
use super::speech;
use super::stance::{self, Stance, Stood};
use super::tables::Tables;
use super::units;
use super::words::tag;
use crate::model::event::{Event, EventType, Party, Status};
use crate::model::span::Span;
use crate::reading::times::day_of;
use crate::reading::{How, SentenceView};

/// No sentence gives more events.
pub(crate) const MOST: usize = 40;

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
    deeds.extend(nominal::find(&scene, &clauses));
    let mut out = Vec::new();
    for deed in &deeds {
        add(&scene, tables, &stances, &speeches, deed, &mut out);
    }
    for g in 0..clauses.len() {
        demands(&scene, tables, &clauses, g, &mut out);
    }
    finish(out)
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
    let rule = &scene.rules.all[deed.rule];
    let neutral = told_around(scene, speeches, deed);
    let stood = match deed.group {
        Some(g) => stances.get(g).cloned().unwrap_or(neutral),
        None => neutral,
    };
    let stance = match (deed.stance, stood.stance) {
        (Some(own), Stance::Plain) => own,
        (Some(Stance::Demanded), _) => Stance::Demanded,
        (Some(_), _) => Stance::Open,
        (None, stance) => stance,
    };
    let speaks =
        |n: &Named| stood.speaker.as_ref().is_some_and(|s| scene.actor_id(s) == scene.actor_id(n));
    let own = stood.own && rule.kind.quad().number() != 4
        || rule.kind == EventType::Sanction && deed.sources.iter().all(speaks);
    let claimed = stood.claimed && !own;
    let Some(coded) =
        crosswalk::code(rule.kind, rule.mode.as_deref(), &rule.cameo, stance, claimed)
    else {
        return;
    };
    let both_ways =
        !matches!(stance, Stance::Intent | Stance::Refused | Stance::Demanded | Stance::Threat);
    let pairs = pairs(scene, rule.reciprocal, both_ways && deed.mutual, deed);
    for (source, target) in pairs {
        if let Some(event) = event(scene, tables, deed, &coded, &stood, source, target) {
            out.push(event);
        }
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
    let coded = Coded {
        kind: EventType::Request,
        mode: None,
        cameo: scene.rules.all[rule].cameo.clone(),
        status: Status::Done,
    };
    let stood = Stood { stance: Stance::Plain, speaker: None, claimed: false, own: false };
    for (source, target) in pairs(scene, false, false, &deed) {
        out.extend(event(scene, tables, &deed, &coded, &stood, source, target));
    }
}

/// Speaker of a noun that hangs on no verb: the stretch it stands in.
fn told_around(scene: &Scene<'_>, speeches: &[speech::Speech], deed: &Deed) -> Stood {
    let mut out = Stood { stance: Stance::Plain, speaker: None, claimed: false, own: false };
    for speech in speeches.iter().filter(|s| s.content.contains(&deed.trigger.1)) {
        out.speaker = speech.speaker.clone();
        out.claimed = !speech.trusted;
    }
    let near = deed.trigger.0.saturating_sub(3)..deed.trigger.1;
    if near.into_iter().any(|i| scene.is(i, super::words::tag::DOUBT)) {
        out.claimed = true;
    }
    out
}

type Pair = (Option<Named>, Option<Named>);

fn pairs(scene: &Scene<'_>, reciprocal: bool, both_ways: bool, deed: &Deed) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::new();
    let alone = scene.rules.all[deed.rule].alone;
    if reciprocal && deed.targets.is_empty() && deed.sources.len() > 1 {
        for a in &deed.sources {
            for b in deed.sources.iter().filter(|b| scene.actor_id(b) != scene.actor_id(a)) {
                out.push((Some(a.clone()), Some(b.clone())));
            }
        }
        return out;
    }
    for source in &deed.sources {
        for target in &deed.targets {
            out.push((Some(source.clone()), Some(target.clone())));
            if reciprocal && both_ways {
                out.push((Some(target.clone()), Some(source.clone())));
            }
        }
        if deed.targets.is_empty() && alone {
            out.push((Some(source.clone()), None));
        }
    }
    out
}

fn event(
    scene: &Scene<'_>,
    tables: &Tables,
    deed: &Deed,
    coded: &Coded,
    stood: &Stood,
    source: Option<Named>,
    target: Option<Named>,
) -> Option<Event> {
    let acts = |n: &Named| match scene.how(n) {
        Some(How::City) => false,
        Some(How::Capital) => {
            !matches!(coded.kind, EventType::Assault | EventType::Mobilize | EventType::Protest)
        }
        _ => true,
    };
    if source.as_ref().is_some_and(|n| !acts(n)) {
        return None;
    }
    let source = party(scene, source);
    let target = party(scene, target);
    if let (Some(a), Some(b)) = (&source, &target)
        && a.actor.id == b.actor.id
        && a.actor.role == b.actor.role
    {
        return None;
    }
    let speaker = match coded.status {
        Status::Alleged | Status::Denied | Status::Demanded => party(scene, stood.speaker.clone()),
        _ if stood.claimed && !stood.own => party(scene, stood.speaker.clone()),
        _ => None,
    };
    let trigger =
        Span::new(scene.units[deed.trigger.0].span.start, scene.units[deed.trigger.1].span.end);
    Some(Event {
        kind: coded.kind,
        mode: coded.mode.clone(),
        intensity: tables.cameo.intensity(&coded.cameo)?,
        cameo: coded.cameo.clone(),
        source,
        target,
        speaker,
        status: coded.status,
        day: day_of(scene.view, trigger),
        trigger,
        sentence: scene.view.span,
        rule: scene.rules.all[deed.rule].id.clone(),
    })
}

fn party(scene: &Scene<'_>, named: Option<Named>) -> Option<Party> {
    let named = named?;
    let mention = scene.view.mentions.get(named.mention)?;
    let mut actor = mention.actor.clone();
    if actor.role.is_none() {
        actor.role = named.role;
    }
    Some(Party { actor, span: mention.span })
}

/// In text order, one event for each kind, pair and status.
fn finish(mut events: Vec<Event>) -> Vec<Event> {
    let key = |e: &Event| {
        let id = |p: &Option<Party>| p.as_ref().map(|p| (p.actor.id.clone(), p.actor.role.clone()));
        (e.kind, id(&e.source), id(&e.target), e.status)
    };
    events.sort_by_key(|e| (e.trigger.start, e.trigger.end));
    let mut seen = Vec::new();
    events.retain(|event| {
        let key = key(event);
        let new = !seen.contains(&key);
        if new {
            seen.push(key);
        }
        new
    });
    events.truncate(MOST);
    events
}
