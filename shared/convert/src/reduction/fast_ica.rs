//! Independent component analysis.

use super::directions::{Directions, available, bounded, means};
pub(crate) use super::projection::Projection;
use super::separation::Search;
use crate::replacing::too_large;
use crate::sample::Sample;
use crate::{named, seed};
use skydash_catalog::Checked;
use skydash_catalog::converters::options::Seed;
use skydash_catalog::converters::reduction::{self as parameters, Contrast, IcaAlgorithm, Whiten, WhitenWord};
use skydash_domain::{Error, Result};
use skydash_numeric::vector::{add_scaled, dot};

/// Below this share of the largest variance a direction is rounding.
const NOTHING: f64 = 1e-13;

/// Learns how to take mixtures apart.
pub(crate) fn fit(checked: &Checked<parameters::FastICA>, sample: &Sample<'_>) -> Result<Projection> {
    sample.at_least(2)?;
    bounded(sample.rows(), sample)?;
    let search = Search {
        contrast: checked.fun,
        alpha: alpha(checked)?,
        max_iter: checked.max_iter,
        tol: checked.tol,
        progress: sample.progress(),
    };
    let find = |columns: &[Vec<f64>]| {
        let start = start(checked, columns.len())?;
        match checked.algorithm {
            IcaAlgorithm::Parallel => search.parallel(columns, start),
            IcaAlgorithm::Deflation => search.deflation(columns, start),
        }
    };
    let (means, weights) = match checked.whiten {
        None | Some(Whiten::Switch(false)) => {
            let table = sample.complete_matrix(2)?;
            (vec![0.0; table.len()], find(&table)?)
        }
        Some(whiten) => {
            let Whitened { means, weights, columns } = whiten_columns(checked.n_components, sample)?;
            let found = find(&columns)?;
            let size = match whiten {
                Whiten::Word(WhitenWord::ArbitraryVariance) => None,
                _ => Some((sample.rows() as f64).sqrt()),
            };
            (means, found.iter().map(|direction| unmixed(direction, &weights, size)).collect())
        }
    };
    if weights.iter().flatten().any(|weight: &f64| !weight.is_finite()) {
        return Err(too_large(sample.converter()));
    }
    Projection::new(sample, "fastica", means, weights)
}

/// Columns that are uncorrelated and of variance 1, and how they came about.
struct Whitened {
    means: Vec<f64>,
    weights: Vec<Vec<f64>>,
    columns: Vec<Vec<f64>>,
}

fn whiten_columns(wanted: Option<u32>, sample: &Sample<'_>) -> Result<Whitened> {
    let most = sample.rows().min(sample.names().len());
    let count = wanted.map_or(Ok(most), |wanted| available(wanted as usize, sample))?;
    let mut table = sample.complete_matrix(2)?;
    let means = means(&table);
    let slices: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
    let Directions { squares, vectors } = Directions::new(&slices, &means, sample.converter())?;
    let rank = squares.iter().take_while(|square| **square > NOTHING * squares[0]).count();
    if count > rank {
        return Err(Error::precondition(format!(
            "The columns of FastICA have only {rank} independent directions, fewer than the {count} sources to find. Set \
             n_components to at most {}, or leave columns out that follow from others.",
            rank.max(1)
        )));
    }
    let weights: Vec<Vec<f64>> = vectors
        .into_iter()
        .zip(&squares)
        .take(count)
        .map(|(mut vector, square)| {
            // The first weight is positive, so that a seed starts where scikit-learn starts.
            let size = square.sqrt().copysign(vector.first().copied().unwrap_or_default());
            vector.iter_mut().for_each(|weight| *weight /= size);
            vector
        })
        .collect();
    for (column, mean) in table.iter_mut().zip(&means) {
        column.iter_mut().for_each(|value| *value -= mean);
    }
    let size = (sample.rows() as f64).sqrt();
    let column = |weights: &Vec<f64>| {
        let mut out = vec![0.0; sample.rows()];
        weights.iter().zip(&table).for_each(|(weight, column)| add_scaled(&mut out, weight * size, column));
        out
    };
    let columns = weights.iter().map(column).collect();
    Ok(Whitened { means, weights, columns })
}

/// The weights of the columns in a source, from its direction among the whitened ones; `size` brings it to variance 1.
fn unmixed(direction: &[f64], weights: &[Vec<f64>], size: Option<f64>) -> Vec<f64> {
    let factor = size.map_or(1.0, |size| size / dot(direction, direction).sqrt());
    let mut out = vec![0.0; weights.first().map_or(0, Vec::len)];
    direction.iter().zip(weights).for_each(|(part, weights)| add_scaled(&mut out, part * factor, weights));
    out
}

fn alpha(checked: &Checked<parameters::FastICA>) -> Result<f64> {
    let [alpha] = named::numbers(checked.fun_args.as_deref(), "fun_args", "FastICA", ["alpha"])?;
    match alpha {
        Some(alpha) if checked.fun == Contrast::Logcosh && !(1.0..=2.0).contains(&alpha) => {
            Err(Error::invalid(format!("alpha in 'fun_args' of FastICA must be between 1 and 2 (got {alpha}).")))
        }
        alpha => Ok(alpha.unwrap_or(1.0)),
    }
}

/// The directions to start from, one row each.
fn start(checked: &Checked<parameters::FastICA>, count: usize) -> Result<Vec<Vec<f64>>> {
    let Some(text) = checked.w_init.as_deref().filter(|text| !text.trim().is_empty()) else {
        let mut random = seed::generator(Seed::number(checked.random_state));
        return Ok((0..count).map(|_| (0..count).map(|_| random.normal()).collect()).collect());
    };
    let rows: Vec<Vec<f64>> = serde_json::from_str(text).unwrap_or_default();
    if rows.len() == count && rows.iter().all(|row| row.len() == count) {
        return Ok(rows);
    }
    Err(Error::invalid(format!(
        "'w_init' of FastICA must be a list of {count} lists of {count} numbers each, such as [[1, 0], [0, 1]] for 2 sources, \
         or null."
    )))
}
