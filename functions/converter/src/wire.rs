//! What clients send and receive, beside rows.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_domain::Error;
use skydash_domain::converter::Settings;
use utoipa::ToSchema;

/// A step to be added to a notebook.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewConverter {
    pub(crate) notebook_id: i64,
    /// The component.
    pub(crate) converter: String,
    pub(crate) parameters: Parameters,
}

/// How a step changes the table.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(crate) struct Parameters {
    /// Parameters of the component.
    #[schema(value_type = Option<Object>)]
    params: Option<Map<String, Value>>,
    /// What it works on; everything when left out.
    scope: Option<StepScope>,
    /// Its place among steps that are saved together.
    #[serde(default)]
    order: i64,
    /// The target column, for components that need one.
    target: Option<ChosenColumn>,
}

/// The part of a table that a step works on.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct StepScope {
    /// The columns; all when empty.
    #[serde(default)]
    columns: Vec<ChosenColumn>,
    /// The rows it learns from, counted from 1; all when empty. It changes all rows in any case.
    #[serde(default)]
    rows: Vec<i64>,
}

/// A column.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
struct ChosenColumn {
    /// Its place in the table, counted from 1.
    idx: i64,
    /// Its name; where it is given, it counts.
    #[serde(rename = "columnName", skip_serializing_if = "Option::is_none")]
    column_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(rename = "valueType", skip_serializing_if = "Option::is_none")]
    value_type: Option<String>,
    #[serde(rename = "dataType", skip_serializing_if = "Option::is_none")]
    data_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<i64>,
}

impl TryFrom<Parameters> for Settings {
    type Error = Error;

    fn try_from(parameters: Parameters) -> Result<Self, Error> {
        let unreadable = |error: serde_json::Error| Error::internal(format!("parameters of a step: {error}"));
        serde_json::from_value(serde_json::to_value(parameters).map_err(unreadable)?).map_err(unreadable)
    }
}

/// What became of a deletion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reverted {
    /// The last of the jobs that apply earlier steps again: none, since none has to be.
    #[serde(rename = "jobId")]
    pub(crate) job_id: Option<String>,
}
