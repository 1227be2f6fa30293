//! Every explorer there is, one line each.

use crate::engine::{Run, run};
use skydash_catalog::Component;
use skydash_catalog::explorers::{
    AutocorrelationExplorer, BoxPlotExplorer, ClassOverlapExplorer, CorrelationMatrixExplorer,
    CovarianceMatrixExplorer, DensityHeatmapExplorer, DescribeExplorer, ECDFPlotExplorer, HistogramPlotExplorer,
    MultiColumnBoxPlotExplorer, ParallelCategoriesExplorer, ParallelCordinatesExplorer, RowExplorer,
    ScatterMatrixExplorer, ScatterPlotExplorer, SeasonalDecompositionExplorer, TimeIndexAuditExplorer,
    TimeSeriesPlotExplorer, WordcloudExplorer,
};

macro_rules! all {
    ($($explorer:ident),+ $(,)?) => {
        /// The explorers by name, in the order of the catalog.
        pub(crate) const ALL: &[(&str, Run)] = &[$(($explorer::NAME, run::<$explorer>)),+];
    };
}

all!(
    DescribeExplorer,
    RowExplorer,
    ScatterPlotExplorer,
    WordcloudExplorer,
    BoxPlotExplorer,
    MultiColumnBoxPlotExplorer,
    CorrelationMatrixExplorer,
    CovarianceMatrixExplorer,
    DensityHeatmapExplorer,
    ECDFPlotExplorer,
    HistogramPlotExplorer,
    ScatterMatrixExplorer,
    TimeSeriesPlotExplorer,
    TimeIndexAuditExplorer,
    AutocorrelationExplorer,
    SeasonalDecompositionExplorer,
    ParallelCategoriesExplorer,
    ParallelCordinatesExplorer,
    ClassOverlapExplorer,
);

/// The explorer of this name.
pub(crate) fn find(name: &str) -> Option<Run> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, run)| *run)
}
