//! Types of columns: those a client declares, and those that values suggest.

use crate::dates::{self, Format};
use crate::kind::Kind;
use crate::limits::MAX_CATEGORIES;
use crate::names::shortened;
use crate::stats::Profile;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use skydash_domain::table::{ColumnType, Encoder};
use skydash_domain::{Error, Result};

/// Distinct values up to which a text column may be categorical.
pub(crate) const MAX_TEXT_VALUES: u64 = 50;
/// Distinct values up to which a column of whole numbers may be categorical.
pub(crate) const MAX_NUMBER_VALUES: u64 = 20;
/// Share of distinct values among all up to which a column may be categorical.
pub(crate) const MAX_UNIQUE_RATIO: f64 = 0.05;
/// Rows below which numbers are never taken for categories.
const MIN_ROWS_FOR_NUMBERS: u64 = 20;
/// Mean length of text above which it is never taken for categories.
const MAX_CATEGORY_LENGTH: f64 = 60.0;

/// Reads declared types as the wire's `inferred_types` has them: `{column: {type, dtype, encoder?, ...}}`. Entries
/// beyond these three, such as `inference_reason`, are ignored; categories are counted from the data.
///
/// # Errors
/// [`Error::Invalid`] that names the column, for an unknown type.
pub fn declared_types(types: &Map<String, Value>) -> Result<IndexMap<String, ColumnType>> {
    types.iter().map(|(column, entry)| Ok((column.clone(), declared(column, entry)?))).collect()
}

fn declared(column: &str, entry: &Value) -> Result<ColumnType> {
    let word = |key: &str| entry.get(key).and_then(Value::as_str);
    let name = word("type").unwrap_or_default();
    let dtype = word("dtype");
    let given = |usual: &str| dtype.unwrap_or(usual).to_owned();
    Ok(match name {
        "Integer" => ColumnType::Integer { dtype: "int64".to_owned() },
        "Float" | "Decimal" => ColumnType::Float { dtype: "float64".to_owned() },
        "Text" => ColumnType::Text { dtype: "string".to_owned() },
        "Date" => ColumnType::Date { dtype: format(dtype, "%Y-%m-%d") },
        "Time" => ColumnType::Time { dtype: format(dtype, "%H:%M:%S") },
        "Timestamp" => ColumnType::Timestamp { dtype: format(dtype, "%Y-%m-%d %H:%M:%S") },
        "Boolean" => categorical("bool", Encoder::OneHot),
        "Categorical" => {
            let dtype = given("string");
            let dtype = match dtype.as_str() {
                "bool" | "int64" | "float64" => dtype,
                "int32" | "int16" | "int8" => "int64".to_owned(),
                "double" | "float32" => "float64".to_owned(),
                _ => "string".to_owned(),
            };
            let encoder = match word("encoder") {
                Some("label") => Encoder::Label,
                Some("one_hot") => Encoder::OneHot,
                _ => usual_encoder(&dtype),
            };
            categorical(&dtype, encoder)
        }
        other => {
            return Err(Error::invalid(format!(
                "Column '{column}' cannot have the type '{}'. Choose Integer, Float, Text, Categorical, Date, Time or Timestamp.",
                shortened(other)
            )));
        }
    })
}

fn format(given: Option<&str>, usual: &str) -> String {
    given.filter(|format| format.contains('%')).unwrap_or(usual).to_owned()
}

fn usual_encoder(dtype: &str) -> Encoder {
    if matches!(dtype, "int64" | "float64") { Encoder::Label } else { Encoder::OneHot }
}

fn categorical(dtype: &str, encoder: Encoder) -> ColumnType {
    ColumnType::Categorical {
        dtype: dtype.to_owned(),
        categories: Vec::new(),
        num_categories: 0,
        converted: false,
        encoder,
    }
}

