//! Logarithms, squares and roots.

use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns::{self as parameters, Expansion};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, Values};

const CONVERTER: &str = "NumericExpansion";

/// The columns, the names of those made of them, and which of these are of whole numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NumericExpansion {
    columns: Vec<String>,
    made: Vec<String>,
    are_whole: Vec<bool>,
    operation: Expansion,
}

/// Learns names and types only.
pub(crate) fn fit(checked: &Checked<parameters::NumericExpansion>, sample: &Sample<'_>) -> Result<NumericExpansion> {
    let operation = checked.operation;
    let word = match operation {
        Expansion::Log1p => "log1p",
        Expansion::Square => "square",
        Expansion::Sqrt => "sqrt",
    };
    let made = sample.fresh(sample.names().iter().map(|name| format!("{word}_{name}")), &[])?;
    let is_whole = |name: &String| {
        let is_integer = matches!(sample.column_type(name)?, ColumnType::Integer { .. });
        Ok(is_integer && operation == Expansion::Square)
    };
    let are_whole = sample.names().iter().map(is_whole).collect::<Result<_>>()?;
    Ok(NumericExpansion { columns: sample.names().to_vec(), made, are_whole, operation })
}

impl Step for NumericExpansion {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let column_type = |is_whole: bool| if is_whole { types::integer() } else { types::float() };
        let made = self.made.iter().zip(&self.are_whole).map(|(name, is_whole)| (name.clone(), column_type(*is_whole)));
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let values = each(&self.columns, inputs, |place, column| {
            let numbers = reading::numbers(column)?;
            let made: Vec<f64> = match self.operation {
                Expansion::Log1p => numbers.iter().map(|number| defined(*number > -1.0, number.ln_1p())).collect(),
                Expansion::Square => numbers.iter().map(|number| number * number).collect(),
                Expansion::Sqrt => numbers.iter().map(|number| defined(*number >= 0.0, number.sqrt())).collect(),
            };
            if self.are_whole[place] {
                reading::whole_results(&made, &self.made[place], CONVERTER)?;
            }
            Ok(Values::Numbers(made))
        })?;
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.made.len() && self.columns.len() == self.are_whole.len()
    }
}

/// A result where there is one.
fn defined(is_defined: bool, value: f64) -> f64 {
    if is_defined { value } else { f64::NAN }
}
