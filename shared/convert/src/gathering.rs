//! Some rows of a column, read in runs: what is in memory is what was asked for, within a budget.

use crate::limits;
use crate::reading::shortened;
use skydash_domain::columns::Columns;
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};

/// Gives `take` the values of a column in runs, from the first row to the last: all of them, or those of the rows of these
/// numbers, which are sorted.
///
/// # Errors
/// Those of the table and of `take`.
pub(crate) fn runs(
    table: &dyn Columns,
    name: &str,
    rows: &[usize],
    mut take: impl FnMut(Column) -> Result<()>,
) -> Result<()> {
    if rows.is_empty() {
        return table.runs(name, &mut take);
    }
    let (mut start, mut rest) = (0, rows);
    table.runs(name, &mut |run| {
        let end = start + run.values.len();
        let (wanted, later) = rest.split_at(rest.partition_point(|row| *row < end));
        let places: Vec<usize> = wanted.iter().map(|row| row - start).collect();
        (start, rest) = (end, later);
        if places.is_empty() { Ok(()) } else { take(Column { values: run.values.take(&places), ..run }) }
    })
}

/// The same values in one piece.
///
/// # Errors
/// Those of the table; [`Error::TooLarge`] that names the column, when they do not fit into the budget.
pub(crate) fn column(table: &dyn Columns, name: &str, rows: &[usize], converter: &str) -> Result<Column> {
    let count = if rows.is_empty() { table.rows() } else { rows.len() };
    if count.saturating_mul(least_bytes(table.types().get(name))) > limits::MAX_BYTES {
        return Err(too_long(name, converter));
    }
    let mut whole: Option<Column> = None;
    let mut bytes = 0;
    runs(table, name, rows, |run| {
        bytes += run.values.size_bytes();
        if bytes > limits::MAX_BYTES {
            return Err(too_long(name, converter));
        }
        match &mut whole {
            Some(whole) => whole.values.append(run.values),
            None => {
                let mut run = run;
                run.values.reserve(count.saturating_sub(run.values.len()));
                whole = Some(run);
                Ok(())
            }
        }
    })?;
    match whole {
        Some(column) => Ok(column),
        None => table.column(name),
    }
}

/// Bytes that a value of this type takes at least.
fn least_bytes(column_type: Option<&ColumnType>) -> usize {
    match column_type {
        Some(ColumnType::Integer { .. } | ColumnType::Float { .. }) => size_of::<f64>(),
        Some(ColumnType::Categorical { .. }) => size_of::<u32>(),
        _ => size_of::<Option<String>>(),
    }
}

fn too_long(name: &str, converter: &str) -> Error {
    Error::too_large(format!(
        "The values of column '{}' take more than {} MB, which is more than {converter} can hold at once. Limit the rows it \
         learns from, remove rows first, or leave the column out.",
        shortened(name),
        limits::MAX_BYTES >> 20
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::Runs;
    use skydash_domain::table::Values;

    #[test]
    fn the_rows_asked_for_are_found_in_the_runs_that_have_them() {
        let table = Runs::numbers(10, 3);
        let taken = |rows: &[usize]| match column(&table, "c", rows, "PCA").unwrap().values {
            Values::Numbers(numbers) => numbers,
            _ => panic!(),
        };
        assert_eq!(taken(&[]), (0..10).map(f64::from).collect::<Vec<_>>());
        assert_eq!(taken(&[0, 2, 3, 9]), [0.0, 2.0, 3.0, 9.0]);
        assert_eq!(taken(&[8]), [8.0]);
    }

    #[test]
    fn more_than_the_budget_is_refused_before_it_is_held_and_fewer_rows_are_not() {
        let table = Runs::texts(100, 10, 4 << 20);
        let refused = column(&table, "c", &[], "SMOTEConverter").unwrap_err().to_string();
        assert!(
            refused.contains("column 'c' take more than 192 MB") && refused.contains("Limit the rows"),
            "{refused}"
        );
        assert!(table.given() < 60, "{} rows were read", table.given());
        assert_eq!(column(&table, "c", &[1, 99], "SMOTEConverter").unwrap().values.len(), 2);
    }
}
