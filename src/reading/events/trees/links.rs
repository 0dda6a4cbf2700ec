//! What a verb hangs on, and what that makes of it.

use super::scene::Scene;
use super::verbs::{Verbs, is_infinitive};
use crate::reading::events::stance::Link;
use crate::reading::events::words::{govern, tag};
use crate::reading::syntax::{Pos, Rel, Tag};

/// How a verb hangs on what governs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hang {
    /// The verb above whose subject, stance and speaker count for this one too.
    pub(super) governor: Option<usize>,
    pub(super) link: Link,
    /// What the governing verb, adjective or noun does to this verb ([`govern`]).
    pub(super) bits: u32,
    /// Stands under "if", "unless", "whether".
    pub(super) conditional: bool,
}

impl Hang {
    fn main() -> Self {
        Self { governor: None, link: Link::Main, bits: 0, conditional: false }
    }
}

/// Reads the link of the verb at `at`; the verbs above it are known.
pub(super) fn hang(scene: &Scene<'_>, verbs: &Verbs, at: usize) -> Hang {
    let Some(head) = scene.head(at) else { return root(scene, at) };
    let governor = if verbs.get(head).is_some() { Some(head) } else { verbs.above(scene, at) };
    match scene.rel(at) {
        Rel::Conj => joined(scene, verbs, at, head),
        Rel::Ccomp => {
            Hang { conditional: is_conditional(scene, at), ..content(scene, at, head, governor) }
        }
        Rel::Xcomp => governed(scene, at, head, governor),
        Rel::Advcl | Rel::AdvclRelcl => adverbial(scene, at, head, governor),
        Rel::Acl => of_noun(scene, at, head, governor),
        Rel::AclRelcl => Hang { governor, link: Link::Relative, ..Hang::main() },
        Rel::Csubj | Rel::CsubjPass | Rel::CsubjOuter if scene.xpos(at) != Tag::Vbd => {
            // "attacking X would be a mistake": nothing is said of it.
            Hang { governor, link: Link::Infinitive, bits: 0, conditional: false }
        }
        _ => Hang::main(),
    }
}

/// A headline's "X to visit Y" is a plan.
fn root(scene: &Scene<'_>, at: usize) -> Hang {
    let to = is_infinitive(scene, at);
    if to && scene.child(at, &[Rel::Nsubj, Rel::NsubjPass]).is_some() {
        return Hang { link: Link::Infinitive, bits: govern::INTENT, ..Hang::main() };
    }
    Hang::main()
}

/// "and V": what governs the first governs the second.
fn joined(scene: &Scene<'_>, verbs: &Verbs, at: usize, head: usize) -> Hang {
    let Some(first) = verbs.get(head) else {
        // Joined to a noun or an adjective with a copula.
        return Hang::main();
    };
    let own_subject = scene.child(at, &[Rel::Nsubj, Rel::NsubjPass]).is_some();
    let mut hang = first.hang.clone();
    // ", and X V": behind a conjunct with a subject of its own only what is said goes on.
    if own_subject && !matches!(hang.link, Link::That | Link::Main) {
        hang = Hang::main();
    }
    // "plans to attack and has deployed": a finite verb leaves the infinitive's governor.
    if matches!(hang.link, Link::Infinitive | Link::Gerund)
        && matches!(scene.xpos(at), Tag::Vbd | Tag::Vbz)
    {
        hang = first
            .hang
            .governor
            .and_then(|g| verbs.get(g))
            .map_or_else(Hang::main, |g| g.hang.clone());
    }
    hang.conditional &= !own_subject;
    hang
}

/// "says that X V".
fn content(scene: &Scene<'_>, at: usize, head: usize, governor: Option<usize>) -> Hang {
    let mut bits = scene.bits(head);
    let infinitive = scene.opening(at) == "to"
        || scene.children(at, &[Rel::Mark]).any(|c| scene.lower(c) == "to");
    if infinitive {
        return governed(scene, at, head, governor);
    }
    if scene.xpos(at) == Tag::Vbg && scene.child(at, &[Rel::Nsubj, Rel::Aux]).is_none() {
        return Hang { governor, link: Link::Gerund, bits, conditional: false };
    }
    // "its claim that X V": the noun before "that" weighs, not the verb above it.
    if let Some(object) =
        scene.children(head, &[Rel::Obj]).find(|&c| c < at && scene.owner(c).is_none())
    {
        let noun = scene.bits(object);
        if noun != 0 && scene.pos(object) == Pos::Noun {
            bits = noun;
        }
    }
    Hang { governor, link: Link::That, bits, conditional: false }
}

