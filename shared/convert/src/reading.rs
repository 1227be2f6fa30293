//! Columns as what engines compute with.

use rayon::prelude::*;
use skydash_domain::table::{Column, ColumnType, MISSING, Values};
use skydash_domain::{Error, Result, categories};
use std::borrow::Cow;

/// The values as numbers; a missing one is NaN. Text that is a number counts as one.
///
/// # Errors
/// [`Error::Precondition`] that names the column and its first value that is no number.
pub(crate) fn numbers(column: &Column) -> Result<Cow<'_, [f64]>> {
    match &column.values {
        Values::Numbers(numbers) => Ok(Cow::Borrowed(numbers)),
        Values::Texts(texts) => {
            let number = |text: &Option<String>| text.as_ref().map_or(Ok(f64::NAN), |text| parse(column, text));
            texts.par_iter().map(number).collect::<Result<Vec<f64>>>().map(Cow::Owned)
        }
        Values::Codes(codes) => {
            let categories = categories::of(column)?;
            let numbers: Vec<Option<f64>> = categories.iter().map(|text| number(text)).collect();
            let number = |&code: &u32| match numbers.get(code as usize) {
                Some(Some(number)) => Ok(*number),
                Some(None) => parse(column, &categories[code as usize]),
                None if code == MISSING => Ok(f64::NAN),
                None => Err(categories::stray(column)),
            };
            codes.iter().map(number).collect::<Result<Vec<f64>>>().map(Cow::Owned)
        }
    }
}

/// The values as numbers, as [`numbers`] gives them, from a column that is not needed any more.
pub(crate) fn into_numbers(column: Column) -> Result<Vec<f64>> {
    match column.values {
        Values::Numbers(numbers) => Ok(numbers),
        _ => numbers(&column).map(Cow::into_owned),
    }
}

/// The number that a text is, as a category or a cell writes it.
pub(crate) fn number(text: &str) -> Option<f64> {
    match text {
        "True" => Some(1.0),
        "False" => Some(0.0),
        text => text.trim().parse().ok(),
    }
}

fn parse(column: &Column, text: &str) -> Result<f64> {
    number(text).ok_or_else(|| {
        Error::precondition(format!(
            "Column '{}' holds '{}', which is not a number. Leave the column out, or encode it first, for example with \
             OneHotEncoder.",
            column.name,
            shortened(text)
        ))
    })
}

/// The values as text, as a grid shows them; none where one is missing.
pub(crate) fn texts(column: &Column) -> Result<Vec<Option<Cow<'_, str>>>> {
    let is_whole = matches!(column.column_type, ColumnType::Integer { .. });
    match &column.values {
        Values::Texts(texts) => Ok(texts.iter().map(|text| text.as_deref().map(Cow::Borrowed)).collect()),
        Values::Numbers(numbers) => {
            let text = |&number: &f64| (!number.is_nan()).then(|| Cow::Owned(written(number, is_whole)));
            Ok(numbers.iter().map(text).collect())
        }
        Values::Codes(codes) => {
            let categories = categories::of(column)?;
            let text = |&code: &u32| match categories.get(code as usize) {
                Some(text) => Ok(Some(Cow::Borrowed(text.as_str()))),
                None if code == MISSING => Ok(None),
                None => Err(categories::stray(column)),
            };
            codes.iter().map(text).collect()
        }
    }
}

/// A number as text: `5` when it is whole by its column's type, else `5.0`.
pub(crate) fn written(number: f64, is_whole: bool) -> String {
    if is_whole { format!("{number:.0}") } else { format!("{number:?}") }
}

/// Which values are missing.
pub(crate) fn missing(values: &Values) -> Vec<bool> {
    match values {
        Values::Numbers(numbers) => numbers.iter().map(|number| number.is_nan()).collect(),
        Values::Texts(texts) => texts.iter().map(Option::is_none).collect(),
        Values::Codes(codes) => codes.iter().map(|code| *code == MISSING).collect(),
    }
}

/// The error of a column that a converter can learn nothing from.
pub(crate) fn no_values(column: &str, converter: &str) -> Error {
    Error::precondition(format!(
        "Column '{column}' has no values, so that {converter} can learn nothing from it. Leave the column out."
    ))
}

/// Checks that every number is there and finite.
///
/// # Errors
/// [`Error::Precondition`] that names the column and the remedy.
pub(crate) fn complete(column: &str, numbers: &[f64], converter: &str) -> Result<()> {
    if numbers.iter().any(|number| number.is_nan()) {
        return Err(Error::precondition(format!(
            "Column '{column}' has missing values, which {converter} cannot use. Fill them with SimpleImputer, or remove \
             their rows with NanRemover."
        )));
    }
    finite(column, numbers, converter)
}

/// Checks that no number is infinite; missing ones are let through.
///
/// # Errors
/// [`Error::Precondition`] that names the column.
pub(crate) fn finite(column: &str, numbers: &[f64], converter: &str) -> Result<()> {
    if numbers.iter().any(|number| number.is_infinite()) {
        return Err(Error::precondition(format!(
            "Column '{column}' has infinite values, which {converter} cannot use. Replace or remove them."
        )));
    }
    Ok(())
}

/// Whole numbers from here on are not all exact.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// Checks that whole numbers are small enough to be exact: larger ones were rounded when they were read.
///
/// # Errors
/// [`Error::Precondition`] that names the column.
pub(crate) fn exact(column: &Column, converter: &str) -> Result<()> {
    match (&column.column_type, &column.values) {
        (ColumnType::Integer { .. }, Values::Numbers(numbers)) => whole_results(numbers, &column.name, converter),
        _ => Ok(()),
    }
}

/// Checks that the whole numbers of a made column are exact.
///
/// # Errors
/// [`Error::Precondition`] that names the column.
pub(crate) fn whole_results(numbers: &[f64], column: &str, converter: &str) -> Result<()> {
    if numbers.iter().any(|number| number.abs() >= INEXACT) {
        return Err(Error::precondition(format!(
            "Column '{column}' has whole numbers beyond 9007199254740991, which {converter} cannot keep exact. Leave it out, \
             or change its type to Float with TypeCast first."
        )));
    }
    Ok(())
}

/// At most sixty characters of a value, for an error text.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
