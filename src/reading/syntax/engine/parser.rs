//! Builds the tree from left to right, greedily.

use std::sync::LazyLock;

use super::state::{Move, NONE, State};
use super::templates::Templates;
use super::weights::{Weights, best};

/// What the parser sees of a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Atom {
    /// Its form, or its ending where it is rare.
    pub(crate) word: u64,
    /// Its tag class.
    pub(crate) tag: u64,
    /// Its part of speech.
    pub(crate) pos: u64,
    /// Its last three letters.
    pub(crate) end: u64,
}

const ROOT: Atom = Atom { word: 2, tag: 1002, pos: 1002, end: 2 };
const NOBODY: Atom = Atom { word: 5, tag: 1005, pos: 1005, end: 5 };

const PLACES: &str = "s0 s1 s2 b0 b1 b2 b3 s0l s0r s0ll s0rr s1l s1r s1ll s1rr b0l b0ll";
const EXTRA: &str = "lab.s0l lab.s0r lab.s1l lab.s1r lab.b0l d0 d1 vl.s0 vr.s0 vl.s1 vr.s1 vl.b0 \
     ls.s0 rs.s0 ls.s1 rs.s1 ls.b0";

/// `s` words on the stack, `b` words to come, `l` and `r` their outermost dependents; `.w` `.t` `.p` `.e` word, tag,
/// part of speech and ending; `d` distances, `v` numbers of dependents, `ls` and `rs` their labels together.
const MOVES: &str = "
s0.w
s0.t
s0.w s0.t
s0.e s0.p
s1.w
s1.t
s1.w s1.t
s1.e s1.p
b0.w
b0.t
b0.w b0.t
b0.e b0.p
b1.w
b1.t
b1.w b1.t
b1.e b1.p
s2.t
s2.w s2.t
b2.t
b2.w b2.t
s0.w s0.t b0.w b0.t
s0.w s0.t b0.w
s0.w b0.w b0.t
s0.w s0.t b0.t
s0.t b0.w b0.t
s0.w b0.w
s0.t b0.t
b0.t b1.t
s1.w s1.t s0.w s0.t
s1.w s1.t s0.t
s1.t s0.w s0.t
s1.w s0.w
s1.t s0.t
s1.p s0.p
s1.t b0.t
s1.w b0.w
s1.w b0.t
s1.t b0.w
s0.e b0.e
s1.e s0.e
b0.t b1.t b2.t
s0.t b0.t b1.t
s1.t s0.t b0.t
s2.t s1.t s0.t
s0.w b0.t b1.t
s0.t b0.w b1.t
s0.t b0.t b1.w
s1.t s0.w b0.t
s1.w s0.t b0.t
s1.t s0.t b0.w
s2.t s1.t s0.t b0.t
s1.t s0.t b0.t b1.t
s0.t b0.t b1.t b2.t
s0.p b0.p b1.p b2.p b3.p
s1.p s0.p b0.p b1.p b2.p
s0.t s0l.t b0.t
s0.t s0r.t b0.t
s0.t b0.t b0l.t
s1.t s1l.t s0.t
s1.t s1r.t s0.t
s1.t s0.t s0l.t
s1.t s0.t s0r.t
s1.t s1r.t b0.t
s1.p s0.p s0l.w
s0.p b0.p b0l.w
s1.w s0.p s0l.w
s1.p s1r.w s0.p
s1.p s0.p s0l.w b0.p
s0.w s0l.w b0.p
s0.w d0
s0.t d0
b0.w d0
b0.t d0
s0.t b0.t d0
s0.w b0.w d0
s1.t s0.t d1
s1.w d1
s0.w d1
s1.p s0.p b0.p d1
s1.p s0.p b0.p d0
s0.w vr.s0
s0.t vr.s0
s0.w vl.s0
s0.t vl.s0
s1.w vr.s1
s1.t vr.s1
s1.w vl.s1
b0.w vl.b0
b0.t vl.b0
s1.t vr.s1 s0.t
s0.t vl.s0 b0.t vl.b0
s0l.w
s0l.t
lab.s0l
s0r.w
s0r.t
lab.s0r
s1l.w
s1l.t
lab.s1l
s1r.w
s1r.t
lab.s1r
b0l.w
b0l.t
lab.b0l
s0.t s0l.t s0ll.t
s0.t s0r.t s0rr.t
b0.t b0l.t b0ll.t
s1.t s1l.t s1ll.t
s1.t s1r.t s1rr.t
s0.t ls.s0
s0.t rs.s0
s0.w ls.s0
s0.w rs.s0
s1.t ls.s1
s1.t rs.s1
s1.w rs.s1
b0.t ls.b0
b0.w ls.b0
s1.t rs.s1 s0.t
s1.w rs.s1 s0.t
s0.t rs.s0 b0.t
s1.t ls.s1 s0.t ls.s0
s0.t ls.s0 b0.t ls.b0
s1.p rs.s1 s0.p ls.s0 b0.p
s1.p ls.s1 rs.s1 s0.p b0.p
s1.w s0.p b0.p
s1.e s0.p b0.p
s1.w s0l.w s0.p
";

