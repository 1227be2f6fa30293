//! Kernels: how alike two rows are.

use serde::{Deserialize, Serialize};

use crate::vector;

/// A kernel with its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Kernel {
    /// The product of the rows.
    Linear,
    /// A power of it.
    Poly {
        /// What the product is multiplied with.
        gamma: f64,
        /// What is then added.
        coef0: f64,
        /// What it is then raised to.
        degree: i32,
    },
    /// A bell curve of the distance.
    Rbf {
        /// How fast the curve falls.
        gamma: f64,
    },
    /// The hyperbolic tangent of the product.
    Sigmoid {
        /// What the product is multiplied with.
        gamma: f64,
        /// What is then added.
        coef0: f64,
    },
}

impl Kernel {
    /// The kernel's value from the product of two rows, or for [`Kernel::Rbf`] their squared distance.
    fn value(self, number: f64) -> f64 {
        match self {
            Self::Linear => number,
            Self::Poly { gamma, coef0, degree } => (gamma * number + coef0).powi(degree),
            Self::Rbf { gamma } => (-gamma * number).exp(),
            Self::Sigmoid { gamma, coef0 } => (gamma * number + coef0).tanh(),
        }
    }

    fn is_distance(self) -> bool {
        matches!(self, Self::Rbf { .. })
    }
}

/// Rows, column after column, so that one row meets many at once.
#[derive(Debug, Clone)]
pub(super) struct Points {
    rows: usize,
    columns: Vec<Vec<f64>>,
}

impl Points {
    pub fn new(rows: usize, columns: Vec<Vec<f64>>) -> Self {
        Self { rows, columns }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// One row.
    pub fn row(&self, index: usize) -> Vec<f64> {
        self.columns.iter().map(|column| column[index]).collect()
    }

    /// The kernel of `row` with the points from `start` on, as many as `out` holds.
    pub fn meet(&self, kernel: Kernel, row: &[f64], start: usize, out: &mut [f64]) {
        out.fill(0.0);
        let end = start + out.len();
        for (column, &value) in self.columns.iter().zip(row) {
            let column = &column[start..end];
            if kernel.is_distance() {
                out.iter_mut().zip(column).for_each(|(sum, cell)| *sum += (cell - value) * (cell - value));
            } else {
                vector::add_scaled(out, value, column);
            }
        }
        out.iter_mut().for_each(|number| *number = kernel.value(*number));
    }

    /// The kernel of a row with itself.
    pub fn own(&self, kernel: Kernel, index: usize) -> f64 {
        let product = if kernel.is_distance() { 0.0 } else { self.columns.iter().map(|c| c[index] * c[index]).sum() };
        kernel.value(product)
    }
}
