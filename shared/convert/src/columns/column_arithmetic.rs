//! Sums, differences, products and quotients of columns.

use super::operand::Operand;
use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns::{self as parameters, Operation};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};
use std::borrow::Cow;

const CONVERTER: &str = "ColumnArithmetic";

/// Both sides, what is done with them, and the column that comes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ColumnArithmetic {
    sides: [Operand<f64>; 2],
    operation: Operation,
    made: String,
    is_whole: bool,
}

/// Learns names, and whether the result is a whole number.
pub(crate) fn fit(checked: &Checked<parameters::ColumnArithmetic>, sample: &Sample<'_>) -> Result<ColumnArithmetic> {
    let constant = || {
        checked.constant.ok_or_else(|| {
            Error::invalid(format!(
                "{CONVERTER} is given one column and no constant. Choose a second column, or give a number as 'constant'."
            ))
        })
    };
    let sides = Operand::pair(sample, checked.swap_operands, constant)?;
    let operation = checked.operation;
    let wanted = Operand::name(&sides, word(operation), checked.output_column_name.as_deref(), |constant| {
        reading::written(*constant, constant.fract() == 0.0)
    });
    let made = sample.fresh([wanted], &[])?.remove(0);
    let mut is_whole = operation != Operation::Divide;
    for side in &sides {
        is_whole &= match side {
            Operand::Column(name) => matches!(sample.column_type(name)?, ColumnType::Integer { .. }),
            Operand::Constant(constant) => constant.fract() == 0.0,
        };
    }
    Ok(ColumnArithmetic { sides, operation, made, is_whole })
}

fn word(operation: Operation) -> &'static str {
    match operation {
        Operation::Add => "add",
        Operation::Subtract => "subtract",
        Operation::Multiply => "multiply",
        Operation::Divide => "divide",
    }
}

impl ColumnArithmetic {
    fn side<'a>(&self, side: &Operand<f64>, inputs: &'a [Column], rows: usize) -> Result<Cow<'a, [f64]>> {
        match side {
            Operand::Constant(constant) => Ok(Cow::Owned(vec![*constant; rows])),
            Operand::Column(name) => {
                let column = inputs.iter().find(|column| column.name == *name);
                let column = column.ok_or_else(|| Error::internal(format!("column '{name}' was not read")))?;
                if self.is_whole {
                    reading::exact(column, CONVERTER)?;
                }
                reading::numbers(column)
            }
        }
    }
}

impl Step for ColumnArithmetic {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let column_type = if self.is_whole { types::integer() } else { types::float() };
        let layout = Plan::kept(table).reading(table, &Operand::columns(&self.sides))?;
        layout.adding([(self.made.clone(), column_type)])?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let rows = inputs.first().map_or(0, |column| column.values.len());
        let [left, right] = &self.sides;
        let (left, right) = (self.side(left, inputs, rows)?, self.side(right, inputs, rows)?);
        let pairs = left.iter().zip(right.iter());
        let values: Vec<f64> = match self.operation {
            Operation::Add => pairs.map(|(a, b)| a + b).collect(),
            Operation::Subtract => pairs.map(|(a, b)| a - b).collect(),
            Operation::Multiply => pairs.map(|(a, b)| a * b).collect(),
            Operation::Divide => pairs.map(|(a, b)| if *b == 0.0 { f64::NAN } else { a / b }).collect(),
        };
        if self.is_whole {
            reading::whole_results(&values, &self.made, CONVERTER)?;
        }
        Ok(Made::all(vec![Values::Numbers(values)]))
    }

    fn is_sound(&self) -> bool {
        !Operand::columns(&self.sides).is_empty()
    }
}
