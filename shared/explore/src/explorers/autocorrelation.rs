//! Correlations of a series with its own past, as statsmodels computes them.

use crate::engine::Engine;
use crate::figure::{Figure, axis, axis_id, axis_key};
use crate::label::{count, plain};
use crate::number::list;
use crate::palette::color;
use crate::scope::Scope;
use crate::series::Series;
use crate::stats::autocorrelation::{bartlett, correlations, partial, products};
use crate::stats::moments::extremes;
use crate::stats::normal::quantile;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::{AutocorrelationExplorer, CorrelationFunction};
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most steps back that are looked at.
const MOST_LAGS: usize = 2000;
/// Least values of a series.
const LEAST: usize = 4;

/// One of the two functions, ready to be drawn.
struct Bars {
    name: &'static str,
    title: &'static str,
    values: Vec<f64>,
    /// How far from 0 the band of unrelated values reaches at each lag.
    band: Vec<f64>,
}

impl Engine for AutocorrelationExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let series = Series::of(scope)?;
        let size = series.values.len();
        if size < LEAST {
            return Err(Error::precondition(format!(
                "{} needs at least {LEAST} rows with a date and a value (got {size}). Choose a longer series.",
                scope.explorer
            )));
        }
        let wanted = usize::try_from(parameters.n_lags).unwrap_or(usize::MAX);
        // Partial correlations of more than half of the values are not determined.
        let possible = if parameters.function == CorrelationFunction::Acf { size - 1 } else { (size - 1) / 2 };
        let lags = wanted.min(possible).min(MOST_LAGS);
        let (low, high) = extremes(&series.values);
        if low == high {
            return Err(Error::precondition(format!(
                "Column '{}' has the same value everywhere, which correlates with nothing. Choose another column.",
                plain(series.name)
            )));
        }
        let products = products(&series.values, lags, scope.progress())?;
        let reach = quantile(1.0 - (1.0 - parameters.confidence) / 2.0);
        let band = |errors: Vec<f64>| errors.into_iter().map(|error| error * reach).collect::<Vec<f64>>();
        let mut bars = Vec::new();
        if parameters.function != CorrelationFunction::Pacf {
            let values = correlations(&products);
            let band = band(bartlett(&values, size));
            bars.push(Bars { name: "ACF", title: "autocorrelation", values, band });
        }
        if parameters.function != CorrelationFunction::Acf {
            let values = partial(&products, size);
            let band = band(vec![(1.0 / size as f64).sqrt(); values.len()]);
            bars.push(Bars { name: "PACF", title: "partial autocorrelation", values, band });
        }
        let shortened =
            (lags < wanted).then(|| format!("{} lags are drawn, as many as the series allows.", count(lags)));
        let confidence = format!("{:.4}", parameters.confidence * 100.0);
        let band = format!("{}% band", confidence.trim_end_matches('0').trim_end_matches('.'));
        let mut figure = Figure::new(scope, format!("{} against its own past", plain(series.name)))
            .with("bargap", json!(0.6))
            .noted(series.notes)
            .note(shortened);
        for (place, bars) in bars.iter().enumerate() {
            let number = place + 1;
            figure = figure
                .with(&axis_key('x', number), axis("lag"))
                .with(&axis_key('y', number), axis(bars.title))
                .traces(traces(bars, number, &band));
        }
        if bars.len() > 1 {
            figure = figure.with("grid", json!({"rows": 2, "columns": 1, "pattern": "independent", "ygap": 0.3}));
        }
        Ok(vec![figure.artifact()])
    }
}

/// Bars and the two sides of their band.
fn traces(bars: &Bars, number: usize, band: &str) -> Vec<Value> {
    let lags: Vec<usize> = (1..=bars.values.len()).collect();
    let (x, y) = (axis_id('x', number), axis_id('y', number));
    let side = |sign: f64, in_legend: bool| {
        json!({
            "type": "scatter", "mode": "lines", "name": band, "showlegend": in_legend, "legendgroup": "band",
            "line": {"color": "rgba(128, 128, 128, 0.9)", "dash": "dot", "width": 1.5},
            "x": lags, "y": list(bars.band.iter().map(|reach| sign * reach)), "xaxis": x, "yaxis": y,
        })
    };
    let bar = json!({
        "type": "bar", "name": bars.name, "marker": {"color": color(number - 1)},
        "x": lags, "y": list(bars.values.iter().copied()), "xaxis": x, "yaxis": y,
    });
    vec![bar, side(1.0, number == 1), side(-1.0, false)]
}
