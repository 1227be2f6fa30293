//! What clients send and receive.

use serde::{Deserialize, Serialize};
use skydash_domain::Result;
use skydash_domain::session::Session;
use skydash_http::openapi::Name;
use skydash_http::time;
use skydash_ports::{Scope, splits};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{IntoParams, ToSchema};

/// A model session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionRow {
    id: i64,
    dataset_id: i64,
    task_name: String,
    name: String,
    input_columns: Vec<String>,
    output_columns: Vec<String>,
    train_metrics: Vec<String>,
    validation_metrics: Vec<String>,
    test_metrics: Vec<String>,
    evaluation_strategy: String,
    /// The splitter and its parameters: the JSON text that was sent. In lists, a text of more than 64 KB comes without
    /// its lists of rows.
    splits: String,
    created: String,
    last_modified: String,
}

impl SessionRow {
    /// A session with the whole text of its splits.
    pub(crate) async fn whole(scope: &Scope, session: Session) -> Result<Self> {
        let splits = splits::text(scope, &session).await?;
        Ok(Self { splits, ..session.into() })
    }
}

impl From<Session> for SessionRow {
    fn from(session: Session) -> Self {
        Self {
            id: session.id.0,
            dataset_id: session.dataset_id.0,
            task_name: session.task_name,
            name: session.name,
            input_columns: session.input_columns,
            output_columns: session.output_columns,
            train_metrics: session.train_metrics,
            validation_metrics: session.validation_metrics,
            test_metrics: session.test_metrics,
            evaluation_strategy: session.evaluation_strategy,
            splits: session.splits,
            created: time::local(session.created),
            last_modified: time::local(session.last_modified),
        }
    }
}

/// The text of splits, whose bytes are counted when it is stored.
fn splits_text() -> ObjectBuilder {
    let example = r#"{"splitter_name": "HoldoutSplitter", "train": 0.6, "test": 0.2, "validation": 0.2}"#;
    ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(splits::MAX_BYTES))
        .description(Some("The splitter and its parameters, as JSON text. Its length is limited in bytes."))
        .examples([example])
}

/// A model session to be created.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewSession {
    pub(crate) dataset_id: i64,
    pub(crate) task_name: String,
    #[schema(value_type = Name)]
    pub(crate) name: String,
    pub(crate) input_columns: Vec<String>,
    pub(crate) output_columns: Vec<String>,
    pub(crate) train_metrics: Vec<String>,
    pub(crate) validation_metrics: Vec<String>,
    pub(crate) test_metrics: Vec<String>,
    /// `HoldoutEvaluationStrategy` when left out, which older clients do.
    pub(crate) evaluation_strategy: Option<String>,
    /// The splitter and its parameters, as JSON text.
    #[schema(schema_with = splits_text)]
    pub(crate) splits: String,
}

/// What to change about a model session.
#[derive(Debug, Default, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SessionChanges {
    /// Its new name.
    #[schema(value_type = Option<Name>)]
    pub(crate) name: Option<String>,
    /// Its new dataset.
    pub(crate) dataset_id: Option<i64>,
    /// Its new task.
    pub(crate) task_name: Option<String>,
}

impl SessionChanges {
    /// These changes, and `other` for what they leave out.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            name: self.name.or(other.name),
            dataset_id: self.dataset_id.or(other.dataset_id),
            task_name: self.task_name.or(other.task_name),
        }
    }

    /// Whether there is nothing to change.
    pub(crate) fn is_empty(&self) -> bool {
        self.name.is_none() && self.dataset_id.is_none() && self.task_name.is_none()
    }
}

/// Columns to be checked against a task.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ColumnsCheck {
    pub(crate) task_name: String,
    pub(crate) dataset_id: i64,
    pub(crate) inputs_columns: Vec<String>,
    pub(crate) outputs_columns: Vec<String>,
}

/// Whether columns suit a task.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(tag = "dataset_status", rename_all = "lowercase")]
pub(crate) enum ColumnsVerdict {
    /// They do.
    Valid,
    /// They do not.
    Invalid {
        /// Why not.
        error: String,
    },
}
