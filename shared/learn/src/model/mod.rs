//! Every trained model as one type, made by component name.

mod artifact;
mod registry;

pub use artifact::Artifact;
pub use registry::Model;

use crate::encode::InputEncoder;
use crate::inputs;
use crate::matrix::Matrix;
use crate::target::{Predicted, Target};
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};

/// The most memory that the probabilities of one prediction take.
const MAX_BYTES: usize = 128 << 20;

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
        self.check_rows(x.rows())?;
        Ok(self.outcome(x))
    }

    /// What it says of some rows of these columns, a few rows at a time, with the probabilities of classes or without.
    ///
    /// # Errors
    /// As [`Model::predict`], and those of [`InputEncoder::encode`].
    pub(crate) fn predict_rows(
        &self,
        inputs: &InputEncoder,
        columns: &[Column],
        rows: &[usize],
        likely: bool,
    ) -> Result<Predicted> {
        if likely {
            self.check_rows(rows.len())?;
        }
        let classes = self.classes();
        let mut all = match classes {
            Some(classes) => Predicted::Classes { codes: Vec::new(), probabilities: Vec::new(), classes },
            None => Predicted::Numbers(Vec::new()),
        };
        for rows in rows.chunks(inputs.rows_at_once(classes.unwrap_or(1))) {
            let mut said = self.predict(&inputs.encode_rows(columns, rows)?)?;
            if let Predicted::Classes { probabilities, .. } = &mut said
                && !likely
            {
                probabilities.clear();
            }
            all.append(said)?;
        }
        Ok(all)
    }

    /// Checks that the probabilities of so many rows can be in memory.
    fn check_rows(&self, rows: usize) -> Result<()> {
        let classes = self.classes().unwrap_or(1);
        if rows.saturating_mul(classes).saturating_mul(size_of::<f64>()) > MAX_BYTES {
            return Err(Error::too_large(format!(
                "How likely each of {classes} classes is in {rows} rows takes more than {} MB. Use fewer rows, or choose an \
                 output column with fewer different values.",
                MAX_BYTES >> 20
            )));
        }
        Ok(())
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
