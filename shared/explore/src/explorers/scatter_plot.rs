//! A point for each row, or for each row of a sample.

use super::points::Looks;
use crate::engine::Engine;
use crate::figure::Figure;
use crate::label::plain;
use crate::number::list;
use crate::sample::Sample;
use crate::scope::Scope;
use crate::stats::moments::extremes;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::ScatterPlotExplorer;
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;

/// Most points that are drawn.
const MOST_POINTS: usize = 5000;

/// Diameters in pixels of the smallest and the largest point.
const DIAMETERS: (f64, f64) = (4.0, 24.0);

impl Engine for ScatterPlotExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let color = scope.chosen("color_group", parameters.color_group.as_ref())?;
        let symbol = scope.chosen("simbol_group", parameters.simbol_group.as_ref())?;
        let size = scope.chosen("point_size", parameters.point_size.as_ref())?;
        let (x, y) = (scope.columns[0].as_str(), scope.columns[1].as_str());
        let names: Vec<&str> = [x, y].into_iter().chain(size).collect();
        let sample = Sample::of(scope, &names, MOST_POINTS)?;
        let looks = Looks::of(scope, color, symbol, &sample.rows)?;
        let diameters = sample.columns.get(2).map(|sizes| diameters(sizes));
        let mut figure = Figure::new(scope, format!("{} against {}", plain(y), plain(x)))
            .axes(&plain(x), &plain(y))
            .legend(&looks.legend())
            .note(sample.note())
            .noted(looks.notes());
        if let Some(size) = size {
            figure = figure.note(Some(format!("The larger a point, the larger {}.", plain(size))));
        }
        if let Some(scale) = looks.scale() {
            figure = figure.with("coloraxis", scale);
        }
        let is_one = looks.legend().is_empty();
        let traces = looks.alike().into_iter().map(|alike| {
            let of = |column: &[f64]| list(alike.members.iter().map(|&at| column[at]));
            let mut marker = alike.marker;
            if let Some(diameters) = &diameters {
                marker["size"] = of(diameters);
            }
            json!({
                "type": "scatter",
                "mode": "markers",
                "name": alike.name,
                "x": of(&sample.columns[0]),
                "y": of(&sample.columns[1]),
                "marker": marker,
                "showlegend": !is_one,
            })
        });
        Ok(vec![figure.traces(traces.collect::<Vec<Value>>()).artifact()])
    }
}

/// Diameters of points whose areas grow with some numbers.
fn diameters(sizes: &[f64]) -> Vec<f64> {
    let (low, high) = extremes(sizes);
    let (least, most) = (DIAMETERS.0 * DIAMETERS.0, DIAMETERS.1 * DIAMETERS.1);
    let share = |size: &f64| if high > low { (size - low) / (high - low) } else { 0.2 };
    sizes.iter().map(|size| (least + (most - least) * share(size)).sqrt()).collect()
}
