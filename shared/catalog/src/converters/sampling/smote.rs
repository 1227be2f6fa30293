//! Parameters of adding made-up rows of rare classes.

use super::super::cards::SAMPLING;
use super::options::{Balance, BalanceRule};
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes the components that add rows between neighbours.
macro_rules! smotes {
    ($($(#[$doc:meta])* $name:ident, $title:literal, $short:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            /// How many rows are added: `auto` for the same number of each class, or, with two classes, the rows of the rarer
            /// class divided by those of the other afterwards (above 0 and up to 1).
            #[schemars(title = "Balance")]
            pub sampling_strategy: Balance,
            /// Seed of the draws: the same seed makes the same rows. Empty stands for 0.
            pub random_state: Option<i64>,
            /// Among how many of the closest rows of its class the other end is drawn.
            #[schemars(title = "Neighbors", range(min = 1))]
            pub k_neighbors: u32,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { sampling_strategy: Balance::Rule(BalanceRule::Auto), random_state: None, k_neighbors: 5 }
            }
        }

        impl Converter for $name {
            const NAME: &'static str = stringify!($name);
            const CARD: Card = Card {
                display_name: $title,
                short_description: $short,
                allowed_types: &["Float", "Integer", "Categorical"],
                refused_dtypes: &["string", "bool", ""],
                ..SAMPLING
            };
            const TRAITS: ConverterTraits =
                ConverterTraits { supervised: true, changes_row_count: true, ..ConverterTraits::NONE };
        }
    )+};
}

smotes! {
    /// Adds made-up rows of the rare classes, each on the line between a row and one of its closest rows of the same class.
    ///
    /// Columns on similar scales make better neighbours. Whole numbers are rounded; columns that are not chosen are empty in
    /// the rows added. Add rows to training data only, never to rows that a model is judged by.
    SMOTEConverter, "SMOTE (Oversampling)", "Adds made-up rows of rare classes between neighbours.";
    /// Adds made-up rows of the rare classes as SMOTE does, then removes every row one of whose three closest rows is of another
    /// class.
    ///
    /// The classes come out more clearly apart than with SMOTE alone, and not quite of the same size. Whole numbers are rounded;
    /// columns that are not chosen are empty in the rows added.
    SMOTEENNConverter, "SMOTE-ENN (Hybrid Sampling)", "Adds rows of rare classes, then removes those among other classes.";
}
