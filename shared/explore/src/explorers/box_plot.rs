//! The box plot of one column, by the values of another one where there are two.

use super::boxes::{Style, note, trace};
use crate::engine::Engine;
use crate::figure::{Figure, axis};
use crate::groups::Groups;
use crate::label::plain;
use crate::palette::color;
use crate::scope::Scope;
use serde_json::json;
use skydash_catalog::Checked;
use skydash_catalog::explorers::BoxPlotExplorer;
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;

/// Most boxes.
const MOST_BOXES: usize = 40;

impl Engine for BoxPlotExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let (by, name) = match scope.columns {
            [by, name] => (Some(by.as_str()), name),
            columns => (None, &columns[0]),
        };
        let groups = Groups::by(scope, by, MOST_BOXES)?;
        let numbers = scope.numbers(name)?;
        if !numbers.iter().any(|number| number.is_finite()) {
            return Err(scope.empty(name));
        }
        let style = Style { horizontal: parameters.horizontal, points: parameters.points, boxes: groups.names.len() };
        let label = plain(name);
        let (mut boxes, thinned) = trace(&label, color(0), &numbers, &groups, style);
        boxes["showlegend"] = json!(false);
        let title = if groups.is_one() {
            format!("Spread of {label}")
        } else {
            format!("Spread of {label} by {}", groups.column)
        };
        let mut values = axis(&label);
        values["zeroline"] = json!(false);
        let mut categories = axis(&groups.column);
        categories["type"] = json!("category");
        let (x, y) = if parameters.horizontal { (values, categories) } else { (categories, values) };
        let figure = Figure::new(scope, title)
            .with("xaxis", x)
            .with("yaxis", y)
            .note(groups.note.clone())
            .note(note(thinned))
            .trace(boxes);
        Ok(vec![figure.artifact()])
    }
}
