//! Least squares and ridge regression with coefficients that are not negative.

use skydash_domain::Result;
use skydash_domain::progress::Progress;

use super::cholesky::Cholesky;
use super::dense::Dense;
use super::descent::{self, Gram, Penalty};
use super::view::View;

const SWEEPS: usize = 100_000;
const TOLERANCE: f64 = 1e-10;

/// The coefficients, none negative, that make the squared differences to `y - height` plus `alpha` times their own
/// squares smallest: by coordinate descent, then exactly for the coefficients it found to be positive.
pub(super) fn solve<'a>(
    view: &View<'a>,
    y: &'a [f64],
    height: f64,
    alpha: f64,
    progress: &dyn Progress,
) -> Result<Vec<f64>> {
    let width = view.width();
    let normal = view.normal(y, height)?;
    let mut w = vec![0.0; width];
    let penalty = Penalty { l1: vec![0.0; width], l2: alpha, positive: true };
    let mut quadratic = Gram::new(&normal.gram, normal.right.clone());
    for round in 0..SWEEPS / 1000 {
        progress.report(round as f64 / (SWEEPS / 1000) as f64)?;
        let mut settled = false;
        descent::descend(&mut quadratic, &penalty, &mut w, 1000, TOLERANCE, |_, _, _| {
            settled = true;
            Ok(true)
        })?;
        if settled {
            break;
        }
    }
    Ok(polished(&normal.gram, &normal.right, alpha, &w).unwrap_or(w))
}

/// The exact solution of the coefficients that are positive in `w`, if it is positive too.
fn polished(gram: &Dense, right: &[f64], alpha: f64, w: &[f64]) -> Option<Vec<f64>> {
    let used: Vec<usize> = (0..w.len()).filter(|&j| w[j] > 0.0).collect();
    let mut part = Dense::zeros(used.len(), used.len());
    for (a, &i) in used.iter().enumerate() {
        for (b, &j) in used.iter().enumerate() {
            part.column_mut(a)[b] = gram.at(i, j);
        }
        part.column_mut(a)[a] += alpha;
    }
    let solved = Cholesky::of(&part)?.solve(&used.iter().map(|&j| right[j]).collect::<Vec<_>>());
    let mut exact = vec![0.0; w.len()];
    for (&j, value) in used.iter().zip(&solved) {
        exact[j] = *value;
    }
    solved.iter().all(|&value| value > 0.0).then_some(exact)
}
