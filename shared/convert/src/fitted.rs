//! A converter that has learnt, as it is stored.

use crate::change::{Change, Made};
use serde::{Deserialize, Serialize};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;

/// A converter that has learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fitted {}

impl Fitted {
    /// How it changes a table.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Invalid`] when the table lacks a column, or has one of another type.
    pub fn change(&self, table: &dyn Columns, progress: &dyn Progress) -> Result<Change> {
        let _ = (table, progress);
        match *self {}
    }

    /// What a run of rows becomes, for a change by rows. `inputs` are the columns of [`crate::Layout::inputs`].
    ///
    /// # Errors
    /// [`skydash_domain::Error::Precondition`] for values that cannot be converted.
    pub fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let _ = inputs;
        match *self {}
    }
}
