//! How far two rows are apart.

use serde::{Deserialize, Serialize};

/// Rows whose totals fit into registers.
const TILE: usize = 16;

/// A distance that grows with the difference in every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Metric {
    /// The straight line; reduced to its square.
    Euclidean,
    /// The sum of the differences.
    Manhattan,
    /// The largest difference.
    Chebyshev,
}

impl Metric {
    /// Numbers that order rows as their distances to `point` do, and are cheaper: for rows `first..` of `cells`, which
    /// holds `count` rows column after column, one for each element of `out`.
    pub fn reduce(self, point: &[f64], cells: &[f64], count: usize, first: usize, out: &mut [f64]) {
        let (tiles, rest) = out.as_chunks_mut::<TILE>();
        let tiled = tiles.len() * TILE;
        for (index, tile) in tiles.iter_mut().enumerate() {
            *tile = self.tile(point, cells, count, first + index * TILE);
        }
        for (index, out) in rest.iter_mut().enumerate() {
            [*out] = self.tile(point, cells, count, first + tiled + index);
        }
    }

    fn tile<const N: usize>(self, point: &[f64], cells: &[f64], count: usize, first: usize) -> [f64; N] {
        match self {
            Self::Euclidean => fold(point, cells, count, first, |sum, difference| sum + difference * difference),
            Self::Manhattan => fold(point, cells, count, first, |sum, difference| sum + difference.abs()),
            Self::Chebyshev => fold(point, cells, count, first, |most, difference| most.max(difference.abs())),
        }
    }

    /// The distance itself.
    pub fn distance(self, reduced: f64) -> f64 {
        match self {
            Self::Euclidean => reduced.sqrt(),
            Self::Manhattan | Self::Chebyshev => reduced,
        }
    }

    /// A lower bound, when one column's part in it grows from `old` to `new` (both differences, not negative).
    pub fn tightened(self, bound: f64, old: f64, new: f64) -> f64 {
        match self {
            Self::Euclidean => bound - old * old + new * new,
            Self::Manhattan => bound - old + new,
            Self::Chebyshev => bound.max(new),
        }
    }
}

/// Folds the differences of `N` rows to a point, column after column.
fn fold<const N: usize>(
    point: &[f64],
    cells: &[f64],
    count: usize,
    first: usize,
    step: impl Fn(f64, f64) -> f64,
) -> [f64; N] {
    let mut totals = [0.0; N];
    for (&value, column) in point.iter().zip(cells.chunks_exact(count)) {
        if let Some(part) = column.get(first..first + N).and_then(|part| part.first_chunk::<N>()) {
            for lane in 0..N {
                totals[lane] = step(totals[lane], part[lane] - value);
            }
        }
    }
    totals
}
