//! Every trained model as one type, made by component name.

mod artifact;
mod registry;

pub use artifact::Artifact;
pub use registry::Model;

use crate::inputs;
use crate::matrix::Matrix;
use crate::target::{Predicted, Target};
use skydash_domain::{Error, Result};

/// The most memory that the probabilities of one prediction take.
const MAX_BYTES: usize = 2 << 30;

/// What a model predicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// One of some classes.
    Classification,
    /// A number.
    Regression,
}

impl Model {
    /// What it says of these rows.
    ///
    /// # Errors
    /// [`Error::Precondition`] that names the column, when a value is missing and the model needs complete
    /// rows; [`Error::TooLarge`] when rows and classes are too many for memory.
    pub fn predict(&self, x: &Matrix) -> Result<Predicted> {
        if !self.accepts_missing() {
            inputs::complete(x, self.name())?;
        }
        let classes = self.classes().unwrap_or(1);
        if x.rows().saturating_mul(classes).saturating_mul(size_of::<f64>()) > MAX_BYTES {
            return Err(Error::too_large(format!(
                "{} rows with {classes} classes are too many to predict at once. Use fewer rows.",
                x.rows()
            )));
        }
        Ok(self.outcome(x))
    }
}

/// The class numbers and the count of classes that a classifier learns from.
fn classes<'a>(name: &str, target: &'a Target) -> Result<(&'a [u32], usize)> {
    match target {
        Target::Classes { codes, classes } => Ok((codes, *classes)),
        Target::Numbers(_) => Err(Error::invalid(format!(
            "{name} predicts classes, but the output is a number. Choose a regression model."
        ))),
    }
}

/// The numbers that a regression learns from.
fn numbers<'a>(name: &str, target: &'a Target) -> Result<&'a [f64]> {
    match target {
        Target::Numbers(values) => Ok(values),
        Target::Classes { .. } => {
            Err(Error::invalid(format!("{name} predicts a number, but the output has classes. Choose a classifier.")))
        }
    }
}

#[cfg(test)]
mod tests;
