//! Logistic regression: softmax over all classes, or one logistic curve for two.

mod lbfgs;
mod metric;
mod objective;
mod proximal;

use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::models::{LogisticRegression, Penalty};
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use self::metric::Metric;
use self::objective::Objective;
use crate::blocks;
use crate::estimator::Classifier;
use crate::inputs::{self, Labels};
use crate::matrix::Matrix;
use crate::tree::pulse::Pulse;
use crate::vector;

const MODEL: &str = "LogisticRegression";

/// Weighted sums of the columns that become probabilities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogisticModel {
    classes: usize,
    present: Vec<u32>,
    /// One row of coefficients a class, or a single one, of the second class, for two.
    coefficients: Vec<f64>,
    intercepts: Vec<f64>,
}

/// Trains on complete rows; `y` holds class numbers below `classes`.
///
/// The optimum is that of `sum_i weight_i * loss_i + (ratio |w|_1 + (1 - ratio) |w|^2 / 2) / C`, with intercepts that
/// are not penalised. `tol` bounds the gradient of that divided by the sum of weights, in units of each column's
/// standard deviation.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`skydash_domain::Error::Cancelled`].
pub fn fit_logistic_regression(
    params: &Checked<LogisticRegression>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<LogisticModel> {
    inputs::features(x, y.len(), MODEL)?;
    let labels = Labels::read(y, classes, 2, MODEL)?;
    let ratio = match params.penalty.value() {
        Penalty::L2 => 0.0,
        Penalty::L1 => 1.0,
        Penalty::ElasticNet => params.l1_ratio.value(),
    };
    let weights = labels.weights(params.class_weight.value().is_some());
    let objective = Objective::new(x, &labels, weights, params.c.value(), ratio);
    let metric = Metric::of(&objective)?;
    let stop = Stop { passes: params.max_iter.value() as usize, tolerance: params.tol.value() };
    let pulse = Pulse::start(progress, stop.passes)?;
    let point = if ratio > 0.0 {
        proximal::minimize(&objective, &metric, &stop, &pulse)?
    } else {
        lbfgs::minimize(&objective, &metric, &stop, &pulse)?
    };
    let (coefficients, intercepts) = objective.original(&point);
    inputs::learnt(&coefficients, MODEL)?;
    inputs::learnt(&intercepts, MODEL)?;
    Ok(LogisticModel { classes, present: labels.present, coefficients, intercepts })
}

/// When to stop.
struct Stop {
    passes: usize,
    tolerance: f64,
}

impl LogisticModel {
    /// One row of coefficients a class, or a single one, of the second class, for two.
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The constant beside each row of coefficients.
    #[must_use]
    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }
}

impl Classifier for LogisticModel {
    fn classes(&self) -> usize {
        self.classes
    }

    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        let (width, outputs) = (self.present.len(), self.intercepts.len());
        let columns = self.coefficients.len() / outputs.max(1);
        let narrow = blocks::fill_rows(x.rows(), width, blocks::BLOCK, |rows, out| {
            let mut scores = vec![0.0; rows.len()];
            for output in 0..outputs {
                scores.fill(self.intercepts[output]);
                for j in 0..columns.min(x.columns()) {
                    let coefficient = self.coefficients[output * columns + j];
                    vector::add_scaled(&mut scores, coefficient, &x.column(j)[rows.clone()]);
                }
                // A single score is that of the second of two classes, against 0 for the first.
                let class = if outputs == 1 { 1 } else { output };
                out.iter_mut().skip(class).step_by(width).zip(&scores).for_each(|(cell, score)| *cell = *score);
            }
            out.chunks_exact_mut(width).for_each(vector::softmax);
        });
        inputs::spread(narrow, &self.present, self.classes)
    }

    fn is_sound(&self, columns: usize) -> bool {
        let outputs = if self.present.len() == 2 { 1 } else { self.present.len() };
        inputs::are_classes(&self.present, self.classes, 2)
            && self.intercepts.len() == outputs
            && outputs.checked_mul(columns) == Some(self.coefficients.len())
    }
}
