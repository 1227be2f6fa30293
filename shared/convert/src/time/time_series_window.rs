//! Each value with the values before it.

use super::dates;
use crate::change::{Change, Rebuilt, RebuiltColumn};
use crate::gathering;
use crate::layout::too_wide;
use crate::sample::Sample;
use crate::step::Step;
use crate::{limits, reading, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::time as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};

const CONVERTER: &str = "TimeSeriesWindowConverter";

/// The column of dates, the series, and how many values before each are wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TimeSeriesWindow {
    date: String,
    series: String,
    window: usize,
}

/// Learns which columns are the dates and the series.
pub(crate) fn fit(
    checked: &Checked<parameters::TimeSeriesWindowConverter>,
    sample: &Sample<'_>,
) -> Result<TimeSeriesWindow> {
    let series = sample.target_name()?;
    let [date] = sample.names() else {
        return Err(Error::invalid(format!(
            "{CONVERTER} needs exactly one column of type Date and is given {}. Choose one.",
            sample.names().len()
        )));
    };
    let series_type = sample.column_type(series)?;
    if !matches!(series_type, ColumnType::Integer { .. } | ColumnType::Float { .. }) {
        return Err(Error::invalid(format!(
            "The target of {CONVERTER} must be a column of type Integer or Float, but '{series}' is {}. Choose another one.",
            series_type.name()
        )));
    }
    let window = checked.window_size as usize;
    if window >= limits::MAX_COLUMNS {
        return Err(too_wide(window + 1));
    }
    sample.at_least(window + 1)?;
    Ok(TimeSeriesWindow { date: date.clone(), series: series.to_owned(), window })
}

impl TimeSeriesWindow {
    /// The values of the series in the order of the dates.
    fn ordered(&self, table: &dyn Columns) -> Result<(ColumnType, Vec<f64>)> {
        let days = dates::all_days(&gathering::column(table, &self.date, &[], CONVERTER)?, CONVERTER)?;
        let mut rows: Vec<usize> = (0..days.len()).collect();
        rows.sort_by_key(|&row| days[row]);
        if let Some(twice) = rows.windows(2).find(|pair| days[pair[0]] == days[pair[1]]) {
            return Err(Error::precondition(format!(
                "Column '{}' has the date {} twice, so that the rows have no single order. Make one row of each day first, \
                 for example with TimeResamplerConverter.",
                self.date, days[twice[0]]
            )));
        }
        let column = gathering::column(table, &self.series, &[], CONVERTER)?;
        let is_whole = matches!(column.column_type, ColumnType::Integer { .. });
        if is_whole {
            reading::exact(&column, CONVERTER)?;
        }
        let numbers = reading::into_numbers(column)?;
        reading::complete(&self.series, &numbers, CONVERTER)?;
        let column_type = if is_whole { types::integer() } else { types::float() };
        Ok((column_type, rows.into_iter().map(|row| numbers[row]).collect()))
    }
}

impl Step for TimeSeriesWindow {
    fn change(&self, table: &dyn Columns, progress: &dyn Progress) -> Result<Change> {
        let (column_type, series) = self.ordered(table)?;
        progress.report(0.5)?;
        let Some(rows) = series.len().checked_sub(self.window).filter(|rows| *rows > 0) else {
            return Err(Error::precondition(format!(
                "The table has {} rows, and a window of {} needs more. Choose a smaller 'window_size'.",
                series.len(),
                self.window
            )));
        };
        limits::numbers(rows, self.window + 1, CONVERTER)?;
        let column = |name: String, start: usize| {
            let values = Values::Numbers(series[start..start + rows].to_vec());
            RebuiltColumn::Made(Column { name, column_type: column_type.clone(), values })
        };
        let lags = (1..=self.window).rev().map(|lag| column(format!("lag_{lag}"), self.window - lag));
        let columns = lags.chain([column("target".to_owned(), self.window)]).collect();
        Ok(Change::Whole(Rebuilt { columns, rows: vec![None; rows] }))
    }

    fn changes_rows(&self) -> bool {
        true
    }

    fn is_sound(&self) -> bool {
        (1..limits::MAX_COLUMNS).contains(&self.window)
    }
}
