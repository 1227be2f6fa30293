//! Takes columns out of a table.

use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns as parameters;
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;

/// The columns to take out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ColumnRemover {
    columns: Vec<String>,
}

impl ColumnRemover {
    /// Takes these columns out.
    pub fn new(columns: Vec<String>) -> Self {
        Self { columns }
    }
}

/// Learns which columns to take out.
pub(crate) fn fit(_: &Checked<parameters::ColumnRemover>, sample: &Sample<'_>) -> Result<ColumnRemover> {
    Ok(ColumnRemover::new(sample.names().to_vec()))
}

impl Step for ColumnRemover {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        Plan::kept(table).without(&self.columns).by_rows()
    }

    fn apply(&self, _: &[Column]) -> Result<Made> {
        Ok(Made::all(Vec::new()))
    }

    fn is_sound(&self) -> bool {
        true
    }
}