const LABEL_PLACES: &str = "h d dl dr dll drr hl hr dp dn hp hn";
const LABEL_EXTRA: &str = "dist lab.dl lab.hl lab.hr ls.d rs.d ls.h rs.h";

/// `h` head, `d` dependent, `l` and `r` their outermost dependents, `p` and `n` the words before and behind.
const LABELS: &str = "
h.w
h.t
h.w h.t
d.w
d.t
d.w d.t
d.e
h.e
h.t d.t
h.w d.t
h.t d.w
h.w d.w
h.p d.e
h.t d.t dist
h.p d.w dist
h.p d.p
h.e d.p
h.e d.e
h.p d.p dl.w
h.p d.p dl.t
h.w d.p dl.w
d.w dl.w
h.t d.t dr.t
h.p d.p dr.w
h.p d.p dl.w dll.w
h.t d.t dl.w
h.p d.p dll.t dl.t
h.p d.p dr.t drr.t
d.w lab.dl
h.t d.t ls.d
h.p d.p rs.d
h.t d.t ls.h
h.t d.t rs.h
h.p d.p ls.d rs.d
h.w rs.h d.p
h.w ls.h d.p
h.p d.p ls.h rs.h
h.w d.p ls.d
h.p d.p hl.w
h.p d.p hr.w
h.t d.t lab.hl
h.t d.t lab.hr
d.t dp.t
d.t dn.t
h.p d.p dp.w
h.p d.p dn.w
h.t hp.t
h.t hn.t
h.p d.p hp.t
h.p d.p hn.t
h.t d.t dp.t dn.t
h.t d.t hp.t hn.t
h.p d.w dp.t
d.w dp.w
d.w dn.w
";

fn names(places: &str, extra: &str) -> Vec<String> {
    let attributes =
        |place: &str| ["w", "t", "p", "e"].map(|attribute| format!("{place}.{attribute}"));
    let mut out: Vec<String> = places.split(' ').flat_map(attributes).collect();
    out.extend(extra.split_whitespace().map(str::to_owned));
    out
}

static MOVE_TEMPLATES: LazyLock<Templates> =
    LazyLock::new(|| Templates::read(MOVES, &names(PLACES, EXTRA), 0xFACE));
static LABEL_TEMPLATES: LazyLock<Templates> =
    LazyLock::new(|| Templates::read(LABELS, &names(LABEL_PLACES, LABEL_EXTRA), 0xBEEF));

fn atom(atoms: &[Atom], at: usize) -> Atom {
    match atoms.get(at) {
        Some(&atom) => atom,
        None if at == atoms.len() => ROOT,
        None => NOBODY,
    }
}

/// Distances in steps that grow.
fn step(distance: usize) -> u64 {
    match distance {
        0..=5 => distance as u64,
        6..=8 => 6,
        9..=12 => 7,
        _ => 8,
    }
}

/// Nobody's distance, number of dependents and labels.
const NIL: u64 = 99;

