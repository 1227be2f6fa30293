//! Eigenvalues and eigenvectors of symmetric matrices.
//!
//! Householder reduction to three diagonals, then the QL method with implicit shifts (Bowdler, Martin, Reinsch and
//! Wilkinson, 1968). Eigenvectors are kept as rows, so that every rotation runs along memory.

use crate::vector::{add_scaled, dot};

/// Rounds of the QL method for one eigenvalue, far above what any matrix takes.
const ROUNDS: usize = 100;

/// Eigenvalues, the largest first, and their eigenvectors of length 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// The eigenvalues.
    pub values: Vec<f64>,
    /// The eigenvectors, one row each.
    pub vectors: Vec<f64>,
}

impl Eigen {
    /// One eigenvector.
    #[must_use]
    pub fn vector(&self, index: usize) -> &[f64] {
        let size = self.values.len();
        &self.vectors[index * size..(index + 1) * size]
    }
}

/// The eigenvalues and eigenvectors of a symmetric matrix of `size` rows. Signs of vectors are arbitrary: see [`orient`].
#[must_use]
pub fn symmetric(mut matrix: Vec<f64>, size: usize) -> Eigen {
    let reflections = reduce(&mut matrix, size);
    let mut diagonal: Vec<f64> = (0..size).map(|i| matrix[i * size + i]).collect();
    let mut beside: Vec<f64> = (1..size).map(|i| matrix[i * size + i - 1]).chain([0.0]).collect();
    let mut rows = unfold(&reflections, size);
    rotate_away(&mut diagonal, &mut beside, &mut rows);
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&a, &b| diagonal[b].total_cmp(&diagonal[a]));
    let vectors = order.iter().flat_map(|&i| rows[i * size..(i + 1) * size].iter().copied()).collect();
    Eigen { values: order.iter().map(|&i| diagonal[i]).collect(), vectors }
}

/// Turns a vector so that the first of its largest entries is positive, as scikit-learn turns components.
pub fn orient(vector: &mut [f64]) {
    let largest = vector.iter().fold(0.0_f64, |best, value| if value.abs() > best.abs() { *value } else { best });
    if largest < 0.0 {
        vector.iter_mut().for_each(|value| *value = -*value);
    }
}

/// A reflection `I - scale v v'` of the coordinates from `first` on.
struct Reflection {
    first: usize,
    scale: f64,
    v: Vec<f64>,
}

/// Brings the matrix to three diagonals, and gives the reflections that did it, in their order.
fn reduce(matrix: &mut [f64], size: usize) -> Vec<Reflection> {
    let mut reflections = Vec::with_capacity(size.saturating_sub(2));
    for column in 0..size.saturating_sub(2) {
        let first = column + 1;
        let mut v: Vec<f64> = (first..size).map(|row| matrix[row * size + column]).collect();
        let largest = v.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        if v[1..].iter().all(|value| *value == 0.0) || !largest.is_finite() {
            continue;
        }
        v.iter_mut().for_each(|value| *value /= largest);
        let length = dot(&v, &v).sqrt().copysign(v[0]);
        v[0] += length;
        let scale = 1.0 / (length * v[0]);
        matrix[first * size + column] = -length * largest;
        (first + 1..size).for_each(|row| matrix[row * size + column] = 0.0);
        let mut w: Vec<f64> =
            (first..size).map(|row| scale * dot(&matrix[row * size + first..(row + 1) * size], &v)).collect();
        let half = 0.5 * scale * dot(&w, &v);
        add_scaled(&mut w, -half, &v);
        for (place, row) in (first..size).enumerate() {
            let cells = &mut matrix[row * size + first..(row + 1) * size];
            add_scaled(cells, -v[place], &w);
            add_scaled(cells, -w[place], &v);
        }
        reflections.push(Reflection { first, scale, v });
    }
    reflections
}

/// The rows of the transposed product of all reflections.
fn unfold(reflections: &[Reflection], size: usize) -> Vec<f64> {
    let mut rows = vec![0.0; size * size];
    (0..size).for_each(|i| rows[i * size + i] = 1.0);
    // Each reflection is symmetric: applied from the right to the transposed product, last one first.
    for Reflection { first, scale, v } in reflections.iter().rev() {
        for row in *first..size {
            let cells = &mut rows[row * size + first..(row + 1) * size];
            let part = scale * dot(cells, v);
            add_scaled(cells, -part, v);
        }
    }
    rows
}

