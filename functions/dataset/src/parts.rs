//! Files that come in parts: too large for one request, or sent over a line that breaks.

use axum::Json;
use axum::body::Body as RawBody;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use futures::StreamExt;
use serde::{Deserialize, Serialize};
use skydash_domain::{Error, Result};
use skydash_http::error::Detail;
use skydash_http::openapi::Title;
use skydash_http::reply::created;
use skydash_http::storing::Storing;
use skydash_http::{API_PREFIX, ApiResult, App, Body, PathText, Scoped};
use skydash_ports::Scope;
use skydash_ports::uploads::{PART_BYTES, Plan};
use utoipa::ToSchema;

/// A file that is to be sent in parts.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewUpload {
    /// Its name.
    #[schema(value_type = Title, example = "measurements.csv")]
    file_name: String,
    /// Its size.
    #[schema(minimum = 1)]
    size_bytes: u64,
}

/// Where the parts of a file go, and which of them have arrived.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UploadState {
    /// To be given as `upload_id` in the `kwargs` of a DatasetJob, or in a preview's form, when all parts have arrived.
    upload_id: String,
    /// Bytes of every part but the last.
    part_size_bytes: u64,
    parts: Vec<PartState>,
}

/// One part of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartState {
    /// Counts from 1.
    number: u64,
    /// The part is that many bytes, which follow those of the part before.
    size_bytes: u64,
    /// Whether it has arrived.
    arrived: bool,
    /// Where to `PUT` its bytes, without further headers: an address for some hours, or a path on this server.
    url: String,
}

/// Begins an upload in parts. Nothing is a dataset before a job loads it.
#[utoipa::path(post, path = "/uploads", tag = "dataset", request_body = NewUpload, responses(
    (status = 201, body = UploadState),
    (status = 413, description = "The file is larger than this installation takes", body = Detail),
    (status = 422, body = Detail),
))]
pub(crate) async fn begin_upload(
    State(app): State<App>,
    scope: Scoped,
    Body(new): Body<NewUpload>,
) -> ApiResult<(StatusCode, Json<UploadState>)> {
    let most = app.config().max_upload_bytes;
    if new.size_bytes > most {
        return Err(
            Error::too_large(format!("The file may have {most} bytes; size_bytes is {}.", new.size_bytes)).into()
        );
    }
    if new.size_bytes == 0 {
        return Err(Error::invalid("size_bytes must be 1 or more: there is nothing in the file.").into());
    }
    skydash_domain::name::check_length(&new.file_name)?;
    let id = scope.entropy.uuid();
    scope.uploads.begin(id, &Plan { file_name: new.file_name, size_bytes: new.size_bytes }).await?;
    Ok(created(state(&scope, &id.to_string()).await?))
}

/// Tells which parts of an upload have arrived, with new addresses for those that have not: to go on where it broke off.
#[utoipa::path(get, path = "/uploads/{upload_id}", tag = "dataset", params(("upload_id" = String, Path)),
    responses((status = 200, body = UploadState), (status = 404, body = Detail)))]
pub(crate) async fn get_upload(scope: Scoped, PathText(id): PathText) -> ApiResult<Json<UploadState>> {
    Ok(Json(state(&scope, &id).await?))
}

/// Takes a part of an upload. Sent again, it is replaced.
#[utoipa::path(put, path = "/uploads/{upload_id}/parts/{number}", tag = "dataset",
    params(("upload_id" = String, Path), ("number" = u64, Path)),
    request_body(content = String, content_type = "application/octet-stream"),
    responses(
        (status = 204),
        (status = 404, description = "No such upload, or it has no such part", body = Detail),
        (status = 422, description = "The part is not of its size", body = Detail),
    ))]
pub(crate) async fn put_part(
    scope: Scoped,
    PathText(id): PathText,
    PathText(number): PathText<1>,
    request: Request,
) -> ApiResult<StatusCode> {
    let (key, plan) = scope.uploads.expected(&id).await?;
    let size = number.parse().ok().and_then(|number: u64| Some((number, *plan.parts().get(&number)?)));
    let (number, size) = size.ok_or_else(|| Error::not_found("This upload has no such part."))?;
    let mut storing = Storing::new(scope.uploads.part_writer(&key, number).await?);
    match pump(request.into_body(), &mut storing, size).await {
        Ok(()) => {
            storing.complete().await?;
            Ok(StatusCode::NO_CONTENT)
        }
        Err(error) => {
            storing.abort().await;
            Err(error.into())
        }
    }
}

/// Gives an upload up. Its parts are removed.
#[utoipa::path(delete, path = "/uploads/{upload_id}", tag = "dataset", params(("upload_id" = String, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
pub(crate) async fn delete_upload(scope: Scoped, PathText(id): PathText) -> ApiResult<StatusCode> {
    let (key, _) = scope.uploads.expected(&id).await?;
    scope.uploads.remove(&key).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn state(scope: &Scope, id: &str) -> Result<UploadState> {
    let (key, plan) = scope.uploads.expected(id).await?;
    let arrived = scope.uploads.arrived(&key).await?;
    let mut parts = Vec::new();
    for (number, size_bytes) in plan.parts() {
        let url = match &scope.links {
            Some(links) => links.upload(&scope.uploads.part(&key, number), size_bytes).await?,
            None => format!("{API_PREFIX}/dataset/uploads/{key}/parts/{number}"),
        };
        parts.push(PartState { number, size_bytes, arrived: arrived.get(&number) == Some(&size_bytes), url });
    }
    Ok(UploadState { upload_id: key, part_size_bytes: PART_BYTES, parts })
}

async fn pump(body: RawBody, storing: &mut Storing, size_bytes: u64) -> Result<()> {
    let (mut chunks, mut left) = (body.into_data_stream(), size_bytes);
    let wrong = || Error::invalid(format!("This part has {size_bytes} bytes. Send exactly those."));
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Error::invalid("The part broke off. Send it again."))?;
        left = left.checked_sub(chunk.len() as u64).ok_or_else(wrong)?;
        storing.add(&chunk).await?;
    }
    if left > 0 { Err(wrong()) } else { Ok(()) }
}
