//! A line for each row of a sample, through its value on the axis of every column.

use crate::engine::Engine;
use crate::figure::Figure;
use crate::groups::Groups;
use crate::label::plain;
use crate::number::list;
use crate::palette::{COLORS, sequential};
use crate::sample::Sample;
use crate::scope::Scope;
use crate::stats::moments::extremes;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::ParallelCordinatesExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most columns.
const MOST_COLUMNS: usize = 40;
/// Most rows that are drawn, and most of their values together.
const MOST_ROWS: usize = 5000;
const MOST_VALUES: usize = 60_000;

impl Engine for ParallelCordinatesExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let count = scope.columns.len();
        if count > MOST_COLUMNS {
            return Err(Error::invalid(format!(
                "ParallelCordinatesExplorer draws at most {MOST_COLUMNS} columns (got {count}). Choose fewer."
            )));
        }
        let color = scope.chosen("color_column", parameters.color_column.as_ref())?;
        let names: Vec<&str> = scope.columns.iter().map(String::as_str).collect();
        let sample = Sample::of(scope, &names, MOST_ROWS.min(MOST_VALUES / count))?;
        let dimensions = names.iter().zip(&sample.columns).map(|(name, column)| dimension(name, column));
        let mut trace = json!({
            "type": "parcoords",
            "dimensions": dimensions.collect::<Value>(),
            "line": {"color": COLORS[0]},
            "labelangle": if count > 6 { -20 } else { 0 },
            "labelside": "top",
        });
        let mut figure = Figure::new(scope, format!("Rows through {count} columns"))
            .with("margin", json!({"t": 110, "l": 80, "r": 80}))
            .note(sample.note());
        if let Some(name) = color {
            let (line, note) = colored(scope, name, &sample.rows)?;
            trace["line"] = line;
            figure = figure.note(note);
        }
        Ok(vec![figure.trace(trace).artifact()])
    }
}

fn dimension(name: &str, column: &[f64]) -> Value {
    let (low, high) = extremes(column);
    let mut dimension = json!({"label": plain(name), "values": list(column.iter().copied())});
    if low == high {
        dimension["range"] = list([low - 1.0, low + 1.0]);
    }
    dimension
}

/// Lines coloured by the values of a column: numbers along a scale, others by group.
fn colored(scope: &Scope<'_>, name: &str, rows: &[usize]) -> Result<(Value, Option<String>)> {
    if scope.is_numeric(name)? {
        let numbers = scope.numbers(name)?;
        let there = |number: f64| if number.is_finite() { number } else { f64::NAN };
        let colors = list(rows.iter().map(|&row| there(numbers[row])));
        let bar = json!({"title": {"text": plain(name)}, "outlinewidth": 0, "thickness": 14});
        return Ok((json!({"color": colors, "colorscale": sequential(), "showscale": true, "colorbar": bar}), None));
    }
    let groups = Groups::of(scope, name, COLORS.len())?;
    Ok((super::points::stepped_line(&groups, groups.take(rows)), groups.note))
}
