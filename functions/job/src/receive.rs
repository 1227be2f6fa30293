//! The three forms in which a job may be asked for, brought into one.

use axum::extract::Request;
use axum::http::HeaderMap;
use serde_json::{Map, Value};
use skydash_domain::job::Upload;
use skydash_domain::{Error, Result};
use skydash_http::fastapi::json_error;
use skydash_http::multipart::{self, Form};
use skydash_http::{ApiResult, App, body};
use skydash_ports::Scope;

/// What the client asked for.
#[derive(Debug)]
pub(crate) struct Received {
    /// The job's component name.
    pub(crate) job_type: String,
    /// What to work on.
    pub(crate) kwargs: Map<String, Value>,
    /// The uploaded table, if its name came with it.
    pub(crate) file: Option<Upload>,
    /// Other files that were sent.
    ignored: Vec<Upload>,
}

impl Received {
    /// Reads a multipart form, a URL-encoded form or a JSON object. Files are in the store afterwards.
    pub(crate) async fn read(request: Request, app: &App, scope: &Scope) -> ApiResult<Self> {
        if !multipart::is_form(request.headers()) {
            return Self::from_json(request, app).await;
        }
        let file_name = file_name(request.headers());
        let mut form = Form::receive(request, app, scope).await?;
        let file =
            file_name.and_then(|name| form.files.shift_remove("file").map(|file| Upload { file_name: name, ..file }));
        let ignored = std::mem::take(&mut form.files).into_values().collect();
        let files = Self { job_type: String::new(), kwargs: Map::new(), file, ignored };
        match fields(&form) {
            Ok((job_type, kwargs)) => Ok(Self { job_type, kwargs, ..files }),
            Err(error) => {
                files.drop_unused_files(scope, false).await?;
                Err(error.into())
            }
        }
    }

    async fn from_json(request: Request, app: &App) -> ApiResult<Self> {
        let bytes = body::read(request, app.config().max_body_bytes).await?;
        if bytes.trim_ascii().is_empty() {
            return Err(missing().into());
        }
        body::check_values(&bytes)?;
        let body: Value = serde_json::from_slice(&bytes)
            .map_err(|_| Error::invalid(format!("The body is not valid JSON: {}", json_error::sentence(&bytes))))?;
        let job_type = body["job_type"].as_str().ok_or_else(missing)?.to_owned();
        let kwargs = match &body["kwargs"] {
            Value::Null => return Err(missing().into()),
            Value::String(text) => parse(text)?,
            other => object(other.clone())?,
        };
        Ok(Self { job_type, kwargs, file: None, ignored: Vec::new() })
    }

    /// Removes the files that no job will read.
    pub(crate) async fn drop_unused_files(&self, scope: &Scope, is_enqueued: bool) -> Result<()> {
        let unwanted = self.file.iter().filter(|_| !is_enqueued || self.job_type != "DatasetJob");
        for file in self.ignored.iter().chain(unwanted) {
            scope.uploads.remove(&file.key).await?;
        }
        Ok(())
    }
}

/// The file name that the header has, percent-encoded.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let encoded = headers.get("filename")?.as_bytes();
    Some(percent_encoding::percent_decode(encoded).decode_utf8_lossy().into_owned())
}

fn fields(form: &Form) -> Result<(String, Map<String, Value>)> {
    let given = |name: &str| form.field(name).filter(|text| !text.is_empty());
    let (Some(job_type), Some(kwargs)) = (given("job_type"), given("kwargs")) else { return Err(missing()) };
    Ok((job_type.to_owned(), parse(kwargs)?))
}

fn missing() -> Error {
    Error::invalid("Missing job_type or kwargs")
}

fn parse(text: &str) -> Result<Map<String, Value>> {
    let value = serde_json::from_str(text)
        .map_err(|_| Error::invalid(format!("kwargs is not valid JSON: {}", json_error::sentence(text.as_bytes()))))?;
    object(value)
}

fn object(value: Value) -> Result<Map<String, Value>> {
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(Error::invalid("kwargs must be a JSON object, such as {\"run_id\": 1}.")),
    }
}