/// Makes the entries beside the diagonal vanish by rotations, and applies them to pairs of rows.
fn rotate_away(diagonal: &mut [f64], beside: &mut [f64], rows: &mut [f64]) {
    let size = diagonal.len();
    for low in 0..size {
        for _ in 0..ROUNDS {
            let small = |i: usize| beside[i].abs() <= f64::EPSILON * (diagonal[i].abs() + diagonal[i + 1].abs());
            let high = (low..size - 1).find(|&i| small(i)).unwrap_or(size - 1);
            if high == low {
                break;
            }
            sweep(diagonal, beside, rows, low, high);
        }
    }
}

/// One round of the QL method on the block `low..=high`.
fn sweep(diagonal: &mut [f64], beside: &mut [f64], rows: &mut [f64], low: usize, high: usize) {
    let shift = (diagonal[low + 1] - diagonal[low]) / (2.0 * beside[low]);
    let mut g = diagonal[high] - diagonal[low] + beside[low] / (shift + shift.hypot(1.0).copysign(shift));
    let (mut sine, mut cosine, mut change) = (1.0, 1.0, 0.0);
    for i in (low..high).rev() {
        let (f, b) = (sine * beside[i], cosine * beside[i]);
        let length = f.hypot(g);
        beside[i + 1] = length;
        if length == 0.0 {
            diagonal[i + 1] -= change;
            beside[high] = 0.0;
            return;
        }
        (sine, cosine) = (f / length, g / length);
        g = diagonal[i + 1] - change;
        let part = (diagonal[i] - g) * sine + 2.0 * cosine * b;
        change = sine * part;
        diagonal[i + 1] = g + change;
        g = cosine * part - b;
        rotate(rows, diagonal.len(), i, sine, cosine);
    }
    diagonal[low] -= change;
    beside[low] = g;
    beside[high] = 0.0;
}

fn rotate(rows: &mut [f64], size: usize, upper: usize, sine: f64, cosine: f64) {
    let (above, below) = rows.split_at_mut((upper + 1) * size);
    for (a, b) in above[upper * size..].iter_mut().zip(&mut below[..size]) {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(matrix: &[f64], size: usize) {
        let eigen = symmetric(matrix.to_vec(), size);
        let largest = matrix.iter().fold(f64::MIN_POSITIVE, |most, value| most.max(value.abs()));
        for i in 0..size {
            assert!(i == 0 || eigen.values[i - 1] >= eigen.values[i]);
            let v = eigen.vector(i);
            for row in 0..size {
                let residual = dot(&matrix[row * size..(row + 1) * size], v) - eigen.values[i] * v[row];
                assert!(residual.abs() <= 1e-13 * largest * size as f64, "{residual} of {largest}");
            }
            for j in 0..size {
                let expected = f64::from(u8::from(i == j));
                assert!((dot(v, eigen.vector(j)) - expected).abs() <= 1e-13 * size as f64);
            }
        }
    }

    proptest! {
        #[test]
        fn vectors_are_kept_in_their_direction_and_orthogonal(
            size in 1_usize..24,
            cells in proptest::collection::vec(-1.0_f64..1.0, 24 * 24),
            exponent in -80_i32..80,
        ) {
            let scale = 10.0_f64.powi(exponent);
            let mut matrix = vec![0.0; size * size];
            for i in 0..size {
                for j in 0..=i {
                    matrix[i * size + j] = scale * cells[i * 24 + j];
                    matrix[j * size + i] = matrix[i * size + j];
                }
            }
            check(&matrix, size);
        }
    }

    #[test]
    fn equal_and_vanishing_eigenvalues_are_no_trouble() {
        check(&[0.0; 9], 3);
        check(&[2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0], 3);
        check(&[1.0; 100], 10);
        check(&[4.0], 1);
        assert_eq!(symmetric(Vec::new(), 0).values, [0.0; 0]);
    }

    #[test]
    fn a_large_matrix_is_solved() {
        let size = 150;
        let wave = |i: usize, j: usize| ((i * j) as f64 * 0.37).sin() + ((i + j) as f64).cos();
        let matrix: Vec<f64> = (0..size * size).map(|at| wave(at / size, at % size)).collect();
        check(&matrix, size);
    }

    #[test]
    fn numbers_that_are_none_end_the_search() {
        assert_eq!(symmetric(vec![f64::NAN; 16], 4).values.len(), 4);
        assert_eq!(symmetric(vec![f64::INFINITY; 16], 4).values.len(), 4);
    }

    #[test]
    fn vectors_are_turned_by_their_largest_entry() {
        let turned = |mut vector: [f64; 3]| {
            orient(&mut vector);
            vector
        };
        assert_eq!(turned([1.0, -3.0, 2.0]), [-1.0, 3.0, -2.0]);
        assert_eq!(turned([2.0, -2.0, 0.0]), [2.0, -2.0, 0.0]);
        assert_eq!(turned([0.0, -0.0, 0.0]), [0.0, -0.0, 0.0]);
    }
}
