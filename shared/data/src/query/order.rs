//! Which rows a filter lets through, and in which order.

use super::filter::Filter;
use super::sort::{Key, Place, Sort};
use crate::cell::{Cell, View};
use crate::limits::MAX_SORT_BYTES;
use crate::parts::Reader;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};

/// Rows of a group that pass a filter. `views` are of the filter's columns, `columns` their positions.
pub(super) fn passing(filter: &Filter, columns: &[usize], views: &[View<'_>], rows: usize) -> Vec<usize> {
    let mut text = String::new();
    let tests: Vec<_> = filter
        .tests
        .iter()
        .filter_map(|test| columns.iter().position(|column| *column == test.column).map(|at| (at, &test.operation)))
        .collect();
    (0..rows)
        .filter(|&row| tests.iter().all(|(at, operation)| operation.holds(views[*at].get(row), &mut text)))
        .collect()
}

/// Numbers of the rows that pass, in order, from the `skip`th on and at most `take` of them; and how many pass at all.
///
/// Only the filter's and the sort's columns are read. Without a sort nothing is kept but the wanted rows; with one,
/// the keys of the first `skip + take` rows.
pub(super) fn selected(
    summary: &Summary,
    reader: &Reader<'_>,
    filter: &Filter,
    sort: &Sort,
    skip: u64,
    take: u64,
) -> Result<(Vec<u64>, u64)> {
    let mut columns = filter.columns();
    columns.extend(sort.columns.iter().map(|(column, _)| *column));
    columns.sort_unstable();
    columns.dedup();
    let mut total = 0;
    let mut rows = Vec::new();
    let mut best = Best::new(sort, skip.saturating_add(take));
    for group in reader.groups(&columns, 0..summary.rows) {
        let group = group?;
        let views = group.views()?;
        for row in passing(filter, &columns, &views, views.first().map_or(0, View::len)) {
            let number = group.rows.start + row as u64;
            if !sort.is_empty() {
                let cell = |column: &usize| columns.binary_search(column).map_or(Cell::Null, |at| views[at].get(row));
                best.add(sort.columns.iter().map(|(column, _)| Key::new(cell(column))).collect(), number)?;
            } else if total >= skip && (rows.len() as u64) < take {
                rows.push(number);
            }
            total += 1;
        }
    }
    if !sort.is_empty() {
        rows = best.finish(skip);
    }
    Ok((rows, total))
}

/// The first rows of an order, found without sorting all of them.
struct Best<'a> {
    sort: &'a Sort,
    limit: usize,
    places: Vec<Place>,
    bytes: usize,
}

impl<'a> Best<'a> {
    fn new(sort: &'a Sort, limit: u64) -> Self {
        Self { sort, limit: usize::try_from(limit).unwrap_or(usize::MAX), places: Vec::new(), bytes: 0 }
    }

    fn add(&mut self, keys: Vec<Key>, row: u64) -> Result<()> {
        let place = Place { keys, row };
        self.bytes += place.bytes();
        self.places.push(place);
        let full = self.bytes > MAX_SORT_BYTES;
        if full || self.places.len() >= self.limit.saturating_mul(2).max(4096) {
            self.prune();
        }
        // What is left has to leave room for more, or every row to come would be pruned at once.
        if full && self.bytes > MAX_SORT_BYTES / 2 {
            return Err(Error::too_large("The table is too large to be sorted as a whole. Filter it first."));
        }
        Ok(())
    }

    fn prune(&mut self) {
        if self.places.len() > self.limit && self.limit > 0 {
            let sort = self.sort;
            self.places.select_nth_unstable_by(self.limit - 1, |a, b| a.compare(b, sort));
        }
        self.places.truncate(self.limit);
        self.bytes = self.places.iter().map(Place::bytes).sum();
    }

    fn finish(mut self, skip: u64) -> Vec<u64> {
        self.prune();
        let sort = self.sort;
        self.places.sort_unstable_by(|a, b| a.compare(b, sort));
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        self.places.iter().skip(skip).map(|place| place.row).collect()
    }
}
