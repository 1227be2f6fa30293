//! The categories of a column, and finding those of another table among them.

use serde::{Deserialize, Serialize};
use skydash_domain::table::{Column, ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use std::collections::HashMap;

/// Categories in the order in which they count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Categories(pub Vec<String>);

impl Categories {
    /// The position of each row's category, [`MISSING`] where the value is missing.
    ///
    /// Text is compared as text, numbers as numbers: `1` is the category `1.0`.
    pub fn positions(&self, column: &Column) -> Result<Vec<u32>> {
        match &column.values {
            Values::Codes(codes) => self.of_codes(codes, column),
            Values::Texts(texts) => {
                let known = self.by_text();
                let find = |text: &String| known.get(text.as_str()).copied().ok_or_else(|| self.unknown(column, text));
                texts.iter().map(|text| text.as_ref().map_or(Ok(MISSING), find)).collect()
            }
            Values::Numbers(numbers) => {
                let known = self.by_number();
                let find = |number: f64| {
                    known.get(&bits(number)).copied().ok_or_else(|| self.unknown(column, &number.to_string()))
                };
                numbers.iter().map(|&number| if number.is_nan() { Ok(MISSING) } else { find(number) }).collect()
            }
        }
    }

    fn of_codes(&self, codes: &[u32], column: &Column) -> Result<Vec<u32>> {
        let theirs = categories_of(column)?;
        if theirs == self.0 {
            let fits = |&code: &u32| code == MISSING || (code as usize) < theirs.len();
            return if codes.iter().all(fits) { Ok(codes.to_vec()) } else { Err(stray(column)) };
        }
        let known = self.by_text();
        let by_number = self.by_number();
        let translated: Vec<Option<u32>> = theirs
            .iter()
            .map(|text| {
                let as_number = || by_number.get(&bits(text.parse().ok()?)).copied();
                known.get(text.as_str()).copied().or_else(as_number)
            })
            .collect();
        let find = |code: u32| {
            if code == MISSING {
                return Ok(MISSING);
            }
            let text = theirs.get(code as usize).ok_or_else(|| stray(column))?;
            translated[code as usize].ok_or_else(|| self.unknown(column, text))
        };
        codes.iter().map(|&code| find(code)).collect()
    }

    fn by_text(&self) -> HashMap<&str, u32> {
        self.0.iter().map(String::as_str).zip(0..).collect()
    }

    fn by_number(&self) -> HashMap<u64, u32> {
        self.0.iter().zip(0..).filter_map(|(text, position)| Some((bits(text.parse().ok()?), position))).collect()
    }

    fn unknown(&self, column: &Column, value: &str) -> Error {
        const SHOWN: usize = 10;
        let known: Vec<&str> = self.0.iter().take(SHOWN).map(String::as_str).collect();
        let more = if self.0.len() > SHOWN { ", ..." } else { "" };
        Error::invalid(format!(
            "Column '{}' has the value '{value}', which the model has never seen. Known values: {}{more}.",
            column.name,
            known.join(", ")
        ))
    }
}

/// The categories behind the codes of a column.
pub(super) fn categories_of(column: &Column) -> Result<&[String]> {
    match &column.column_type {
        ColumnType::Categorical { categories, .. } => Ok(categories),
        _ => Err(stray(column)),
    }
}

pub(super) fn stray(column: &Column) -> Error {
    Error::internal(format!("column '{}' holds codes that are not those of its categories", column.name))
}

/// A key for equal numbers; both zeros are one.
fn bits(number: f64) -> u64 {
    if number == 0.0 { 0 } else { number.to_bits() }
}
