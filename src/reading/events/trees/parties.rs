//! By whom and to whom: the parties of a deed that a verb tells.

use super::fits::Used;
use super::phrases::{Reach, actors};
use super::scene::Scene;
use super::verbs::{Verb, Verbs};
use crate::model::event::EventType;
use crate::reading::How;
use crate::reading::events::deed::{Named, actor_id, same_party};
use crate::reading::events::rules::{Place, Rule};
use crate::reading::events::stance::Link;
use crate::reading::events::words::{govern, tag};
use crate::reading::syntax::{Pos, Rel, Tag};

/// Who does it, to whom, and whether the target takes part as an equal.
#[derive(Debug, Default)]
pub(super) struct Parties {
    pub(super) sources: Vec<Named>,
    pub(super) targets: Vec<Named>,
    pub(super) mutual: bool,
}

/// Looks for the parties of one verb under one rule.
pub(super) struct Finder<'a, 'b> {
    pub(super) scene: &'a Scene<'b>,
    pub(super) verbs: &'a Verbs,
    pub(super) verb: &'a Verb,
    pub(super) rule: &'a Rule,
    pub(super) used: &'a Used,
}

impl Finder<'_, '_> {
    pub(super) fn parties(&self) -> Parties {
        if let Some(sources) = self.pair_between() {
            return Parties { sources, targets: Vec::new(), mutual: true };
        }
        if self.verb.passive { self.of_passive() } else { self.of_active() }
    }

    /// "Norland announces a truce between X and Y": the two keep it, not who announces it.
    fn pair_between(&self) -> Option<Vec<Named>> {
        let place = Place::Prep("between".to_owned());
        let pair = (self.rule.reciprocal && self.rule.target.contains(&place))
            .then(|| self.prepositional("between"))?;
        let subject = self.verbs.subject(self.verb.at);
        let is_subject = |n: &Named| subject.iter().any(|s| same_party(self.scene.view, s, n));
        (pair.len() > 1 && !pair.iter().any(is_subject)).then_some(pair)
    }

    fn id(&self, named: &Named) -> &str {
        actor_id(self.scene.view, named)
    }

    fn other_than(&self, list: &[Named], named: &Named) -> bool {
        list.iter().all(|n| self.id(n) != self.id(named))
    }

    fn of_passive(&self) -> Parties {
        let suffers = self.suffering_subject();
        let mut sources = self.agents();
        if sources.is_empty() {
            sources = self.placed_agents(&suffers);
        }
        if sources.is_empty() && announced(self.rule) {
            sources = self.announcer(&suffers);
        }
        // "X was given a loan": its subject receives.
        let receives = self.scene.child(self.verb.at, &[Rel::Obj]).is_some();
        let to = |place: &Place| {
            matches!(place, Place::Direct) || *place == Place::Prep("to".to_owned())
        };
        let taken = self.rule.target.contains(&Place::Object)
            || receives && self.rule.target.iter().any(to);
        let mut targets = if taken { suffers } else { Vec::new() };
        targets.retain(|t| !sources.iter().any(|s| same_party(self.scene.view, s, t)));
        let mut mutual = true;
        if targets.is_empty() {
            (targets, mutual) = self.targets(&sources);
        }
        Parties { sources, targets, mutual }
    }

    fn of_active(&self) -> Parties {
        let sources = self.verbs.subject(self.verb.at).to_vec();
        let (targets, mutual) = self.targets(&sources);
        // "X and Y established relations … in New York": the town is where they did it.
        let town =
            !targets.is_empty() && targets.iter().all(|t| self.scene.how(t) == Some(How::City));
        if self.rule.reciprocal && (!mutual || town) && sources.len() > 1 {
            return Parties { sources, targets: Vec::new(), mutual: true };
        }
        if targets.is_empty() && sources.len() == 2 && self.each_other() {
            let targets = sources.iter().rev().cloned().collect();
            return Parties { sources, targets, mutual: true };
        }
        Parties { sources, targets, mutual }
    }

