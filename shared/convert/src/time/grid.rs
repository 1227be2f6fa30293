//! Rows in the periods of a calendar.

use super::period;
use crate::limits;
use chrono::NaiveDate;
use skydash_catalog::converters::time::{Aggregation, Frequency};
use skydash_domain::{Error, Result};

const CONVERTER: &str = "TimeResamplerConverter";

/// Which rows are in which period, the rows of a period in the order of their days.
pub(super) struct Grid {
    /// The number of the first period.
    pub first: i64,
    /// The rows, period by period.
    rows: Vec<usize>,
    /// Where the rows of each period start, and at last where all end.
    starts: Vec<usize>,
}

impl Grid {
    /// Puts rows into periods by their days. `columns` of numbers are going to be made.
    ///
    /// # Errors
    /// [`Error::Precondition`] when there are no rows, [`Error::TooLarge`] for more periods than memory holds.
    pub fn new(frequency: Frequency, days: &[NaiveDate], columns: usize) -> Result<Self> {
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

    /// How many periods there are.
    pub fn periods(&self) -> usize {
        self.starts.len() - 1
    }

    /// The values of each period that are not missing, as one.
    pub fn aggregated(&self, aggregation: Aggregation, numbers: &[f64]) -> Vec<f64> {
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
