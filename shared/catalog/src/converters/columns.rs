//! Converters that remove, combine and retype columns.

mod column_remover;

pub use column_remover::ColumnRemover;

use crate::{Card, Cardinality, Entry};

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<ColumnRemover>()]
}

/// A card of the group of first steps.
const BASIC: Card = Card {
    display_name: "",
    short_description: "",
    category: "Basic Preprocessing",
    icon: "Build",
    color: "rgb(60, 179, 113)",
    allowed_types: &[],
    allowed_dtypes: &[],
    refused_dtypes: &[],
    cardinality: Cardinality::AtLeast(1),
};
