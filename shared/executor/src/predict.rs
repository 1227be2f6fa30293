//! PredictJob: what a run's model says of rows becomes a table.

use crate::stage::Stage;
use crate::threads::on_threads;
use crate::work::context;
use serde_json::{Map, Value};
use skydash_data::{changed, columns, parse_rows, write_table};
use skydash_domain::change::{Change, Layout, Made, Rebuilt, RebuiltColumn, Slot};
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::summary::Summary;
use skydash_domain::table::Column;
use skydash_domain::{DatasetId, Error, PredictionId, Result};
use skydash_jobs::Claim;
use skydash_learn::model::Artifact;
use skydash_learn::split::Split;
use skydash_ports::{Parts, Scope, Transaction};
use std::sync::Arc;

pub(crate) async fn run(claim: &Arc<Claim>, id: PredictionId, rows_key: Option<&str>) -> Result<()> {
    let scope = claim.scope();
    claim.report(10.0, Some("Loading model"))?;
    let prediction = scope.meta.load::<Prediction>(id).await?.entity;
    let run = scope.meta.load::<Run>(prediction.run_id).await?.entity;
    let session = scope.meta.load::<Session>(run.session_id).await?.entity;
    let key = run.model_key.as_deref().ok_or_else(|| Error::not_ready("The run has no model yet. Train it first."))?;
    let stored = scope.artifacts.get(key).await?;
    let artifact = on_threads(move || Artifact::from_bytes(&stored)).await?;
    claim.report(30.0, Some("Loading data"))?;
    let rows = match (rows_key, prediction.dataset_id) {
        (Some(key), _) => Rows::Typed(typed_rows(scope, key, &session).await?),
        (None, Some(dataset_id)) => dataset_rows(scope, dataset_id, &prediction, &run, &session).await?,
        (None, None) => return Err(Error::invalid("Either dataset_id or manual_input_data must be provided.")),
    };
    claim.report(50.0, Some("Predicting"))?;
    let table = predict(claim, artifact, rows, &session).await?;
    claim
        .finish(
            |prediction: &mut Prediction| {
                prediction.table = Some(table.clone());
                Ok(())
            },
            Transaction::new(),
        )
        .await
}

/// Rows to predict.
enum Rows {
    /// Typed in by hand.
    Typed(Vec<Column>),
    /// Those of a stored table, or of these numbers among them.
    Stored { summary: Box<Summary>, chosen: Option<Vec<usize>> },
}

/// Rows typed in by hand, read as the types of the training table's columns.
async fn typed_rows(scope: &Scope, key: &str, session: &Session) -> Result<Vec<Column>> {
    let rows: Vec<Map<String, Value>> = serde_json::from_slice(&scope.artifacts.get(key).await?)
        .map_err(|error| Error::internal(format!("stored rows cannot be read: {error}")))?;
    let summary = summary_of(scope, session.dataset_id).await?;
    let expected: Vec<_> = session
        .input_columns
        .iter()
        .filter_map(|name| summary.column(name))
        .map(|column| (column.name.as_str(), &column.column_type))
        .collect();
    parse_rows(&rows, &expected).map_err(context("Invalid input data: "))
}

/// The rows of a dataset, or only those of the partition asked for.
async fn dataset_rows(
    scope: &Scope,
    id: DatasetId,
    prediction: &Prediction,
    run: &Run,
    session: &Session,
) -> Result<Rows> {
    let summary = summary_of(scope, id).await?;
    let chosen = match prediction.split.as_deref() {
        Some(name) if name != "all" => Some(rows_of(scope, name, id, run, session).await?),
        _ => None,
    };
    let missing: Vec<&str> =
        session.input_columns.iter().filter(|name| summary.column(name).is_none()).map(String::as_str).collect();
    if !missing.is_empty() {
        return Err(Error::precondition(format!(
            "Invalid input data: the dataset lacks columns the model was trained on: {}.",
            missing.join(", ")
        )));
    }
    Ok(Rows::Stored { summary: Box::new(summary), chosen })
}

