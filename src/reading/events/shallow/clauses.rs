//! Verb groups to clauses: who the subject is, what governs the verb, who is speaking.

use std::ops::Range;

pub(super) use super::super::stance::Link;
use super::groups::{Form, Group};
use super::phrases::{Named, Scene};
use super::subjects::{leading_participles, subject_left};
use crate::reading::events::words::{govern, tag};

/// A group in its clause.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    /// Who stands as grammatical subject (of a passive: who suffers).
    pub(crate) subject: Vec<Named>,
    /// Core of the subject, where it stands right in this clause.
    pub(crate) subject_core: Option<Range<usize>>,
    pub(crate) governor: Option<usize>,
    pub(crate) link: Link,
    /// What the governor, or the adjective or noun beside it, does to this verb.
    pub(crate) bits: u32,
    /// Stands under "if", "unless", "whether".
    pub(crate) conditional: bool,
}

/// One clause for each verb group, in the same order.
pub(crate) fn read(scene: &Scene<'_>) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::with_capacity(scene.grouped.groups.len());
    for at in 0..scene.grouped.groups.len() {
        let clause = clause(scene, &out, at);
        out.push(clause);
    }
    leading_participles(scene, &mut out);
    out
}

fn clause(scene: &Scene<'_>, before: &[Clause], at: usize) -> Clause {
    let group = &scene.grouped.groups[at];
    match group.form {
        Form::Infinitive => infinitive(scene, before, at),
        Form::Gerund => gerund(scene, before, at),
        Form::Participle => participle(scene, before, at),
        Form::AfterNoun | Form::Reduced => after_noun(scene, before, at),
        Form::Finite => finite(scene, before, at),
    }
}

fn empty(link: Link) -> Clause {
    Clause {
        subject: Vec::new(),
        subject_core: None,
        governor: None,
        link,
        bits: 0,
        conditional: false,
    }
}

/// "and V": the second of two verbs that share subject and governor.
fn coordinated(scene: &Scene<'_>, before: &[Clause], at: usize) -> Option<Clause> {
    let group = &scene.grouped.groups[at];
    let mut b = group.start.checked_sub(1)?;
    while scene.is(b, tag::ADVERB) && !scene.is(b, tag::CONJ) {
        b = b.checked_sub(1)?;
    }
    let conj = scene.is(b, tag::CONJ);
    let comma = scene.is(b, tag::COMMA);
    let goes_on = conj || (comma && matches!(group.form, Form::Finite | Form::Infinitive));
    if !goes_on {
        return None;
    }
    let wanted = group.form;
    // ", accusing X of shelling Y, and demanding": after a comma the outer participle goes on.
    let outer = conj
        && b > 0
        && scene.is(b - 1, tag::COMMA)
        && matches!(wanted, Form::Participle | Form::Gerund);
    let participle =
        (0..at).rev().find(|&i| outer && scene.grouped.groups[i].form == Form::Participle);
    if let Some(participle) = participle {
        return Some(before[participle].clone());
    }
    let first = (0..at).rev().find(|&i| {
        let g = &scene.grouped.groups[i];
        g.form == wanted || wanted == Form::Participle && g.form == Form::Gerund
    })?;
    if comma && !conj && wanted == Form::Finite && !series_ahead(scene, at) {
        return None;
    }
    let mut clause = before[first].clone();
    if scene.grouped.groups[first].passive && !group.passive && clause.subject.is_empty() {
        clause.subject = Vec::new();
    }
    // After a second finite verb the content of "says that …" may go on; the link stays.
    clause.conditional = false;
    Some(clause)
}

/// "raid, arrest and deport": a comma joins verbs only when an "and" verb follows.
fn series_ahead(scene: &Scene<'_>, at: usize) -> bool {
    let Some(next) = scene.grouped.groups.get(at + 1) else { return false };
    next.form == Form::Finite && next.start > 0 && scene.is(next.start - 1, tag::CONJ)
}

