//! Deeds, as either way of reading a sentence finds them, to events.

use super::content;
use super::crosswalk::{self, Coded};
use super::rules::Rule;
use super::stance::Stance;
use super::tables::Tables;
use crate::model::actor::Actor;
use crate::model::event::{Event, EventType, Party, Status};
use crate::model::span::Span;
use crate::reading::times::day_of;
use crate::reading::{How, SentenceView};

/// An actor as a phrase names it: the mention, and the role its head noun gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) mention: usize,
    pub(crate) role: Option<String>,
}

/// People of the source's own state that no name tells: "the opposition", "demonstrators".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnPeople {
    pub(crate) role: String,
    pub(crate) span: Span,
}

/// A deed as the words tell it.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    /// Index in [`super::rules::Rules::all`].
    pub(crate) rule: usize,
    pub(crate) sources: Vec<Named>,
    pub(crate) targets: Vec<Named>,
    /// To whom, where there are no targets.
    pub(crate) own_people: Option<OwnPeople>,
    /// The target takes part as an equal ("with X", "meets X"), so a mutual deed runs both ways.
    pub(crate) mutual: bool,
    pub(crate) trigger: Span,
}

/// How a deed stands, with the one who answers for it.
#[derive(Debug, Clone)]
pub(crate) struct Stood {
    pub(crate) stance: Stance,
    pub(crate) speaker: Option<Named>,
    /// Told by somebody, so a plain deed is a claim.
    pub(crate) claimed: bool,
    /// Told by an announcement, which makes a measure true and a blow a claim.
    pub(crate) announced: bool,
    /// The subject speaks of itself.
    pub(crate) own: bool,
}

impl Stood {
    /// Told by the narrator as having happened.
    pub(crate) fn plain() -> Self {
        Self { stance: Stance::Plain, speaker: None, claimed: false, announced: false, own: false }
    }
}

/// No sentence gives more events.
pub(crate) const MOST: usize = 40;

/// Identifier of a named actor; empty where the mention does not exist.
pub(crate) fn actor_id<'a>(view: &'a SentenceView<'_>, named: &Named) -> &'a str {
    view.mentions.get(named.mention).map_or("", |m| m.actor.id.as_str())
}

/// The same actor in the same role: "Thai police" and "Thai protesters" are two.
pub(crate) fn same_party(view: &SentenceView<'_>, a: &Named, b: &Named) -> bool {
    let role = |n: &Named| {
        let told = view.mentions.get(n.mention).and_then(|m| m.actor.role.clone());
        told.or_else(|| n.role.clone())
    };
    actor_id(view, a) == actor_id(view, b) && role(a) == role(b)
}

/// True where the rule asks for no role, or one of the sources is in it.
pub(crate) fn may_do(view: &SentenceView<'_>, rule: &Rule, sources: &[Named]) -> bool {
    let in_role = |n: &Named| {
        let told = view.mentions.get(n.mention).and_then(|m| m.actor.role.as_ref());
        told.or(n.role.as_ref()).is_some_and(|role| rule.roles.contains(role))
    };
    rule.roles.is_empty() || sources.iter().any(in_role)
}

/// "both countries" is two actors: the second mention is empty and right behind the first.
pub(crate) fn with_twin(view: &SentenceView<'_>, list: Vec<Named>) -> Vec<Named> {
    let mut out = Vec::with_capacity(list.len());
    for named in list {
        let next = named.mention + 1;
        let twin = view.mentions.get(next).is_some_and(|m| m.span.start == m.span.end);
        let role = named.role.clone();
        out.push(named);
        if twin {
            out.push(Named { mention: next, role });
        }
    }
    out
}

/// Adds the events of one deed: one for each pair of parties, none where the stance says nothing of it.
pub(crate) fn add(
    view: &SentenceView<'_>,
    tables: &Tables,
    deed: &Deed,
    stood: &Stood,
    out: &mut Vec<Event>,
) {
    let rule = &tables.rules.all[deed.rule];
    let speaks =
        |n: &Named| stood.speaker.as_ref().is_some_and(|s| actor_id(view, s) == actor_id(view, n));
    // What somebody announces of himself is done; force he claims to have used is a claim.
    let force = rule.kind.quad().number() == 4;
    let by_speaker = !deed.sources.is_empty() && deed.sources.iter().all(speaks);
    let own = stood.own && !force || by_speaker && (!force || rule.kind == EventType::Sanction);
    let boast = stood.announced && rule.kind == EventType::Assault;
    let claimed = (stood.claimed || boast) && !own;
    let mode = rule.mode.as_deref();
    let Some(mut coded) = crosswalk::code(rule.kind, mode, &rule.cameo, stood.stance, claimed)
    else {
        return;
    };
    if let Some(code) = content::finer(&coded.cameo, view, deed.trigger) {
        code.clone_into(&mut coded.cameo);
    }
    use Stance::{Demanded, Intent, Refused, Threat};
    let one_way = matches!(stood.stance, Intent | Refused | Demanded | Threat);
    for (source, target) in pairs(view, rule, !one_way && deed.mutual, deed) {
        out.extend(event(view, tables, deed, &coded, stood, source, target));
    }
}

