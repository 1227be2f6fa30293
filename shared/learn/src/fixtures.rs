//! Small real tables for tests.

use skydash_domain::table::{Column, ColumnType, Encoder, Values};

/// A column of numbers.
pub fn float(name: &str, values: Vec<f64>) -> Column {
    Column {
        name: name.into(),
        column_type: ColumnType::Float { dtype: "float64".into() },
        values: Values::Numbers(values),
    }
}

/// A categorical column.
pub fn categorical(name: &str, categories: &[&str], codes: Vec<u32>) -> Column {
    let column_type = ColumnType::Categorical {
        dtype: "string".into(),
        categories: categories.iter().map(|text| (*text).to_owned()).collect(),
        num_categories: categories.len(),
        converted: false,
        encoder: Encoder::OneHot,
    };
    Column { name: name.into(), column_type, values: Values::Codes(codes) }
}

fn numbers(csv: &str) -> Vec<Column> {
    let mut lines = csv.lines();
    let names = lines.next().unwrap().split(',');
    let rows: Vec<Vec<f64>> = lines.map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    names.enumerate().map(|(k, name)| float(name, rows.iter().map(|row| row[k]).collect())).collect()
}

/// Four measures of 150 flowers, and the species.
pub fn iris() -> (Vec<Column>, Column) {
    let mut columns = numbers(include_str!("../tests/golden/iris.csv"));
    columns.pop();
    let codes = (0..150).map(|row| row / 50).collect();
    (columns, categorical("target", &["setosa", "versicolor", "virginica"], codes))
}

/// Ten measures of 442 patients, and how their disease went on.
pub fn diabetes() -> (Vec<Column>, Column) {
    let mut columns = numbers(include_str!("../tests/golden/diabetes.csv"));
    let target = columns.pop().unwrap();
    (columns, target)
}