fn infinitive(scene: &Scene<'_>, before: &[Clause], at: usize) -> Clause {
    let group = &scene.grouped.groups[at];
    if !scene.is(group.start, tag::TO)
        && let Some(shared) = coordinated(scene, before, at)
    {
        return shared;
    }
    if scene.is(group.start.wrapping_sub(1), tag::CONJ)
        && let Some(shared) = coordinated(scene, before, at)
    {
        return shared;
    }
    let Some(governor) = at.checked_sub(1).filter(|&g| near(scene, g, group.start)) else {
        return noun_governed(scene, group);
    };
    let mut bits = bits_between(scene, governor, group.start);
    let above = &scene.grouped.groups[governor];
    let own = scene.words.govern(above.lemma);
    let beside = bits != 0;
    if !beside {
        bits = own;
    }
    let controls_object = !beside && own & (govern::DEMAND | govern::ALLOW) != 0;
    let object = if controls_object && !above.passive {
        object_of(scene, governor, group.start)
    } else {
        None
    };
    let named = if beside {
        scene.core_backward(group.start).and_then(|core| scene.actor_of_core(&core))
    } else {
        None
    };
    let subject = match (object, named.filter(|_| !above.copula)) {
        (Some(object), _) => object,
        (None, Some(named)) => vec![named],
        // "citing the union's refusal to …": somebody's, but nobody we know.
        (None, None) if beside && possessed(scene, group.start) => Vec::new(),
        (None, None) => before[governor].subject.clone(),
    };
    Clause { subject, governor: Some(governor), bits, ..empty(Link::Infinitive) }
}

fn possessed(scene: &Scene<'_>, end: usize) -> bool {
    scene.core_backward(end).is_some_and(|mut core| core.any(|i| scene.is(i, tag::POSS)))
}

/// Without a verb before: "Iran's decision to attack …".
fn noun_governed(scene: &Scene<'_>, group: &Group) -> Clause {
    let mut clause = empty(Link::Infinitive);
    if let Some(core) = scene.core_backward(group.start) {
        clause.bits = word_bits(scene, core.end - 1);
        clause.subject = scene.actor_of_core(&core).into_iter().collect();
    }
    clause
}

fn near(scene: &Scene<'_>, governor: usize, start: usize) -> bool {
    let head = scene.grouped.groups[governor].head;
    start - head < 25 && !(head + 1..start).any(|i| scene.is(i, tag::STOP))
}

/// What a word as noun or adjective does to a verb after it.
fn word_bits(scene: &Scene<'_>, at: usize) -> u32 {
    let word = scene.word(at);
    let verb = scene.words.verb(word).map_or(0, |(lemma, _)| scene.words.govern(lemma));
    scene.words.adjective(word) | verb
}

/// A governing word right before "to", or an adjective after "be".
fn bits_between(scene: &Scene<'_>, governor: usize, start: usize) -> u32 {
    let above = &scene.grouped.groups[governor];
    if start > above.head + 1 {
        let last = word_bits(scene, start - 1);
        if scene.units[start - 1].mention.is_none() && last != 0 {
            return last;
        }
    }
    if above.copula {
        return (above.head + 1..start)
            .map(|i| scene.words.adjective(scene.word(i)))
            .fold(0, |a, b| a | b);
    }
    0
}

/// The actors of the object of a group, before `end`; `Some(empty)` where an object stands that is no actor.
pub(crate) fn object_of(scene: &Scene<'_>, group: usize, end: usize) -> Option<Vec<Named>> {
    let mut at = scene.grouped.groups[group].head + 1;
    while at < end
        && (scene.is(at, tag::PREP | tag::ADVERB | tag::PARTICLE))
        && scene.units[at].mention.is_none()
        && !scene.is(at, tag::TO)
    {
        at += 1;
    }
    if scene.is(at, tag::TO) && at < end {
        at += 1;
    }
    if at >= end {
        return None;
    }
    let core = scene.core_forward(at)?;
    let (list, _) = scene.list_forward(core.start);
    Some(list)
}

