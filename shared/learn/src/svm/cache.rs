//! Rows of the kernel matrix, the lately used ones kept.

use rayon::prelude::*;

use super::kernel::{Kernel, Points};

const MAX_BYTES: usize = 128 << 20;
const BLOCK: usize = 1024;
/// Rows from which on one kernel row is computed on several threads.
const PARALLEL_ROWS: usize = 8 * BLOCK;

/// Kernel rows of some points, in single precision as in libsvm, times the signs of both rows.
pub(super) struct Cache<'a> {
    points: &'a Points,
    kernel: Kernel,
    signs: &'a [f64],
    /// Where a row is kept.
    places: Vec<Option<u32>>,
    /// Whose row a place keeps, and whether it was used since the hand last passed.
    kept: Vec<(u32, bool)>,
    values: Vec<f32>,
    capacity: usize,
    hand: usize,
}

impl<'a> Cache<'a> {
    pub fn new(points: &'a Points, kernel: Kernel, signs: &'a [f64]) -> Self {
        let rows = points.rows();
        let capacity = (MAX_BYTES / (4 * rows.max(1))).clamp(2, rows.max(2));
        Self {
            points,
            kernel,
            signs,
            places: vec![None; rows],
            kept: Vec::new(),
            values: Vec::new(),
            capacity,
            hand: 0,
        }
    }

    /// One row.
    pub fn row(&mut self, index: usize) -> &[f32] {
        let rows = self.points.rows();
        let place = match self.places[index] {
            Some(place) => place as usize,
            None => self.fill(index),
        };
        self.kept[place].1 = true;
        &self.values[place * rows..(place + 1) * rows]
    }

    /// Two rows at once.
    pub fn rows(&mut self, first: usize, second: usize) -> (&[f32], &[f32]) {
        self.row(first);
        self.row(second);
        if self.places[first].is_none() {
            self.row(first);
        }
        let rows = self.points.rows();
        let part = |index: usize| {
            let place = self.places[index].map_or(0, |place| place as usize);
            &self.values[place * rows..(place + 1) * rows]
        };
        (part(first), part(second))
    }

    fn fill(&mut self, index: usize) -> usize {
        let rows = self.points.rows();
        let place = self.vacate();
        self.places[index] = Some(place as u32);
        self.kept[place] = (index as u32, true);
        let row = self.points.row(index);
        let (points, kernel, signs) = (self.points, self.kernel, self.signs);
        let part = |block: usize, out: &mut [f32]| {
            let mut buffer = [0.0; BLOCK];
            let numbers = &mut buffer[..out.len()];
            points.meet(kernel, &row, block * BLOCK, numbers);
            let signs = &signs[block * BLOCK..block * BLOCK + numbers.len()];
            for ((cell, number), sign) in out.iter_mut().zip(numbers).zip(signs) {
                *cell = (*number * sign * self.signs[index]) as f32;
            }
        };
        let out = &mut self.values[place * rows..(place + 1) * rows];
        if rows < PARALLEL_ROWS {
            out.chunks_mut(BLOCK).enumerate().for_each(|(block, out)| part(block, out));
        } else {
            out.par_chunks_mut(BLOCK).enumerate().for_each(|(block, out)| part(block, out));
        }
        place
    }

    /// A place for a new row: a free one, or that of the first row the hand finds not used since it last passed.
    fn vacate(&mut self) -> usize {
        if self.kept.len() < self.capacity {
            self.kept.push((0, true));
            self.values.resize(self.kept.len() * self.points.rows(), 0.0);
            return self.kept.len() - 1;
        }
        loop {
            let place = self.hand;
            self.hand = (self.hand + 1) % self.capacity;
            let (owner, used) = &mut self.kept[place];
            if !std::mem::take(used) {
                self.places[*owner as usize] = None;
                return place;
            }
        }
    }
}
