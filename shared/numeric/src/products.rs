//! Sums of products of columns, in one pass over blocks of rows.

use crate::blocks;
use std::ops::Range;

/// Rows whose centred values stay in the cache.
const BLOCK: usize = 256;
const LANES: usize = 4;

/// `sum((a - mean of a) (b - mean of b))` over the rows, for every pair of columns: a symmetric matrix, row after row.
#[must_use]
pub fn centred(columns: &[&[f64]], means: &[f64]) -> Vec<f64> {
    let count = columns.len();
    let rows = columns.first().map_or(0, |column| column.len());
    let mut total = blocks::sum_strips(rows, |strip| strip_products(columns, means, strip));
    for i in 0..count {
        for j in 0..i {
            total[i * count + j] = total[j * count + i];
        }
    }
    total
}

/// The same about 0.
#[must_use]
pub fn plain(columns: &[&[f64]]) -> Vec<f64> {
    centred(columns, &vec![0.0; columns.len()])
}

/// The products of a range of rows; those below the diagonal are left out.
fn strip_products(columns: &[&[f64]], means: &[f64], strip: Range<usize>) -> Vec<f64> {
    let count = columns.len();
    // An even number of columns, so that all of them go in pairs; the last may be empty.
    let padded = count.next_multiple_of(2);
    let mut cells = vec![0.0; padded * BLOCK];
    let mut sums = vec![0.0; padded * padded];
    for rows in blocks::split(strip, BLOCK) {
        let size = rows.len();
        for ((cells, column), mean) in cells.chunks_exact_mut(BLOCK).zip(columns).zip(means) {
            cells.iter_mut().zip(&column[rows.clone()]).for_each(|(cell, value)| *cell = value - mean);
        }
        let part = |j: usize| &cells[j * BLOCK..j * BLOCK + size];
        for i in (0..padded).step_by(2) {
            for j in (i..padded).step_by(2) {
                let found = four(part(i), part(i + 1), part(j), part(j + 1));
                sums[i * padded + j] += found[0];
                sums[i * padded + j + 1] += found[1];
                sums[(i + 1) * padded + j] += found[2];
                sums[(i + 1) * padded + j + 1] += found[3];
            }
        }
    }
    sums.chunks_exact(padded.max(1)).take(count).flat_map(|row| row[..count].iter().copied()).collect()
}

/// The products of two columns with two others.
fn four(a: &[f64], b: &[f64], c: &[f64], d: &[f64]) -> [f64; 4] {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let ((c, c_rest), (d, d_rest)) = (c.as_chunks::<LANES>(), d.as_chunks::<LANES>());
    let mut lanes = [[0.0; LANES]; 4];
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        for lane in 0..LANES {
            lanes[0][lane] += a[lane] * c[lane];
            lanes[1][lane] += a[lane] * d[lane];
            lanes[2][lane] += b[lane] * c[lane];
            lanes[3][lane] += b[lane] * d[lane];
        }
    }
    let rest = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    let rests = [rest(a_rest, c_rest), rest(a_rest, d_rest), rest(b_rest, c_rest), rest(b_rest, d_rest)];
    std::array::from_fn(|k| lanes[k].iter().sum::<f64>() + rests[k])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(rows: usize, columns: usize) -> Vec<Vec<f64>> {
        (0..columns).map(|j| (0..rows).map(|i| ((i * (j + 1)) as f64 * 0.7).sin() + j as f64).collect()).collect()
    }

    #[test]
    fn products_are_those_of_the_definition() {
        for (rows, columns) in [(1, 1), (7, 2), (300, 3), (9_001, 5)] {
            let table = wave(rows, columns);
            let slices: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
            let means: Vec<f64> = table.iter().map(|column| column.iter().sum::<f64>() / rows as f64).collect();
            let found = centred(&slices, &means);
            for i in 0..columns {
                for j in 0..columns {
                    let expected: f64 =
                        table[i].iter().zip(&table[j]).map(|(a, b)| (a - means[i]) * (b - means[j])).sum();
                    assert!((found[i * columns + j] - expected).abs() < 1e-9 * rows as f64);
                }
            }
        }
        assert_eq!(plain(&[&[1.0, 2.0], &[3.0, 4.0]]), [5.0, 11.0, 11.0, 25.0]);
        assert_eq!(plain(&[]), [0.0; 0]);
    }
}
