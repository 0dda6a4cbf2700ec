//! The verbs of a sentence: voice, modality, what governs them, and who their subject is.

use super::links::{self, Hang};
use super::phrases::{Reach, actors};
use super::scene::Scene;
use crate::reading::events::deed::Named;
use crate::reading::events::words::{Lemma, govern, tag};
use crate::reading::syntax::{Pos, Rel, Tag};

/// One verb of the sentence.
#[derive(Debug, Clone)]
pub(super) struct Verb {
    pub(super) at: usize,
    pub(super) lemma: Option<Lemma>,
    /// Its surface subject suffers.
    pub(super) passive: bool,
    pub(super) negated: bool,
    /// Bits of [`tag::MODAL`].
    pub(super) modal: u32,
    pub(super) hang: Hang,
    /// Head of the surface subject's phrase, where one stands in the tree.
    subject_at: Option<usize>,
    subject: Vec<Named>,
}

/// All verbs, found by their node.
pub(super) struct Verbs {
    list: Vec<Option<Verb>>,
    /// Nodes of verbs, each behind its governor.
    order: Vec<usize>,
}

impl Verbs {
    /// Finds the verbs of a sentence, those nearer to the root first, so that a verb's governor is known
    /// before the verb.
    pub(super) fn read(scene: &Scene<'_>) -> Self {
        let mut out = Self { list: vec![None; scene.len()], order: Vec::new() };
        for at in from_root(scene) {
            if is_verb(scene, at) {
                let verb = out.verb(scene, at);
                out.list[at] = Some(verb);
                out.order.push(at);
            }
        }
        out
    }

