//! Columns of numbers that take the place of others.

use crate::change::Change;
use crate::layout::Plan;
use crate::reading;
use crate::sample::Sample;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_domain::columns::Columns;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};
use std::borrow::Cow;

/// The columns that are read and removed, and those made of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Replacing {
    converter: String,
    read: Vec<String>,
    made: Vec<String>,
}

impl Replacing {
    /// All columns in the scope by `count` new ones, which are named `prefix0`, `prefix1` and so on.
    pub fn numbered(sample: &Sample<'_>, prefix: &str, count: usize) -> Result<Self> {
        let read = sample.names().to_vec();
        let made = sample.fresh((0..count).map(|number| format!("{prefix}{number}")), &read)?;
        Ok(Self { converter: sample.converter().to_owned(), read, made })
    }

    /// How many columns are read.
    pub fn read(&self) -> usize {
        self.read.len()
    }

    /// How many columns are made.
    pub fn made(&self) -> usize {
        self.made.len()
    }

    /// The change of a table: the new columns at its end.
    pub fn change(&self, table: &dyn Columns) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::float()));
        Plan::kept(table).reading(table, &self.read)?.without(&self.read).adding(made)?.by_rows()
    }

    /// The values of the columns read, every one a finite number.
    pub fn numbers<'a>(&self, inputs: &'a [Column]) -> Result<Vec<Cow<'a, [f64]>>> {
        if inputs.len() != self.read.len() {
            return Err(Error::internal(format!("{} columns are given in place of {}", inputs.len(), self.read.len())));
        }
        inputs.iter().map(|column| complete(column, &self.converter)).collect()
    }
}

/// The values of a column, every one a finite number.
pub(crate) fn complete<'a>(column: &'a Column, converter: &str) -> Result<Cow<'a, [f64]>> {
    let numbers = reading::numbers(column)?;
    reading::complete(&column.name, &numbers, converter)?;
    Ok(numbers)
}

/// Values for made columns, each of which has to be a finite number.
///
/// # Errors
/// [`Error::Precondition`] when one is not.
pub(crate) fn finite(columns: Vec<Vec<f64>>, converter: &str) -> Result<Vec<Values>> {
    if columns.iter().flatten().any(|number| !number.is_finite()) {
        return Err(too_large(converter));
    }
    Ok(columns.into_iter().map(Values::Numbers).collect())
}

/// The error of columns whose values are too large to compute with.
pub(crate) fn too_large(converter: &str) -> Error {
    Error::precondition(format!(
        "The values of the columns are too large for {converter}. Scale them first, for example with StandardScaler."
    ))
}
