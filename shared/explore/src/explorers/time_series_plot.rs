//! Columns of numbers over a column of dates.

use crate::engine::Engine;
use crate::figure::Figure;
use crate::label::{count, plain};
use crate::number::list;
use crate::palette::color;
use crate::scope::Scope;
use crate::series::{Order, Timed};
use crate::thin::positions;
use crate::times::written;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::TimeSeriesPlotExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most lines.
const MOST_LINES: usize = 100;
/// Most points of all lines together, and of one.
const MOST_POINTS: usize = 40_000;
const MOST_OF_ONE: usize = 8000;

impl Engine for TimeSeriesPlotExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let Timed { time, numbers } = Timed::of(scope)?;
        if numbers.len() > MOST_LINES {
            return Err(Error::invalid(format!(
                "TimeSeriesPlotExplorer draws at most {MOST_LINES} columns (got {}). Choose fewer.",
                numbers.len()
            )));
        }
        let order = Order::of(scope, time)?;
        let most = (MOST_POINTS / numbers.len()).min(MOST_OF_ONE);
        let one = numbers.len() == 1;
        let mut traces = Vec::new();
        for (place, name) in numbers.iter().enumerate() {
            scope.report(place, numbers.len())?;
            let values = order.numbers(scope, name)?;
            let drawn = positions(&values, most);
            let mut trace = json!({
                "type": "scatter",
                "mode": if parameters.markers { "lines+markers" } else { "lines" },
                "name": plain(name),
                "line": {"color": color(place), "width": 1.5},
                "x": drawn.iter().map(|&at| written(order.moments[at])).collect::<Value>(),
                "y": list(drawn.iter().map(|&at| values[at])),
                "showlegend": !one,
            });
            if parameters.markers {
                trace["marker"] = json!({"size": 5});
            }
            traces.push(trace);
        }
        let total = order.moments.len();
        let note = (total > most).then(|| {
            format!(
                "Of {} rows, the first, lowest, highest and last value of each of {} spans is drawn.",
                count(total),
                count(most / 4)
            )
        });
        let what = if one { plain(numbers[0]) } else { format!("{} columns", numbers.len()) };
        let figure = Figure::new(scope, format!("{what} over {}", plain(time)))
            .axes(&plain(time), if one { &what } else { "value" })
            .set("xaxis", "type", json!("date"))
            .note(note)
            .traces(traces);
        Ok(vec![figure.artifact()])
    }
}
