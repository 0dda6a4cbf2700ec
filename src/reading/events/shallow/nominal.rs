//! Noun rules applied: "Azerbaijani shelling of Armenian villages", "talks between X and Y".

use std::ops::Range;

use super::clauses::Clause;
use super::deeds::Deed;
use super::phrases::{Named, Scene};
use crate::reading::events::rules::{Noun, Place, Rule};
use crate::reading::events::stance::{Stance, of_noun};
use crate::reading::events::words::{govern, tag};

/// The deeds that nouns of the sentence tell.
pub(crate) fn find(scene: &Scene<'_>, clauses: &[Clause]) -> Vec<Deed> {
    let mut out = Vec::new();
    for at in 0..scene.units.len() {
        if scene.units[at].mention.is_some() || scene.grouped.of[at].is_some() {
            continue;
        }
        if let Some(noun) = fitting(scene, at) {
            out.extend(deed(scene, clauses, at, noun));
        }
    }
    out
}

/// The most specific noun rule for the word at `at`.
fn fitting<'a>(scene: &'a Scene<'_>, at: usize) -> Option<&'a Noun> {
    let fits = |noun: &&Noun| {
        let mut end = at;
        noun.before.iter().rev().all(|words| {
            let found = (end.saturating_sub(3)..end)
                .rev()
                .find(|&i| words.iter().any(|w| w == scene.word(i)));
            if let Some(i) = found {
                end = i;
            }
            found.is_some()
        })
    };
    scene.rules.by_noun(scene.word(at)).iter().filter(fits).max_by_key(|n| n.before.len())
}

fn deed(scene: &Scene<'_>, clauses: &[Clause], at: usize, noun: &Noun) -> Option<Deed> {
    let rule = &scene.rules.all[noun.rule];
    let whole = core_around(scene, at)?;
    // "attack helicopter", "strike group": another noun follows and is the head.
    let follower =
        scene.units.get(at + 1).filter(|u| u.mention.is_none() && whole.contains(&(at + 1)));
    if follower.is_some_and(|u| {
        !u.is(tag::POSS | tag::NUMBER | tag::ADVERB) && scene.rules.by_noun(&u.lower).is_empty()
    }) {
        return None;
    }
    let governor = governor_of(scene, clauses, rule, &whole);
    if !is_told(scene, rule, governor.as_ref(), &whole) {
        return None;
    }
    let mut sources = modifiers(scene, whole.start, at);
    let mut targets = Vec::new();
    let after = at + 1;
    let end = phrase_end(scene, after);
    if let Some(pair) = between(scene, after, end).filter(|_| rule.reciprocal || sources.is_empty())
    {
        let mut pair = pair.into_iter();
        sources = pair.next().into_iter().collect();
        targets = pair.collect();
        if !rule.reciprocal {
            return None;
        }
    } else {
        if rule.reciprocal && sources.len() > 1 {
            targets = sources.split_off(1);
        }
        if targets.is_empty() {
            targets = told_after(scene, rule, after, end);
        }
        if sources.is_empty() {
            sources = preposition(scene, "by", after, end);
        }
        if sources.is_empty() && !rule.target.contains(&Place::Object) {
            sources = preposition(scene, "of", after, end);
        }
        let light = governor.as_ref().filter(|g| g.light);
        if let Some(light) = light {
            if sources.is_empty() {
                sources = clauses[light.group].subject.clone();
            } else if targets.is_empty() && rule.reciprocal {
                targets = clauses[light.group].subject.clone();
            }
        }
    }
    if sources.is_empty() && rule.reciprocal && rule.kind.quad().number() == 4 {
        sources = victims(scene, clauses, whole.start);
    }
    targets.retain(|t| !sources.iter().any(|s| scene.actor_id(s) == scene.actor_id(t)));
    if sources.is_empty() || targets.is_empty() && !(rule.reciprocal && sources.len() > 1) {
        return None;
    }
    let start = whole.start.max(noun_start(at, noun));
    Some(Deed {
        rule: noun.rule,
        group: governor.as_ref().filter(|g| g.light || g.stance.is_some()).map(|g| g.group),
        sources,
        targets,
        mutual: true,
        trigger: (start, at),
        stance: governor.and_then(|g| g.stance).or_else(|| possible(scene, whole.start)),
    })
}

