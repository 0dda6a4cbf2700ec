//! Learns to build trees, exploring its own mistakes: the dynamic oracle of Goldberg and Nivre (2012, 2013).

use super::conllu::Sentence;
use super::perceptron::{Perceptron, best};
use super::random::Random;
use crate::engine::names::Rel;
use crate::engine::parser::{self, Atom};
use crate::engine::state::{Move, State};
use crate::engine::weights::Weights;

const MOVE_BITS: u32 = 21;
const LABEL_BITS: u32 = 18;
const EPOCHS: usize = 12;
/// Share of wrong choices that are followed, after the first epoch.
const FOLLOWED: f32 = 0.9;

/// Weights of moves and of labels.
pub(crate) fn learn(
    sentences: &[Sentence],
    atoms: &[Vec<Atom>],
    labels: &[Rel],
) -> (Weights, Weights) {
    let mut moves = Perceptron::new(MOVE_BITS, 3);
    let mut relations = Perceptron::new(LABEL_BITS, labels.len());
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random(0xA8C);
    let mut state = State::default();
    let mut features = Vec::new();
    let (mut move_scores, mut label_scores) = ([0.0; 4], vec![0.0; relations.width()]);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut order);
        for &number in &order {
            let (words, atoms) = (&sentences[number].words, &atoms[number]);
            let gold: Vec<usize> = words.iter().map(|w| w.head).collect();
            state.start(words.len());
            while !state.is_done() {
                let allowed = state.allowed();
                let open = || Move::ALL.into_iter().filter(|m| allowed[*m as usize]);
                let mut next = open().next().unwrap_or(Move::Right);
                if open().count() > 1 {
                    parser::move_features(&state, atoms, &mut features);
                    moves.score(&features, &mut move_scores);
                    let costs = costs(&state, &gold);
                    let least = open().map(|m| costs[m as usize]).min().unwrap_or(0);
                    let top = |a: Option<Move>, b: Move| match a {
                        Some(a) if move_scores[a as usize] >= move_scores[b as usize] => Some(a),
                        _ => Some(b),
                    };
                    let chosen = open().fold(None, top).unwrap_or(next);
                    let right = open().filter(|m| costs[*m as usize] == least).fold(None, top);
                    let right = right.unwrap_or(chosen);
                    let wrong = costs[chosen as usize] != least;
                    let target = if wrong { right } else { chosen };
                    moves.learn(&features, target as usize, chosen as usize);
                    next = if wrong && (epoch == 0 || random.unit() > FOLLOWED) {
                        right
                    } else {
                        chosen
                    };
                }
                let mut label = 0;
                if next != Move::Shift {
                    let (head, dependent) = state.arc(next);
                    if head != words.len() {
                        parser::label_features(&state, atoms, (head, dependent), &mut features);
                        relations.score(&features, &mut label_scores);
                        label = best(&label_scores[..labels.len()]);
                        if gold[dependent] == head {
                            let right = labels.iter().position(|l| *l == words[dependent].rel);
                            let right = right.unwrap_or(label);
                            relations.learn(&features, right, label);
                            if epoch == 0 {
                                label = right;
                            }
                        }
                    }
                }
                state.apply(next, label as u16);
            }
        }
    }
    (moves.packed(super::LEAST, super::STEP), relations.packed(super::LEAST, super::STEP))
}

/// How many arcs of the gold tree each move puts out of reach.
fn costs(state: &State, gold: &[usize]) -> [u32; 3] {
    let (root, next) = (state.words, state.next);
    let mut costs = [0; 3];
    if next < root {
        let under_top = &state.stack[..state.stack.len().saturating_sub(1)];
        let kept = state.stack.iter().filter(|&&s| gold[s] == next).count();
        costs[Move::Shift as usize] = kept as u32 + u32::from(under_top.contains(&gold[next]));
    }
    if let Some(&top) = state.stack.last() {
        let lost = (next..root).filter(|&word| gold[word] == top).count() as u32;
        let head = gold[top];
        let second = state.top(1) == head;
        costs[Move::Right as usize] = lost + u32::from(head >= next);
        costs[Move::Left as usize] = lost + u32::from(head > next || second);
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_count_the_arcs_that_are_lost() {
        // "a b c" with b as root and both others under it; c is the word behind the stack.
        let gold = [1, 3, 1];
        let mut state = State::default();
        state.start(3);
        state.apply(Move::Shift, 0);
        assert_eq!(costs(&state, &gold)[..2], [1, 0]);
        state.apply(Move::Left, 0);
        state.apply(Move::Shift, 0);
        assert_eq!(costs(&state, &gold)[..2], [0, 2]);
    }
}
