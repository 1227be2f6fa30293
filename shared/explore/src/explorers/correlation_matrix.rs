//! Correlations of every pair of columns, as pandas' `corr` gives them.

use super::matrix::{comparable, compare, of_columns};
use crate::engine::Engine;
use crate::palette::diverging;
use crate::scope::Scope;
use crate::stats::correlation::{Known, shared};
use crate::stats::kendall::tau;
use crate::stats::ranks::Order;
use rayon::prelude::*;
use serde_json::json;
use skydash_catalog::Checked;
use skydash_catalog::explorers::{CorrelationMatrixExplorer, CorrelationMethod};
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;

impl Engine for CorrelationMatrixExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let names = comparable(scope, parameters.numeric_only)?;
        let least = parameters.min_periods as f64;
        let enough = |correlation: f64, rows: f64| if rows < least { f64::NAN } else { correlation };
        let matrix = match parameters.method {
            CorrelationMethod::Pearson => compare(scope, &names, Known::of, |columns| {
                Ok(shared(columns).iter().map(|pair| enough(pair.correlation(), pair.count)).collect())
            }),
            CorrelationMethod::Spearman => compare(scope, &names, Ordered::of, |columns| {
                let ranks: Option<Vec<&Known>> = columns.iter().map(|column| column.ranks.as_ref()).collect();
                if let Some(ranks) = ranks {
                    return Ok(shared(&ranks).iter().map(|pair| enough(pair.correlation(), pair.count)).collect());
                }
                pairs(columns, scope, |a, b| {
                    let pair = shared(&[&a.ranks_beside(b), &b.ranks_beside(a)])[1];
                    enough(pair.correlation(), pair.count)
                })
            }),
            CorrelationMethod::Kendall => compare(scope, &names, Ordered::of, |columns| {
                pairs(columns, scope, |a, b| {
                    let (tau, rows) = tau(&a.order, &b.values);
                    enough(tau, rows as f64)
                })
            }),
        }?;
        if !parameters.plot {
            return Ok(vec![matrix.table()]);
        }
        let colors = json!({"colorscale": diverging(), "cmin": -1, "cmax": 1});
        Ok(vec![matrix.figure(scope, of_columns::<Self>(&matrix), two_decimals, colors)])
    }
}

fn two_decimals(number: f64) -> String {
    if number.is_nan() { String::new() } else { format!("{number:.2}") }
}

/// A column with its ascending order, and its ranks where no value is missing.
struct Ordered {
    values: Vec<f64>,
    order: Order,
    is_there: Vec<bool>,
    ranks: Option<Known>,
}

impl Ordered {
    fn of(values: Vec<f64>) -> Self {
        let order = Order::of(&values);
        let complete = order.rows.len() == values.len();
        let ranks = complete.then(|| Known::of(order.ranks(values.len(), |_| true)));
        Self { order, is_there: values.iter().map(|value| !value.is_nan()).collect(), values, ranks }
    }

    /// The ranks among the rows where another column has a value.
    fn ranks_beside(&self, other: &Self) -> Known {
        Known::of(self.order.ranks(self.values.len(), |row| other.is_there[row as usize]))
    }
}

/// The matrix of a function of two columns that does not depend on which comes first.
fn pairs(columns: &[&Ordered], scope: &Scope<'_>, of: impl Fn(&Ordered, &Ordered) -> f64 + Sync) -> Result<Vec<f64>> {
    let count = columns.len();
    let chosen: Vec<(usize, usize)> = (0..count).flat_map(|i| (0..=i).map(move |j| (i, j))).collect();
    let found = chosen
        .par_iter()
        .map(|&(i, j)| {
            scope.report(i * count, count * count)?;
            Ok(of(columns[i], columns[j]))
        })
        .collect::<Result<Vec<f64>>>()?;
    let mut matrix = vec![f64::NAN; count * count];
    for ((i, j), value) in chosen.into_iter().zip(found) {
        matrix[i * count + j] = value;
        matrix[j * count + i] = value;
    }
    Ok(matrix)
}