/// "agrees to V", "stops V-ing", "is ready to V", "has to V", "is going to V".
fn governed(scene: &Scene<'_>, at: usize, head: usize, governor: Option<usize>) -> Hang {
    let to = is_infinitive(scene, at);
    let gerund = scene.xpos(at) == Tag::Vbg;
    let mut bits = scene.bits(head);
    if to {
        if scene.is(head, tag::HAVE) {
            bits = govern::DEMAND;
        } else if scene.is(head, tag::BE) || scene.lower(head) == "going" {
            bits = govern::INTENT;
        }
    }
    let link = match (to, gerund) {
        (_, true) => Link::Gerund,
        (true, _) => Link::Infinitive,
        // "helps X fight", "made X withdraw", "had X arrested"
        (false, false) if bits & (govern::ALLOW | govern::ASPECT | govern::DEMAND) != 0 => {
            Link::Infinitive
        }
        _ => Link::Participle,
    };
    Hang { governor, link, bits, conditional: false }
}

/// "after V-ing", "if X V", "to V", "accuses X of V-ing", ", V-ing".
fn adverbial(scene: &Scene<'_>, at: usize, head: usize, governor: Option<usize>) -> Hang {
    let conditional = is_conditional(scene, at);
    let opener = scene.opening(at);
    let to = is_infinitive(scene, at);
    let bits = scene.bits(head);
    if to && !conditional && scene.child(at, &[Rel::Nsubj]).is_none() {
        // Either what a verb asks, wants, refuses, or a purpose of which nothing is said.
        return Hang { governor, link: Link::Infinitive, bits, conditional: false };
    }
    if scene.xpos(at) == Tag::Vbg {
        return match opener {
            "of" | "for" | "from" | "over" | "about" | "against" | "with" | "on" | "into" => {
                Hang { governor, link: Link::Gerund, bits, conditional: false }
            }
            "without" | "instead" => {
                Hang { governor, link: Link::Gerund, bits: govern::STOP, conditional: false }
            }
            _ => Hang { governor, link: Link::Participle, bits: 0, conditional },
        };
    }
    let link = if scene.child(at, &[Rel::Nsubj, Rel::NsubjPass]).is_some() {
        Link::Main
    } else {
        Link::Participle
    };
    Hang { governor, link, bits: 0, conditional }
}

/// "the plan to V", "the threat of V-ing", "the claim that X V", "troops attacking X".
fn of_noun(scene: &Scene<'_>, at: usize, head: usize, governor: Option<usize>) -> Hang {
    let bits = scene.bits(head);
    let to = is_infinitive(scene, at);
    let opener = scene.opening(at);
    if to {
        // "the first country to V"
        let listed = scene.owner(head).is_some()
            || scene.child(head, &[Rel::Amod]).is_some_and(|c| {
                scene.xpos(c) == Tag::Jj
                    && matches!(scene.lower(c), "first" | "last" | "only" | "latest")
            });
        if listed && bits == 0 {
            return Hang { governor, link: Link::Relative, ..Hang::main() };
        }
        return Hang {
            governor,
            link: Link::Infinitive,
            bits: noun_bits(scene, head, bits),
            conditional: false,
        };
    }
    if scene.xpos(at) == Tag::Vbg && !opener.is_empty() {
        return Hang { governor, link: Link::Gerund, bits, conditional: false };
    }
    if opener == "that" {
        return Hang { governor, link: Link::That, bits, conditional: false };
    }
    Hang { governor, link: Link::Relative, ..Hang::main() }
}

/// "abandoned plans to V" undoes the plan.
fn noun_bits(scene: &Scene<'_>, noun: usize, bits: u32) -> u32 {
    let undone = matches!(scene.rel(noun), Rel::Obj | Rel::NsubjPass)
        && scene.head(noun).is_some_and(|v| scene.bits(v) & govern::UNDO_OBJECT != 0);
    if undone { govern::REFUSE } else { bits }
}

fn is_conditional(scene: &Scene<'_>, at: usize) -> bool {
    scene.children(at, &[Rel::Mark, Rel::Advmod]).any(|c| c < at && scene.is(c, tag::CONDITIONAL))
}
