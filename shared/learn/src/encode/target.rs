//! The output column.

use crate::target::{Predicted, Target};
use serde::{Deserialize, Serialize};
use skydash_domain::table::{Column, ColumnType, Encoder, MISSING, Values};
use skydash_domain::{Error, Result, categories};

/// The most classes a classifier tells apart.
const MAX_CLASSES: usize = 10_000;

/// Turns the output column into what a model learns, and what it predicts into a column again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetEncoder {
    name: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Classes {
        dtype: String,
        categories: Vec<String>,
        encoder: Encoder,
        /// The position in `categories` of each class: those that occur, numbers by their size.
        classes: Vec<u32>,
    },
    Numbers,
}

impl TargetEncoder {
    /// The encoder of a categorical column, and each row's class. Only categories that occur are classes.
    ///
    /// # Errors
    /// [`Error::Invalid`] or [`Error::Precondition`] that names the column, when it is not Categorical, has
    /// missing values, or holds fewer than two different ones; [`Error::TooLarge`] for too many.
    pub fn classes(column: &Column) -> Result<(Self, Target)> {
        let name = &column.name;
        let (ColumnType::Categorical { dtype, categories, encoder, .. }, Values::Codes(codes)) =
            (&column.column_type, &column.values)
        else {
            return Err(Error::invalid(format!(
                "Column '{name}' has type {}, but a classifier predicts a Categorical column. Change its type, or \
                 choose another output column.",
                column.column_type.name()
            )));
        };
        let classes = occurring(column, codes)?;
        if classes.len() > MAX_CLASSES {
            return Err(Error::too_large(format!(
                "Column '{name}' has {} different values; a classifier tells at most {MAX_CLASSES} apart.",
                classes.len()
            )));
        }
        if let [only] = classes[..] {
            return Err(Error::precondition(format!(
                "Column '{name}' holds '{}' in every row: there is nothing to tell apart. Choose another output column.",
                categories[only as usize]
            )));
        }
        let mut class_of = vec![0; categories.len()];
        for (class, &category) in (0..).zip(&classes) {
            class_of[category as usize] = class;
        }
        let target = Target::Classes {
            codes: codes.iter().map(|&code| class_of[code as usize]).collect(),
            classes: classes.len(),
        };
        let kind = Kind::Classes { dtype: dtype.clone(), categories: categories.clone(), encoder: *encoder, classes };
        Ok((Self { name: name.clone(), kind }, target))
    }

    /// The encoder of a column of numbers, and the numbers.
    ///
    /// # Errors
    /// [`Error::Invalid`] or [`Error::Precondition`] that names the column, when it does not hold numbers, some
    /// are missing or infinite, or all are the same.
    pub fn numbers(column: &Column) -> Result<(Self, Target)> {
        let name = &column.name;
        let (ColumnType::Integer { .. } | ColumnType::Float { .. }, Values::Numbers(values)) =
            (&column.column_type, &column.values)
        else {
            return Err(Error::invalid(format!(
                "Column '{name}' has type {}, but a regression predicts an Integer or Float column. Change its type, \
                 or choose another output column.",
                column.column_type.name()
            )));
        };
        if values.iter().any(|value| value.is_nan()) {
            return Err(missing(name));
        }
        if values.iter().any(|value| value.is_infinite()) {
            return Err(Error::precondition(format!("Column '{name}' has infinite values. Remove those rows.")));
        }
        if let Some(first) = values.first().filter(|first| values.iter().all(|value| value == *first)) {
            return Err(Error::precondition(format!(
                "Column '{name}' holds {first} in every row: there is nothing to learn. Choose another output column."
            )));
        }
        Ok((Self { name: name.clone(), kind: Kind::Numbers }, Target::Numbers(values.clone())))
    }

    /// The output column's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The classes as text, in the order of class numbers; none for a regression.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let (classes, categories): (&[u32], &[String]) = match &self.kind {
            Kind::Classes { classes, categories, .. } => (classes, categories),
            Kind::Numbers => (&[], &[]),
        };
        classes.iter().filter_map(|&code| categories.get(code as usize)).map(String::as_str)
    }

    /// The type of a predicted column: that of the output, Float for a regression.
    #[must_use]
    pub fn column_type(&self) -> ColumnType {
        match &self.kind {
            Kind::Numbers => ColumnType::Float { dtype: "float64".into() },
            Kind::Classes { dtype, categories, encoder, .. } => ColumnType::Categorical {
                dtype: dtype.clone(),
                categories: categories.clone(),
                num_categories: categories.len(),
                converted: false,
                encoder: *encoder,
            },
        }
    }

    /// What a model predicts, as a column of the output's type (Float for a regression).
    ///
    /// # Errors
    /// [`Error::Internal`] when the prediction is not of this column's kind.
    pub fn decode(&self, predicted: &Predicted) -> Result<Column> {
        let values = match (&self.kind, predicted) {
            (Kind::Numbers, Predicted::Numbers(values)) => Values::Numbers(values.clone()),
            (Kind::Classes { classes, .. }, Predicted::Classes { codes, .. }) => {
                let category = |&code: &u32| classes.get(code as usize).copied();
                Values::Codes(codes.iter().map(category).collect::<Option<_>>().ok_or_else(|| mismatch(&self.name))?)
            }
            _ => return Err(mismatch(&self.name)),
        };
        Ok(Column { name: self.name.clone(), column_type: self.column_type(), values })
    }

    /// Whether it can decode what a model with so many classes (none for numbers) predicts.
    #[must_use]
    pub fn fits(&self, model_classes: Option<usize>) -> bool {
        match &self.kind {
            Kind::Numbers => model_classes.is_none(),
            Kind::Classes { categories, classes, .. } => {
                classes.len() > 1
                    && model_classes == Some(classes.len())
                    && classes.iter().all(|&code| (code as usize) < categories.len())
            }
        }
    }
}

fn missing(name: &str) -> Error {
    Error::precondition(format!(
        "Column '{name}' has missing values, and the output must be known in every row. Fill them or remove those rows."
    ))
}

fn mismatch(name: &str) -> Error {
    Error::internal(format!("a prediction does not fit the output column '{name}'"))
}

/// The categories that occur, in order; numbers by their size.
fn occurring(column: &Column, codes: &[u32]) -> Result<Vec<u32>> {
    let categories = categories::of(column)?;
    let mut seen = vec![false; categories.len()];
    for &code in codes {
        if code == MISSING {
            return Err(missing(&column.name));
        }
        *seen.get_mut(code as usize).ok_or_else(|| categories::stray(column))? = true;
    }
    let mut classes: Vec<u32> = (0..).zip(seen).filter(|(_, seen)| *seen).map(|(code, _)| code).collect();
    if matches!(column.column_type.dtype(), "int64" | "float64") {
        let number = |&code: &u32| categories[code as usize].parse().unwrap_or(f64::NAN);
        classes.sort_by(|a, b| f64::total_cmp(&number(a), &number(b)));
    } else {
        classes.sort_by_key(|&code| &categories[code as usize]);
    }
    Ok(classes)
}
