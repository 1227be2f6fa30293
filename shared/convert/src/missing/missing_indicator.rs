//! Marks at missing values.

use super::indicator;
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::missing as parameters;
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;

/// The columns, and the names of those made of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MissingIndicator {
    columns: Vec<String>,
    made: Vec<String>,
}

/// Learns names only.
pub(crate) fn fit(_: &Checked<parameters::MissingIndicator>, sample: &Sample<'_>) -> Result<MissingIndicator> {
    let made = sample.fresh(sample.names().iter().map(|name| indicator::name(name)), &[])?;
    Ok(MissingIndicator { columns: sample.names().to_vec(), made })
}

impl Step for MissingIndicator {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::integer()));
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        each(&self.columns, inputs, |_, column| Ok(indicator::marks(&column.values))).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.made.len()
    }
}
