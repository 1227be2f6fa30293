//! One row of each period of time.

use super::{dates, period};
use crate::change::{Change, Rebuilt, RebuiltColumn};
use crate::sample::Sample;
use crate::step::Step;
use crate::{limits, reading, types};
use chrono::NaiveDate;
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

/// Which rows are in which period, the rows of a period in the order of their days.
struct Grid {
    first: i64,
    /// The rows, period by period.
    rows: Vec<usize>,
    /// Where the rows of each period start, and at last where all end.
    starts: Vec<usize>,
}

impl Grid {
    fn new(frequency: Frequency, days: &[NaiveDate], columns: usize) -> Result<Self> {
        let mut rows: Vec<usize> = (0..days.len()).collect();
        rows.sort_by_key(|&row| days[row]);
        let number = |row: Option<&usize>| row.map(|&row| period::number(frequency, days[row]));
        let none = || Error::precondition(format!("{CONVERTER} needs at least one row. The table has none."));
        let first = number(rows.first()).ok_or_else(none)?;
        let last = number(rows.last()).ok_or_else(none)?;
        let periods = usize::try_from(last - first).unwrap_or(usize::MAX).saturating_add(1);
        limits::numbers(periods, columns + 1, CONVERTER)?;
        let mut starts = vec![0; periods + 1];
        for &row in &rows {
            starts[(period::number(frequency, days[row]) - first) as usize + 1] += 1;
        }
        for period in 0..periods {
            starts[period + 1] += starts[period];
        }
        Ok(Self { first, rows, starts })
    }

    fn periods(&self) -> usize {
        self.starts.len() - 1
    }

    /// The values of each period that are not missing, as one.
    fn aggregated(&self, aggregation: Aggregation, numbers: &[f64]) -> Vec<f64> {
        let mut present = Vec::new();
        let one = |ends: &[usize]| {
            present.clear();
            let values = self.rows[ends[0]..ends[1]].iter().map(|&row| numbers[row]);
            present.extend(values.filter(|value| !value.is_nan()));
            aggregate(aggregation, &mut present)
        };
        self.starts.windows(2).map(one).collect()
    }
}

/// Some values as one; missing where there are none.
fn aggregate(aggregation: Aggregation, values: &mut [f64]) -> f64 {
    let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return f64::NAN };
    match aggregation {
        Aggregation::Mean => skydash_numeric::vector::mean(values),
        Aggregation::Sum => skydash_numeric::vector::sum(values),
        Aggregation::Median => crate::missing::median(values),
        Aggregation::Min => values.iter().copied().fold(first, f64::min),
        Aggregation::Max => values.iter().copied().fold(first, f64::max),
        Aggregation::First => first,
        Aggregation::Last => last,
    }
}

/// Fills the gaps between values.
fn filled(fill: Fill, mut values: Vec<f64>) -> Vec<f64> {
    match fill {
        Fill::None => {}
        Fill::Zero => values.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0),
        Fill::Forward => carry(values.iter_mut()),
        Fill::Backward => carry(values.iter_mut().rev()),
        Fill::Interpolate => {
            interpolate(&mut values);
            carry(values.iter_mut());
        }
    }
    values
}

/// Puts into each gap the value before it.
fn carry<'a>(values: impl Iterator<Item = &'a mut f64>) {
    let mut before = f64::NAN;
    for value in values {
        if value.is_nan() {
            *value = before;
        }
        before = *value;
    }
}

/// Puts straight lines into the gaps between two values.
fn interpolate(values: &mut [f64]) {
    let known: Vec<usize> = (0..values.len()).filter(|&place| !values[place].is_nan()).collect();
    for ends in known.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let (start, step) = (values[from], (values[to] - values[from]) / (to - from) as f64);
        for place in from + 1..to {
            values[place] = start + step * (place - from) as f64;
        }
    }
}

impl TimeResampler {
    fn made(&self, table: &dyn Columns, grid: &Grid, name: &str) -> Result<RebuiltColumn> {
        let column = table.column(name)?;
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
        let column = table.column(&self.date)?;
        let days = dates::all_days(&column, CONVERTER)?;
        let grid = Grid::new(self.frequency, &days, self.numbers.len())?;
        progress.report(0.3)?;
        let mut columns = vec![self.dates(&column.column_type, &grid)?];
        let made = |name: &String| self.made(table, &grid, name);
        columns.extend(self.numbers.par_iter().map(made).collect::<Result<Vec<_>>>()?);
        Ok(Change::Whole(Rebuilt { columns, rows: vec![None; grid.periods()] }))
    }

    fn changes_rows(&self) -> bool {
        true
    }

    fn is_sound(&self) -> bool {
        true
    }
}
