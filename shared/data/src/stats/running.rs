//! What is counted while row groups stream by.

use super::comoments::Comoments;
use super::duplicates::Duplicates;
use super::moments::{Moments, present};
use crate::cell::View;
use crate::kind::Kind;
use crate::limits::{MAX_CORRELATED_COLUMNS, SAMPLE_BYTES, SAMPLE_ROWS};
use crate::sample::Sample;
use polars::prelude::Series;
use rayon::prelude::*;
use skydash_domain::Result;

/// Counts over the rows so far.
#[derive(Debug)]
pub(crate) struct Running {
    statistics: bool,
    /// Number of rows.
    pub rows: u64,
    /// The first rows.
    pub sample: Sample,
    /// Missing values by column.
    pub nulls: Vec<u64>,
    /// Moments by column; zero for columns that are no numbers.
    pub moments: Vec<Moments>,
    /// Positions of the columns that are correlated.
    pub numeric: Vec<usize>,
    /// Products of pairs of them.
    pub comoments: Comoments,
    /// Rows with a missing value.
    pub rows_any: u64,
    /// Rows with more than one.
    pub rows_multiple: u64,
    duplicates: Duplicates,
}

impl Running {
    /// Nothing counted yet. Without `statistics` only rows, missing values and the sample are.
    pub(crate) fn new(kinds: &[Kind], statistics: bool) -> Self {
        let numeric: Vec<usize> =
            (0..kinds.len()).filter(|&column| kinds[column].is_numeric()).take(MAX_CORRELATED_COLUMNS).collect();
        Self {
            statistics,
            rows: 0,
            sample: Sample::new(kinds.len(), SAMPLE_ROWS, SAMPLE_BYTES),
            nulls: vec![0; kinds.len()],
            moments: vec![Moments::default(); kinds.len()],
            comoments: Comoments::new(if statistics { numeric.len() } else { 0 }),
            numeric,
            rows_any: 0,
            rows_multiple: 0,
            duplicates: Duplicates::default(),
        }
    }

    /// Adds a row group of columns with these names.
    pub(crate) fn add(&mut self, names: &[String], columns: &[Series], rows: usize) -> Result<()> {
        let views = columns.iter().map(View::new).collect::<Result<Vec<_>>>()?;
        self.sample.add(names, &views, rows);
        for (nulls, series) in self.nulls.iter_mut().zip(columns) {
            *nulls += series.null_count() as u64;
        }
        self.rows += rows as u64;
        if !self.statistics {
            return Ok(());
        }
        let moments: Vec<Moments> = views.par_iter().map(|view| Moments::of(&present(view))).collect();
        self.moments.iter_mut().zip(&moments).for_each(|(all, group)| all.join(group));
        self.missing_by_row(columns, &views, rows);
        self.duplicates.add(&views, rows);
        let mut numeric: Vec<Option<View<'_>>> = views.into_iter().map(Some).collect();
        let numeric: Vec<View<'_>> = self.numeric.iter().filter_map(|&column| numeric[column].take()).collect();
        self.comoments.add(&numeric);
        Ok(())
    }

    fn missing_by_row(&mut self, columns: &[Series], views: &[View<'_>], rows: usize) {
        let mut missing = vec![0u8; rows];
        for (series, view) in columns.iter().zip(views) {
            if series.null_count() > 0 {
                for (row, count) in missing.iter_mut().enumerate() {
                    *count = count.saturating_add(u8::from(view.get(row) == crate::cell::Cell::Null));
                }
            }
        }
        self.rows_any += missing.iter().filter(|count| **count > 0).count() as u64;
        self.rows_multiple += missing.iter().filter(|count| **count > 1).count() as u64;
    }

    /// Number of rows that equal an earlier one. Asked once, at the end.
    pub(crate) fn duplicate_rows(&mut self) -> u64 {
        std::mem::take(&mut self.duplicates).count()
    }
}
