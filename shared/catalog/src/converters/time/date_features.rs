//! Parameters of date features.

use super::super::cards::ENGINEERING;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds columns with the parts of a date: its year, month, weekday and more.
///
/// Models cannot read dates; they can read these numbers. The date column stays. Where a date is missing, so are its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form")]
pub struct DateFeaturesConverter {
    /// Adds the year.
    pub year: bool,
    /// Adds the month, from 1 to 12.
    pub month: bool,
    /// Adds the day of the month, from 1 to 31.
    #[schemars(title = "Day of month")]
    pub day: bool,
    /// Adds the weekday, from 0 for Monday to 6 for Sunday.
    pub weekday: bool,
    /// Adds the quarter, from 1 to 4.
    pub quarter: bool,
    /// Adds the week of the year as ISO 8601 counts it, from 1 to 53.
    pub week_of_year: bool,
    /// Adds the day of the year, from 1 to 366.
    pub day_of_year: bool,
    /// Adds the sine and cosine of every part but the year, so that December is close to January.
    #[schemars(title = "Cyclical encoding")]
    pub cyclical: bool,
}

impl Default for DateFeaturesConverter {
    fn default() -> Self {
        Self {
            year: true,
            month: true,
            day: false,
            weekday: true,
            quarter: false,
            week_of_year: false,
            day_of_year: false,
            cyclical: false,
        }
    }
}

impl Converter for DateFeaturesConverter {
    const NAME: &'static str = "DateFeaturesConverter";
    const CARD: Card = Card {
        display_name: "Date Features",
        short_description: "Adds year, month, weekday and other parts of dates.",
        allowed_types: &["Date"],
        ..ENGINEERING
    };
}
