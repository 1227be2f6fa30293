//! Requests that show every explorer at work.

use serde_json::{Map, Value, json};
use skydash_domain::Result;
use skydash_domain::artifact::Artifact;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Silent;
use skydash_explore::{Request, explore};

/// The table of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Penguins,
    Series,
}

/// A request to an explorer.
#[derive(Debug, Clone)]
pub struct Case {
    pub name: &'static str,
    pub explorer: &'static str,
    pub table: Table,
    pub columns: Vec<String>,
    pub parameters: Map<String, Value>,
}

const MEASURES: &[&str] = &["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];
const PAIR: &[&str] = &["bill_length_mm", "bill_depth_mm"];
const CATEGORIES: &[&str] = &["species", "island", "sex"];
const TIMED: &[&str] = &["day", "sales"];

/// Every explorer on columns that it takes, first with its defaults, then with its parameters.
pub fn all() -> Vec<Case> {
    let on = |table, name, explorer, columns: &[&str], parameters: Value| Case {
        name,
        explorer,
        table,
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        parameters: parameters.as_object().cloned().unwrap_or_default(),
    };
    let penguins = |name, explorer, columns, parameters| on(Table::Penguins, name, explorer, columns, parameters);
    let series = |name, explorer, columns, parameters| on(Table::Series, name, explorer, columns, parameters);
    vec![
        penguins("describe", "DescribeExplorer", &["species", "bill_length_mm", "year", "note"], json!({})),
        penguins(
            "describe-percentiles",
            "DescribeExplorer",
            MEASURES,
            json!({"percentiles": "5, 50, 95", "include": null}),
        ),
        penguins("rows", "RowExplorer", &["species", "island", "body_mass_g", "note"], json!({})),
        penguins("scatter", "ScatterPlotExplorer", PAIR, json!({})),
        penguins(
            "scatter-groups",
            "ScatterPlotExplorer",
            PAIR,
            json!({"color_group": "species", "simbol_group": "sex"}),
        ),
        penguins("scatter-scale", "ScatterPlotExplorer", PAIR, json!({"color_group": "body_mass_g", "point_size": 4})),
        penguins("wordcloud", "WordcloudExplorer", &["note"], json!({})),
        penguins("wordcloud-many", "WordcloudExplorer", &["remark"], json!({"background_color": "#f7f5ef"})),
        penguins("box", "BoxPlotExplorer", &["body_mass_g"], json!({})),
        penguins("box-by", "BoxPlotExplorer", &["year", "body_mass_g"], json!({"horizontal": true, "points": "all"})),
        penguins("boxes", "MultiColumnBoxPlotExplorer", MEASURES, json!({})),
        penguins("boxes-by", "MultiColumnBoxPlotExplorer", PAIR, json!({"opposite_axis": "species"})),
        penguins("boxes-plain", "MultiColumnBoxPlotExplorer", PAIR, json!({"horizontal": true, "points": "False"})),
        penguins("correlation", "CorrelationMatrixExplorer", MEASURES, json!({})),
        penguins(
            "correlation-table",
            "CorrelationMatrixExplorer",
            MEASURES,
            json!({"method": "kendall", "plot": false}),
        ),
        penguins("covariance", "CovarianceMatrixExplorer", MEASURES, json!({})),
        penguins("density", "DensityHeatmapExplorer", PAIR, json!({})),
        penguins("density-categories", "DensityHeatmapExplorer", &["species", "body_mass_g"], json!({"nbinsy": 12})),
        penguins("ecdf", "ECDFPlotExplorer", PAIR, json!({})),
        penguins(
            "ecdf-plots",
            "ECDFPlotExplorer",
            &["body_mass_g"],
            json!({"color_column": "species", "facet_col": "sex", "facet_row": "island", "ecdf_norm": "percent"}),
        ),
        penguins("histogram", "HistogramPlotExplorer", &["body_mass_g"], json!({})),
        penguins(
            "histogram-groups",
            "HistogramPlotExplorer",
            &["flipper_length_mm"],
            json!({"nbins": 20, "color_group": "species", "pattern_group": "sex"}),
        ),
        penguins("histogram-categories", "HistogramPlotExplorer", &["island"], json!({"color_group": "species"})),
        penguins("scatter-matrix", "ScatterMatrixExplorer", MEASURES, json!({"color_group": "species"})),
        series("time-series", "TimeSeriesPlotExplorer", &["day", "sales", "visits"], json!({})),
        series("time-series-markers", "TimeSeriesPlotExplorer", &["visits", "day"], json!({"markers": true})),
        series("audit", "TimeIndexAuditExplorer", &["day"], json!({})),
        series("autocorrelation", "AutocorrelationExplorer", TIMED, json!({})),
        series(
            "autocorrelation-one",
            "AutocorrelationExplorer",
            TIMED,
            json!({"function": "pacf", "confidence": 0.99}),
        ),
        series("decomposition", "SeasonalDecompositionExplorer", TIMED, json!({})),
        series(
            "decomposition-averages",
            "SeasonalDecompositionExplorer",
            TIMED,
            json!({"method": "moving_average", "period": 7, "model": "multiplicative"}),
        ),
        penguins("parallel-categories", "ParallelCategoriesExplorer", CATEGORIES, json!({"color_column": "species"})),
        penguins("parallel-categories-plain", "ParallelCategoriesExplorer", CATEGORIES, json!({})),
        penguins("parallel-coordinates", "ParallelCordinatesExplorer", MEASURES, json!({"color_column": "species"})),
        penguins(
            "parallel-coordinates-scale",
            "ParallelCordinatesExplorer",
            MEASURES,
            json!({"color_column": "body_mass_g"}),
        ),
        penguins("overlap", "ClassOverlapExplorer", MEASURES, json!({"target_column": "species"})),
    ]
}

impl Case {
    /// What the explorer shows of a table.
    pub fn explore(&self, table: &dyn Columns) -> Result<Vec<Artifact>> {
        let (columns, parameters) = (&self.columns, &self.parameters);
        explore(Request { explorer: self.explorer, columns, parameters, title: None }, table, &Silent)
    }
}
