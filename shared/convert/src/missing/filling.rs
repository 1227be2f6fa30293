//! What the gaps of a column are filled with.

use super::statistic;
use crate::limits::MAX_MADE_CATEGORY_BYTES;
use crate::reading::{self, shortened};
use crate::types::{self, Categories};
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::missing::{FillValue, ImputerStrategy, SimpleImputer as Parameters};
use skydash_domain::table::{Column, ColumnType, MISSING, Values};
use skydash_domain::{Error, Result, categories};

const CONVERTER: &str = "SimpleImputer";

/// What a column becomes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Filling {
    /// It is removed: it has no values.
    Removed,
    /// Numbers, with this one in the gaps.
    Number {
        /// The number.
        value: f64,
        /// Whether the column is one of whole numbers.
        is_whole: bool,
    },
    /// Categories, with the one at this place in the gaps.
    Category {
        /// Its place among the categories.
        code: u32,
        /// The categories, with that one.
        categories: Categories,
    },
}

impl Filling {
    /// Learns what to fill a column with.
    pub fn learn(parameters: &Parameters, column: &Column) -> Result<Self> {
        let is_empty = reading::missing(&column.values).into_iter().all(|missing| missing);
        if is_empty && !parameters.keep_empty_features {
            return Ok(Self::Removed);
        }
        match (&column.column_type, parameters.strategy) {
            (ColumnType::Categorical { .. }, ImputerStrategy::Constant) => constant_category(parameters, column),
            (ColumnType::Categorical { .. }, ImputerStrategy::MostFrequent) => most_frequent_category(column, is_empty),
            (ColumnType::Categorical { dtype, .. }, _) if !matches!(dtype.as_str(), "int64" | "float64") => {
                Err(Error::precondition(format!(
                    "Column '{}' has categories, which have no mean or median. Choose 'most_frequent' or 'constant' as \
                     'strategy' of {CONVERTER}.",
                    column.name
                )))
            }
            (_, ImputerStrategy::Constant) => constant_number(parameters, column),
            (_, strategy) => learnt_number(strategy, column, is_empty),
        }
    }

    /// The type of the filled column; none for one that is removed.
    pub fn column_type(&self) -> Option<ColumnType> {
        match self {
            Self::Removed => None,
            Self::Number { is_whole: true, .. } => Some(types::integer()),
            Self::Number { is_whole: false, .. } => Some(types::float()),
            Self::Category { categories, .. } => Some(categories.column_type()),
        }
    }

    /// A column with its gaps filled.
    pub fn fill(&self, column: &Column) -> Result<Values> {
        match self {
            Self::Removed => Err(Error::internal(format!("column '{}' is removed", column.name))),
            Self::Number { value, is_whole } => {
                if *is_whole {
                    reading::exact(column, CONVERTER)?;
                }
                let fill = |number: &f64| if number.is_nan() { *value } else { *number };
                Ok(Values::Numbers(reading::numbers(column)?.iter().map(fill).collect()))
            }
            Self::Category { code, categories: made } => {
                let refuse = |category: &str| {
                    Err(Error::precondition(format!(
                        "Column '{}' has the category '{}', which it did not have when {CONVERTER} learnt.",
                        column.name,
                        shortened(category)
                    )))
                };
                let mut codes = categories::positions(&made.known, column, refuse)?;
                codes.iter_mut().filter(|place| **place == MISSING).for_each(|place| *place = *code);
                Ok(Values::Codes(codes))
            }
        }
    }

    /// Whether its parts fit together.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Removed | Self::Number { .. } => true,
            Self::Category { code, categories } => (*code as usize) < categories.known.len(),
        }
    }
}

/// Mean, median or most frequent value of a column of numbers. Whole numbers stay whole where the result is.
fn learnt_number(strategy: ImputerStrategy, column: &Column, is_empty: bool) -> Result<Filling> {
    let mut numbers = reading::numbers(column)?.into_owned();
    reading::finite(&column.name, &numbers, CONVERTER)?;
    numbers.retain(|number| !number.is_nan());
    let value = match strategy {
        _ if is_empty => 0.0,
        ImputerStrategy::Mean => skydash_numeric::vector::mean(&numbers),
        ImputerStrategy::Median => statistic::median(&mut numbers),
        ImputerStrategy::MostFrequent | ImputerStrategy::Constant => statistic::most_frequent(&mut numbers),
    };
    Ok(Filling::Number { value, is_whole: is_whole(&column.column_type) && value.fract() == 0.0 })
}

