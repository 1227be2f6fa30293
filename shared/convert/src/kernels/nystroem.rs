//! The Nystroem map: similarity to some rows, made orthogonal (Williams and Seeger, 2001).

use super::kernel::{Given, Kernel, norms};
use crate::change::{Change, Made};
use crate::replacing::{self, Replacing, too_large};
use crate::sample::Sample;
use crate::step::Step;
use crate::{named, seed};
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::kernels as parameters;
use skydash_catalog::converters::options::Seed;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use skydash_numeric::vector::add_scaled;
use skydash_numeric::{blocks, eigen};

const CONVERTER: &str = "Nystroem";
/// Rows that similarity is measured to.
const MAX_COMPONENTS: usize = 2_000;

/// The rows drawn, and what brings similarity to them to orthogonal columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Nystroem {
    columns: Replacing,
    kernel: Kernel,
    basis: Vec<Vec<f64>>,
    weights: Vec<Vec<f64>>,
}

/// Draws rows and measures their similarity.
pub(crate) fn fit(checked: &Checked<parameters::Nystroem>, sample: &Sample<'_>) -> Result<Nystroem> {
    let kernel = kernel(checked, sample.names().len())?;
    let count = checked.n_components as usize;
    if count > sample.rows().min(MAX_COMPONENTS) {
        return Err(Error::precondition(format!(
            "n_components of {CONVERTER} is {count}, and at most {} is possible with {} rows. Lower n_components.",
            sample.rows().min(MAX_COMPONENTS),
            sample.rows()
        )));
    }
    let columns = Replacing::numbered(sample, "nystroem", count)?;
    let mut drawn = seed::generator(Seed::number(checked.random_state)).permutation(sample.rows());
    drawn.truncate(count);
    let table = sample.each(|column| {
        let numbers = replacing::complete(&column, CONVERTER)?;
        kernel.check(&column.name, &numbers)?;
        Ok(drawn.iter().map(|&row| numbers[row]).collect::<Vec<f64>>())
    })?;
    let basis: Vec<Vec<f64>> = (0..count).map(|row| table.iter().map(|column| column[row]).collect()).collect();
    let slices: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
    let norms = norms(&slices);
    let mut similar = vec![0.0; count * count];
    for (row, cells) in similar.chunks_exact_mut(count).enumerate() {
        kernel.fill(&slices, &norms, &basis[row], norms[row], cells);
    }
    if similar.iter().any(|value| !value.is_finite()) {
        return Err(too_large(CONVERTER));
    }
    Ok(Nystroem { columns, kernel, basis, weights: square_root_of_inverse(similar, count) })
}

fn kernel(checked: &Checked<parameters::Nystroem>, columns: usize) -> Result<Kernel> {
    let text = checked.kernel_params.as_deref();
    let [gamma, coef0, degree] = named::numbers(text, "kernel_params", CONVERTER, ["gamma", "coef0", "degree"])?;
    let given =
        Given { gamma: checked.gamma.or(gamma), coef0: checked.coef0.or(coef0), degree: checked.degree.or(degree) };
    Kernel::named(checked.kernel.as_deref().unwrap_or("rbf"), given, columns)
}

/// The inverse square root of a symmetric matrix, directions of no size left nearly alone.
fn square_root_of_inverse(matrix: Vec<f64>, size: usize) -> Vec<Vec<f64>> {
    const LEAST: f64 = 1e-12;
    let found = eigen::symmetric(matrix, size);
    let mut root = vec![vec![0.0; size]; size];
    for (index, value) in found.values.iter().enumerate() {
        let v = found.vector(index);
        let factor = value.signum() / value.abs().max(LEAST).sqrt();
        root.iter_mut().zip(v).for_each(|(row, weight)| add_scaled(row, factor * weight, v));
    }
    root
}

impl Step for Nystroem {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        self.columns.change(table)
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let columns = self.columns.numbers(inputs)?;
        for (input, column) in inputs.iter().zip(&columns) {
            self.kernel.check(&input.name, column)?;
        }
        let own: Vec<f64> = self.basis.iter().map(|row| length(row)).collect();
        let rows = columns.first().map_or(0, |column| column.len());
        let made = blocks::fill_columns(rows, self.basis.len(), |rows, out| {
            let slices: Vec<&[f64]> = columns.iter().map(|column| &column[rows.clone()]).collect();
            let norms = norms(&slices);
            let mut similar = vec![0.0; rows.len()];
            for (place, (row, norm)) in self.basis.iter().zip(&own).enumerate() {
                self.kernel.fill(&slices, &norms, row, *norm, &mut similar);
                for (cells, weights) in out.iter_mut().zip(&self.weights) {
                    add_scaled(cells, weights[place], &similar);
                }
            }
        });
        replacing::finite(made, CONVERTER).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        let count = self.columns.made();
        self.basis.len() == count
            && self.weights.len() == count
            && self.basis.iter().all(|row| row.len() == self.columns.read())
            && self.weights.iter().all(|row| row.len() == count)
    }
}

/// The length of a row, 1 for one of length 0.
fn length(row: &[f64]) -> f64 {
    let cells: Vec<&[f64]> = row.iter().map(std::slice::from_ref).collect();
    norms(&cells).first().copied().unwrap_or(1.0)
}
