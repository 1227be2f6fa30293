//! Putting together what is published about a table.

use super::moments::Moments;
use super::profile::{Profile, bounds};
use super::running::Running;
use indexmap::IndexMap;
use skydash_domain::statistics::{CategoricalStats, GeneralInfo, NumericStats, QualityInfo, Statistics, ValueCount};
use skydash_domain::summary::ColumnInfo;
use skydash_domain::table::ColumnType;

/// Values above which a categorical column has high cardinality.
const HIGH_CARDINALITY: u64 = 100;

/// Everything that statistics are made of.
pub(crate) struct Report<'a> {
    /// The columns with their types.
    pub columns: &'a [ColumnInfo],
    /// What was counted on the way.
    pub running: &'a Running,
    /// Rows that equal an earlier one.
    pub duplicate_rows: u64,
    /// What a second look told, by column.
    pub profiles: &'a [Profile],
    /// Bytes of the parts.
    pub stored_bytes: u64,
}

/// The statistics of a table.
pub(crate) fn report(report: Report<'_>) -> Statistics {
    let Report { columns, running, duplicate_rows, profiles, stored_bytes } = report;
    let mut statistics = Statistics {
        general_info: general(columns, running.rows, stored_bytes, duplicate_rows),
        quality_info: quality(columns, running, profiles, duplicate_rows),
        correlations: correlations(columns, running),
        ..Statistics::default()
    };
    for ((column, profile), moments) in columns.iter().zip(profiles).zip(&running.moments) {
        let name = column.name.clone();
        match &column.column_type {
            ColumnType::Integer { .. } | ColumnType::Float { .. } => {
                if let Some(numbers) = numeric(moments, profile) {
                    statistics.numeric_stats.insert(name, numbers);
                }
            }
            ColumnType::Categorical { .. } => {
                statistics.categorical_stats.insert(name, categorical(profile));
            }
            ColumnType::Text { .. } => {
                statistics.text_stats.insert(name, profile.text.clone().unwrap_or_default());
            }
            ColumnType::Date { .. } | ColumnType::Time { .. } | ColumnType::Timestamp { .. } => {}
        }
    }
    statistics
}

#[expect(clippy::cast_precision_loss, reason = "sizes and counts are below 2^52")]
fn general(columns: &[ColumnInfo], rows: u64, stored_bytes: u64, duplicate_rows: u64) -> GeneralInfo {
    GeneralInfo {
        n_rows: rows,
        n_columns: columns.len() as u64,
        memory_usage_mb: stored_bytes as f64 / 1e6,
        duplicate_rows,
        dtypes: columns.iter().map(|column| (column.name.clone(), column.column_type.name().to_owned())).collect(),
    }
}

fn numeric(moments: &Moments, profile: &Profile) -> Option<NumericStats> {
    let [min, q1, median, q3, max] = profile.quantiles?;
    let (low, high) = bounds(q1, q3);
    let defined = |number: f64| number.is_finite().then_some(number);
    Some(NumericStats {
        mean: defined(moments.mean),
        std: moments.deviation().and_then(defined),
        min: Some(min),
        max: Some(max),
        median: defined(median),
        q1: defined(q1),
        q3: defined(q3),
        lower_bound: defined(low),
        upper_bound: defined(high),
        n_unique: profile.n_unique,
        skew: moments.skew().and_then(defined),
        kurtosis: moments.kurtosis().and_then(defined),
        outliers_count: profile.outliers,
    })
}

fn categorical(profile: &Profile) -> CategoricalStats {
    let top = |(value, count): &(String, u64)| ValueCount { value: value.clone(), count: *count };
    CategoricalStats {
        n_unique: profile.n_unique,
        most_frequent: profile.top.first().map(|(value, _)| value.clone()),
        most_frequent_count: profile.top.first().map_or(0, |(_, count)| *count),
        top_5: profile.top.iter().map(top).collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are below 2^52")]
fn quality(columns: &[ColumnInfo], running: &Running, profiles: &[Profile], duplicate_rows: u64) -> QualityInfo {
    let rows = running.rows as f64;
    let share = |part: u64, whole: f64| if whole > 0.0 { part as f64 / whole } else { 0.0 };
    let named = |wanted: &dyn Fn(&ColumnInfo, &Profile) -> bool| {
        let pairs = columns.iter().zip(profiles).filter(|(column, profile)| wanted(column, profile));
        pairs.map(|(column, _)| column.name.clone()).collect::<Vec<_>>()
    };
    // No value at all counts as one more value here, as it does in the reference.
    let all_differ = |profile: &Profile| {
        running.rows > 0 && profile.n_unique + u64::from(profile.values < running.rows) == running.rows
    };
    let missing: u64 = running.nulls.iter().sum();
    let completeness = 1.0 - share(missing, rows * columns.len() as f64);
    let uniqueness = 1.0 - share(duplicate_rows, rows);
    QualityInfo {
        constant_columns: named(&|_, profile| profile.n_unique == 1),
        high_cardinality_columns: named(&|column, profile| {
            matches!(column.column_type, ColumnType::Categorical { .. }) && profile.n_unique > HIGH_CARDINALITY
        }),
        possible_id_columns: named(&|_, profile| all_differ(profile)),
        nan_ratio_per_column: columns
            .iter()
            .zip(&running.nulls)
            .map(|(column, nulls)| (column.name.clone(), share(*nulls, rows)))
            .collect(),
        rows_with_any_nan: running.rows_any,
        rows_with_multiple_nan: running.rows_multiple,
        data_quality_score: (0.7 * completeness + 0.3 * uniqueness) * 100.0,
    }
}

fn correlations(columns: &[ColumnInfo], running: &Running) -> IndexMap<String, IndexMap<String, Option<f64>>> {
    let is_number =
        |column: &ColumnInfo| matches!(column.column_type, ColumnType::Integer { .. } | ColumnType::Float { .. });
    let kept: Vec<(usize, &ColumnInfo)> = running
        .numeric
        .iter()
        .enumerate()
        .map(|(position, &column)| (position, &columns[column]))
        .filter(|(_, column)| is_number(column))
        .collect();
    let pair = |(a, x): (usize, &ColumnInfo), (b, y): (usize, &ColumnInfo)| {
        let value = if x.name == y.name {
            running.moments[running.numeric[a]].deviation().filter(|deviation| *deviation > 0.0).map(|_| 1.0)
        } else {
            running.comoments.correlation(a, b)
        };
        (y.name.clone(), value.map(|value| (value * 1e4).round() / 1e4))
    };
    kept.iter().map(|&a| (a.1.name.clone(), kept.iter().map(|&b| pair(a, b)).collect())).collect()
}