/// Units before a noun in which the verb stands that leaves it possible.
const REACH: usize = 20;

/// "can use the weapons for strikes on X": what the verb before it leaves possible has not happened.
fn possible(scene: &Scene<'_>, start: usize) -> Option<Stance> {
    let group = (start.saturating_sub(REACH)..start).rev().find_map(|i| scene.grouped.of[i])?;
    let modal = scene.grouped.groups[group].modal;
    (modal & tag::POSSIBLE != 0).then_some(Stance::Possible)
}

/// "Three soldiers of X are killed in a clash with …": those the passive before it tells of.
fn victims(scene: &Scene<'_>, clauses: &[Clause], start: usize) -> Vec<Named> {
    let outer = start.checked_sub(1).filter(|&b| scene.word(b) == "of");
    let start = outer.and_then(|b| scene.core_backward(b)).map_or(start, |core| core.start);
    let Some(prep) = start
        .checked_sub(1)
        .filter(|&p| matches!(scene.word(p), "in" | "during" | "after" | "following" | "amid"))
    else {
        return Vec::new();
    };
    let Some(group) = (prep.saturating_sub(8)..prep).rev().find_map(|i| scene.grouped.of[i]) else {
        return Vec::new();
    };
    if !scene.grouped.groups[group].passive {
        return Vec::new();
    }
    super::parties::placed_subject(scene, &clauses[group])
}

/// Talks, truces and withdrawals are named as topics and hopes more often than as deeds: they
/// count at the start of a clause, after a verb that performs them, or after "after".
fn is_told(
    scene: &Scene<'_>,
    rule: &Rule,
    governor: Option<&Governor>,
    whole: &Range<usize>,
) -> bool {
    if rule.kind.quad().number() == 4 || governor.is_some_and(|g| g.light) {
        return true;
    }
    let Some(before) = whole.start.checked_sub(1) else { return true };
    matches!(
        scene.word(before),
        "after" | "following" | "during" | "amid" | "since" | "at" | "despite"
    ) || scene.is(before, tag::STOP | tag::SUB)
        || scene.is(before, tag::COMMA) && scene.grouped.of[before].is_none() && before < 12
}

fn noun_start(at: usize, noun: &Noun) -> usize {
    at.saturating_sub(noun.before.len())
}

fn core_around(scene: &Scene<'_>, at: usize) -> Option<Range<usize>> {
    let start = scene.core_backward(at + 1)?.start;
    let end = scene.core_forward(at)?.end;
    Some(start..end)
}

/// The verb whose object (or passive subject) the phrase is, and what it makes of the deed.
struct Governor {
    group: usize,
    light: bool,
    stance: Option<Stance>,
}

fn governor_of(
    scene: &Scene<'_>,
    clauses: &[Clause],
    rule: &Rule,
    core: &Range<usize>,
) -> Option<Governor> {
    let mut b = core.start.checked_sub(1);
    let mut through = false;
    for _ in 0..3 {
        let i = b?;
        if scene.grouped.of[i].is_some() {
            break;
        }
        if scene.word(i) == "of" {
            // "a series of strikes"
            let inner = scene.core_backward(i)?;
            if !scene.is(inner.end - 1, tag::QUANTITY | tag::NUMBER) {
                return None;
            }
            b = inner.start.checked_sub(1);
            continue;
        }
        if scene.is(i, tag::PREP | tag::PARTICLE) {
            through = scene.word(i) == "for" || through;
            b = i.checked_sub(1);
            continue;
        }
        break;
    }
    let before = b.and_then(|i| scene.grouped.of[i]).or_else(|| partaking(scene, core.start));
    let passive_of = || {
        (0..clauses.len()).find(|&g| {
            clauses[g].subject_core.as_ref() == Some(core) && scene.grouped.groups[g].passive
        })
    };
    let (group, passive) = match before {
        Some(group) => (group, false),
        None => (passive_of()?, true),
    };
    let bits = scene.words.govern(scene.grouped.groups[group].lemma);
    let force = rule.kind.quad().number() == 4;
    let stance = of_noun(bits, true, through, force);
    Some(Governor {
        group,
        light: bits & (govern::LIGHT | govern::PARTAKE) != 0 && (!passive || before.is_none()),
        stance,
    })
}

