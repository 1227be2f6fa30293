//! The directions in which rows differ most.

use crate::replacing::too_large;
use crate::sample::Sample;
use rayon::prelude::*;
use skydash_domain::{Error, Result};
use skydash_numeric::{eigen, products, vector};

/// Columns or rows, whichever are fewer, for which directions are computed.
const MAX_SIDE: usize = 2_000;

/// Singular values and right singular vectors of a table, the largest first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Directions {
    /// The squares of the singular values: as many as the table has columns or rows, whichever are fewer.
    pub squares: Vec<f64>,
    /// The vectors, one for each square, each of a weight for each column.
    pub vectors: Vec<Vec<f64>>,
}

impl Directions {
    /// Those of `columns` after `means` are subtracted.
    ///
    /// # Errors
    /// Those of values that are too large.
    pub fn new(columns: &[&[f64]], means: &[f64], converter: &str) -> Result<Self> {
        let rows = columns.first().map_or(0, |column| column.len());
        let found = if rows < columns.len() { by_rows(columns, means, rows) } else { by_columns(columns, means) };
        let Directions { squares, mut vectors } = found;
        if squares.iter().chain(vectors.iter().flatten()).any(|number| !number.is_finite()) {
            return Err(too_large(converter));
        }
        vectors.iter_mut().for_each(|vector| eigen::orient(vector));
        Ok(Self { squares: squares.into_iter().map(|square| square.max(0.0)).collect(), vectors })
    }
}

fn by_columns(columns: &[&[f64]], means: &[f64]) -> Directions {
    let found = eigen::symmetric(products::centred(columns, means), columns.len());
    let vectors = (0..columns.len()).map(|index| found.vector(index).to_vec()).collect();
    Directions { squares: found.values, vectors }
}

/// From the products of rows: a vector is the columns times the rows' vector, divided by its length.
fn by_rows(columns: &[&[f64]], means: &[f64], rows: usize) -> Directions {
    let centred: Vec<Vec<f64>> =
        (0..rows).map(|row| columns.iter().zip(means).map(|(column, mean)| column[row] - mean).collect()).collect();
    let slices: Vec<&[f64]> = centred.iter().map(Vec::as_slice).collect();
    let found = eigen::symmetric(products::plain(&slices), rows);
    let vector = |index: usize| {
        let mut vector = vec![0.0; columns.len()];
        for (weight, row) in found.vector(index).iter().zip(&centred) {
            vector::add_scaled(&mut vector, *weight, row);
        }
        let length = vector::dot(&vector, &vector).sqrt();
        // Beyond the rank of the table there is no direction.
        let factor = if length * length > f64::EPSILON * found.values[0].max(0.0) { 1.0 / length } else { 0.0 };
        vector.iter_mut().for_each(|weight| *weight *= factor);
        vector
    };
    Directions { squares: found.values.clone(), vectors: (0..rows).map(vector).collect() }
}

/// The means of columns.
pub(super) fn means(table: &[Vec<f64>]) -> Vec<f64> {
    table.par_iter().map(|column| vector::mean(column)).collect()
}

/// Checks that so many rows and columns have directions that can be computed.
///
/// # Errors
/// [`Error::TooLarge`] that says what to do about it.
pub(super) fn bounded(rows: usize, sample: &Sample<'_>) -> Result<()> {
    let columns = sample.names().len();
    if rows.min(columns) > MAX_SIDE {
        return Err(Error::too_large(format!(
            "{} takes at most {MAX_SIDE} columns at once and is given {columns}. Choose fewer columns.",
            sample.converter()
        )));
    }
    Ok(())
}

/// Checks that there are so many directions.
///
/// # Errors
/// [`Error::Precondition`] that names the parameter.
pub(super) fn available(wanted: usize, sample: &Sample<'_>) -> Result<usize> {
    let (rows, columns) = (sample.rows(), sample.names().len());
    if wanted > rows.min(columns) {
        return Err(Error::precondition(format!(
            "n_components of {} is {wanted}, but {columns} columns and {rows} rows have at most {} components. Lower \
             n_components, or choose more columns.",
            sample.converter(),
            rows.min(columns)
        )));
    }
    Ok(wanted)
}
