//! Fills gaps from similar rows.

use super::donors::Donors;
use super::indicator;
use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::reading;
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::missing as parameters;
use skydash_catalog::models::NeighborWeights;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};
use std::borrow::Cow;

const CONVERTER: &str = "KNNImputer";
/// Cells of the rows that are kept to fill others from.
const MAX_CELLS: usize = 1 << 24;
/// Cells that are compared.
const MAX_WORK: f64 = 1e12;

/// The columns, the rows that gaps are filled from, and the columns whose gaps are marked with the names of the marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct KnnImputer {
    columns: Vec<String>,
    donors: Donors,
    neighbors: u32,
    weighted: bool,
    keeps_empty: bool,
    marked: Vec<String>,
    marks: Vec<String>,
}

/// Keeps the rows to learn from.
pub(crate) fn fit(checked: &Checked<parameters::KNNImputer>, sample: &Sample<'_>) -> Result<KnnImputer> {
    sample.at_least(1)?;
    let columns = sample.names().to_vec();
    if sample.rows().saturating_mul(columns.len()) > MAX_CELLS {
        return Err(too_many(sample));
    }
    let table = sample.matrix()?;
    for (name, numbers) in columns.iter().zip(&table) {
        reading::finite(name, numbers, CONVERTER)?;
    }
    let with_gaps = |numbers: &Vec<f64>| numbers.iter().any(|number| number.is_nan());
    let gap_rows = (0..sample.rows()).filter(|&row| table.iter().any(|column| column[row].is_nan())).count();
    // The rows that it does not learn from have gaps as often, as far as one knows.
    let work = gap_rows as f64 * sample.all_rows() as f64 * columns.len() as f64;
    if work > MAX_WORK {
        return Err(too_many(sample));
    }
    let marked: Vec<String> = columns
        .iter()
        .zip(&table)
        .filter(|(_, numbers)| checked.add_indicator && with_gaps(numbers))
        .map(|(name, _)| name.clone())
        .collect();
    let marks = sample.fresh(marked.iter().map(|name| indicator::name(name)), &[])?;
    Ok(KnnImputer {
        columns,
        donors: Donors::new(table),
        neighbors: checked.n_neighbors,
        weighted: checked.weights == NeighborWeights::Distance,
        keeps_empty: checked.keep_empty_features,
        marked,
        marks,
    })
}

fn too_many(sample: &Sample<'_>) -> Error {
    Error::too_large(format!(
        "{CONVERTER} would compare the rows that have gaps with {} rows of {} columns, which is too much. Limit the rows it \
         learns from, or choose fewer columns.",
        sample.rows(),
        sample.names().len()
    ))
}

impl KnnImputer {
    /// The columns that stay, or the others: those that have no value anywhere.
    fn names(&self, staying: bool) -> Vec<String> {
        let stays = |place: usize| self.keeps_empty || self.donors.has_values(place);
        let names = self.columns.iter().enumerate().filter(|(place, _)| stays(*place) == staying);
        names.map(|(_, name)| name.clone()).collect()
    }
}

impl Step for KnnImputer {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let removed = self.names(false);
        let plan = Plan::kept(table).remaking(table, &self.names(true), |_| types::float())?;
        let marks = self.marks.iter().map(|name| (name.clone(), types::integer()));
        plan.reading(table, &removed)?.without(&removed).adding(marks)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let find = |name: &String| {
            let column = inputs.iter().find(|column| column.name == *name);
            column.ok_or_else(|| Error::internal(format!("column '{name}' was not read")))
        };
        let numbers = |name: &String| {
            let column = find(name)?;
            let numbers = reading::numbers(column)?;
            reading::finite(name, &numbers, CONVERTER)?;
            Ok(numbers)
        };
        let columns: Vec<Cow<'_, [f64]>> = self.columns.iter().map(numbers).collect::<Result<_>>()?;
        let mut filled: Vec<Option<Vec<f64>>> =
            self.donors.fill(&columns, self.neighbors as usize, self.weighted).into_iter().map(Some).collect();
        let staying = self.names(true);
        let mut values = Vec::with_capacity(staying.len() + self.marks.len());
        for input in inputs.iter().filter(|input| staying.contains(&input.name)) {
            let place = self.columns.iter().position(|name| *name == input.name);
            values.extend(place.and_then(|place| filled[place].take()).map(Values::Numbers));
        }
        for name in &self.marked {
            values.push(indicator::marks(&find(name)?.values));
        }
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.donors.is_sound(self.columns.len()) && self.neighbors > 0 && self.marked.len() == self.marks.len()
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::{Asked, assert_same_on_any_threads, floats, noise, numbers, table};
    use serde_json::json;
    use skydash_domain::columns::Held;

    /// Noise with a gap in every third row.
    fn gappy(rows: usize) -> Held {
        let mut columns: Vec<_> = noise(rows, 4).into_columns().into_values().collect();
        let mut values = numbers(&noise(rows, 1), "c0");
        values.iter_mut().step_by(3).for_each(|value| *value = f64::NAN);
        columns[1] = floats("c1", &values);
        table(columns)
    }

    #[test]
    fn every_gap_is_filled_the_same_on_any_number_of_threads() {
        let (rows, asked) = (gappy(2_000), Asked::with(json!({"weights": "distance"})));
        assert_same_on_any_threads(|| {
            let filled = numbers(&asked.convert("KNNImputer", &rows).unwrap(), "c1");
            assert!(filled.iter().all(|value| value.abs() <= 0.5));
            filled.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        });
    }

    #[test]
    fn more_than_can_be_kept_or_compared_is_refused() {
        let wide = Held::new((0..9_000).map(|j| floats(&format!("c{j}"), &[f64::NAN; 2_000])).collect()).unwrap();
        let refusal = Asked::default().refusal("KNNImputer", &wide);
        assert!(refusal.contains("with 2000 rows of 9000 columns") && refusal.contains("Limit the rows"), "{refusal}");
        assert!(Asked::default().learning_from(&[0, 1]).on(&["c0", "c1"]).fit("KNNImputer", &wide).is_ok());
    }
}
