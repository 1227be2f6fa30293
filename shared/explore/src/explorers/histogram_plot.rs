//! Histograms, counted on the server and drawn as bars.

use super::axis::{Axis, NOWHERE, Places};
use crate::engine::Engine;
use crate::figure::{Figure, axis};
use crate::groups::Groups;
use crate::number::{drawn, list};
use crate::palette::{GREY, PATTERNS, color};
use crate::scope::Scope;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::{BinFunction, BinNorm, HistogramPlotExplorer};
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most bins that are drawn.
const MOST_BINS: usize = 1000;
/// Most colours, and most patterns.
const MOST_COLORS: usize = 12;
const MOST_PATTERNS: usize = 4;

impl Engine for HistogramPlotExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let colors = scope.chosen("color_group", parameters.color_group.as_ref())?;
        let patterns = scope.chosen("pattern_group", parameters.pattern_group.as_ref())?;
        let x = Axis::of(scope, &scope.columns[0], parameters.nbins, MOST_BINS)?;
        if parameters.histfunc != BinFunction::Count && matches!(x.places, Places::Values(_)) {
            return Err(Error::invalid(format!(
                "Parameter 'histfunc' of HistogramPlotExplorer needs numbers to compute with, but column '{}' holds none. \
                 Choose \"count\", or a column of type Integer or Float.",
                x.title
            )));
        }
        let colors = Groups::by(scope, colors, MOST_COLORS)?;
        let patterns = Groups::by(scope, patterns, MOST_PATTERNS)?;
        let counted = count(&x, &colors, &patterns, parameters.histfunc);
        let mut figure = Figure::new(scope, format!("How often values of {} occur", x.title))
            .with("xaxis", x.layout())
            .with("yaxis", axis(&height(parameters, &x.title)))
            .with("barmode", json!("relative"))
            .with("bargap", json!(if matches!(x.places, Places::Bins(_)) { 0.0 } else { 0.15 }))
            .legend(&joined(&colors.column, &patterns.column))
            .note(x.note.clone())
            .note(colors.note.clone())
            .note(patterns.note.clone());
        let counted_groups = counted.len();
        for (group, mut values) in counted.into_iter().enumerate() {
            if values.iter().all(|value| value.is_nan() || *value == 0.0) && !colors.is_one() {
                continue;
            }
            normalize(&mut values, parameters.histnorm, x.width());
            if counted_groups > 1 {
                // Bars of no height would be drawn as lines between the others.
                values.iter_mut().filter(|value| **value == 0.0).for_each(|value| *value = f64::NAN);
            }
            let (color, pattern) = (group / patterns.names.len(), group % patterns.names.len());
            figure = figure.trace(bars(&x, &values, (&colors, color), (&patterns, pattern)));
        }
        Ok(vec![figure.artifact()])
    }
}

/// What a bin holds so far.
#[derive(Debug, Clone, Copy)]
struct Bin {
    rows: f64,
    sum: f64,
    min: f64,
    max: f64,
}

/// The bins of each combination of a colour and a pattern.
fn count(x: &Axis, colors: &Groups, patterns: &Groups, function: BinFunction) -> Vec<Vec<f64>> {
    let places = x.len();
    let groups = colors.names.len() * patterns.names.len();
    let group = |row: usize| colors.codes[row] as usize * patterns.names.len() + patterns.codes[row] as usize;
    let placed = || x.codes.iter().enumerate().filter(|(_, code)| **code != NOWHERE);
    if function == BinFunction::Count && groups == 1 {
        let mut rows = vec![0_u32; places + 1];
        x.codes.iter().for_each(|&code| rows[places.min(code as usize)] += 1);
        return vec![rows[..places].iter().map(|rows| f64::from(*rows)).collect()];
    }
    if function == BinFunction::Count {
        let mut rows = vec![0_u32; groups * places];
        placed().for_each(|(row, &code)| rows[group(row) * places + code as usize] += 1);
        return rows.chunks(places).map(|rows| rows.iter().map(|rows| f64::from(*rows)).collect()).collect();
    }
    let empty = Bin { rows: 0.0, sum: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY };
    let mut bins = vec![empty; groups * places];
    for (row, &code) in placed() {
        let (bin, number) = (&mut bins[group(row) * places + code as usize], x.numbers[row]);
        bin.rows += 1.0;
        bin.sum += number;
        bin.min = bin.min.min(number);
        bin.max = bin.max.max(number);
    }
    let value = |bin: &Bin| match function {
        BinFunction::Count => bin.rows,
        BinFunction::Sum => bin.sum,
        BinFunction::Avg => bin.sum / bin.rows,
        BinFunction::Min if bin.rows > 0.0 => bin.min,
        BinFunction::Max if bin.rows > 0.0 => bin.max,
        BinFunction::Min | BinFunction::Max => f64::NAN,
    };
    bins.chunks(places).map(|bins| bins.iter().map(value).collect()).collect()
}

/// Bars relative to all bars of their trace together, or to the width of a bin.
fn normalize(values: &mut [f64], norm: BinNorm, width: f64) {
    let total: f64 = values.iter().filter(|value| !value.is_nan()).sum();
    let divisor = match norm {
        BinNorm::None => return,
        BinNorm::Percent => total / 100.0,
        BinNorm::Probability => total,
        BinNorm::Density => width,
        BinNorm::ProbabilityDensity => total * width,
    };
    values.iter_mut().for_each(|value| *value /= divisor);
}

fn bars(
    x: &Axis,
    values: &[f64],
    (colors, color_at): (&Groups, usize),
    (patterns, pattern_at): (&Groups, usize),
) -> Value {
    let name = joined(&colors.names[color_at], &patterns.names[pattern_at]);
    let fill = if colors.is_value(color_at) { color(color_at) } else { GREY };
    let mut marker = json!({"color": fill, "line": {"width": 0.5, "color": "rgba(255, 255, 255, 0.5)"}});
    if !patterns.is_one() {
        marker["pattern"] = json!({"shape": PATTERNS[pattern_at % PATTERNS.len()]});
    }
    let mut trace = json!({
        "type": "bar",
        "x": x.positions(),
        "y": list(values.iter().copied()),
        "customdata": x.words(),
        "hovertemplate": "%{customdata}: %{y}",
        "marker": marker,
        "name": name,
        "showlegend": !name.is_empty(),
    });
    if let Places::Bins(bins) = &x.places {
        trace["width"] = drawn(bins.width());
    }
    trace
}

/// What the height of a bar means.
fn height(parameters: &HistogramPlotExplorer, column: &str) -> String {
    let what = match parameters.histfunc {
        BinFunction::Count => "rows".to_owned(),
        BinFunction::Sum => format!("sum of {column}"),
        BinFunction::Avg => format!("mean of {column}"),
        BinFunction::Min => format!("smallest {column}"),
        BinFunction::Max => format!("largest {column}"),
    };
    match parameters.histnorm {
        BinNorm::None => what,
        BinNorm::Percent => format!("percent of {what}"),
        BinNorm::Probability => format!("share of {what}"),
        BinNorm::Density => format!("{what} per unit"),
        BinNorm::ProbabilityDensity => format!("share of {what} per unit"),
    }
}

/// Two texts with a comma between them where there are two.
fn joined(a: &str, b: &str) -> String {
    if a.is_empty() || b.is_empty() { format!("{a}{b}") } else { format!("{a}, {b}") }
}
