//! Truncated singular value decomposition.

use super::directions::{Directions, available, bounded};
pub(crate) use super::projection::Projection;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::reduction as parameters;
use skydash_domain::Result;

/// Learns directions.
pub(crate) fn fit(checked: &Checked<parameters::TruncatedSVD>, sample: &Sample<'_>) -> Result<Projection> {
    sample.at_least(1)?;
    bounded(sample.rows(), sample)?;
    let count = available(checked.n_components as usize, sample)?;
    let table = sample.complete_matrix(0)?;
    let columns: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
    let centers = vec![0.0; columns.len()];
    sample.progress().report(0.2)?;
    let found = Directions::new(&columns, &centers, sample.converter())?;
    sample.progress().report(1.0)?;
    Projection::new(sample, "truncatedsvd", centers, found.vectors.into_iter().take(count).collect())
}
