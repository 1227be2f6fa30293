//! Notebooks with steps and explorers, put straight into the store.

use crate::app::TestApp;
use skydash_domain::converter::{Applied, Converter, Settings};
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::explorer::Explorer;
use skydash_domain::notebook::Notebook;
use skydash_domain::{ConverterId, DatasetId, Error, ExplorerId, NotebookId, Result, Status};
use skydash_ports::{Entity, Stored, Transaction};

impl TestApp {
    /// Stores a notebook over the table of a dataset.
    pub async fn add_notebook(&self, dataset_id: DatasetId, name: &str) -> Result<NotebookId> {
        let dataset: Stored<Dataset> = self.scope.meta.load(dataset_id).await?;
        let now = self.scope.now();
        let notebook = Notebook {
            id: self.scope.meta.next_id(Notebook::KIND).await?.into(),
            dataset_id,
            name: name.to_owned(),
            description: None,
            table: dataset.table.clone().ok_or_else(|| Error::internal("the dataset has no table"))?,
            steps: 0,
            created: now,
            last_modified: now,
        };
        Transaction::new().insert(&notebook)?.commit(&*self.scope.meta).await?;
        Ok(notebook.id)
    }

    /// Stores a step that waits to be asked for.
    pub async fn add_step(&self, notebook_id: NotebookId) -> Result<ConverterId> {
        let now = self.scope.now();
        let converter = Converter {
            id: self.scope.meta.next_id(Converter::KIND).await?.into(),
            notebook_id,
            converter: "StandardScaler".into(),
            settings: Settings::default(),
            status: Status::NotStarted,
            job_id: None,
            created: now,
            last_modified: now,
            delivery_time: None,
            start_time: None,
            end_time: None,
            applied: None,
        };
        Transaction::new().insert(&converter)?.commit(&*self.scope.meta).await?;
        Ok(converter.id)
    }

    /// Applies a stored step: the notebook has another version of its table, which nobody wrote.
    pub async fn apply_step(&self, id: ConverterId) -> Result<TableVersion> {
        let step: Stored<Converter> = self.scope.meta.load(id).await?;
        let notebook: Stored<Notebook> = self.scope.meta.load(step.notebook_id).await?;
        let (before, position) = (notebook.table.clone(), notebook.steps);
        let after = TableVersion { id: format!("after-{id}"), ..before.clone() };
        let last_modified = self.scope.now();
        let moved = Notebook { table: after.clone(), steps: position + 1, last_modified, ..notebook.entity };
        let mut applied = step.entity;
        applied.status = Status::Finished;
        applied.applied = Some(Applied { position, before, after: after.clone(), fitted_key: format!("fitted-{id}") });
        let transaction = Transaction::new().replace(&moved, notebook.version)?.replace(&applied, step.version)?;
        transaction.commit(&*self.scope.meta).await?;
        Ok(after)
    }

    /// Stores an explorer that waits to be asked for.
    pub async fn add_explorer(&self, notebook_id: NotebookId) -> Result<ExplorerId> {
        let now = self.scope.now();
        let explorer = Explorer {
            id: self.scope.meta.next_id(Explorer::KIND).await?.into(),
            notebook_id,
            exploration_type: "DescribeExplorer".into(),
            columns: Vec::new(),
            parameters: serde_json::Map::new(),
            name: None,
            status: Status::NotStarted,
            job_id: None,
            created: now,
            last_modified: now,
            delivery_time: None,
            start_time: None,
            end_time: None,
            results_key: None,
            outdated: false,
            overrides: Default::default(),
        };
        Transaction::new().insert(&explorer)?.commit(&*self.scope.meta).await?;
        Ok(explorer.id)
    }
}
