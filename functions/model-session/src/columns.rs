//! Whether columns of a dataset suit a task.

use crate::create::check_column_count;
use crate::wire::{ColumnsCheck, ColumnsVerdict};
use skydash_catalog::tasks;
use skydash_domain::dataset::Dataset;
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use skydash_http::{App, tables};
use skydash_ports::{Scope, Stored};

/// Checks the columns of a request against its task.
pub(crate) async fn validate(app: &App, scope: &Scope, check: &ColumnsCheck) -> Result<ColumnsVerdict> {
    let dataset: Stored<Dataset> = scope.meta.load(check.dataset_id).await?;
    let task = tasks::find(&check.task_name)
        .ok_or_else(|| Error::not_found(format!("Task {} not found in the registry.", check.task_name)))?;
    let table = tables::finished(&dataset)?;
    check_column_count(table, &[&check.inputs_columns, &check.outputs_columns])?;
    let summary = tables::summary(app, scope, table).await?;
    let inputs = types_of(&summary, &check.inputs_columns)?;
    let outputs = types_of(&summary, &check.outputs_columns)?;
    Ok(match tasks::validate(task, &inputs, &outputs) {
        Ok(()) => ColumnsVerdict::Valid,
        Err(error) => ColumnsVerdict::Invalid { error },
    })
}

fn types_of<'a>(summary: &'a Summary, names: &'a [String]) -> Result<Vec<(&'a str, &'a ColumnType)>> {
    let type_of = |name: &'a String| match summary.column(name) {
        Some(column) => Ok((name.as_str(), &column.column_type)),
        None => Err(Error::invalid(format!("Column '{name}' not found in dataset"))),
    };
    names.iter().map(type_of).collect()
}
