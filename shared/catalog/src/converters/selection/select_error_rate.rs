//! Parameters of selection by error rates.

use super::super::cards::SELECTION;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes the components that keep columns up to an error rate.
macro_rules! selections {
    ($($(#[$doc:meta])* $name:ident, $title:literal, $short:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            /// The highest error rate.
            #[schemars(range(min = 0.0, max = 1.0))]
            pub alpha: f64,
        }

        impl Default for $name {
            fn default() -> Self {
                Self { alpha: 0.05 }
            }
        }

        impl Converter for $name {
            const NAME: &'static str = stringify!($name);
            const CARD: Card = Card { display_name: $title, short_description: $short, ..SELECTION };
            const TRAITS: ConverterTraits = ConverterTraits { supervised: true, ..ConverterTraits::NONE };
        }
    )+};
}

selections! {
    /// Keeps the columns whose relation to the target is hardly by chance, and bounds the share of false ones among those kept.
    ///
    /// The procedure of Benjamini and Hochberg on the p-values of the F test (for a target of numbers, of the correlation).
    SelectFdr, "Select FDR", "Keeps columns related to the target, few of them falsely.";
    /// Keeps the columns whose relation to the target is hardly by chance: those with a p-value below the rate.
    ///
    /// Of columns that say nothing, about this share is kept. The p-values are of the F test (for a target of numbers, of the
    /// correlation).
    SelectFpr, "Select FPR", "Keeps columns related to the target by their p-values.";
    /// Keeps the columns whose relation to the target is hardly by chance, and bounds the chance that any of them is false.
    ///
    /// The strictest of the three: p-values of the F test (for a target of numbers, of the correlation) have to be below the
    /// rate divided by the number of columns.
    SelectFwe, "Select FWE", "Keeps columns related to the target, hardly any falsely.";
}