type Pair<'a> = (Option<&'a Named>, Option<&'a Named>);

fn pairs<'a>(
    view: &SentenceView<'_>,
    rule: &Rule,
    both_ways: bool,
    deed: &'a Deed,
) -> Vec<Pair<'a>> {
    let mut out: Vec<Pair<'a>> = Vec::new();
    let same = |a: &Named, b: &Named| actor_id(view, a) == actor_id(view, b);
    if rule.reciprocal && deed.targets.is_empty() && deed.sources.len() > 1 {
        for a in &deed.sources {
            out.extend(deed.sources.iter().filter(|b| !same(a, b)).map(|b| (Some(a), Some(b))));
        }
        return out;
    }
    for source in &deed.sources {
        for target in &deed.targets {
            out.push((Some(source), Some(target)));
            if rule.reciprocal && both_ways {
                out.push((Some(target), Some(source)));
            }
        }
        if deed.targets.is_empty() && (rule.alone || deed.own_people.is_some()) {
            out.push((Some(source), None));
        }
    }
    out
}

fn event(
    view: &SentenceView<'_>,
    tables: &Tables,
    deed: &Deed,
    coded: &Coded,
    stood: &Stood,
    source: Option<&Named>,
    target: Option<&Named>,
) -> Option<Event> {
    if source.is_some_and(|n| !acts(view, coded.kind, n)) {
        return None;
    }
    let source = party(view, source);
    let own = || source.as_ref().zip(deed.own_people.as_ref()).map(|(s, own)| own.of(s));
    let target = party(view, target).or_else(own);
    if let (Some(a), Some(b)) = (&source, &target)
        && a.actor.id == b.actor.id
    {
        // Two roles of one state are two parties; but nobody visits his own country.
        let visit = coded.kind == EventType::Consult && coded.mode.as_deref() == Some("visit");
        if a.actor.role == b.actor.role || visit {
            return None;
        }
    }
    let speaker = match coded.status {
        Status::Alleged | Status::Denied | Status::Demanded => party(view, stood.speaker.as_ref()),
        _ if stood.claimed && !stood.own => party(view, stood.speaker.as_ref()),
        _ => None,
    };
    Some(Event {
        kind: coded.kind,
        mode: coded.mode.clone(),
        intensity: tables.cameo.intensity(&coded.cameo)?,
        cameo: coded.cameo.clone(),
        source,
        target,
        speaker,
        status: coded.status,
        day: day_of(view, deed.trigger),
        trigger: deed.trigger,
        sentence: view.span,
        aspect: None,
        contexts: Vec::new(),
        rule: tables.rules.all[deed.rule].id.clone(),
    })
}

impl OwnPeople {
    fn of(&self, source: &Party) -> Party {
        let id = source.actor.id.clone();
        Party { actor: Actor { id, role: Some(self.role.clone()), person: None }, span: self.span }
    }
}

/// A town is never the one who acts; a capital acts as a government, not with arms.
fn acts(view: &SentenceView<'_>, kind: EventType, named: &Named) -> bool {
    match view.mentions.get(named.mention).map(|m| m.how) {
        Some(How::City) => false,
        Some(How::Capital) => {
            !matches!(kind, EventType::Assault | EventType::Mobilize | EventType::Protest)
        }
        _ => true,
    }
}

fn party(view: &SentenceView<'_>, named: Option<&Named>) -> Option<Party> {
    let named = named?;
    let mention = view.mentions.get(named.mention)?;
    let mut actor = mention.actor.clone();
    if actor.role.is_none() {
        actor.role.clone_from(&named.role);
    }
    Some(Party { actor, span: mention.span })
}

/// In text order, one event for each kind, pair and status, at most [`MOST`].
pub(crate) fn finish(mut events: Vec<Event>) -> Vec<Event> {
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
