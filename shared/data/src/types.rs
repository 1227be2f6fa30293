//! Types of columns: those a client declares, and those that values suggest.

use crate::dates::{self, Format};
use crate::kind::Kind;
use crate::limits::{CATEGORY_BYTES, MAX_CATEGORIES, MAX_CATEGORY_BYTES, MAX_TABLE_CATEGORY_BYTES};
use crate::names::shortened;
use crate::stats::{Profile, Wanted};
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
/// Bytes of the texts of a column up to which they may be categories that nobody declared.
const MAX_FEW_TEXTS_BYTES: usize = 64 << 10;
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

/// What has to be found out of a column to decide on its type.
pub(crate) fn wanted(kind: Kind, declared: Option<&ColumnType>, statistics: bool) -> Wanted {
    let (counts, count_bytes) = match (declared, kind) {
        (Some(ColumnType::Categorical { .. }), _) => (MAX_CATEGORIES, MAX_CATEGORY_BYTES),
        (Some(_), _) => (0, 0),
        (None, Kind::Int | Kind::Float) => (usize::try_from(MAX_NUMBER_VALUES).unwrap_or(0), 0),
        (None, _) => (usize::try_from(MAX_TEXT_VALUES).unwrap_or(0), MAX_FEW_TEXTS_BYTES),
    };
    Wanted { counts, count_bytes, statistics }
}

/// The type of a column kept as this kind, and the rule that chose it. The profile's categories go to the type.
pub(crate) fn decide(kind: Kind, declared: Option<&ColumnType>, profile: &mut Profile) -> (ColumnType, &'static str) {
    match declared {
        Some(ColumnType::Categorical { dtype, encoder, .. }) => match profile.categories.take() {
            Some(categories) => (with_categories(dtype, *encoder, categories), "declared"),
            None => (plain(kind), "too_many_categories"),
        },
        Some(declared) => (declared.clone(), "declared"),
        None => inferred(kind, profile),
    }
}

/// Room for the categories of a table.
pub(crate) struct Categories {
    left: usize,
}

impl Categories {
    /// As many as a table may have.
    pub(crate) fn new() -> Self {
        Self { left: MAX_TABLE_CATEGORY_BYTES }
    }

    /// Decides as [`decide`]; a column for whose categories no room is left has the type as which its values are kept.
    pub(crate) fn decide(&mut self, kind: Kind, declared: Option<&ColumnType>, profile: &mut Profile) -> ColumnType {
        let column_type = decide(kind, declared, profile).0;
        profile.categories = None;
        let ColumnType::Categorical { categories, .. } = &column_type else { return column_type };
        let bytes = categories.iter().map(|category| category.len() + CATEGORY_BYTES).sum();
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            // Truth values are two at most, and no other type has them.
            None if kind == Kind::Bool => {}
            None => return plain(kind),
        }
        column_type
    }
}

fn inferred(kind: Kind, profile: &mut Profile) -> (ColumnType, &'static str) {
    let few = match kind {
        Kind::Bool => Some("boolean_always_categorical"),
        Kind::Int if few_numbers(profile) => Some("few_whole_numbers"),
        Kind::Float if profile.whole && few_numbers(profile) => Some("few_whole_numbers"),
        Kind::Text if profile.format.is_none() && few_texts(profile) => Some("few_texts"),
        _ => None,
    };
    if let Some(rule) = few {
        let categories = profile.categories.take().unwrap_or_default();
        return (with_categories(kind.dtype(), usual_encoder(kind.dtype()), categories), rule);
    }
    match (kind, profile.format) {
        (Kind::Unknown, _) => (plain(Kind::Float), "no_values"),
        (Kind::Text, Some(Format::Date(format))) => (ColumnType::Date { dtype: format.to_owned() }, "date_format"),
        (Kind::Text, Some(Format::Time(format))) => (ColumnType::Time { dtype: format.to_owned() }, "time_format"),
        (Kind::Text, Some(Format::Timestamp(format))) => {
            (ColumnType::Timestamp { dtype: format.to_owned() }, "timestamp_format")
        }
        (Kind::Text, None) => (plain(Kind::Text), "texts"),
        (kind, _) => (plain(kind), "numbers"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "rows are below 2^52")]
fn few_numbers(profile: &Profile) -> bool {
    profile.categories.is_some()
        && profile.values >= MIN_ROWS_FOR_NUMBERS
        && profile.n_unique <= MAX_NUMBER_VALUES
        && profile.n_unique as f64 <= profile.values as f64 * MAX_UNIQUE_RATIO
}

#[expect(clippy::cast_precision_loss, reason = "rows are below 2^52")]
fn few_texts(profile: &Profile) -> bool {
    let rows = profile.values as f64;
    // Small tables have few rows a category: half of them, and up to ten categories, is still a pattern.
    let allowed = (rows * MAX_UNIQUE_RATIO).max((rows / 2.0).min(10.0));
    profile.categories.is_some()
        && profile.n_unique <= MAX_TEXT_VALUES
        && profile.n_unique as f64 <= allowed
        && profile.mean_length <= MAX_CATEGORY_LENGTH
}

fn with_categories(dtype: &str, encoder: Encoder, categories: Vec<String>) -> ColumnType {
    ColumnType::Categorical {
        dtype: dtype.to_owned(),
        num_categories: categories.len(),
        categories,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_of_all_columns_have_an_end() {
        let long = |byte: &str| byte.repeat(MAX_CATEGORY_BYTES / 2 - CATEGORY_BYTES);
        let declared = categorical("string", Encoder::Label);
        let mut room = Categories::new();
        let mut types = (0..MAX_TABLE_CATEGORY_BYTES / MAX_CATEGORY_BYTES + 1).map(|_| {
            let mut profile = Profile { categories: Some(vec![long("a"), long("b")]), ..Profile::default() };
            let found = room.decide(Kind::Text, Some(&declared), &mut profile);
            assert_eq!(profile.categories, None);
            found
        });
        assert!(types.by_ref().take(16).all(|found| found.name() == "Categorical"));
        assert_eq!(types.next().map(|found| found.name()), Some("Text"));
        drop(types);
        let mut truths = Profile { categories: Some(vec!["False".into(), "True".into()]), ..Profile::default() };
        assert_eq!(room.decide(Kind::Bool, None, &mut truths).name(), "Categorical");
    }
}
