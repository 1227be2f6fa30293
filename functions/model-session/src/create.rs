//! How a model session is created.

use crate::wire::NewSession;
use skydash_catalog::splitters::Entries;
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::session::Session;
use skydash_domain::{DatasetId, Error, Result};
use skydash_http::fastapi::json_error;
use skydash_http::tables;
use skydash_ports::{Entity, Key, Scope, Stored, Transaction, splits};

const DEFAULT_STRATEGY: &str = "HoldoutEvaluationStrategy";

/// Longest name; it becomes part of a key.
const MAX_NAME_CHARACTERS: usize = 200;

/// Checks and stores a new session.
pub(crate) async fn session(scope: &Scope, new: NewSession) -> Result<Session> {
    check_name_length(&new.name)?;
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
    let taken = Error::conflict(format!("Model session with name '{}' already exists.", session.name));
    Transaction::new()
        .insert(&session)?
        .claim_name(Session::KIND, &session.name, &session.key(), taken)
        .require(Key::new(Dataset::KIND, session.dataset_id), Error::not_found(Dataset::NOT_FOUND))
        .commit(&*scope.meta)
        .await?;
    Ok(session)
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

/// Refuses a name that is too long to be kept unique.
pub(crate) fn check_name_length(name: &str) -> Result<()> {
    if name.chars().count() > MAX_NAME_CHARACTERS {
        return Err(Error::invalid(format!("The name may have at most {MAX_NAME_CHARACTERS} characters.")));
    }
    Ok(())
}

/// Refuses lists of columns that are longer than the table is wide.
pub(crate) fn check_column_count(table: &TableVersion, lists: &[&[String]]) -> Result<()> {
    if lists.iter().any(|columns| columns.len() as u64 > table.columns) {
        return Err(Error::precondition("Column index out of range"));
    }
    Ok(())
}
