//! Finding the values of one column among the categories of another.

use crate::error::{Error, Result};
use crate::table::{Column, ColumnType, MISSING, Values};
use std::collections::HashMap;

/// The categories behind the codes of a column.
///
/// # Errors
/// [`Error::Internal`] for a column that is not categorical.
pub fn of(column: &Column) -> Result<&[String]> {
    match &column.column_type {
        ColumnType::Categorical { categories, .. } => Ok(categories),
        _ => Err(stray(column)),
    }
}

/// The error of a column whose codes are not those of its categories.
#[must_use]
pub fn stray(column: &Column) -> Error {
    Error::internal(format!("column '{}' holds codes that are not those of its categories", column.name))
}

/// The position among `known` of each row's value, [`MISSING`] where the value is missing. What is not among them gets the
/// position that `unknown` gives for its text.
///
/// Text is compared as text, numbers as numbers: `1` is the category `1.0`.
///
/// # Errors
/// Those of `unknown`, and [`Error::Internal`] for codes that are no codes.
pub fn positions(known: &[String], column: &Column, unknown: impl Fn(&str) -> Result<u32>) -> Result<Vec<u32>> {
    match &column.values {
        Values::Codes(codes) => of_codes(known, codes, column, unknown),
        Values::Texts(texts) => {
            let positions = by_text(known);
            let find = |text: &String| positions.get(text.as_str()).map_or_else(|| unknown(text), |found| Ok(*found));
            texts.iter().map(|text| text.as_ref().map_or(Ok(MISSING), find)).collect()
        }
        Values::Numbers(numbers) => {
            let positions = by_number(known);
            let find = |number: f64| {
                positions.get(&bits(number)).map_or_else(|| unknown(&number.to_string()), |found| Ok(*found))
            };
            numbers.iter().map(|&number| if number.is_nan() { Ok(MISSING) } else { find(number) }).collect()
        }
    }
}

fn of_codes(
    known: &[String],
    codes: &[u32],
    column: &Column,
    unknown: impl Fn(&str) -> Result<u32>,
) -> Result<Vec<u32>> {
    let theirs = of(column)?;
    if theirs == known {
        let fits = |&code: &u32| code == MISSING || (code as usize) < theirs.len();
        return if codes.iter().all(fits) { Ok(codes.to_vec()) } else { Err(stray(column)) };
    }
    let (texts, numbers) = (by_text(known), by_number(known));
    let translated: Vec<Option<u32>> = theirs
        .iter()
        .map(|text| {
            let as_number = || numbers.get(&bits(text.parse().ok()?)).copied();
            texts.get(text.as_str()).copied().or_else(as_number)
        })
        .collect();
    let find = |code: u32| match translated.get(code as usize) {
        Some(Some(position)) => Ok(*position),
        Some(None) => unknown(&theirs[code as usize]),
        None if code == MISSING => Ok(MISSING),
        None => Err(stray(column)),
    };
    codes.iter().map(|&code| find(code)).collect()
}

fn by_text(known: &[String]) -> HashMap<&str, u32> {
    known.iter().map(String::as_str).zip(0..).collect()
}

fn by_number(known: &[String]) -> HashMap<u64, u32> {
    known.iter().zip(0..).filter_map(|(text, position)| Some((bits(text.parse().ok()?), position))).collect()
}

/// A key for equal numbers; both zeros are one.
fn bits(number: f64) -> u64 {
    if number == 0.0 { 0 } else { number.to_bits() }
}
