//! Rows that gaps of others are filled from.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_numeric::blocks;
use skydash_numeric::neighbors::Neighbor;
use std::borrow::Cow;
use std::collections::BinaryHeap;

/// Rows compared at a time.
const CHUNK: usize = 64;
/// Rows with gaps that are filled at a time, while the rows they are compared with stay in the cache.
const TOGETHER: usize = 16;

/// Rows, column after column; a missing value is NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Donors {
    columns: Vec<Vec<f64>>,
}

impl Donors {
    /// These rows.
    pub fn new(columns: Vec<Vec<f64>>) -> Self {
        Self { columns }
    }

    /// Whether a column has any value.
    pub fn has_values(&self, place: usize) -> bool {
        self.columns[place].iter().any(|number| !number.is_nan())
    }

    /// Whether there are so many columns of the same length.
    pub fn is_sound(&self, columns: usize) -> bool {
        let rows = self.columns.first().map_or(0, Vec::len);
        self.columns.len() == columns && self.columns.iter().all(|column| column.len() == rows)
    }

    /// The columns with each gap filled by the mean of the closest rows that have a value there; by the column's mean where
    /// no row has a value in common, and by 0 where the column has none.
    pub fn fill(&self, columns: &[Cow<'_, [f64]>], count: usize, weighted: bool) -> Vec<Vec<f64>> {
        let rows = columns.first().map_or(0, |column| column.len());
        let mut filled: Vec<Vec<f64>> = columns.iter().map(|column| column.to_vec()).collect();
        let gaps: Vec<usize> = (0..rows).filter(|&row| columns.iter().any(|column| column[row].is_nan())).collect();
        if gaps.is_empty() {
            return filled;
        }
        let shown = Shown::new(&self.columns);
        let values: Vec<Vec<(usize, f64)>> =
            gaps.par_chunks(TOGETHER).flat_map_iter(|rows| shown.fill(columns, rows, count, weighted)).collect();
        for (row, values) in gaps.into_iter().zip(values) {
            values.into_iter().for_each(|(place, value)| filled[place][row] = value);
        }
        filled
    }
}

/// The rows with 0 for missing values, and 1 where there is a value.
struct Shown {
    values: Vec<Vec<f64>>,
    present: Vec<Vec<f64>>,
    means: Vec<f64>,
}

impl Shown {
    fn new(columns: &[Vec<f64>]) -> Self {
        let present = |column: &Vec<f64>| column.iter().map(|value| f64::from(u8::from(!value.is_nan()))).collect();
        let present: Vec<Vec<f64>> = columns.par_iter().map(present).collect();
        let shown = |column: &Vec<f64>| column.iter().map(|value| if value.is_nan() { 0.0 } else { *value }).collect();
        let values: Vec<Vec<f64>> = columns.par_iter().map(shown).collect();
        let mean = |(values, present): (&Vec<f64>, &Vec<f64>)| {
            let count: f64 = present.iter().sum();
            if count == 0.0 { 0.0 } else { values.iter().sum::<f64>() / count }
        };
        let means = values.iter().zip(&present).map(mean).collect();
        Self { values, present, means }
    }

    /// The values for the gaps of some rows, each with the place of its column.
    fn fill(&self, columns: &[Cow<'_, [f64]>], rows: &[usize], count: usize, weighted: bool) -> Vec<Vec<(usize, f64)>> {
        let mut visits: Vec<Visit> = rows.iter().map(|&row| Visit::new(columns, row)).collect();
        for chunk in blocks::split(0..self.values[0].len(), CHUNK) {
            for visit in &mut visits {
                visit.compare(self, chunk.start, chunk.len(), count);
            }
        }
        visits.into_iter().map(|visit| visit.filled(self, weighted)).collect()
    }
}

/// A row with gaps, and the closest rows for each of them so far.
struct Visit {
    values: Vec<(usize, f64)>,
    gaps: Vec<(usize, BinaryHeap<Neighbor>)>,
}

impl Visit {
    fn new(columns: &[Cow<'_, [f64]>], row: usize) -> Self {
        let cells = || columns.iter().map(|column| column[row]).enumerate();
        Self {
            values: cells().filter(|(_, value)| !value.is_nan()).collect(),
            gaps: cells().filter(|(_, value)| value.is_nan()).map(|(place, _)| (place, BinaryHeap::new())).collect(),
        }
    }

    /// Looks for closer rows among `size` ones. Distances are mean squares over the values that both rows have.
    fn compare(&mut self, shown: &Shown, start: usize, size: usize, count: usize) {
        let (mut squares, mut common) = ([0.0; CHUNK], [0.0; CHUNK]);
        for &(place, value) in &self.values {
            let values = &shown.values[place][start..start + size];
            let present = &shown.present[place][start..start + size];
            for (((square, common), cell), present) in squares.iter_mut().zip(&mut common).zip(values).zip(present) {
                let difference = (cell - value) * present;
                *square += difference * difference;
                *common += present;
            }
        }
        for (place, closest) in &mut self.gaps {
            let present = &shown.present[*place][start..start + size];
            for (at, _) in present.iter().enumerate().filter(|(at, present)| **present > 0.0 && common[*at] > 0.0) {
                let found = Neighbor { reduced: squares[at] / common[at], row: (start + at) as u32 };
                if closest.len() < count {
                    closest.push(found);
                } else if closest.peek().is_some_and(|worst| found < *worst) {
                    closest.pop();
                    closest.push(found);
                }
            }
        }
    }

    fn filled(self, shown: &Shown, weighted: bool) -> Vec<(usize, f64)> {
        let value = |(place, closest): (usize, BinaryHeap<Neighbor>)| {
            let closest = closest.into_sorted_vec();
            let Some(first) = closest.first() else { return (place, shown.means[place]) };
            let weight = |neighbor: &Neighbor| match weighted {
                // Rows at no distance are the only ones that count.
                true if neighbor.reduced != first.reduced => (first.reduced / neighbor.reduced).sqrt(),
                _ => 1.0,
            };
            let total: f64 = closest.iter().map(weight).sum();
            let sum: f64 = closest.iter().map(|it| weight(it) * shown.values[place][it.row as usize]).sum();
            (place, sum / total)
        };
        self.gaps.into_iter().map(value).collect()
    }
}
