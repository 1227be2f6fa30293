//! Artifacts stay small, however many rows there are.

use crate::tables::large;
use serde_json::{Value, json};
use skydash_domain::artifact::Artifact;
use skydash_domain::progress::Silent;
use skydash_explore::{Request, explore, names};
use std::collections::BTreeSet;

const ROWS: usize = 200_000;
const MOST_BYTES: usize = 2_000_000;

/// The largest thing each explorer can be asked for.
fn requests() -> Vec<(&'static str, &'static [&'static str], Value)> {
    vec![
        ("DescribeExplorer", &["a", "b", "c", "whole", "few", "many", "text", "moment"], json!({})),
        ("RowExplorer", &["a", "text", "many", "moment"], json!({"number_of_rows": 1000})),
        ("ScatterPlotExplorer", &["a", "b"], json!({"color_group": "c", "simbol_group": "many", "point_size": "a"})),
        ("ScatterPlotExplorer", &["a", "b"], json!({"color_group": "many", "simbol_group": "few"})),
        ("WordcloudExplorer", &["text"], json!({"max_words": 100_000})),
        ("BoxPlotExplorer", &["whole", "b"], json!({"points": "all"})),
        ("MultiColumnBoxPlotExplorer", &["a", "b", "c", "whole"], json!({"points": "all", "opposite_axis": "many"})),
        ("CorrelationMatrixExplorer", &["a", "b", "c", "whole"], json!({})),
        ("CovarianceMatrixExplorer", &["a", "b", "c", "whole"], json!({})),
        ("DensityHeatmapExplorer", &["a", "b"], json!({"nbinsx": 5000, "nbinsy": 5000})),
        ("DensityHeatmapExplorer", &["many", "many"], json!({})),
        (
            "ECDFPlotExplorer",
            &["a"],
            json!({"color_column": "many", "facet_col": "few", "facet_row": "whole", "ecdf_norm": "none"}),
        ),
        ("ECDFPlotExplorer", &["a", "b", "c"], json!({})),
        ("HistogramPlotExplorer", &["a"], json!({"nbins": 100_000, "color_group": "many", "pattern_group": "few"})),
        ("HistogramPlotExplorer", &["many"], json!({"color_group": "many", "pattern_group": "whole"})),
        ("ScatterMatrixExplorer", &["a", "b", "c", "whole"], json!({"color_group": "a", "simbol_group": "many"})),
        ("TimeSeriesPlotExplorer", &["moment", "a", "b", "c", "whole"], json!({"markers": true})),
        ("TimeIndexAuditExplorer", &["moment"], json!({})),
        ("AutocorrelationExplorer", &["moment", "a"], json!({"n_lags": 500})),
        ("SeasonalDecompositionExplorer", &["moment", "a"], json!({"period": 24})),
        ("ParallelCategoriesExplorer", &["few", "many"], json!({"color_column": "whole"})),
        ("ParallelCordinatesExplorer", &["a", "b", "c", "whole"], json!({"color_column": "many"})),
        ("ClassOverlapExplorer", &["a", "b"], json!({"target_column": "few", "max_samples": 500})),
    ]
}

#[test]
fn artifacts_of_many_rows_are_small_and_say_what_they_left_out() {
    let table = large(ROWS);
    let requests = requests();
    assert_eq!(requests.iter().map(|request| request.0).collect::<BTreeSet<_>>(), names().collect());
    for (explorer, columns, parameters) in requests {
        let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
        let parameters = parameters.as_object().cloned().unwrap();
        let request = Request { explorer, columns: &columns, parameters: &parameters, title: None };
        let artifacts = explore(request, &table, &Silent).unwrap_or_else(|error| panic!("{explorer}: {error}"));
        let size = serde_json::to_vec(&artifacts).unwrap().len();
        assert!(size < MOST_BYTES, "{explorer}: {size} bytes");
        let sampled =
            ["ScatterPlotExplorer", "ScatterMatrixExplorer", "TimeSeriesPlotExplorer", "ParallelCordinatesExplorer"];
        if let Artifact::Plotly { figure, .. } = &artifacts[0]
            && sampled.contains(&explorer)
        {
            let note = figure["layout"]["title"]["subtitle"]["text"].as_str().unwrap_or_default();
            assert!(note.contains("of 200,000 rows") || note.contains("Of 200,000 rows"), "{explorer}: {note}");
        }
    }
}
