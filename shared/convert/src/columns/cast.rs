//! Values as values of another type.

use crate::limits::MAX_CATEGORIES;
use crate::reading::{self, shortened};
use crate::sample::Sample;
use crate::types::{Categories, MadeType};
use skydash_catalog::converters::columns::NewType;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result, categories};
use std::borrow::Cow;
use std::collections::HashSet;

const CONVERTER: &str = "TypeCast";

/// The type that a column gets; none when it has it already.
pub(super) fn type_of(column: &str, new_type: NewType, sample: &Sample<'_>) -> Result<Option<MadeType>> {
    Ok(match (new_type, sample.column_type(column)?) {
        (NewType::Integer, ColumnType::Integer { .. })
        | (NewType::Float, ColumnType::Float { .. })
        | (NewType::Text, ColumnType::Text { .. })
        | (NewType::Categorical, ColumnType::Categorical { .. }) => None,
        (NewType::Integer, _) => Some(MadeType::Integer),
        (NewType::Float, _) => Some(MadeType::Float),
        (NewType::Text, _) => Some(MadeType::Text),
        (NewType::Categorical, column_type) => {
            let dtype = match column_type {
                ColumnType::Integer { .. } => "int64",
                ColumnType::Float { .. } => "float64",
                _ => "string",
            };
            Some(MadeType::Categorical(distinct(column, dtype, sample)?))
        }
    })
}

/// The distinct values of a column as categories, sorted.
fn distinct(column: &str, dtype: &str, sample: &Sample<'_>) -> Result<Categories> {
    let mut seen: HashSet<String> = HashSet::new();
    sample.whole_runs(column, |run| {
        reading::exact(&run, CONVERTER)?;
        for text in reading::texts(&run)?.into_iter().flatten() {
            if seen.contains(&*text) {
                continue;
            }
            if seen.len() == MAX_CATEGORIES {
                return Err(Error::precondition(format!(
                    "Column '{column}' has more than {MAX_CATEGORIES} different values, too many for categories. Leave it out."
                )));
            }
            sample.keep(&text, column, "Leave it out.")?;
            seen.insert(text.into_owned());
        }
        Ok(())
    })?;
    let mut categories = Categories::made(dtype, seen.into_iter().collect());
    categories.sort();
    Ok(categories)
}

/// The values of a column as values of a type.
///
/// # Errors
/// [`Error::Precondition`] that names the column and a value that does not fit.
pub(super) fn values(column: &Column, made: &MadeType) -> Result<Values> {
    match made {
        MadeType::Float => numbers(column).map(|numbers| Values::Numbers(numbers.into_owned())),
        MadeType::Integer => {
            let numbers = numbers(column)?;
            match numbers.iter().find(|number| number.fract() != 0.0 && !number.is_nan()) {
                Some(number) => Err(unfit(column, &reading::written(*number, false), "a whole number")),
                None => {
                    reading::whole_results(&numbers, &column.name, CONVERTER)?;
                    Ok(Values::Numbers(numbers.into_owned()))
                }
            }
        }
        MadeType::Categorical(made) => {
            let refuse = |value: &str| Err(unfit(column, value, "one of the categories"));
            categories::positions(&made.known, column, refuse).map(Values::Codes)
        }
        MadeType::Text => {
            reading::exact(column, CONVERTER)?;
            let texts = reading::texts(column)?;
            Ok(Values::Texts(texts.into_iter().map(|text| text.map(Cow::into_owned)).collect()))
        }
    }
}

/// The values as numbers; the texts `inf`, `nan` and `1e999` are none.
fn numbers(column: &Column) -> Result<Cow<'_, [f64]>> {
    let has_digit = |text: &String| text.bytes().any(|byte| byte.is_ascii_digit());
    if let Values::Texts(texts) = &column.values
        && let Some(text) = texts.iter().flatten().find(|text| !has_digit(text))
    {
        return Err(unfit(column, text, "a number"));
    }
    let numbers = reading::numbers(column).map_err(|error| match error {
        Error::Precondition(_) => not_a_number(column),
        other => other,
    })?;
    match (&column.values, numbers.iter().position(|number| number.is_infinite())) {
        (Values::Texts(texts), Some(row)) => Err(unfit(column, texts[row].as_deref().unwrap_or_default(), "a number")),
        _ => Ok(numbers),
    }
}

/// The error of a column that holds a value which is no number.
fn not_a_number(column: &Column) -> Error {
    let texts = reading::texts(column).unwrap_or_default();
    let text = texts.into_iter().flatten().find(|text| reading::number(text).is_none());
    unfit(column, &text.unwrap_or_default(), "a number")
}

fn unfit(column: &Column, value: &str, wanted: &str) -> Error {
    Error::precondition(format!(
        "Column '{}' holds '{}', which is not {wanted}. Leave the column out, or choose 'skip' as 'on_error' of {CONVERTER}.",
        column.name,
        shortened(value)
    ))
}
