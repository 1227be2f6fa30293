//! A trained linear regression of any kind.

use serde::{Deserialize, Serialize};
use skydash_domain::Result;

use crate::blocks;
use crate::estimator::Regressor;
use crate::inputs;
use crate::matrix::Matrix;
use crate::vector;

/// A weighted sum of the columns and a constant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinearModel {
    coefficients: Vec<f64>,
    intercept: f64,
}

impl LinearModel {
    /// A model of these coefficients that goes through the point of these centres and `height`.
    pub(super) fn through(coefficients: Vec<f64>, centres: &[f64], height: f64, model: &str) -> Result<Self> {
        let intercept = height - vector::dot(&coefficients, centres);
        inputs::learnt(&coefficients, model)?;
        inputs::learnt(&[intercept], model)?;
        Ok(Self { coefficients, intercept })
    }

    /// The change of the target for one unit of each column.
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The target where all columns are 0.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        self.intercept
    }
}

impl Regressor for LinearModel {
    fn predict(&self, x: &Matrix) -> Vec<f64> {
        blocks::fill_rows(x.rows(), 1, blocks::BLOCK, |rows, out| {
            out.fill(self.intercept);
            for (j, &coefficient) in self.coefficients.iter().enumerate().take(x.columns()) {
                vector::add_scaled(out, coefficient, &x.column(j)[rows.clone()]);
            }
        })
    }

    fn is_sound(&self, columns: usize) -> bool {
        self.coefficients.len() == columns
    }
}
