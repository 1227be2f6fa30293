//! Columns as weighted sums of others.

use crate::change::{Change, Made};
use crate::replacing::{self, Replacing};
use crate::sample::Sample;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_numeric::{blocks, vector};

/// What is subtracted from each column, and the weights of the columns in each new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Projection {
    converter: String,
    columns: Replacing,
    centers: Vec<f64>,
    weights: Vec<Vec<f64>>,
}

impl Projection {
    /// The columns in the scope by one column for each list of weights, named `prefix0` and so on.
    pub fn new(sample: &Sample<'_>, prefix: &str, centers: Vec<f64>, weights: Vec<Vec<f64>>) -> Result<Self> {
        let columns = Replacing::numbered(sample, prefix, weights.len())?;
        Ok(Self { converter: sample.converter().to_owned(), columns, centers, weights })
    }
}

impl Step for Projection {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        self.columns.change(table)
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let columns = self.columns.numbers(inputs)?;
        let rows = columns.first().map_or(0, |column| column.len());
        let made = blocks::fill_columns(rows, self.weights.len(), |rows, out| {
            let mut centred = vec![0.0; rows.len()];
            for (j, (column, center)) in columns.iter().zip(&self.centers).enumerate() {
                centred.iter_mut().zip(&column[rows.clone()]).for_each(|(cell, value)| *cell = value - center);
                for (cells, weights) in out.iter_mut().zip(&self.weights) {
                    vector::add_scaled(cells, weights[j], &centred);
                }
            }
        });
        replacing::finite(made, &self.converter).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.columns.made() == self.weights.len()
            && self.columns.read() == self.centers.len()
            && self.weights.iter().all(|weights| weights.len() == self.centers.len())
    }
}
