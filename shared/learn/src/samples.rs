//! Real tables as models see them, and what scikit-learn makes of them, for tests.

use serde_json::{Map, Value};
use skydash_catalog::{Checked, Component};

use crate::matrix::Matrix;
use crate::vector;

/// A table whose last column is the target.
pub struct Sample {
    pub x: Matrix,
    pub y: Vec<f64>,
}

impl Sample {
    /// The table of this name; the classes of `cancer` and `wine` with every column standardised.
    pub fn named(name: &str) -> Self {
        let csv = match name {
            "iris" => include_str!("../tests/golden/iris.csv"),
            "wine" => include_str!("../tests/golden/wine.csv"),
            "cancer" => include_str!("../tests/golden/cancer.csv"),
            "digits" => include_str!("../tests/golden/digits.csv"),
            "diabetes" => include_str!("../tests/golden/diabetes.csv"),
            other => panic!("no table is called {other}"),
        };
        let mut lines = csv.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        let rows: Vec<Vec<f64>> =
            lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
        let scaled = matches!(name, "cancer" | "wine");
        let column = |j: usize| {
            let values: Vec<f64> = rows.iter().map(|row| row[j]).collect();
            (names[j].to_owned(), if scaled { standardised(&values) } else { values })
        };
        let last = names.len() - 1;
        let y = rows.iter().map(|row| row[last]).collect();
        Self { x: Matrix::new(rows.len(), (0..last).map(column).collect()), y }
    }

    pub fn codes(&self) -> Vec<u32> {
        self.y.iter().map(|&class| class as u32).collect()
    }

    pub fn classes(&self) -> usize {
        self.codes().into_iter().max().unwrap() as usize + 1
    }

    /// Every row whose number divided by `by` leaves what `keep` accepts.
    pub fn every(&self, by: usize, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.y.len()).filter(|row| keep(row % by)).collect();
        Self { x: self.x.take(&rows), y: rows.iter().map(|&row| self.y[row]).collect() }
    }

    /// The same with `change` of each column number added to the column.
    pub fn shifted(&self, change: impl Fn(usize) -> f64) -> Matrix {
        let column = |j: usize| self.x.column(j).iter().map(|value| value + change(j)).collect();
        let names = self.x.names().iter().enumerate();
        Matrix::new(self.y.len(), names.map(|(j, name)| (name.clone(), column(j))).collect())
    }
}

fn standardised(values: &[f64]) -> Vec<f64> {
    let mean = vector::mean(values);
    let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt();
    values.iter().map(|v| (v - mean) / deviation).collect()
}

/// What `models.py` wrote of one sort of model.
pub fn golden(section: &str) -> Value {
    let mut all: Value = serde_json::from_str(include_str!("../tests/golden/models.json")).unwrap();
    all[section].take()
}

/// The numbers of a list.
pub fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

/// Parameters, written as clients write them.
pub fn params<C: Component>(given: Value) -> Checked<C> {
    let Value::Object(given) = given else { return C::check(&Map::new()).unwrap() };
    C::check(&given).unwrap()
}

/// A table of columns called `a`, `b`, ...
pub fn table(columns: &[&[f64]]) -> Matrix {
    let named = |(j, values): (usize, &&[f64])| (char::from(b'a' + j as u8).to_string(), values.to_vec());
    Matrix::new(columns[0].len(), columns.iter().enumerate().map(named).collect())
}

/// Asserts that two lists differ by at most `tolerance` times the largest number expected, or 1.
#[track_caller]
pub fn assert_close(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let size = vector::largest(expected).max(1.0);
    for (at, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance * size, "{what}: number {at} is {a}, not {b}");
    }
}

/// Asserts that training gives the same bytes on 1, 2 and 5 threads.
pub fn assert_same_bytes<M: serde::Serialize + Send>(fit: impl Fn() -> M + Sync) {
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| postcard::to_stdvec(&fit()).unwrap())
    };
    let alone = bytes(1);
    assert_eq!(alone, bytes(2));
    assert_eq!(alone, bytes(5));
}

/// `rows` rows of `columns` numbers that look random and are always the same.
pub fn noise(rows: usize, columns: usize) -> Matrix {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let column = |j: usize| (format!("c{j}"), (0..rows).map(|_| next()).collect());
    Matrix::new(rows, (0..columns).map(column).collect())
}
