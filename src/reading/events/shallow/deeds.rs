//! Verb rules applied: which deed a verb group tells. Its parties are read in `parties`.

use std::ops::Range;

use super::clauses::Clause;
use super::groups::Form;
use super::parties::parties;
use super::phrases::{Named, Scene};
use crate::reading::events::deed::may_do;
use crate::reading::events::rules::{Rule, Slot};
use crate::reading::events::words::tag;

/// A deed as the words tell it, before stance and status.
pub(crate) struct Deed {
    pub(crate) rule: usize,
    /// The verb group it hangs on, for stance; `None` for a noun of its own.
    pub(crate) group: Option<usize>,
    pub(crate) sources: Vec<Named>,
    pub(crate) targets: Vec<Named>,
    /// The target takes part as an equal ("with X", "meets X"), so a mutual deed runs both ways.
    pub(crate) mutual: bool,
    /// First and last unit of the trigger.
    pub(crate) trigger: (usize, usize),
    /// Stance set by the noun's surroundings, where it is not the group's.
    pub(crate) stance: Option<crate::reading::events::stance::Stance>,
}

/// The deed of one verb group: the most specific rule that fits.
pub(crate) fn of_group(scene: &Scene<'_>, clauses: &[Clause], at: usize) -> Option<Deed> {
    let group = &scene.grouped.groups[at];
    let region = region(scene, at);
    let mut best: Option<(usize, Deed)> = None;
    for pattern in scene.rules.by_verb(group.lemma) {
        let rule = &scene.rules.all[pattern.rule];
        let Some(end) = slots_fit(scene, clauses, at, &pattern.slots, &region) else { continue };
        if !objects_fit(scene, clauses, at, rule, &region) {
            continue;
        }
        let weight = pattern.slots.len() * 2 + usize::from(rule.has_objects());
        let (sources, targets, mutual) = parties(scene, clauses, at, rule, &region, end);
        if !may_do(scene.view, rule, &sources) {
            continue;
        }
        let weight = weight + if targets.is_empty() { 0 } else { 3 };
        if best.as_ref().is_some_and(|(w, _)| *w >= weight) {
            continue;
        }
        let deed = Deed {
            mutual,
            rule: pattern.rule,
            group: Some(at),
            sources,
            targets,
            trigger: (group.start, end.max(group.head)),
            stance: None,
        };
        best = Some((weight, deed));
    }
    best.map(|(_, deed)| deed)
}

/// The units after the verb that may hold its object and its prepositional phrases.
pub(crate) fn region(scene: &Scene<'_>, at: usize) -> Range<usize> {
    let start = scene.grouped.groups[at].head + 1;
    let mut i = start;
    while i < scene.units.len() && i - start < 40 {
        if scene.is(i, tag::STOP | tag::RELATIVE)
            || scene.is(i, tag::SUB) && !scene.is(i, tag::PREP)
        {
            break;
        }
        if let Some(g) = scene.grouped.of[i] {
            let form = scene.grouped.groups[g].form;
            if !matches!(form, Form::Reduced | Form::AfterNoun) {
                break;
            }
        }
        i += 1;
    }
    // The subject of the next verb is not ours: cut before it where a comma or "and" opens it.
    if let Some(g) = scene.grouped.of.get(i).copied().flatten()
        && scene.grouped.groups[g].form == Form::Finite
    {
        let cut = (start..i).rev().find(|&j| scene.is(j, tag::COMMA | tag::CONJ));
        i = cut.unwrap_or(i);
    }
    start..i.max(start)
}

/// Checks the words a phrase needs; gives the last unit they use.
fn slots_fit(
    scene: &Scene<'_>,
    clauses: &[Clause],
    at: usize,
    slots: &[Slot],
    region: &Range<usize>,
) -> Option<usize> {
    let group = &scene.grouped.groups[at];
    let mut from = region.start;
    let mut last = group.head;
    for slot in slots {
        let found = if slot.particle {
            particle(scene, slot, from, region, last)
        } else {
            noun(scene, slot, from, region)
        };
        let in_subject = || {
            let core =
                clauses[at].subject_core.clone().filter(|_| group.passive && !slot.particle)?;
            core.rev().find(|&i| slot.words.iter().any(|w| scene.has_word(i, w)))
        };
        match found {
            Some(i) => {
                from = i + 1;
                last = last.max(i);
            }
            None => {
                in_subject()?;
            }
        }
    }
    Some(last)
}

/// Particles that may stand after the object: "shot the plane down".
const PHRASAL: [&str; 9] = ["down", "up", "off", "out", "back", "away", "over", "apart", "aside"];

/// A particle: right after what came before, or after a short object.
fn particle(
    scene: &Scene<'_>,
    slot: &Slot,
    from: usize,
    region: &Range<usize>,
    last: usize,
) -> Option<usize> {
    let apart = slot.words.iter().all(|w| PHRASAL.contains(&w.as_str()));
    let reach = match (apart, last + 1 == from) {
        (false, _) => 1,
        (true, true) => 7,
        (true, false) => 4,
    };
    (from..scene.units.len().min(from + reach))
        .take_while(|&i| i < region.end || i == from)
        .take_while(|&i| !scene.is(i, tag::COMMA))
        .find(|&i| {
            // "handed the envoy a note over the arrests": there it opens a phrase of its own.
            let opens = i > from
                && scene.units.get(i + 1).is_some_and(|u| {
                    u.mention.is_some() || u.is(tag::DET | tag::POSSESSIVE | tag::NUMBER)
                });
            scene.units[i].mention.is_none()
                && !opens
                && slot.words.iter().any(|w| w == scene.word(i))
        })
}

/// A noun of the object: before any preposition but "of".
fn noun(scene: &Scene<'_>, slot: &Slot, from: usize, region: &Range<usize>) -> Option<usize> {
    for i in from..region.end.min(from + 12) {
        let unit = &scene.units[i];
        if slot.words.iter().any(|w| scene.has_word(i, w)) {
            return Some(i);
        }
        let next_fits = |w: &String| scene.has_word(i + 1, w);
        if unit.is(tag::PREP)
            && i + 1 < region.end
            && matches!(unit.lower.as_str(), "on" | "into" | "under" | "to")
            && slot.words.iter().any(next_fits)
        {
            return Some(i + 1);
        }
        let from_whom = i == from && unit.lower == "from";
        let stops = unit.mention.is_none()
            && !from_whom
            && (unit.is(tag::PREP) && unit.lower != "of" || unit.is(tag::COMMA));
        if stops && i > from {
            return None;
        }
    }
    None
}

fn objects_fit(
    scene: &Scene<'_>,
    clauses: &[Clause],
    at: usize,
    rule: &Rule,
    region: &Range<usize>,
) -> bool {
    let group = &scene.grouped.groups[at];
    let span = if group.passive {
        clauses[at].subject_core.clone().unwrap_or(region.start..region.start)
    } else {
        let mut end = region.start;
        while end < region.end
            && !(scene.is(end, tag::COMMA)
                || scene.is(end, tag::PREP) && end > region.start && scene.word(end) != "of")
        {
            end += 1;
        }
        region.start..end
    };
    rule.takes(|word| span.clone().any(|i| scene.has_word(i, word)))
}
