//! The columns and rows that a step works on, by name and number.

use skydash_domain::columns::unknown;
use skydash_domain::converter::{ChosenColumn, Settings};
use skydash_domain::summary::{ColumnInfo, Summary};
use skydash_domain::{Error, Result};

/// What a step works on.
#[derive(Debug, PartialEq)]
pub(crate) struct StepColumns {
    /// The columns; empty for all.
    pub scope: Vec<String>,
    /// The rows it learns from, counted from 0; empty for all.
    pub rows: Vec<usize>,
    /// The target column.
    pub target: Option<String>,
}

impl StepColumns {
    /// Looks up in a table what a client chose.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a column or row that the table does not have.
    pub(crate) fn new(settings: &Settings, summary: &Summary) -> Result<Self> {
        let chosen = settings.scope.as_ref().map_or(&[][..], |scope| &scope.columns);
        let rows = settings.scope.as_ref().map_or(&[][..], |scope| &scope.rows);
        Ok(Self {
            scope: chosen.iter().map(|column| name_of(column, summary)).collect::<Result<_>>()?,
            rows: rows.iter().map(|&row| index_of(row, summary)).collect::<Result<_>>()?,
            target: settings.target.as_ref().map(|column| name_of(column, summary)).transpose()?,
        })
    }
}

/// The column that a client meant: of the name it said, or else at the place it said.
fn name_of(column: &ChosenColumn, summary: &Summary) -> Result<String> {
    let found = match column.said.get("columnName").and_then(|name| name.as_str()) {
        Some(name) => summary.column(name).ok_or_else(|| unknown(name))?,
        None => at(column.idx, summary)?,
    };
    Ok(found.name.clone())
}

fn at(idx: i64, summary: &Summary) -> Result<&ColumnInfo> {
    let columns = summary.columns.len() as u64;
    place(idx, columns)
        .and_then(|place| summary.columns.get(place))
        .ok_or_else(|| Error::invalid(format!("There is no column {idx}. Columns are counted from 1 to {columns}.")))
}

fn index_of(row: i64, summary: &Summary) -> Result<usize> {
    let rows = summary.rows;
    place(row, rows).ok_or_else(|| Error::invalid(format!("There is no row {row}. Rows are counted from 1 to {rows}.")))
}

/// A number that counts from 1 up to `most`, as one that counts from 0.
fn place(number: i64, most: u64) -> Option<usize> {
    let number = u64::try_from(number).ok().filter(|number| (1..=most).contains(number))?;
    usize::try_from(number - 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use skydash_domain::summary::FORMAT;
    use skydash_domain::table::ColumnType;

    fn summary() -> Summary {
        let column = |name: &str| ColumnInfo {
            name: name.to_owned(),
            source: name.to_owned(),
            column_type: ColumnType::Text { dtype: "string".to_owned() },
        };
        Summary {
            format: FORMAT,
            rows: 3,
            columns: vec![column("a"), column("b")],
            parts: Vec::new(),
            sample: Vec::new(),
            nan: Default::default(),
            statistics: None,
        }
    }

    fn look_up(settings: serde_json::Value) -> Result<StepColumns> {
        StepColumns::new(&serde_json::from_value(settings).unwrap(), &summary())
    }

    #[test]
    fn columns_and_rows_are_counted_from_one() {
        let found = look_up(json!({
            "params": null, "order": 0, "target": {"idx": 1},
            "scope": {"columns": [{"idx": 2, "id": 1}, {"idx": 1, "columnName": "a"}], "rows": [3, 1]},
        }));
        let scope = vec!["b".to_owned(), "a".to_owned()];
        assert_eq!(found, Ok(StepColumns { scope, rows: vec![2, 0], target: Some("a".to_owned()) }));
        let nothing = look_up(json!({"params": null, "order": 0, "target": null, "scope": null}));
        assert_eq!(nothing, Ok(StepColumns { scope: Vec::new(), rows: Vec::new(), target: None }));
    }

    #[test]
    fn what_the_table_does_not_have_is_named() {
        let error = |column: serde_json::Value, rows: serde_json::Value| {
            let scope = json!({"columns": column, "rows": rows});
            look_up(json!({"params": null, "order": 0, "target": null, "scope": scope})).unwrap_err().to_string()
        };
        for idx in [0, 3, -1, i64::MIN] {
            let expected = format!("There is no column {idx}. Columns are counted from 1 to 2.");
            assert_eq!(error(json!([{"idx": idx}]), json!([])), expected);
        }
        assert_eq!(error(json!([]), json!([4])), "There is no row 4. Rows are counted from 1 to 3.");
        let gone = error(json!([{"idx": 1, "columnName": "x"}]), json!([]));
        assert_eq!(gone, "Column 'x' not found in dataset");
    }
}
