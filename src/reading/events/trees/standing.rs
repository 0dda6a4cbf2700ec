//! How the text stands to each verb, and who answers for it.

use super::scene::Scene;
use super::verbs::{Verb, Verbs};
use crate::reading::events::deed::{Named, Stood, actor_id};
use crate::reading::events::stance::{Link, Stance, combine, governed};
use crate::reading::events::words::{govern, tag};
use crate::reading::syntax::{Rel, Tag};

use super::phrases::{Reach, actors};

/// Stance and speaker of every verb, by node.
pub(super) struct Standing(Vec<Option<Stood>>);

impl Standing {
    pub(super) fn read(scene: &Scene<'_>, verbs: &Verbs) -> Self {
        let mut out = Self(vec![None; scene.len()]);
        for verb in verbs.governors_first() {
            let stood = out.stand(scene, verbs, verb);
            out.0[verb.at] = Some(stood);
        }
        out
    }

    /// Of the verb at a node; plain where there is none.
    pub(super) fn of(&self, at: usize) -> Stood {
        self.0.get(at).cloned().flatten().unwrap_or_else(Stood::plain)
    }

    fn stance(&self, at: usize) -> Stance {
        self.0.get(at).and_then(Option::as_ref).map_or(Stance::Plain, |s| s.stance)
    }

    fn stand(&self, scene: &Scene<'_>, verbs: &Verbs, verb: &Verb) -> Stood {
        let mut out = told(scene, verbs, verb.at);
        out.claimed |= scene.is_doubted(verb.at);
        let first = verbs.subject(verb.at).first();
        out.own = match (first, &out.speaker) {
            (Some(a), Some(b)) => actor_id(scene.view, a) == actor_id(scene.view, b),
            _ => false,
        };
        let own = own_stance(verb);
        let hang = &verb.hang;
        let made = perfect(scene, verb).or_else(|| governed(hang.link, hang.bits));
        out.stance = match (hang.governor, made) {
            (Some(governor), Some(made)) => {
                if matches!(made, Stance::Alleged | Stance::Denied) {
                    let passive = verbs.get(governor).is_some_and(|v| v.passive);
                    out.speaker = verbs.subject(governor).first().filter(|_| !passive).cloned();
                }
                combine(self.stance(governor), made, own)
            }
            (None, Some(made)) => combine(Stance::Plain, made, own),
            (Some(governor), None) if matches!(hang.link, Link::Infinitive | Link::Gerund) => {
                if own == Stance::Plain { self.stance(governor) } else { own }
            }
            _ => own,
        };
        out
    }
}

/// What the verb's own auxiliaries say.
fn own_stance(verb: &Verb) -> Stance {
    if verb.hang.conditional {
        return Stance::Possible;
    }
    if verb.modal & tag::POSSIBLE != 0 {
        return if verb.negated { Stance::NotDone } else { Stance::Possible };
    }
    if verb.modal & tag::MUST != 0 {
        return Stance::Demanded;
    }
    match (verb.modal & tag::FUTURE != 0, verb.negated) {
        (true, true) => Stance::Refused,
        (true, false) => Stance::Intent,
        (false, true) => Stance::NotDone,
        (false, false) => Stance::Plain,
    }
}

/// "claims to have destroyed": told of the past by the one who claims.
fn perfect(scene: &Scene<'_>, verb: &Verb) -> Option<Stance> {
    let have = scene.children(verb.at, &[Rel::Aux]).any(|c| scene.lower(c) == "have");
    let told = verb.hang.bits & (govern::SAY | govern::ANNOUNCE) != 0;
    (verb.hang.link == Link::Infinitive && have && told).then_some(Stance::Alleged)
}

/// Speaker and claim for what stands at a node: the nearest verb of saying whose content it is, or
/// "according to".
pub(super) fn told(scene: &Scene<'_>, verbs: &Verbs, at: usize) -> Stood {
    let mut node = at;
    for _ in 0..scene.len() {
        if let Some(speaker) = according_to(scene, verbs, node) {
            return Stood { speaker: speaker.into_iter().next(), claimed: true, ..Stood::plain() };
        }
        let beside = scene
            .children(node, &[Rel::Parataxis, Rel::Advcl, Rel::Conj, Rel::Dep])
            .find(|&p| p != at && says(scene, verbs, p) && is_remark(scene, verbs, p));
        if let Some(verb) = beside {
            return said(scene, verbs, verb);
        }
        let Some(head) = scene.head(node) else { break };
        let content = matches!(scene.rel(node), Rel::Ccomp | Rel::Parataxis | Rel::Dep);
        if content && says(scene, verbs, head) {
            return said(scene, verbs, head);
        }
        node = head;
    }
    Stood::plain()
}

/// ", X said": a finite clause with a subject of its own that nothing opens; ", with no deaths reported" is
/// none.
fn is_remark(scene: &Scene<'_>, verbs: &Verbs, at: usize) -> bool {
    let finite = matches!(scene.xpos(at), Tag::Vbd | Tag::Vbz | Tag::Vbp);
    if !finite || verbs.get(at).is_none_or(|v| v.passive) {
        return false;
    }
    let opened = scene.child(at, &[Rel::Mark, Rel::Cc, Rel::Case]).is_some();
    let reach = scene.tree.subtree(at);
    let content = scene.children(at, &[Rel::Ccomp]).next().is_some();
    !opened
        && !content
        && reach.len() < 30
        && verbs.subject_node(at).is_some_and(|s| reach.contains(&s))
}

fn says(scene: &Scene<'_>, verbs: &Verbs, at: usize) -> bool {
    verbs.get(at).is_some() && scene.bits(at) & (govern::SAY | govern::ANNOUNCE) != 0
}

/// What a verb of saying makes of its content.
fn said(scene: &Scene<'_>, verbs: &Verbs, at: usize) -> Stood {
    let Some(verb) = verbs.get(at) else { return Stood::plain() };
    let trusted = scene.bits(at) & govern::ANNOUNCE != 0 && !verb.negated;
    let speaker = verbs.subject(at).first().filter(|_| !verb.passive).cloned();
    let announced = scene.bits(at) & govern::PROCLAIM != 0;
    Stood { speaker, claimed: !trusted, announced, ..Stood::plain() }
}

/// "according to X" among the dependents of a node.
fn according_to(scene: &Scene<'_>, verbs: &Verbs, at: usize) -> Option<Vec<Named>> {
    for c in scene.tree.children(at) {
        if scene.lower(c) == "according" {
            let source = scene
                .tree
                .children(c)
                .find(|&s| scene.lower(s) != "to" && scene.rel(s) != Rel::Punct);
            return Some(source.map_or_else(Vec::new, |s| actors(scene, verbs, s, Reach::Acts)));
        }
        if scene
            .tree
            .children(c)
            .any(|o| scene.rel(o) == Rel::Case && scene.lower(o) == "according")
        {
            return Some(actors(scene, verbs, c, Reach::Acts));
        }
    }
    None
}
