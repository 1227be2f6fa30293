//! Summaries of tables, kept in memory: they never change, and most questions about a table are answered from them.

use crate::app::App;
use crate::cache::Cache;
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result, Status};
use skydash_ports::Scope;
use std::sync::Arc;

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
    let key = format!("{}/{}", scope.tenant, table.id);
    let load = async {
        let summary: Summary = scope.tables.summary(&table.id).await?;
        let weight = weight(&summary);
        Ok((summary, weight))
    };
    app.shared::<Summaries>().0.get_or_load(&key, load).await
}

/// The summaries asked for last.
struct Summaries(Cache<Summary>);

impl Default for Summaries {
    fn default() -> Self {
        Self(Cache::new(BUDGET_BYTES))
    }
}

/// What a summary counts for in the cache: at least its share of [`MAX_SUMMARIES`], and more than there is room for when
/// it would take more than a quarter of all.
fn weight(summary: &Summary) -> usize {
    match size_bytes(summary) {
        giant if giant > BUDGET_BYTES / 4 => BUDGET_BYTES + 1,
        size => size.max(BUDGET_BYTES / MAX_SUMMARIES),
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

    fn table(columns: usize) -> Summary {
        let column = |index: usize| ColumnInfo {
            name: index.to_string(),
            source: index.to_string(),
            column_type: ColumnType::Text { dtype: "string".into() },
        };
        Summary {
            format: FORMAT,
            rows: 0,
            columns: (0..columns).map(column).collect(),
            parts: Vec::new(),
            sample: Vec::new(),
            nan: Default::default(),
            statistics: None,
        }
    }

    fn keep(cache: &Cache<Summary>, key: &str, summary: Summary) {
        let weight = weight(&summary);
        cache.put(key, Arc::new(summary), weight);
    }

    #[test]
    fn the_summary_unused_for_longest_makes_room() {
        let Summaries(cache) = Summaries::default();
        for key in ["a", "b", "c", "d", "e", "f"] {
            keep(&cache, key, table(10_000));
        }
        assert!(cache.get("a").is_some());
        keep(&cache, "g", table(10_000));
        assert!(cache.get("a").is_some() && cache.get("g").is_some());
        assert!(cache.get("b").is_none());
    }

    #[test]
    fn their_number_is_bounded_and_giants_are_not_kept() {
        let Summaries(cache) = Summaries::default();
        for key in 0..2 * MAX_SUMMARIES {
            keep(&cache, &key.to_string(), table(1));
        }
        assert!(cache.get("0").is_none() && cache.get("511").is_some());
        keep(&cache, "giant", table(20_000));
        assert!(cache.get("giant").is_none());
    }
}
