//! Pages of a table's rows.

use crate::summary::of_path;
use crate::turns::{Pages, Turns};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value};
use skydash_data::{Filter, Sort, rows};
use skydash_domain::Result;
use skydash_domain::summary::Summary;
use skydash_http::error::Detail;
use skydash_http::{ApiResult, App, Query, Scoped};
use skydash_ports::{Parts, Scope, on_thread};
use utoipa::{IntoParams, ToSchema};

const DEFAULT_PAGE_SIZE: i64 = 10;

/// Which page of which table.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// The `file_path` of a dataset or notebook, or the `results_path` of a prediction.
    path: String,
    /// The page, counted from 0.
    #[serde(default)]
    #[param(minimum = 0)]
    page: i64,
    /// Rows of a page.
    #[serde(default = "default_page_size")]
    #[param(minimum = 0)]
    page_size: i64,
}

/// Which page of which of the rows of a table, and in which order.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilterQuery {
    /// The `file_path` of a dataset or notebook, or the `results_path` of a prediction.
    path: String,
    /// The page, counted from 0.
    #[serde(default)]
    #[param(minimum = 0)]
    page: i64,
    /// Rows of a page.
    #[serde(default = "default_page_size")]
    #[param(minimum = 0)]
    page_size: i64,
    /// Conditions that all hold, as JSON: `{"items": [{"field", "operator", "value"}]}`. Ignored when it cannot be read.
    #[serde(rename = "filterModel")]
    filter_model: Option<String>,
    /// Columns to sort by, as JSON: `[{"id", "desc"}]`. Ignored when it cannot be read.
    #[serde(rename = "sortModel")]
    sort_model: Option<String>,
}

fn default_page_size() -> i64 {
    DEFAULT_PAGE_SIZE
}

/// A page of rows.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "published; the engine writes its text")]
pub(crate) struct RowsPage {
    /// The rows, each from column name to value.
    #[schema(value_type = Vec<Object>)]
    rows: Vec<Map<String, Value>>,
    /// How many rows there are on all pages.
    total: u64,
}

/// Which rows, and in which order.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    pub(crate) filter: Filter,
    pub(crate) sort: Sort,
}

impl Selection {
    /// Reads the two models of the frontend's data grid.
    pub(crate) fn read(summary: &Summary, filter: Option<&str>, sort: Option<&str>) -> Result<Self> {
        Ok(Self { filter: Filter::new(summary, filter)?, sort: Sort::new(summary, sort)? })
    }
}

/// Returns a page of a table's rows.
#[utoipa::path(get, path = "/file", tag = "dataset", params(PageQuery),
    responses(
        (status = 200, body = RowsPage),
        (status = 404, body = Detail),
        (status = 413, description = "The rows are too wide for so many on one page", body = Detail),
        (status = 422, body = Detail),
    ))]
pub(crate) async fn get_file_rows(
    State(app): State<App>,
    scope: Scoped,
    Query(query): Query<PageQuery>,
) -> ApiResult<Response> {
    let PageQuery { path, page, page_size } = query;
    let query = FilterQuery { path, page, page_size, filter_model: None, sort_model: None };
    Ok(select(&app, &scope, query).await?)
}

/// Returns a page of those rows of a table that a filter lets through, in the order wanted.
#[utoipa::path(get, path = "/filter", tag = "dataset", params(FilterQuery),
    responses(
        (status = 200, body = RowsPage),
        (status = 404, body = Detail),
        (status = 413, description = "The rows are too wide for so many on one page, or too many to be sorted", body = Detail),
        (status = 422, body = Detail),
    ))]
pub(crate) async fn filter_rows(
    State(app): State<App>,
    scope: Scoped,
    Query(query): Query<FilterQuery>,
) -> ApiResult<Response> {
    Ok(select(&app, &scope, query).await?)
}

/// The page as the engine writes it: a wide one is in memory once.
async fn select(app: &App, scope: &Scope, query: FilterQuery) -> Result<Response> {
    let (page, page_size) = (query.page, query.page_size);
    let (summary, _) = of_path(app, scope, &query.path).await?;
    let selection = Selection::read(&summary, query.filter_model.as_deref(), query.sort_model.as_deref())?;
    let parts = Parts::new(&scope.tables);
    let _turn = Turns::<Pages>::take(app).await?;
    let text = on_thread(move || rows(&summary, &parts, page, page_size, &selection.filter, &selection.sort)).await?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}
