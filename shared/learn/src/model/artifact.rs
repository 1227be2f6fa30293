//! A trained model as it is stored.

use super::{Model, Task};
use crate::encode::{InputEncoder, TargetEncoder};
use crate::matrix::Matrix;
use crate::target::Predicted;
use serde::{Deserialize, Serialize};
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The version of the stored form, its first byte.
const VERSION: u8 = 1;

/// A model with everything it takes to predict on the rows of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Artifact {
    /// How the input columns become numbers.
    pub inputs: InputEncoder,
    /// How predictions become a column.
    pub output: TargetEncoder,
    /// The model.
    pub model: Model,
}

impl Artifact {
    /// The stored form: a version byte, then postcard. The same model always has the same bytes.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        postcard::to_extend(self, vec![VERSION])
            .map_err(|error| Error::internal(format!("a model cannot be written: {error}")))
    }

    /// Reads the stored form. Bytes that are not one are refused, without a panic and without taking much
    /// more memory than they do.
    ///
    /// # Errors
    /// [`Error::Precondition`] for another version, [`Error::Internal`] for bytes that are no model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let broken = |what: &str| Error::internal(format!("a stored model cannot be read: {what}"));
        let body = match bytes {
            [VERSION, body @ ..] => body,
            [version, ..] => {
                return Err(Error::precondition(format!(
                    "The model was stored in form {version}, which this version cannot read. Train the run again."
                )));
            }
            [] => return Err(broken("it is empty")),
        };
        let (artifact, rest) = postcard::take_from_bytes::<Self>(body).map_err(|error| broken(&error.to_string()))?;
        if !rest.is_empty() {
            return Err(broken("bytes follow it"));
        }
        if !artifact.output.fits(artifact.model.classes()) {
            return Err(broken("its classes are not those of its output"));
        }
        if artifact.is_sound() { Ok(artifact) } else { Err(broken("its parts do not fit together")) }
    }

    /// Asks the model, then tries one row, so that parts of different sizes show here and not in the first
    /// request.
    fn is_sound(&self) -> bool {
        let width = self.inputs.width();
        if width == 0 || !self.model.is_sound(width) {
            return false;
        }
        let row = Matrix::new(1, (0..width).map(|column| (column.to_string(), vec![0.0])).collect());
        catch_unwind(AssertUnwindSafe(|| match self.model.outcome(&row) {
            Predicted::Numbers(values) => values.len() == 1,
            Predicted::Classes { codes, probabilities, classes } => codes.len() == 1 && probabilities.len() == classes,
        }))
        .unwrap_or(false)
    }

    /// What the model predicts.
    #[must_use]
    pub fn task(&self) -> Task {
        if self.model.classes().is_some() { Task::Classification } else { Task::Regression }
    }

    /// The predicted column of these rows: class labels, or numbers. Input columns are found by name.
    ///
    /// # Errors
    /// [`Error::Invalid`] or [`Error::Precondition`] that names the column, when one is missing or holds
    /// values the model cannot read; [`Error::TooLarge`] for too many rows.
    pub fn predict(&self, columns: &[Column]) -> Result<Column> {
        let rows: Vec<usize> = (0..self.inputs.rows(columns)?).collect();
        self.output.decode(&self.model.predict_rows(&self.inputs, columns, &rows, false)?)
    }

    /// What the model says of these rows, with the probability of each class ([`TargetEncoder::labels`]).
    ///
    /// # Errors
    /// As [`Artifact::predict`].
    pub fn outcome(&self, columns: &[Column]) -> Result<Predicted> {
        self.model.predict(&self.inputs.encode(columns)?)
    }
}
