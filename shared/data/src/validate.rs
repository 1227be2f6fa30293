//! Whether the values of a file allow other types than those inferred.

use crate::cell::{Cell, View};
use crate::csv::{float, integer};
use crate::dates;
use crate::files;
use crate::limits::{MAX_CATEGORIES, MAX_CATEGORY_BYTES, MAX_INFERENCE_ROWS};
use crate::loader::Loader;
use crate::preview::Head;
use crate::stats::{Wanted, profile};
use crate::store::Source;
use indexmap::IndexMap;
use polars::prelude::Series;
use serde::{Deserialize, Serialize};
use skydash_domain::Result;
use std::collections::HashMap;

/// What has to be known of a column that is to be categorical.
const CATEGORIES: Wanted = Wanted { counts: MAX_CATEGORIES, count_bytes: MAX_CATEGORY_BYTES, statistics: false };

/// A change of a column's type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct TypeChange {
    /// The type's name now.
    #[serde(default)]
    pub current_type: Option<String>,
    /// The name of the wanted type.
    pub new_type: String,
    /// Its `dtype`, where it is to be chosen.
    #[serde(default)]
    pub new_dtype: Option<String>,
}

/// Which changes are possible, as the wire has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Validation {
    /// Whether all are.
    pub valid: bool,
    /// What is against a change, by column.
    pub errors: IndexMap<String, String>,
    /// The `dtype` that a possible change leads to, by column.
    pub resolved_dtypes: IndexMap<String, String>,
}

/// Checks changes of types against the first rows of a file (at most [`MAX_INFERENCE_ROWS`]).
///
/// # Errors
/// [`skydash_domain::Error::Invalid`] when the file cannot be read.
pub fn validate_type_changes(
    source: &mut dyn Source,
    loader: &Loader,
    changes: &IndexMap<String, TypeChange>,
) -> Result<Validation> {
    files::with_text(source, loader, &mut |text, form| {
        let head = Head::read(text, form, MAX_INFERENCE_ROWS)?;
        let mut validation = Validation { valid: true, errors: IndexMap::new(), resolved_dtypes: IndexMap::new() };
        let places: HashMap<&str, usize> =
            head.names.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        for (name, change) in changes {
            let outcome = match places.get(name.as_str()).copied() {
                None => Err(format!("Column '{name}' not found in dataset")),
                Some(column) => resolved(&head.columns[column], change)?,
            };
            match outcome {
                Ok(dtype) => drop(validation.resolved_dtypes.insert(name.clone(), dtype)),
                Err(problem) => drop(validation.errors.insert(name.clone(), problem)),
            }
        }
        validation.valid = validation.errors.is_empty();
        Ok(validation)
    })
}

fn resolved(series: &Series, change: &TypeChange) -> Result<Result<String, String>> {
    let view = View::new(series)?;
    let given = |usual: &str| change.new_dtype.clone().unwrap_or_else(|| usual.to_owned());
    Ok(match change.new_type.as_str() {
        "Text" => Ok(given("string")),
        "Integer" => whole_numbers(&view).map(|()| given("int64")),
        "Float" | "Decimal" => numbers(&view).map(|()| given("float64")),
        "Categorical" => match profile(&view, CATEGORIES).categories {
            Some(_) => Ok(given(view.dtype())),
            None => Err(format!(
                "Column has more than {MAX_CATEGORIES} distinct values, or very long ones, too many for categories"
            )),
        },
        "Date" | "Time" | "Timestamp" => date(&view, change),
        other => Err(format!("Type '{}' is not supported", crate::names::shortened(other))),
    })
}

fn texts(view: &View<'_>) -> Vec<String> {
    (0..view.len()).map(|row| view.get(row)).filter(|cell| *cell != Cell::Null).map(Cell::category).collect()
}

fn numbers(view: &View<'_>) -> Result<(), String> {
    match texts(view).iter().find(|text| float(text.trim().as_bytes()).is_none()) {
        None => Ok(()),
        Some(text) => Err(format!("Value '{}' cannot be read as a number", crate::names::shortened(text))),
    }
}

fn whole_numbers(view: &View<'_>) -> Result<(), String> {
    numbers(view)?;
    let is_whole = |text: &String| {
        let text = text.trim().as_bytes();
        integer(text).is_some() || float(text).is_some_and(|number| number.fract() == 0.0 && number.abs() < 9e15)
    };
    if texts(view).iter().all(is_whole) {
        Ok(())
    } else {
        Err("Column contains decimal values that would be lost".to_owned())
    }
}

fn date(view: &View<'_>, change: &TypeChange) -> Result<String, String> {
    let texts = texts(view);
    let reads_all = |format: &str| !texts.is_empty() && texts.iter().all(|text| dates::reads(text, format));
    if let Some(format) = change.new_dtype.as_deref().filter(|format| format.contains('%')) {
        return if reads_all(format) {
            Ok(format.to_owned())
        } else {
            Err(format!("The format {format} does not read every value in this column"))
        };
    }
    let recognised = dates::format_of(texts.iter().map(String::as_str)).map(dates::Format::text);
    recognised
        .or_else(|| dates::asked_format(texts.iter().map(String::as_str)))
        .map(str::to_owned)
        .ok_or_else(|| "No known date format reads every value in this column".to_owned())
}