/// "take part in exercises", "leave Baku for an exercise", "go to Baku for talks": a word or place
/// between verb and preposition.
fn partaking(scene: &Scene<'_>, start: usize) -> Option<usize> {
    let prep =
        start.checked_sub(1).filter(|&p| matches!(scene.word(p), "in" | "for" | "to" | "on"))?;
    let mut before = scene.core_backward(prep)?.start.checked_sub(1)?;
    if matches!(scene.word(before), "in" | "to" | "at") {
        before = before.checked_sub(1)?;
    }
    let group = scene.grouped.of[before]?;
    let bits = scene.words.govern(scene.grouped.groups[group].lemma);
    (bits & govern::PARTAKE != 0).then_some(group)
}

/// The actors that stand before the noun: "Israel's", "US–China", "Russian".
fn modifiers(scene: &Scene<'_>, start: usize, at: usize) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    for i in start..at {
        let Some(mention) = scene.units[i].mention else { continue };
        let joined = i >= 2 && scene.is(i - 1, tag::CONJ) && scene.units[i - 2].mention.is_some();
        if !joined {
            out.clear();
        }
        out.push(Named { mention, role: None });
    }
    out.retain(|n| scene.how(n) != Some(crate::reading::How::City));
    // "the Indian and Pakistani airstrikes", "Iran and Israel's war": the list goes on to the left.
    if let [_] = out.as_slice()
        && start > 1
        && scene.is(start - 1, tag::CONJ)
        && let Some(first) = scene.core_backward(start - 1)
        && scene.units[first.end - 1].mention.is_some()
        && scene.units[first.end - 1].how == Some(crate::reading::How::Adjective)
    {
        out.splice(0..0, scene.actor_of_core(&first));
    }
    out
}

/// Where the phrases after the noun end.
fn phrase_end(scene: &Scene<'_>, start: usize) -> usize {
    let mut i = start;
    while i < scene.units.len() && i - start < 22 {
        let ends = scene.is(i, tag::STOP | tag::RELATIVE)
            || scene.is(i, tag::SUB) && !scene.is(i, tag::PREP)
            || scene.grouped.of[i].is_some()
            || scene.is(i, tag::COMMA)
                && scene.units.get(i + 1).is_some_and(|u| u.mention.is_none());
        if ends {
            break;
        }
        i += 1;
    }
    i
}

fn between(scene: &Scene<'_>, start: usize, end: usize) -> Option<Vec<Named>> {
    let at = (start..end).take(6).find(|&i| scene.word(i) == "between")?;
    let (list, _) = scene.list_between(at + 1);
    (list.len() > 1).then_some(list)
}

fn told_after(scene: &Scene<'_>, rule: &Rule, start: usize, end: usize) -> Vec<Named> {
    for place in &rule.target {
        let prep = match place {
            Place::Object | Place::Direct => "of",
            Place::Prep(prep) => prep.as_str(),
            Place::Complement => {
                let that =
                    (start..(start + 4).min(scene.units.len())).find(|&i| scene.word(i) == "that");
                let Some(that) = that else { continue };
                let (list, _) = scene.list_forward(that + 1);
                if list.is_empty() {
                    continue;
                }
                return list;
            }
        };
        let found = preposition(scene, prep, start, end);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn preposition(scene: &Scene<'_>, prep: &str, start: usize, end: usize) -> Vec<Named> {
    for i in start..end {
        if scene.units[i].mention.is_some() || scene.word(i) != prep {
            continue;
        }
        let (list, _) = scene.list_forward(i + 1);
        if !list.is_empty() {
            return list;
        }
    }
    Vec::new()
}
