//! How similar two rows are.

use crate::reading::shortened;
use serde::{Deserialize, Serialize};
use skydash_domain::{Error, Result};

/// A kernel with its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Kernel {
    Linear,
    Cosine,
    Poly { gamma: f64, coef0: f64, degree: f64 },
    Sigmoid { gamma: f64, coef0: f64 },
    Rbf { gamma: f64 },
    Laplacian { gamma: f64 },
    Chi2 { gamma: f64 },
    AdditiveChi2,
}

/// Parameters of a kernel, as far as they are given.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given {
    pub gamma: Option<f64>,
    pub coef0: Option<f64>,
    pub degree: Option<f64>,
}

impl Kernel {
    /// The kernel of this name for rows of so many columns.
    ///
    /// # Errors
    /// [`Error::Invalid`] for another name.
    pub fn named(name: &str, given: Given, columns: usize) -> Result<Self> {
        let gamma = given.gamma.unwrap_or(1.0 / columns as f64);
        let coef0 = given.coef0.unwrap_or(1.0);
        match name {
            "linear" => Ok(Self::Linear),
            "cosine" => Ok(Self::Cosine),
            "poly" | "polynomial" => Ok(Self::Poly { gamma, coef0, degree: given.degree.unwrap_or(3.0) }),
            "sigmoid" => Ok(Self::Sigmoid { gamma, coef0 }),
            "rbf" => Ok(Self::Rbf { gamma }),
            "laplacian" => Ok(Self::Laplacian { gamma }),
            "chi2" => Ok(Self::Chi2 { gamma: given.gamma.unwrap_or(1.0) }),
            "additive_chi2" => Ok(Self::AdditiveChi2),
            other => Err(Error::invalid(format!(
                "Nystroem has no kernel '{}'. Use: rbf, linear, poly, sigmoid, laplacian, cosine, chi2 or additive_chi2.",
                shortened(other)
            ))),
        }
    }

    /// Checks that a column suits the kernel.
    ///
    /// # Errors
    /// [`Error::Precondition`] that names the column.
    pub fn check(self, name: &str, numbers: &[f64]) -> Result<()> {
        if matches!(self, Self::Chi2 { .. } | Self::AdditiveChi2) && numbers.iter().any(|number| *number < 0.0) {
            return Err(Error::precondition(format!(
                "Column '{}' has negative values, which the chi-squared kernels of Nystroem cannot use. Choose another \
                 kernel, or leave the column out.",
                shortened(name)
            )));
        }
        Ok(())
    }

    /// Sets `out` to the similarity of each of some rows to one: `columns` are those of the rows. `norms` are the lengths
    /// of the rows, `norm` that of the one, where [`Self::Cosine`] needs them.
    pub fn fill(self, columns: &[&[f64]], norms: &[f64], one: &[f64], norm: f64, out: &mut [f64]) {
        match self {
            Self::Linear | Self::Cosine | Self::Poly { .. } | Self::Sigmoid { .. } => {
                add_up(columns, one, out, |a, b| a * b);
            }
            Self::Rbf { .. } => add_up(columns, one, out, |a, b| (a - b) * (a - b)),
            Self::Laplacian { .. } => add_up(columns, one, out, |a, b| (a - b).abs()),
            Self::Chi2 { .. } | Self::AdditiveChi2 => add_up(columns, one, out, |a, b| {
                let sum = a + b;
                if sum == 0.0 { 0.0 } else { (a - b) * (a - b) / sum }
            }),
        }
        match self {
            Self::Linear => {}
            Self::Cosine => out.iter_mut().zip(norms).for_each(|(value, other)| *value /= norm * other),
            Self::Poly { gamma, coef0, degree } => each(out, |value| (gamma * value + coef0).powf(degree)),
            Self::Sigmoid { gamma, coef0 } => each(out, |value| (gamma * value + coef0).tanh()),
            Self::Rbf { gamma } | Self::Laplacian { gamma } | Self::Chi2 { gamma } => {
                each(out, |value| (-gamma * value).exp());
            }
            Self::AdditiveChi2 => each(out, |value| -value),
        }
    }
}

/// Sums up a term of each column's cells and its value in `one`.
fn add_up(columns: &[&[f64]], one: &[f64], out: &mut [f64], term: impl Fn(f64, f64) -> f64) {
    out.fill(0.0);
    for (column, &value) in columns.iter().zip(one) {
        out.iter_mut().zip(*column).for_each(|(sum, &cell)| *sum += term(cell, value));
    }
}

fn each(out: &mut [f64], change: impl Fn(f64) -> f64) {
    out.iter_mut().for_each(|value| *value = change(*value));
}

/// The lengths of rows, 1 for those of length 0.
pub(super) fn norms(columns: &[&[f64]]) -> Vec<f64> {
    let mut squares = vec![0.0; columns.first().map_or(0, |column| column.len())];
    for column in columns {
        squares.iter_mut().zip(*column).for_each(|(sum, value)| *sum += value * value);
    }
    squares.into_iter().map(|square: f64| if square == 0.0 { 1.0 } else { square.sqrt() }).collect()
}
