//! Tables as the engines pass them around: typed columns of plain vectors.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// How a categorical column is turned into numbers for a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoder {
    /// One 0/1 column per category.
    OneHot,
    /// The category's position in the sorted list.
    Label,
}

/// The type of a column, exactly as `/types` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum ColumnType {
    /// Whole numbers; `dtype` is an Arrow name such as `int64`.
    Integer {
        /// Arrow type name.
        dtype: String,
    },
    /// Floating point numbers; `dtype` is an Arrow name such as `float64`.
    Float {
        /// Arrow type name.
        dtype: String,
    },
    /// Free text; `dtype` is `string`.
    Text {
        /// Arrow type name.
        dtype: String,
    },
    /// A calendar day kept as text; `dtype` is its strptime format.
    Date {
        /// strptime format.
        dtype: String,
    },
    /// A time of day kept as text; `dtype` is its strptime format.
    Time {
        /// strptime format.
        dtype: String,
    },
    /// A day and time kept as text; `dtype` is its strptime format.
    Timestamp {
        /// strptime format.
        dtype: String,
    },
    /// One of a few values. `categories` are sorted and always text, also for numbers (`"1.0"`).
    Categorical {
        /// Arrow name of the values behind the categories: `string`, `int64`, `float64` or `bool`.
        dtype: String,
        /// The values, sorted, as text.
        categories: Vec<String>,
        /// How many there are.
        num_categories: usize,
        /// Whether a converter made the column categorical.
        converted: bool,
        /// How models see it.
        encoder: Encoder,
    },
}

impl ColumnType {
    /// The type's word on the wire: `Integer`, `Categorical`, ...
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Integer { .. } => "Integer",
            Self::Float { .. } => "Float",
            Self::Text { .. } => "Text",
            Self::Date { .. } => "Date",
            Self::Time { .. } => "Time",
            Self::Timestamp { .. } => "Timestamp",
            Self::Categorical { .. } => "Categorical",
        }
    }

    /// The `dtype` text that goes with it.
    #[must_use]
    pub fn dtype(&self) -> &str {
        match self {
            Self::Integer { dtype }
            | Self::Float { dtype }
            | Self::Text { dtype }
            | Self::Date { dtype }
            | Self::Time { dtype }
            | Self::Timestamp { dtype }
            | Self::Categorical { dtype, .. } => dtype,
        }
    }
}

/// The values of a column in memory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// Numbers; a missing value is NaN.
    Numbers(Vec<f64>),
    /// Text; a missing value is `None`.
    Texts(Vec<Option<String>>),
    /// Positions in the column type's sorted `categories`; a missing value is [`MISSING`].
    Codes(Vec<u32>),
}

/// The code of a missing value in [`Values::Codes`].
pub const MISSING: u32 = u32::MAX;

impl Values {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Texts(values) => values.len(),
            Self::Codes(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that they take in memory, about.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        // What is set aside for each text beside its bytes.
        const ASIDE: usize = 16;
        match self {
            Self::Numbers(values) => size_of_val(values.as_slice()),
            Self::Codes(values) => size_of_val(values.as_slice()),
            Self::Texts(values) => {
                let texts: usize = values.iter().flatten().map(|text| text.len() + ASIDE).sum();
                size_of_val(values.as_slice()) + texts
            }
        }
    }

    /// Makes room for so many more values.
    pub fn reserve(&mut self, more: usize) {
        match self {
            Self::Numbers(values) => values.reserve_exact(more),
            Self::Texts(values) => values.reserve_exact(more),
            Self::Codes(values) => values.reserve_exact(more),
        }
    }

    /// Adds values of the same kind at the end.
    ///
    /// # Errors
    /// [`Error::Internal`] for values of another kind.
    pub fn append(&mut self, more: Self) -> Result<()> {
        match (self, more) {
            (Self::Numbers(values), Self::Numbers(more)) => values.extend(more),
            (Self::Texts(values), Self::Texts(more)) => values.extend(more),
            (Self::Codes(values), Self::Codes(more)) => values.extend(more),
            _ => return Err(Error::internal("values of different kinds cannot be in one column")),
        }
        Ok(())
    }

    /// The values at these row numbers, in their order.
    ///
    /// # Panics
    /// When a row number is not below [`Values::len`].
    #[must_use]
    pub fn take(&self, rows: &[usize]) -> Self {
        match self {
            Self::Numbers(values) => Self::Numbers(rows.iter().map(|&row| values[row]).collect()),
            Self::Texts(values) => Self::Texts(rows.iter().map(|&row| values[row].clone()).collect()),
            Self::Codes(values) => Self::Codes(rows.iter().map(|&row| values[row]).collect()),
        }
    }
}

/// A named, typed column with its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The name users see.
    pub name: String,
    /// Its type.
    pub column_type: ColumnType,
    /// Its values.
    pub values: Values,
}
