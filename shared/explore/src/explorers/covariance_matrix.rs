//! Covariances of every pair of columns, as pandas' `cov` gives them.

use super::matrix::{comparable, compare, of_columns};
use crate::engine::Engine;
use crate::number::brief;
use crate::palette::diverging;
use crate::scope::Scope;
use crate::stats::correlation::{Known, shared};
use serde_json::json;
use skydash_catalog::Checked;
use skydash_catalog::explorers::CovarianceMatrixExplorer;
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;

impl Engine for CovarianceMatrixExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let names = comparable(scope, parameters.numeric_only)?;
        let least = parameters.min_periods as f64;
        let freedom = if parameters.numeric_only { parameters.delta_degree_of_freedom as f64 } else { 1.0 };
        let matrix = compare(scope, &names, Known::of, |columns| {
            let covariance = |rows: f64, covariance: f64| if rows < least { f64::NAN } else { covariance };
            Ok(shared(columns).iter().map(|pair| covariance(pair.count, pair.covariance(freedom))).collect())
        })?;
        if !parameters.plot {
            return Ok(vec![matrix.table()]);
        }
        let colors = json!({"colorscale": diverging(), "cmid": 0});
        Ok(vec![matrix.figure(scope, of_columns::<Self>(&matrix), brief, colors)])
    }
}
