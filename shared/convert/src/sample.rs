//! What a converter learns from: the scope, the rows and the target of a request, checked.

use crate::fit::Request;
use crate::gathering;
use crate::layout::present;
use crate::limits;
use crate::reading;
use rayon::prelude::*;
use skydash_catalog::{Card, ConverterTraits};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A table as a converter may learn from it.
pub(crate) struct Sample<'a> {
    converter: &'static str,
    table: &'a dyn Columns,
    names: Vec<String>,
    rows: Vec<usize>,
    target: Option<&'a str>,
    progress: &'a dyn Progress,
    /// Bytes of the texts that stay in memory.
    kept: AtomicUsize,
}

impl<'a> Sample<'a> {
    /// Looks at a table as a request wants it.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the converter and the column or row that it cannot take, or that a target is missing.
    pub fn new(
        converter: &'static str,
        card: &Card,
        traits: ConverterTraits,
        request: Request<'a>,
        table: &'a dyn Columns,
        progress: &'a dyn Progress,
    ) -> Result<Self> {
        if let Some(row) = request.rows.iter().find(|row| **row >= table.rows()) {
            return Err(Error::invalid(format!(
                "{converter} cannot learn from row {}: the table has {} rows. Choose rows that it has.",
                row + 1,
                table.rows()
            )));
        }
        let target = if traits.supervised { Some(target(converter, request.target, table)?) } else { None };
        let names = scope(converter, request.scope, target, table)?;
        let types = table.types();
        card.check(converter, names.iter().filter_map(|name| types.get_key_value(name)))?;
        let mut rows = request.rows.to_vec();
        rows.sort_unstable();
        rows.dedup();
        Ok(Self { converter, table, names, rows, target, progress, kept: AtomicUsize::new(0) })
    }

