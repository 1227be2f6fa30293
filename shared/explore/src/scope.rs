//! The columns that an explorer looks at.

use crate::Request;
use crate::label::{count, short};
use skydash_catalog::Card;
use skydash_domain::columns::{Columns, unknown};
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows of which a number each is held, with what is made of them: up to three times their 8 bytes.
const MOST_ROWS: usize = 10_000_000;

/// The chosen columns of a table, read one at a time.
pub(crate) struct Scope<'a> {
    pub explorer: &'static str,
    pub columns: &'a [String],
    pub title: Option<&'a str>,
    pub table: &'a dyn Columns,
    progress: &'a dyn Progress,
    /// The fraction that was reported last, as bits.
    done: AtomicU64,
}

impl<'a> Scope<'a> {
    /// The columns of a request.
    ///
    /// # Errors
    /// [`Error::Invalid`] for columns that the table does not have or the explorer's card does not allow, and
    /// [`Error::Precondition`] for a table without rows.
    pub fn new(
        explorer: &'static str,
        card: &Card,
        request: Request<'a>,
        table: &'a dyn Columns,
        progress: &'a dyn Progress,
    ) -> Result<Self> {
        let types = table.types();
        let typed = |name: &'a String| types.get_key_value(name).ok_or_else(|| unknown(&short(name)));
        let columns = request.columns.iter().map(typed).collect::<Result<Vec<_>>>()?;
        card.check(explorer, columns.into_iter())?;
        if table.rows() == 0 {
            return Err(Error::precondition(format!(
                "The table has no rows for {explorer} to look at. Choose another."
            )));
        }
        let title = request.title.filter(|title| !title.trim().is_empty());
        Ok(Self { explorer, columns: request.columns, title, table, progress, done: AtomicU64::new(0) })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Where to report, and to learn that the work should stop.
    pub fn progress(&self) -> &'a dyn Progress {
        self.progress
    }

    /// Reports that `done` of `all` parts are done.
    pub fn report(&self, done: usize, all: usize) -> Result<()> {
        let fraction = done as f64 / all.max(1) as f64;
        self.done.store(fraction.to_bits(), Ordering::Relaxed);
        self.progress.report(fraction)
    }

    /// The type of a column of the table.
    pub fn column_type(&self, name: &str) -> Result<&'a ColumnType> {
        self.table.types().get(name).ok_or_else(|| unknown(&short(name)))
    }

    /// Whether a column holds numbers.
    pub fn is_numeric(&self, name: &str) -> Result<bool> {
        Ok(matches!(self.column_type(name)?, ColumnType::Integer { .. } | ColumnType::Float { .. }))
    }

    /// A column in runs of rows, which need not be in memory together.
    pub fn runs(&self, name: &str, mut take: impl FnMut(Column) -> Result<()>) -> Result<()> {
        self.table.runs(name, &mut |run| {
            self.progress.report(f64::from_bits(self.done.load(Ordering::Relaxed)))?;
            take(run)
        })
    }

    /// A column as numbers, categories read as such; a missing value is NaN.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a column that does not hold numbers, [`Error::TooLarge`] for one of too many rows.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        let mut all = Vec::with_capacity(self.bounded(name)?);
        self.runs(name, |run| {
            all.extend(self.as_numbers(name, run)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// The same of these rows, which are sorted.
    pub fn numbers_at(&self, name: &str, rows: &[usize]) -> Result<Vec<f64>> {
        let mut found = Vec::with_capacity(rows.len());
        let (mut start, mut rest) = (0, rows);
        self.runs(name, |run| {
            let numbers = self.as_numbers(name, run)?;
            let end = start + numbers.len();
            let (wanted, later) = rest.split_at(rest.partition_point(|row| *row < end));
            found.extend(wanted.iter().map(|row| numbers[row - start]));
            (start, rest) = (end, later);
            Ok(())
        })?;
        Ok(found)
    }

    /// The rows of the table, when a number of each can be in memory.
    pub fn bounded(&self, name: &str) -> Result<usize> {
        if self.rows() <= MOST_ROWS {
            return Ok(self.rows());
        }
        Err(Error::too_large(format!(
            "{} would hold all {} rows of column '{}' at once, and takes at most {}. Remove rows first.",
            self.explorer,
            count(self.rows()),
            short(name),
            count(MOST_ROWS)
        )))
    }

    fn as_numbers(&self, name: &str, column: Column) -> Result<Vec<f64>> {
        let wrong = |what: &str| {
            Error::invalid(format!(
                "{} needs numbers, but column '{}' holds {what}. Choose a column of type Integer or Float.",
                self.explorer,
                short(name)
            ))
        };
        match column.values {
            Values::Numbers(numbers) => Ok(numbers),
            Values::Texts(_) => Err(wrong("text")),
            Values::Codes(codes) => {
                let ColumnType::Categorical { categories, .. } = column.column_type else { return Err(wrong("text")) };
                let number =
                    |text: &String| text.trim().parse::<f64>().map_err(|_| wrong(&format!("'{}'", short(text))));
                let numbers = categories.iter().map(number).collect::<Result<Vec<f64>>>()?;
                let of = |code: u32| if code == MISSING { f64::NAN } else { at(&numbers, code) };
                Ok(codes.into_iter().map(of).collect())
            }
        }
    }

    /// The error of a column without values.
    pub fn empty(&self, name: &str) -> Error {
        Error::precondition(format!(
            "Column '{}' has no value for {} to show: all are missing. Choose another column.",
            short(name),
            self.explorer
        ))
    }
}

fn at(numbers: &[f64], code: u32) -> f64 {
    numbers.get(code as usize).copied().unwrap_or(f64::NAN)
}