/// How many distinct values have to be counted to decide on a column's type.
pub(crate) fn values_to_count(kind: Kind, declared: Option<&ColumnType>) -> usize {
    match (declared, kind) {
        (Some(ColumnType::Categorical { .. }), _) => MAX_CATEGORIES,
        (Some(_), _) => 0,
        (None, Kind::Int | Kind::Float) => usize::try_from(MAX_NUMBER_VALUES).unwrap_or(0),
        (None, _) => usize::try_from(MAX_TEXT_VALUES).unwrap_or(0),
    }
}

/// The type of a column kept as this kind, and the rule that chose it.
pub(crate) fn decide(kind: Kind, declared: Option<&ColumnType>, profile: &Profile) -> (ColumnType, &'static str) {
    match declared {
        Some(ColumnType::Categorical { dtype, encoder, .. }) => match &profile.counts {
            Some(_) => (with_categories(dtype, *encoder, profile), "declared"),
            None => (plain(kind), "too_many_categories"),
        },
        Some(declared) => (declared.clone(), "declared"),
        None => inferred(kind, profile),
    }
}

fn inferred(kind: Kind, profile: &Profile) -> (ColumnType, &'static str) {
    let category = || with_categories(kind.dtype(), usual_encoder(kind.dtype()), profile);
    match kind {
        Kind::Bool => (category(), "boolean_always_categorical"),
        Kind::Unknown => (plain(Kind::Float), "no_values"),
        Kind::Int if few_numbers(profile) => (category(), "few_whole_numbers"),
        Kind::Float if profile.whole && few_numbers(profile) => (category(), "few_whole_numbers"),
        Kind::Int | Kind::Float => (plain(kind), "numbers"),
        Kind::Text => match profile.format {
            Some(Format::Date(format)) => (ColumnType::Date { dtype: format.to_owned() }, "date_format"),
            Some(Format::Time(format)) => (ColumnType::Time { dtype: format.to_owned() }, "time_format"),
            Some(Format::Timestamp(format)) => (ColumnType::Timestamp { dtype: format.to_owned() }, "timestamp_format"),
            None if few_texts(profile) => (category(), "few_texts"),
            None => (plain(Kind::Text), "texts"),
        },
    }
}

#[expect(clippy::cast_precision_loss, reason = "rows are below 2^52")]
fn few_numbers(profile: &Profile) -> bool {
    profile.counts.is_some()
        && profile.values >= MIN_ROWS_FOR_NUMBERS
        && profile.n_unique <= MAX_NUMBER_VALUES
        && profile.n_unique as f64 <= profile.values as f64 * MAX_UNIQUE_RATIO
}

#[expect(clippy::cast_precision_loss, reason = "rows are below 2^52")]
fn few_texts(profile: &Profile) -> bool {
    let rows = profile.values as f64;
    // Small tables have few rows a category: half of them, and up to ten categories, is still a pattern.
    let allowed = (rows * MAX_UNIQUE_RATIO).max((rows / 2.0).min(10.0));
    profile.counts.is_some()
        && profile.n_unique <= MAX_TEXT_VALUES
        && profile.n_unique as f64 <= allowed
        && profile.mean_length <= MAX_CATEGORY_LENGTH
}

fn with_categories(dtype: &str, encoder: Encoder, profile: &Profile) -> ColumnType {
    ColumnType::Categorical {
        dtype: dtype.to_owned(),
        num_categories: profile.categories.len(),
        categories: profile.categories.clone(),
        converted: false,
        encoder,
    }
}

/// The type that says no more than how values are kept.
pub(crate) fn plain(kind: Kind) -> ColumnType {
    let dtype = kind.dtype().to_owned();
    match kind {
        Kind::Int => ColumnType::Integer { dtype },
        Kind::Float | Kind::Unknown => ColumnType::Float { dtype },
        Kind::Bool | Kind::Text => ColumnType::Text { dtype: "string".to_owned() },
    }
}

/// Whether a text fits a declared date, time or timestamp; everything fits another type.
pub(crate) fn fits(text: &str, column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Date { dtype } | ColumnType::Time { dtype } | ColumnType::Timestamp { dtype } => {
            dates::reads(text, dtype)
        }
        _ => true,
    }
}
