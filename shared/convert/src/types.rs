//! Types of made columns.

use skydash_domain::table::{ColumnType, Encoder};

/// Floating point numbers.
pub(crate) fn float() -> ColumnType {
    ColumnType::Float { dtype: "float64".to_owned() }
}

/// Whole numbers.
pub(crate) fn integer() -> ColumnType {
    ColumnType::Integer { dtype: "int64".to_owned() }
}

/// Free text.
pub(crate) fn text() -> ColumnType {
    ColumnType::Text { dtype: "string".to_owned() }
}

/// One of these categories, which are sorted and of values of this Arrow type.
pub(crate) fn categorical(dtype: &str, categories: Vec<String>) -> ColumnType {
    ColumnType::Categorical {
        dtype: dtype.to_owned(),
        num_categories: categories.len(),
        categories,
        converted: true,
        encoder: if matches!(dtype, "int64" | "float64") { Encoder::Label } else { Encoder::OneHot },
    }
}
