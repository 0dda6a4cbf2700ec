//! Whom a noun phrase stands for.

use super::scene::Scene;
use super::verbs::Verbs;
use crate::reading::How;
use crate::reading::events::deed::{Named, with_twin};
use crate::reading::events::words::{govern, tag};
use crate::reading::syntax::{Pos, Rel, Tag};

/// In which part a phrase is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// It acts: only people and bodies do, not places.
    Acts,
    /// It suffers or is spoken of: the place it stands in will do ("people in Gaza").
    Suffers,
}

/// Phrases inside phrases are followed so deep.
const DEEP: usize = 5;

/// The actors that the phrase headed by `at` stands for, in text order; those joined to it by "and" too.
pub(super) fn actors(scene: &Scene<'_>, verbs: &Verbs, at: usize, reach: Reach) -> Vec<Named> {
    let mut out = Vec::new();
    Phrase { scene, verbs, reach }.list(at, DEEP, &mut out);
    with_twin(scene.view, out)
}

struct Phrase<'a, 'b> {
    scene: &'a Scene<'b>,
    verbs: &'a Verbs,
    reach: Reach,
}

impl Phrase<'_, '_> {
    fn list(&self, at: usize, depth: usize, out: &mut Vec<Named>) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let own = self.own(at, depth);
        out.extend(own.into_iter().filter(|n| !out.contains(n)).collect::<Vec<_>>());
        for joined in self.scene.children(at, &[Rel::Conj]).take(20) {
            if !matches!(self.scene.pos(joined), Pos::Verb | Pos::Aux) {
                self.list(joined, depth, out);
            }
        }
    }

    fn listed(&self, at: usize, depth: usize) -> Vec<Named> {
        let mut out = Vec::new();
        self.list(at, depth, &mut out);
        out
    }

    /// The actor of one member of a list.
    fn own(&self, at: usize, depth: usize) -> Vec<Named> {
        let scene = self.scene;
        if let Some(mention) = scene.owner(at) {
            let own = Named { mention, role: None };
            let inner = self.inner_list(at, mention, depth);
            return if inner.is_empty() { vec![own] } else { inner };
        }
        if scene.pos(at) == Pos::Pron || scene.is(at, tag::PRONOUN | tag::OBJECT_PRONOUN) {
            return self.pronoun(at);
        }
        let role = scene.tables.words.head(scene.lower(at)).map(str::to_owned);
        let with_role = |mut list: Vec<Named>| {
            for named in &mut list {
                named.role = role.clone().or(named.role.take());
            }
            list
        };
        let own = scene.children(at, &[Rel::NmodPoss]).any(|c| scene.owner(c).is_none());
        if own && self.reach == Reach::Suffers {
            // "its border with X": whose it is says less than where it lies.
            let placed = self.placed(at, depth);
            if !placed.is_empty() {
                return with_role(placed);
            }
        }
        let before = self.modifiers(at, depth);
        if !before.is_empty() {
            return with_role(before);
        }
        let beside = scene.children(at, &[Rel::Appos, Rel::Flat]).find_map(|c| {
            let list = if scene.owner(c).is_some() { self.listed(c, depth) } else { Vec::new() };
            (!list.is_empty()).then_some(list)
        });
        if let Some(list) = beside {
            return list;
        }
        with_role(self.placed(at, depth))
    }

    /// "Iranian and Turkish ministers" named as one mention's head with a second adjective.
    fn inner_list(&self, at: usize, mention: usize, depth: usize) -> Vec<Named> {
        let scene = self.scene;
        let Some(first) = scene
            .children(at, &[Rel::Amod, Rel::Compound])
            .find(|&c| scene.child(c, &[Rel::Conj]).is_some_and(|j| scene.owner(j).is_some()))
        else {
            return Vec::new();
        };
        let mut out = self.listed(first, depth);
        if !out.iter().any(|n| n.mention == mention) {
            out.push(Named { mention, role: None });
        }
        out
    }

    /// Actors before the noun: "Israel's", "Russian", "US–China".
    fn modifiers(&self, at: usize, depth: usize) -> Vec<Named> {
        let scene = self.scene;
        let before: Vec<usize> = scene
            .children(
                at,
                &[
                    Rel::Amod,
                    Rel::Compound,
                    Rel::NmodPoss,
                    Rel::NmodDesc,
                    Rel::NmodUnmarked,
                    Rel::Flat,
                    Rel::Det,
                ],
            )
            .filter(|&c| c < at)
            .collect();
        for &c in before.iter().rev() {
            let list = if scene.rel(c) == Rel::NmodPoss {
                let acts = Phrase { reach: Reach::Acts, ..*self };
                acts.listed(c, depth)
            } else if scene.owner(c).is_some() || scene.child(c, &[Rel::Conj]).is_some() {
                self.listed(c, depth.min(2))
            } else {
                self.led(c)
            };
            let list: Vec<Named> = list.into_iter().filter(|n| self.fits(n)).collect();
            if !list.is_empty() {
                return list;
            }
        }
        Vec::new()
    }

    /// "Saudi-led": the actor before the hyphen.
    fn led(&self, at: usize) -> Vec<Named> {
        let scene = self.scene;
        if !scene.tables.words.hyphen_keeps(scene.lower(at)) {
            return Vec::new();
        }
        let owned = scene.tree.children(at).find_map(|c| scene.owner(c));
        owned.map(|mention| Named { mention, role: None }).into_iter().collect()
    }

    fn fits(&self, named: &Named) -> bool {
        self.reach == Reach::Suffers || self.scene.how(named) != Some(How::City)
    }

    /// "the army of X", "protesters in X"; of what suffers, any place it stands in.
    fn placed(&self, at: usize, depth: usize) -> Vec<Named> {
        let scene = self.scene;
        let words = &scene.tables.words;
        let acting = words.head(scene.lower(at)).is_some()
            || scene.is(at, tag::QUANTITY | tag::NUMBER)
            || matches!(scene.pos(at), Pos::Num | Pos::Det);
        if self.reach == Reach::Acts && !acting {
            return Vec::new();
        }
        for c in scene.children(at, &[Rel::Nmod, Rel::NmodUnmarked, Rel::Acl]).filter(|&c| c > at) {
            let list = if scene.rel(c) == Rel::Acl {
                self.described(c, depth)
            } else {
                let case = scene.opening(c);
                let border = case == "with" && words.is_border(scene.lower(at));
                let place = words.is_placing(case) || case.is_empty();
                if !(border || place) || self.reach == Reach::Acts && case == "by" {
                    continue;
                }
                self.listed(c, depth)
            };
            let list: Vec<Named> = list.into_iter().filter(|n| self.fits(n)).collect();
            if !list.is_empty() {
                return list;
            }
        }
        Vec::new()
    }

    /// "concerts planned by X", "goods imported from X".
    fn described(&self, at: usize, depth: usize) -> Vec<Named> {
        let scene = self.scene;
        if self.reach == Reach::Acts || scene.xpos(at) != Tag::Vbn {
            return Vec::new();
        }
        scene
            .children(at, &[Rel::OblAgent, Rel::Obl])
            .filter(|&c| scene.tables.words.is_placing(scene.opening(c)))
            .map(|c| self.listed(c, depth))
            .find(|list| !list.is_empty())
            .unwrap_or_default()
    }

    /// A pronoun that stands for the subject of its own clause ("its", "their") or of the clause around.
    /// "guards shoot migrants as they cross": who "they" are is anybody's guess.
    fn acts_on_many(&self, verb: usize) -> bool {
        let scene = self.scene;
        let says = scene.bits(verb) & (govern::SAY | govern::ANNOUNCE) != 0;
        let objects = || scene.children(verb, &[Rel::Obj, Rel::Iobj]);
        !says && objects().any(|c| matches!(scene.xpos(c), Tag::Nns | Tag::Nnps))
    }

    fn pronoun(&self, at: usize) -> Vec<Named> {
        let scene = self.scene;
        let known = scene.is(at, tag::PRONOUN | tag::POSSESSIVE | tag::OBJECT_PRONOUN);
        if !known
            || matches!(scene.lower(at), "i" | "we" | "you" | "us" | "me" | "our" | "my" | "your")
        {
            return Vec::new();
        }
        let Some(verb) = self.verbs.above(scene, at) else { return Vec::new() };
        let in_subject =
            self.verbs.subject_node(verb).is_some_and(|s| scene.tree.subtree(s).contains(&at));
        if !in_subject && scene.is(at, tag::POSSESSIVE) {
            return self.verbs.subject(verb).to_vec();
        }
        match self.verbs.governor(verb) {
            Some(governor) if scene.lower(at) == "they" && self.acts_on_many(governor) => {
                Vec::new()
            }
            Some(governor) => self.verbs.subject(governor).to_vec(),
            None => Vec::new(),
        }
    }
}
