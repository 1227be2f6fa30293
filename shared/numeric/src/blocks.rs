//! Rows in blocks, for work in parallel whose result does not depend on the number of threads.

use std::ops::Range;

use rayon::prelude::*;

/// Rows worked on at a time, so that their values stay in the cache.
pub const BLOCK: usize = 1024;

/// The same for work that is long for each row.
pub const SMALL_BLOCK: usize = 32;

const STRIPS: usize = 16;
const STRIP_ROWS: usize = 4096;

/// Fills `rows * width` numbers row after row, `fill` doing at most `block` rows at a time.
pub fn fill_rows(rows: usize, width: usize, block: usize, fill: impl Fn(Range<usize>, &mut [f64]) + Sync) -> Vec<f64> {
    let mut out = vec![0.0; rows * width];
    if rows <= block || width == 0 {
        fill(0..rows, &mut out);
        return out;
    }
    out.par_chunks_mut(block * width).enumerate().for_each(|(index, part)| {
        let start = index * block;
        fill(start..start + part.len() / width, part);
    });
    out
}

/// Fills `width` columns of `rows` numbers, `fill` doing a block of rows of all of them at a time.
pub fn fill_columns(rows: usize, width: usize, fill: impl Fn(Range<usize>, &mut [&mut [f64]]) + Sync) -> Vec<Vec<f64>> {
    let mut columns = vec![vec![0.0; rows]; width];
    let mut parts: Vec<Vec<&mut [f64]>> = split(0..rows, BLOCK).map(|_| Vec::with_capacity(width)).collect();
    for column in &mut columns {
        parts.iter_mut().zip(column.chunks_mut(BLOCK)).for_each(|(part, cells)| part.push(cells));
    }
    parts
        .into_par_iter()
        .zip(split(0..rows, BLOCK).collect::<Vec<_>>())
        .for_each(|(mut part, rows)| fill(rows, &mut part));
    columns
}

/// Runs `work` on a fixed partition of the rows and gives the results in the order of the rows.
pub fn map_strips<T: Send>(rows: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let strips = (rows / STRIP_ROWS).clamp(1, STRIPS);
    if strips == 1 {
        return vec![work(0..rows)];
    }
    (0..strips).into_par_iter().map(|strip| work(rows * strip / strips..rows * (strip + 1) / strips)).collect()
}

/// Adds up what [`map_strips`] gives, element by element, in the order of the rows.
pub fn sum_strips(rows: usize, work: impl Fn(Range<usize>) -> Vec<f64> + Sync) -> Vec<f64> {
    let mut parts = map_strips(rows, work).into_iter();
    let mut total = parts.next().unwrap_or_default();
    for part in parts {
        total.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
    }
    total
}

/// The blocks of a range of rows.
pub fn split(rows: Range<usize>, block: usize) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.step_by(block.max(1)).map(move |start| start..(start + block.max(1)).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_every_column_is_filled_once() {
        let columns = fill_columns(2_500, 3, |rows, out| {
            for (j, cells) in out.iter_mut().enumerate() {
                cells.iter_mut().zip(rows.clone()).for_each(|(cell, row)| *cell += (row * 10 + j) as f64);
            }
        });
        for (j, column) in columns.iter().enumerate() {
            assert!((0..2_500).all(|row| column[row] == (row * 10 + j) as f64));
        }
        assert_eq!(fill_columns(0, 2, |_, _| {}), [[], []]);
        assert_eq!(fill_columns(5, 0, |_, _| {}).len(), 0);
    }
}
