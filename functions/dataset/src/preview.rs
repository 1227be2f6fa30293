//! Files looked at before they become datasets. Nothing of them is kept.

use crate::form;
use crate::shapes::{FilePreview, TypeChangesVerdict};
use axum::Json;
use axum::extract::{Request, State};
use serde_json::{Map, Value};
use skydash_data::{Loader, Look, Preview, Validation};
use skydash_domain::job::Upload;
use skydash_domain::{Error, Result};
use skydash_http::error::Detail;
use skydash_http::multipart::Form;
use skydash_http::{ApiResult, App, Scoped};
use skydash_ports::{Scope, on_thread};
use utoipa::ToSchema;

/// Rows that types are inferred from when the form does not say.
const INFERENCE_ROWS: usize = 1000;

/// The one way to infer types, as clients name it.
const METHOD: &str = "DashAIPtype";

/// A file to be previewed.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "published; the form is read field by field")]
pub(crate) struct PreviewForm {
    /// The file, or its beginning.
    #[schema(value_type = String, format = Binary, required = false)]
    file: Option<Vec<u8>>,
    /// In place of the file: the id of one that was sent in parts.
    #[schema(nullable = false)]
    upload_id: Option<String>,
    /// `dataloader_name` and the loader's parameters, as JSON text. Optionally `inference_rows`, and `use_native_types`:
    /// false infers types where the format (ARFF) has types of its own, which are taken otherwise.
    #[schema(nullable = false, example = r#"{"dataloader_name": "CSVDataLoader", "separator": ","}"#)]
    params: Option<String>,
}

/// A file whose columns shall have other types than the inferred ones.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "published; the form is read field by field")]
pub(crate) struct TypeChangesForm {
    /// The file, or its beginning.
    #[schema(value_type = String, format = Binary, required = false)]
    file: Option<Vec<u8>>,
    /// In place of the file: the id of one that was sent in parts.
    #[schema(nullable = false)]
    upload_id: Option<String>,
    /// Column name to `{current_type, new_type, new_dtype}`, as JSON text.
    #[schema(example = r#"{"day": {"current_type": "Text", "new_type": "Date"}}"#)]
    type_changes: String,
    /// `dataloader_name` and the loader's parameters, as JSON text.
    #[schema(nullable = false)]
    params: Option<String>,
}

/// Returns the first rows of a file with the types its columns would get.
#[utoipa::path(post, path = "/preview_with_types", tag = "dataset",
    request_body(content = PreviewForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = FilePreview),
        (status = 413, description = "The file is too large", body = Detail),
        (status = 422, description = "The file cannot be read with these parameters", body = Detail),
    ))]
pub(crate) async fn preview_with_types(
    State(app): State<App>,
    scope: Scoped,
    request: Request,
) -> ApiResult<Json<Preview>> {
    let form = Form::receive(request, &app, &scope).await?;
    let previewed = preview(&scope, &form).await;
    form::discard(&scope, &form).await;
    previewed.map(Json)
}

/// Tells whether columns of a file can be read with other types.
#[utoipa::path(post, path = "/validate_type_changes", tag = "dataset",
    request_body(content = TypeChangesForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = TypeChangesVerdict),
        (status = 413, description = "The file is too large", body = Detail),
        (status = 422, description = "The file cannot be read with these parameters", body = Detail),
    ))]
pub(crate) async fn validate_type_changes(
    State(app): State<App>,
    scope: Scoped,
    request: Request,
) -> ApiResult<Json<Validation>> {
    let form = Form::receive(request, &app, &scope).await?;
    let validated = validate(&scope, &form).await;
    form::discard(&scope, &form).await;
    validated.map(Json)
}

async fn preview(scope: &Scope, form: &Form) -> ApiResult<Preview> {
    form::require(form, &[], missing_file(form))?;
    let reading = async {
        let (upload, params) = (file(scope, form).await?, form::object(form, "params")?);
        let loader = loader(&params)?;
        let look = look(&params)?;
        let mut source = scope.uploads.reader(&upload.key).await?;
        on_thread(move || skydash_data::preview(&mut source, &loader, look)).await
    };
    Ok(reading.await.map_err(refused("Failed to load preview with types: "))?)
}

async fn validate(scope: &Scope, form: &Form) -> ApiResult<Validation> {
    form::require(form, &["type_changes"], missing_file(form))?;
    let reading = async {
        let (upload, params) = (file(scope, form).await?, form::object(form, "params")?);
        let changes = serde_json::from_value(form::object(form, "type_changes")?.into()).map_err(|_| {
            Error::invalid("type_changes must map column names to objects with new_type and, where chosen, new_dtype.")
        })?;
        let loader = loader(&params)?;
        let mut source = scope.uploads.reader(&upload.key).await?;
        on_thread(move || skydash_data::validate_type_changes(&mut source, &loader, &changes)).await
    };
    Ok(reading.await.map_err(refused("Failed to validate type changes: "))?)
}

/// The files that a form must have: none where it names one that was sent in parts.
fn missing_file(form: &Form) -> &'static [&'static str] {
    if form.field("upload_id").is_some() { &[] } else { &["file"] }
}

async fn file(scope: &Scope, form: &Form) -> Result<Upload> {
    match form.field("upload_id") {
        Some(id) => scope.uploads.complete(id).await,
        None => form.files.get("file").cloned().ok_or_else(|| Error::invalid("The form has no file.")),
    }
}

fn loader(params: &Map<String, Value>) -> Result<Loader> {
    let name = params.get("dataloader_name").or_else(|| params.get("dataloader")).and_then(Value::as_str);
    Loader::new(name.ok_or_else(|| Error::invalid("dataloader_name is required in params."))?, params)
}

/// What the form wants to be looked at. Without `use_native_types` the types are those that an upload takes.
fn look(params: &Map<String, Value>) -> Result<Look> {
    let given = |name: &str| params.get(name).filter(|value| !value.is_null());
    let count = |rows: &Value| rows.as_u64().and_then(|rows| usize::try_from(rows).ok()).filter(|rows| *rows > 0);
    let rows = given("inference_rows").map_or(Some(INFERENCE_ROWS), count);
    let native_types = given("use_native_types").map_or(Some(true), Value::as_bool);
    let known = |methods: &Vec<Value>| methods.iter().all(|method| method == METHOD);
    if given("methods").is_some_and(|methods| !methods.as_array().is_some_and(known)) {
        return Err(Error::invalid(format!("methods must be a list of names, of which there is one: {METHOD}.")));
    }
    Ok(Look {
        rows: rows.ok_or_else(|| Error::invalid("inference_rows must be a whole number of 1 or more."))?,
        native_types: native_types.ok_or_else(|| Error::invalid("use_native_types must be true or false."))?,
    })
}

/// Whatever is wrong with a file or its parameters is the client's to mend.
fn refused(prefix: &'static str) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::TooLarge(text) => Error::TooLarge(format!("{prefix}{text}")),
        Error::Unavailable(_) | Error::Internal(_) | Error::Full(_) | Error::Damaged(_) | Error::Cancelled => error,
        other => Error::Invalid(format!("{prefix}{other}")),
    }
}
