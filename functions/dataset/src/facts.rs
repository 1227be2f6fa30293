//! What the summary of a table says, in the shapes of the wire.

use serde_json::{Map, Value, json};
use skydash_domain::statistics::Statistics;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};

/// The first rows: column name to values.
pub(crate) fn sample(summary: &Summary) -> Value {
    let values = |name: &str| summary.sample.iter().map(|row| row.get(name).cloned().unwrap_or_default()).collect();
    let columns = summary.columns.iter().map(|column| (column.name.clone(), values(&column.name)));
    Value::Object(columns.collect::<Map<String, Value>>())
}

/// Column name to type.
pub(crate) fn types(summary: &Summary) -> Result<Value> {
    serde_json::to_value(summary.types()).map_err(unwritable)
}

/// Size, missing values and statistics, where there are any. The entries about splits are empty: files carry none.
pub(crate) fn info(summary: &Summary, statistics: Option<&Statistics>) -> Result<Value> {
    let names: Vec<&str> = summary.columns.iter().map(|column| column.name.as_str()).collect();
    let mut info = json!({
        "total_rows": summary.rows,
        "total_columns": summary.columns.len(),
        "column_names": names,
        "nan": summary.nan,
        "train_size": 0, "test_size": 0, "val_size": 0,
        "train_indices": [], "test_indices": [], "val_indices": [],
    });
    let statistics = serde_json::to_value(statistics).map_err(unwritable)?;
    if let (Value::Object(info), Value::Object(statistics)) = (&mut info, statistics) {
        info.extend(statistics);
    }
    Ok(info)
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::internal(format!("a summary cannot be written: {error}"))
}
