//! Summaries of tables, kept in memory: they never change, and most questions about a table are answered from them.

use crate::app::App;
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result, Status};
use skydash_ports::Scope;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Most memory that the kept summaries may take, as [`size_bytes`] estimates it.
const BUDGET_BYTES: usize = 64 << 20;

/// Most summaries that are kept.
const MAX_SUMMARIES: usize = 256;

/// The table of a dataset whose upload has finished.
///
/// # Errors
/// [`Error::NotReady`] while there is none, or a job works on it.
pub fn finished(dataset: &Dataset) -> Result<&TableVersion> {
    match &dataset.table {
        Some(table) if dataset.status == Status::Finished => Ok(table),
        _ => Err(Error::not_ready("Dataset is not in finished state")),
    }
}

/// The summary of a table, from memory when it was asked for lately.
///
/// # Errors
/// [`Error::NotFound`] when the table is no longer stored.
pub async fn summary(app: &App, scope: &Scope, table: &TableVersion) -> Result<Arc<Summary>> {
    let cache = app.shared::<Cache>();
    let key = format!("{}/{}", scope.tenant, table.id);
    if let Some(summary) = cache.get(&key) {
        return Ok(summary);
    }
    let summary: Arc<Summary> = Arc::new(scope.tables.summary(&table.id).await?);
    cache.put(key, summary.clone());
    Ok(summary)
}

/// The summaries asked for last, within [`BUDGET_BYTES`].
#[derive(Default)]
struct Cache(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    kept: HashMap<String, Entry>,
    size_bytes: usize,
    clock: u64,
}

struct Entry {
    summary: Arc<Summary>,
    size_bytes: usize,
    used: u64,
}

impl Cache {
    fn get(&self, key: &str) -> Option<Arc<Summary>> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.clock += 1;
        let now = entries.clock;
        let entry = entries.kept.get_mut(key)?;
        entry.used = now;
        Some(entry.summary.clone())
    }

    fn put(&self, key: String, summary: Arc<Summary>) {
        let size_bytes = size_bytes(&summary);
        if size_bytes > BUDGET_BYTES / 4 {
            return;
        }
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.remove(&key);
        while entries.kept.len() >= MAX_SUMMARIES || entries.size_bytes + size_bytes > BUDGET_BYTES {
            entries.remove_oldest();
        }
        entries.clock += 1;
        let used = entries.clock;
        entries.size_bytes += size_bytes;
        entries.kept.insert(key, Entry { summary, size_bytes, used });
    }
}

impl Entries {
    fn remove(&mut self, key: &str) {
        if let Some(entry) = self.kept.remove(key) {
            self.size_bytes -= entry.size_bytes;
        }
    }

    fn remove_oldest(&mut self) {
        let oldest = self.kept.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone());
        oldest.iter().for_each(|key| self.remove(key));
    }
}

/// What a summary takes in memory, roughly: by its columns, their categories and the pairs of correlated columns.
fn size_bytes(summary: &Summary) -> usize {
    let categories = |column_type: &ColumnType| match column_type {
        ColumnType::Categorical { categories, .. } => categories.iter().map(|it| it.len() + 32).sum(),
        _ => 0,
    };
    let columns: usize = summary.columns.iter().map(|column| 1024 + categories(&column.column_type)).sum();
    let sample: usize =
        summary.sample.iter().flat_map(|row| row.values()).map(|it| it.as_str().map_or(64, str::len)).sum();
    let pairs: usize =
        summary.statistics.iter().flat_map(|it| it.correlations.values()).map(|row| row.len() * 96).sum();
    columns + sample + pairs + summary.parts.len() * 128
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::summary::{ColumnInfo, FORMAT};

    fn table(columns: usize) -> Arc<Summary> {
        let column = |index: usize| ColumnInfo {
            name: index.to_string(),
            source: index.to_string(),
            column_type: ColumnType::Text { dtype: "string".into() },
        };
        Arc::new(Summary {
            format: FORMAT,
            rows: 0,
            columns: (0..columns).map(column).collect(),
            parts: Vec::new(),
            sample: Vec::new(),
            nan: Default::default(),
            statistics: None,
        })
    }

    #[test]
    fn the_summary_unused_for_longest_makes_room() {
        let cache = Cache::default();
        let wide = table(10_000);
        for key in ["a", "b", "c", "d", "e", "f"] {
            cache.put(key.into(), wide.clone());
        }
        assert!(cache.get("a").is_some());
        cache.put("g".into(), wide);
        assert!(cache.get("a").is_some() && cache.get("g").is_some());
        assert!(cache.get("b").is_none());
    }

    #[test]
    fn their_number_is_bounded_and_giants_are_not_kept() {
        let cache = Cache::default();
        for key in 0..2 * MAX_SUMMARIES {
            cache.put(key.to_string(), table(1));
        }
        assert!(cache.get("0").is_none() && cache.get("511").is_some());
        cache.put("giant".into(), table(20_000));
        assert!(cache.get("giant").is_none());
    }
}
