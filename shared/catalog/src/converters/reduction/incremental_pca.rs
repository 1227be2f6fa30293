//! Parameters of principal component analysis in batches.

use super::super::cards::REDUCTION;
use crate::converters::Converter;
use crate::{Card, ConverterTraits};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces columns by principal components that are learnt from one batch of rows after the other.
///
/// Nearly the same components as those of PCA, `incrementalpca0` first; they depend a little on the order of the rows. Each is
/// turned so that its largest weight is positive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct IncrementalPCA {
    /// How many components are kept. Empty means all.
    #[schemars(title = "Components", range(min = 1))]
    pub n_components: Option<u32>,
    /// Whether components are divided by their standard deviation.
    pub whiten: bool,
    /// Rows of a batch, at least as many as components. Empty means five for each column.
    #[schemars(range(min = 1))]
    pub batch_size: Option<u32>,
}

impl Default for IncrementalPCA {
    fn default() -> Self {
        Self { n_components: Some(2), whiten: false, batch_size: None }
    }
}

impl Converter for IncrementalPCA {
    const NAME: &'static str = "IncrementalPCA";
    const CARD: Card = Card {
        display_name: "Incremental PCA",
        short_description: "Replaces columns by principal components learnt in batches.",
        ..REDUCTION
    };
    const TRAITS: ConverterTraits = ConverterTraits { components_bounded_by_columns: true, ..ConverterTraits::NONE };
}
