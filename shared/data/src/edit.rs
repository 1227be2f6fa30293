//! Changes of a table that touch its summary only.

use crate::names;
use indexmap::IndexMap;
use skydash_domain::statistics::Statistics;
use skydash_domain::summary::Summary;
use skydash_domain::table::{ColumnType, Encoder};
use skydash_domain::{Error, Result};

/// The same table with a column named otherwise; the parts stay as they are.
///
/// # Errors
/// [`Error::Invalid`] for an empty or unchanged name, [`Error::NotFound`] for an unknown column, [`Error::Conflict`]
/// for a name that another column has.
pub fn with_renamed_column(summary: &Summary, old: &str, new: &str) -> Result<Summary> {
    if old.trim().is_empty() || new.trim().is_empty() {
        return Err(Error::invalid("Column names cannot be empty"));
    }
    if old == new {
        return Err(Error::invalid("New column name must be different from old name"));
    }
    if summary.column(old).is_none() {
        return Err(Error::not_found(format!("Column '{old}' not found in dataset")));
    }
    if summary.column(new).is_some() {
        return Err(Error::conflict(format!("Column '{new}' already exists")));
    }
    names::check(&[new.to_owned()])?;
    let mut summary = summary.clone();
    for column in summary.columns.iter_mut().filter(|column| column.name == old) {
        new.clone_into(&mut column.name);
    }
    summary.sample = summary
        .sample
        .into_iter()
        .map(|row| row.into_iter().map(|(key, value)| (named(key, old, new), value)).collect())
        .collect();
    summary.nan = rekeyed(summary.nan, old, new);
    summary.statistics = summary.statistics.map(|statistics| renamed(statistics, old, new));
    Ok(summary)
}

fn renamed(statistics: Statistics, old: &str, new: &str) -> Statistics {
    let mut renamed = statistics;
    renamed.general_info.dtypes = rekeyed(renamed.general_info.dtypes, old, new);
    renamed.numeric_stats = rekeyed(renamed.numeric_stats, old, new);
    renamed.categorical_stats = rekeyed(renamed.categorical_stats, old, new);
    renamed.text_stats = rekeyed(renamed.text_stats, old, new);
    let rows = rekeyed(renamed.correlations, old, new);
    renamed.correlations = rows.into_iter().map(|(key, row)| (key, rekeyed(row, old, new))).collect();
    let quality = &mut renamed.quality_info;
    quality.nan_ratio_per_column = rekeyed(std::mem::take(&mut quality.nan_ratio_per_column), old, new);
    let lists =
        [&mut quality.constant_columns, &mut quality.high_cardinality_columns, &mut quality.possible_id_columns];
    for name in lists.into_iter().flatten().filter(|name| *name == old) {
        new.clone_into(name);
    }
    renamed
}

fn rekeyed<V>(map: IndexMap<String, V>, old: &str, new: &str) -> IndexMap<String, V> {
    map.into_iter().map(|(key, value)| (named(key, old, new), value)).collect()
}

fn named(key: String, old: &str, new: &str) -> String {
    if key == old { new.to_owned() } else { key }
}

/// The same table with another encoder for a categorical column.
///
/// # Errors
/// [`Error::NotFound`] for an unknown column, [`Error::Invalid`] for one that is not categorical.
pub fn with_encoder(summary: &Summary, name: &str, encoder: Encoder) -> Result<Summary> {
    let mut summary = summary.clone();
    let Some(column) = summary.columns.iter_mut().find(|column| column.name == name) else {
        return Err(Error::not_found(format!("Column '{name}' not found in dataset")));
    };
    match &mut column.column_type {
        ColumnType::Categorical { encoder: current, .. } => *current = encoder,
        _ => return Err(Error::invalid(format!("Column '{name}' is not a Categorical column"))),
    }
    Ok(summary)
}
