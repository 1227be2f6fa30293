//! The second look at a table: what only all values of a column tell. A few columns are looked at together, by row group, so
//! that neither all of them are in memory nor every one reads the table anew.

use crate::cell::{Cell, View};
use crate::kind::Kind;
use crate::limits::LOOK_BYTES;
use crate::names;
use crate::parts::Reader;
use crate::stats::{Profile, Profiler, Wanted};
use crate::store::to_usize;
use crate::types::{Categories, fits, wanted};
use polars::prelude::Series;
use rayon::prelude::*;
use skydash_domain::progress::Progress;
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use std::ops::Range;

/// Bytes that a distinct value takes while values are counted, beside its text.
const COUNT_BYTES: usize = 128;

/// Where the values are.
pub(crate) enum Pieces<'a> {
    /// In memory, by column.
    Kept(Vec<Vec<Series>>),
    /// In the parts.
    Stored(&'a Reader<'a>),
}

/// The columns to look at.
pub(crate) struct Look<'a> {
    /// The table: names and rows.
    pub summary: &'a Summary,
    /// How values are kept, by column.
    pub kinds: &'a [Kind],
    /// Declared types, by column.
    pub declared: &'a [Option<ColumnType>],
    /// Whether statistics are wanted.
    pub statistics: bool,
}

impl Look<'_> {
    /// Looks at all columns: their profiles without categories, and their types.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a text that is not what its column's declared date or time format says, the errors of the store,
    /// and what `progress` returns.
    pub(crate) fn take(&self, pieces: &Pieces<'_>, progress: &dyn Progress) -> Result<Vec<(Profile, ColumnType)>> {
        let mut categories = Categories::new();
        let mut found = Vec::with_capacity(self.kinds.len());
        for batch in self.batches() {
            let profiles = match pieces {
                Pieces::Kept(kept) => self.kept(batch.clone(), kept)?,
                Pieces::Stored(reader) => self.stored(batch.clone(), reader, progress)?,
            };
            for (column, mut profile) in batch.zip(profiles) {
                let declared = self.declared[column].as_ref();
                let column_type = categories.decide(self.kinds[column], declared, &mut profile);
                found.push((profile, column_type));
            }
            self.report(found.len(), 0.0, progress)?;
        }
        Ok(found)
    }

    /// Runs of columns of which no more than [`LOOK_BYTES`] are remembered, or single columns.
    fn batches(&self) -> Vec<Range<usize>> {
        let mut batches: Vec<Range<usize>> = Vec::new();
        let mut bytes = 0;
        for column in 0..self.kinds.len() {
            let more = self.bytes(column);
            match batches.last_mut() {
                Some(batch) if bytes + more <= LOOK_BYTES => batch.end = column + 1,
                _ => {
                    batches.push(column..column + 1);
                    bytes = 0;
                }
            }
            bytes += more;
        }
        batches
    }

    /// Bytes of what is remembered of a column, at most.
    fn bytes(&self, column: usize) -> usize {
        let Wanted { counts, count_bytes, statistics } = self.wanted(column);
        let rows = usize::try_from(self.summary.rows).unwrap_or(usize::MAX);
        let values = if statistics { rows.saturating_mul(8) } else { 0 };
        values.saturating_add(size_of::<Profiler>() + counts.min(rows) * COUNT_BYTES + count_bytes)
    }

    fn wanted(&self, column: usize) -> Wanted {
        wanted(self.kinds[column], self.declared[column].as_ref(), self.statistics)
    }

    fn column(&self, column: usize) -> Result<Column<'_>> {
        Ok(Column {
            name: &self.summary.columns[column].name,
            declared: self.declared[column].as_ref(),
            row: 0,
            profiler: Profiler::new(self.wanted(column), to_usize(self.summary.rows)?),
        })
    }

    fn kept(&self, batch: Range<usize>, kept: &[Vec<Series>]) -> Result<Vec<Profile>> {
        let look = |place: usize| {
            let mut column = self.column(place)?;
            kept[place].iter().try_for_each(|piece| column.add(&View::new(piece)?))?;
            Ok(column.profiler.finish())
        };
        batch.into_par_iter().with_max_len(1).map(look).collect()
    }

    fn stored(&self, batch: Range<usize>, reader: &Reader<'_>, progress: &dyn Progress) -> Result<Vec<Profile>> {
        let places: Vec<usize> = batch.clone().collect();
        let mut columns = places.iter().map(|&place| self.column(place)).collect::<Result<Vec<_>>>()?;
        reader.groups(&places, 0..self.summary.rows).each(|group| {
            let views = group.views()?;
            let looks = columns.par_iter_mut().zip(&views).map(|(column, view)| column.add(view));
            looks.collect::<Vec<Result<()>>>().into_iter().collect::<Result<()>>()?;
            #[expect(clippy::cast_precision_loss, reason = "only a share is wanted")]
            let share = group.rows.end as f64 / self.summary.rows as f64;
            self.report(batch.start, share * batch.len() as f64, progress)
        })?;
        Ok(columns.into_par_iter().with_max_len(1).map(|column| column.profiler.finish()).collect())
    }

    #[expect(clippy::cast_precision_loss, reason = "columns are few")]
    fn report(&self, done: usize, more: f64, progress: &dyn Progress) -> Result<()> {
        progress.report((done as f64 + more) / self.kinds.len() as f64)
    }
}

