//! Principal component analysis.

use super::directions::{Directions, available, bounded, means};
pub(crate) use super::projection::Projection;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::reduction::{self as parameters, Components};
use skydash_domain::{Error, Result};
use skydash_numeric::special::ln_gamma;
use std::f64::consts::{LN_2, PI};

/// Learns means and components.
pub(crate) fn fit(checked: &Checked<parameters::PCA>, sample: &Sample<'_>) -> Result<Projection> {
    sample.at_least(2)?;
    bounded(sample.rows(), sample)?;
    if let Some(Components::Count(count)) = checked.n_components {
        available(count as usize, sample)?;
    }
    let table = sample.complete_matrix(1)?;
    let columns: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
    let means = means(&table);
    sample.progress().report(0.2)?;
    let Directions { squares, vectors } = Directions::new(&columns, &means, sample.converter())?;
    sample.progress().report(1.0)?;
    let freedom = (sample.rows() - 1) as f64;
    let variances: Vec<f64> = squares.iter().map(|square| square / freedom).collect();
    let count = match checked.n_components {
        None => variances.len(),
        Some(Components::Count(count)) => count as usize,
        Some(Components::Share(share)) => explaining(share, &variances),
        Some(Components::Rule(_)) => likeliest(&variances, sample)?,
    };
    let deviations = checked.whiten.then_some(variances.as_slice());
    Projection::new(sample, "pca", means, scaled(vectors, count, deviations))
}

/// The first so many components, divided by the square roots of variances where they are given.
pub(super) fn scaled(vectors: Vec<Vec<f64>>, count: usize, variances: Option<&[f64]>) -> Vec<Vec<f64>> {
    let mut weights: Vec<Vec<f64>> = vectors.into_iter().take(count).collect();
    for (weights, variance) in weights.iter_mut().zip(variances.unwrap_or_default()) {
        let deviation = variance.sqrt().max(f64::EPSILON);
        weights.iter_mut().for_each(|weight| *weight /= deviation);
    }
    weights
}

/// How many components it takes to explain more than this share of the variance.
fn explaining(share: f64, variances: &[f64]) -> usize {
    let total: f64 = variances.iter().sum();
    let mut sum = 0.0;
    let mut reached = variances.iter().map(|variance| {
        sum += variance;
        sum / total
    });
    reached.position(|reached| reached > share).map_or(variances.len(), |place| place + 1)
}

/// The likeliest number of components (Minka, "Automatic choice of dimensionality for PCA", 2000).
fn likeliest(variances: &[f64], sample: &Sample<'_>) -> Result<usize> {
    let (rows, columns) = (sample.rows(), sample.names().len());
    if rows < columns {
        return Err(Error::precondition(format!(
            "n_components of PCA is 'mle', which needs at least as many rows as columns: there are {rows} rows and \
             {columns} columns. Give n_components as a number."
        )));
    }
    let mut best = (1, f64::NEG_INFINITY);
    for rank in 1..columns {
        let evidence = evidence(variances, rank, rows as f64);
        if evidence > best.1 {
            best = (rank, evidence);
        }
    }
    Ok(best.0)
}

/// The logarithm of how likely the variances are when the first `rank` of them are more than noise.
fn evidence(variances: &[f64], rank: usize, rows: f64) -> f64 {
    const SMALL: f64 = 1e-15;
    if variances[rank - 1] < SMALL {
        return f64::NEG_INFINITY;
    }
    let (count, kept) = (variances.len() as f64, rank as f64);
    let noise = (variances[rank..].iter().sum::<f64>() / (count - kept)).max(SMALL);
    let frames: f64 =
        (1..=rank).map(|i| (count - i as f64 + 1.0) / 2.0).map(|half| ln_gamma(half) - half * PI.ln()).sum::<f64>()
            - kept * LN_2;
    let signal = -variances[..rank].iter().map(|variance| variance.ln()).sum::<f64>() * rows / 2.0;
    let rest = -noise.ln() * rows * (count - kept) / 2.0;
    let freedom = count * kept - kept * (kept + 1.0) / 2.0;
    let level = |j: usize| if j < rank { variances[j] } else { noise };
    let mut curvature = 0.0;
    for i in 0..rank {
        for j in i + 1..variances.len() {
            let bend = (variances[i] - variances[j]) * (1.0 / level(j) - 1.0 / level(i));
            curvature += bend.ln() + rows.ln();
        }
    }
    frames + signal + rest + (2.0 * PI).ln() * (freedom + kept) / 2.0 - curvature / 2.0 - kept * rows.ln() / 2.0
}
