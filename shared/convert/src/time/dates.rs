//! Columns of dates as days.

use crate::reading::{self, shortened};
use chrono::NaiveDate;
use rayon::prelude::*;
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};
use std::fmt::Write;

/// The strptime format in which a column writes its dates.
///
/// # Errors
/// [`Error::Invalid`] for a column of another type.
pub(super) fn format<'a>(column: &str, column_type: &'a ColumnType, converter: &str) -> Result<&'a str> {
    match column_type {
        ColumnType::Date { dtype } => Ok(dtype),
        other => Err(Error::invalid(format!(
            "{converter} takes columns of type Date, but column '{column}' is {}. Choose another column.",
            other.name()
        ))),
    }
}

/// The days of a column of dates; none where one is missing.
///
/// # Errors
/// [`Error::Invalid`] for a column of another type, [`Error::Precondition`] that names the first text that is no day.
pub(super) fn days(column: &Column, converter: &str) -> Result<Vec<Option<NaiveDate>>> {
    let format = format(&column.name, &column.column_type, converter)?;
    let day = |text: &str| {
        NaiveDate::parse_from_str(text.trim(), format).map_err(|_| {
            Error::precondition(format!(
                "Column '{}' holds '{}', which is no date in the format {format}. Correct or remove it.",
                column.name,
                shortened(text)
            ))
        })
    };
    let texts = reading::texts(column)?;
    texts.into_par_iter().map(|text| text.map(|text| day(&text)).transpose()).collect()
}

/// The days of a column in which none may be missing.
///
/// # Errors
/// As [`days`], and [`Error::Precondition`] for a missing one.
pub(super) fn all_days(column: &Column, converter: &str) -> Result<Vec<NaiveDate>> {
    let days = days(column, converter)?;
    let missing = days.iter().filter(|day| day.is_none()).count();
    if missing > 0 {
        return Err(Error::precondition(format!(
            "Column '{}' has no date in {missing} row(s), so that {converter} cannot place them. Remove them with NanRemover \
             first.",
            column.name
        )));
    }
    Ok(days.into_iter().flatten().collect())
}

/// A day in a strptime format; none where that wants more than a day.
pub(super) fn written(day: NaiveDate, format: &str) -> Option<String> {
    let mut text = String::new();
    write!(text, "{}", day.format(format)).ok().map(|()| text)
}
