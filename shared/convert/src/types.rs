//! Types of made columns.

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

/// Sorts categories of values of this Arrow type: numbers by size, all others as text.
pub(crate) fn sort_categories(dtype: &str, categories: &mut [String]) {
    match dtype {
        "int64" | "float64" => {
            let size = |text: &String| text.parse::<f64>().unwrap_or(f64::NAN);
            categories.sort_by(|a, b| size(a).total_cmp(&size(b)));
        }
        _ => categories.sort_unstable(),
    }
}
