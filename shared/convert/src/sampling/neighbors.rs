//! The closest rows of every row of a table.

use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};
use skydash_numeric::blocks::{self, SMALL_BLOCK};
use skydash_numeric::matrix::Matrix;
use skydash_numeric::neighbors::{Index, Metric};

use rayon::prelude::*;

/// Rows between two reports.
const STRIP: usize = 4096;
const LEAF_ROWS: usize = 32;
/// Differences of cells that are computed where no tree helps.
const MAX_WORK: usize = 2_000_000_000_000;

/// The places of the `count` closest other rows of each row, nearest first, row after row.
///
/// # Errors
/// [`Error::TooLarge`] when that would take too long; those of `progress`.
pub(super) fn neighbors(x: &Matrix, count: usize, converter: &str, progress: &dyn Progress) -> Result<Vec<u32>> {
    let rows = x.rows();
    let tree = Index::prefers_tree(x, count + 1);
    if !tree && rows.saturating_mul(rows).saturating_mul(x.columns()) > MAX_WORK {
        return Err(Error::too_large(format!(
            "{converter} would compare {rows} rows of {} columns with each other, which takes too long. Choose at most 15 \
             columns, or limit the rows it learns from.",
            x.columns()
        )));
    }
    let index = if tree { Index::tree(x, Metric::Euclidean, LEAF_ROWS) } else { Index::flat(x, Metric::Euclidean) };
    let mut found = vec![0; rows * count];
    for (strip, cells) in blocks::split(0..rows, STRIP).zip(found.chunks_mut(STRIP * count)) {
        progress.report(strip.start as f64 / rows as f64)?;
        cells.par_chunks_mut(SMALL_BLOCK * count).enumerate().for_each(|(block, cells)| {
            let first = strip.start + block * SMALL_BLOCK;
            let asked = first..(first + SMALL_BLOCK).min(strip.end);
            index.nearest(x, asked, count + 1, |place, nearest| {
                let others = nearest.iter().map(|neighbor| neighbor.row).filter(|row| *row as usize != first + place);
                cells[place * count..].iter_mut().take(count).zip(others).for_each(|(cell, row)| *cell = row);
            });
        });
    }
    Ok(found)
}

/// Whether the `count` closest rows of each row are all of its class.
pub(super) fn among_own(neighbors: &[u32], count: usize, classes: &[u32]) -> Vec<bool> {
    let rows = neighbors.chunks_exact(count).zip(classes);
    rows.map(|(neighbors, class)| neighbors.iter().all(|row| classes[*row as usize] == *class)).collect()
}