    /// "X and Y attack each other", "X and Y each expel an envoy of the other".
    fn each_other(&self) -> bool {
        let reach = self.scene.tree.subtree(self.verb.at);
        let other = reach.clone().find(|&i| matches!(self.scene.lower(i), "other" | "another"));
        other.is_some_and(|o| {
            reach.clone().any(|i| i < o && matches!(self.scene.lower(i), "each" | "one"))
        })
    }

    /// Who suffers in a passive: the subject, or the place it stands in ("ten people in Gaza are killed").
    pub(super) fn suffering_subject(&self) -> Vec<Named> {
        let named = self.verbs.subject(self.verb.at);
        if !named.is_empty() {
            return named.to_vec();
        }
        let node = self.verbs.subject_node(self.verb.at);
        node.map_or_else(Vec::new, |n| actors(self.scene, self.verbs, n, Reach::Suffers))
    }

    /// "by X", or "in an Israeli airstrike".
    fn agents(&self) -> Vec<Named> {
        let scene = self.scene;
        let phrases = || scene.children(self.verb.at, &[Rel::OblAgent, Rel::Obl, Rel::Advcl]);
        if let Some(by) = phrases().find(|&c| scene.opening(c) == "by") {
            return actors(scene, self.verbs, by, Reach::Acts);
        }
        // Hung on a noun before it: "was given a loan by X", "signed in Y by X".
        let deeper = self.phrases("by").into_iter();
        let deeper = deeper.map(|by| actors(scene, self.verbs, by, Reach::Acts));
        if let Some(list) = deeper.into_iter().find(|list| !list.is_empty()) {
            return list;
        }
        let blow = |c: &usize| {
            matches!(scene.opening(*c), "in" | "during" | "after" | "following" | "from")
                && scene
                    .tables
                    .rules
                    .by_noun(scene.lower(*c))
                    .iter()
                    .any(|n| scene.tables.rules.all[n.rule].kind.quad().number() == 4)
        };
        let Some(deed) = phrases().find(blow) else { return Vec::new() };
        let by = scene.children(deed, &[Rel::Nmod, Rel::Acl]).find(|&c| scene.opening(c) == "by");
        match by {
            Some(by) => actors(scene, self.verbs, by, Reach::Acts),
            None => actors(scene, self.verbs, deed, Reach::Acts),
        }
    }

    /// "detained in Baku", "expelled from Norland", "banned from entering Norland": the place names whose
    /// police or government did it.
    fn placed_agents(&self, suffers: &[Named]) -> Vec<Named> {
        let scene = self.scene;
        let placed = |opening: &str| self.rule.placed.iter().any(|p| p == opening);
        for c in scene.children(self.verb.at, &[Rel::Obl, Rel::Advcl]) {
            if !placed(scene.opening(c)) {
                continue;
            }
            let place =
                if scene.rel(c) == Rel::Advcl { scene.child(c, &[Rel::Obj]) } else { Some(c) };
            let Some(mention) = place.and_then(|p| scene.owner(p)) else { continue };
            let named = Named { mention, role: None };
            let names_place =
                !matches!(scene.how(&named), Some(How::Person | How::Coreference) | None);
            let other = names_place && self.other_than(suffers, &named);
            return if other { vec![named] } else { Vec::new() };
        }
        Vec::new()
    }

    /// "The ministry says that concerts by X are cancelled": it speaks of its own measure.
    fn announcer(&self, suffers: &[Named]) -> Vec<Named> {
        let scene = self.scene;
        let hang = &self.verb.hang;
        let says = hang.bits & (govern::SAY | govern::ANNOUNCE) != 0;
        let Some(governor) = hang.governor.filter(|_| says && hang.link == Link::That) else {
            return Vec::new();
        };
        let official = |n: &&Named| {
            let told = scene.view.mentions.get(n.mention).and_then(|m| m.actor.role.as_deref());
            matches!(n.role.as_deref().or(told), None | Some("GOV" | "MIL" | "COP" | "JUD" | "LEG"))
        };
        let subject = self.verbs.subject(governor).iter();
        subject.filter(official).filter(|n| self.other_than(suffers, n)).cloned().collect()
    }

