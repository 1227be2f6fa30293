//! The training rows, in the order of a k-d tree (Bentley, 1975) whose shape needs no pointers.

use serde::{Deserialize, Serialize};

use crate::matrix::Matrix;

/// Where a node's rows are divided: its two halves, by the node's own range of rows.
pub(super) fn middle(low: usize, high: usize) -> usize {
    low + (high - low) / 2
}

/// Rows, row after row, so that each node of the tree holds a range of them: the root all, and its children the
/// halves. Children of node `n` are `2 n + 1` and `2 n + 2`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Table {
    pub width: usize,
    pub leaf: usize,
    /// The column that divides each inner node and the value it is divided at: left of it are no larger values, right
    /// of it no smaller ones. Empty when all rows are one leaf.
    pub dividers: Vec<(u32, f64)>,
    /// The cells, leaf after leaf, and in each leaf column after column.
    pub values: Vec<f64>,
    /// Where each row was in the training data.
    pub order: Vec<u32>,
}

impl Table {
    /// Orders the rows of `x`; leaves hold at most `leaf` rows.
    pub fn build(x: &Matrix, leaf: usize) -> Self {
        let mut rows: Vec<u32> = (0..x.rows() as u32).collect();
        let mut parts = Vec::new();
        divide(x, &mut rows, 0, leaf, &mut parts);
        let mut dividers = vec![(0, 0.0); parts.iter().map(|&(node, _)| node + 1).max().unwrap_or(0)];
        for (node, divider) in parts {
            dividers[node] = divider;
        }
        let width = x.columns();
        let mut values = Vec::with_capacity(rows.len() * width);
        each_leaf(0, rows.len(), leaf, &mut |low, high| {
            for j in 0..width {
                let column = x.column(j);
                values.extend(rows[low..high].iter().map(|&row| column[row as usize]));
            }
        });
        Self { width, leaf, dividers, values, order: rows }
    }

    /// The cells of a leaf, column after column.
    pub fn cells(&self, low: usize, high: usize) -> &[f64] {
        &self.values[low * self.width..high * self.width]
    }

    /// Whether a node of so many rows is a leaf.
    pub fn is_leaf(&self, rows: usize) -> bool {
        rows <= self.leaf
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.order.len()
    }

    /// Whether it has rows of so many columns, and a tree that leads to all of them.
    pub fn is_sound(&self, columns: usize) -> bool {
        let rows = self.rows();
        rows > 0
            && self.width == columns
            && columns > 0
            && self.leaf > 0
            && rows.checked_mul(columns) == Some(self.values.len())
            && self.order.iter().all(|&row| (row as usize) < rows)
            && self.dividers.iter().all(|&(column, _)| (column as usize) < columns)
            && self.reaches(0, rows)
    }

    fn reaches(&self, node: usize, rows: usize) -> bool {
        let left = middle(0, rows);
        rows <= self.leaf
            || (node < self.dividers.len()
                && self.reaches(2 * node + 1, left)
                && self.reaches(2 * node + 2, rows - left))
    }
}

/// Calls `visit` with the range of each leaf's rows, in their order.
fn each_leaf(low: usize, high: usize, leaf: usize, visit: &mut impl FnMut(usize, usize)) {
    if high - low <= leaf {
        visit(low, high);
        return;
    }
    let middle = middle(low, high);
    each_leaf(low, middle, leaf, visit);
    each_leaf(middle, high, leaf, visit);
}

/// Orders a node's rows around the middle of the column in which they spread most, and its children's likewise.
/// Notes what divides them in `parts`.
fn divide(x: &Matrix, rows: &mut [u32], node: usize, leaf: usize, parts: &mut Vec<(usize, (u32, f64))>) {
    if rows.len() <= leaf {
        return;
    }
    let column = widest(x, rows);
    let values = x.column(column);
    let middle = middle(0, rows.len());
    rows.select_nth_unstable_by(middle, |&a, &b| values[a as usize].total_cmp(&values[b as usize]).then(a.cmp(&b)));
    parts.push((node, (column as u32, values[rows[middle] as usize])));
    let (left, right) = rows.split_at_mut(middle);
    if left.len() + right.len() < 8192 {
        divide(x, left, 2 * node + 1, leaf, parts);
        divide(x, right, 2 * node + 2, leaf, parts);
        return;
    }
    let mut others = Vec::new();
    rayon::join(|| divide(x, left, 2 * node + 1, leaf, parts), || divide(x, right, 2 * node + 2, leaf, &mut others));
    parts.append(&mut others);
}

fn widest(x: &Matrix, rows: &[u32]) -> usize {
    let spread = |j: usize| {
        let values = x.column(j);
        let (low, high) = rows.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &row| {
            let value = values[row as usize];
            (low.min(value), high.max(value))
        });
        high - low
    };
    let spreads: Vec<f64> = (0..x.columns()).map(spread).collect();
    (1..spreads.len()).fold(0, |best, j| if spreads[j] > spreads[best] { j } else { best })
}
