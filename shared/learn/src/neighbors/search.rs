//! The closest training rows of a row.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use skydash_catalog::models::{NeighborAlgorithm, NeighborWeights};
use skydash_domain::{Error, Result};

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

/// A training row and its reduced distance. Closer is less; at the same distance, earlier is less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbor {
    pub reduced: f64,
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

/// Training rows, and which of them a prediction asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Search {
    table: Table,
    metric: Metric,
    neighbors: usize,
    weighted: bool,
}

/// What a search is asked for.
pub(super) struct Wanted {
    pub neighbors: u32,
    pub weights: NeighborWeights,
    pub algorithm: NeighborAlgorithm,
    pub leaf: u32,
    pub metric: Metric,
}

impl Search {
    /// Prepares the rows of `x`.
    pub fn new(x: &Matrix, wanted: &Wanted) -> Result<Self> {
        let neighbors = wanted.neighbors as usize;
        if neighbors > x.rows() {
            return Err(Error::precondition(format!(
                "n_neighbors is {neighbors}, but there are only {} training rows: lower n_neighbors or give the \
                 training part more rows",
                x.rows()
            )));
        }
        let tree = match wanted.algorithm {
            NeighborAlgorithm::Brute => false,
            NeighborAlgorithm::Auto => x.columns() <= MAX_TREE_COLUMNS && neighbors < x.rows() / 2,
            NeighborAlgorithm::BallTree | NeighborAlgorithm::KdTree => true,
        };
        let leaf = if tree { (wanted.leaf as usize).max(1) } else { x.rows() };
        let weighted = wanted.weights == NeighborWeights::Distance;
        Ok(Self { table: Table::build(x, leaf), metric: wanted.metric, neighbors, weighted })
    }

    /// Number of training rows.
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Whether it can be asked about rows of so many columns.
    pub fn is_sound(&self, columns: usize) -> bool {
        self.table.is_sound(columns) && (1..=self.rows()).contains(&self.neighbors)
    }

    /// Calls `take` for each neighbour of each of some rows, nearest first, with the place of the row among them, the
    /// neighbour's training row and its weight.
    pub fn each(&self, x: &Matrix, rows: Range<usize>, mut take: impl FnMut(usize, u32, f64)) {
        let mut visits: Vec<Visit> = rows.map(|row| Visit::new(self, x, row)).collect();
        if self.table.is_leaf(self.rows()) {
            // Every row meets every other one: the training rows at hand stay in the cache for all that ask.
            for chunk in blocks::split(0..self.rows(), CHUNK) {
                visits.iter_mut().for_each(|visit| visit.chunk(0, self.rows(), chunk.clone()));
            }
        } else {
            visits.iter_mut().for_each(|visit| visit.node(0, 0, self.rows(), 0.0));
        }
        for (place, visit) in visits.into_iter().enumerate() {
            let found = visit.heap.into_sorted_vec();
            let nearest = found.first().map_or(0.0, |first| self.metric.distance(first.reduced));
            for neighbor in &found {
                take(place, neighbor.row, self.weight(nearest, self.metric.distance(neighbor.reduced)));
            }
        }
    }

    /// One over the distance, in units of the nearest one's; rows at no distance are the only ones that count.
    fn weight(&self, nearest: f64, distance: f64) -> f64 {
        if !self.weighted || distance == nearest { 1.0 } else { nearest / distance }
    }
}

/// The search for one row's neighbours.
struct Visit<'a> {
    search: &'a Search,
    point: Vec<f64>,
    /// How far the node at hand is from the point in each column, at least.
    offsets: Vec<f64>,
    heap: BinaryHeap<Neighbor>,
}

impl<'a> Visit<'a> {
    fn new(search: &'a Search, x: &Matrix, row: usize) -> Self {
        let width = search.table.width;
        let point = (0..width).map(|j| if j < x.columns() { x.column(j)[row] } else { 0.0 }).collect();
        Self { search, point, offsets: vec![0.0; width], heap: BinaryHeap::new() }
    }

    /// Looks into a node of rows `low..high`, no closer to the point than `bound`: the half with the point first.
    fn node(&mut self, node: usize, low: usize, high: usize, bound: f64) {
        let table = &self.search.table;
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
        let further = self.search.metric.tightened(bound, old, new);
        if further * (1.0 - ROUNDING) <= self.limit() {
            self.offsets[column] = new;
            self.node(far.0, far.1, far.2, further);
            self.offsets[column] = old;
        }
    }

    /// Compares with some rows of the leaf `low..high`.
    fn chunk(&mut self, low: usize, high: usize, rows: Range<usize>) {
        let Search { table, metric, neighbors, .. } = self.search;
        let mut buffer = [0.0; CHUNK];
        let reduced = &mut buffer[..rows.len()];
        metric.reduce(&self.point, table.cells(low, high), high - low, rows.start - low, reduced);
        let mut limit = self.limit();
        for (&reduced, &row) in reduced.iter().zip(&table.order[rows]) {
            if reduced > limit {
                continue;
            }
            self.heap.push(Neighbor { reduced, row });
            if self.heap.len() > *neighbors {
                self.heap.pop();
            }
            limit = self.limit();
        }
    }

    /// No row further away than this is a neighbour.
    fn limit(&self) -> f64 {
        match self.heap.peek() {
            Some(worst) if self.heap.len() == self.search.neighbors => worst.reduced,
            _ => f64::INFINITY,
        }
    }
}