    /// The first place of the rule's list that names somebody else than who acts.
    fn targets(&self, sources: &[Named]) -> (Vec<Named>, bool) {
        for place in &self.rule.target {
            let found = match place {
                Place::Object | Place::Direct if self.verb.passive => Vec::new(),
                Place::Direct => self.direct(),
                Place::Object => self.objects(),
                Place::Prep(prep) => self.prepositional(prep),
                Place::Complement => self.complement(sources),
            };
            let subject =
                if self.verb.passive { sources } else { self.verbs.subject(self.verb.at) };
            let same = |n: &Named| subject.iter().any(|s| same_party(self.scene.view, s, n));
            let found: Vec<Named> = found.into_iter().filter(|n| !same(n)).collect();
            if !found.is_empty() {
                return (found, place.is_mutual());
            }
        }
        (Vec::new(), false)
    }

    /// The receiver, not a place it stands in: "offers X a loan".
    fn direct(&self) -> Vec<Named> {
        let scene = self.scene;
        scene
            .children(self.verb.at, &[Rel::Iobj, Rel::Obj])
            .map(|c| actors(scene, self.verbs, c, Reach::Acts))
            .find(|list| !list.is_empty())
            .unwrap_or_default()
    }

    /// The object, behind the preposition of the rule's phrase where it has one.
    fn objects(&self) -> Vec<Named> {
        let scene = self.scene;
        for &opener in &self.used.openers {
            let Some(phrase) = scene.head(opener).filter(|&p| p != self.verb.at) else { continue };
            let list = actors(scene, self.verbs, phrase, Reach::Suffers);
            if !list.is_empty() {
                return list;
            }
        }
        let direct = scene
            .children(self.verb.at, &[Rel::Obj, Rel::Iobj])
            .map(|c| actors(scene, self.verbs, c, Reach::Suffers))
            .find(|list| !list.is_empty());
        direct.unwrap_or_else(|| self.relative_object())
    }

    /// "the villages that X shelled": the noun that the clause describes.
    fn relative_object(&self) -> Vec<Named> {
        let scene = self.scene;
        let at = self.verb.at;
        let place = scene.tree.children(at).any(|c| scene.xpos(c) == Tag::Wrb);
        let described =
            scene.rel(at) == Rel::AclRelcl && !place && scene.child(at, &[Rel::Obj]).is_none();
        let noun = scene.head(at).filter(|h| described && self.verbs.subject_node(at) != Some(*h));
        noun.map_or_else(Vec::new, |n| actors(scene, self.verbs, n, Reach::Suffers))
    }

    fn prepositional(&self, prep: &str) -> Vec<Named> {
        for phrase in self.phrases(prep) {
            let list = actors(self.scene, self.verbs, phrase, Reach::Suffers);
            if prep == "between" && list.len() < 2 {
                continue;
            }
            if !list.is_empty() {
                return list;
            }
        }
        Vec::new()
    }

    /// Phrases with this preposition that hang on the verb, on its object, or on phrases of these, in text
    /// order, the verb's own first.
    pub(super) fn phrases(&self, prep: &str) -> Vec<usize> {
        let scene = self.scene;
        let mut out = Vec::new();
        let mut level = vec![self.verb.at];
        for _ in 0..4 {
            let mut next = Vec::new();
            for &at in &level {
                for c in scene.tree.children(at) {
                    let own = at == self.verb.at;
                    let carries = match scene.rel(c) {
                        Rel::Obl
                        | Rel::OblAgent
                        | Rel::Nmod
                        | Rel::Obj
                        | Rel::Iobj
                        | Rel::OblUnmarked => true,
                        Rel::Xcomp | Rel::Advcl | Rel::Acl => scene.xpos(c) != Tag::Vbd,
                        Rel::Conj => !own && scene.pos(c) != Pos::Verb,
                        Rel::Advmod | Rel::Appos | Rel::Compound | Rel::Dep => !own,
                        _ => false,
                    };
                    if !carries || (own && self.is_remark(c)) {
                        continue;
                    }
                    if scene.opener(c).is_some_and(|o| scene.lower(o) == prep) {
                        out.push(c);
                    }
                    next.push(c);
                }
            }
            level = next;
            if level.len() > 60 {
                break;
            }
        }
        out
    }

