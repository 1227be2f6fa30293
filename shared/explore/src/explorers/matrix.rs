//! Comparing every column with every other one, and showing the result.

use crate::engine::Engine;
use crate::figure::Figure;
use crate::label::{plain, unique};
use crate::number::{drawn, listed};
use crate::scope::Scope;
use rayon::prelude::*;
use serde_json::{Value, json};
use skydash_catalog::Component;
use skydash_domain::artifact::Artifact;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};

/// Most columns.
const MOST_COLUMNS: usize = 250;
/// Numbers of columns in memory at a time.
const BUDGET: usize = 12_000_000;
/// Most columns whose cells show their number.
const MOST_WRITTEN: usize = 12;

/// A symmetric matrix over columns.
pub(super) struct Matrix {
    pub names: Vec<String>,
    /// Row after row.
    pub cells: Vec<f64>,
}

/// The columns that can be compared: those that hold numbers. Others are left out, or an error.
pub(super) fn comparable<'a>(scope: &Scope<'a>, leave_out: bool) -> Result<Vec<&'a str>> {
    let mut names = Vec::new();
    for name in scope.columns {
        let is_number = match scope.column_type(name)? {
            ColumnType::Integer { .. } | ColumnType::Float { .. } => true,
            ColumnType::Categorical { categories, .. } => categories.iter().all(|it| it.trim().parse::<f64>().is_ok()),
            _ => false,
        };
        if is_number || !leave_out {
            names.push(name.as_str());
        }
    }
    let explorer = scope.explorer;
    match names.len() {
        0 | 1 => Err(Error::precondition(format!(
            "{explorer} needs at least two columns of numbers. Choose columns of type Integer or Float."
        ))),
        count if count > MOST_COLUMNS => Err(Error::invalid(format!(
            "{explorer} compares at most {MOST_COLUMNS} columns (got {count}). Choose fewer."
        ))),
        _ => Ok(names),
    }
}

/// Compares columns, as many at a time as memory holds. `compare` gives the matrix of the columns it is given.
pub(super) fn compare<T: Send + Sync>(
    scope: &Scope<'_>,
    names: &[&str],
    prepare: impl Fn(Vec<f64>) -> T + Sync,
    compare: impl Fn(&[&T]) -> Result<Vec<f64>>,
) -> Result<Matrix> {
    let count = names.len();
    let read =
        |names: &[&str]| names.par_iter().map(|name| scope.numbers(name).map(&prepare)).collect::<Result<Vec<T>>>();
    let mut cells = vec![f64::NAN; count * count];
    let size = if count * scope.rows() <= BUDGET { count } else { (BUDGET / 2 / scope.rows()).max(1) };
    let starts: Vec<usize> = (0..count).step_by(size).collect();
    for (at, &first) in starts.iter().enumerate() {
        let left = read(&names[first..(first + size).min(count)])?;
        for &second in &starts[at..] {
            scope.report(at, starts.len())?;
            let right = if second == first { Vec::new() } else { read(&names[second..(second + size).min(count)])? };
            let columns: Vec<&T> = left.iter().chain(&right).collect();
            let place = |index: usize| if index < left.len() { first + index } else { second + index - left.len() };
            let found = compare(&columns)?;
            for i in 0..columns.len() {
                for j in 0..columns.len() {
                    cells[place(i) * count + place(j)] = found[i * columns.len() + j];
                }
            }
        }
    }
    Ok(Matrix { names: names.iter().map(|name| (*name).to_owned()).collect(), cells })
}

impl Matrix {
    fn rows(&self) -> impl Iterator<Item = (&String, &[f64])> {
        self.names.iter().zip(self.cells.chunks(self.names.len()))
    }

    /// The matrix as a table.
    pub fn table(&self) -> Artifact {
        let columns = std::iter::once("index".to_owned()).chain(self.names.iter().cloned()).collect();
        let row = |(name, cells): (&String, &[f64])| {
            std::iter::once(json!(name)).chain(cells.iter().map(|cell| listed(*cell))).collect()
        };
        Artifact::Table { title: None, columns, rows: self.rows().map(row).collect(), highlight: Vec::new() }
    }

    /// The matrix as a picture, coloured along `axis`, with its numbers where there is room.
    pub fn figure(&self, scope: &Scope<'_>, title: String, write: fn(f64) -> String, axis: Value) -> Artifact {
        let labels = unique(self.names.iter().map(|name| plain(name)));
        let rows: Vec<Value> = self.rows().map(|(_, cells)| cells.iter().map(|cell| drawn(*cell)).collect()).collect();
        let mut trace = json!({
            "type": "heatmap",
            "x": labels,
            "y": labels,
            "z": rows,
            "coloraxis": "coloraxis",
            "hovertemplate": "%{y}<br>%{x}<br>%{z}<extra></extra>",
            "xgap": 1,
            "ygap": 1,
        });
        if labels.len() <= MOST_WRITTEN {
            let text = |(_, cells): (&String, &[f64])| cells.iter().map(|cell| json!(write(*cell))).collect();
            trace["text"] = self.rows().map(text).collect::<Vec<Value>>().into();
            trace["texttemplate"] = json!("%{text}");
        }
        let figure = Figure::new(scope, title)
            .with("xaxis", json!({"type": "category", "showgrid": false}))
            .with("yaxis", json!({"type": "category", "showgrid": false, "autorange": "reversed"}))
            .with("coloraxis", axis)
            .trace(trace);
        figure.artifact()
    }
}

/// What the title of a matrix says of its columns.
pub(super) fn of_columns<E: Engine>(matrix: &Matrix) -> String {
    format!("{} of {} columns", <E as Component>::DISPLAY_NAME, matrix.names.len())
}
