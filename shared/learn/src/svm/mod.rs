//! Support vector classification, one machine for each pair of classes, as libsvm does it (Chang and Lin, 2011).

mod cache;
mod kernel;
mod model;
mod pair;
mod platt;
mod solver;
#[cfg(test)]
mod tests;

use rayon::prelude::*;
use skydash_catalog::Checked;
use skydash_catalog::models::{Gamma, Kernel as Shape, SVC};
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

use self::kernel::{Kernel, Points};
pub use self::model::SvmModel;
use self::pair::{Pair, Training};
use self::solver::Limits;
use crate::inputs::{self, Labels};
use crate::matrix::Matrix;
use crate::tree::pulse::Pulse;
use crate::vector;

const MODEL: &str = "SVC";

/// Most rows: the time grows with their square, and this many take many minutes.
const MOST_ROWS: usize = 50_000;

/// Trains on complete rows; `y` holds class numbers below `classes`.
///
/// # Errors
/// A sentence for data it cannot learn from, or [`skydash_domain::Error::Cancelled`].
pub fn fit_svc(
    params: &Checked<SVC>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<SvmModel> {
    inputs::features(x, y.len(), MODEL)?;
    if x.rows() > MOST_ROWS {
        return Err(Error::too_large(format!(
            "{MODEL} learns from at most 50,000 rows, and there are {}: train on a smaller part, or choose a model whose time \
             grows with the rows only, such as HistGradientBoostingClassifier or LogisticRegression",
            x.rows()
        )));
    }
    let labels = Labels::read(y, classes, 2, MODEL)?;
    let kernel = kernel_of(params, x)?;
    let weights = labels.weights(params.class_weight.value().is_some());
    let limits = Limits {
        tolerance: params.tol.value(),
        steps: usize::try_from(params.max_iter.value()).ok().map(|steps| steps.max(1)),
        shrinking: params.shrinking.value(),
    };
    let count = labels.present.len();
    let pairs: Vec<(usize, usize)> = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
    let pulse = Pulse::start(progress, pairs.len() * pair::TRAININGS)?;
    let trained = pairs
        .par_iter()
        .map(|&(first, second)| {
            let costs = (params.c.value() * weights[first], params.c.value() * weights[second]);
            Training { x, labels: &labels, kernel, limits: &limits, costs, pulse: &pulse }.pair(first, second)
        })
        .collect::<Result<Vec<Pair>>>()?;
    for pair in &trained {
        inputs::learnt(&pair.numbers(), MODEL)?;
    }
    Ok(SvmModel::new(classes, labels.present, kernel, x, trained))
}

fn kernel_of(params: &Checked<SVC>, x: &Matrix) -> Result<Kernel> {
    let gamma = match params.gamma.value() {
        Gamma::Auto => 1.0 / x.columns() as f64,
        Gamma::Scale => scale(x),
    };
    inputs::learnt(&[gamma], MODEL)?;
    let coef0 = params.coef0.value();
    Ok(match params.kernel.value() {
        Shape::Linear => Kernel::Linear,
        Shape::Poly => Kernel::Poly { gamma, coef0, degree: i32::try_from(params.degree.value()).unwrap_or(i32::MAX) },
        Shape::Rbf => Kernel::Rbf { gamma },
        Shape::Sigmoid => Kernel::Sigmoid { gamma, coef0 },
    })
}

/// One over the number of columns times the variance of all cells.
fn scale(x: &Matrix) -> f64 {
    let columns = || (0..x.columns()).map(|j| x.column(j));
    let cells = (x.rows() * x.columns()) as f64;
    let mean = columns().map(vector::mean).sum::<f64>() / x.columns() as f64;
    let variance = columns().map(|column| column.iter().map(|v| (v - mean).powi(2)).sum::<f64>()).sum::<f64>() / cells;
    if variance == 0.0 { 1.0 } else { 1.0 / (x.columns() as f64 * variance) }
}

/// The rows of `x` at these numbers, ready for kernels.
fn points(x: &Matrix, rows: &[usize]) -> Points {
    let columns = (0..x.columns()).map(|j| rows.iter().map(|&row| x.column(j)[row]).collect()).collect();
    Points::new(rows.len(), columns)
}
