//! Parameters of polynomial expansion.

use super::super::cards::KERNELS;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How values lie in memory elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Order {
    /// Row after row
    C,
    /// Column after column
    F,
}

/// Adds the powers and products of columns, such as `a^2` and `a b`.
///
/// A linear model on them draws curves and sees interactions. Their number grows fast with the degree and with the columns:
/// 10 columns make 66 at degree 2 and 286 at degree 3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PolynomialFeatures {
    /// Most factors of a product.
    #[schemars(range(min = 1))]
    pub degree: u32,
    /// Whether only products of different columns are made, without powers.
    pub interaction_only: bool,
    /// Whether a column `1` of ones is added.
    #[schemars(title = "Add a column of ones")]
    pub include_bias: bool,
    /// Accepted for compatibility: tables are stored column after column.
    pub order: Order,
}

impl Default for PolynomialFeatures {
    fn default() -> Self {
        Self { degree: 2, interaction_only: false, include_bias: true, order: Order::C }
    }
}

impl Converter for PolynomialFeatures {
    const NAME: &'static str = "PolynomialFeatures";
    const CARD: Card = Card {
        display_name: "Polynomial Features",
        short_description: "Adds powers and products of columns.",
        ..KERNELS
    };
}
