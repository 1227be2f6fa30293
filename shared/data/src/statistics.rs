//! Statistics of a table that was written without.

use crate::kind::Kind;
use crate::parts::{Reader, windows};
use crate::stats::{Profile, Report, Running, Wanted, profile, report};
use crate::store::{PartSource, to_usize};
use crate::types::values_to_count;
use rayon::prelude::*;
use skydash_domain::Result;
use skydash_domain::progress::Progress;
use skydash_domain::statistics::Statistics;
use skydash_domain::summary::Summary;

/// Counts everything that [`crate::ingest`] counts on its way, in one pass over the rows and one over each column.
///
/// # Errors
/// Those of the store, and what `progress` returns.
pub fn statistics(summary: &Summary, source: &dyn PartSource, progress: &dyn Progress) -> Result<Statistics> {
    let names: Vec<String> = summary.columns.iter().map(|column| column.name.clone()).collect();
    let kinds: Vec<Kind> = summary.columns.iter().map(|column| Kind::of(&column.column_type)).collect();
    let all: Vec<usize> = (0..names.len()).collect();
    let reader = Reader::new(summary, source);
    let mut running = Running::new(&kinds, true);
    for window in windows(summary.rows, names.len()) {
        let rows = to_usize(window.end - window.start)?;
        running.add(&names, &reader.read(&all, window.clone())?, rows)?;
        #[expect(clippy::cast_precision_loss, reason = "only a share is wanted")]
        progress.report(window.end as f64 / summary.rows as f64 / 2.0)?;
    }
    let look = |column: usize| {
        let declared = &summary.columns[column].column_type;
        let wanted = Wanted { counts: values_to_count(kinds[column], Some(declared)), statistics: true };
        let found = profile(&reader.read(&[column], 0..summary.rows)?, wanted);
        progress.report(0.5)?;
        found
    };
    let profiles: Vec<Profile> = all.par_iter().with_max_len(1).map(|&column| look(column)).collect::<Result<_>>()?;
    let stored_bytes = summary.parts.iter().map(|part| part.size_bytes).sum();
    Ok(report(Report { columns: &summary.columns, running: &mut running, profiles: &profiles, stored_bytes }))
}