/// Features for the choice of the next move.
pub(crate) fn move_features(state: &State, atoms: &[Atom], out: &mut Vec<u64>) {
    let (s0, s1, s2, b0) = (state.top(0), state.top(1), state.top(2), state.next);
    let node = |at: usize| state.nodes.get(at);
    let left = |at: usize, n: usize| node(at).map_or(NONE, |node| node.left[n]);
    let right = |at: usize, n: usize| node(at).map_or(NONE, |node| node.right[n]);
    let places = [
        s0,
        s1,
        s2,
        b0,
        b0 + 1,
        b0 + 2,
        b0 + 3,
        left(s0, 0),
        right(s0, 0),
        left(s0, 1),
        right(s0, 1),
        left(s1, 0),
        right(s1, 0),
        left(s1, 1),
        right(s1, 1),
        left(b0, 0),
        left(b0, 1),
    ];
    let mut values = [0; 17 * 4 + 17];
    fill_places(&places, atoms, &mut values);
    let label = |at: usize| node(at).map_or(NIL, |node| 2000 + u64::from(node.label));
    let count = |n: u32| u64::from(n.min(4));
    let lefts = |at: usize| node(at).map_or(NIL, |node| count(node.left_count));
    let rights = |at: usize| node(at).map_or(NIL, |node| count(node.right_count));
    let left_set = |at: usize| node(at).map_or(NIL, |node| node.left_labels);
    let right_set = |at: usize| node(at).map_or(NIL, |node| node.right_labels);
    values[68..].copy_from_slice(&[
        label(places[7]),
        label(places[8]),
        label(places[11]),
        label(places[12]),
        label(places[15]),
        if s0 == NONE { NIL } else { step(b0 - s0) },
        if s1 == NONE { NIL } else { step(s0 - s1) },
        lefts(s0),
        rights(s0),
        lefts(s1),
        rights(s1),
        lefts(b0),
        left_set(s0),
        right_set(s0),
        left_set(s1),
        right_set(s1),
        left_set(b0),
    ]);
    MOVE_TEMPLATES.fill(&values, 0, out);
}

/// Features for the label of the arc from `head` to `dependent`, just before it is made.
pub(crate) fn label_features(
    state: &State,
    atoms: &[Atom],
    (head, dependent): (usize, usize),
    out: &mut Vec<u64>,
) {
    let (h, d) = (&state.nodes[head], &state.nodes[dependent]);
    let places = [
        head,
        dependent,
        d.left[0],
        d.right[0],
        d.left[1],
        d.right[1],
        h.left[0],
        h.right[0],
        dependent.wrapping_sub(1),
        dependent + 1,
        head.wrapping_sub(1),
        head + 1,
    ];
    let mut values = [0; 12 * 4 + 8];
    fill_places(&places, atoms, &mut values);
    let label = |at: usize| state.nodes.get(at).map_or(NIL, |node| 2000 + u64::from(node.label));
    values[48..].copy_from_slice(&[
        step(head.abs_diff(dependent)),
        label(d.left[0]),
        label(h.left[0]),
        label(h.right[0]),
        d.left_labels,
        d.right_labels,
        h.left_labels,
        h.right_labels,
    ]);
    LABEL_TEMPLATES.fill(&values, u64::from(head > dependent), out);
}

fn fill_places(places: &[usize], atoms: &[Atom], values: &mut [u64]) {
    for (&place, slots) in places.iter().zip(values.chunks_exact_mut(4)) {
        let atom = atom(atoms, place);
        slots.copy_from_slice(&[atom.word, atom.tag, atom.pos, atom.end]);
    }
}

/// Parses; heads and labels then stand in `state.nodes`, the head of the sentence's first word being `atoms.len()`.
pub(crate) fn parse(moves: &Weights, labels: &Weights, atoms: &[Atom], state: &mut State) {
    state.start(atoms.len());
    let mut features = Vec::with_capacity(160);
    let mut scores = vec![0; labels.width()];
    while !state.is_done() {
        let next = choose(moves, atoms, state, &mut features);
        let mut label = 0;
        if next != Move::Shift {
            let arc = state.arc(next);
            if arc.0 != atoms.len() {
                label_features(state, atoms, arc, &mut features);
                labels.score(&features, &mut scores);
                label = best(&scores[..labels.classes()]) as u16;
            }
        }
        state.apply(next, label);
    }
}

fn choose(moves: &Weights, atoms: &[Atom], state: &State, features: &mut Vec<u64>) -> Move {
    let allowed = state.allowed();
    let mut open = Move::ALL.into_iter().filter(|m| allowed[*m as usize]);
    if let (Some(only), None) = (open.next(), open.next()) {
        return only;
    }
    move_features(state, atoms, features);
    let scores = moves.score_four(features);
    let mut chosen = None;
    for next in Move::ALL.into_iter().filter(|m| allowed[*m as usize]) {
        if chosen.is_none_or(|c: Move| scores[next as usize] > scores[c as usize]) {
            chosen = Some(next);
        }
    }
    // One of the three is always allowed before the end.
    chosen.unwrap_or(Move::Right)
}
