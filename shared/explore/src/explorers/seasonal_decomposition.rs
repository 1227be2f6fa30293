//! A series as trend, season and what is left.

use crate::engine::Engine;
use crate::figure::{Figure, axis, axis_id, axis_key};
use crate::label::{count, plain};
use crate::number::list;
use crate::palette::color;
use crate::scope::Scope;
use crate::series::Series;
use crate::stats::spacing::Spacing;
use crate::stats::stl::Parts;
use crate::stats::{moving_average, stl};
use crate::thin::positions;
use crate::times::written;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::{DecompositionMethod, DecompositionModel, SeasonalDecompositionExplorer};
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most points of each line.
const MOST_POINTS: usize = 4000;
/// Most products of values and the length of the longest window they are averaged over.
const MOST_WORK: usize = 40_000_000_000;

impl Engine for SeasonalDecompositionExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let series = Series::of(scope)?;
        let period = period(parameters, &series)?;
        let parts = decompose(parameters, &series, period, scope)?;
        let size = series.values.len();
        let thinned = (size > MOST_POINTS).then(|| {
            format!("Of {} rows, the first, lowest, highest and last value of each short span is drawn.", count(size))
        });
        let title = format!("{} as trend, season of {} rows and remainder", plain(series.name), count(period));
        let mut figure = Figure::new(scope, title)
            .with("showlegend", json!(false))
            .with("grid", json!({"rows": 4, "columns": 1, "pattern": "independent", "ygap": 0.18}))
            .noted(series.notes.iter().cloned())
            .note(thinned);
        let lines = [
            ("observed", &series.values),
            ("trend", &parts.trend),
            ("season", &parts.seasonal),
            ("remainder", &parts.residual),
        ];
        for (place, (name, values)) in lines.into_iter().enumerate() {
            let number = place + 1;
            let mut x = if number == 4 { axis(&plain(series.time)) } else { json!({"showticklabels": false}) };
            x["type"] = json!("date");
            if number < 4 {
                x["matches"] = json!("x4");
            }
            let mut y = axis(name);
            y["nticks"] = json!(4);
            figure = figure
                .with(&axis_key('x', number), x)
                .with(&axis_key('y', number), y)
                .trace(line(name, values, &series, number));
        }
        Ok(vec![figure.artifact()])
    }
}

/// The length of a season: that of the parameter, or what the spacing of the dates suggests.
fn period(parameters: &SeasonalDecompositionExplorer, series: &Series<'_>) -> Result<usize> {
    let size = series.values.len();
    let period = match usize::try_from(parameters.period).unwrap_or(usize::MAX) {
        0 => {
            let found = series.spacing.as_ref().and_then(Spacing::season);
            found.ok_or_else(|| {
                Error::precondition(format!(
                    "The dates of column '{}' are not spaced in a way that suggests a season. Give the number of rows of a \
                     season as parameter 'period' of SeasonalDecompositionExplorer.",
                    plain(series.time)
                ))
            })?
        }
        1 => {
            return Err(Error::invalid(
                "Parameter 'period' of SeasonalDecompositionExplorer must be at least 2, or 0 for a season found from the dates.",
            ));
        }
        period => period,
    };
    if size / 2 < period {
        return Err(Error::precondition(format!(
            "SeasonalDecompositionExplorer needs two seasons, {} rows with a season of {} rows as parameter 'period', and column \
             '{}' has {}. Choose a shorter season or a longer series.",
            count(period.saturating_mul(2)),
            count(period),
            plain(series.name),
            count(size)
        )));
    }
    Ok(period)
}

fn decompose(
    parameters: &SeasonalDecompositionExplorer,
    series: &Series<'_>,
    period: usize,
    scope: &Scope<'_>,
) -> Result<Parts> {
    let multiply = parameters.model == DecompositionModel::Multiplicative;
    if multiply && series.values.iter().any(|value| *value <= 0.0) {
        return Err(Error::precondition(format!(
            "Parameter 'model' of SeasonalDecompositionExplorer can be \"multiplicative\" for positive values only, and column \
             '{}' has others. Choose \"additive\".",
            plain(series.name)
        )));
    }
    if stl::trend_span(period).saturating_mul(series.values.len()) > MOST_WORK {
        return Err(Error::too_large(format!(
            "A season of {} rows is too long for a series of {} rows. Choose a shorter one as parameter 'period', or bring the \
             series to wider steps with TimeResampler first.",
            count(period),
            count(series.values.len())
        )));
    }
    match (parameters.method, multiply) {
        (DecompositionMethod::MovingAverage, _) => Ok(moving_average::decompose(&series.values, period, multiply)),
        (DecompositionMethod::Stl, false) => stl::decompose(&series.values, period, scope.progress()),
        (DecompositionMethod::Stl, true) => {
            let logarithms: Vec<f64> = series.values.iter().map(|value| value.ln()).collect();
            let Parts { trend, seasonal, residual } = stl::decompose(&logarithms, period, scope.progress())?;
            let exponents = |part: Vec<f64>| part.into_iter().map(f64::exp).collect();
            Ok(Parts { trend: exponents(trend), seasonal: exponents(seasonal), residual: exponents(residual) })
        }
    }
}

fn line(name: &str, values: &[f64], series: &Series<'_>, number: usize) -> Value {
    let drawn = positions(values, MOST_POINTS);
    json!({
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "line": {"color": color(number - 1), "width": 1.5},
        "x": drawn.iter().map(|&at| written(series.moments[at])).collect::<Value>(),
        "y": list(drawn.iter().map(|&at| values[at])),
        "xaxis": axis_id('x', number),
        "yaxis": axis_id('y', number),
    })
}
