//! The regression: the mean of the neighbours' targets.

use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::models::{Distance, KNeighborsRegression};
use skydash_domain::Result;
use skydash_domain::progress::Progress;
use skydash_numeric::neighbors::Metric;

use super::search::{Search, Wanted};
use crate::blocks;
use crate::estimator::Regressor;
use crate::inputs;
use crate::matrix::Matrix;

const MODEL: &str = "KNeighborsRegression";

/// The training rows with their targets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeighborRegressor {
    search: Search,
    targets: Vec<f64>,
}

/// Keeps complete rows.
///
/// # Errors
/// A sentence for data it cannot learn from, or more neighbours than rows.
pub fn fit_k_neighbors_regression(
    params: &Checked<KNeighborsRegression>,
    x: &Matrix,
    y: &[f64],
    progress: &dyn Progress,
) -> Result<NeighborRegressor> {
    inputs::regression(x, y, MODEL)?;
    progress.report(0.0)?;
    let wanted = Wanted {
        neighbors: params.n_neighbors.value(),
        weights: params.weights.value(),
        algorithm: params.algorithm.value(),
        leaf: params.leaf_size.value(),
        metric: match params.metric.value() {
            Distance::Minkowski | Distance::Euclidean => Metric::Euclidean,
            Distance::Manhattan => Metric::Manhattan,
            Distance::Chebyshev => Metric::Chebyshev,
        },
    };
    let search = Search::new(x, &wanted)?;
    progress.report(1.0)?;
    Ok(NeighborRegressor { search, targets: y.to_vec() })
}

impl Regressor for NeighborRegressor {
    fn predict(&self, x: &Matrix) -> Vec<f64> {
        blocks::fill_rows(x.rows(), 1, blocks::SMALL_BLOCK, |rows, out| {
            let mut totals = vec![0.0; out.len()];
            self.search.each(x, rows, |place, row, weight| {
                out[place] += weight * self.targets[row as usize];
                totals[place] += weight;
            });
            out.iter_mut().zip(totals).for_each(|(sum, total)| *sum /= total);
        })
    }

    fn is_sound(&self, columns: usize) -> bool {
        self.search.is_sound(columns) && self.targets.len() == self.search.rows()
    }
}
