//! Parameters of resampling in time.

use super::super::cards::BASIC;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Frequency {
    /// Day
    Day,
    /// Week
    Week,
    /// Month
    Month,
    /// Quarter
    Quarter,
    /// Year
    Year,
}

/// How the values of a period become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Aggregation {
    /// Mean
    Mean,
    /// Sum
    Sum,
    /// Median
    Median,
    /// Smallest
    Min,
    /// Largest
    Max,
    /// First
    First,
    /// Last
    Last,
}

/// What stands for a period without values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Fill {
    /// Nothing
    None,
    /// The value before
    Forward,
    /// The value after
    Backward,
    /// A straight line between both
    Interpolate,
    /// Zero
    Zero,
}

/// Makes one row of each day, week, month, quarter or year.
///
/// Choose one date column and the columns of numbers to sum up; the table then has these columns only, and no period is left
/// out. Weeks are named after their Sunday, all longer periods after their first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TimeResamplerConverter {
    /// How long the period of a row is.
    pub frequency: Frequency,
    /// How the values of a period become one.
    pub aggregation: Aggregation,
    /// What stands for a period without values.
    #[schemars(title = "Fill gaps with")]
    pub fill: Fill,
}

impl Default for TimeResamplerConverter {
    fn default() -> Self {
        Self { frequency: Frequency::Day, aggregation: Aggregation::Mean, fill: Fill::None }
    }
}

impl Converter for TimeResamplerConverter {
    const NAME: &'static str = "TimeResamplerConverter";
    const CARD: Card = Card {
        display_name: "Time Resampler",
        short_description: "Makes one row of each period of time.",
        allowed_types: &["Date", "Float", "Integer"],
        ..BASIC
    };
    const TRAITS: ConverterTraits = ConverterTraits { changes_row_count: true, ..ConverterTraits::NONE };
}
