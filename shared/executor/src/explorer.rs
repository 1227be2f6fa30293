//! ExplorerJob: what an explorer shows of its notebook's table.

use crate::stage::Stage;
use crate::threads::on_threads;
use crate::work::context;
use skydash_data::StoredColumns;
use skydash_domain::artifact::Artifact;
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, ExplorerId, NotebookId, Result};
use skydash_explore::{Request, explore};
use skydash_jobs::Claim;
use skydash_ports::{Parts, Transaction};
use std::sync::Arc;

pub(crate) async fn run(claim: &Arc<Claim>, id: ExplorerId, notebook_id: NotebookId) -> Result<()> {
    let scope = claim.scope();
    claim.report(5.0, Some("Loading dataset"))?;
    let explorer = scope.meta.load::<Explorer>(id).await?.entity;
    let notebook = scope.meta.load::<Notebook>(notebook_id).await?.entity;
    let summary: Summary = scope.tables.summary(&notebook.table.id).await?;
    let prefix = format!("Error running {}: ", explorer.exploration_type);
    let bytes = look(claim, explorer, summary).await.map_err(context(&prefix))?;
    claim.report(95.0, Some("Saving results"))?;
    let key = scope.artifacts.add(&format!("exploration-{}", scope.entropy.uuid()), bytes.into()).await?;
    let results = |explorer: &mut Explorer| {
        explorer.results_key = Some(key.clone());
        explorer.outdated = false;
        explorer.overrides.clear();
        Ok(())
    };
    claim.finish(results, Transaction::new()).await
}

/// The artifacts, as they are stored.
async fn look(claim: &Arc<Claim>, explorer: Explorer, summary: Summary) -> Result<Vec<u8>> {
    let parts = Parts::new(&claim.scope().tables);
    let claim = claim.clone();
    on_threads(move || {
        let stage = Stage::begin(&claim, 10.0, 95.0, "Exploring")?;
        let columns: Vec<String> = explorer.column_names().map(str::to_owned).collect();
        let request = Request {
            explorer: &explorer.exploration_type,
            columns: &columns,
            parameters: &explorer.parameters,
            title: explorer.name.as_deref().filter(|name| !name.is_empty()),
        };
        let artifacts: Vec<Artifact> = explore(request, &StoredColumns::new(&summary, &parts)?, &stage)?;
        serde_json::to_vec(&artifacts).map_err(|error| Error::internal(error.to_string()))
    })
    .await
}
