//! Parameters of windows over a series.

use super::super::cards::ENGINEERING;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Turns a series into a table to learn forecasts from: each row has a value and the values before it.
///
/// Choose the date column, and as target the numbers to forecast. The rows are put in the order of their dates; the table then
/// has the columns `lag_1` (the value before), `lag_2` and so on, and `target`. The first rows, which have too few values
/// before them, are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TimeSeriesWindowConverter {
    /// How many earlier values each row has.
    #[schemars(range(min = 1))]
    pub window_size: u32,
}

impl Default for TimeSeriesWindowConverter {
    fn default() -> Self {
        Self { window_size: 3 }
    }
}

impl Converter for TimeSeriesWindowConverter {
    const NAME: &'static str = "TimeSeriesWindowConverter";
    const CARD: Card = Card {
        display_name: "Time Series Window",
        short_description: "Puts the values before each value into its row.",
        allowed_types: &["Date"],
        ..ENGINEERING
    };
    const TRAITS: ConverterTraits =
        ConverterTraits { supervised: true, changes_row_count: true, ..ConverterTraits::NONE };
}
