//! Coordinate descent on squared errors with an L1 and an L2 penalty (Friedman, Hastie and Tibshirani, 2010).

use skydash_domain::Result;

use super::dense::Dense;
use crate::vector;

/// A convex quadratic `w^T A w / 2 - q^T w`, known by its slope.
pub(super) trait Quadratic {
    /// The diagonal of `A`.
    fn diagonal(&self) -> &[f64];
    /// The element of `q - A w` at `j`.
    fn slope(&self, j: usize) -> f64;
    /// Takes note that coefficient `j` grew by `step`.
    fn moved(&mut self, j: usize, step: f64);
}

/// A quadratic with its matrix in memory.
pub(super) struct Gram<'a> {
    matrix: &'a Dense,
    diagonal: Vec<f64>,
    slopes: Vec<f64>,
}

impl<'a> Gram<'a> {
    /// The quadratic of `matrix`, which is symmetric, and `q`, where all coefficients are 0.
    pub fn new(matrix: &'a Dense, q: Vec<f64>) -> Self {
        let diagonal = (0..matrix.columns).map(|j| matrix.at(j, j)).collect();
        Self { matrix, diagonal, slopes: q }
    }
}

impl Quadratic for Gram<'_> {
    fn diagonal(&self) -> &[f64] {
        &self.diagonal
    }

    fn slope(&self, j: usize) -> f64 {
        self.slopes[j]
    }

    fn moved(&mut self, j: usize, step: f64) {
        vector::add_scaled(&mut self.slopes, -step, self.matrix.column(j));
    }
}

/// The quadratic of squared differences to a target, known by the table itself: for wide tables.
pub(super) struct Residuals {
    table: Dense,
    diagonal: Vec<f64>,
    residuals: Vec<f64>,
}

impl Residuals {
    /// The quadratic of a table and a target, where all coefficients are 0.
    pub fn new(table: Dense, target: Vec<f64>) -> Self {
        let diagonal = (0..table.columns).map(|j| vector::dot(table.column(j), table.column(j))).collect();
        Self { table, diagonal, residuals: target }
    }
}

impl Quadratic for Residuals {
    fn diagonal(&self) -> &[f64] {
        &self.diagonal
    }

    fn slope(&self, j: usize) -> f64 {
        vector::dot(self.table.column(j), &self.residuals)
    }

    fn moved(&mut self, j: usize, step: f64) {
        vector::add_scaled(&mut self.residuals, -step, self.table.column(j));
    }
}

/// What is added to the quadratic.
pub(super) struct Penalty {
    /// Weight of each coefficient's absolute value.
    pub l1: Vec<f64>,
    /// Weight of half of every coefficient's square.
    pub l2: f64,
    /// Whether coefficients must not be negative.
    pub positive: bool,
}

impl Penalty {
    fn best(&self, j: usize, pull: f64, curvature: f64) -> f64 {
        let shrunk = (pull.abs() - self.l1[j]).max(0.0) / (curvature + self.l2);
        if self.positive && pull < 0.0 { 0.0 } else { shrunk.copysign(pull) }
    }
}

/// Improves `w`, one coefficient after another, until a sweep changes little and `done` agrees, or `sweeps` are over.
/// `done` is asked with the quadratic and the coefficients; a sweep changes little when the largest change of a
/// coefficient is at most `tolerance` times the largest coefficient, both in units of the columns' lengths.
pub(super) fn descend<Q: Quadratic>(
    quadratic: &mut Q,
    penalty: &Penalty,
    w: &mut [f64],
    sweeps: usize,
    tolerance: f64,
    mut done: impl FnMut(&Q, &[f64], usize) -> Result<bool>,
) -> Result<()> {
    let lengths: Vec<f64> = quadratic.diagonal().iter().map(|value| value.sqrt()).collect();
    for sweep in 0..sweeps {
        let (mut most, mut change) = (0.0_f64, 0.0_f64);
        for j in 0..w.len() {
            let curvature = quadratic.diagonal()[j];
            if curvature <= 0.0 {
                continue;
            }
            let old = w[j];
            let new = penalty.best(j, quadratic.slope(j) + curvature * old, curvature);
            if new != old {
                quadratic.moved(j, new - old);
                w[j] = new;
                change = change.max((new - old).abs() * lengths[j]);
            }
            most = most.max(new.abs() * lengths[j]);
        }
        let little = change <= tolerance * most;
        if (little && done(quadratic, w, sweep)?) || change == 0.0 || change.is_nan() {
            break;
        }
    }
    Ok(())
}
