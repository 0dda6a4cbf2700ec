//! Where a parse stands: the arc-hybrid system of Kuhlmann and others (2011).

use super::hash::mix;

/// What can be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The word on top of the stack depends on the next word.
    Left,
    /// The word on top of the stack depends on the one under it.
    Right,
}

impl Move {
    pub(crate) const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// No word.
pub(crate) const NONE: usize = usize::MAX;

/// What has been attached to a word so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) head: usize,
    pub(crate) label: u16,
    /// The outermost and the second outermost dependent on the left, then on the right.
    pub(crate) left: [usize; 2],
    pub(crate) right: [usize; 2],
    pub(crate) left_count: u32,
    pub(crate) right_count: u32,
    /// Hashes of the labels on each side.
    pub(crate) left_labels: u64,
    pub(crate) right_labels: u64,
}

/// The words from 0 to `words` - 1; the root stands behind them as number `words`.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) words: usize,
    pub(crate) stack: Vec<usize>,
    pub(crate) next: usize,
    pub(crate) nodes: Vec<Node>,
}

impl State {
    pub(crate) fn start(&mut self, words: usize) {
        let node = Node {
            head: NONE,
            label: 0,
            left: [NONE; 2],
            right: [NONE; 2],
            left_count: 0,
            right_count: 0,
            left_labels: 0,
            right_labels: 0,
        };
        self.words = words;
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.resize(words + 1, node);
    }

    pub(crate) fn is_done(&self) -> bool {
        self.next == self.words && self.stack.is_empty()
    }

    /// Which moves may be made; the root takes one word only.
    pub(crate) fn allowed(&self) -> [bool; 3] {
        let depth = self.stack.len();
        let at_root = self.next == self.words;
        [!at_root, depth >= 1 && (!at_root || depth == 1), depth >= 2]
    }

    /// The n-th word from the top of the stack.
    pub(crate) fn top(&self, n: usize) -> usize {
        self.stack.len().checked_sub(n + 1).map_or(NONE, |at| self.stack[at])
    }

    /// Head and dependent of the arc that a move makes.
    pub(crate) fn arc(&self, next: Move) -> (usize, usize) {
        if next == Move::Left { (self.next, self.top(0)) } else { (self.top(1), self.top(0)) }
    }

    pub(crate) fn apply(&mut self, next: Move, label: u16) {
        if next == Move::Shift {
            self.stack.push(self.next);
            self.next += 1;
            return;
        }
        let (head, dependent) = self.arc(next);
        self.stack.pop();
        self.nodes[dependent].head = head;
        self.nodes[dependent].label = label;
        let node = &mut self.nodes[head];
        if next == Move::Left {
            node.left = [dependent, node.left[0]];
            node.left_count += 1;
            node.left_labels ^= mix(17, u64::from(label));
        } else {
            node.right = [dependent, node.right[0]];
            node.right_count += 1;
            node.right_labels ^= mix(19, u64::from(label));
        }
    }
}
