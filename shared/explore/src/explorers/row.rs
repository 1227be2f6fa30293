//! Some rows as they are.

use crate::engine::Engine;
use crate::label::{count, cut};
use crate::number::exact;
use crate::scope::Scope;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::RowExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};

/// Most characters of a text that a cell shows.
const LONGEST: usize = 200;

/// Most cells of a table.
const MOST_CELLS: usize = 20_000;

impl Engine for RowExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let total = scope.rows();
        let first = usize::try_from(parameters.first_row).unwrap_or(usize::MAX);
        if first > total {
            return Err(Error::precondition(format!(
                "Parameter 'first_row' of RowExplorer is {first}, but the table has {} rows. Choose one of them.",
                count(total)
            )));
        }
        let wanted = usize::try_from(parameters.number_of_rows).unwrap_or(usize::MAX);
        let shown = wanted.min(MOST_CELLS / scope.columns.len().max(1)).max(1).min(total + 1 - first);
        let rows = first - 1..first - 1 + shown;
        let mut cells: Vec<Vec<Value>> = rows.clone().map(|row| vec![json!(row + 1)]).collect();
        for (done, name) in scope.columns.iter().enumerate() {
            scope.report(done, scope.columns.len())?;
            let mut start = 0;
            scope.runs(name, |run| {
                let here = start..start + run.values.len();
                for row in rows.start.max(here.start)..rows.end.min(here.end) {
                    cells[row - rows.start].push(cell(&run, row - start));
                }
                start = here.end;
                Ok(())
            })?;
        }
        let title = format!("Rows {} to {} of {}", count(first), count(first - 1 + shown), count(total));
        let columns = std::iter::once("row".to_owned()).chain(scope.columns.iter().cloned()).collect();
        Ok(vec![Artifact::Table { title: Some(title), columns, rows: cells, highlight: Vec::new() }])
    }
}

fn cell(column: &Column, row: usize) -> Value {
    match (&column.values, &column.column_type) {
        (Values::Numbers(numbers), _) => exact(numbers[row]),
        (Values::Texts(texts), _) => texts[row].as_deref().map_or(Value::Null, |text| json!(cut(text, LONGEST))),
        (Values::Codes(codes), ColumnType::Categorical { categories, .. }) => {
            categories.get(codes[row] as usize).map_or(Value::Null, |text| json!(cut(text, LONGEST)))
        }
        (Values::Codes(_), _) => Value::Null,
    }
}
