//! What clients send and receive, beside rows and artifacts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_http::openapi::Title;
use utoipa::ToSchema;

/// An explorer to be created.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewExplorer {
    /// The columns it looks at, each with its name as `columnName`.
    #[schema(value_type = Vec<Object>)]
    pub(crate) columns: Vec<Map<String, Value>>,
    #[schema(value_type = Object)]
    pub(crate) parameters: Map<String, Value>,
    /// A title of one's own.
    #[schema(value_type = Option<Title>)]
    pub(crate) name: Option<String>,
    pub(crate) notebook_id: i64,
    /// The component.
    pub(crate) exploration_type: String,
}

/// An explorer as it is to be from now on.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ExplorerChanges {
    /// The columns it looks at, each with its name as `columnName`.
    #[schema(value_type = Vec<Object>)]
    pub(crate) columns: Vec<Map<String, Value>>,
    #[schema(value_type = Object)]
    pub(crate) parameters: Map<String, Value>,
    /// A title of one's own.
    #[schema(value_type = Option<Title>)]
    pub(crate) name: Option<String>,
}

/// How the results are wanted: there is one way only.
#[derive(Debug, Deserialize, ToSchema)]
#[expect(dead_code, reason = "part of the request, without effect")]
pub(crate) struct ResultsRequest {
    #[schema(value_type = Option<Object>)]
    options: Option<Map<String, Value>>,
}

/// A figure to be shown in place of a result.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewFigure {
    /// The number of the result.
    pub(crate) index: i64,
    /// The figure, as an object or its JSON text.
    #[schema(value_type = Value)]
    pub(crate) figure: Value,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Message {
    pub(crate) message: &'static str,
}
