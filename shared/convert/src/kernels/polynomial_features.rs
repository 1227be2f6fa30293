//! Powers and products of columns.

use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::limits::MAX_COLUMNS;
use crate::replacing;
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::kernels as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use skydash_numeric::blocks;

const CONVERTER: &str = "PolynomialFeatures";
/// Factors of all products together.
const MAX_FACTORS: usize = 1_000_000;

/// The columns read, and the products made of them: names, and the places of their factors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PolynomialFeatures {
    read: Vec<String>,
    made: Vec<String>,
    factors: Vec<Vec<u32>>,
}

/// Lists the products. Those of a single factor are the columns themselves, and are not made again.
pub(crate) fn fit(
    checked: &Checked<parameters::PolynomialFeatures>,
    sample: &Sample<'_>,
) -> Result<PolynomialFeatures> {
    sample.at_least(1)?;
    let names = sample.names();
    let factors = products(names.len(), checked)?;
    let made = sample.fresh(factors.iter().map(|factors| name(factors, names)), &[])?;
    for name in names {
        sample.complete_numbers(name)?;
    }
    Ok(PolynomialFeatures { read: names.to_vec(), made, factors })
}

/// The factors of every product, fewer factors first, in the order of the columns.
fn products(columns: usize, checked: &Checked<parameters::PolynomialFeatures>) -> Result<Vec<Vec<u32>>> {
    let mut all: Vec<Vec<u32>> = if checked.include_bias { vec![Vec::new()] } else { Vec::new() };
    let mut last: Vec<Vec<u32>> = vec![Vec::new()];
    let mut total = 0;
    for degree in 1..=checked.degree {
        let mut next = Vec::new();
        for product in &last {
            let first = product.last().map_or(0, |factor| factor + u32::from(checked.interaction_only));
            for factor in first..columns as u32 {
                next.push(product.iter().copied().chain([factor]).collect::<Vec<u32>>());
                total += degree as usize;
                if all.len() + next.len() > MAX_COLUMNS || total > MAX_FACTORS {
                    return Err(Error::too_large(format!(
                        "{CONVERTER} of degree {} would make too many or too long products of {columns} column{}: at most \
                         {MAX_COLUMNS} are possible. Lower degree, choose fewer columns, or switch interaction_only on.",
                        checked.degree,
                        if columns == 1 { "" } else { "s" }
                    )));
                }
            }
        }
        if next.is_empty() {
            break;
        }
        if degree > 1 {
            all.extend(next.iter().cloned());
        }
        last = next;
    }
    Ok(all)
}

/// `1`, `a`, `a^2`, `a b`.
fn name(factors: &[u32], names: &[String]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for run in factors.chunk_by(|a, b| a == b) {
        let name = &names[run[0] as usize];
        parts.push(if run.len() == 1 { name.clone() } else { format!("{name}^{}", run.len()) });
    }
    if parts.is_empty() { "1".to_owned() } else { parts.join(" ") }
}

impl Step for PolynomialFeatures {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::float()));
        Plan::kept(table).reading(table, &self.read)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        if inputs.len() != self.read.len() {
            return Err(Error::internal(format!("{} columns are given in place of {}", inputs.len(), self.read.len())));
        }
        let columns = inputs.iter().map(|column| replacing::complete(column, CONVERTER)).collect::<Result<Vec<_>>>()?;
        let rows = columns.first().map_or(0, |column| column.len());
        let made = blocks::fill_columns(rows, self.factors.len(), |rows, out| {
            for (cells, factors) in out.iter_mut().zip(&self.factors) {
                cells.fill(1.0);
                for &factor in factors {
                    let column = &columns[factor as usize][rows.clone()];
                    cells.iter_mut().zip(column).for_each(|(cell, value)| *cell *= value);
                }
            }
        });
        replacing::finite(made, CONVERTER).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.made.len() == self.factors.len()
            && self.factors.iter().flatten().all(|&factor| (factor as usize) < self.read.len())
    }
}
