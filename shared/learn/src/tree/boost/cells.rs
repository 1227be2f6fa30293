//! Gradients as whole numbers, so that sums of them are exact and do not depend on their order.

/// Bins of a column, the missing one included.
pub(super) const BINS: usize = 256;
/// Columns whose codes lie side by side.
pub(super) const GROUP: usize = 4;

/// A sum over rows: the gradients, and the curvatures together with the number of rows.
pub(super) type Cell = [i64; 2];
/// The histogram of one column.
pub(super) type Histogram = [Cell; BINS];

/// How gradients, curvatures and counts share a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    gradient: f64,
    curvature: f64,
    count_bits: u32,
}

impl Scale {
    /// A scale at which `rows` gradients up to `gradient` and curvatures up to `curvature` can be added up.
    pub(super) fn new(rows: usize, gradient: f64, curvature: f64) -> Self {
        let count_bits = usize::BITS - rows.leading_zeros();
        let up_to = |bits: u32, most: f64| {
            let scale = (1_u64 << bits) as f64 / most;
            if most > 0.0 && scale.is_finite() && scale > 0.0 { scale } else { 1.0 }
        };
        let curvature = up_to(62_u32.saturating_sub(2 * count_bits), curvature);
        Self { gradient: up_to(62 - count_bits, gradient), curvature, count_bits }
    }

    /// One row.
    pub(super) fn cell(&self, gradient: f64, curvature: f64) -> Cell {
        let curvature = (curvature * self.curvature + 0.5) as i64;
        [(gradient * self.gradient) as i64, (curvature << self.count_bits) + 1]
    }

    /// The sum of the gradients.
    pub(super) fn gradient(&self, cell: Cell) -> f64 {
        cell[0] as f64 / self.gradient
    }

    /// The sum of the curvatures.
    pub(super) fn curvature(&self, cell: Cell) -> f64 {
        (cell[1] >> self.count_bits) as f64 / self.curvature
    }

    /// The number of rows.
    pub(super) fn count(&self, cell: Cell) -> i64 {
        cell[1] & ((1 << self.count_bits) - 1)
    }
}

/// Adds one sum to another.
#[inline(always)]
pub(super) fn add(sum: &mut Cell, cell: Cell) {
    sum[0] = sum[0].wrapping_add(cell[0]);
    sum[1] = sum[1].wrapping_add(cell[1]);
}

/// What is left of a sum without a part of it.
pub(super) fn without(sum: Cell, part: Cell) -> Cell {
    [sum[0].wrapping_sub(part[0]), sum[1].wrapping_sub(part[1])]
}

/// Sums up rows by their codes in up to four columns; `cells` are in the order of `rows`.
pub(super) fn accumulate(codes: &[[u8; GROUP]], rows: &[u32], cells: &[Cell], out: &mut [Histogram]) {
    let rows = rows.iter().zip(cells).map(|(&row, &cell)| (codes[row as usize], cell));
    match out {
        [a, b, c, d] => rows.for_each(|(codes, cell)| {
            add(&mut a[usize::from(codes[0])], cell);
            add(&mut b[usize::from(codes[1])], cell);
            add(&mut c[usize::from(codes[2])], cell);
            add(&mut d[usize::from(codes[3])], cell);
        }),
        few => rows.for_each(|(codes, cell)| {
            few.iter_mut().zip(codes).for_each(|(one, code)| add(&mut one[usize::from(code)], cell));
        }),
    }
}
