//! What clients send and receive.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use skydash_domain::dataset::Dataset;
use skydash_domain::prediction::Prediction;
use skydash_http::{TableToken, time};
use utoipa::{IntoParams, ToSchema};

/// A prediction.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PredictionRow {
    id: i64,
    run_id: i64,
    dataset_id: Option<i64>,
    split: Option<String>,
    /// The job that last worked on it.
    huey_id: Option<String>,
    created: String,
    last_modified: String,
    /// Names the result in `path` parameters of the dataset's file operations, once there is one.
    results_path: Option<String>,
    /// 0 not started, 1 delivered, 2 started, 3 finished, 4 error.
    status: u8,
    delivery_time: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
}

impl From<&Prediction> for PredictionRow {
    fn from(prediction: &Prediction) -> Self {
        let token = TableToken::Prediction(prediction.id);
        Self {
            id: prediction.id.0,
            run_id: prediction.run_id.0,
            dataset_id: prediction.dataset_id.map(|id| id.0),
            split: prediction.split.clone(),
            huey_id: prediction.job_id.map(|id| id.to_string()),
            created: time::local(prediction.created),
            last_modified: time::local(prediction.last_modified),
            results_path: prediction.table.as_ref().map(|_| token.to_string()),
            status: prediction.status.into(),
            delivery_time: prediction.delivery_time.map(time::local),
            start_time: prediction.start_time.map(time::local),
            end_time: prediction.end_time.map(time::local),
        }
    }
}

/// A prediction in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedPrediction {
    #[serde(flatten)]
    pub(crate) prediction: PredictionRow,
    /// The dataset predicted on; none for rows entered by hand, and when it is gone.
    pub(crate) dataset: Option<PredictedDataset>,
}

/// The dataset that a prediction is about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PredictedDataset {
    id: i64,
    name: String,
    created: String,
    last_modified: String,
    file_path: String,
    status: u8,
    total_rows: Option<u64>,
    total_columns: Option<u64>,
    folder_id: Option<i64>,
    huey_id: Option<String>,
}

impl From<&Dataset> for PredictedDataset {
    fn from(dataset: &Dataset) -> Self {
        let table = dataset.table.as_ref();
        Self {
            id: dataset.id.0,
            name: dataset.name.clone(),
            created: time::local(dataset.created),
            last_modified: time::local(dataset.last_modified),
            file_path: table.map(|_| TableToken::Dataset(dataset.id).to_string()).unwrap_or_default(),
            status: dataset.status.into(),
            total_rows: table.map(|table| table.rows),
            total_columns: table.map(|table| table.columns),
            folder_id: dataset.folder_id.map(|id| id.0),
            huey_id: dataset.job_id.map(|id| id.to_string()),
        }
    }
}

/// A prediction to be created.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewPrediction {
    pub(crate) run_id: i64,
    /// The dataset to predict on. Without one, the job has to bring rows.
    pub(crate) dataset_id: Option<i64>,
    /// Only the rows of this partition of the run: `train`, `test`, `val` or `all`.
    pub(crate) split: Option<String>,
}

/// Which predictions to list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only those of this run.
    pub(crate) run_id: Option<i64>,
    /// Only this one.
    pub(crate) prediction_id: Option<i64>,
}

/// Which run.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RunQuery {
    /// The run.
    pub(crate) run_id: i64,
}

/// Datasets that a run can predict on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ValidDatasets {
    pub(crate) valid_dataset_ids: Vec<i64>,
}

/// The partitions of a run's dataset.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunSplits {
    /// Those that have rows, and `all`.
    pub(crate) splits: Vec<SplitSize>,
    pub(crate) training_dataset_id: i64,
}

/// A partition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SplitSize {
    /// `train`, `test`, `val` or `all`.
    pub(crate) name: &'static str,
    pub(crate) rows: u64,
}

/// Rows to be predicted at once.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read as a stream")]
pub(crate) struct RowsForm {
    run_id: i64,
    /// The rows as JSON text: a list of objects from column name to value.
    manual_input_data: String,
}

/// Rows to be predicted at once, in a form without files.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read as a whole")]
pub(crate) struct RowsFields {
    run_id: i64,
    /// The rows as JSON text: a list of objects from column name to value.
    manual_input_data: String,
}

/// Rows with their predictions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Preview {
    /// The input columns, then the predicted one.
    pub(crate) columns: Vec<String>,
    /// One list of values a row.
    pub(crate) rows: Vec<Vec<Value>>,
}
