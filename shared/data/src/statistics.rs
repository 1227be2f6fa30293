//! Statistics of a table that was written without.

use crate::kind::Kind;
use crate::parts::Reader;
use crate::stats::{Profile, Profiler, Report, Running, Wanted, report};
use crate::store::to_usize;
use crate::types::values_to_count;
use rayon::prelude::*;
use skydash_domain::Result;
use skydash_domain::parts::PartSource;
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
    let reader = Reader::new(summary, source);
    let mut running = Running::new(&kinds, true);
    for group in reader.whole(0..summary.rows) {
        let group = group?;
        running.add(&names, &group.columns, to_usize(group.rows.end - group.rows.start)?)?;
        #[expect(clippy::cast_precision_loss, reason = "only a share is wanted")]
        progress.report(group.rows.end as f64 / summary.rows as f64 / 2.0)?;
    }
    let look = |column: usize| {
        let declared = &summary.columns[column].column_type;
        let wanted = Wanted { counts: values_to_count(kinds[column], Some(declared)), statistics: true };
        let mut profiler = Profiler::new(wanted);
        for group in reader.groups(&[column], 0..summary.rows) {
            group?.views()?.iter().for_each(|view| profiler.add(view));
        }
        progress.report(0.5)?;
        Ok(profiler.finish())
    };
    let profiles: Vec<Profile> = (0..names.len()).into_par_iter().with_max_len(1).map(look).collect::<Result<_>>()?;
    let stored_bytes = summary.parts.iter().map(|part| part.size_bytes).sum();
    Ok(report(Report { columns: &summary.columns, running: &mut running, profiles: &profiles, stored_bytes }))
}
