//! ConverterJob: a step of a notebook makes another table of the one it has.

use crate::scope::StepColumns;
use crate::stage::Stage;
use crate::threads::on_threads;
use crate::work::context;
use skydash_catalog::{Kind, registry};
use skydash_convert::{Request, fit};
use skydash_data::{StoredColumns, changed};
use skydash_domain::converter::{Applied, Converter};
use skydash_domain::dataset::TableVersion;
use skydash_domain::notebook::Notebook;
use skydash_domain::summary::Summary;
use skydash_domain::{ConverterId, Error, NotebookId, Result};
use skydash_jobs::Claim;
use skydash_ports::{NewParts, Parts};
use std::sync::Arc;

/// How often a step is taken again because the notebook's table changed meanwhile.
const ROUNDS: usize = 5;

pub(crate) async fn run(claim: &Arc<Claim>, id: ConverterId, notebook_id: NotebookId) -> Result<()> {
    let meta = &claim.scope().meta;
    for _ in 0..ROUNDS {
        claim.report(10.0, Some("Loading dataset"))?;
        let converter = meta.load::<Converter>(id).await?.entity;
        let notebook = meta.load::<Notebook>(notebook_id).await?.entity;
        let step = match converter.applied {
            Some(_) => None,
            None => {
                let prefix = format!("Error applying converters to dataset {}: ", notebook.dataset_id);
                Some(take(claim, converter, &notebook).await.map_err(context(&prefix))?)
            }
        };
        if commit(claim, notebook_id, &notebook.table, step).await? {
            return Ok(());
        }
    }
    Err(Error::conflict("Other changes of this notebook kept coming in between. Apply the converter again."))
}

/// What a step made.
struct Step {
    after: TableVersion,
    fitted_key: String,
}

/// Ends the job: the converter is applied and the notebook has its table, both or neither. Tells whether the notebook
/// still had the table that the step took up.
async fn commit(claim: &Claim, id: NotebookId, before: &TableVersion, step: Option<Step>) -> Result<bool> {
    let mut moved = false;
    let change = |converter: &mut Converter, notebook: &mut Notebook| {
        let Some(Step { after, fitted_key }) = &step else { return Ok(()) };
        moved = notebook.table != *before;
        if moved {
            return Err(Error::conflict("The notebook has another table by now."));
        }
        let position = notebook.steps;
        converter.applied =
            Some(Applied { position, before: before.clone(), after: after.clone(), fitted_key: fitted_key.clone() });
        notebook.table = after.clone();
        notebook.steps += 1;
        notebook.last_modified = claim.scope().now();
        Ok(())
    };
    match claim.finish_with(id, change).await {
        Err(_) if moved => Ok(false),
        outcome => outcome.map(|()| true),
    }
}

/// Learns, and writes the changed table.
async fn take(claim: &Arc<Claim>, converter: Converter, notebook: &Notebook) -> Result<Step> {
    let name = converter.converter.as_str();
    if !registry::is(Kind::Converter, name) {
        let shown: String = name.chars().take(60).collect();
        return Err(Error::invalid(format!(
            "Error importing converter {shown}: \"Component '{shown}' does not exists in the registry.\""
        )));
    }
    let scope = claim.scope();
    let summary: Summary = scope.tables.summary(&notebook.table.id).await?;
    let version = scope.entropy.uuid().to_string();
    let (read, mut written) = (Parts::new(&scope.tables), Parts::new(&scope.tables).version(&version));
    let worker = claim.clone();
    let (summary, fitted) = on_threads(move || convert(&worker, &converter, &summary, &read, &mut written)).await?;
    claim.report(95.0, Some("Saving dataset"))?;
    let fitted_key = scope.artifacts.add(&format!("fitted-{}", scope.entropy.uuid()), fitted.into()).await?;
    let after = scope.tables.complete(version, &summary).await?;
    Ok(Step { after, fitted_key })
}

/// The changed table's summary, and what was learnt, as bytes.
fn convert(
    claim: &Claim,
    converter: &Converter,
    summary: &Summary,
    read: &Parts,
    written: &mut NewParts,
) -> Result<(Summary, Vec<u8>)> {
    let name = converter.converter.as_str();
    let message = format!("Applying {name}");
    let table = StoredColumns::new(summary, read)?;
    let columns = StepColumns::new(&converter.settings, summary)?;
    let parameters = converter.settings.params.clone().unwrap_or_default();
    let request = Request {
        converter: name,
        parameters: &parameters,
        scope: &columns.scope,
        rows: &columns.rows,
        target: columns.target.as_deref(),
    };
    let learning = Stage::begin(claim, 20.0, 50.0, &message)?;
    let invalid = format!("Validation error fitting {name}: ");
    let fitted = fit(request, &table, &learning).map_err(context(&invalid))?;
    let change = fitted.change(&table, &learning).map_err(context(&invalid))?;
    let changing = Stage::begin(claim, 50.0, 95.0, &message)?;
    let summary = changed(summary, read, &change, &|inputs| fitted.apply(inputs), written, &changing)?;
    Ok((summary, fitted.to_bytes()?))
}
