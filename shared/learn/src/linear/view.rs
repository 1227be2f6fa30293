//! Columns seen through a shift and a factor, without a copy of the whole table.

use std::ops::Range;

use skydash_domain::{Error, Result};

use super::dense::Dense;
use crate::blocks;
use crate::inputs;
use crate::matrix::Matrix;
use crate::vector;

/// Columns whose products are held: 98 MB of them, two or three times.
const MAX_GRAM_COLUMNS: usize = 3_500;

/// Columns `(value - centre) * factor`.
pub(super) struct View<'a> {
    pub columns: Vec<&'a [f64]>,
    pub centres: Vec<f64>,
    pub factors: Vec<f64>,
}

impl<'a> View<'a> {
    /// The columns of `x` around their means, or around 0 when not `centred`.
    pub fn of(x: &'a Matrix, centred: bool) -> Self {
        Self::new((0..x.columns()).map(|j| x.column(j)).collect(), centred)
    }

    /// These columns around their means, or around 0 when not `centred`.
    pub fn new(columns: Vec<&'a [f64]>, centred: bool) -> Self {
        let centres = columns.iter().map(|column| if centred { centre(column) } else { 0.0 }).collect();
        let factors = vec![1.0; columns.len()];
        Self { columns, centres, factors }
    }

    /// The same with one more column around `centre`.
    pub fn with(&self, column: &'a [f64], centre: f64) -> Self {
        let mut wider =
            Self { columns: self.columns.clone(), centres: self.centres.clone(), factors: self.factors.clone() };
        wider.columns.push(column);
        wider.centres.push(centre);
        wider.factors.push(1.0);
        wider
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.len())
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Some rows, shifted and scaled.
    pub fn block(&self, rows: Range<usize>) -> Dense {
        let mut block = Dense::zeros(rows.len(), self.width());
        for (j, column) in self.columns.iter().enumerate() {
            let (centre, factor) = (self.centres[j], self.factors[j]);
            for (cell, value) in block.column_mut(j).iter_mut().zip(&column[rows.clone()]) {
                *cell = (value - centre) * factor;
            }
        }
        block
    }

    /// The length of each column, as a vector.
    pub fn lengths(&self) -> Vec<f64> {
        let length = |j: usize| {
            let (column, centre) = (self.columns[j], self.centres[j]);
            let most = column.iter().fold(0.0_f64, |most, value| most.max((value - centre).abs()));
            if most == 0.0 {
                return 0.0;
            }
            most * column.iter().map(|value| ((value - centre) / most).powi(2)).sum::<f64>().sqrt()
        };
        (0..self.width()).map(length).collect()
    }

    /// The normal equations for the target `y - height`.
    pub fn normal(&self, y: &'a [f64], height: f64) -> Result<Normal> {
        let width = self.width();
        let all = self.with(y, height).gram()?;
        let mut gram = Dense::zeros(width, width);
        for j in 0..width {
            gram.column_mut(j).copy_from_slice(&all.column(j)[..width]);
        }
        Ok(Normal { gram, right: all.column(width)[..width].to_vec(), squares: all.at(width, width) })
    }

    /// The products of all pairs of columns, `width * width` numbers.
    pub fn gram(&self) -> Result<Dense> {
        let width = self.width();
        if width > MAX_GRAM_COLUMNS + 1 {
            return Err(Error::too_large(format!(
                "linear models learn from at most {MAX_GRAM_COLUMNS} columns, or rows where there are fewer rows; here are \
                 {width}: leave columns out"
            )));
        }
        let strip = |rows: Range<usize>| {
            let mut sums = vec![0.0; width * width];
            for block in blocks::split(rows, blocks::BLOCK) {
                let block = self.block(block);
                for i in 0..width {
                    for j in 0..=i {
                        sums[i * width + j] += vector::dot(block.column(i), block.column(j));
                    }
                }
            }
            sums
        };
        let mut values = if width > 1000 { strip(0..self.rows()) } else { blocks::sum_strips(self.rows(), strip) };
        for i in 0..width {
            for j in 0..i {
                values[j * width + i] = values[i * width + j];
            }
        }
        inputs::learnt(&values, "the model")?;
        Ok(Dense { rows: width, columns: width, values })
    }
}

/// The normal equations of some columns and a target.
pub(super) struct Normal {
    /// Products of all pairs of columns.
    pub gram: Dense,
    /// Products of the columns and the target.
    pub right: Vec<f64>,
    /// The target's product with itself.
    pub squares: f64,
}

/// The mean, and exactly the value itself where all values are the same.
pub(super) fn centre(column: &[f64]) -> f64 {
    match column.first() {
        Some(first) if column.iter().all(|value| value == first) => *first,
        _ => vector::mean(column),
    }
}
