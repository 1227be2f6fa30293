//! What the cards of a menu group have in common.

use crate::{Card, Cardinality};

/// Type names of columns of numbers.
pub(super) const NUMBERS: &[&str] = &["Float", "Integer"];

/// Type names of columns of words.
pub(super) const WORDS: &[&str] = &["Text", "Categorical"];

/// First steps with a table.
pub(super) const BASIC: Card = Card {
    display_name: "",
    short_description: "",
    category: "Basic Preprocessing",
    icon: "Build",
    color: "rgb(60, 179, 113)",
    allowed_types: &[],
    allowed_dtypes: &[],
    refused_dtypes: &[],
    required_type: None,
    cardinality: Cardinality::AtLeast(1),
};

/// New columns made from others.
pub(super) const ENGINEERING: Card =
    Card { category: "Feature Engineering", icon: "Functions", color: "rgb(0, 188, 212)", ..BASIC };

/// Numbers brought to the same size.
pub(super) const SCALING: Card = Card {
    category: "Scaling and Normalization",
    icon: "TrendingUp",
    color: "rgb(255, 165, 0)",
    allowed_types: NUMBERS,
    ..BASIC
};

/// Categories as numbers.
pub(super) const ENCODING: Card =
    Card { category: "Encoding", icon: "Dns", color: "rgb(138, 43, 226)", allowed_types: &["Categorical"], ..BASIC };

/// Many columns as a few.
pub(super) const REDUCTION: Card = Card {
    category: "Dimensionality Reduction",
    icon: "Layers",
    color: "rgb(255, 99, 132)",
    allowed_types: NUMBERS,
    ..BASIC
};

/// Curves for models that draw straight lines.
pub(super) const KERNELS: Card = Card {
    category: "Polynomial & Kernel Methods",
    icon: "Functions",
    color: "rgb(153, 102, 255)",
    allowed_types: NUMBERS,
    ..BASIC
};

/// The columns worth keeping.
pub(super) const SELECTION: Card = Card {
    category: "Feature Selection",
    icon: "FilterList",
    color: "rgb(255, 206, 86)",
    allowed_types: NUMBERS,
    ..BASIC
};

/// Texts as numbers.
pub(super) const ADVANCED: Card = Card {
    category: "Advanced Preprocessing",
    icon: "Psychology",
    color: "rgb(70, 130, 180)",
    allowed_types: WORDS,
    ..BASIC
};

/// Classes of the same size.
pub(super) const SAMPLING: Card =
    Card { category: "Resampling & Class Balancing", icon: "Casino", color: "rgb(255, 159, 64)", ..BASIC };
