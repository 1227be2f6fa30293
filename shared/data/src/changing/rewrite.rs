//! Changes row by row: the table streams through in runs of rows.

use super::group::Group;
use super::{Maker, check_names};
use crate::cell::View;
use crate::columns::{Places, collected};
use crate::kind::Kind;
use crate::parts::{Reader, defect, from_values, keeping};
use crate::store::to_usize;
use crate::table::{TableWriter, group_rows};
use polars::prelude::{BooleanChunked, NewChunkedArray, PlSmallStr, Series};
use rayon::prelude::*;
use skydash_domain::change::{Layout, Made, Slot};
use skydash_domain::parts::PartSink;
use skydash_domain::progress::Progress;
use skydash_domain::summary::Summary;
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};
use std::ops::Range;

/// Writes the table that a layout makes of another.
pub(super) fn rewrite(
    summary: &Summary,
    reader: &Reader<'_>,
    layout: &Layout,
    make: Maker<'_>,
    sink: &mut dyn PartSink,
    progress: &dyn Progress,
) -> Result<Summary> {
    let plan = Plan::new(summary, layout)?;
    let kinds = plan.types.iter().map(Kind::of).collect();
    let mut table = TableWriter::streaming(plan.names.clone(), kinds);
    let step = group_rows(plan.read.len().max(plan.names.len()));
    let ((), parts) = keeping(sink, |queue| {
        let mut parts = table.writer(queue);
        let mut group = Group::new(step / 2);
        reader.groups(&plan.read, 0..summary.rows).each(|read| {
            let rows = to_usize(read.rows.end - read.rows.start)?;
            for start in (0..rows).step_by(step) {
                let window = start..(start + step).min(rows);
                group.add(plan.rows(summary, &read.columns, window.clone(), make)?, &mut table, &mut parts)?;
                #[expect(clippy::cast_precision_loss, reason = "only a share is wanted")]
                progress.report((read.rows.start + window.end as u64) as f64 / summary.rows as f64)?;
            }
            Ok(())
        })?;
        group.write(&mut table, &mut parts)?;
        Ok(((), parts.finish()?))
    })?;
    table.set_parts(parts);
    Ok(table.finish_as(plan.types))
}

/// What is read for a change, and where it goes.
struct Plan<'a> {
    /// Positions of the columns that are read: first the inputs, then those that stay.
    read: Vec<usize>,
    inputs: usize,
    slots: &'a [Slot],
    names: Vec<String>,
    types: Vec<ColumnType>,
}

impl<'a> Plan<'a> {
    fn new(summary: &Summary, layout: &'a Layout) -> Result<Self> {
        let places = Places::new(summary);
        let mut read: Vec<usize> = layout.inputs.iter().map(|name| places.of(name)).collect::<Result<_>>()?;
        let mut types = Vec::with_capacity(layout.slots.len());
        for slot in &layout.slots {
            types.push(match slot {
                Slot::Kept(name) => {
                    let place = places.of(name)?;
                    read.push(place);
                    summary.columns[place].column_type.clone()
                }
                Slot::Made { column_type, .. } => column_type.clone(),
            });
        }
        let names: Vec<String> = layout.slots.iter().map(|slot| slot.name().to_owned()).collect();
        check_names(&names)?;
        Ok(Self { read, inputs: layout.inputs.len(), slots: &layout.slots, names, types })
    }

    /// What a run of rows becomes.
    fn rows(&self, summary: &Summary, read: &[Series], window: Range<usize>, make: Maker<'_>) -> Result<Vec<Series>> {
        let rows = window.len();
        let start = i64::try_from(window.start).unwrap_or(i64::MAX);
        let series: Vec<Series> = read.iter().map(|series| series.slice(start, rows)).collect();
        let (inputs, kept) = series.split_at(self.inputs);
        let made = make(&self.inputs(summary, inputs)?)?;
        let mask = mask(&made, rows)?;
        let columns = self.columns(made, kept, rows)?;
        match mask {
            None => Ok(columns),
            Some(mask) => columns.par_iter().map(|column| column.filter(&mask).map_err(defect)).collect(),
        }
    }

    fn inputs(&self, summary: &Summary, inputs: &[Series]) -> Result<Vec<Column>> {
        let read = inputs.par_iter().zip(&self.read);
        read.map(|(series, &place)| Ok(collected(&summary.columns[place], &View::new(series)?))).collect()
    }

    /// Kept and made columns in the order of the new table.
    fn columns(&self, made: Made, kept: &[Series], rows: usize) -> Result<Vec<Series>> {
        let (mut kept, mut made) = (kept.iter(), made.values.into_iter());
        let mut columns = Vec::with_capacity(self.slots.len());
        for ((slot, name), column_type) in self.slots.iter().zip(&self.names).zip(&self.types) {
            let short = || Error::internal(format!("nothing was made for column '{name}'"));
            columns.push(match slot {
                Slot::Kept(_) => kept.next().ok_or_else(short)?.clone().with_name(PlSmallStr::from(name.as_str())),
                Slot::Made { .. } => {
                    let values = made.next().filter(|values| values.len() == rows).ok_or_else(short)?;
                    from_values(name, column_type, &values, 0..rows)?
                }
            });
        }
        Ok(columns)
    }
}

/// Which rows stay, where not all of them do.
fn mask(made: &Made, rows: usize) -> Result<Option<BooleanChunked>> {
    match &made.keep {
        Some(keep) if keep.len() != rows => Err(Error::internal("it was not said of every row whether it stays")),
        Some(keep) if !keep.iter().all(|&stays| stays) => Ok(Some(BooleanChunked::from_slice(PlSmallStr::EMPTY, keep))),
        _ => Ok(None),
    }
}