/// The rows of a partition, which only the training table has.
async fn rows_of(scope: &Scope, name: &str, id: DatasetId, run: &Run, session: &Session) -> Result<Vec<usize>> {
    let unknown =
        || Error::invalid(format!("Cannot predict on the {name} split: {name} is not a partition of this run."));
    let key = run.splits_key.as_deref().filter(|_| id == session.dataset_id).ok_or_else(unknown)?;
    let bytes = scope.artifacts.get(key).await?;
    let text = std::str::from_utf8(&bytes).map_err(|error| Error::internal(error.to_string()))?;
    let partitions = Split::partitions_from_json(text)?;
    let rows = match name {
        "train" => partitions.train,
        "test" => partitions.test,
        "val" | "validation" => partitions.validation,
        _ => return Err(unknown()),
    };
    if rows.is_empty() { Err(unknown()) } else { Ok(rows) }
}

async fn summary_of(scope: &Scope, id: DatasetId) -> Result<Summary> {
    let dataset = scope.meta.load::<Dataset>(id).await?.entity;
    let table = dataset.table.ok_or_else(|| Error::not_ready("Dataset is not in finished state"))?;
    scope.tables.summary(&table.id).await
}

async fn predict(claim: &Arc<Claim>, artifact: Artifact, rows: Rows, session: &Session) -> Result<TableVersion> {
    let scope = claim.scope();
    let version = scope.entropy.uuid().to_string();
    let source = Parts::new(&scope.tables);
    let mut parts = Parts::new(&scope.tables).version(&version);
    let output = session.output_columns.clone();
    let claim = claim.clone();
    let summary = on_threads(move || {
        let progress = Stage::begin(&claim, 50.0, 95.0, "Predicting")?;
        let name = output.first().cloned().unwrap_or_default();
        match rows {
            Rows::Typed(mut rows) => {
                rows.push(Column { name, ..said(&artifact, &rows)? });
                write_table(&rows, false, &mut parts)
            }
            Rows::Stored { summary, chosen } => {
                let kept = summary.columns.iter().map(|column| column.name.clone()).filter(|it| !output.contains(it));
                let change = match chosen {
                    None => streaming(&artifact, kept, name),
                    Some(rows) => gathering(&artifact, kept, name, &rows, &summary, &source)?,
                };
                let make = |inputs: &[Column]| Ok(Made::all(vec![said(&artifact, inputs)?.values]));
                changed(&summary, &source, &change, &make, &mut parts, &progress)
            }
        }
    })
    .await?;
    scope.tables.complete(version, &summary).await
}

/// What a model says of rows.
fn said(artifact: &Artifact, rows: &[Column]) -> Result<Column> {
    artifact.predict(rows).map_err(context("Invalid input data: "))
}

/// The same rows with what the model says of them: no more of them than a run is in memory.
fn streaming(artifact: &Artifact, kept: impl Iterator<Item = String>, name: String) -> Change {
    let made = Slot::Made { name, column_type: artifact.output.column_type() };
    Change::ByRows(Layout {
        inputs: artifact.inputs.names().map(str::to_owned).collect(),
        slots: kept.map(Slot::Kept).chain([made]).collect(),
    })
}

/// Some rows, in the order in which they were drawn, with what the model says of them.
fn gathering(
    artifact: &Artifact,
    kept: impl Iterator<Item = String>,
    name: String,
    rows: &[usize],
    summary: &Summary,
    source: &Parts,
) -> Result<Change> {
    let names: Vec<&str> = artifact.inputs.names().collect();
    let inputs = columns(summary, source, &names, Some(rows))?;
    let made = RebuiltColumn::Made(Column { name, ..said(artifact, &inputs)? });
    Ok(Change::Whole(Rebuilt {
        columns: kept.map(RebuiltColumn::Kept).chain([made]).collect(),
        rows: rows.iter().map(|row| Some(*row as u64)).collect(),
    }))
}
