//! From a job's name and kwargs to a task in the queue.

use crate::receive::Received;
use serde_json::{Map, Value};
use skydash_domain::dataset::Dataset;
use skydash_domain::job::Task;
use skydash_domain::notebook::Notebook;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::{Error, JobId, NotebookId, Result};
use skydash_ports::{Scope, Stored};

/// Puts what was asked for into the queue.
pub(crate) async fn enqueue(scope: &Scope, received: &Received) -> Result<JobId> {
    let kwargs = &received.kwargs;
    let (task, name) = match received.job_type.as_str() {
        "DatasetJob" => dataset(scope, received).await?,
        "ExplorerJob" => return skydash_jobs::explore(scope, integer(kwargs, "explorer_id")?.into()).await,
        "ConverterJob" => return skydash_jobs::convert(scope, integer(kwargs, "converter_id")?.into()).await,
        "ModelJob" => model(scope, kwargs).await?,
        "PredictJob" => predict(scope, kwargs).await?,
        other => return Err(unknown(other)),
    };
    skydash_jobs::enqueue(scope, task, name).await
}

fn unknown(job_type: &str) -> Error {
    let known: Vec<&str> = skydash_catalog::jobs::ALL.iter().map(|job| job.name).collect();
    Error::invalid(format!("This installation cannot run the job_type '{job_type}'. It runs {}.", known.join(", ")))
}

async fn dataset(scope: &Scope, received: &Received) -> Result<(Task, String)> {
    let kwargs = &received.kwargs;
    let dataset: Stored<Dataset> = scope.meta.load(integer(kwargs, "dataset_id")?).await?;
    let notebook_id = match kwargs.get("notebook_id") {
        None | Some(Value::Null) => None,
        Some(_) => Some(NotebookId(integer(kwargs, "notebook_id")?)),
    };
    if let Some(id) = notebook_id {
        scope.meta.load::<Notebook>(id).await?;
    }
    if kwargs.get("url").and_then(Value::as_str).is_some_and(|url| !url.is_empty()) {
        return Err(Error::invalid("kwargs 'url' cannot be used: send the table itself as the file part 'file'."));
    }
    let params = match kwargs.get("params") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(params)) => params.clone(),
        Some(_) => return Err(Error::invalid("kwargs 'params' must be an object with the loader's parameters.")),
    };
    let title = params.get("name").and_then(Value::as_str).unwrap_or(&dataset.name);
    let name = format!("Dataset: {title}");
    let upload = match kwargs.get("upload_id") {
        None | Some(Value::Null) => received.file.clone(),
        Some(Value::String(id)) => Some(scope.uploads.complete(id).await?),
        Some(_) => return Err(Error::invalid("kwargs 'upload_id' must be a text, as POST /dataset/uploads gave it.")),
    };
    let upload = upload.filter(|_| notebook_id.is_none());
    Ok((Task::Dataset { dataset_id: dataset.entity.id, upload, notebook_id, params }, name))
}

async fn model(scope: &Scope, kwargs: &Map<String, Value>) -> Result<(Task, String)> {
    let run: Stored<Run> = scope.meta.load(integer(kwargs, "run_id")?).await?;
    Ok((Task::Model { run_id: run.entity.id }, format!("Train: {}", run.name)))
}

async fn predict(scope: &Scope, kwargs: &Map<String, Value>) -> Result<(Task, String)> {
    let prediction: Stored<Prediction> = scope.meta.load(integer(kwargs, "prediction_id")?).await?;
    let run: Stored<Run> = scope.meta.load(prediction.run_id).await?;
    let dataset = match prediction.dataset_id {
        Some(id) => scope.meta.find::<Dataset>(id).await?.map(|dataset| dataset.entity.name),
        None => None,
    };
    let rows_key = store_rows(scope, kwargs.get("manual_input_data")).await?;
    let name = match dataset {
        Some(dataset) => format!("Predict: {} on {dataset}", run.name),
        None => format!("Predict: {} on rows entered by hand", run.name),
    };
    Ok((Task::Predict { prediction_id: prediction.entity.id, rows_key }, name))
}

/// Stores rows entered by hand for the job to read; none when there are none.
async fn store_rows(scope: &Scope, rows: Option<&Value>) -> Result<Option<String>> {
    match rows {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(rows)) if rows.is_empty() => Ok(None),
        Some(Value::Array(rows)) if !rows.iter().all(Value::is_object) => {
            Err(Error::invalid("Each item in manual_input_data must be a JSON object (dict)."))
        }
        Some(rows @ Value::Array(_)) => {
            let name = format!("rows-{}", scope.entropy.uuid());
            Ok(Some(scope.artifacts.add(&name, rows.to_string().into()).await?))
        }
        Some(_) => Err(Error::invalid("manual_input_data must be a non-empty JSON array of objects (list[dict]).")),
    }
}

/// An integer of the kwargs; text with an integer in it will do.
fn integer(kwargs: &Map<String, Value>, name: &str) -> Result<i64> {
    let number = match kwargs.get(name) {
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(value) => value.as_i64(),
        None => None,
    };
    number.ok_or_else(|| Error::invalid(format!("kwargs must have '{name}', an integer.")))
}
