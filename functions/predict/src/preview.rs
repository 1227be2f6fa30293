//! Predicting rows entered by hand, at once.

use crate::values;
use crate::wire::Preview;
use serde_json::{Map, Value};
use skydash_data::parse_rows;
use skydash_domain::dataset::Dataset;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::summary::Summary;
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};
use skydash_http::cache::Cache;
use skydash_http::fastapi::json_error;
use skydash_http::multipart::Form;
use skydash_http::{App, tables};
use skydash_learn::model::Artifact;
use skydash_ports::{Scope, Stored, on_thread};
use std::sync::Arc;

/// Most rows of one preview; a stored prediction takes any number.
const MAX_ROWS: usize = 10_000;

/// Up to how many rows, and up to which product of rows and the model's stored bytes, are predicted where the request is
/// handled; more go to a thread that may be kept busy.
const FEW_ROWS: usize = 16;
const FEW_BYTES: usize = 8 << 20;

/// Most memory for loaded models, which take about twice their stored size.
const CACHE_BYTES: usize = 512 << 20;

/// A row as sent, from column name to value.
type Row = Map<String, Value>;

/// A model in memory.
struct Loaded {
    artifact: Artifact,
    stored_bytes: usize,
}

/// Loaded models by key.
struct Models(Cache<Loaded>);

impl Default for Models {
    fn default() -> Self {
        Self(Cache::new(CACHE_BYTES))
    }
}

/// What is said of a request without its two fields.
pub(crate) fn missing() -> Error {
    Error::invalid("Missing run_id or manual_input_data")
}

/// Predicts the rows of a form.
pub(crate) async fn predict(app: &App, scope: &Scope, form: &Form) -> Result<Preview> {
    let (run_id, rows) = read(form)?;
    let not_found = || Error::not_found(format!("Run not found for id {run_id}"));
    let run: Stored<Run> = scope.meta.find(run_id).await?.ok_or_else(not_found)?;
    let session: Stored<Session> = scope.meta.load(run.session_id).await?;
    let model = load(app, scope, &run).await?;
    let dataset: Stored<Dataset> = scope.meta.load(session.dataset_id).await?;
    let summary = tables::summary(app, scope, tables::finished(&dataset)?).await?;
    if rows.len() <= FEW_ROWS && rows.len().saturating_mul(model.stored_bytes) <= FEW_BYTES {
        return answer(&model.artifact, rows, &summary, &session);
    }
    on_thread(move || answer(&model.artifact, rows, &summary, &session)).await
}

/// The run's id and the rows.
fn read(form: &Form) -> Result<(i64, Vec<Row>)> {
    let (Some(run_id), Some(text)) = (form.field("run_id"), form.field("manual_input_data")) else {
        return Err(missing());
    };
    let run_id = run_id.trim().parse().map_err(|_| Error::invalid(format!("Invalid run_id: {run_id}")))?;
    let rows = serde_json::from_str(text).map_err(|_| {
        Error::invalid(format!("Invalid manual_input_data JSON: {}", json_error::sentence(text.as_bytes())))
    })?;
    let Value::Array(rows) = rows else { return Err(not_a_list()) };
    if rows.is_empty() {
        return Err(not_a_list());
    }
    if rows.len() > MAX_ROWS {
        return Err(Error::too_large(format!(
            "manual_input_data may have at most {MAX_ROWS} rows. Upload them as a dataset to predict more."
        )));
    }
    let row = |row: Value| match row {
        Value::Object(row) => Ok(row),
        _ => Err(Error::invalid("Each item in manual_input_data must be a JSON object (dict).")),
    };
    Ok((run_id, rows.into_iter().map(row).collect::<Result<_>>()?))
}

fn not_a_list() -> Error {
    Error::invalid("manual_input_data must be a non-empty JSON array of objects (list[dict]).")
}

/// The model of a run, from memory when it was used lately.
async fn load(app: &App, scope: &Scope, run: &Run) -> Result<Arc<Loaded>> {
    let untrained = || Error::not_ready(format!("The run '{}' has no model yet. Train it first.", run.name));
    let key = run.model_key.as_ref().ok_or_else(untrained)?;
    let read = async {
        let bytes = scope.artifacts.get(key).await?;
        let stored_bytes = bytes.len();
        let artifact = on_thread(move || Artifact::from_bytes(&bytes)).await?;
        Ok((Loaded { artifact, stored_bytes }, stored_bytes.saturating_mul(2)))
    };
    app.shared::<Models>().0.get_or_load(&format!("{}/{key}", scope.tenant), read).await
}

/// Reads the rows, asks the model and puts both side by side.
fn answer(model: &Artifact, mut rows: Vec<Row>, summary: &Summary, session: &Session) -> Result<Preview> {
    for row in &mut rows {
        row.retain(|name, _| !session.output_columns.contains(name));
    }
    let inputs: Vec<(&str, &ColumnType)> =
        session.input_columns.iter().map(|name| input(summary, name)).collect::<Result<_>>()?;
    let mut columns: Vec<Column> = parse_rows(&rows, &inputs).map_err(bad_input)?;
    columns.push(model.predict(&columns).map_err(bad_input)?);
    let values: Vec<Vec<Value>> = columns.iter().map(values::of).collect();
    let row = |index: usize| values.iter().map(|column| column[index].clone()).collect();
    Ok(Preview { rows: (0..rows.len()).map(row).collect(), columns: columns.into_iter().map(|it| it.name).collect() })
}

/// An input column with the type that its values are read as.
fn input<'a>(summary: &'a Summary, name: &'a str) -> Result<(&'a str, &'a ColumnType)> {
    let column = summary.column(name).ok_or_else(|| {
        Error::precondition(format!(
            "The training dataset no longer has the column '{name}'. Name it so again, or train a new run."
        ))
    })?;
    Ok((name, &column.column_type))
}

fn bad_input(error: Error) -> Error {
    match error {
        Error::Invalid(text) | Error::Precondition(text) => Error::precondition(format!("Invalid input data: {text}")),
        other => other,
    }
}
