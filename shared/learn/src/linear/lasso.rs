//! Lasso and elastic net: `|y - X w|^2 / (2 n) + alpha * (ratio |w|_1 + (1 - ratio) |w|^2 / 2)`.

use skydash_catalog::Checked;
use skydash_catalog::models::{ElasticNetRegression, LassoRegression};
use skydash_domain::Result;
use skydash_domain::progress::Progress;

use super::descent::{self, Gram, Penalty, Quadratic, Residuals};
use super::model::LinearModel;
use super::ridge;
use super::view::{self, View};
use crate::inputs;
use crate::matrix::Matrix;
use crate::vector;

const MAX_GRAM_COLUMNS: usize = 2000;

/// Trains a lasso on complete rows.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`skydash_domain::Error::Cancelled`].
pub fn fit_lasso_regression(
    params: &Checked<LassoRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<LinearModel> {
    let fit = Fit {
        model: "LassoRegression",
        alpha: params.alpha.value(),
        ratio: 1.0,
        centred: params.fit_intercept.value(),
        sweeps: params.max_iter.value() as usize,
        tolerance: params.tol.value(),
    };
    fit.run(x, y, progress)
}

/// Trains an elastic net on complete rows.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`skydash_domain::Error::Cancelled`].
pub fn fit_elastic_net_regression(
    params: &Checked<ElasticNetRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<LinearModel> {
    let fit = Fit {
        model: "ElasticNetRegression",
        alpha: params.alpha.value(),
        ratio: params.l1_ratio.value(),
        centred: params.fit_intercept.value(),
        sweeps: params.max_iter.value() as usize,
        tolerance: params.tol.value(),
    };
    fit.run(x, y, progress)
}

struct Fit {
    model: &'static str,
    alpha: f64,
    ratio: f64,
    centred: bool,
    sweeps: usize,
    tolerance: f64,
}

impl Fit {
    fn run(&self, x: &Matrix, y: &[f64], progress: &dyn Progress) -> Result<LinearModel> {
        inputs::regression(x, y, self.model)?;
        progress.report(0.0)?;
        let view = View::of(x, self.centred);
        let height = if self.centred { view::centre(y) } else { 0.0 };
        let rows = view.rows() as f64;
        let (l1, l2) = (self.alpha * self.ratio * rows, self.alpha * (1.0 - self.ratio) * rows);
        let coefficients = if l1 == 0.0 {
            ridge::solve(&view, y, height, l2)?
        } else {
            self.sparse(&view, y, height, (l1, l2), progress)?
        };
        LinearModel::through(coefficients, &view.centres, height, self.model)
    }

    fn sparse<'a>(
        &self,
        view: &View<'a>,
        y: &'a [f64],
        height: f64,
        (l1, l2): (f64, f64),
        progress: &dyn Progress,
    ) -> Result<Vec<f64>> {
        let width = view.width();
        let penalty = Penalty { l1: vec![l1; width], l2, positive: false };
        if width <= MAX_GRAM_COLUMNS && width <= view.rows() {
            let normal = view.normal(y, height)?;
            let target = Gap { q: normal.right.clone(), squares: normal.squares, tolerance: self.tolerance };
            return self.descend(Gram::new(&normal.gram, normal.right), &penalty, &target, progress);
        }
        let table = view.block(0..view.rows());
        let shifted: Vec<f64> = y.iter().map(|value| value - height).collect();
        let q = (0..width).map(|j| vector::dot(table.column(j), &shifted)).collect();
        let target = Gap { q, squares: vector::dot(&shifted, &shifted), tolerance: self.tolerance };
        self.descend(Residuals::new(table, shifted), &penalty, &target, progress)
    }

    fn descend<Q: Quadratic>(
        &self,
        mut quadratic: Q,
        penalty: &Penalty,
        target: &Gap,
        progress: &dyn Progress,
    ) -> Result<Vec<f64>> {
        let mut w = vec![0.0; target.q.len()];
        let round = 200;
        let mut reached = false;
        for start in (0..self.sweeps).step_by(round) {
            progress.report(start as f64 / self.sweeps as f64)?;
            let sweeps = round.min(self.sweeps - start);
            descent::descend(&mut quadratic, penalty, &mut w, sweeps, self.tolerance, |quadratic, w, _| {
                reached = target.reached(quadratic, w, penalty);
                Ok(reached)
            })?;
            if reached {
                break;
            }
        }
        Ok(w)
    }
}

/// The certificate that coefficients are good enough: the duality gap, relative to the target's squares.
struct Gap {
    q: Vec<f64>,
    squares: f64,
    tolerance: f64,
}

impl Gap {
    fn reached<Q: Quadratic>(&self, quadratic: &Q, w: &[f64], penalty: &Penalty) -> bool {
        let slopes: Vec<f64> = (0..w.len()).map(|j| quadratic.slope(j)).collect();
        let explained = vector::dot(w, &self.q);
        let residual = (self.squares - explained - vector::dot(w, &slopes)).max(0.0);
        let own = vector::dot(w, w);
        let l1 = penalty.l1.first().copied().unwrap_or(0.0);
        let steepest = slopes.iter().zip(w).fold(0.0_f64, |most, (slope, w)| most.max((slope - penalty.l2 * w).abs()));
        let share = if steepest > l1 { l1 / steepest } else { 1.0 };
        let gap = 0.5 * residual * (1.0 + share * share) + l1 * w.iter().map(|w| w.abs()).sum::<f64>()
            - share * (self.squares - explained)
            + 0.5 * penalty.l2 * (1.0 + share * share) * own;
        gap <= self.tolerance * self.squares
    }
}
