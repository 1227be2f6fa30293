//! The closest training rows of a row, and how much each of them counts.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use skydash_catalog::models::{NeighborAlgorithm, NeighborWeights};
use skydash_domain::{Error, Result};
use skydash_numeric::neighbors::{Index, Metric};

use crate::matrix::Matrix;

/// Training rows, and which of them a prediction asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Search {
    index: Index,
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
            NeighborAlgorithm::Auto => Index::prefers_tree(x, neighbors),
            NeighborAlgorithm::BallTree | NeighborAlgorithm::KdTree => true,
        };
        let index =
            if tree { Index::tree(x, wanted.metric, wanted.leaf as usize) } else { Index::flat(x, wanted.metric) };
        Ok(Self { index, neighbors, weighted: wanted.weights == NeighborWeights::Distance })
    }

    /// Number of training rows.
    pub fn rows(&self) -> usize {
        self.index.rows()
    }

    /// Whether it can be asked about rows of so many columns.
    pub fn is_sound(&self, columns: usize) -> bool {
        self.index.is_sound(columns) && (1..=self.rows()).contains(&self.neighbors)
    }

    /// Calls `take` for each neighbour of each of some rows, nearest first, with the place of the row among them, the
    /// neighbour's training row and its weight.
    pub fn each(&self, x: &Matrix, rows: Range<usize>, mut take: impl FnMut(usize, u32, f64)) {
        let metric = self.index.metric();
        self.index.nearest(x, rows, self.neighbors, |place, found| {
            let nearest = found.first().map_or(0.0, |first| metric.distance(first.reduced));
            for neighbor in found {
                take(place, neighbor.row, self.weight(nearest, metric.distance(neighbor.reduced)));
            }
        });
    }

    /// One over the distance, in units of the nearest one's; rows at no distance are the only ones that count.
    fn weight(&self, nearest: f64, distance: f64) -> f64 {
        if !self.weighted || distance == nearest { 1.0 } else { nearest / distance }
    }
}
