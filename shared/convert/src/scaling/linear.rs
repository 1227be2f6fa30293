//! Moving and stretching columns, each by its own numbers: what the scalers of columns do.

use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use serde::{Deserialize, Serialize};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};

/// A value becomes `(value - center) * factor + offset`, between `bounds` where there are some.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Linear {
    converter: String,
    columns: Vec<String>,
    scales: Vec<Scale>,
    offset: f64,
    bounds: Option<(f64, f64)>,
}

/// What a column is moved and stretched by.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scale {
    /// What is subtracted.
    pub center: f64,
    /// What is multiplied with.
    pub factor: f64,
}

impl Linear {
    /// Learns a scale from the values of each column that are not missing; there is at least one.
    pub fn fit(sample: &Sample<'_>, scale: impl Fn(&[f64]) -> Scale + Sync) -> Result<Self> {
        sample.at_least(1)?;
        let converter = sample.converter();
        let scales = sample.each(|column| {
            let name = column.name.clone();
            let mut numbers = reading::into_numbers(column)?;
            reading::finite(&name, &numbers, converter)?;
            numbers.retain(|number| !number.is_nan());
            if numbers.is_empty() {
                return Err(reading::no_values(&name, converter));
            }
            let scale = scale(&numbers);
            if scale.center.is_finite() && scale.factor.is_finite() && scale.factor != 0.0 {
                return Ok(scale);
            }
            Err(Error::precondition(format!(
                "The values of column '{name}' are too large for {converter}. Divide them by a constant first."
            )))
        })?;
        Ok(Self {
            converter: converter.to_owned(),
            columns: sample.names().to_vec(),
            scales,
            offset: 0.0,
            bounds: None,
        })
    }

    /// The same, with this added to every value.
    pub fn shifted(self, offset: f64) -> Self {
        Self { offset, ..self }
    }

    /// The same, cut off at these bounds.
    pub fn clipped(self, least: f64, most: f64) -> Self {
        Self { bounds: Some((least, most)), ..self }
    }
}

impl Step for Linear {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        Plan::kept(table).remaking(table, &self.columns, |_| types::float())?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let values = each(&self.columns, inputs, |place, column| {
            let numbers = reading::numbers(column)?;
            reading::finite(&column.name, &numbers, &self.converter)?;
            let (Scale { center, factor }, offset) = (self.scales[place], self.offset);
            let mut scaled: Vec<f64> = numbers.iter().map(|number| (number - center) * factor + offset).collect();
            if let Some((least, most)) = self.bounds {
                scaled.iter_mut().for_each(|number| *number = number.clamp(least, most));
            }
            Ok(Values::Numbers(scaled))
        })?;
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.scales.len() && self.bounds.is_none_or(|(least, most)| least <= most)
    }
}
