//! DatasetJob: an upload, or a notebook's table, becomes a dataset's table.

use crate::stage::Stage;
use crate::threads::on_threads;
use crate::work::context;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use skydash_data::{Loader, Options, declared_types, ingest, statistics};
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::job::Upload;
use skydash_domain::notebook::Notebook;
use skydash_domain::summary::Summary;
use skydash_domain::{DatasetId, Error, NotebookId, Result};
use skydash_jobs::Claim;
use skydash_ports::{Entity, Key, Parts, Transaction};
use std::sync::Arc;

pub(crate) async fn run(
    claim: &Arc<Claim>,
    dataset_id: DatasetId,
    upload: Option<&Upload>,
    notebook_id: Option<NotebookId>,
    params: &Map<String, Value>,
) -> Result<()> {
    let loaded = match (upload, notebook_id) {
        (Some(upload), _) => load(claim, upload, params).await,
        (None, Some(notebook_id)) => from_notebook(claim, notebook_id, params).await,
        (None, None) => Err(Error::invalid(
            "No file was uploaded. Send it as the form's part 'file', with its name in the header 'filename'.",
        )),
    };
    let table = loaded.map_err(context("Error loading dataset: "))?;
    // The table of a notebook that is deleted meanwhile may be gone.
    let outputs = match notebook_id.filter(|_| upload.is_none()) {
        Some(id) => Transaction::new().require(Key::new(Notebook::KIND, id), Error::not_found(Notebook::NOT_FOUND)),
        None => Transaction::new(),
    };
    tracing::debug!(dataset.id = %dataset_id, table.rows = table.rows, "a table is complete");
    claim
        .finish(
            |dataset: &mut Dataset| {
                dataset.table = Some(table.clone());
                Ok(())
            },
            outputs,
        )
        .await
}

async fn load(claim: &Arc<Claim>, upload: &Upload, params: &Map<String, Value>) -> Result<TableVersion> {
    let scope = claim.scope();
    claim.report(10.0, Some("Loading data"))?;
    let loader = loader(params)?;
    let options = options(params)?;
    let mut file = scope.uploads.spool(&upload.key).await?;
    let version = scope.entropy.uuid().to_string();
    let (mut written, parts) = (Parts::new(&scope.tables).version(&version), Parts::new(&scope.tables));
    let worker = claim.clone();
    let summary = on_threads(move || {
        let stage = Stage::begin(&worker, 10.0, 80.0, "Loading data")?;
        ingest(&mut file, &loader, &options, &mut written, &parts, &stage)
    })
    .await?;
    claim.report(80.0, Some("Saving dataset"))?;
    scope.tables.complete(version, &summary).await
}

fn loader(params: &Map<String, Value>) -> Result<Loader> {
    let name = params.get("dataloader").and_then(Value::as_str);
    Loader::new(name.ok_or_else(|| Error::invalid("params.dataloader has to name a data loader."))?, params)
}

fn options(params: &Map<String, Value>) -> Result<Options> {
    let types = match params.get("inferred_types") {
        None | Some(Value::Null) => None,
        Some(Value::Object(types)) => Some(declared_types(types)?),
        Some(_) => return Err(Error::invalid("params.inferred_types has to map column names to types.")),
    };
    let renames = match params.get("column_renames") {
        None | Some(Value::Null) => IndexMap::new(),
        Some(renames) => serde_json::from_value(renames.clone())
            .map_err(|_| Error::invalid("params.column_renames has to map column names to new names."))?,
    };
    let infer_types = match params.get("use_native_types") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(native)) => !native,
        Some(_) => return Err(Error::invalid("params.use_native_types has to be true or false.")),
    };
    Ok(Options { types, infer_types, renames, statistics: wants_statistics(params) })
}

fn wants_statistics(params: &Map<String, Value>) -> bool {
    params.get("compute_metadata").and_then(Value::as_bool).unwrap_or(true)
}

/// A notebook's table is immutable like any other: saving it as a dataset is a pointer to it, or to the same rows with
/// statistics.
async fn from_notebook(claim: &Arc<Claim>, id: NotebookId, params: &Map<String, Value>) -> Result<TableVersion> {
    let scope = claim.scope();
    claim.report(10.0, Some("Loading data"))?;
    let table = scope.meta.load::<Notebook>(id).await?.entity.table;
    let summary: Summary = scope.tables.summary(&table.id).await?;
    if summary.statistics.is_some() || !wants_statistics(params) {
        return Ok(table);
    }
    let (worker, parts) = (claim.clone(), Parts::new(&scope.tables));
    let summary = on_threads(move || {
        let stage = Stage::begin(&worker, 50.0, 80.0, "Computing metadata")?;
        let statistics = statistics(&summary, &parts, &stage)?;
        Ok(Summary { statistics: Some(statistics), ..summary })
    })
    .await?;
    claim.report(80.0, Some("Saving dataset"))?;
    let version = scope.entropy.uuid().to_string();
    scope.tables.complete(version, &summary).await
}
