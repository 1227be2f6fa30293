//! Zeros and ones by a threshold.

use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::scaling as parameters;
use skydash_catalog::{Checked, Component};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};

/// The columns, the names of those made of them, and the threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Binarizer {
    columns: Vec<String>,
    made: Vec<String>,
    threshold: f64,
}

/// Learns names only.
pub(crate) fn fit(checked: &Checked<parameters::Binarizer>, sample: &Sample<'_>) -> Result<Binarizer> {
    let made = sample.fresh(sample.names().iter().map(|name| format!("bin_{name}")), &[])?;
    Ok(Binarizer { columns: sample.names().to_vec(), made, threshold: checked.threshold })
}

impl Step for Binarizer {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::integer()));
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let values = each(&self.columns, inputs, |_, column| {
            let numbers = reading::numbers(column)?;
            reading::complete(&column.name, &numbers, parameters::Binarizer::NAME)?;
            Ok(Values::Numbers(numbers.iter().map(|number| f64::from(u8::from(*number > self.threshold))).collect()))
        })?;
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.made.len()
    }
}
