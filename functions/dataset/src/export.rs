//! Tables as CSV files, sent while they are read.

use crate::disposition::attachment;
use crate::rows::Selection;
use crate::summary::of_path;
use crate::turns::{Downloads, Turns};
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::{Stream, StreamExt, future, stream};
use serde::Deserialize;
use skydash_data::{Formulas, export_csv};
use skydash_domain::dataset::Dataset;
use skydash_domain::summary::Summary;
use skydash_domain::{DatasetId, Error, Result};
use skydash_http::error::Detail;
use skydash_http::{ApiResult, App, PathId, Query, Scoped, tables};
use skydash_ports::{Parts, Scope, Stored};
use std::sync::Arc;
use tokio::sync::mpsc::{self, Receiver};
use tokio::task::JoinHandle;
use utoipa::{IntoParams, ToSchema};

/// Pieces that may wait for a slow client.
const WAITING_PIECES: usize = 4;

/// Whether texts that a spreadsheet would take for formulas are guarded.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Guard {
    /// Whether a `'` is put before texts that begin as formulas do (`=`, `+`, `-`, `@`), so that a spreadsheet shows them
    /// instead of computing them. Off by default: the file is the table.
    safe: Option<bool>,
}

impl Guard {
    fn formulas(&self) -> Formulas {
        if self.safe == Some(true) { Formulas::Guarded } else { Formulas::Kept }
    }
}

/// Which table, which of its rows, and in which order.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// The `file_path` of a dataset or notebook, or the `results_path` of a prediction.
    path: String,
    /// Which rows, as the `filterModel` of `/dataset/filter`.
    filter_model: Option<String>,
    /// In which order, as the `sortModel` of `/dataset/filter`.
    sort_model: Option<String>,
}

/// Downloads a table, or some of its rows, as a CSV file.
#[utoipa::path(get, path = "/export/csv", tag = "dataset", params(ExportQuery, Guard),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 404, body = Detail),
        (status = 413, description = "The rows are too many to be sorted", body = Detail),
        (status = 422, description = "A filter or order names a column that does not exist", body = Detail),
    ))]
pub(crate) async fn export_file(
    State(app): State<App>,
    scope: Scoped,
    Query(query): Query<ExportQuery>,
    Query(guard): Query<Guard>,
) -> ApiResult<Response> {
    let (summary, name) = of_path(&app, &scope, &query.path).await?;
    let selection = Selection::read(&summary, query.filter_model.as_deref(), query.sort_model.as_deref())?;
    Ok(download(&app, &scope, summary, selection, guard, &name).await?)
}

/// Downloads a dataset as a CSV file.
#[utoipa::path(get, path = "/{dataset_id}/export/csv", tag = "dataset",
    params(("dataset_id" = i64, Path), Guard),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 404, body = Detail),
        (status = 422, body = Detail),
    ))]
pub(crate) async fn export_dataset(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
    Query(guard): Query<Guard>,
) -> ApiResult<Response> {
    let dataset: Stored<Dataset> = scope.meta.load(id).await?;
    let summary = tables::summary(&app, &scope, tables::finished(&dataset)?).await?;
    Ok(download(&app, &scope, summary, Selection::default(), guard, &dataset.name).await?)
}

/// Answers with the rows as they are written. What fails before the first of them is an error of its own; what fails
/// later breaks the answer off, so that no client takes it for the whole.
async fn download(
    app: &App,
    scope: &Scope,
    summary: Arc<Summary>,
    selection: Selection,
    guard: Guard,
    name: &str,
) -> Result<Response> {
    let turn = Turns::<Downloads>::take(app).await?;
    let (sender, receiver) = mpsc::channel(WAITING_PIECES);
    let parts = Parts::new(&scope.tables);
    let writing = tokio::task::spawn_blocking(move || {
        let mut send = |piece: Vec<u8>| sender.blocking_send(Bytes::from(piece)).map_err(|_| Error::Cancelled);
        let _turn = turn;
        export_csv(&summary, &parts, &selection.filter, &selection.sort, guard.formulas(), &mut send)
    });
    let mut pieces = Box::pin(pieces(receiver, writing));
    let first = pieces.next().await.transpose()?;
    let body = Body::from_stream(stream::iter(first.map(Ok)).chain(pieces));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, attachment(name, "csv"));
    Ok(response)
}

/// What is written, piece by piece, and at the end the error that stopped it, if one did.
fn pieces(receiver: Receiver<Bytes>, writing: JoinHandle<Result<()>>) -> impl Stream<Item = Result<Bytes>> + Send {
    let next = |mut receiver: Receiver<Bytes>| async { receiver.recv().await.map(|piece| (Ok(piece), receiver)) };
    let failed = stream::once(writing).filter_map(|ended| {
        let error = match ended {
            Ok(written) => written.err(),
            Err(error) => Some(Error::internal(format!("a thread ended early: {error}"))),
        };
        future::ready(error.map(|error| {
            tracing::warn!(%error, "a download failed");
            Err(error)
        }))
    });
    stream::unfold(receiver, next).chain(failed)
}
