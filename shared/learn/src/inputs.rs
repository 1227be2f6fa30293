//! What models without a place for gaps ask of their training data.

use skydash_domain::{Error, Result};

use crate::matrix::Matrix;

/// Checks that no value is missing or infinite, for a model that cannot use such rows.
///
/// # Errors
/// [`Error::Precondition`] naming the column and what to do about it.
pub fn complete(x: &Matrix, model: &str) -> Result<()> {
    let Some(column) = x.first_not_finite() else { return Ok(()) };
    let index = x.names().iter().position(|name| name == column).unwrap_or(0);
    let what = if x.column(index).iter().any(|value| value.is_nan()) { "missing" } else { "infinite" };
    Err(Error::precondition(format!(
        "column '{column}' has {what} values and {model} needs complete rows: fill or remove them, leave the column out, \
         or choose a model that accepts missing values, such as HistGradientBoosting"
    )))
}

/// Checks that there is something to learn from, complete, and one target value a row.
pub(crate) fn features(x: &Matrix, targets: usize, model: &str) -> Result<()> {
    shape(x, targets, model)?;
    complete(x, model)
}

/// Checks that there is something to learn from, and one target value a row.
pub(crate) fn shape(x: &Matrix, targets: usize, model: &str) -> Result<()> {
    if x.columns() == 0 {
        return Err(Error::invalid("there is no input column to learn from: choose at least one"));
    }
    if x.rows() == 0 {
        return Err(Error::invalid("there is no row to learn from: give the training part at least one row"));
    }
    if targets != x.rows() {
        return Err(Error::invalid(format!("the target has {targets} values for {} rows: give one a row", x.rows())));
    }
    if u32::try_from(x.rows()).is_err() {
        return Err(Error::too_large(format!("{model} learns from at most 4,294,967,295 rows: train on a sample")));
    }
    Ok(())
}

/// Checks features as [`features`] does, and that every target is a finite number.
pub(crate) fn regression(x: &Matrix, y: &[f64], model: &str) -> Result<()> {
    features(x, y.len(), model)?;
    if y.iter().any(|value| !value.is_finite()) {
        return Err(Error::precondition(
            "the target has missing or infinite values: remove those rows or fill them in",
        ));
    }
    Ok(())
}

/// Checks that what was learnt are numbers.
pub(crate) fn learnt(values: &[f64], model: &str) -> Result<()> {
    if values.iter().all(|value| value.is_finite()) {
        return Ok(());
    }
    Err(Error::precondition(format!(
        "{model} could not be computed, because some columns hold too large numbers: scale the columns first"
    )))
}

/// The classes of the training rows, without the ones that do not occur.
#[derive(Debug, Clone)]
pub(crate) struct Labels {
    /// One number a row, below `present.len()`.
    pub codes: Vec<u32>,
    /// The class each of those numbers stands for, ascending.
    pub present: Vec<u32>,
    /// Rows of each present class.
    pub counts: Vec<usize>,
}

impl Labels {
    /// Reads class numbers, each below `classes`; at least `least` different ones must occur.
    pub fn read(y: &[u32], classes: usize, least: usize, model: &str) -> Result<Self> {
        let mut occurs = vec![0_usize; classes];
        for &class in y {
            match occurs.get_mut(class as usize) {
                Some(count) => *count += 1,
                None => {
                    return Err(Error::invalid(format!("the target holds class {class} of only {classes} classes")));
                }
            }
        }
        let mut number = vec![0; classes];
        let (mut present, mut counts) = (Vec::new(), Vec::new());
        for (class, &count) in occurs.iter().enumerate().filter(|(_, count)| **count > 0) {
            number[class] = present.len() as u32;
            present.push(class as u32);
            counts.push(count);
        }
        if present.len() < least {
            return Err(Error::precondition(format!(
                "the training rows hold only one class and {model} needs at least {least}: \
                 choose another target column or give the training part more rows"
            )));
        }
        let codes = y.iter().map(|&class| number[class as usize]).collect();
        Ok(Self { codes, present, counts })
    }

    /// The weight of each present class: 1, or when `balanced` inversely to how often it occurs.
    pub fn weights(&self, balanced: bool) -> Vec<f64> {
        let even = self.codes.len() as f64 / self.present.len() as f64;
        self.counts.iter().map(|&count| if balanced { even / count as f64 } else { 1.0 }).collect()
    }

    /// The share of each present class.
    pub fn shares(&self) -> Vec<f64> {
        self.counts.iter().map(|&count| count as f64 / self.codes.len() as f64).collect()
    }
}

/// Probabilities of all classes from those of the present ones: the others get 0.
pub(crate) fn spread(narrow: Vec<f64>, present: &[u32], classes: usize) -> Vec<f64> {
    if present.len() == classes || present.is_empty() {
        return narrow;
    }
    let rows = narrow.len() / present.len();
    let mut wide = vec![0.0; rows * classes];
    for (from, to) in narrow.chunks_exact(present.len()).zip(wide.chunks_exact_mut(classes)) {
        for (&value, &class) in from.iter().zip(present) {
            to[class as usize] = value;
        }
    }
    wide
}

/// Whether these can be the classes of a trained model: at least `least`, ascending, each below `classes`.
pub(crate) fn are_classes(present: &[u32], classes: usize, least: usize) -> bool {
    present.len() >= least
        && present.is_sorted_by(|a, b| a < b)
        && present.iter().all(|&class| (class as usize) < classes)
}