    /// ", with X doing …" is a remark beside the deed.
    fn is_remark(&self, phrase: usize) -> bool {
        let scene = self.scene;
        let Some(opener) = scene.opener(phrase).filter(|&o| scene.lower(o) == "with") else {
            return false;
        };
        opener > 0
            && scene.lower(opener - 1) == ","
            && (scene.pos(phrase) == Pos::Verb || scene.child(phrase, &[Rel::Acl]).is_some())
    }

    /// Who is named first in what follows, in the clause the verb governs before all.
    fn complement(&self, sources: &[Named]) -> Vec<Named> {
        let scene = self.scene;
        let at = self.verb.at;
        let clause = scene
            .children(at, &[Rel::Ccomp, Rel::Xcomp, Rel::Advcl])
            .filter(|&c| scene.rel(c) != Rel::Advcl || !self.is_aside(c))
            .find(|&c| c > at && self.verbs.get(c).is_some());
        if let Some(clause) = clause {
            let own = self.verbs.subject_node(clause).is_some_and(|s| s > at);
            let subject = self.verbs.subject(clause);
            // Rebels may demand something of their own state's government.
            let is_own = |n: &&Named| sources.iter().any(|s| same_party(scene.view, s, n));
            if own && subject.iter().any(|n| !is_own(&n)) {
                return subject.iter().filter(|n| !is_own(n)).cloned().collect();
            }
        }
        let reach = scene.tree.subtree(at);
        let mut skip = at;
        for i in at + 1..reach.end {
            if i < skip {
                continue;
            }
            // A clause of its own beside the deed, or what another verb tells.
            let aside = matches!(scene.rel(i), Rel::Parataxis | Rel::AclRelcl)
                || scene.rel(i) == Rel::Conj
                    && self.verbs.get(i).is_some()
                    && scene.head(i) == Some(at)
                || scene.rel(i) == Rel::Advcl && scene.head(i) == Some(at) && self.is_aside(i);
            if aside {
                skip = scene.tree.subtree(i).end;
                continue;
            }
            if self.inside_aside(i) || scene.owner(i).is_none() {
                continue;
            }
            let Some(mention) = scene.owner(i) else { continue };
            let named = Named { mention, role: None };
            let capital =
                scene.how(&named) == Some(How::Capital) && matches!(scene.opening(i), "in" | "at");
            if capital {
                continue;
            }
            let list: Vec<Named> = actors(scene, self.verbs, i, Reach::Suffers)
                .into_iter()
                .filter(|n| self.other_than(sources, n))
                .collect();
            if !list.is_empty() {
                return list;
            }
        }
        Vec::new()
    }

    /// ", V-ing …" and "after V-ing": told beside.
    fn is_aside(&self, clause: usize) -> bool {
        let scene = self.scene;
        let opening = scene.opening(clause);
        clause > 0
            && !matches!(opening, "to" | "of" | "for" | "over" | "against" | "from" | "that")
            && !scene.is(clause, tag::CONDITIONAL)
    }

    /// Left of its clause's head, inside a clause that is told beside.
    fn inside_aside(&self, at: usize) -> bool {
        let scene = self.scene;
        let mut node = at;
        for _ in 0..12 {
            let Some(head) = scene.head(node) else { return false };
            if head == self.verb.at {
                return matches!(scene.rel(node), Rel::Parataxis)
                    || scene.rel(node) == Rel::Conj && self.verbs.get(node).is_some()
                    || scene.rel(node) == Rel::Advcl && self.is_aside(node);
            }
            if scene.rel(node) == Rel::AclRelcl {
                return true;
            }
            node = head;
        }
        false
    }
}

/// Measures that a government announces of itself without naming who takes them.
fn announced(rule: &Rule) -> bool {
    matches!(
        rule.kind,
        EventType::Sanction | EventType::Coerce | EventType::Retreat | EventType::Concede
    )
}
