//! FastICA's fixed point search (Hyvärinen and Oja, 2000).

use skydash_catalog::converters::reduction::Contrast;
use skydash_domain::Result;
use skydash_domain::progress::Progress;
use skydash_numeric::vector::{add_scaled, dot};
use skydash_numeric::{blocks, eigen};

/// Rows whose sources stay in the cache.
const BLOCK: usize = 256;

/// How a search goes on, and when it ends.
pub(super) struct Search<'a> {
    pub contrast: Contrast,
    pub alpha: f64,
    pub max_iter: u32,
    pub tol: f64,
    pub progress: &'a dyn Progress,
}

impl Search<'_> {
    /// Directions that are found together from these first ones, one row each.
    pub fn parallel(&self, columns: &[Vec<f64>], start: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>> {
        let rows = columns.first().map_or(0, Vec::len) as f64;
        let mut directions = orthonormal(start);
        for step in 0..self.max_iter {
            self.progress.report(f64::from(step) / f64::from(self.max_iter))?;
            let (pulls, slopes) = self.pull(columns, &directions);
            let moved: Vec<Vec<f64>> = pulls
                .into_iter()
                .zip(&slopes)
                .zip(&directions)
                .map(|((mut pull, slope), direction)| {
                    pull.iter_mut().for_each(|value| *value /= rows);
                    add_scaled(&mut pull, -slope / rows, direction);
                    pull
                })
                .collect();
            let moved = orthonormal(moved);
            let turn = moved.iter().zip(&directions).map(|(new, old)| (dot(new, old).abs() - 1.0).abs());
            let turn = turn.fold(0.0, f64::max);
            directions = moved;
            if turn < self.tol {
                break;
            }
        }
        Ok(directions)
    }

    /// Directions that are found one after the other from these first ones, one row each.
    pub fn deflation(&self, columns: &[Vec<f64>], start: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>> {
        let rows = columns.first().map_or(0, Vec::len) as f64;
        let count = start.len() as f64;
        let mut directions: Vec<Vec<f64>> = Vec::with_capacity(start.len());
        for mut direction in start {
            normalize(&mut direction);
            for step in 0..self.max_iter {
                let done = directions.len() as f64 + f64::from(step) / f64::from(self.max_iter);
                self.progress.report(done / count)?;
                let (pulls, slopes) = self.pull(columns, std::slice::from_ref(&direction));
                let mut moved: Vec<f64> = pulls.into_iter().flatten().map(|value| value / rows).collect();
                add_scaled(&mut moved, -slopes[0] / rows, &direction);
                let parts: Vec<f64> = directions.iter().map(|found| dot(&moved, found)).collect();
                for (found, part) in directions.iter().zip(parts) {
                    add_scaled(&mut moved, -part, found);
                }
                normalize(&mut moved);
                let turn = (dot(&moved, &direction).abs() - 1.0).abs();
                direction = moved;
                if turn < self.tol {
                    break;
                }
            }
            directions.push(direction);
        }
        Ok(directions)
    }

    /// For each direction the sums over the rows of the contrast of its source times each column, and of the contrast's slope.
    fn pull(&self, columns: &[Vec<f64>], directions: &[Vec<f64>]) -> (Vec<Vec<f64>>, Vec<f64>) {
        let rows = columns.first().map_or(0, Vec::len);
        let (count, width) = (directions.len(), columns.len());
        let sums = blocks::sum_strips(rows, |strip| {
            let mut sums = vec![0.0; count * (width + 1)];
            let mut source = vec![0.0; BLOCK];
            for rows in blocks::split(strip, BLOCK) {
                let source = &mut source[..rows.len()];
                for (direction, sums) in directions.iter().zip(sums.chunks_exact_mut(width + 1)) {
                    source.fill(0.0);
                    for (weight, column) in direction.iter().zip(columns) {
                        add_scaled(source, *weight, &column[rows.clone()]);
                    }
                    sums[width] += self.bend(source);
                    for (sum, column) in sums.iter_mut().zip(columns) {
                        *sum += dot(source, &column[rows.clone()]);
                    }
                }
            }
            sums
        });
        let parts = sums.chunks_exact(width + 1);
        (parts.clone().map(|part| part[..width].to_vec()).collect(), parts.map(|part| part[width]).collect())
    }

    /// Replaces a source by its contrast, and gives the sum of the contrast's slopes.
    fn bend(&self, source: &mut [f64]) -> f64 {
        let mut slopes = 0.0;
        for value in source {
            let (contrast, slope) = match self.contrast {
                Contrast::Logcosh => {
                    let contrast = (self.alpha * *value).tanh();
                    (contrast, self.alpha * (1.0 - contrast * contrast))
                }
                Contrast::Exp => {
                    let square = *value * *value;
                    let bell = (-square / 2.0).exp();
                    (*value * bell, (1.0 - square) * bell)
                }
                Contrast::Cube => (value.powi(3), 3.0 * *value * *value),
            };
            *value = contrast;
            slopes += slope;
        }
        slopes
    }
}

fn normalize(vector: &mut [f64]) {
    let length = dot(vector, vector).sqrt();
    vector.iter_mut().for_each(|value| *value /= length);
}

/// The nearest rows that are orthogonal and of length 1: `(W W')^(-1/2) W`.
fn orthonormal(rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let count = rows.len();
    let products = rows.iter().flat_map(|a| rows.iter().map(|b| dot(a, b))).collect();
    let found = eigen::symmetric(products, count);
    let mut nearest = vec![vec![0.0; rows.first().map_or(0, Vec::len)]; count];
    for (index, value) in found.values.iter().enumerate() {
        let v = found.vector(index);
        let mut along = vec![0.0; rows.first().map_or(0, Vec::len)];
        rows.iter().zip(v).for_each(|(row, weight)| add_scaled(&mut along, *weight, row));
        let length = value.max(f64::MIN_POSITIVE).sqrt();
        nearest.iter_mut().zip(v).for_each(|(row, weight)| add_scaled(row, weight / length, &along));
    }
    nearest
}
