//! Statistics of tables that were written without: counted once, and stored beside the table.

use skydash_data::statistics as count;
use skydash_domain::Result;
use skydash_domain::dataset::TableVersion;
use skydash_domain::progress::Silent;
use skydash_domain::statistics::Statistics;
use skydash_domain::summary::Summary;
use skydash_http::App;
use skydash_ports::{Parts, Scope, on_thread};
use std::sync::Arc;
use tokio::sync::Mutex;

/// Held by whoever counts: the next one finds what the first one stored.
#[derive(Default)]
struct Counting(Mutex<()>);

/// The statistics of a table, stored or counted now.
pub(crate) async fn statistics(
    app: &App,
    scope: &Scope,
    table: &TableVersion,
    summary: Arc<Summary>,
) -> Result<Statistics> {
    if let Some(found) = scope.tables.statistics(&table.id).await? {
        return Ok(found);
    }
    let counting = app.shared::<Counting>();
    let _turn = counting.0.lock().await;
    if let Some(found) = scope.tables.statistics(&table.id).await? {
        return Ok(found);
    }
    let parts = Parts::new(&scope.tables);
    let found = on_thread(move || count(&summary, &parts, &Silent)).await?;
    scope.tables.put_statistics(&table.id, &found).await?;
    Ok(found)
}