/// A column while it is looked at.
struct Column<'a> {
    name: &'a str,
    declared: Option<&'a ColumnType>,
    row: u64,
    profiler: Profiler,
}

impl Column<'_> {
    fn add(&mut self, view: &View<'_>) -> Result<()> {
        self.profiler.add(view);
        self.refuse_misfits(view)
    }

    /// Refuses the first text that is not what the declared date or time format says.
    fn refuse_misfits(&mut self, view: &View<'_>) -> Result<()> {
        let first = self.row;
        self.row += view.len() as u64;
        let Some(declared @ (ColumnType::Date { .. } | ColumnType::Time { .. } | ColumnType::Timestamp { .. })) =
            self.declared
        else {
            return Ok(());
        };
        for (row, at) in (first + 1..).zip(0..view.len()) {
            if let Cell::Text(text) = view.get(at)
                && !fits(text, declared)
            {
                return Err(Error::invalid(format!(
                    "Column '{}', row {row}: '{}' is no {} of the format {}. Correct the value or choose another type.",
                    self.name,
                    names::shortened(text),
                    declared.name(),
                    declared.dtype()
                )));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::summary::{ColumnInfo, FORMAT};

    fn summary(columns: usize, rows: u64) -> Summary {
        let column = |name: usize| ColumnInfo {
            name: name.to_string(),
            source: name.to_string(),
            column_type: crate::types::plain(Kind::Int),
        };
        Summary {
            format: FORMAT,
            rows,
            columns: (0..columns).map(column).collect(),
            parts: Vec::new(),
            sample: Vec::new(),
            nan: indexmap::IndexMap::default(),
            statistics: None,
        }
    }

    #[test]
    fn columns_are_looked_at_together_as_long_as_little_is_remembered() {
        for (columns, rows, kind, batches) in [
            (10, 50_000_000, Kind::Int, 10),
            (10, 10_000_000, Kind::Int, 5),
            (9_999, 4_000, Kind::Int, 2),
            (9_999, 10, Kind::Text, 4),
            (3, 10, Kind::Text, 1),
        ] {
            let (summary, kinds) = (summary(columns, rows), vec![kind; columns]);
            let look = Look { summary: &summary, kinds: &kinds, declared: &vec![None; columns], statistics: true };
            let found = look.batches();
            assert_eq!(found.len(), batches, "{columns} columns of {rows} rows");
            for batch in found.iter().filter(|batch| batch.len() > 1) {
                assert!(batch.clone().map(|column| look.bytes(column)).sum::<usize>() <= LOOK_BYTES);
            }
            assert_eq!(found.into_iter().flatten().collect::<Vec<_>>(), (0..columns).collect::<Vec<_>>());
        }
    }
}