fn gerund(scene: &Scene<'_>, before: &[Clause], at: usize) -> Clause {
    let group = &scene.grouped.groups[at];
    if let Some(shared) = coordinated(scene, before, at) {
        return shared;
    }
    let prep = scene.word(group.start.wrapping_sub(1));
    if let Some(governor) = at.checked_sub(1).filter(|&g| near(scene, g, group.start)) {
        let above = &scene.grouped.groups[governor];
        let own = scene.words.govern(above.lemma);
        let mut bits = own;
        let after_time =
            matches!(prep, "after" | "before" | "while" | "when" | "since" | "by" | "without");
        if after_time {
            bits = if prep == "without" { govern::STOP } else { govern::ASPECT };
        }
        let noun_between = group.start > above.head + 2;
        if own & (govern::ACCUSE | govern::STOP | govern::DENY | govern::THREATEN) == 0
            && matches!(prep, "of" | "about" | "for" | "on" | "to" | "at")
            && (noun_between || above.copula)
        {
            bits = govern::OPEN;
        }
        let controls = !after_time
            && own & (govern::ACCUSE | govern::STOP | govern::DEMAND | govern::ALLOW) != 0;
        let object =
            if controls && !above.passive { object_of(scene, governor, group.start) } else { None };
        let subject = object.unwrap_or_else(|| before[governor].subject.clone());
        return Clause { subject, governor: Some(governor), bits, ..empty(Link::Gerund) };
    }
    empty(Link::Gerund)
}

fn participle(scene: &Scene<'_>, before: &[Clause], at: usize) -> Clause {
    if let Some(shared) = coordinated(scene, before, at).filter(|c| !c.subject.is_empty()) {
        return shared;
    }
    let group = &scene.grouped.groups[at];
    let bits = scene.words.govern(group.lemma);
    let verbal = bits
        & (govern::SAY | govern::ACCUSE | govern::DEMAND | govern::DENY | govern::ANNOUNCE)
        != 0;
    let where_clause = |i: usize| {
        let start = before[i].subject_core.as_ref().map_or(0, |core| core.start);
        start > 0 && scene.word(start - 1) == "where"
    };
    let finite = |i: &usize| {
        scene.grouped.groups[*i].form == Form::Finite
            && before[*i].link != Link::Relative
            && !where_clause(*i)
    };
    let saying = |i: &usize| {
        finite(i)
            && before[*i].link == Link::Main
            && scene.words.govern(scene.grouped.groups[*i].lemma) & (govern::SAY | govern::ANNOUNCE)
                != 0
    };
    let found = if verbal { (0..at).rev().find(saying) } else { None };
    let Some(governor) = found.or_else(|| (0..at).rev().find(finite)) else {
        return empty(Link::Participle);
    };
    let subject = before[governor].subject.clone();
    // A participle of speech belongs to the one who speaks, any other to the deed it follows.
    let mut clause = Clause { subject, governor: Some(governor), ..empty(Link::Participle) };
    clause.conditional = before[governor].conditional;
    clause
}

fn after_noun(scene: &Scene<'_>, before: &[Clause], at: usize) -> Clause {
    let group = &scene.grouped.groups[at];
    let mut clause = empty(Link::Relative);
    clause.governor =
        at.checked_sub(1).filter(|&g| before[g].governor.is_some() || before[g].link == Link::Main);
    // "passes a resolution condemning X": the one who passes it condemns.
    let verbal = scene.words.govern(group.lemma)
        & (govern::SAY | govern::ACCUSE | govern::DEMAND | govern::DENY | govern::THREATEN)
        != 0;
    let main = (0..at)
        .rev()
        .find(|&g| scene.grouped.groups[g].form == Form::Finite && !before[g].subject.is_empty());
    // … but one who vetoes it does not.
    let against = |g: &usize| {
        let bits = scene.words.govern(scene.grouped.groups[*g].lemma);
        bits & (govern::UNDO_OBJECT | govern::REFUSE | govern::DENY) != 0
    };
    let main = main.filter(|g| !against(g));
    if let Some(main) = main.filter(|_| verbal && group.form == Form::AfterNoun) {
        clause.subject = before[main].subject.clone();
        return clause;
    }
    let mut end = group.start;
    while end > 0
        && (scene.is(end - 1, tag::COMMA | tag::ADVERB))
        && scene.units[end - 1].mention.is_none()
    {
        end -= 1;
    }
    if let Some(core) = scene.core_backward(end) {
        clause.subject = scene.actor_of(&core, false);
        // "two soldiers from X detained in Y": the head noun stands before the preposition.
        if scene.is(core.start.wrapping_sub(1), tag::PREP) {
            let outer = core.start.checked_sub(1).and_then(|b| scene.core_backward(b));
            if let Some(outer) = outer {
                let named = scene.actor_of_core(&outer);
                clause.subject = named.map_or_else(|| clause.subject.clone(), |n| vec![n]);
            }
        }
        clause.subject_core = Some(core);
    }
    clause
}

