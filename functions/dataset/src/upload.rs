//! Datasets created together with their file.

use crate::{change, form};
use axum::extract::Request;
use serde_json::{Map, Value, json};
use skydash_data::Loader;
use skydash_domain::dataset::Dataset;
use skydash_domain::job::{Task, Upload};
use skydash_domain::{Error, Result};
use skydash_http::multipart::Form;
use skydash_http::{ApiError, ApiResult, App};
use skydash_ports::Scope;

/// Stores a new dataset and enqueues the job that loads the form's file into it.
pub(crate) async fn create(request: Request, app: &App, scope: &Scope) -> ApiResult<Dataset> {
    let mut form = Form::receive(request, app, scope).await?;
    let accepted = accept(scope, &form).await;
    // A store that did not answer may have written the job all the same, and then the job needs the file.
    if matches!(accepted, Ok(_) | Err(ApiError::Domain(Error::Unavailable(_)))) {
        form.files.shift_remove("file");
    }
    form::discard(scope, &form).await;
    accepted
}

async fn accept(scope: &Scope, form: &Form) -> ApiResult<Dataset> {
    form::require(form, &["name"], &["file"])?;
    let name = form.field("name").unwrap_or_default();
    let upload = form.files.get("file").ok_or_else(|| Error::invalid("The form has no file."))?;
    let params = loading(form::object(form, "params")?, name, upload)?;
    let task = |dataset_id| Task::Dataset { dataset_id, upload: Some(upload.clone()), notebook_id: None, params };
    Ok(change::create_with_job(scope, name, task).await?)
}

/// The parameters of the job: those of the form, with the loader that suits the file when they name none.
fn loading(mut params: Map<String, Value>, name: &str, upload: &Upload) -> Result<Map<String, Value>> {
    let named = params.swap_remove("dataloader_name");
    if !params.contains_key("dataloader") {
        let loader = named.map_or_else(|| suitable(upload), Ok)?;
        params.insert("dataloader".into(), loader);
        params.entry("separator").or_insert(json!(","));
    }
    params.insert("name".into(), json!(name));
    let loader = params.get("dataloader").and_then(Value::as_str).unwrap_or_default();
    Loader::new(loader, &params).map_err(|error| match error {
        Error::NotFound(text) => Error::Invalid(text),
        other => other,
    })?;
    Ok(params)
}

fn suitable(upload: &Upload) -> Result<Value> {
    let extension = upload.file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "csv" => Ok(json!("CSVDataLoader")),
        "xlsx" | "xls" | "ods" => Ok(json!("ExcelDataLoader")),
        "json" => Ok(json!("JSONDataLoader")),
        "arff" => Ok(json!("ARFFDataLoader")),
        _ => Err(Error::invalid("dataloader is required in params: the file's extension does not tell its format.")),
    }
}
