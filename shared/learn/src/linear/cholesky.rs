//! Cholesky factors of small symmetric positive definite matrices.

use super::dense::Dense;
use crate::vector;

/// The least pivot, relative to a diagonal of ones, of a matrix that is safely positive definite.
const LEAST_PIVOT: f64 = 1e-10;

/// `L` with `L * L^T` the matrix, each row of it contiguous, behind a scaling that makes the diagonal ones.
pub(super) struct Cholesky {
    factor: Dense,
    scale: Vec<f64>,
}

impl Cholesky {
    /// Factors a symmetric matrix; none when it is not safely positive definite.
    pub fn of(matrix: &Dense) -> Option<Self> {
        let n = matrix.columns;
        let scale: Vec<f64> = (0..n).map(|i| 1.0 / matrix.at(i, i).sqrt()).collect();
        if scale.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let mut factor = Dense::zeros(n, n);
        for i in 0..n {
            let (done, rest) = factor.values.split_at_mut(i * n);
            let row = &mut rest[..n];
            for j in 0..i {
                let other = &done[j * n..j * n + j];
                let value = matrix.at(i, j) * scale[i] * scale[j] - vector::dot(&row[..j], other);
                row[j] = value / done[j * n + j];
            }
            let pivot = 1.0 - vector::dot(&row[..i], &row[..i]);
            if pivot.is_nan() || pivot < LEAST_PIVOT {
                return None;
            }
            row[i] = pivot.sqrt();
        }
        Some(Self { factor, scale })
    }

    /// The solution for one right-hand side.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let n = self.scale.len();
        let mut x: Vec<f64> = right.iter().zip(&self.scale).map(|(value, scale)| value * scale).collect();
        for i in 0..n {
            let row = self.factor.column(i);
            x[i] = (x[i] - vector::dot(&row[..i], &x[..i])) / row[i];
        }
        for i in (0..n).rev() {
            let row = self.factor.column(i);
            x[i] /= row[i];
            let solved = x[i];
            vector::add_scaled(&mut x[..i], -solved, &row[..i]);
        }
        x.iter().zip(&self.scale).map(|(value, scale)| value * scale).collect()
    }
}
