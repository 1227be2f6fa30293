//! One row of each period of time.

use super::gaps::filled;
use super::grid::Grid;
use super::{dates, period};
use crate::change::{Change, Rebuilt, RebuiltColumn};
use crate::gathering;
use crate::sample::Sample;
use crate::step::Step;
use crate::{reading, types};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::time::{self as parameters, Aggregation, Fill, Frequency};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};

const CONVERTER: &str = "TimeResamplerConverter";

/// The column of dates, the columns of numbers, and how these become one a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TimeResampler {
    date: String,
    numbers: Vec<String>,
    frequency: Frequency,
    aggregation: Aggregation,
    fill: Fill,
}

/// Learns which column has the dates.
pub(crate) fn fit(checked: &Checked<parameters::TimeResamplerConverter>, sample: &Sample<'_>) -> Result<TimeResampler> {
    let mut dates = Vec::new();
    let mut numbers = Vec::new();
    for name in sample.names() {
        let is_date = matches!(sample.column_type(name)?, ColumnType::Date { .. });
        if is_date { &mut dates } else { &mut numbers }.push(name.clone());
    }
    let [date] = dates.as_slice() else {
        return Err(Error::invalid(format!(
            "{CONVERTER} needs exactly one column of type Date and is given {}. Choose one of them, and columns of numbers.",
            dates.len()
        )));
    };
    sample.at_least(1)?;
    Ok(TimeResampler {
        date: date.clone(),
        numbers,
        frequency: checked.frequency,
        aggregation: checked.aggregation,
        fill: checked.fill,
    })
}

impl TimeResampler {
    fn made(&self, table: &dyn Columns, grid: &Grid, name: &str) -> Result<RebuiltColumn> {
        let column = gathering::column(table, name, &[], CONVERTER)?;
        let is_exact = !matches!(self.aggregation, Aggregation::Mean | Aggregation::Median)
            && self.fill != Fill::Interpolate
            && matches!(column.column_type, ColumnType::Integer { .. });
        if is_exact {
            reading::exact(&column, CONVERTER)?;
        }
        let numbers = reading::into_numbers(column)?;
        let values = filled(self.fill, grid.aggregated(self.aggregation, &numbers));
        if is_exact {
            reading::whole_results(&values, name, CONVERTER)?;
        }
        let column_type = if is_exact { types::integer() } else { types::float() };
        Ok(RebuiltColumn::Made(Column { name: name.to_owned(), column_type, values: Values::Numbers(values) }))
    }

    fn dates(&self, column_type: &ColumnType, grid: &Grid) -> Result<RebuiltColumn> {
        let format = dates::format(&self.date, column_type, CONVERTER)?;
        let label = |place: usize| {
            let day = period::label(self.frequency, grid.first + place as i64);
            day.and_then(|day| dates::written(day, format)).map(Some).ok_or_else(|| {
                Error::precondition(format!(
                    "The periods of column '{}' cannot be written in its format {format}. Choose another 'frequency'.",
                    self.date
                ))
            })
        };
        let labels: Vec<Option<String>> = (0..grid.periods()).into_par_iter().map(label).collect::<Result<_>>()?;
        let values = Values::Texts(labels);
        Ok(RebuiltColumn::Made(Column { name: self.date.clone(), column_type: column_type.clone(), values }))
    }
}

impl Step for TimeResampler {
    fn change(&self, table: &dyn Columns, progress: &dyn Progress) -> Result<Change> {
        let column = gathering::column(table, &self.date, &[], CONVERTER)?;
        let days = dates::all_days(&column, CONVERTER)?;
        let grid = Grid::new(self.frequency, &days, self.numbers.len())?;
        progress.report(0.3)?;
        let mut columns = vec![self.dates(&column.column_type, &grid)?];
        let made = |name: &String| self.made(table, &grid, name);
        columns.extend(self.numbers.iter().map(made).collect::<Result<Vec<_>>>()?);
        Ok(Change::Whole(Rebuilt { columns, rows: vec![None; grid.periods()] }))
    }

    fn changes_rows(&self) -> bool {
        true
    }

    fn is_sound(&self) -> bool {
        true
    }
}
