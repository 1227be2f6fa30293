//! What clients send and receive about datasets.

use serde::{Deserialize, Serialize};
use skydash_domain::dataset::Dataset;
use skydash_http::fastapi::double_option;
use skydash_http::openapi::Name;
use skydash_http::{TableToken, time};
use utoipa::{IntoParams, ToSchema};

/// What every answer says of a dataset.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatasetFields {
    id: i64,
    name: String,
    created: String,
    last_modified: String,
    /// Names the dataset's table in `path` parameters. Empty until there is one.
    file_path: String,
    /// 0 not started, 1 delivered, 2 started, 3 finished, 4 error.
    status: u8,
    total_rows: Option<u64>,
    total_columns: Option<u64>,
    folder_id: Option<i64>,
}

impl From<&Dataset> for DatasetFields {
    fn from(dataset: &Dataset) -> Self {
        let token = || TableToken::Dataset(dataset.id).to_string();
        Self {
            id: dataset.id.0,
            name: dataset.name.clone(),
            created: time::local(dataset.created),
            last_modified: time::local(dataset.last_modified),
            file_path: dataset.table.as_ref().map_or_else(String::new, |_| token()),
            status: dataset.status.into(),
            total_rows: dataset.table.as_ref().map(|table| table.rows),
            total_columns: dataset.table.as_ref().map(|table| table.columns),
            folder_id: dataset.folder_id.map(|folder| folder.0),
        }
    }
}

/// A dataset.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DatasetRow {
    #[serde(flatten)]
    fields: DatasetFields,
    /// The job that last worked on it.
    huey_id: Option<String>,
}

impl From<&Dataset> for DatasetRow {
    fn from(dataset: &Dataset) -> Self {
        Self { fields: dataset.into(), huey_id: dataset.job_id.map(|job| job.to_string()) }
    }
}

/// A dataset in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedDataset {
    #[serde(flatten)]
    row: DatasetRow,
    /// The task that a bundled sample is meant for; none for all others.
    task: Option<String>,
}

impl From<&Dataset> for ListedDataset {
    fn from(dataset: &Dataset) -> Self {
        Self { row: dataset.into(), task: None }
    }
}

/// A dataset as created: empty, or with the job that loads the file that came along.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum CreatedDataset {
    /// Its file is being loaded.
    Loading(DatasetRow),
    /// It waits for its file.
    Empty(DatasetFields),
}

/// A dataset to be created without a table.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewDataset {
    /// Unique among datasets.
    #[schema(value_type = Name)]
    pub(crate) name: String,
    /// The notebook whose table is going to be saved in it.
    pub(crate) notebook_id: Option<i64>,
}

/// A dataset to be created from a file.
#[derive(Debug, ToSchema)]
#[allow(dead_code, reason = "published; the form is read field by field")]
pub(crate) struct NewDatasetForm {
    /// Unique among datasets.
    #[schema(value_type = Name)]
    name: String,
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The loader (`dataloader`, by the file's extension when left out) and its parameters, as JSON text.
    #[schema(nullable = false, example = r#"{"dataloader": "CSVDataLoader", "separator": ","}"#)]
    params: Option<String>,
}

/// What to change about a dataset.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DatasetChanges {
    /// Its new name.
    #[schema(value_type = Name, required = false)]
    pub(crate) name: Option<String>,
    /// Its new folder; null takes it out of its folder.
    #[serde(default, deserialize_with = "double_option")]
    #[schema(value_type = Option<i64>)]
    pub(crate) folder_id: Option<Option<i64>>,
}

/// Which dataset to copy.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DatasetToCopy {
    pub(crate) dataset_id: i64,
}

/// Which table.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TablePath {
    /// The `file_path` of a dataset or notebook, or the `results_path` of a prediction.
    pub(crate) path: String,
}
