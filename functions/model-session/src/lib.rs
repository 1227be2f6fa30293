//! `/model-session`: experiments, each a dataset, a task, columns, splits and metrics that all its runs share.

mod change;
mod columns;
mod create;
mod wire;

use crate::wire::{ColumnsCheck, ColumnsVerdict, NewSession, SessionChanges, SessionRow};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use skydash_domain::session::Session;
use skydash_domain::{Error, SessionId};
use skydash_http::error::Detail;
use skydash_http::list::{self, Part, PartQuery};
use skydash_http::reply::{Ids, Patched, created};
use skydash_http::{ApiResult, App, Body, Function, Grant, PathId, Query, Router, Scoped};
use skydash_ports::{Stored, cascade, splits};
use utoipa_axum::routes;

/// This function, as it is deployed.
#[must_use]
pub fn function() -> Function {
    Function {
        name: "model-session",
        resources: vec![("/model-session", router())],
        grants: &[Grant::Records, Grant::ReadObjects, Grant::WriteObjects],
        memory_mb: 256,
    }
}

/// The operations of `/model-session`.
fn router() -> Router {
    Router::new()
        .routes(routes!(list_model_sessions, create_model_session, delete_model_sessions))
        .routes(routes!(validate_columns))
        .routes(routes!(get_model_session, update_model_session, delete_model_session))
}

/// Lists all model sessions, oldest first.
#[utoipa::path(get, path = "/", tag = "model-session", params(PartQuery), responses(
    (status = 200, body = Vec<SessionRow>),
    (status = 422, description = "No such part", body = Detail),
))]
async fn list_model_sessions(scope: Scoped, part: Part) -> ApiResult<Response> {
    list::all::<Session, SessionRow>(&scope, part).await
}

/// Creates a model session.
///
/// The splits are checked against their splitter, and there may not be more columns than the dataset has. Task,
/// metrics, strategy and column names are checked when a run is trained.
#[utoipa::path(post, path = "/", tag = "model-session", request_body = NewSession, responses(
    (status = 201, body = SessionRow),
    (status = 400, description = "More columns than the dataset has", body = Detail),
    (status = 404, description = "No such dataset", body = Detail),
    (status = 409, description = "The name is taken", body = Detail),
    (status = 413, description = "Too long a text of splits", body = Detail),
    (status = 422, description = "Splits or dataset cannot be used", body = Detail),
))]
async fn create_model_session(
    State(app): State<App>,
    scope: Scoped,
    request: Request,
) -> ApiResult<(StatusCode, Json<SessionRow>)> {
    let Body(session) = Body::<NewSession>::read(request, app.config().max_body_bytes + splits::MAX_BYTES).await?;
    let session = create::session(&scope, session).await?;
    Ok(created(SessionRow::whole(&scope, session).await?))
}

/// Checks whether columns of a dataset can be the inputs and outputs of a task.
#[utoipa::path(post, path = "/validation", tag = "model-session", request_body = ColumnsCheck, responses(
    (status = 200, body = ColumnsVerdict),
    (status = 400, description = "More columns than the dataset has", body = Detail),
    (status = 404, description = "No such dataset or task", body = Detail),
    (status = 422, description = "A column does not exist, or the dataset is not ready", body = Detail),
))]
async fn validate_columns(
    State(app): State<App>,
    scope: Scoped,
    Body(check): Body<ColumnsCheck>,
) -> ApiResult<Json<ColumnsVerdict>> {
    Ok(Json(columns::validate(&app, &scope, &check).await?))
}

/// Returns one model session.
#[utoipa::path(get, path = "/{model_session_id}", tag = "model-session",
    params(("model_session_id" = i64, Path)),
    responses((status = 200, body = SessionRow), (status = 404, body = Detail)))]
async fn get_model_session(scope: Scoped, PathId(id): PathId<SessionId>) -> ApiResult<Json<SessionRow>> {
    let session: Stored<Session> = scope.meta.load(id).await?;
    Ok(Json(SessionRow::whole(&scope, session.entity).await?))
}

/// Changes the name, dataset or task of a model session, given as query parameters or as a JSON body.
#[utoipa::path(patch, path = "/{model_session_id}", tag = "model-session",
    params(("model_session_id" = i64, Path), SessionChanges), request_body = Option<SessionChanges>,
    responses(
        (status = 200, body = SessionRow),
        (status = 304, description = "Nothing to change"),
        (status = 404, body = Detail),
        (status = 409, description = "The name is taken", body = Detail),
        (status = 422, description = "The name is empty", body = Detail),
    ))]
async fn update_model_session(
    scope: Scoped,
    PathId(id): PathId<SessionId>,
    Query(query): Query<SessionChanges>,
    body: Option<Body<SessionChanges>>,
) -> ApiResult<Patched<SessionRow>> {
    let changes = match body {
        Some(Body(body)) => query.or(body),
        None => query,
    };
    Ok(match change::apply(&scope, id, changes).await? {
        Some(session) => Patched::Changed(SessionRow::whole(&scope, session).await?),
        None => Patched::Unchanged,
    })
}

/// Deletes a model session with its runs and their predictions, and cancels their jobs.
#[utoipa::path(delete, path = "/{model_session_id}", tag = "model-session",
    params(("model_session_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Detail)))]
async fn delete_model_session(scope: Scoped, PathId(id): PathId<SessionId>) -> ApiResult<StatusCode> {
    remove(&scope, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes several model sessions; unknown ids are skipped.
#[utoipa::path(delete, path = "/", tag = "model-session", request_body = Ids, responses((status = 204)))]
async fn delete_model_sessions(scope: Scoped, Body(Ids { ids }): Body<Ids>) -> ApiResult<StatusCode> {
    for id in ids {
        match remove(&scope, id.into()).await {
            Ok(()) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(scope: &Scoped, id: SessionId) -> skydash_domain::Result<()> {
    let removed = cascade::remove_session(&*scope.meta, id).await?;
    skydash_jobs::clear_up(scope, &removed).await
}

#[cfg(test)]
mod tests;
