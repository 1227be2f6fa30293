//! Entities put straight into the store, for tests of the routers that need them.

use crate::app::TestApp;
use skydash_domain::dataset::Dataset;
use skydash_domain::prediction::Prediction;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::summary::{ColumnInfo, FORMAT, Summary};
use skydash_domain::table::{ColumnType, Encoder};
use skydash_domain::{DatasetId, PredictionId, Result, RunId, SessionId, Status};
use skydash_ports::{Entity, Transaction};

/// The type of a column of decimal numbers.
#[must_use]
pub fn float() -> ColumnType {
    ColumnType::Float { dtype: "float64".into() }
}

/// The type of a column with these classes.
#[must_use]
pub fn category(classes: &[&str]) -> ColumnType {
    let categories: Vec<String> = classes.iter().map(|&class| class.to_owned()).collect();
    let num_categories = categories.len();
    ColumnType::Categorical {
        dtype: "string".into(),
        categories,
        num_categories,
        converted: false,
        encoder: Encoder::OneHot,
    }
}

impl TestApp {
    /// Stores a finished dataset with these columns; its table has a summary, and no rows that could be read.
    pub async fn add_dataset(&self, name: &str, rows: u64, columns: &[(&str, ColumnType)]) -> Result<DatasetId> {
        let id = DatasetId(self.scope.meta.next_id(Dataset::KIND).await?);
        let version = format!("table-{id}");
        let column = |(name, column_type): &(&str, ColumnType)| ColumnInfo {
            name: (*name).to_owned(),
            source: (*name).to_owned(),
            column_type: column_type.clone(),
        };
        let summary = Summary {
            format: FORMAT,
            rows,
            columns: columns.iter().map(column).collect(),
            parts: Vec::new(),
            sample: Vec::new(),
            nan: columns.iter().map(|(name, _)| ((*name).to_owned(), 0)).collect(),
            statistics: None,
        };
        let table = self.scope.tables.complete(version, &summary).await?;
        let now = self.scope.now();
        let dataset = Dataset {
            id,
            name: name.to_owned(),
            created: now,
            last_modified: now,
            status: Status::Finished,
            table: Some(table),
            folder_id: None,
            job_id: None,
        };
        Transaction::new().insert(&dataset)?.commit(&*self.scope.meta).await?;
        Ok(id)
    }

    /// Stores the dataset `iris`: 150 rows, four columns of numbers and the class `target`.
    pub async fn add_iris(&self) -> Result<DatasetId> {
        let numbers = ["sepal_length", "sepal_width", "petal_length", "petal_width"].map(|name| (name, float()));
        let target = ("target", category(&["setosa", "versicolor", "virginica"]));
        self.add_dataset("iris", 150, &[&numbers[..], &[target]].concat()).await
    }

    /// Stores a classification session over the columns of [`TestApp::add_iris`].
    pub async fn add_session(&self, dataset_id: DatasetId, name: &str) -> Result<SessionId> {
        let id = SessionId(self.scope.meta.next_id(Session::KIND).await?);
        let inputs = ["sepal_length", "sepal_width", "petal_length", "petal_width"];
        let now = self.scope.now();
        let session = Session {
            id,
            dataset_id,
            task_name: "TabularClassificationTask".into(),
            name: name.to_owned(),
            input_columns: inputs.map(str::to_owned).to_vec(),
            output_columns: vec!["target".into()],
            train_metrics: vec!["F1".into()],
            validation_metrics: vec!["F1".into()],
            test_metrics: vec!["F1".into()],
            evaluation_strategy: "HoldoutEvaluationStrategy".into(),
            splits: "{}".into(),
            splits_key: None,
            created: now,
            last_modified: now,
        };
        Transaction::new().insert(&session)?.commit(&*self.scope.meta).await?;
        Ok(id)
    }

    /// Stores an untrained run of a session.
    pub async fn add_run(&self, session_id: SessionId, name: &str) -> Result<RunId> {
        let id = RunId(self.scope.meta.next_id(Run::KIND).await?);
        let now = self.scope.now();
        let run = Run {
            id,
            session_id,
            model_name: "GaussianNB".into(),
            name: name.to_owned(),
            description: None,
            parameters: serde_json::Map::new(),
            optimizer_name: String::new(),
            optimizer_parameters: serde_json::Map::new(),
            goal_metric: String::new(),
            nested: None,
            status: Status::NotStarted,
            job_id: None,
            created: now,
            last_modified: now,
            delivery_time: None,
            start_time: None,
            end_time: None,
            model_key: None,
            splits_key: None,
            scores: None,
        };
        Transaction::new().insert(&run)?.commit(&*self.scope.meta).await?;
        Ok(id)
    }

    /// Adds a prediction by a run, of a dataset or else of rows entered by hand, which nothing has worked on yet.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn add_prediction(&self, run_id: RunId, dataset_id: Option<DatasetId>) -> Result<PredictionId> {
        let id = self.scope.meta.next_id(Prediction::KIND).await?.into();
        let prediction = Prediction { dataset_id, ..Prediction::new(id, run_id, self.scope.now()) };
        Transaction::new().insert(&prediction)?.commit(&*self.scope.meta).await?;
        Ok(prediction.id)
    }
}
