//! Ridge regression.

use skydash_catalog::Checked;
use skydash_catalog::models::RidgeRegression;
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use super::cholesky::Cholesky;
use super::dense::Dense;
use super::model::LinearModel;
use super::view::{self, View};
use super::{least_squares, nonnegative, orthogonal};
use crate::inputs;
use crate::matrix::Matrix;
use crate::vector;

const MODEL: &str = "RidgeRegression";

/// Trains on complete rows. Every `solver` is the direct one, which is exact; `max_iter` and `tol` bound the
/// search for coefficients that must not be negative.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`skydash_domain::Error::Cancelled`].
pub fn fit_ridge_regression(
    params: &Checked<RidgeRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<LinearModel> {
    inputs::regression(x, y, MODEL)?;
    progress.report(0.0)?;
    let centred = params.fit_intercept.value();
    let view = View::of(x, centred);
    let height = if centred { view::centre(y) } else { 0.0 };
    let alpha = params.alpha.value();
    let coefficients = if params.positive.value() {
        nonnegative::solve(&view, y, height, alpha, progress)?
    } else {
        solve(&view, y, height, alpha)?
    };
    LinearModel::through(coefficients, &view.centres, height, MODEL)
}

/// The coefficients that make the squared differences to `y - height` plus `alpha` times their own squares smallest.
pub(super) fn solve<'a>(view: &View<'a>, y: &'a [f64], height: f64, alpha: f64) -> Result<Vec<f64>> {
    if alpha == 0.0 {
        return least_squares::solve(view, y, height);
    }
    if view.width() > view.rows() {
        return dual(view, y, height, alpha);
    }
    let mut normal = view.normal(y, height)?;
    for j in 0..view.width() {
        normal.gram.column_mut(j)[j] += alpha;
    }
    Ok(match Cholesky::of(&normal.gram) {
        Some(factor) => factor.solve(&normal.right),
        None => augmented(view, y, height, alpha),
    })
}

/// The same by reflections, for columns so dependent or so far apart in scale that their products say too little.
fn augmented<'a>(view: &View<'a>, y: &'a [f64], height: f64, alpha: f64) -> Vec<f64> {
    let width = view.width();
    let mut penalty = Dense::zeros(width, width + 1);
    for j in 0..width {
        penalty.column_mut(j)[j] = alpha.sqrt();
    }
    let stacked = orthogonal::reduce(orthogonal::triangle(&view.with(y, height)).above(&penalty));
    let right = stacked.column(width).to_vec();
    orthogonal::minimum_norm(stacked.first(width), right, f64::MIN_POSITIVE).x
}

/// The same by products of rows, where there are fewer rows than columns.
fn dual<'a>(view: &View<'a>, y: &'a [f64], height: f64, alpha: f64) -> Result<Vec<f64>> {
    let rows = view.rows();
    let table = view.block(0..rows);
    let mut turned = vec![0.0; rows * view.width()];
    for j in 0..view.width() {
        for (i, value) in table.column(j).iter().enumerate() {
            turned[i * view.width() + j] = *value;
        }
    }
    let mut gram = View::new(turned.chunks_exact(view.width()).collect(), false).gram()?;
    for i in 0..rows {
        gram.column_mut(i)[i] += alpha;
    }
    let right: Vec<f64> = y.iter().map(|value| value - height).collect();
    Ok(match Cholesky::of(&gram) {
        Some(factor) => {
            let weights = factor.solve(&right);
            (0..view.width()).map(|j| vector::dot(table.column(j), &weights)).collect()
        }
        None => augmented(view, y, height, alpha),
    })
}
