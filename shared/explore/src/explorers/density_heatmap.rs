//! How many rows fall into each cell of a grid over two columns, counted on the server.

use super::axis::{Axis, NOWHERE};
use crate::engine::Engine;
use crate::figure::Figure;
use crate::palette::sequential;
use crate::scope::Scope;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::DensityHeatmapExplorer;
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;

/// Most bins of a column that are drawn.
const MOST_BINS: usize = 400;
/// Most bins that are chosen from the data.
const MOST_CHOSEN: usize = 50;

impl Engine for DensityHeatmapExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let most = |bins: Option<u64>| if bins.is_some() { MOST_BINS } else { MOST_CHOSEN };
        let x = Axis::of(scope, &scope.columns[0], parameters.nbinsx, most(parameters.nbinsx))?;
        let y = Axis::of(scope, &scope.columns[1], parameters.nbinsy, most(parameters.nbinsy))?;
        let mut cells = vec![vec![0_u32; x.len()]; y.len()];
        for (&x, &y) in x.codes.iter().zip(&y.codes) {
            if x != NOWHERE && y != NOWHERE {
                cells[y as usize][x as usize] += 1;
            }
        }
        let z: Vec<Value> = cells.into_iter().map(Value::from).collect();
        let trace = json!({
            "type": "heatmap",
            "x": x.positions(),
            "y": y.positions(),
            "z": z,
            "coloraxis": "coloraxis",
            "hovertemplate": "%{xaxis.title.text}: %{x}<br>%{yaxis.title.text}: %{y}<br>rows: %{z}<extra></extra>",
        });
        let figure = Figure::new(scope, format!("Where rows of {} and {} crowd", x.title, y.title))
            .with("xaxis", x.layout())
            .with("yaxis", y.layout())
            .with("coloraxis", json!({"colorscale": sequential(), "colorbar": {"title": {"text": "rows"}}}))
            .note(x.note.clone())
            .note(y.note.clone())
            .trace(trace);
        Ok(vec![figure.artifact()])
    }
}
