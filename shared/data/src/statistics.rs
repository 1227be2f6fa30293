//! Statistics of a table that was written without.

use crate::kind::Kind;
use crate::look::{Look, Pieces};
use crate::parts::Reader;
use crate::stats::{Profile, Report, Running, report};
use crate::store::to_usize;
use skydash_domain::Result;
use skydash_domain::parts::PartSource;
use skydash_domain::progress::{Progress, Span};
use skydash_domain::statistics::Statistics;
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;

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
    let duplicate_rows = running.duplicate_rows();
    let declared: Vec<Option<ColumnType>> =
        summary.columns.iter().map(|column| Some(column.column_type.clone())).collect();
    let look = Look { summary, kinds: &kinds, declared: &declared, statistics: true };
    let found = look.take(&Pieces::Stored(&reader), &Span::new(progress, 0.5, 1.0))?;
    let profiles: Vec<Profile> = found.into_iter().map(|(profile, _)| profile).collect();
    let stored_bytes = summary.parts.iter().map(|part| part.size_bytes).sum();
    Ok(report(Report {
        columns: &summary.columns,
        running: &running,
        duplicate_rows,
        profiles: &profiles,
        stored_bytes,
    }))
}
