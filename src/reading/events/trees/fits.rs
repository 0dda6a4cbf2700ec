//! Whether a verb's dependents are those a rule asks for.

use super::scene::Scene;
use super::verbs::{Verb, Verbs, is_infinitive};
use crate::reading::events::rules::{Rule, Slot};
use crate::reading::syntax::{Pos, Rel};

/// Words that a rule's phrase used up.
#[derive(Debug, Clone, Default)]
pub(super) struct Used {
    /// Particles and prepositions; the phrase they open is the object of the whole.
    pub(super) openers: Vec<usize>,
    /// The last word used, the verb itself where none follows it.
    pub(super) last: usize,
}

/// Particles that turn a verb into another.
const PHRASAL: [&str; 3] = ["off", "away", "down"];

/// Through these prepositions a noun of the rule's phrase may hang on the verb.
const LEADING: [&str; 4] = ["on", "into", "under", "to"];

/// What the verb's object is made of: its head and the words that describe it; of a passive, those of the
/// subject.
pub(super) fn object_words(scene: &Scene<'_>, verbs: &Verbs, verb: &Verb) -> Vec<usize> {
    let mut out = Vec::new();
    let objects: &'static [Rel] = &[Rel::Obj, Rel::Iobj, Rel::OblUnmarked];
    let mut roots: Vec<usize> = scene.children(verb.at, objects).collect();
    if verb.passive {
        roots.extend(verbs.subject_node(verb.at));
    } else if scene.rel(verb.at) == Rel::AclRelcl && roots.is_empty() {
        // "the sanctions that X imposed"
        roots.extend(scene.head(verb.at).filter(|h| verbs.subject_node(verb.at) != Some(*h)));
    }
    roots.extend(scene.children(verb.at, &[Rel::Xcomp]).filter(|&c| scene.pos(c) != Pos::Verb));
    for root in roots {
        describe(scene, root, 3, &mut out);
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// A noun and the words of its own phrase, "of" phrases among them.
fn describe(scene: &Scene<'_>, at: usize, depth: usize, out: &mut Vec<usize>) {
    if out.len() > 40 {
        return;
    }
    out.push(at);
    let Some(depth) = depth.checked_sub(1) else { return };
    for c in scene.tree.children(at) {
        let inside = match scene.rel(c) {
            Rel::Compound | Rel::Amod | Rel::Conj | Rel::Flat | Rel::Nummod | Rel::Appos => true,
            Rel::NmodDesc | Rel::NmodUnmarked | Rel::Det | Rel::NmodPoss => true,
            Rel::Nmod => scene.opening(c) == "of",
            _ => false,
        };
        if inside {
            describe(scene, c, depth, out);
        }
    }
}

/// Checks the words a phrase needs behind its verb.
pub(super) fn slots(
    scene: &Scene<'_>,
    verb: &Verb,
    slots: &[Slot],
    object: &[usize],
) -> Option<Used> {
    let mut used = Used { openers: Vec::new(), last: verb.at };
    for slot in slots {
        let at = if slot.particle {
            let at = particle(scene, verb, slot)?;
            used.openers.push(at);
            at
        } else {
            noun(scene, verb, slot, object, &used)?
        };
        used.last = used.last.max(at);
    }
    // "called off a visit" is no call for one.
    let particles = || scene.children(verb.at, &[Rel::CompoundPrt]);
    let other =
        particles().any(|p| PHRASAL.contains(&scene.lower(p)) && !used.openers.contains(&p));
    (!other).then_some(used)
}

/// A particle of the verb, or the preposition of a phrase that hangs on it or on its object.
fn particle(scene: &Scene<'_>, verb: &Verb, slot: &Slot) -> Option<usize> {
    let fits = |at: &usize| slot.words.iter().any(|w| w == scene.lower(*at));
    let own = scene
        .children(verb.at, &[Rel::CompoundPrt, Rel::Advmod, Rel::Case, Rel::Obl, Rel::Xcomp])
        .find(|c| *c > verb.at && fits(c));
    own.or_else(|| {
        scene
            .children(
                verb.at,
                &[
                    Rel::Obl,
                    Rel::OblAgent,
                    Rel::OblUnmarked,
                    Rel::Advcl,
                    Rel::Xcomp,
                    Rel::Nmod,
                    Rel::Obj,
                ],
            )
            .filter(|&c| c > verb.at && !is_infinitive(scene, c))
            .find_map(|c| scene.opener(c).filter(fits))
    })
    .or_else(|| {
        scene
            .children(verb.at, &[Rel::Obj])
            .flat_map(|o| scene.children(o, &[Rel::Nmod, Rel::Acl]))
            .find_map(|c| scene.opener(c).filter(fits))
    })
}

/// A noun in the object, or in a phrase that a preposition leads from the verb to it.
fn noun(
    scene: &Scene<'_>,
    verb: &Verb,
    slot: &Slot,
    object: &[usize],
    used: &Used,
) -> Option<usize> {
    let fits = |at: usize| slot.words.iter().any(|w| scene.has_word(at, w));
    if let Some(&at) = object.iter().find(|&&at| fits(at)) {
        return Some(at);
    }
    let led = scene
        .children(verb.at, &[Rel::Obl, Rel::OblAgent, Rel::Advcl, Rel::Xcomp, Rel::Ccomp])
        .chain(scene.children(verb.at, &[Rel::Obj]).flat_map(|o| scene.children(o, &[Rel::Nmod])))
        .filter(|&c| c > verb.at);
    for c in led {
        let opener = scene.opener(c);
        let known = opener.is_some_and(|o| used.openers.contains(&o));
        let leads = opener.is_none_or(|o| LEADING.contains(&scene.lower(o)));
        if !(known || leads) {
            continue;
        }
        let mut words = Vec::new();
        if matches!(scene.rel(c), Rel::Obl | Rel::OblAgent | Rel::Nmod) {
            describe(scene, c, 2, &mut words);
        } else {
            words.push(c);
        }
        if let Some(at) = words.into_iter().find(|&at| fits(at)) {
            return Some(at);
        }
    }
    None
}

/// True when the object holds what the rule asks for and nothing it rules out.
pub(super) fn takes(scene: &Scene<'_>, rule: &Rule, object: &[usize]) -> bool {
    rule.takes(|word| object.iter().any(|&at| scene.has_word(at, word)))
}
