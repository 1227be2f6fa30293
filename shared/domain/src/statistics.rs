//! What is known about a table's values without reading its rows.
//!
//! Names and definitions are those of the wire's `/info` answer; quantiles are linearly
//! interpolated, standard deviations have one degree of freedom, skewness and excess kurtosis are
//! bias-corrected (the definitions of pandas).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Statistics of a table. Maps are in column order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Statistics {
    /// Size and types.
    pub general_info: GeneralInfo,
    /// One entry an Integer or Float column with at least one value.
    pub numeric_stats: IndexMap<String, NumericStats>,
    /// One entry a Categorical column.
    pub categorical_stats: IndexMap<String, CategoricalStats>,
    /// One entry a Text column.
    pub text_stats: IndexMap<String, TextStats>,
    /// What to look at before learning.
    pub quality_info: QualityInfo,
    /// Pearson correlation of each pair of numeric columns over rows where both have a value, to 4
    /// decimals; none where it is not defined.
    pub correlations: IndexMap<String, IndexMap<String, Option<f64>>>,
}

/// Size and types of a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GeneralInfo {
    /// Number of rows.
    pub n_rows: u64,
    /// Number of columns.
    pub n_columns: u64,
    /// Stored bytes / 1e6.
    pub memory_usage_mb: f64,
    /// Rows that equal an earlier row.
    pub duplicate_rows: u64,
    /// Type name of each column.
    pub dtypes: IndexMap<String, String>,
}

/// Statistics of a numeric column. A value that is not defined (the standard deviation of one row) is none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NumericStats {
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation, one degree of freedom.
    pub std: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Second quartile.
    pub median: Option<f64>,
    /// First quartile.
    pub q1: Option<f64>,
    /// Third quartile.
    pub q3: Option<f64>,
    /// `q1 - 1.5 * (q3 - q1)`.
    pub lower_bound: Option<f64>,
    /// `q3 + 1.5 * (q3 - q1)`.
    pub upper_bound: Option<f64>,
    /// Distinct values.
    pub n_unique: u64,
    /// Skewness, bias-corrected.
    pub skew: Option<f64>,
    /// Excess kurtosis, bias-corrected.
    pub kurtosis: Option<f64>,
    /// Values outside of the two bounds.
    pub outliers_count: u64,
}

/// Statistics of a categorical column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CategoricalStats {
    /// Distinct values.
    pub n_unique: u64,
    /// The most frequent value.
    pub most_frequent: Option<String>,
    /// How often it occurs.
    pub most_frequent_count: u64,
    /// The five most frequent values.
    pub top_5: Vec<ValueCount>,
}

/// A value and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ValueCount {
    /// The value as text.
    pub value: String,
    /// How often it occurs.
    pub count: u64,
}

/// Statistics of a text column. Lengths are in characters.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TextStats {
    /// Mean length.
    pub avg_length: f64,
    /// Median length.
    pub median_length: f64,
    /// Shortest length.
    pub min_length: u64,
    /// Longest length.
    pub max_length: u64,
    /// Distinct values.
    pub unique_count: u64,
    /// Distinct values / rows.
    pub unique_ratio: f64,
    /// Mean number of words.
    pub avg_word_count: f64,
}

/// What to look at before learning from a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct QualityInfo {
    /// Columns with one value.
    pub constant_columns: Vec<String>,
    /// Categorical columns with more than 100 values.
    pub high_cardinality_columns: Vec<String>,
    /// Columns in which all values differ.
    pub possible_id_columns: Vec<String>,
    /// Share of missing values by column.
    pub nan_ratio_per_column: IndexMap<String, f64>,
    /// Rows with a missing value.
    pub rows_with_any_nan: u64,
    /// Rows with more than one missing value.
    pub rows_with_multiple_nan: u64,
    /// `(0.7 * completeness + 0.3 * row uniqueness) * 100`.
    pub data_quality_score: f64,
}
