//! Ordinary least squares.

use skydash_catalog::Checked;
use skydash_catalog::models::LinearRegression;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

use super::dense::Dense;
use super::model::LinearModel;
use super::view::{self, View};
use super::{nonnegative, orthogonal};
use crate::inputs;
use crate::matrix::Matrix;

const MODEL: &str = "LinearRegression";
/// Columns, or rows where there are fewer.
const MAX_SIDE: usize = 3_500;

/// Trains on complete rows. Where columns depend on each other, the shortest of the best coefficients are taken.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`Error::Cancelled`].
pub fn fit_linear_regression(
    params: &Checked<LinearRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<LinearModel> {
    inputs::regression(x, y, MODEL)?;
    progress.report(0.0)?;
    let view = View::of(x, params.fit_intercept);
    let height = if params.fit_intercept { view::centre(y) } else { 0.0 };
    let coefficients =
        if params.positive { nonnegative::solve(&view, y, height, 0.0, progress)? } else { solve(&view, y, height)? };
    LinearModel::through(coefficients, &view.centres, height, MODEL)
}

/// The shortest coefficients that make the squared differences to `y - height` smallest.
pub(super) fn solve<'a>(view: &View<'a>, y: &'a [f64], height: f64) -> Result<Vec<f64>> {
    let lengths = view.lengths();
    let used: Vec<usize> = (0..view.width()).filter(|&j| lengths[j] > 0.0).collect();
    if used.len().min(view.rows()) > MAX_SIDE {
        return Err(Error::too_large(format!(
            "LinearRegression learns from at most {MAX_SIDE} columns, here are {}: leave columns out",
            used.len()
        )));
    }
    let reduced = |factor: &dyn Fn(usize) -> f64| {
        let narrow = View {
            columns: used.iter().map(|&j| view.columns[j]).collect(),
            centres: used.iter().map(|&j| view.centres[j]).collect(),
            factors: used.iter().map(|&j| factor(j)).collect(),
        };
        least_squares(&narrow, y, height)
    };
    let mut solution = reduced(&|j| 1.0 / lengths[j]);
    let mut scales: Vec<f64> = used.iter().map(|&j| 1.0 / lengths[j]).collect();
    if solution.rank < used.len() {
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        solution = reduced(&|_| 1.0 / longest);
        scales.fill(1.0 / longest);
    }
    let mut coefficients = vec![0.0; view.width()];
    for ((&j, value), scale) in used.iter().zip(solution.x).zip(scales) {
        coefficients[j] = value * scale;
    }
    Ok(coefficients)
}

fn least_squares<'a>(view: &View<'a>, y: &'a [f64], height: f64) -> orthogonal::Solution {
    let width = view.width();
    let all = view.with(y, height);
    let reduced: Dense = if view.rows() > width { orthogonal::triangle(&all) } else { all.block(0..view.rows()) };
    let right = reduced.column(width).to_vec();
    let tolerance = f64::EPSILON * view.rows().max(width) as f64;
    orthogonal::minimum_norm(reduced.first(width), right, tolerance)
}
