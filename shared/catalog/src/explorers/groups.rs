//! What the cards of a menu group have in common.

use crate::{Card, Cardinality};

/// Types of columns that hold numbers or a few values.
pub(super) const PLOTTABLE: &[&str] = &["Float", "Integer", "Categorical"];
/// Types of columns that hold numbers.
pub(super) const NUMERIC: &[&str] = &["Float", "Integer"];
/// Types of the columns of a time series.
pub(super) const TIMED: &[&str] = &["Date", "Float", "Integer"];
/// Values that are no numbers.
pub(super) const NOT_NUMBERS: &[&str] = &["string", "bool", ""];

const fn group(category: &'static str, icon: &'static str, color: &'static str) -> Card {
    Card {
        display_name: "",
        short_description: "",
        category,
        icon,
        color,
        allowed_types: &[],
        allowed_dtypes: &[],
        refused_dtypes: &[],
        required_type: None,
        cardinality: Cardinality::AtLeast(1),
    }
}

/// Looks at what is in the table.
pub(super) const INSPECTION: Card = group("Preview Inspection", "TableChart", "rgb(52, 152, 219)");
/// Looks at how columns go together.
pub(super) const RELATIONSHIP: Card = group("Relationship Analysis", "ScatterPlot", "rgb(46, 204, 113)");
/// Looks at how values spread.
pub(super) const DISTRIBUTION: Card = group("Distribution Analysis", "BarChart", "rgb(155, 89, 182)");
/// Looks at many columns at once.
pub(super) const MULTIDIMENSIONAL: Card = group("Multidimensional Analysis", "Timeline", "rgb(241, 196, 15)");
/// Statistics.
pub(super) const STATISTICS: Card = group("Statistical Analysis", "Functions", "rgb(231, 76, 60)");
/// Looks at how hard the data is to learn from.
pub(super) const COMPLEXITY: Card = group("Data Complexity", "Layers", "rgb(230, 126, 34)");
