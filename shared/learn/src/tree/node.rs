//! Grown trees: flat nodes, and the walk from the root to a leaf.

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

/// The leaf that a row ends in. A column that is not there counts as missing.
pub(super) fn leaf(nodes: &[Node], row: &[f64]) -> usize {
    let mut at = 0;
    for _ in 0..nodes.len() {
        match nodes.get(at) {
            Some(&Node::Split { threshold, column, missing_left, right }) => {
                let value = row.get(usize::from(column)).copied().unwrap_or(f64::NAN);
                let left = value <= threshold || (missing_left && value.is_nan());
                at = if left { at + 1 } else { right as usize };
            }
            Some(&Node::Leaf(position)) => return position as usize,
            None => return 0,
        }
    }
    0
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
    /// The rows, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.width.max(1))
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
