//! A sampled Fourier transform of the additive chi-squared kernel (Vedaldi and Zisserman, 2011).

use crate::change::{Change, Made};
use crate::reading::shortened;
use crate::replacing::{self, Replacing};
use crate::sample::Sample;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::kernels as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use skydash_numeric::blocks;
use std::f64::consts::PI;

const CONVERTER: &str = "AdditiveChi2Sampler";

/// How often, and how far apart, the kernel is sampled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AdditiveChi2Sampler {
    columns: Replacing,
    steps: u32,
    interval: f64,
}

/// Learns names only.
pub(crate) fn fit(
    checked: &Checked<parameters::AdditiveChi2Sampler>,
    sample: &Sample<'_>,
) -> Result<AdditiveChi2Sampler> {
    let steps = checked.sample_steps;
    let interval = match (checked.sample_interval, steps) {
        (Some(interval), _) => interval,
        (None, 1) => 0.8,
        (None, 2) => 0.5,
        (None, 3) => 0.4,
        (None, _) => {
            return Err(Error::invalid(format!(
                "{CONVERTER} with {steps} as 'sample_steps' needs 'sample_interval'. Give it, or choose 1, 2 or 3 steps."
            )));
        }
    };
    let count = (2 * steps as usize - 1).saturating_mul(sample.names().len());
    for name in sample.names() {
        check(name, &sample.complete_numbers(name)?)?;
    }
    Ok(AdditiveChi2Sampler { columns: Replacing::numbered(sample, "additivechi2sampler", count)?, steps, interval })
}

/// Checks that no value is negative.
fn check(name: &str, numbers: &[f64]) -> Result<()> {
    if numbers.iter().any(|number| *number < 0.0) {
        return Err(Error::precondition(format!(
            "Column '{}' has negative values, which {CONVERTER} cannot use. Leave the column out, or scale it to start at 0 \
             with MinMaxScaler.",
            shortened(name)
        )));
    }
    Ok(())
}

impl Step for AdditiveChi2Sampler {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        self.columns.change(table)
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let columns = self.columns.numbers(inputs)?;
        for (input, column) in inputs.iter().zip(&columns) {
            check(&input.name, column)?;
        }
        let (rows, width) = (columns.first().map_or(0, |column| column.len()), columns.len());
        let made = blocks::fill_columns(rows, self.columns.made(), |rows, out| {
            for (j, column) in columns.iter().enumerate() {
                for (row, &value) in column[rows.clone()].iter().enumerate().filter(|(_, value)| **value != 0.0) {
                    let logarithm = value.ln();
                    out[j][row] = (value * self.interval).sqrt();
                    for step in 1..self.steps as usize {
                        let place = step as f64 * self.interval;
                        let height = (2.0 * value * self.interval / (PI * place).cosh()).sqrt();
                        let (sine, cosine) = (place * logarithm).sin_cos();
                        out[(2 * step - 1) * width + j][row] = height * cosine;
                        out[2 * step * width + j][row] = height * sine;
                    }
                }
            }
        });
        replacing::finite(made, CONVERTER).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        (self.steps as usize).checked_mul(2).and_then(|twice| (twice.checked_sub(1)?).checked_mul(self.columns.read()))
            == Some(self.columns.made())
    }
}
