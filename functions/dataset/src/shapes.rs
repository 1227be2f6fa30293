//! The published shapes of answers that engines and stored summaries are written to as they are.

#![allow(dead_code, reason = "published; the values are written as JSON elsewhere")]

use serde_json::{Map, Value};
use std::collections::HashMap;
use utoipa::ToSchema;

/// The type of a column.
#[derive(ToSchema)]
#[serde(untagged)]
pub(crate) enum ColumnTypeRow {
    /// One of a few values.
    Categorical(CategoricalColumn),
    /// Anything else.
    Plain(PlainColumn),
}

/// A column of one of a few values.
#[derive(ToSchema)]
pub(crate) struct CategoricalColumn {
    r#type: CategoricalKind,
    /// Arrow name of the values behind the categories: `string`, `int64`, `float64` or `bool`.
    dtype: String,
    /// The values, sorted, as text.
    categories: Vec<String>,
    /// How many there are.
    num_categories: u64,
    /// Whether a converter made the column categorical.
    converted: bool,
    /// How models see it.
    encoder: EncoderName,
}

/// The one word for categories.
#[derive(ToSchema)]
enum CategoricalKind {
    Categorical,
}

/// How a categorical column is turned into numbers for a model.
#[derive(Debug, Clone, Copy, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EncoderName {
    /// One 0/1 column per category.
    OneHot,
    /// The category's position in the sorted list.
    Label,
}

/// A column of numbers, texts or times.
#[derive(ToSchema)]
pub(crate) struct PlainColumn {
    r#type: PlainKind,
    /// The Arrow name of its values; the strptime format of a date or time.
    dtype: String,
    /// How texts are encoded: only in previews.
    #[schema(nullable = false)]
    encoding: Option<String>,
}

/// What sort of values a column has.
#[derive(ToSchema)]
enum PlainKind {
    Integer,
    Float,
    Text,
    Date,
    Time,
    Timestamp,
}

/// Size, missing values and statistics of a table. Statistics are left out where they were not wanted.
#[derive(ToSchema)]
pub(crate) struct TableInfo {
    total_rows: u64,
    total_columns: u64,
    column_names: Vec<String>,
    /// Missing values by column.
    nan: HashMap<String, u64>,
    /// Always 0, as the other entries about splits: files carry none.
    train_size: u64,
    test_size: u64,
    val_size: u64,
    train_indices: Vec<u64>,
    test_indices: Vec<u64>,
    val_indices: Vec<u64>,
    #[schema(nullable = false)]
    general_info: Option<GeneralInfo>,
    /// By Integer or Float column with at least one value.
    #[schema(nullable = false)]
    numeric_stats: Option<HashMap<String, NumericStats>>,
    /// By Categorical column.
    #[schema(nullable = false)]
    categorical_stats: Option<HashMap<String, CategoricalStats>>,
    /// By Text column.
    #[schema(nullable = false)]
    text_stats: Option<HashMap<String, TextStats>>,
    #[schema(nullable = false)]
    quality_info: Option<QualityInfo>,
    /// Pearson correlation of each pair of numeric columns; null where it is not defined.
    #[schema(nullable = false)]
    correlations: Option<HashMap<String, HashMap<String, Option<f64>>>>,
}

/// Size and types of a table.
#[derive(ToSchema)]
struct GeneralInfo {
    n_rows: u64,
    n_columns: u64,
    /// Stored bytes / 1e6.
    memory_usage_mb: f64,
    /// Rows that equal an earlier row.
    duplicate_rows: u64,
    /// Type name of each column.
    dtypes: HashMap<String, String>,
}

/// Statistics of a numeric column. A value that is not defined (the standard deviation of one row) is null.
#[derive(ToSchema)]
struct NumericStats {
    mean: Option<f64>,
    /// With one degree of freedom.
    std: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    median: Option<f64>,
    /// First quartile.
    q1: Option<f64>,
    /// Third quartile.
    q3: Option<f64>,
    /// `q1 - 1.5 * (q3 - q1)`.
    lower_bound: Option<f64>,
    /// `q3 + 1.5 * (q3 - q1)`.
    upper_bound: Option<f64>,
    /// Distinct values.
    n_unique: u64,
    /// Bias-corrected.
    skew: Option<f64>,
    /// Excess kurtosis, bias-corrected.
    kurtosis: Option<f64>,
    /// Values outside of the two bounds.
    outliers_count: u64,
}

