//! Trees on small real tables, and at the edges.

mod behaviour;
mod golden;
mod options;

use skydash_catalog::models::ClassificationCriterion;
use skydash_domain::progress::Silent;

use super::*;
use crate::matrix::Matrix;

/// A table whose last column is the target.
struct Table {
    x: Matrix,
    y: Vec<f64>,
}

impl Table {
    fn read(csv: &str) -> Self {
        let mut lines = csv.lines();
        let names: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
        let rows: Vec<Vec<f64>> =
            lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
        let column = |index: usize| rows.iter().map(|row: &Vec<f64>| row[index]).collect();
        let columns = (0..names.len() - 1).map(|index| (names[index].clone(), column(index))).collect();
        Self { x: Matrix::new(rows.len(), columns), y: column(names.len() - 1) }
    }

    fn named(name: &str) -> Self {
        Self::read(match name {
            "iris" => include_str!("../../../tests/golden/iris.csv"),
            "wine" => include_str!("../../../tests/golden/wine.csv"),
            "cancer" => include_str!("../../../tests/golden/cancer.csv"),
            "digits" => include_str!("../../../tests/golden/digits.csv"),
            "diabetes" => include_str!("../../../tests/golden/diabetes.csv"),
            other => panic!("no table is called {other}"),
        })
    }

    fn classes(&self) -> Vec<u32> {
        self.y.iter().map(|&class| class as u32).collect()
    }

    fn take(&self, rows: &[usize]) -> Self {
        Self { x: self.x.take(rows), y: rows.iter().map(|&row| self.y[row]).collect() }
    }
}

fn column(values: &[f64]) -> Matrix {
    Matrix::new(values.len(), vec![("x".to_owned(), values.to_vec())])
}

/// A decision tree of classes `0..classes`.
fn tree(options: &ForestOptions, x: &Matrix, y: &[u32], classes: usize) -> ForestClassifier {
    fit_forest_classifier(options, ClassificationCriterion::Gini, x, y, classes, &Silent).unwrap()
}

fn single() -> ForestOptions {
    ForestOptions::single(TreeOptions::default())
}
