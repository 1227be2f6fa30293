//! Grown trees: flat nodes, and the walk from the root to a leaf.

use std::array;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::matrix::Matrix;

/// Rows that walk through all trees together, so that a tree stays in the cache.
const BLOCK_ROWS: usize = 256;

/// One node. The left child of a split is the node after it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Node {
    /// Rows with `column <= threshold` go left; missing values go where `missing_left` says.
    Split { threshold: f64, column: u16, missing_left: bool, right: u32 },
    /// The end: the position of the answer in the tree's table.
    Leaf(u32),
}

/// Rows that walk at the same time, so that one's next node comes from memory while the others move.
const ABREAST: usize = 8;

/// The node after this one for a row; `None` at a leaf. A column that is not there counts as missing.
fn next(node: &Node, at: usize, row: &[f64]) -> Option<usize> {
    let Node::Split { threshold, column, missing_left, right } = *node else { return None };
    let value = row.get(usize::from(column)).copied().unwrap_or(f64::NAN);
    let left = (value <= threshold) | (missing_left & value.is_nan());
    Some(if left { at + 1 } else { right as usize })
}

/// The positions of the answers of some rows.
fn leaves<const N: usize>(nodes: &[Node], rows: [&[f64]; N]) -> [usize; N] {
    let mut places = [0; N];
    for _ in 0..nodes.len() {
        let mut moved = false;
        for (at, row) in places.iter_mut().zip(rows) {
            if let Some(place) = nodes.get(*at).and_then(|node| next(node, *at, row)) {
                *at = place;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    places.map(|at| if let Some(Node::Leaf(answer)) = nodes.get(at) { *answer as usize } else { 0 })
}

/// Fills `width` answers a row: `fill` gets blocks of rows, row after row, and the zeroed place for their answers.
pub(super) fn by_blocks<T: Copy + Default + Send>(
    x: &Matrix,
    width: usize,
    fill: impl Fn(&Rows<'_>, &mut [T]) + Sync,
) -> Vec<T> {
    let mut out = vec![T::default(); x.rows() * width];
    if width == 0 {
        return out;
    }
    let one = |(block, out): (usize, &mut [T])| {
        let start = block * BLOCK_ROWS;
        let count = out.len() / width;
        let values = transpose(x, start, count);
        fill(&Rows { values: &values, width: x.columns() }, out);
    };
    if x.rows() <= BLOCK_ROWS {
        out.chunks_mut(BLOCK_ROWS * width).enumerate().for_each(one);
    } else {
        out.par_chunks_mut(BLOCK_ROWS * width).enumerate().for_each(one);
    }
    out
}

/// A block of rows, row after row.
pub(super) struct Rows<'a> {
    values: &'a [f64],
    width: usize,
}

impl Rows<'_> {
    /// Calls `answer` with each row's number in the block and the position of its answer in the tree of these nodes.
    pub(super) fn walk(&self, nodes: &[Node], mut answer: impl FnMut(usize, usize)) {
        let width = self.width.max(1);
        let (groups, rest) = self.values.split_at(self.values.len() / (ABREAST * width) * (ABREAST * width));
        let mut row = 0;
        for group in groups.chunks_exact(ABREAST * width) {
            for place in leaves::<ABREAST>(nodes, array::from_fn(|at| &group[at * width..(at + 1) * width])) {
                answer(row, place);
                row += 1;
            }
        }
        for (values, row) in rest.chunks_exact(width).zip(row..) {
            answer(row, leaves(nodes, [values])[0]);
        }
    }
}

fn transpose(x: &Matrix, start: usize, count: usize) -> Vec<f64> {
    let width = x.columns();
    let mut values = vec![f64::NAN; count * width.max(1)];
    for column in 0..width {
        let cells = values.iter_mut().skip(column).step_by(width);
        cells.zip(&x.column(column)[start..start + count]).for_each(|(cell, value)| *cell = *value);
    }
    values
}
