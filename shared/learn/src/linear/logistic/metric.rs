//! The curvature that a logistic regression has at most, as a metric for its solvers.

use skydash_domain::Result;

use super::objective::Objective;
use crate::linear::cholesky::Cholesky;
use crate::linear::dense::Dense;
use crate::linear::view::View;

/// Rows that the metric is made of; more change it little.
const SAMPLE: usize = 8192;
/// Columns above which only the diagonal is used.
const MAX_COLUMNS: usize = 1024;
/// How far the metric of a sample is drawn towards independent columns.
const SHRINKAGE: f64 = 0.05;
const LEAST: f64 = 1e-8;

/// A matrix near the second derivative of the loss and L2 penalty, the same for every output.
pub(super) struct Metric {
    /// The block of the coefficients.
    pub block: Dense,
    /// The number for the intercept.
    pub intercept: f64,
    factor: Option<Cholesky>,
}

impl Metric {
    /// The metric of an objective: the columns' correlations times the most that `p (1 - p)` can be.
    pub fn of(objective: &Objective) -> Result<Self> {
        let bound = if objective.outputs == 1 { 0.25 } else { 0.5 };
        let view = &objective.view;
        let (rows, width) = (view.rows(), view.width());
        let sampled = rows > SAMPLE;
        let mut block = if width > MAX_COLUMNS { Dense::zeros(width, width.min(1)) } else { correlations(objective)? };
        let drawn = if sampled { SHRINKAGE } else { LEAST };
        let diagonal: Vec<f64> = view.factors.iter().map(|f| bound + objective.l2 * f * f).collect();
        if width > MAX_COLUMNS {
            block.values.copy_from_slice(&diagonal);
            return Ok(Self { block, intercept: bound, factor: None });
        }
        block.values.iter_mut().for_each(|value| *value *= bound * (1.0 - drawn));
        for (j, value) in diagonal.iter().enumerate() {
            block.column_mut(j)[j] += value - bound + bound * drawn;
        }
        let factor = Cholesky::of(&block);
        Ok(Self { block, intercept: bound, factor })
    }

    /// Divides a point by the metric.
    pub fn divide(&self, point: &mut [f64]) {
        let width = self.block.rows;
        for part in point.chunks_exact_mut(width + 1) {
            let (own, intercept) = part.split_at_mut(width);
            match &self.factor {
                Some(factor) => own.copy_from_slice(&factor.solve(own)),
                None => (0..width).for_each(|j| own[j] /= self.diagonal(j)),
            }
            intercept.iter_mut().for_each(|value| *value /= self.intercept);
        }
    }

    /// Multiplies a point with the metric.
    pub fn times(&self, point: &[f64]) -> Vec<f64> {
        let width = self.block.rows;
        let mut out = Vec::with_capacity(point.len());
        for part in point.chunks_exact(width + 1) {
            if self.is_full() {
                out.extend((0..width).map(|j| crate::vector::dot(self.block.column(j), &part[..width])));
            } else {
                out.extend((0..width).map(|j| self.diagonal(j) * part[j]));
            }
            out.push(self.intercept * part[width]);
        }
        out
    }

    /// Whether it knows more than its diagonal.
    pub fn is_full(&self) -> bool {
        self.block.columns == self.block.rows
    }

    /// One element of the diagonal.
    pub fn diagonal(&self, j: usize) -> f64 {
        if self.is_full() { self.block.at(j, j) } else { self.block.values[j] }
    }
}

/// The mean products of the columns, over rows spread evenly over the table.
fn correlations(objective: &Objective) -> Result<Dense> {
    let view = &objective.view;
    let step = view.rows().div_ceil(SAMPLE).max(1);
    let share = |rows: usize| 1.0 / rows as f64;
    if step == 1 {
        let mut gram = view.gram()?;
        gram.values.iter_mut().for_each(|value| *value *= share(view.rows()));
        return Ok(gram);
    }
    let thin = |column: &&[f64]| column.iter().copied().step_by(step).collect::<Vec<f64>>();
    let columns: Vec<Vec<f64>> = view.columns.iter().map(thin).collect();
    let thin = View {
        columns: columns.iter().map(Vec::as_slice).collect(),
        centres: view.centres.clone(),
        factors: view.factors.clone(),
    };
    let mut gram = thin.gram()?;
    gram.values.iter_mut().for_each(|value| *value *= share(thin.rows()));
    Ok(gram)
}
