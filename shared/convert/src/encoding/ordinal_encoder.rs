//! The number of each category in a given order.

use super::grouping::{Groups, Rarity};
use super::learning::{given, known, unknown};
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::encoding::{self as parameters, OrdinalUnknown, UnknownValue, Whole};
use skydash_catalog::{Checked, Component};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, MISSING, Values};
use skydash_domain::{Error, Result, categories};

/// The columns, the names of those made of them, and the number of each category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OrdinalEncoder {
    columns: Vec<String>,
    made: Vec<String>,
    codes: Vec<Codes>,
    width: Whole,
    /// What categories get that were not learnt; none refuses them.
    unknown: Option<f64>,
}

/// The numbers of a column's categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Codes {
    categories: Vec<String>,
    numbers: Vec<u32>,
}

/// Learns which categories occur, and numbers them.
pub(crate) fn fit(checked: &Checked<parameters::OrdinalEncoder>, sample: &Sample<'_>) -> Result<OrdinalEncoder> {
    let unknown = unknown_value(checked)?;
    let rarity = Rarity { min_frequency: checked.min_frequency, max_categories: checked.max_categories };
    let given = given(&checked.categories, sample)?;
    let codes = sample.each_name(|column| {
        let known = known(given.as_deref(), column, unknown.is_none(), sample)?;
        if known.categories.is_empty() {
            return Err(reading::no_values(column, sample.converter()));
        }
        let groups = Groups::new(&known, rarity, false);
        if let Some(taken) = unknown.filter(|value| (0.0..f64::from(groups.count)).contains(value)) {
            return Err(Error::invalid(format!(
                "Parameter 'unknown_value' of OrdinalEncoder is {taken}, which is the number of a category of column '{column}' \
                 already. Choose a number below 0, or at least {}.",
                groups.count
            )));
        }
        Ok(Codes { categories: known.categories, numbers: groups.of })
    })?;
    let made = sample.fresh(sample.names().iter().map(|name| format!("oe_{name}")), &[])?;
    Ok(OrdinalEncoder { columns: sample.names().to_vec(), made, codes, width: checked.dtype, unknown })
}

/// What categories get that were not learnt, if they are not refused.
fn unknown_value(checked: &parameters::OrdinalEncoder) -> Result<Option<f64>> {
    const LARGEST: i64 = 1 << 53;
    match (checked.handle_unknown, checked.unknown_value) {
        (OrdinalUnknown::Error, None) => Ok(None),
        (OrdinalUnknown::Error, Some(_)) => Err(Error::invalid(
            "Parameter 'unknown_value' of OrdinalEncoder is only used when 'handle_unknown' is 'use_encoded_value'. Leave it \
             empty, or change that.",
        )),
        (OrdinalUnknown::UseEncodedValue, None) => Err(Error::invalid(
            "Parameter 'unknown_value' of OrdinalEncoder is needed when 'handle_unknown' is 'use_encoded_value'. Give a \
             number, such as -1.",
        )),
        (OrdinalUnknown::UseEncodedValue, Some(UnknownValue::Missing)) => Ok(Some(f64::NAN)),
        (OrdinalUnknown::UseEncodedValue, Some(UnknownValue::Number(number))) => {
            let fits = match checked.dtype {
                Whole::Int32 => i32::try_from(number).is_ok(),
                Whole::Int64 => number.abs() < LARGEST,
            };
            if fits {
                return Ok(Some(number as f64));
            }
            Err(Error::invalid(format!(
                "Parameter 'unknown_value' of OrdinalEncoder cannot be {number}. Choose a number nearer to 0."
            )))
        }
    }
}

impl Step for OrdinalEncoder {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::whole(self.width)));
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        const UNKNOWN: u32 = MISSING - 1;
        let values = each(&self.columns, inputs, |place, column| {
            let Codes { categories, numbers } = &self.codes[place];
            let positions = categories::positions(categories, column, |category| match self.unknown {
                Some(_) => Ok(UNKNOWN),
                None => {
                    const REMEDY: &str = "Learn from more rows, or set 'handle_unknown' to 'use_encoded_value'.";
                    Err(unknown(&column.name, category, parameters::OrdinalEncoder::NAME, REMEDY))
                }
            })?;
            let number = |position: u32| match numbers.get(position as usize) {
                Some(number) => f64::from(*number),
                None if position == UNKNOWN => self.unknown.unwrap_or(f64::NAN),
                None => f64::NAN,
            };
            Ok(Values::Numbers(positions.into_iter().map(number).collect()))
        })?;
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.made.len()
            && self.columns.len() == self.codes.len()
            && self.codes.iter().all(|codes| codes.categories.len() == codes.numbers.len())
    }
}
