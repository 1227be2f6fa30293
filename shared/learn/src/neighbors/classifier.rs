//! The classifier: neighbours vote.

use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::models::KNeighborsClassifier;
use skydash_domain::Result;
use skydash_domain::progress::Progress;
use skydash_numeric::neighbors::Metric;

use super::search::{Search, Wanted};
use crate::blocks;
use crate::estimator::Classifier;
use crate::inputs::{self, Labels};
use crate::matrix::Matrix;

const MODEL: &str = "KNeighborsClassifier";
const LEAF_ROWS: u32 = 32;

/// The training rows with their classes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeighborClassifier {
    classes: usize,
    search: Search,
    codes: Vec<u32>,
}

/// Keeps complete rows; `y` holds class numbers below `classes`.
///
/// # Errors
/// A sentence for data it cannot learn from, or more neighbours than rows.
pub fn fit_k_neighbors_classifier(
    params: &Checked<KNeighborsClassifier>,
    x: &Matrix,
    y: &[u32],
    classes: usize,
    progress: &dyn Progress,
) -> Result<NeighborClassifier> {
    inputs::features(x, y.len(), MODEL)?;
    Labels::read(y, classes, 1, MODEL)?;
    progress.report(0.0)?;
    let wanted = Wanted {
        neighbors: params.n_neighbors.value(),
        weights: params.weights.value(),
        algorithm: params.algorithm.value(),
        leaf: LEAF_ROWS,
        metric: Metric::Euclidean,
    };
    let search = Search::new(x, &wanted)?;
    progress.report(1.0)?;
    Ok(NeighborClassifier { classes, search, codes: y.to_vec() })
}

impl Classifier for NeighborClassifier {
    fn classes(&self) -> usize {
        self.classes
    }

    fn probabilities(&self, x: &Matrix) -> Vec<f64> {
        blocks::fill_rows(x.rows(), self.classes, blocks::SMALL_BLOCK, |rows, out| {
            self.search.each(x, rows, |place, row, weight| {
                out[place * self.classes + self.codes[row as usize] as usize] += weight;
            });
            for shares in out.chunks_exact_mut(self.classes) {
                let total: f64 = shares.iter().sum();
                shares.iter_mut().for_each(|share| *share /= total);
            }
        })
    }

    fn is_sound(&self, columns: usize) -> bool {
        self.search.is_sound(columns)
            && self.codes.len() == self.search.rows()
            && self.codes.iter().all(|&code| (code as usize) < self.classes)
    }
}
