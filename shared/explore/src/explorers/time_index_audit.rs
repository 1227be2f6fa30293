//! What has to be known of a column of dates before it is used as the index of a time series.

use crate::engine::Engine;
use crate::label::things;
use crate::scope::Scope;
use crate::stats::spacing::{DAY, Spacing};
use crate::times::{NEVER, written};
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::TimeIndexAuditExplorer;
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;

/// Most gaps that are listed.
const MOST_GAPS: usize = 20;

impl Engine for TimeIndexAuditExplorer {
    fn explore(_: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let name = &scope.columns[0];
        let mut moments = scope.moments(name)?;
        let observations = moments.len();
        moments.retain(|moment| *moment != NEVER);
        let dated = moments.len();
        let out_of_order = moments.windows(2).filter(|pair| pair[0] > pair[1]).count();
        moments.sort_unstable();
        moments.dedup();
        let (Some(&first), Some(&last)) = (moments.first(), moments.last()) else { return Err(scope.empty(name)) };
        let spacing = Spacing::of(&moments);
        let largest = moments.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0);
        let yes = |it: bool| if it { "Yes" } else { "No" }.to_owned();
        let unknown = || "unknown".to_owned();
        let facts = [
            ("Observations", observations.to_string()),
            ("Rows without a date", (observations - dated).to_string()),
            ("First date", written(first)),
            ("Last date", written(last)),
            ("Span (days)", days(last - first)),
            ("In order", yes(out_of_order == 0)),
            ("Steps back in time", out_of_order.to_string()),
            ("Inferred frequency", spacing.as_ref().map_or_else(unknown, |spacing| spacing.name.clone())),
            ("Regularly spaced", yes(spacing.as_ref().is_some_and(|spacing| spacing.regular))),
            ("Duplicate dates", (dated - moments.len()).to_string()),
            ("Missing periods", spacing.as_ref().map_or_else(unknown, |spacing| spacing.missing.to_string())),
            ("Largest gap (days)", days(largest)),
        ];
        let rows = facts.into_iter().map(|(fact, value)| vec![json!(fact), json!(value)]).collect();
        let columns = vec!["metric".to_owned(), "value".to_owned()];
        let mut artifacts = vec![Artifact::Table { title: None, columns, rows, highlight: Vec::new() }];
        if spacing.is_some_and(|spacing| spacing.missing > 0) {
            artifacts.push(gaps(&moments));
        }
        Ok(artifacts)
    }
}

/// The longest stretches between two dates, the longest first.
fn gaps(moments: &[i64]) -> Artifact {
    let mut pairs: Vec<(i64, i64)> = moments.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let usual = pairs.iter().map(|(from, to)| to - from).min().unwrap_or(0);
    pairs.retain(|(from, to)| to - from > usual);
    pairs.sort_by_key(|(from, to)| (from - to, *from));
    pairs.truncate(MOST_GAPS);
    let row = |(from, to): &(i64, i64)| -> Vec<Value> {
        vec![json!(written(*from)), json!(written(*to)), json!(days(to - from))]
    };
    let rows: Vec<Vec<Value>> = pairs.iter().map(row).collect();
    let columns = ["after", "before", "days"].map(str::to_owned).to_vec();
    Artifact::Table {
        title: Some(format!("The {}", things(rows.len(), "longest gap"))),
        columns,
        rows,
        highlight: Vec::new(),
    }
}

/// A duration in days, with as many decimals as it needs, at most four.
fn days(duration: i64) -> String {
    let days = duration as f64 / DAY as f64;
    ((days * 1e4).round() / 1e4).to_string()
}
