//! Principal component analysis in batches (Ross, Lim, Lin and Yang, 2008).

use super::directions::{Directions, available, bounded};
use super::pca::scaled;
pub(crate) use super::projection::Projection;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::reduction as parameters;
use skydash_domain::{Error, Result};
use skydash_numeric::vector;
use std::ops::Range;

/// Batches between two reports.
const REPORT_EVERY: usize = 64;

/// Learns means and components.
pub(crate) fn fit(checked: &Checked<parameters::IncrementalPCA>, sample: &Sample<'_>) -> Result<Projection> {
    sample.at_least(2)?;
    let (rows, columns) = (sample.rows(), sample.names().len());
    let wanted = checked.n_components.map(|count| available(count as usize, sample)).transpose()?;
    let size = checked.batch_size.map_or(5 * columns, |size| size as usize);
    let batches = batches(rows, size, wanted.unwrap_or(0));
    let first = batches.first().map_or(rows, Range::len);
    if let Some(wanted) = wanted.filter(|wanted| *wanted > first) {
        return Err(Error::precondition(format!(
            "batch_size of IncrementalPCA is {first}, but {wanted} components need batches of at least as many rows. Raise \
             batch_size or lower n_components."
        )));
    }
    let count = wanted.unwrap_or(first.min(columns));
    bounded(size.saturating_add(count).saturating_add(1).min(rows), sample)?;
    let table = sample.complete_matrix(0)?;
    let mut learnt = Learnt::default();
    for (number, batch) in batches.iter().enumerate() {
        if number % REPORT_EVERY == 0 {
            sample.progress().report(number as f64 / batches.len() as f64)?;
        }
        learnt.take(&table, batch.clone(), count, sample.converter())?;
    }
    let freedom = (rows - 1) as f64;
    let variances: Vec<f64> = learnt.singular.iter().map(|value| value * value / freedom).collect();
    let deviations = checked.whiten.then_some(variances.as_slice());
    Projection::new(sample, "incrementalpca", learnt.means, scaled(learnt.vectors, count, deviations))
}

/// The rows in batches of `size`; the last one takes what would be fewer than `least` rows after it.
fn batches(rows: usize, size: usize, least: usize) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let mut start = 0;
    while start + size <= rows {
        let end = start + size;
        if end + least > rows {
            break;
        }
        batches.push(start..end);
        start = end;
    }
    if start < rows {
        batches.push(start..rows);
    }
    batches
}

/// What the batches so far have shown.
#[derive(Default)]
struct Learnt {
    rows: usize,
    means: Vec<f64>,
    singular: Vec<f64>,
    vectors: Vec<Vec<f64>>,
}

impl Learnt {
    /// Learns from a batch: components of the components so far, the batch about its mean, and how far the means are apart.
    fn take(&mut self, table: &[Vec<f64>], batch: Range<usize>, count: usize, converter: &str) -> Result<()> {
        let (old, new) = (self.rows as f64, batch.len() as f64);
        let total = old + new;
        let apart = (old / total * new).sqrt();
        let mut means = Vec::with_capacity(table.len());
        let stacked: Vec<Vec<f64>> = table
            .iter()
            .enumerate()
            .map(|(j, column)| {
                let cells = &column[batch.clone()];
                let mean = vector::mean(cells);
                let before = self.means.get(j).copied().unwrap_or_default();
                means.push(if self.rows == 0 { mean } else { (before * old + mean * new) / total });
                let mut stacked: Vec<f64> = self.singular.iter().zip(&self.vectors).map(|(s, v)| s * v[j]).collect();
                stacked.extend(cells.iter().map(|value| value - mean));
                if self.rows > 0 {
                    stacked.push(apart * (before - mean));
                }
                stacked
            })
            .collect();
        let columns: Vec<&[f64]> = stacked.iter().map(Vec::as_slice).collect();
        let Directions { mut squares, mut vectors } = Directions::new(&columns, &vec![0.0; columns.len()], converter)?;
        squares.truncate(count);
        vectors.truncate(count);
        self.singular = squares.into_iter().map(f64::sqrt).collect();
        self.vectors = vectors;
        self.means = means;
        self.rows += batch.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_leave_no_rest_that_is_too_small() {
        assert_eq!(batches(7, 3, 0), [0..3, 3..6, 6..7]);
        assert_eq!(batches(6, 3, 0), [0..3, 3..6]);
        assert_eq!(batches(2, 3, 0), vec![0..2]);
        assert_eq!(batches(7, 3, 2), [0..3, 3..7]);
    }
}
