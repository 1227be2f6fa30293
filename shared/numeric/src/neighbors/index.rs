//! Rows to search, and the search.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::metric::Metric;
use super::table::{self, Table};
use crate::blocks;
use crate::matrix::Matrix;

/// Columns above which a tree finds nothing faster than comparing with every row.
const MAX_TREE_COLUMNS: usize = 15;
/// Rows compared at a time.
const CHUNK: usize = 64;
/// How much a bound may be wrong by rounding, so that rows at the same distance are never passed over.
const ROUNDING: f64 = 1e-12;

/// A row and its reduced distance. Closer is less; at the same distance, earlier is less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbor {
    /// The distance as [`Metric::reduce`] has it.
    pub reduced: f64,
    /// The row's number.
    pub row: u32,
}

impl Eq for Neighbor {}

impl PartialOrd for Neighbor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Neighbor {
    fn cmp(&self, other: &Self) -> Ordering {
        self.reduced.total_cmp(&other.reduced).then(self.row.cmp(&other.row))
    }
}

/// Rows in the order of their search tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    table: Table,
    metric: Metric,
}

impl Index {
    /// Prepares the rows of `x` for searches in a tree whose leaves hold at most `leaf` rows.
    #[must_use]
    pub fn tree(x: &Matrix, metric: Metric, leaf: usize) -> Self {
        Self { table: Table::build(x, leaf.max(1)), metric }
    }

    /// Prepares the rows of `x` for comparison with every one.
    #[must_use]
    pub fn flat(x: &Matrix, metric: Metric) -> Self {
        Self::tree(x, metric, x.rows())
    }

    /// Whether a tree finds so many neighbours sooner than comparison with every row of `x`.
    #[must_use]
    pub fn prefers_tree(x: &Matrix, neighbors: usize) -> bool {
        x.columns() <= MAX_TREE_COLUMNS && neighbors < x.rows() / 2
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// How its distances are measured.
    #[must_use]
    pub fn metric(&self) -> Metric {
        self.metric
    }

    /// Whether it can be asked about rows of so many columns.
    #[must_use]
    pub fn is_sound(&self, columns: usize) -> bool {
        self.table.is_sound(columns)
    }

    /// Calls `take` for each of some rows of `x` with its place among them and its `count` closest rows, nearest first.
    pub fn nearest(&self, x: &Matrix, rows: Range<usize>, count: usize, mut take: impl FnMut(usize, &[Neighbor])) {
        let mut visits: Vec<Visit> = rows.map(|row| Visit::new(self, x, row, count)).collect();
        if self.table.is_leaf(self.rows()) {
            // Every row meets every other one: the rows at hand stay in the cache for all that ask.
            for chunk in blocks::split(0..self.rows(), CHUNK) {
                visits.iter_mut().for_each(|visit| visit.chunk(0, self.rows(), chunk.clone()));
            }
        } else {
            visits.iter_mut().for_each(|visit| visit.node(0, 0, self.rows(), 0.0));
        }
        for (place, visit) in visits.into_iter().enumerate() {
            take(place, &visit.heap.into_sorted_vec());
        }
    }
}

/// The search for one row's neighbours.
struct Visit<'a> {
    index: &'a Index,
    count: usize,
    point: Vec<f64>,
    /// How far the node at hand is from the point in each column, at least.
    offsets: Vec<f64>,
    heap: BinaryHeap<Neighbor>,
}

impl<'a> Visit<'a> {
    fn new(index: &'a Index, x: &Matrix, row: usize, count: usize) -> Self {
        let width = index.table.width;
        let point = (0..width).map(|j| if j < x.columns() { x.column(j)[row] } else { 0.0 }).collect();
        Self { index, count, point, offsets: vec![0.0; width], heap: BinaryHeap::new() }
    }

    /// Looks into a node of rows `low..high`, no closer to the point than `bound`: the half with the point first.
    fn node(&mut self, node: usize, low: usize, high: usize, bound: f64) {
        let Index { table, metric } = self.index;
        if table.is_leaf(high - low) {
            blocks::split(low..high, CHUNK).for_each(|chunk| self.chunk(low, high, chunk));
            return;
        }
        let (column, divider) = table.dividers[node];
        let column = column as usize;
        let middle = table::middle(low, high);
        let difference = self.point[column] - divider;
        let (left, right) = ((2 * node + 1, low, middle), (2 * node + 2, middle, high));
        let (near, far) = if difference < 0.0 { (left, right) } else { (right, left) };
        self.node(near.0, near.1, near.2, bound);
        let old = self.offsets[column];
        let new = difference.abs().max(old);
        let further = metric.tightened(bound, old, new);
        if further * (1.0 - ROUNDING) <= self.limit() {
            self.offsets[column] = new;
            self.node(far.0, far.1, far.2, further);
            self.offsets[column] = old;
        }
    }

    /// Compares with some rows of the leaf `low..high`.
    fn chunk(&mut self, low: usize, high: usize, rows: Range<usize>) {
        let Index { table, metric } = self.index;
        let mut buffer = [0.0; CHUNK];
        let reduced = &mut buffer[..rows.len()];
        metric.reduce(&self.point, table.cells(low, high), high - low, rows.start - low, reduced);
        let mut limit = self.limit();
        for (&reduced, &row) in reduced.iter().zip(&table.order[rows]) {
            if reduced > limit {
                continue;
            }
            self.heap.push(Neighbor { reduced, row });
            if self.heap.len() > self.count {
                self.heap.pop();
            }
            limit = self.limit();
        }
    }

    /// No row further away than this is a neighbour.
    fn limit(&self) -> f64 {
        match self.heap.peek() {
            Some(worst) if self.heap.len() == self.count => worst.reduced,
            _ => f64::INFINITY,
        }
    }
}
