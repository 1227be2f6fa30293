//! How far two rows are apart.

use serde::{Deserialize, Serialize};

/// A distance that grows with the difference in every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Metric {
    /// The straight line; reduced to its square.
    Euclidean,
    /// The sum of the differences.
    Manhattan,
    /// The largest difference.
    Chebyshev,
}

impl Metric {
    /// A number that orders pairs of rows as their distance does, and is cheaper.
    pub fn reduced(self, a: &[f64], b: &[f64]) -> f64 {
        match self {
            Self::Euclidean => fold(a, b, |sum, difference| sum + difference * difference, |x, y| x + y),
            Self::Manhattan => fold(a, b, |sum, difference| sum + difference.abs(), |x, y| x + y),
            Self::Chebyshev => fold(a, b, |most, difference| most.max(difference.abs()), f64::max),
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

fn fold(a: &[f64], b: &[f64], step: impl Fn(f64, f64) -> f64, join: impl Fn(f64, f64) -> f64) -> f64 {
    let (left, left_rest) = a.as_chunks::<4>();
    let (right, right_rest) = b.as_chunks::<4>();
    let mut lanes = [0.0; 4];
    for (x, y) in left.iter().zip(right) {
        for lane in 0..4 {
            lanes[lane] = step(lanes[lane], x[lane] - y[lane]);
        }
    }
    let rest = left_rest.iter().zip(right_rest).fold(0.0, |total, (x, y)| step(total, x - y));
    join(join(join(lanes[0], lanes[1]), join(lanes[2], lanes[3])), rest)
}