    /// The converter's name.
    pub fn converter(&self) -> &'static str {
        self.converter
    }

    /// Where to report, and to learn that the work should stop.
    pub fn progress(&self) -> &'a dyn Progress {
        self.progress
    }

    /// Names of the columns in the scope, in the order of the table.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The type of a column of the table.
    pub fn column_type(&self, name: &str) -> Result<&'a ColumnType> {
        self.table.types().get(name).ok_or_else(|| skydash_domain::columns::unknown(name))
    }

    /// The rows to learn from, sorted; empty for all.
    pub fn chosen_rows(&self) -> &[usize] {
        &self.rows
    }

    /// Number of rows of the table.
    pub fn all_rows(&self) -> usize {
        self.table.rows()
    }

    /// Number of rows to learn from.
    pub fn rows(&self) -> usize {
        if self.rows.is_empty() { self.table.rows() } else { self.rows.len() }
    }

    /// Checks that there are at least so many rows to learn from.
    ///
    /// # Errors
    /// [`Error::Precondition`] with a sentence that names the converter.
    pub fn at_least(&self, rows: usize) -> Result<()> {
        let found = self.rows();
        if found >= rows {
            return Ok(());
        }
        Err(Error::precondition(format!(
            "{} needs at least {rows} row{} to learn from and there {}. Choose more rows.",
            self.converter,
            if rows == 1 { "" } else { "s" },
            match found {
                0 => "are none".to_owned(),
                1 => "is one".to_owned(),
                _ => format!("are {found}"),
            }
        )))
    }

    /// A column of the table, for the rows to learn from.
    pub fn column(&self, name: &str) -> Result<Column> {
        gathering::column(self.table, name, &self.rows, self.converter)
    }

    /// The same in runs of rows, which need not be in memory together.
    pub fn runs(&self, name: &str, mut take: impl FnMut(Column) -> Result<()>) -> Result<()> {
        let mut done = 0;
        gathering::runs(self.table, name, &self.rows, |run| {
            self.progress.report(done as f64 / self.rows() as f64)?;
            done += run.values.len();
            take(run)
        })
    }

    /// All rows of a column of the table, in runs.
    pub fn whole_runs(&self, name: &str, mut take: impl FnMut(Column) -> Result<()>) -> Result<()> {
        let mut done = 0;
        self.table.runs(name, &mut |run| {
            self.progress.report(done as f64 / self.table.rows() as f64)?;
            done += run.values.len();
            take(run)
        })
    }

    /// Counts a text of a column that stays in memory after learning.
    ///
    /// # Errors
    /// [`Error::TooLarge`] that names the column and the remedy, when they are too many or too long.
    pub fn keep(&self, text: &str, column: &str, remedy: &str) -> Result<()> {
        let bytes = text.len() + limits::TEXT_BYTES;
        if self.kept.fetch_add(bytes, Ordering::Relaxed) + bytes <= limits::MAX_KEPT_BYTES {
            return Ok(());
        }
        Err(Error::too_large(format!(
            "{} would have to keep more than {} MB of different texts; those of column '{}' are too many or too long. {remedy}",
            self.converter,
            limits::MAX_KEPT_BYTES >> 20,
            reading::shortened(column)
        )))
    }

    /// A column as numbers; missing values are NaN.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>> {
        reading::into_numbers(self.column(name)?)
    }

    /// A column as finite numbers.
    ///
    /// # Errors
    /// [`Error::Precondition`] that names the column when a value is missing, infinite or no number.
    pub fn complete_numbers(&self, name: &str) -> Result<Vec<f64>> {
        let numbers = self.numbers(name)?;
        reading::complete(name, &numbers, self.converter)?;
        Ok(numbers)
    }

    /// What `learn` makes of each column in the scope, in their order; as many at once as fit into the budget.
    pub fn each<T: Send>(&self, learn: impl Fn(Column) -> Result<T> + Sync) -> Result<Vec<T>> {
        self.each_name(|name| learn(self.column(name)?))
    }

    /// The same by the columns' names.
    pub fn each_name<T: Send>(&self, learn: impl Fn(&str) -> Result<T> + Sync) -> Result<Vec<T>> {
        let done = AtomicUsize::new(0);
        let one = |name: &String| {
            let learnt = learn(name)?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            self.progress.report(done as f64 / self.names.len() as f64)?;
            Ok(learnt)
        };
        let mut all = Vec::with_capacity(self.names.len());
        for names in self.names.chunks(self.together()) {
            all.extend(names.par_iter().map(one).collect::<Result<Vec<T>>>()?);
        }
        Ok(all)
    }

    /// How many columns are held at once: numbers are, with a copy, as far as they fit into the budget; of columns of texts,
    /// whose size is not known before they are read, a single one.
    fn together(&self) -> usize {
        let is_text = |name: &String| {
            let column_type = self.table.types().get(name);
            column_type.is_some_and(|it| !matches!(it.name(), "Integer" | "Float" | "Categorical"))
        };
        if self.names.iter().any(is_text) {
            return 1;
        }
        (limits::MAX_BYTES / (self.rows().max(1) * 2 * size_of::<f64>())).max(1)
    }

    /// All columns in the scope as numbers, at once; missing values are NaN.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when they do not fit into the budget.
    pub fn matrix(&self) -> Result<Vec<Vec<f64>>> {
        self.matrix_and_copies(0)
    }

    /// The same where room is needed for so many copies, too.
    fn matrix_and_copies(&self, copies: usize) -> Result<Vec<Vec<f64>>> {
        limits::numbers(self.rows(), self.names.len() * (1 + copies), self.converter)?;
        self.each(reading::into_numbers)
    }

    /// All columns in the scope as finite numbers, at once, where room is needed for so many copies, too.
    ///
    /// # Errors
    /// As [`Sample::matrix`] and [`Sample::complete_numbers`].
    pub fn complete_matrix(&self, copies: usize) -> Result<Vec<Vec<f64>>> {
        let matrix = self.matrix_and_copies(copies)?;
        for (name, numbers) in self.names.iter().zip(&matrix) {
            reading::complete(name, numbers, self.converter)?;
        }
        Ok(matrix)
    }

    /// The target's name, for a supervised converter.
    pub fn target_name(&self) -> Result<&'a str> {
        self.target.ok_or_else(|| Error::internal(format!("{} was not asked for a target", self.converter)))
    }

    /// The target column, for the rows to learn from.
    pub fn target(&self) -> Result<Column> {
        self.column(self.target_name()?)
    }

    /// The names that made columns get: as wanted, or with `_1`, `_2` ... where the table or an earlier one has it.
    /// `removed` are columns that the table will not have any more.
    pub fn fresh(&self, wanted: impl IntoIterator<Item = String>, removed: &[String]) -> Result<Vec<String>> {
        let mut taken: HashSet<String> = self.table.types().keys().cloned().collect();
        for name in removed {
            taken.remove(name);
        }
        let mut names = Vec::new();
        for name in wanted {
            let name: String = name.chars().take(limits::MAX_NAME_CHARS).collect();
            let mut fresh = name.clone();
            let mut number = 0;
            while !taken.insert(fresh.clone()) {
                number += 1;
                fresh = format!("{name}_{number}");
            }
            names.push(fresh);
            if taken.len() > limits::MAX_COLUMNS {
                return Err(crate::layout::too_wide(taken.len()));
            }
        }
        limits::cells(self.table.rows(), names.len(), self.converter)?;
        Ok(names)
    }
}

fn target<'a>(converter: &str, target: Option<&'a str>, table: &dyn Columns) -> Result<&'a str> {
    match target {
        Some(name) if table.types().contains_key(name) => Ok(name),
        Some(name) => Err(skydash_domain::columns::unknown(name)),
        None => Err(Error::invalid(format!("{converter} needs a target column. Choose one as 'target'."))),
    }
}

/// The columns of the scope in the order of the table; for none, all but the target.
fn scope(converter: &str, asked: &[String], target: Option<&str>, table: &dyn Columns) -> Result<Vec<String>> {
    present(table, asked)?;
    if let Some(name) = asked.iter().find(|name| Some(name.as_str()) == target) {
        return Err(Error::invalid(format!(
            "Column '{name}' is the target of {converter}. Take it out of the columns to convert."
        )));
    }
    let asked: HashSet<&str> = asked.iter().map(String::as_str).collect();
    let is_chosen =
        |name: &&String| if asked.is_empty() { Some(name.as_str()) != target } else { asked.contains(name.as_str()) };
    Ok(table.types().keys().filter(is_chosen).cloned().collect())
}