fn finite(scene: &Scene<'_>, before: &[Clause], at: usize) -> Clause {
    let group = &scene.grouped.groups[at];
    if let Some(shared) = coordinated(scene, before, at) {
        return shared;
    }
    let Some(found) = subject_left(scene, before, group.start) else { return empty(Link::Main) };
    let mut clause = Clause {
        subject: found.actors,
        subject_core: Some(found.core.clone()),
        ..empty(Link::Main)
    };
    if found.relative {
        clause.link = Link::Relative;
        clause.governor = None;
        return clause;
    }
    let b = before_times(scene, found.start);
    let Some(edge) = b.checked_sub(1) else { return clause };
    clause.conditional = scene.is(edge, tag::CONDITIONAL);
    let that = scene.word(edge) == "that";
    let above = (0..at).rev().find(|&g| scene.grouped.groups[g].head <= edge);
    let governor = above.filter(|&g| scene.grouped.of[edge] == Some(g) || that);
    if let Some(governor) = governor {
        let own = scene.words.govern(scene.grouped.groups[governor].lemma);
        clause.governor = Some(governor);
        clause.link = Link::That;
        clause.bits = own;
        let noun_at = before_times(scene, edge);
        if that && noun_at > 0 {
            let noun = word_bits(scene, noun_at - 1);
            if scene.grouped.of[noun_at - 1].is_none()
                && scene.units[noun_at - 1].mention.is_none()
                && noun != 0
            {
                clause.bits = noun;
            }
        }
    }
    // "its soldiers", "another of its soldiers"
    let own = clause.subject.is_empty()
        && (found.core.start..group.start.min(found.core.end + 2))
            .any(|i| scene.is(i, tag::POSSESSIVE));
    if (found.pronoun || own)
        && let Some(governor) = clause.governor.or_else(|| at.checked_sub(1))
        && !(scene.word(found.core.start) == "they"
            && acts_on_many(scene, governor, found.core.start))
    {
        clause.subject = before[governor].subject.clone();
    }
    clause
}

/// "guards shoot migrants as they cross": who "they" are is anybody's guess.
fn acts_on_many(scene: &Scene<'_>, governor: usize, until: usize) -> bool {
    let group = &scene.grouped.groups[governor];
    let says = scene.words.govern(group.lemma) & (govern::SAY | govern::ANNOUNCE) != 0;
    let many = |i: usize| scene.grouped.of[i].is_none() && scene.words.is_plural(scene.word(i));
    !says && (group.head + 1..until).any(many)
}

/// Steps back over "on Tuesday", "today" and adverbs.
fn before_times(scene: &Scene<'_>, mut at: usize) -> usize {
    while at > 0 && scene.units[at - 1].mention.is_none() && scene.grouped.of[at - 1].is_none() {
        let time = scene.is(at - 1, tag::TIME);
        if time && at > 1 && scene.word(at - 2) == "on" {
            at -= 2;
        } else if time || scene.is(at - 1, tag::ADVERB) {
            at -= 1;
        } else {
            break;
        }
    }
    at
}
