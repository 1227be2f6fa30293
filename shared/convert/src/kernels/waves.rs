//! Random waves: cosines of weighted sums of columns (Rahimi and Recht, 2007).

use crate::change::{Change, Made};
use crate::limits;
use crate::reading::shortened;
use crate::replacing::{self, Replacing};
use crate::sample::Sample;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use skydash_numeric::random::RandomState;
use skydash_numeric::{blocks, vector};
use std::f64::consts::TAU;

/// Waves, each of a weight for each column and a phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Waves {
    converter: String,
    columns: Replacing,
    /// What is added before the logarithm is taken, where it is taken.
    skewedness: Option<f64>,
    weights: Vec<Vec<f64>>,
    phases: Vec<f64>,
}

impl Waves {
    /// Draws `count` waves: the weights of each column one after the other, then the phases.
    pub fn draw(
        sample: &Sample<'_>,
        prefix: &str,
        count: u32,
        mut random: RandomState,
        weight: impl Fn(&mut RandomState) -> f64,
    ) -> Result<Self> {
        // The weights are held, and once more while they are stored.
        if (count as usize).saturating_mul(sample.names().len()) > limits::MAX_BYTES / (2 * size_of::<f64>()) {
            return Err(Error::too_large(format!(
                "{} would need {count} weights for each of {} columns, which is too much. Lower n_components, or choose fewer \
                 columns.",
                sample.converter(),
                sample.names().len()
            )));
        }
        let columns = Replacing::numbered(sample, prefix, count as usize)?;
        let mut weights = vec![Vec::with_capacity(columns.read()); columns.made()];
        for _ in 0..columns.read() {
            weights.iter_mut().for_each(|wave| wave.push(weight(&mut random)));
        }
        let phases = (0..count).map(|_| TAU * random.unit()).collect();
        Ok(Self { converter: sample.converter().to_owned(), columns, skewedness: None, weights, phases })
    }

    /// The same, of the logarithms of the values.
    pub fn skewed(self, skewedness: f64) -> Self {
        Self { skewedness: Some(skewedness), ..self }
    }

    /// Checks that the logarithm of every value of a column can be taken.
    fn check(&self, name: &str, numbers: &[f64]) -> Result<()> {
        match self.skewedness {
            Some(skewedness) if numbers.iter().any(|number| *number <= -skewedness) => {
                Err(Error::precondition(format!(
                    "Column '{}' has values of {} or less, whose logarithm {} cannot take. Raise skewedness or leave the \
                     column out.",
                    shortened(name),
                    -skewedness,
                    self.converter
                )))
            }
            _ => Ok(()),
        }
    }
}

impl Step for Waves {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        self.columns.change(table)
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let columns = self.columns.numbers(inputs)?;
        for (input, column) in inputs.iter().zip(&columns) {
            self.check(&input.name, column)?;
        }
        let rows = columns.first().map_or(0, |column| column.len());
        let height = (2.0 / self.weights.len() as f64).sqrt();
        let made = blocks::fill_columns(rows, self.weights.len(), |rows, out| {
            out.iter_mut().zip(&self.phases).for_each(|(cells, phase)| cells.fill(*phase));
            for (j, column) in columns.iter().enumerate() {
                let mut part = column[rows.clone()].to_vec();
                if let Some(skewedness) = self.skewedness {
                    part.iter_mut().for_each(|value| *value = (*value + skewedness).ln());
                }
                for (cells, weights) in out.iter_mut().zip(&self.weights) {
                    vector::add_scaled(cells, weights[j], &part);
                }
            }
            for cells in out {
                cells.iter_mut().for_each(|cell| *cell = cell.cos() * height);
            }
        });
        replacing::finite(made, &self.converter).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.columns.made() == self.weights.len()
            && self.phases.len() == self.weights.len()
            && self.weights.iter().all(|weights| weights.len() == self.columns.read())
    }
}
