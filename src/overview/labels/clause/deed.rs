//! What the verb of a clause does to what: the words of a label for it.

use std::collections::BTreeMap;

use super::super::status::with_status;
use super::super::table::labels;
use super::Clause;
use crate::model::event::Event;
use crate::reading::How;
use crate::reading::events::participle_of;
use crate::reading::syntax::{Pos, Rel};

impl Clause<'_, '_> {
    /// What an event does to what, as a participle behind the object of its verb: "crew released" of "Venezuela
    /// releases the crew". `None` where the verb has no object that [`Self::matter`] would give, or no known
    /// participle.
    pub(in crate::overview::labels) fn done_to(&self, event: &Event) -> Option<String> {
        let trigger = self.trigger(event)?;
        let verb = self
            .tree
            .nodes
            .iter()
            .position(|node| node.pos == Pos::Verb && trigger.contains(&node.span.start))?;
        self.done(verb)
    }

    /// What a verb does to its object; where the object is itself a happening that the verb only performs, no more
    /// than that ("strike" of "launches a strike").
    fn done(&self, verb: usize) -> Option<String> {
        let object = self.object(verb)?;
        let noun = object.rsplit(' ').next().unwrap_or_default();
        let place = labels().nouns.get(noun);
        let performs = labels().performing.contains(self.tree.lemma(verb));
        if performs && place.is_some_and(|&place| labels().is_happening(place)) {
            return Some(object);
        }
        Some(format!("{object} {}", self.participle(verb)?))
    }

    /// True where the verb is done to a deed, not to its object: "permits weapons to hit bases".
    pub(super) fn is_of_deed(&self, verb: usize) -> bool {
        let tree = self.tree;
        let below = |kid: usize| matches!(tree.nodes[kid].rel, Rel::Xcomp | Rel::Ccomp);
        labels().letting.contains(tree.lemma(verb)) && tree.children(verb).any(below)
    }

    /// What is told of a thing that is no happening: "airspace breached" of "Belarus says a helicopter breached
    /// its airspace", "vessel sunk" of "A vessel sinks". `thing` is the noun a label would have without it;
    /// `None` where the main verb has no object and the thing is not its subject, or no known participle.
    pub(in crate::overview::labels) fn told(&self, thing: &str) -> Option<String> {
        let (tree, verb) = (self.tree, self.verb()?);
        // What is about to be done, or not done, is not told as done.
        let helps = |kid: usize| tree.nodes[kid].rel == Rel::Aux && tree.lemma(kid) != "have";
        if self.negated() || tree.children(verb).any(helps) {
            return None;
        }
        // "Their demands: admit guilt" tells of nothing that was done.
        let mut before = tree.children(verb).take_while(|&kid| kid < verb);
        if before.any(|kid| tree.lower(kid) == ":") {
            return None;
        }
        if let Some(planned) = self.planned(verb) {
            return Some(planned);
        }
        let participle = self.participle(verb)?;
        let noun = thing.rsplit(' ').next()?;
        let suffers = self.befalls(verb, noun);
        let what = self.object(verb).or_else(|| suffers.then(|| thing.to_owned()))?;
        // Somebody else's words, or a word of hearsay beside the verb.
        let above = tree.nodes[verb].head.filter(|_| self.begun).or(Some(verb));
        let hearsay = above.is_some_and(|at| tree.nodes[at].head.is_some())
            || tree.children(verb).any(|kid| labels().speech.contains(tree.lower(kid)));
        let being = if self.begun { "being " } else { "" };
        Some(as_told(format!("{what} {being}{participle}"), hearsay))
    }

    /// What a plan is for, as still to be done: "facility to be closed" of "announces plans to close the facility".
    fn planned(&self, verb: usize) -> Option<String> {
        let (tree, status) = (self.tree, labels().status.get("planned")?);
        let plan = tree.children(verb).find(|&at| tree.nodes[at].rel == Rel::Obj)?;
        let is_plan = labels().plans.contains(tree.lemma(plan));
        let deed = tree.children(plan).find(|&at| is_plan && tree.nodes[at].rel == Rel::Acl)?;
        let done = format!("{} {}", self.object(deed)?, self.participle(deed)?);
        Some(with_status(status, &done))
    }

    /// What is only proposed: "negotiations proposed" of "proposes holding negotiations".
    pub(in crate::overview::labels) fn proposed(&self) -> Option<String> {
        let verb = self.verb()?;
        let (tree, lemma) = (self.tree, self.tree.lemma(verb));
        let below = |kid: usize| matches!(tree.nodes[kid].rel, Rel::Xcomp | Rel::Ccomp);
        let deed = tree.children(verb).find(|&kid| below(kid))?;
        let is_own = labels().proposing.contains(lemma)
            && !tree.children(deed).any(|kid| tree.nodes[kid].rel == Rel::Nsubj);
        let object = self.object(deed).filter(|_| is_own)?;
        Some(format!("{object} {}", self.participle(verb)?))
    }

