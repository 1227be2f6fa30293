//! Texts joined.

use super::operand::Operand;
use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{limits, reading, types};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};
use std::borrow::Cow;

const CONVERTER: &str = "ColumnConcat";

/// Both sides, what stands between them, and the column that comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ColumnConcat {
    sides: [Operand<String>; 2],
    separator: String,
    made: String,
}

/// Learns names only.
pub(crate) fn fit(checked: &Checked<parameters::ColumnConcat>, sample: &Sample<'_>) -> Result<ColumnConcat> {
    let constant = || {
        checked.constant.clone().ok_or_else(|| {
            Error::invalid(format!(
                "{CONVERTER} is given one column and no constant. Choose a second column, or give a text as 'constant'."
            ))
        })
    };
    let sides = Operand::pair(sample, checked.swap_operands, constant)?;
    let wanted =
        Operand::name(&sides, "concat", checked.output_column_name.as_deref(), |constant| reading::shortened(constant));
    let made = sample.fresh([wanted], &[])?.remove(0);
    Ok(ColumnConcat { sides, separator: checked.separator.clone().unwrap_or_default(), made })
}

/// The texts of a side.
fn side<'a>(side: &'a Operand<String>, inputs: &'a [Column], rows: usize) -> Result<Vec<Option<Cow<'a, str>>>> {
    match side {
        Operand::Constant(constant) => Ok(vec![Some(Cow::Borrowed(constant.as_str())); rows]),
        Operand::Column(name) => {
            let column = inputs.iter().find(|column| column.name == *name);
            reading::texts(column.ok_or_else(|| Error::internal(format!("column '{name}' was not read")))?)
        }
    }
}

impl Step for ColumnConcat {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let layout = Plan::kept(table).reading(table, &Operand::columns(&self.sides))?;
        layout.adding([(self.made.clone(), types::text())])?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let rows = inputs.first().map_or(0, |column| column.values.len());
        let [left, right] = &self.sides;
        let (left, right) = (side(left, inputs, rows)?, side(right, inputs, rows)?);
        let pairs = || left.iter().zip(&right).map(|(left, right)| left.as_deref().zip(right.as_deref()));
        let size = |(left, right): (&str, &str)| left.len() + self.separator.len() + right.len();
        limits::texts(pairs().flatten().map(size), &self.made, CONVERTER)?;
        let join = |(left, right): (&str, &str)| [left, self.separator.as_str(), right].concat();
        let pairs: Vec<_> = pairs().collect();
        Ok(Made::all(vec![Values::Texts(pairs.into_par_iter().map(|pair| pair.map(join)).collect())]))
    }

    fn is_sound(&self) -> bool {
        !Operand::columns(&self.sides).is_empty()
    }
}
