//! Scores of heads to a tree: each word's best head where that is a tree, else the best projective tree.

use crate::network::best;

/// Head of each of `count` words, `count` for the root's word, of which there is one. `scores` holds for each word a
/// row of what each head is worth, the root at the end. Time is that of finding the best of each row; for sentences
/// whose best heads form no projective tree it grows with the cube of `count`.
pub fn heads(scores: &[f32], count: usize) -> Vec<usize> {
    let mut scores = scores.to_vec();
    for (word, row) in scores.chunks_exact_mut(count + 1).enumerate() {
        row[word] = f32::MIN;
    }
    let greedy: Vec<usize> = scores.chunks_exact(count + 1).map(best).collect();
    if is_tree(&greedy) { greedy } else { projective(&scores, count) }
}

/// True when one word hangs from the root, all from it in the end, and no two arcs cross.
fn is_tree(heads: &[usize]) -> bool {
    let count = heads.len();
    if heads.iter().filter(|&&head| head == count).count() != 1 {
        return false;
    }
    // 0 not seen, 1 on the way, 2 leads to the root.
    let mut seen = vec![0u8; count];
    let mut way = Vec::new();
    for start in 0..count {
        let mut at = start;
        while at != count && seen[at] == 0 {
            seen[at] = 1;
            way.push(at);
            at = heads[at];
        }
        if at != count && seen[at] == 1 {
            return false;
        }
        way.drain(..).for_each(|word| seen[word] = 2);
    }
    no_crossing(heads)
}

/// Arcs are opened and closed like brackets.
fn no_crossing(heads: &[usize]) -> bool {
    let count = heads.len();
    // Arcs by their left end, longer ones first, so that they nest on the stack.
    let mut arcs: Vec<(usize, usize)> = heads
        .iter()
        .enumerate()
        .filter(|&(_, &head)| head != count)
        .map(|(word, &head)| (word.min(head), word.max(head)))
        .collect();
    arcs.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut open: Vec<usize> = Vec::new();
    for (left, right) in arcs {
        while open.last().is_some_and(|&end| end <= left) {
            open.pop();
        }
        if open.last().is_some_and(|&end| end < right) {
            return false;
        }
        open.push(right);
    }
    // The root's word may stand under no arc.
    let root = heads.iter().position(|&head| head == count);
    root.is_some_and(|root| {
        heads
            .iter()
            .enumerate()
            .all(|(word, &head)| head == count || !(word.min(head) < root && root < word.max(head)))
    })
}

/// Best score of a stretch of words, and where it is cut in two for it.
#[derive(Clone, Copy, Default)]
struct Cell {
    score: f32,
    cut: u16,
}

/// The best tree without crossing arcs: Eisner (1996).
fn projective(scores: &[f32], count: usize) -> Vec<usize> {
    let cell = |left: usize, right: usize| left * count + right;
    let worth = |word: usize, head: usize| scores[word * (count + 1) + head];
    // Whole and half-built stretches, headed by their left or right end.
    let mut whole = [vec![Cell::default(); count * count], vec![Cell::default(); count * count]];
    let mut half = whole.clone();
    for length in 1..count {
        for left in 0..count - length {
            let right = left + length;
            let joined = most(left..right, |cut| {
                whole[0][cell(left, cut)].score + whole[1][cell(cut + 1, right)].score
            });
            half[0][cell(left, right)] =
                Cell { score: joined.score + worth(right, left), ..joined };
            half[1][cell(left, right)] =
                Cell { score: joined.score + worth(left, right), ..joined };
            whole[0][cell(left, right)] = most(left + 1..right + 1, |cut| {
                half[0][cell(left, cut)].score + whole[0][cell(cut, right)].score
            });
            whole[1][cell(left, right)] = most(left..right, |cut| {
                whole[1][cell(left, cut)].score + half[1][cell(cut, right)].score
            });
        }
    }
    let root = most(0..count, |root| {
        whole[1][cell(0, root)].score + whole[0][cell(root, count - 1)].score + worth(root, count)
    });
    let root = usize::from(root.cut);
    let mut heads = vec![count; count];
    // Stretches to be taken apart: whole or half, headed by the right end or not.
    let mut open = vec![(true, 1, 0, root), (true, 0, root, count - 1)];
    while let Some((is_whole, side, left, right)) = open.pop() {
        if left == right {
            continue;
        }
        let table = if is_whole { &whole } else { &half };
        let cut = usize::from(table[side][cell(left, right)].cut);
        match (is_whole, side) {
            (true, 0) => open.extend([(false, 0, left, cut), (true, 0, cut, right)]),
            (true, _) => open.extend([(true, 1, left, cut), (false, 1, cut, right)]),
            (false, _) => {
                let (word, head) = if side == 0 { (right, left) } else { (left, right) };
                heads[word] = head;
                open.extend([(true, 0, left, cut), (true, 1, cut + 1, right)]);
            }
        }
    }
    heads
}

/// The first of the greatest over a range of cuts.
fn most(cuts: std::ops::Range<usize>, score: impl Fn(usize) -> f32) -> Cell {
    let mut out = Cell { score: f32::NEG_INFINITY, cut: cuts.start as u16 };
    for cut in cuts {
        let score = score(cut);
        if score > out.score {
            out = Cell { score, cut: cut as u16 };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All trees of few words, by brute force.
    fn best_by_trying(scores: &[f32], count: usize) -> f32 {
        let mut top = f32::NEG_INFINITY;
        let mut heads = vec![0; count];
        for number in 0..(count + 1).pow(count as u32) {
            let mut rest = number;
            for head in &mut heads {
                *head = rest % (count + 1);
                rest /= count + 1;
            }
            if heads.iter().enumerate().all(|(word, &head)| word != head) && is_tree(&heads) {
                top = top.max(total(scores, &heads));
            }
        }
        top
    }

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        let count = heads.len();
        heads.iter().enumerate().map(|(word, &head)| scores[word * (count + 1) + head]).sum()
    }

    #[test]
    fn finds_the_best_projective_tree() {
        let mut state = 1u32;
        for count in 1..=5 {
            for _ in 0..40 {
                let scores: Vec<f32> = (0..count * (count + 1))
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        (state >> 24) as f32
                    })
                    .collect();
                let found = heads(&scores, count);
                assert!(is_tree(&found), "{found:?}");
                assert_eq!(total(&scores, &found), best_by_trying(&scores, count));
            }
        }
    }

    #[test]
    fn crossing_arcs_and_cycles_are_no_tree() {
        assert!(is_tree(&[1, 3, 1]));
        assert!(!is_tree(&[1, 0, 3]), "a cycle");
        assert!(!is_tree(&[4, 3, 0, 0]), "crossing arcs");
        assert!(!is_tree(&[3, 3, 1]), "two roots");
        assert!(!is_tree(&[2, 3, 1]), "an arc over the root");
    }
}
