//! Growing one tree: which node is split next, and where its rows go.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use skydash_domain::Result;

use super::bins::{Code, Column};
use super::node::Node;
use super::pulse::Pulse;

/// A training row as a tree carries it around.
pub(super) trait Sample: Copy + Send + Sync {
    /// The row's number.
    fn row(self) -> usize;
}

/// A question that divides a node's rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    /// Decrease of the weighted impurity, or of the loss.
    pub(super) gain: f64,
    pub(super) column: usize,
    /// The last bin that goes left.
    pub(super) bin: usize,
    pub(super) threshold: f64,
    pub(super) missing_left: bool,
}

/// A node that can be split, and what its children inherit for looking for their own splits.
pub(super) struct Open<M> {
    pub(super) split: Split,
    pub(super) memory: M,
}

/// A way to look for splits.
pub(super) trait Splitter {
    /// A row.
    type Sample: Sample;
    /// What a node leaves to its children.
    type Memory;

    /// The root's split, if it should have one.
    fn root(&mut self, samples: &[Self::Sample]) -> Option<Open<Self::Memory>>;

    /// The splits of both children of a node, where they should have one.
    fn children(&mut self, parent: Self::Memory, sides: [&[Self::Sample]; 2]) -> [Option<Open<Self::Memory>>; 2];

    /// Moves the rows that go left to the front, keeping the order on both sides; says how many they are.
    fn divide(&self, split: &Split, samples: &mut [Self::Sample], spare: &mut [Self::Sample]) -> usize;

    /// Takes back what a node would have left to children it will not have.
    fn recycle(&mut self, _memory: Self::Memory) {}
}

/// How large a tree may become.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) max_depth: Option<usize>,
    pub(super) max_leaves: Option<usize>,
}

/// A node of a growing tree: its range of the samples, and its split with the two children.
pub(super) struct Draft {
    pub(super) samples: Range<usize>,
    pub(super) split: Option<(Split, [usize; 2])>,
}

struct Entry<M> {
    priority: f64,
    node: usize,
    depth: usize,
    open: Open<M>,
}

impl<M> PartialEq for Entry<M> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<M> Eq for Entry<M> {}

impl<M> PartialOrd for Entry<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<M> Ord for Entry<M> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.priority.total_cmp(&other.priority).then(other.node.cmp(&self.node))
    }
}

/// Grows a tree and leaves `samples` in the order of its leaves. A parent comes before its children.
///
/// With a limit on leaves the best split goes first, without one the newest node does.
pub(super) fn grow<S: Splitter>(
    splitter: &mut S,
    samples: &mut [S::Sample],
    limits: Limits,
    pulse: &Pulse<'_>,
) -> Result<Vec<Draft>> {
    let max_depth = limits.max_depth.unwrap_or(usize::MAX);
    let max_leaves = limits.max_leaves.unwrap_or(usize::MAX);
    let mut spare = samples.to_vec();
    let mut drafts = vec![Draft { samples: 0..samples.len(), split: None }];
    let mut heap = BinaryHeap::new();
    let entry = |node: usize, depth: usize, open: Open<S::Memory>| {
        let priority = if limits.max_leaves.is_some() { open.split.gain } else { node as f64 };
        Entry { priority, node, depth, open }
    };
    if max_depth > 0 && max_leaves > 1 {
        heap.extend(splitter.root(samples).map(|open| entry(0, 0, open)));
    }
    let mut leaves = 1;
    while leaves < max_leaves
        && let Some(Entry { node, depth, open, .. }) = heap.pop()
    {
        pulse.beat()?;
        let Range { start, end } = drafts[node].samples.clone();
        let part = &mut samples[start..end];
        let middle = splitter.divide(&open.split, part, &mut spare);
        let left = drafts.len();
        drafts[node].split = Some((open.split, [left, left + 1]));
        drafts.push(Draft { samples: start..start + middle, split: None });
        drafts.push(Draft { samples: start + middle..end, split: None });
        leaves += 1;
        if depth + 1 < max_depth && leaves < max_leaves {
            let (first, second) = part.split_at(middle);
            let found = splitter.children(open.memory, [first, second]);
            let children = found.into_iter().zip(left..).filter_map(|(open, node)| Some((open?, node)));
            heap.extend(children.map(|(open, node)| entry(node, depth + 1, open)));
        } else {
            splitter.recycle(open.memory);
        }
    }
    heap.into_iter().for_each(|entry| splitter.recycle(entry.open.memory));
    Ok(drafts)
}

/// Moves samples by their bins; see [`Splitter::divide`].
pub(super) fn divide<S: Sample>(samples: &mut [S], spare: &mut [S], goes_left: impl Fn(S) -> bool) -> usize {
    let (mut left, mut right) = (0, 0);
    let spare = &mut spare[..samples.len()];
    for at in 0..samples.len() {
        let sample = samples[at];
        let stays = usize::from(goes_left(sample));
        samples[left] = sample;
        spare[right] = sample;
        left += stays;
        right += 1 - stays;
    }
    samples[left..].copy_from_slice(&spare[..right]);
    left
}

/// Whether a bin code goes left.
pub(super) fn goes_left<C: Code>(code: C, split: &Split) -> bool {
    (code != C::MISSING && code.index() <= split.bin) || (split.missing_left && code == C::MISSING)
}

/// The number to compare with so that bins up to `left` and from `right` on are told apart.
pub(super) fn threshold<C: Code>(column: &Column<C>, left: usize, right: Option<usize>) -> f64 {
    match right {
        Some(right) => super::bins::between(column.ranges[left].1, column.ranges[right].0),
        None => f64::INFINITY,
    }
}

/// Writes the nodes root first, each left subtree before the right one; `leaf` stores a leaf's answer.
pub(super) fn write(drafts: &[Draft], mut leaf: impl FnMut(Range<usize>) -> u32) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(drafts.len());
    let mut stack = vec![(0, None)];
    while let Some((draft, parent)) = stack.pop() {
        let position = nodes.len();
        if let Some(Node::Split { right, .. }) = parent.and_then(|parent: usize| nodes.get_mut(parent)) {
            *right = position as u32;
        }
        match &drafts[draft].split {
            Some((split, [left, right])) => {
                nodes.push(Node::Split {
                    threshold: split.threshold,
                    column: split.column as u16,
                    missing_left: split.missing_left,
                    right: 0,
                });
                stack.push((*right, Some(position)));
                stack.push((*left, None));
            }
            None => nodes.push(Node::Leaf(leaf(drafts[draft].samples.clone()))),
        }
    }
    nodes
}
