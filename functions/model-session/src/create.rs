//! How a model session is created.

use crate::wire::NewSession;
use skydash_catalog::splitters::Entries;
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::session::Session;
use skydash_domain::{DatasetId, Error, Result, name};
use skydash_http::fastapi::json_error;
use skydash_http::tables;
use skydash_ports::entity::RETRIES;
use skydash_ports::{Attempt, Entity, Scope, Stored, Transaction, splits};

const DEFAULT_STRATEGY: &str = "HoldoutEvaluationStrategy";

/// Checks and stores a new session.
pub(crate) async fn session(scope: &Scope, new: NewSession) -> Result<Session> {
    name::check(&new.name)?;
    let dataset: Stored<Dataset> = scope.meta.load(new.dataset_id).await?;
    check_column_count(tables::finished(&dataset)?, &[&new.input_columns, &new.output_columns])?;
    let settings = check_splits(&new.splits)?;
    let now = scope.now();
    let mut session = Session {
        id: scope.meta.next_id(Session::KIND).await?.into(),
        dataset_id: DatasetId(new.dataset_id),
        task_name: new.task_name,
        name: new.name,
        input_columns: new.input_columns,
        output_columns: new.output_columns,
        train_metrics: new.train_metrics,
        validation_metrics: new.validation_metrics,
        test_metrics: new.test_metrics,
        evaluation_strategy: new.evaluation_strategy.unwrap_or_else(|| DEFAULT_STRATEGY.into()),
        splits: String::new(),
        splits_key: None,
        created: now,
        last_modified: now,
    };
    splits::attach(scope, &mut session, new.splits, settings).await?;
    insert(scope, &session, dataset).await?;
    Ok(session)
}

/// Stores a session, and its dataset as it is over the version that was read: of a session and a job that gives its dataset
/// other rows, the later sees the earlier.
async fn insert(scope: &Scope, session: &Session, mut dataset: Stored<Dataset>) -> Result<()> {
    for _ in 0..RETRIES {
        let taken = Error::conflict(format!("Model session with name '{}' already exists.", session.name));
        let attempt = Transaction::new()
            .insert(session)?
            .claim_name(Session::KIND, &session.name, &session.key(), taken)
            .replace(&dataset.entity, dataset.version)?
            .try_commit(&*scope.meta)
            .await?;
        if attempt == Attempt::Done {
            return Ok(());
        }
        dataset = scope.meta.load(session.dataset_id).await?;
        check_column_count(tables::finished(&dataset)?, &[&session.input_columns, &session.output_columns])?;
    }
    Err(Error::conflict("Somebody else keeps changing the dataset of this model session. Try again."))
}

/// Checks the splits against their splitter, and gives them without their lists of rows.
fn check_splits(text: &str) -> Result<String> {
    let refuse = |why: &str| Error::invalid(format!("splits is not a valid JSON object: {why}"));
    let entries: Entries = serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            refuse("expected an object with the splitter's name and parameters.")
        } else {
            refuse(&json_error::sentence(text.as_bytes()))
        }
    })?;
    let settings = entries.settings();
    entries.configure()?;
    Ok(settings)
}

/// Refuses lists of columns that are longer than the table is wide.
pub(crate) fn check_column_count(table: &TableVersion, lists: &[&[String]]) -> Result<()> {
    if lists.iter().any(|columns| columns.len() as u64 > table.columns) {
        return Err(Error::precondition("Column index out of range"));
    }
    Ok(())
}
