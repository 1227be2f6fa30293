//! Types of made columns.

use serde::{Deserialize, Serialize};
use skydash_catalog::converters::encoding::Whole;
use skydash_domain::table::{ColumnType, Encoder};

/// Floating point numbers.
pub(crate) fn float() -> ColumnType {
    ColumnType::Float { dtype: "float64".to_owned() }
}

/// Whole numbers.
pub(crate) fn integer() -> ColumnType {
    ColumnType::Integer { dtype: "int64".to_owned() }
}

/// Whole numbers of this width.
pub(crate) fn whole(width: Whole) -> ColumnType {
    ColumnType::Integer { dtype: width.dtype().to_owned() }
}

/// Free text.
pub(crate) fn text() -> ColumnType {
    ColumnType::Text { dtype: "string".to_owned() }
}

/// The type of a made column as converters store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MadeType {
    /// Whole numbers.
    Integer,
    /// Floating point numbers.
    Float,
    /// Free text.
    Text,
    /// One of some categories.
    Categorical(Categories),
}

/// The categories of a made column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Categories {
    /// Arrow name of the values behind them.
    pub dtype: String,
    /// The categories, sorted.
    pub known: Vec<String>,
    /// Whether a converter made the column categorical.
    pub converted: bool,
    /// How models see them.
    pub encoder: Encoder,
}

impl MadeType {
    /// The type as columns have it.
    pub fn column_type(&self) -> ColumnType {
        match self {
            Self::Integer => integer(),
            Self::Float => float(),
            Self::Text => text(),
            Self::Categorical(categories) => categories.column_type(),
        }
    }
}

impl Categories {
    /// Categories that a converter made, of values of this Arrow type.
    pub fn made(dtype: &str, known: Vec<String>) -> Self {
        let encoder = if matches!(dtype, "int64" | "float64") { Encoder::Label } else { Encoder::OneHot };
        Self { dtype: dtype.to_owned(), known, converted: true, encoder }
    }

    /// The categories of a column's type, if it has some.
    pub fn of(column_type: &ColumnType) -> Option<Self> {
        match column_type {
            ColumnType::Categorical { dtype, categories, converted, encoder, .. } => {
                Some(Self { dtype: dtype.clone(), known: categories.clone(), converted: *converted, encoder: *encoder })
            }
            _ => None,
        }
    }

    /// The type of a column with these categories.
    pub fn column_type(&self) -> ColumnType {
        ColumnType::Categorical {
            dtype: self.dtype.clone(),
            categories: self.known.clone(),
            num_categories: self.known.len(),
            converted: self.converted,
            encoder: self.encoder,
        }
    }

    /// Sorts them: numbers by size, all others as text.
    pub fn sort(&mut self) {
        match self.dtype.as_str() {
            "int64" | "float64" => {
                let size = |text: &String| text.parse::<f64>().unwrap_or(f64::NAN);
                self.known.sort_by(|a, b| size(a).total_cmp(&size(b)));
            }
            _ => self.known.sort_unstable(),
        }
    }
}
