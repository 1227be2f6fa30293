//! Rows of size 1.

use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::scaling as parameters;
use skydash_catalog::converters::scaling::Norm;
use skydash_catalog::{Checked, Component};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};

/// Rows whose sizes are measured by one task.
const BLOCK: usize = 4096;

/// The columns that make up a row, and how its size is measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Normalizer {
    columns: Vec<String>,
    norm: Norm,
}

/// Learns which columns make up a row.
pub(crate) fn fit(checked: &Checked<parameters::Normalizer>, sample: &Sample<'_>) -> Result<Normalizer> {
    Ok(Normalizer { columns: sample.names().to_vec(), norm: checked.norm })
}

impl Step for Normalizer {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        Plan::kept(table).remaking(table, &self.columns, |_| types::float())?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let columns = each(&self.columns, inputs, |place, column| {
            let numbers = reading::numbers(column)?;
            reading::complete(&column.name, &numbers, parameters::Normalizer::NAME)?;
            Ok((place, numbers))
        })?;
        // Sizes are summed up in the order that was learnt, whatever the order of the inputs is.
        let mut ordered: Vec<_> = columns.iter().collect();
        ordered.sort_by_key(|(place, _)| *place);
        let mut sizes = vec![0.0; inputs.first().map_or(0, |column| column.values.len())];
        sizes.par_chunks_mut(BLOCK).enumerate().for_each(|(block, sizes)| {
            let start = block * BLOCK;
            for (_, numbers) in &ordered {
                measure(self.norm, sizes, &numbers[start..start + sizes.len()]);
            }
            sizes.iter_mut().for_each(|size| *size = whole(self.norm, *size));
        });
        let divided = columns.par_iter().map(|(_, numbers)| {
            Values::Numbers(numbers.iter().zip(&sizes).map(|(number, size)| number / size).collect())
        });
        Ok(Made::all(divided.collect()))
    }

    fn is_sound(&self) -> bool {
        true
    }
}

/// Adds a column to the sizes of its rows.
fn measure(norm: Norm, sizes: &mut [f64], column: &[f64]) {
    let pairs = sizes.iter_mut().zip(column);
    match norm {
        Norm::L1 => pairs.for_each(|(size, value)| *size += value.abs()),
        Norm::L2 => pairs.for_each(|(size, value)| *size += value * value),
        Norm::Max => pairs.for_each(|(size, value)| *size = size.max(value.abs())),
    }
}

/// The size of a row; 1 for a row of zeros, which stays one.
fn whole(norm: Norm, size: f64) -> f64 {
    match norm {
        _ if size == 0.0 => 1.0,
        Norm::L2 => size.sqrt(),
        Norm::L1 | Norm::Max => size,
    }
}
