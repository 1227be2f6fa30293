//! Cumulative distributions, in a bounded number of steps.

use crate::engine::Engine;
use crate::figure::{Figure, axis, axis_id, axis_key};
use crate::groups::Groups;
use crate::label::{count, plain};
use crate::number::list;
use crate::palette::{GREY, color};
use crate::scope::Scope;
use crate::stats::ecdf::steps;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::{ECDFPlotExplorer, EcdfNorm};
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most colours, and most plots in a row or column.
const MOST_COLORS: usize = 12;
const MOST_PLOTS: usize = 6;
/// Most curves, most steps of all together, and most steps of one.
const MOST_CURVES: usize = 500;
const MOST_STEPS: usize = 40_000;
const MOST_OF_ONE: usize = 2000;

const DASHES: [&str; 5] = ["solid", "dash", "dot", "dashdot", "longdash"];

/// How the rows are divided into curves.
struct Division {
    colors: Groups,
    across: Groups,
    down: Groups,
}

impl Division {
    fn of(parameters: &ECDFPlotExplorer, scope: &Scope<'_>) -> Result<Self> {
        let colors = scope.chosen("color_column", parameters.color_column.as_ref())?;
        let across = scope.chosen("facet_col", parameters.facet_col.as_ref())?;
        let down = scope.chosen("facet_row", parameters.facet_row.as_ref())?;
        Ok(Self {
            colors: Groups::by(scope, colors, MOST_COLORS)?,
            across: Groups::by(scope, across, MOST_PLOTS)?,
            down: Groups::by(scope, down, MOST_PLOTS)?,
        })
    }

    /// How many curves a column has.
    fn curves(&self) -> usize {
        self.colors.names.len() * self.across.names.len() * self.down.names.len()
    }

    /// The numbers of each curve.
    fn divide(&self, numbers: &[f64]) -> Vec<Vec<f64>> {
        let mut curves = vec![Vec::new(); self.curves()];
        for (row, number) in numbers.iter().enumerate().filter(|(_, number)| number.is_finite()) {
            let plot = self.down.codes[row] as usize * self.across.names.len() + self.across.codes[row] as usize;
            curves[plot * self.colors.names.len() + self.colors.codes[row] as usize].push(*number);
        }
        curves
    }
}

impl Engine for ECDFPlotExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let division = Division::of(parameters, scope)?;
        let curves = division.curves() * scope.columns.len();
        if curves > MOST_CURVES {
            return Err(Error::precondition(format!(
                "{} would draw {} curves, more than {MOST_CURVES}. Choose fewer columns, or columns with fewer values as \
                 'color_column', 'facet_col' and 'facet_row'.",
                scope.explorer,
                count(curves)
            )));
        }
        let most = (MOST_STEPS / curves).clamp(50, MOST_OF_ONE);
        let (mut traces, mut rows_drawn) = (Vec::new(), false);
        for (place, name) in scope.columns.iter().enumerate() {
            scope.report(place, scope.columns.len())?;
            let numbers = scope.numbers(name)?;
            if !numbers.iter().any(|number| number.is_finite()) {
                return Err(scope.empty(name));
            }
            for (curve, mut numbers) in division.divide(&numbers).into_iter().enumerate() {
                let found = steps(&mut numbers, most);
                if !found.is_empty() {
                    rows_drawn |= found.len() > most;
                    traces.push(trace(scope, &division, (place, curve), &found, numbers.len(), parameters.ecdf_norm));
                }
            }
        }
        let note = rows_drawn.then(|| format!("Curves are drawn in at most {} steps each.", count(most)));
        let figure = layout(figure(scope, &division), scope, &division, parameters.ecdf_norm);
        Ok(vec![figure.note(note).traces(first_in_legend(traces)).artifact()])
    }
}

fn figure(scope: &Scope<'_>, division: &Division) -> Figure {
    let title = match scope.columns {
        [one] => format!("Cumulative distribution of {}", plain(one)),
        more => format!("Cumulative distributions of {} columns", more.len()),
    };
    Figure::new(scope, title)
        .legend(&division.colors.column)
        .note(division.colors.note.clone())
        .note(division.across.note.clone())
        .note(division.down.note.clone())
}

fn trace(
    scope: &Scope<'_>,
    division: &Division,
    (column, curve): (usize, usize),
    steps: &[(f64, usize)],
    rows: usize,
    norm: EcdfNorm,
) -> Value {
    let (plot, group) = (curve / division.colors.names.len(), curve % division.colors.names.len());
    let (down, across) = (plot / division.across.names.len(), plot % division.across.names.len());
    let (name, line) = if division.colors.is_one() {
        (plain(&scope.columns[column]), json!({"shape": "hv", "color": color(column)}))
    } else {
        let value = &division.colors.names[group];
        let many = scope.columns.len() > 1;
        let name = if many { format!("{}, {value}", plain(&scope.columns[column])) } else { value.clone() };
        let hue = if division.colors.is_value(group) { color(group) } else { GREY };
        (name, json!({"shape": "hv", "color": hue, "dash": DASHES[column % DASHES.len()]}))
    };
    let whole = match norm {
        EcdfNorm::None => 1.0,
        EcdfNorm::Percent => rows as f64 / 100.0,
        EcdfNorm::Probability => rows as f64,
    };
    json!({
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "legendgroup": name,
        "legendrank": 1000 + group,
        "line": line,
        "x": list(steps.iter().map(|step| step.0)),
        "y": list(steps.iter().map(|step| step.1 as f64 / whole)),
        "xaxis": axis_id('x', across + 1),
        "yaxis": axis_id('y', down + 1),
    })
}

/// Each name once in the legend, and none where there is only one.
fn first_in_legend(mut traces: Vec<Value>) -> Vec<Value> {
    let mut known = Vec::new();
    for trace in &mut traces {
        let is_new = !known.contains(&trace["name"]);
        trace["showlegend"] = json!(is_new);
        if is_new {
            known.push(trace["name"].clone());
        }
    }
    if known.len() == 1 {
        traces.iter_mut().for_each(|trace| trace["showlegend"] = json!(false));
    }
    traces
}

/// A grid of plots: the values of one column from left to right, those of another from top to bottom.
fn layout(figure: Figure, scope: &Scope<'_>, division: &Division, norm: EcdfNorm) -> Figure {
    let Division { across, down, .. } = division;
    let values = match scope.columns {
        [one] => plain(one),
        _ => "value".to_owned(),
    };
    let counted = match norm {
        EcdfNorm::None => "rows",
        EcdfNorm::Percent => "percent of rows",
        EcdfNorm::Probability => "share of rows",
    };
    let titled = |title: &str, groups: &Groups, place: usize| {
        if groups.is_one() {
            title.to_owned()
        } else {
            format!("{title}<br>{} = {}", groups.column, groups.names[place])
        }
    };
    let many = !(across.is_one() && down.is_one());
    let small = |mut axis: Value| {
        if many {
            axis["title"]["font"] = json!({"size": 11});
        }
        axis
    };
    let mut figure = figure;
    for place in 0..across.names.len() {
        let mut axis = axis(&titled(&values, across, place));
        if place > 0 {
            axis["matches"] = json!("x");
        }
        figure = figure.with(&axis_key('x', place + 1), small(axis));
    }
    for place in 0..down.names.len() {
        let mut axis = axis(&titled(counted, down, place));
        axis["rangemode"] = json!("tozero");
        figure = figure.with(&axis_key('y', place + 1), small(axis));
    }
    if !many {
        return figure;
    }
    figure.with("grid", json!({"rows": down.names.len(), "columns": across.names.len(), "pattern": "coupled"}))
}
