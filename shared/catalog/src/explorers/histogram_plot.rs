//! Parameters of the histogram.

use super::groups::{DISTRIBUTION, PLOTTABLE};
use super::{ColumnChoice, Explorer};
use crate::{Card, Cardinality};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is made of the values in a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum BinFunction {
    /// Number of rows
    Count,
    /// Sum of the values
    Sum,
    /// Mean of the values
    Avg,
    /// Smallest value
    Min,
    /// Largest value
    Max,
}

/// What the bars are relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum BinNorm {
    /// Nothing
    #[serde(rename = "")]
    None,
    /// All bars together: they add up to 100
    #[serde(rename = "percent")]
    Percent,
    /// All bars together: they add up to 1
    #[serde(rename = "probability")]
    Probability,
    /// The width of a bin
    #[serde(rename = "density")]
    Density,
    /// All bars together and the width: the area is 1
    #[serde(rename = "probability density")]
    ProbabilityDensity,
}

/// How often the values of a column occur, in bins of equal width; for categories, a bar for each. All rows are counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HistogramPlotExplorer {
    /// Number of bins. Empty: chosen from the data. No more than 1000 are drawn.
    #[schemars(title = "Number of bins", range(min = 1))]
    pub nbins: Option<u64>,
    /// What is made of the values in a bin. Everything but the number of rows needs numbers.
    #[schemars(title = "Function of a bin")]
    pub histfunc: BinFunction,
    /// What the bars are relative to.
    #[schemars(title = "Relative to")]
    pub histnorm: BinNorm,
    /// Column that decides the colour: its name, or its position in the table, counted from 0.
    #[schemars(title = "Colour column")]
    pub color_group: Option<ColumnChoice>,
    /// Column that decides the pattern: its name, or its position in the table, counted from 0.
    #[schemars(title = "Pattern column")]
    pub pattern_group: Option<ColumnChoice>,
}

impl Default for HistogramPlotExplorer {
    fn default() -> Self {
        Self {
            nbins: None,
            histfunc: BinFunction::Count,
            histnorm: BinNorm::None,
            color_group: None,
            pattern_group: None,
        }
    }
}

impl Explorer for HistogramPlotExplorer {
    const CARD: Card = Card {
        display_name: "Histogram Plot",
        short_description: "How often the values of a column occur.",
        allowed_types: PLOTTABLE,
        cardinality: Cardinality::Exactly(1),
        ..DISTRIBUTION
    };
}

component!(HistogramPlotExplorer);