    fn verb(&self, scene: &Scene<'_>, at: usize) -> Verb {
        let passive = self.is_passive(scene, at);
        let hang = links::hang(scene, self, at);
        let (subject_at, subject) = self.find_subject(scene, at, &hang);
        let modal = self.modal(scene, at);
        Verb {
            at,
            lemma: scene.verb_lemma(at),
            passive,
            negated: is_negated(scene, at, subject_at),
            modal,
            hang,
            subject_at,
            subject,
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Verb> {
        self.list.get(at).and_then(Option::as_ref)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Verb> {
        self.list.iter().flatten()
    }

    /// As [`Self::iter`], each verb behind its governor.
    pub(super) fn governors_first(&self) -> impl Iterator<Item = &Verb> {
        self.order.iter().filter_map(|&at| self.get(at))
    }

    /// Who stands as surface subject (of a passive: who suffers).
    pub(super) fn subject(&self, at: usize) -> &[Named] {
        self.get(at).map_or(&[], |v| v.subject.as_slice())
    }

    pub(super) fn subject_node(&self, at: usize) -> Option<usize> {
        self.get(at).and_then(|v| v.subject_at)
    }

    pub(super) fn governor(&self, at: usize) -> Option<usize> {
        self.get(at).and_then(|v| v.hang.governor)
    }

    /// The nearest verb above a node; not the node itself.
    pub(super) fn above(&self, scene: &Scene<'_>, at: usize) -> Option<usize> {
        let mut at = scene.head(at)?;
        for _ in 0..scene.len() {
            if self.list[at].is_some() {
                return Some(at);
            }
            at = scene.head(at)?;
        }
        None
    }

    fn is_passive(&self, scene: &Scene<'_>, at: usize) -> bool {
        let stative = |c| scene.tables.words.is_stative(scene.lower(at), scene.opening(c));
        if scene.children(at, &[Rel::Obl]).any(stative) {
            return false;
        }
        if scene.child(at, &[Rel::AuxPass, Rel::NsubjPass, Rel::CsubjPass]).is_some() {
            return true;
        }
        if scene.xpos(at) != Tag::Vbn || scene.children(at, &[Rel::Aux]).any(|c| is_have(scene, c))
        {
            return false;
        }
        match scene.rel(at) {
            Rel::Acl | Rel::Advcl | Rel::Xcomp | Rel::Root | Rel::Parataxis | Rel::AclRelcl => {
                // A past form taken for a participle has a subject and nobody "by" whom.
                let subject = scene.child(at, &[Rel::Nsubj]).is_some();
                let by = scene
                    .children(at, &[Rel::Obl, Rel::OblAgent])
                    .any(|c| scene.opening(c) == "by");
                scene.child(at, &[Rel::Obj]).is_none() && (by || !subject)
            }
            Rel::Conj => {
                let own = scene.child(at, &[Rel::Nsubj, Rel::Aux]).is_some();
                !own && scene.head(at).is_some_and(|h| self.get(h).is_some_and(|v| v.passive))
            }
            _ => false,
        }
    }

    /// The modality of its own auxiliaries, or of those it shares with the verb it is joined to.
    fn modal(&self, scene: &Scene<'_>, at: usize) -> u32 {
        let auxiliaries = || scene.children(at, &[Rel::Aux, Rel::AuxPass, Rel::Cop]);
        let own = auxiliaries().fold(0, |bits, c| bits | scene.tables.words.tags(scene.lower(c)));
        // "was to meet", "is to visit"
        let be = auxiliaries().any(|c| scene.is(c, tag::BE));
        let own = if be && is_infinitive(scene, at) { own | tag::FUTURE } else { own };
        let shares = scene.rel(at) == Rel::Conj
            && auxiliaries().next().is_none()
            && matches!(scene.xpos(at), Tag::Vb | Tag::Vbp)
            && scene.child(at, &[Rel::Nsubj, Rel::Mark]).is_none();
        let first = scene.head(at).filter(|_| shares).and_then(|h| self.get(h));
        own & tag::MODAL | first.map_or(0, |v| v.modal)
    }

    fn find_subject(
        &self,
        scene: &Scene<'_>,
        at: usize,
        hang: &Hang,
    ) -> (Option<usize>, Vec<Named>) {
        let own = self.own_subject(scene, at);
        if let Some(own) = own {
            if let Some(antecedent) = self.antecedent(scene, at, own) {
                return (Some(antecedent), actors(scene, self, antecedent, Reach::Acts));
            }
            let named = self.named_subject(scene, own, hang);
            return (Some(own), named);
        }
        self.inherited(scene, at, hang)
    }

    /// The subject that stands under the verb; of several, which a wrong tree may have, the nearest to it.
    fn own_subject(&self, scene: &Scene<'_>, at: usize) -> Option<usize> {
        let subjects = scene.children(at, &[Rel::Nsubj, Rel::NsubjPass]);
        let near = subjects.min_by_key(|&c| (c > at, c.abs_diff(at)));
        near.or_else(|| scene.child(at, &[Rel::NsubjOuter])).or_else(|| fronted(scene, at))
    }

    /// A subject in the verb's own clause; a bare pronoun stands for the subject of the clause around.
    fn named_subject(&self, scene: &Scene<'_>, own: usize, hang: &Hang) -> Vec<Named> {
        if scene.owner(own).is_none() && scene.pos(own) == Pos::Pron {
            let third = matches!(scene.lower(own), "it" | "he" | "she" | "they");
            let around = hang.governor.filter(|_| third);
            return around.map_or_else(Vec::new, |g| self.subject(g).to_vec());
        }
        let named = actors(scene, self, own, Reach::Acts);
        if named.is_empty() {
            // "its soldiers", "another of its soldiers"
            let reach = scene.tree.subtree(own);
            let own_people = reach.clone().any(|i| scene.is(i, tag::POSSESSIVE))
                && scene.tables.words.head(scene.lower(own)).is_some();
            if let Some(governor) = hang.governor.filter(|_| own_people) {
                return self.subject(governor).to_vec();
            }
        }
        named
    }

    /// The noun that a relative pronoun takes up.
    fn antecedent(&self, scene: &Scene<'_>, at: usize, pronoun: usize) -> Option<usize> {
        let relative = matches!(scene.xpos(pronoun), Tag::Wdt | Tag::Wp)
            || scene.lower(pronoun) == "that" && scene.rel(at) == Rel::AclRelcl;
        let mut clause = at;
        while relative && scene.rel(clause) == Rel::Conj {
            clause = scene.head(clause)?;
        }
        (relative && scene.rel(clause) == Rel::AclRelcl).then(|| scene.head(clause)).flatten()
    }

    /// The subject a verb without one of its own shares with what governs it.
    fn inherited(&self, scene: &Scene<'_>, at: usize, hang: &Hang) -> (Option<usize>, Vec<Named>) {
        let Some(head) = scene.head(at) else { return (None, Vec::new()) };
        let of_head = || (self.subject_node(head), self.subject(head).to_vec());
        match scene.rel(at) {
            Rel::Conj if self.get(head).is_some() => of_head(),
            Rel::Xcomp | Rel::Advcl | Rel::Ccomp if self.get(head).is_some() => {
                match self.controller(scene, at, head, hang) {
                    Some(object) => (Some(object), actors(scene, self, object, Reach::Acts)),
                    None => of_head(),
                }
            }
            // "X is ready to V": the adjective's own subject.
            Rel::Xcomp | Rel::Advcl | Rel::Ccomp | Rel::Conj | Rel::Acl => {
                self.of_noun(scene, at, head)
            }
            Rel::AclRelcl if scene.child(at, &[Rel::Nsubj]).is_none() => {
                (Some(head), actors(scene, self, head, Reach::Acts))
            }
            _ => (None, Vec::new()),
        }
    }

    /// "urges X to V", "accuses X of V-ing", "prevents X from V-ing", "calls on X to V": the object is who
    /// would do it.
    fn controller(&self, scene: &Scene<'_>, at: usize, head: usize, hang: &Hang) -> Option<usize> {
        let above = self.get(head)?;
        let gerund = scene.xpos(at) == Tag::Vbg;
        let opened = scene.opening(at);
        let prepared = gerund
            && matches!(opened, "of" | "from" | "for" | "into" | "over" | "against" | "about");
        let controls = scene.rel(at) == Rel::Xcomp
            || prepared
            || hang.bits & (govern::DEMAND | govern::ALLOW | govern::ACCUSE) != 0 && opened == "to";
        if !controls || hang.bits & govern::THREATEN != 0 {
            return None;
        }
        if above.passive {
            return above.subject_at;
        }
        let object = scene
            .children(head, &[Rel::Obj, Rel::Iobj])
            .find(|&c| c < at || scene.rel(c) == Rel::Iobj);
        let called = || {
            scene.children(head, &[Rel::Obl]).find(|&c| {
                c < at
                    && hang.bits & govern::DEMAND != 0
                    && matches!(scene.opening(c), "on" | "upon" | "to" | "with" | "for")
            })
        };
        // "promises X to V", "has X to V": the subject does it.
        let promised = hang.bits & govern::INTENT != 0 && hang.bits & govern::DEMAND == 0;
        object.filter(|_| !promised).or_else(called)
    }

    /// Who would do what a noun or adjective governs: "Russia's plan to V", "X is ready to V",
    /// "troops attacking Y".
    fn of_noun(&self, scene: &Scene<'_>, at: usize, head: usize) -> (Option<usize>, Vec<Named>) {
        if let Some(subject) = scene.child(head, &[Rel::Nsubj, Rel::NsubjPass]) {
            return (Some(subject), actors(scene, self, subject, Reach::Acts));
        }
        let describes = matches!(scene.xpos(at), Tag::Vbg | Tag::Vbn) && scene.opener(at).is_none();
        let named = actors(scene, self, head, Reach::Acts);
        if describes || !named.is_empty() {
            return (Some(head), named);
        }
        // "X announced plans to V", "X's decision"
        match self.above(scene, head) {
            Some(verb)
                if matches!(scene.rel(head), Rel::Obj | Rel::Xcomp | Rel::Obl | Rel::Conj) =>
            {
                (self.subject_node(verb), self.subject(verb).to_vec())
            }
            _ => (None, named),
        }
    }
}

/// "X signed a treaty, Y reported": the parser may hang both subjects on the verb of saying; the one before
/// the content is the content's.
fn fronted(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let head = scene.head(at).filter(|&h| h > at && scene.rel(at) == Rel::Ccomp)?;
    let mut subjects = scene.children(head, &[Rel::Nsubj, Rel::NsubjPass]);
    let first = subjects.next().filter(|&c| c < at)?;
    subjects.next().filter(|&c| c > at).map(|_| first)
}

/// All nodes, each behind its head.
fn from_root(scene: &Scene<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = scene.tree.root().into_iter().collect();
    let mut done = 0;
    while let Some(&at) = order.get(done) {
        order.extend(scene.tree.children(at));
        done += 1;
    }
    order
}

fn is_verb(scene: &Scene<'_>, at: usize) -> bool {
    if scene.owner(at).is_some() {
        return false;
    }
    let function = matches!(
        scene.rel(at),
        Rel::Aux
            | Rel::AuxPass
            | Rel::Cop
            | Rel::Case
            | Rel::Mark
            | Rel::Fixed
            | Rel::Amod
            | Rel::Compound
            | Rel::Cc
            | Rel::Goeswith
    );
    if function {
        return false;
    }
    match scene.pos(at) {
        Pos::Verb | Pos::Aux => true,
        // What the tagger took for a noun or an adjective although it has subject and object.
        Pos::Noun | Pos::Adj | Pos::Propn => {
            scene.child(at, &[Rel::Obj]).is_some()
                && scene.child(at, &[Rel::Cop]).is_none()
                && scene.tables.words.verb(scene.lower(at)).is_some()
        }
        _ => false,
    }
}

/// "to V".
pub(super) fn is_infinitive(scene: &Scene<'_>, at: usize) -> bool {
    scene.children(at, &[Rel::Mark, Rel::Aux]).any(|c| scene.lower(c) == "to")
}

fn is_have(scene: &Scene<'_>, at: usize) -> bool {
    scene.is(at, tag::HAVE)
}

/// "not", "never" on the verb, "no" on its subject.
fn is_negated(scene: &Scene<'_>, at: usize, subject: Option<usize>) -> bool {
    let no = |c: usize| scene.child(c, &[Rel::Det]).is_some_and(|d| scene.lower(d) == "no");
    scene.children(at, &[Rel::Advmod, Rel::Aux]).any(|c| c < at && scene.is(c, tag::NEG))
        || subject.is_some_and(no)
}
