//! The number of each category.

use super::learning::{Known, unknown};
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::encoding as parameters;
use skydash_catalog::{Checked, Component};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, MISSING, Values};
use skydash_domain::{Result, categories};

/// The columns, the names of those made of them, and the categories in their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LabelEncoder {
    columns: Vec<String>,
    made: Vec<String>,
    categories: Vec<Vec<String>>,
}

/// Learns which categories occur.
pub(crate) fn fit(_: &Checked<parameters::LabelEncoder>, sample: &Sample<'_>) -> Result<LabelEncoder> {
    let categories = sample.each_name(|column| {
        let known = Known::occurring(column, sample)?;
        if known.categories.is_empty() {
            return Err(reading::no_values(column, sample.converter()));
        }
        Ok(known.categories)
    })?;
    let made = sample.fresh(sample.names().iter().map(|name| format!("le_{name}")), &[])?;
    Ok(LabelEncoder { columns: sample.names().to_vec(), made, categories })
}

impl Step for LabelEncoder {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::integer()));
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let values = each(&self.columns, inputs, |place, column| {
            let refuse = |category: &str| {
                const REMEDY: &str = "Learn from more rows, or use OrdinalEncoder with a value for unknown categories.";
                Err(unknown(&column.name, category, parameters::LabelEncoder::NAME, REMEDY))
            };
            let positions = categories::positions(&self.categories[place], column, refuse)?;
            Ok(Values::Numbers(positions.into_iter().map(number).collect()))
        })?;
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.made.len() && self.columns.len() == self.categories.len()
    }
}

fn number(position: u32) -> f64 {
    if position == MISSING { f64::NAN } else { f64::from(position) }
}
