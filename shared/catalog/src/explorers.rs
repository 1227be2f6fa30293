//! The explorers and their parameters, one file an explorer.

/// Makes an explorer a component: everything but its parameters is on its card.
macro_rules! component {
    ($explorer:ident $(, rules: $rules:expr)?) => {
        impl crate::Component for $explorer {
            const NAME: &'static str = stringify!($explorer);
            const KIND: crate::Kind = crate::Kind::Explorer;
            const DISPLAY_NAME: &'static str = <Self as crate::explorers::Explorer>::CARD.display_name;
            const COLOR: Option<&'static str> = Some(<Self as crate::explorers::Explorer>::CARD.color);
            const PARENTS: &'static [&'static str] = crate::explorers::CLASS;

            fn metadata() -> serde_json::Value {
                <Self as crate::explorers::Explorer>::CARD.explorer()
            }

            $(fn rules() -> Vec<serde_json::Value> {
                $rules
            })?
        }
    };
}

mod autocorrelation;
mod box_plot;
mod choice;
mod class_overlap;
mod correlation_matrix;
mod covariance_matrix;
mod density_heatmap;
mod describe;
mod ecdf_plot;
mod groups;
mod histogram_plot;
mod multi_column_box_plot;
mod parallel_categories;
mod parallel_coordinates;
mod row;
mod scatter_matrix;
mod scatter_plot;
mod seasonal_decomposition;
mod time_index_audit;
mod time_series_plot;
mod wordcloud;

pub use autocorrelation::{AutocorrelationExplorer, CorrelationFunction};
pub use box_plot::{BoxPlotExplorer, BoxPoints};
pub use choice::ColumnChoice;
pub use class_overlap::ClassOverlapExplorer;
pub use correlation_matrix::{CorrelationMatrixExplorer, CorrelationMethod};
pub use covariance_matrix::CovarianceMatrixExplorer;
pub use density_heatmap::DensityHeatmapExplorer;
pub use describe::{DescribeExplorer, Excluded, Included};
pub use ecdf_plot::{ECDFPlotExplorer, EcdfNorm};
pub use histogram_plot::{BinFunction, BinNorm, HistogramPlotExplorer};
pub use multi_column_box_plot::MultiColumnBoxPlotExplorer;
pub use parallel_categories::ParallelCategoriesExplorer;
pub use parallel_coordinates::ParallelCordinatesExplorer;
pub use row::RowExplorer;
pub use scatter_matrix::ScatterMatrixExplorer;
pub use scatter_plot::ScatterPlotExplorer;
pub use seasonal_decomposition::{DecompositionMethod, DecompositionModel, SeasonalDecompositionExplorer};
pub use time_index_audit::TimeIndexAuditExplorer;
pub use time_series_plot::TimeSeriesPlotExplorer;
pub use wordcloud::WordcloudExplorer;

use crate::{Card, Component, Entry};

/// The class that all explorers descend from.
pub const CLASS: &[&str] = &["BaseExplorer"];

/// A component that looks at columns. Its card says everything but its parameters.
pub trait Explorer: Component {
    /// How its card looks, and which columns it takes.
    const CARD: Card;
}

macro_rules! explorers {
    ($($explorer:ident),+ $(,)?) => {
        /// Every explorer, in the order of catalogs.
        pub(crate) fn entries() -> Vec<Entry> {
            vec![$(Entry::of::<$explorer>()),+]
        }

        /// The card of the explorer of this name.
        #[must_use]
        pub fn card(name: &str) -> Option<Card> {
            $(if name == $explorer::NAME {
                return Some($explorer::CARD);
            })+
            None
        }
    };
}

explorers!(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, registry};

    #[test]
    fn every_explorer_has_a_card_that_is_its_metadata() {
        for entry in registry::of(Kind::Explorer) {
            assert_eq!(card(entry.name).unwrap().explorer(), entry.metadata, "{}", entry.name);
        }
        assert!(card("CSVDataLoader").is_none());
    }
}
