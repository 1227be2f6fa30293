//! Box plots of several columns side by side.

use super::boxes::{Style, note, trace};
use crate::engine::Engine;
use crate::figure::{Figure, axis};
use crate::groups::Groups;
use crate::label::{count, plain};
use crate::palette::color;
use crate::scope::Scope;
use serde_json::json;
use skydash_catalog::Checked;
use skydash_catalog::explorers::MultiColumnBoxPlotExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most values of the opposite axis.
const MOST_VALUES: usize = 20;
/// Most boxes.
const MOST_BOXES: usize = 1000;

impl Engine for MultiColumnBoxPlotExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let by = scope.chosen("opposite_axis", parameters.opposite_axis.as_ref())?;
        let groups = Groups::by(scope, by, MOST_VALUES)?;
        let boxes = scope.columns.len() * groups.names.len();
        if boxes > MOST_BOXES {
            return Err(Error::precondition(format!(
                "{} would draw {} boxes, more than {}. Choose fewer columns.",
                scope.explorer,
                count(boxes),
                count(MOST_BOXES)
            )));
        }
        let style = Style { horizontal: parameters.horizontal, points: parameters.points, boxes };
        let (mut traces, mut any_thinned) = (Vec::new(), false);
        for (place, name) in scope.columns.iter().enumerate() {
            scope.report(place, scope.columns.len())?;
            let numbers = scope.numbers(name)?;
            if numbers.iter().any(|number| number.is_finite()) {
                let (mut boxes, thinned) = trace(&plain(name), color(place), &numbers, &groups, style);
                boxes["showlegend"] = json!(!groups.is_one());
                traces.push(boxes);
                any_thinned |= thinned;
            }
        }
        if traces.is_empty() {
            return Err(scope.empty(&scope.columns[0]));
        }
        let names = if scope.columns.len() == 1 {
            plain(&scope.columns[0])
        } else {
            format!("{} columns", scope.columns.len())
        };
        let by = if groups.is_one() { String::new() } else { format!(" by {}", groups.column) };
        let mut categories = axis(&groups.column);
        categories["type"] = json!("category");
        let values = json!({"zeroline": false});
        let (x, y) = if parameters.horizontal { (values, categories) } else { (categories, values) };
        let figure = Figure::new(scope, format!("Spread of {names}{by}"))
            .with("xaxis", x)
            .with("yaxis", y)
            .with("boxmode", json!(if groups.is_one() { "overlay" } else { "group" }))
            .note(groups.note.clone())
            .note(note(any_thinned))
            .traces(traces);
        Ok(vec![figure.artifact()])
    }
}
