//! Scatter plots of every column against every other one.

use super::points::Looks;
use crate::engine::Engine;
use crate::figure::{Figure, axis_key};
use crate::label::{cut, plain};
use crate::number::list;
use crate::sample::Sample;
use crate::scope::Scope;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::ScatterMatrixExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most columns.
const MOST_COLUMNS: usize = 20;
/// Most rows that are drawn, and most of their values together.
const MOST_ROWS: usize = 5000;
const MOST_VALUES: usize = 60_000;

/// The plots' width and height in pixels, and the width of a letter of their titles, about.
const WIDTH: usize = 720;
const HEIGHT: usize = 340;
const LETTER: usize = 6;

impl Engine for ScatterMatrixExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let count = scope.columns.len();
        if count > MOST_COLUMNS {
            return Err(Error::invalid(format!(
                "ScatterMatrixExplorer draws at most {MOST_COLUMNS} columns (got {count}). Choose fewer."
            )));
        }
        let color = scope.chosen("color_group", parameters.color_group.as_ref())?;
        let symbol = scope.chosen("simbol_group", parameters.simbol_group.as_ref())?;
        let names: Vec<&str> = scope.columns.iter().map(String::as_str).collect();
        let sample = Sample::of(scope, &names, MOST_ROWS.min(MOST_VALUES / count))?;
        let looks = Looks::of(scope, color, symbol, &sample.rows)?;
        let mut figure = Figure::new(scope, format!("{count} columns against each other"))
            .with("dragmode", json!("select"))
            .legend(&looks.legend())
            .note(sample.note())
            .noted(looks.notes());
        if let Some(scale) = looks.scale() {
            figure = figure.with("coloraxis", scale);
        }
        for (letter, room) in [('x', WIDTH / count), ('y', HEIGHT / count)] {
            for (place, name) in names.iter().enumerate() {
                let title = plain(&cut(name, (room / LETTER).max(4)));
                let axis = json!({"title": {"text": title, "font": {"size": 10}}, "tickfont": {"size": 9}});
                figure = figure.with(&axis_key(letter, place + 1), axis);
            }
        }
        let is_one = looks.legend().is_empty();
        let traces = looks.alike().into_iter().map(|alike| {
            let mut marker = alike.marker;
            marker["size"] = json!(4);
            let dimension = |(name, column): (&&str, &Vec<f64>)| {
                let values = list(alike.members.iter().map(|&at| column[at]));
                json!({"label": plain(name), "axis": {"matches": true}, "values": values})
            };
            json!({
                "type": "splom",
                "name": alike.name,
                "dimensions": names.iter().zip(&sample.columns).map(dimension).collect::<Value>(),
                "marker": marker,
                "showlegend": !is_one,
            })
        });
        Ok(vec![figure.traces(traces.collect::<Vec<Value>>()).artifact()])
    }
}
