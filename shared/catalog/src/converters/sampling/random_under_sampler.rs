//! Parameters of leaving out rows of frequent classes.

use super::super::cards::SAMPLING;
use super::options::{Balance, BalanceRule};
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Removes rows of the frequent classes at random, until no class is more frequent than the rarest.
///
/// The rows that stay keep their order and all their columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RandomUnderSamplerConverter {
    /// How many rows are kept: `auto` for the same number of each class, or, with two classes, the rows of the rarer class
    /// divided by those of the other afterwards (above 0 and up to 1).
    #[schemars(title = "Balance")]
    pub sampling_strategy: Balance,
    /// Seed of the rows drawn: the same seed keeps the same rows. Empty stands for 0.
    pub random_state: Option<i64>,
}

impl Default for RandomUnderSamplerConverter {
    fn default() -> Self {
        Self { sampling_strategy: Balance::Rule(BalanceRule::Auto), random_state: None }
    }
}

impl Converter for RandomUnderSamplerConverter {
    const NAME: &'static str = "RandomUnderSamplerConverter";
    const CARD: Card = Card {
        display_name: "Random Under-Sampler",
        short_description: "Removes rows of frequent classes at random.",
        ..SAMPLING
    };
    const TRAITS: ConverterTraits =
        ConverterTraits { supervised: true, changes_row_count: true, ..ConverterTraits::NONE };
}