fn constant_number(parameters: &Parameters, column: &Column) -> Result<Filling> {
    let value = match &parameters.fill_value {
        Some(FillValue::Integer(value)) => (value.unsigned_abs() < 1 << 53).then_some(*value as f64),
        Some(FillValue::Number(value)) => Some(*value),
        Some(FillValue::Text(text)) => reading::number(text).filter(|value| value.is_finite()),
        None => None,
    };
    let value = value.ok_or_else(|| unfit(&column.name, "is one of numbers"))?;
    Ok(Filling::Number { value, is_whole: is_whole(&column.column_type) && value.fract() == 0.0 })
}

fn most_frequent_category(column: &Column, is_empty: bool) -> Result<Filling> {
    let categories = Categories::of(&column.column_type).ok_or_else(|| categories::stray(column))?;
    let mut counts = vec![0_u64; categories.known.len()];
    for code in categories::positions(&categories.known, column, |_| Ok(MISSING))? {
        if let Some(count) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    match counts.iter().position(|count| *count == most) {
        Some(code) if !is_empty => Ok(Filling::Category { code: code as u32, categories }),
        _ => Err(reading::no_values(&column.name, CONVERTER)),
    }
}

/// The fixed value as a category, which is added where the column lacks it.
fn constant_category(parameters: &Parameters, column: &Column) -> Result<Filling> {
    let mut categories = Categories::of(&column.column_type).ok_or_else(|| categories::stray(column))?;
    let category = category(parameters.fill_value.as_ref(), &categories.dtype, &column.name)?;
    if category.len() > MAX_MADE_CATEGORY_BYTES {
        return Err(unfit(&column.name, &format!("takes categories of at most {MAX_MADE_CATEGORY_BYTES} bytes")));
    }
    if !categories.known.contains(&category) {
        categories.known.push(category.clone());
        categories.sort();
    }
    let code = categories.known.iter().position(|known| *known == category).unwrap_or_default() as u32;
    Ok(Filling::Category { code, categories })
}

/// A fixed value as a category of values of this Arrow type.
fn category(value: Option<&FillValue>, dtype: &str, column: &str) -> Result<String> {
    let text = match value {
        Some(FillValue::Integer(value)) => value.to_string(),
        Some(FillValue::Number(value)) => reading::written(*value, false),
        Some(FillValue::Text(text)) => text.clone(),
        None => return Err(unfit(column, "needs one")),
    };
    let number = || text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let is_exact = |number: &f64| number.fract() == 0.0 && number.abs() < 9e15;
    match dtype {
        "int64" => match (text.trim().parse::<i64>(), number().filter(is_exact)) {
            (Ok(number), _) => Ok(number.to_string()),
            (_, Some(number)) => Ok(reading::written(number, true)),
            _ => Err(unfit(column, "is one of whole numbers")),
        },
        "float64" => match number() {
            Some(number) => Ok(reading::written(number, false)),
            None => Err(unfit(column, "is one of numbers")),
        },
        "bool" => match text.to_lowercase().as_str() {
            "true" => Ok("True".to_owned()),
            "false" => Ok("False".to_owned()),
            _ => Err(unfit(column, "is one of True and False")),
        },
        _ => Ok(text),
    }
}

fn unfit(column: &str, what: &str) -> Error {
    Error::invalid(format!(
        "Parameter 'fill_value' of {CONVERTER} does not fit column '{column}', which {what}. Choose another value, or leave \
         the column out."
    ))
}

/// Whether the values of such a column are whole numbers.
fn is_whole(column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Integer { .. } => true,
        ColumnType::Categorical { dtype, .. } => dtype == "int64",
        _ => false,
    }
}
