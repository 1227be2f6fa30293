//! `/converter`: the steps that change a notebook's table.

mod revert;
mod wire;

#[cfg(test)]
mod tests;

use crate::wire::{NewConverter, Reverted};
use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::converter::Converter;
use skydash_domain::notebook::Notebook;
use skydash_domain::{ConverterId, Error, NotebookId, Result, Status, name};
use skydash_http::error::Detail;
use skydash_http::list::{self, Part, PartQuery};
use skydash_http::reply::created;
use skydash_http::rows::ConverterRow;
use skydash_http::{ApiResult, Body, Function, Grant, PathId, Router, Scoped};
use skydash_ports::{Entity, Key, Query, Scope, Stored, Transaction};
use std::future::ready;
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "converter",
        resources: vec![("/converter", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::SendJobs],
        memory_mb: 256,
    }
}

/// The operations of `/converter`.
fn router() -> Router {
    Router::new()
        .routes(routes!(create_converter))
        .routes(routes!(get_converter, delete_converter))
        .routes(routes!(list_finished_converters))
}

/// Adds a step to a notebook, which a ConverterJob applies. Its parameters are checked then.
#[utoipa::path(post, path = "/", tag = "converter", request_body = NewConverter, responses(
    (status = 201, body = ConverterRow),
    (status = 404, description = "No such notebook", body = Detail),
    (status = 413, description = "Too many rows are listed", body = Detail),
))]
async fn create_converter(scope: Scoped, Body(new): Body<NewConverter>) -> ApiResult<(StatusCode, Json<ConverterRow>)> {
    Ok(created(create(&scope, new).await?.into()))
}

async fn create(scope: &Scope, new: NewConverter) -> Result<Converter> {
    let notebook: Stored<Notebook> = scope.meta.load(new.notebook_id).await?;
    name::check_length(&new.converter)?;
    let now = scope.now();
    let converter = Converter {
        id: scope.meta.next_id(Converter::KIND).await?.into(),
        notebook_id: notebook.id,
        converter: new.converter,
        settings: new.parameters.try_into()?,
        status: Status::NotStarted,
        job_id: None,
        created: now,
        last_modified: now,
        delivery_time: None,
        start_time: None,
        end_time: None,
        applied: None,
    };
    Transaction::new()
        .insert(&converter)?
        .require(notebook.key(), Error::not_found(Notebook::NOT_FOUND))
        .commit(&*scope.meta)
        .await?;
    Ok(converter)
}

/// Returns one step.
#[utoipa::path(get, path = "/{converter_id}", tag = "converter", params(("converter_id" = i64, Path)),
    responses((status = 200, body = ConverterRow), (status = 404, body = Detail)))]
async fn get_converter(scope: Scoped, PathId(id): PathId<ConverterId>) -> ApiResult<Json<ConverterRow>> {
    let converter: Stored<Converter> = scope.meta.load(id).await?;
    Ok(Json(converter.entity.into()))
}

/// Takes a step back, with everything that was made at or after it: later steps, and explorers.
///
/// The notebook has the table from before the step at once; no job is needed, so `jobId` is null.
#[utoipa::path(delete, path = "/{converter_id}", tag = "converter", params(("converter_id" = i64, Path)),
    responses((status = 200, body = Reverted), (status = 404, body = Detail)))]
async fn delete_converter(scope: Scoped, PathId(id): PathId<ConverterId>) -> ApiResult<Json<Reverted>> {
    let jobs = revert::to_before(&scope, id).await?;
    skydash_jobs::stop_each(&scope, &jobs).await?;
    Ok(Json(Reverted { job_id: None }))
}

/// Lists the finished steps of a notebook.
#[utoipa::path(get, path = "/notebook/{notebook_id}", tag = "converter",
    params(("notebook_id" = i64, Path), PartQuery), responses(
        (status = 200, body = Vec<ConverterRow>),
        (status = 422, description = "No such part", body = Detail),
    ))]
async fn list_finished_converters(scope: Scoped, PathId(id): PathId<NotebookId>, part: Part) -> ApiResult<Response> {
    let query = Query::children(Converter::KIND, Key::new(Notebook::KIND, id));
    let finished = |step: Converter| (step.status == Status::Finished).then(|| ConverterRow::from(step));
    list::entities_with(&scope, query, part, move |step| ready(Ok(finished(step)))).await
}