/// Statistics of a categorical column.
#[derive(ToSchema)]
struct CategoricalStats {
    /// Distinct values.
    n_unique: u64,
    most_frequent: Option<String>,
    most_frequent_count: u64,
    /// The five most frequent values.
    top_5: Vec<ValueCount>,
}

/// A value and how often it occurs.
#[derive(ToSchema)]
struct ValueCount {
    value: String,
    count: u64,
}

/// Statistics of a text column. Lengths are in characters.
#[derive(ToSchema)]
struct TextStats {
    avg_length: f64,
    median_length: f64,
    min_length: u64,
    max_length: u64,
    unique_count: u64,
    /// Distinct values / rows.
    unique_ratio: f64,
    avg_word_count: f64,
}

/// What to look at before learning from a table.
#[derive(ToSchema)]
struct QualityInfo {
    /// Columns with one value.
    constant_columns: Vec<String>,
    /// Categorical columns with more than 100 values.
    high_cardinality_columns: Vec<String>,
    /// Columns in which all values differ.
    possible_id_columns: Vec<String>,
    /// Share of missing values by column.
    nan_ratio_per_column: HashMap<String, f64>,
    rows_with_any_nan: u64,
    rows_with_multiple_nan: u64,
    /// `(0.7 * completeness + 0.3 * row uniqueness) * 100`.
    data_quality_score: f64,
}

/// The first rows of a file, with the types that its columns would get.
#[derive(ToSchema)]
pub(crate) struct FilePreview {
    /// The first rows, each from column name to value. Long texts are cut.
    #[schema(value_type = Vec<Object>)]
    sample: Vec<Map<String, Value>>,
    /// How the columns' values are kept, by column.
    schema: HashMap<String, ColumnTypeRow>,
    /// The types that the values suggest, with the reason, by column.
    inferred_types: HashMap<String, InferredType>,
    /// Rows that were looked at.
    preview_row_count: u64,
    types_inferred: bool,
    /// Bytes of text that were read.
    previewed_bytes: u64,
}

/// A type that the values of a column suggest.
#[derive(ToSchema)]
struct InferredType {
    r#type: ColumnKind,
    dtype: String,
    /// How texts are encoded.
    #[schema(nullable = false)]
    encoding: Option<String>,
    /// The values of a Categorical column, sorted, as text; the next three are for such a column, too.
    #[schema(nullable = false)]
    categories: Option<Vec<String>>,
    #[schema(nullable = false)]
    num_categories: Option<u64>,
    #[schema(nullable = false)]
    converted: Option<bool>,
    #[schema(nullable = false)]
    encoder: Option<EncoderName>,
    inference_reason: InferenceReason,
}

/// The word for a type.
#[derive(ToSchema)]
enum ColumnKind {
    Integer,
    Float,
    Text,
    Date,
    Time,
    Timestamp,
    Categorical,
}

/// Why a type was chosen.
#[derive(ToSchema)]
struct InferenceReason {
    rule: String,
    /// Distinct values.
    unique_count: u64,
    /// Distinct values / rows.
    unique_ratio: f64,
    /// Rows.
    total_count: u64,
    /// Up to which numbers of distinct values a column is categorical.
    thresholds: HashMap<String, f64>,
    final_type: ColumnKind,
    is_categorical: bool,
    sample_values: Vec<String>,
}

/// Whether columns of a file can be read with other types.
#[derive(ToSchema)]
pub(crate) struct TypeChangesVerdict {
    /// Whether all can.
    valid: bool,
    /// What is against a change, by column.
    errors: HashMap<String, String>,
    /// The `dtype` that a possible change leads to, by column.
    resolved_dtypes: HashMap<String, String>,
}
