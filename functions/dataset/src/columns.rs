//! Changes to a table's columns: a new summary over the same rows, and the dataset's pointer moved to it.

use crate::shapes::{ColumnTypeRow, EncoderName};
use crate::{change, facts};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use skydash_domain::dataset::Dataset;
use skydash_domain::summary::Summary;
use skydash_domain::table::Encoder;
use skydash_domain::{DatasetId, Error, Result};
use skydash_http::error::Detail;
use skydash_http::{ApiResult, App, Body, PathId, PathText, Scoped, tables};
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Scope, Stored, Transaction};
use utoipa::ToSchema;

/// A column's old and new name.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ColumnRename {
    old_name: String,
    new_name: String,
}

/// A renamed column.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ColumnRenamed {
    message: String,
    old_name: String,
    new_name: String,
    /// Column name to type, as they are now.
    #[schema(value_type = HashMap<String, ColumnTypeRow>)]
    columns: Value,
}

/// The encoder a column shall have.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct EncoderChoice {
    encoder: EncoderName,
}

/// Renames a column. Model sessions that name it have to be changed separately.
#[utoipa::path(patch, path = "/{dataset_id}/columns/rename", tag = "dataset",
    params(("dataset_id" = i64, Path)), request_body = ColumnRename,
    responses(
        (status = 200, body = ColumnRenamed),
        (status = 404, description = "No such dataset or column", body = Detail),
        (status = 409, description = "The name is taken", body = Detail),
        (status = 422, description = "The names cannot be used, or the dataset is not ready", body = Detail),
    ))]
pub(crate) async fn rename_column(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
    Body(ColumnRename { old_name, new_name }): Body<ColumnRename>,
) -> ApiResult<Json<ColumnRenamed>> {
    let renamed = |summary: &Summary| skydash_data::with_renamed_column(summary, &old_name, &new_name);
    let columns = edit(&app, &scope, id, renamed).await?;
    let message = format!("Column '{old_name}' renamed to '{new_name}' successfully");
    Ok(Json(ColumnRenamed { message, old_name, new_name, columns }))
}

/// Chooses the encoder of a categorical column.
#[utoipa::path(patch, path = "/{dataset_id}/columns/{column_name}/encoder", tag = "dataset",
    params(("dataset_id" = i64, Path), ("column_name" = String, Path)), request_body = EncoderChoice,
    responses(
        (status = 200, description = "Column name to type", body = HashMap<String, ColumnTypeRow>),
        (status = 404, description = "No such dataset or column", body = Detail),
        (status = 422, description = "The column is not categorical, or the dataset is not ready", body = Detail),
    ))]
pub(crate) async fn set_column_encoder(
    State(app): State<App>,
    scope: Scoped,
    PathId(id): PathId<DatasetId>,
    PathText(column): PathText<1>,
    Body(choice): Body<EncoderChoice>,
) -> ApiResult<Json<Value>> {
    let encoder = match choice.encoder {
        EncoderName::OneHot => Encoder::OneHot,
        EncoderName::Label => Encoder::Label,
    };
    Ok(Json(edit(&app, &scope, id, |summary| skydash_data::with_encoder(summary, &column, encoder)).await?))
}

/// Gives a dataset's table another summary and returns the column types as they are then.
async fn edit(app: &App, scope: &Scope, id: DatasetId, change: impl Fn(&Summary) -> Result<Summary>) -> Result<Value> {
    for _ in 0..RETRIES {
        let stored: Stored<Dataset> = scope.meta.load(id).await?;
        let table = tables::finished(&stored)
            .map_err(|_| Error::not_ready("Dataset is not in finished state or being modified"))?;
        let old = tables::summary(app, scope, table).await?;
        let new = change(&old)?;
        if new == *old {
            return facts::types(&old);
        }
        let version = scope.entropy.uuid().to_string();
        let renewed = scope.tables.complete(version, &new).await?;
        let mut dataset = stored.entity.clone();
        dataset.table = Some(renewed);
        dataset.last_modified = scope.now();
        let transaction = Transaction::new().replace(&dataset, stored.version)?;
        if transaction.try_commit(&*scope.meta).await? == Attempt::Done {
            return facts::types(&new);
        }
    }
    Err(change::contended())
}