    /// Where an event of two who meet takes place: "in Moscow", "to Taiwan"; of the names behind its verb the first
    /// that is a place's.
    pub(in crate::overview::labels) fn place(
        &self,
        event: &Event,
        prepositions: &BTreeMap<String, String>,
    ) -> Option<String> {
        let tree = self.tree;
        let verb = self.word_at(self.trigger(event)?.start)?;
        let named = |kid: usize| {
            let node = tree.nodes[kid];
            let case = tree.children(kid).find(|&at| tree.nodes[at].rel == Rel::Case);
            let word = match (node.rel, case) {
                (Rel::Obj, None) => "",
                (Rel::Obl, Some(case)) => tree.lower(case),
                _ => return None,
            };
            let preposition = prepositions.get(word)?;
            let place = self.main.mentions.iter().find(|m| {
                let at = m.span.start.saturating_sub(self.main.span.start);
                let is_place = match m.how {
                    How::City | How::Capital => true,
                    _ => m.actor.role.is_none() && self.lexicon.is_state(&m.actor.id),
                };
                is_place
                    && m.span.start >= self.main.span.start
                    && (at..m.span.end - self.main.span.start).contains(&node.span.start)
            })?;
            let name = place.span.of(&self.main.document.text)?;
            // "Moscow" is a place, "Russian" is none.
            let is_adjective = name == self.lexicon.adjective_of(&place.actor.id);
            (!is_adjective).then(|| format!("{preposition} {name}"))
        };
        tree.children(verb).filter(|&kid| kid > verb).find_map(named)
    }

    /// True where the verb tells that its subject, this noun, sank, crashed and the like.
    fn befalls(&self, verb: usize, noun: &str) -> bool {
        let tree = self.tree;
        labels().befalling.contains(tree.lemma(verb))
            && tree
                .children(verb)
                .any(|at| tree.nodes[at].rel == Rel::Nsubj && tree.lower(at) == noun)
    }

    /// What became of a thing that another clause tells of: "plane crashed" of "Ten people die when a plane
    /// crashes".
    pub(in crate::overview::labels) fn befallen(&self, thing: &str) -> Option<String> {
        let tree = self.tree;
        let noun = thing.rsplit(' ').next()?;
        let verb = (0..tree.nodes.len()).find(|&at| self.befalls(at, noun))?;
        let done = format!("{thing} {}", self.participle(verb)?);
        // Below a verb of saying.
        Some(as_told(done, tree.nodes[verb].rel == Rel::Ccomp))
    }

    /// What is undone, with what undid it: "agreement nullified" of "The court nullifies the agreement". `None`
    /// where no verb of the sentence undoes the last noun of `words`.
    pub(in crate::overview::labels) fn undone(&self, words: &str) -> Option<String> {
        let tree = self.tree;
        let noun = words.rsplit(' ').next()?.to_lowercase();
        let undoes = |at: usize| {
            let node = tree.nodes[at];
            let verb = node.head.filter(|_| matches!(node.rel, Rel::Obj | Rel::NsubjPass))?;
            let negated = tree
                .children(verb)
                .any(|kid| labels().negation.contains(tree.lower(kid)) || tree.lower(kid) == "to");
            let lemma = tree.lemma(verb);
            let undoing = labels().undoing.contains(lemma) || labels().regarding.contains(lemma);
            (undoing && !negated).then(|| self.participle(verb)).flatten()
        };
        let found = (0..tree.nodes.len()).filter(|&at| tree.lower(at) == noun).find_map(undoes)?;
        Some(format!("{words} {found}"))
    }

    /// The participle of a verb that tells something of its object.
    fn participle(&self, verb: usize) -> Option<String> {
        let tree = self.tree;
        let lemma = tree.lemma(verb);
        let participle = participle_of(lemma).filter(|_| !labels().light.contains(lemma))?;
        let particle = tree.children(verb).find(|&at| tree.nodes[at].rel == Rel::CompoundPrt);
        let particle = particle.map(|at| format!(" {}", tree.lower(at))).unwrap_or_default();
        Some(format!("{participle}{particle}"))
    }
}

/// The label as it stands, or as somebody's word.
fn as_told(done: String, hearsay: bool) -> String {
    match labels().status.get("alleged").filter(|_| hearsay) {
        Some(status) => with_status(status, &done),
        None => done,
    }
}
