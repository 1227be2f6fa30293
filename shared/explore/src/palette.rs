//! Colours, symbols and patterns, legible on light and on dark backgrounds.

use serde_json::{Value, json};

/// Colours of groups.
pub(crate) const COLORS: [&str; 10] =
    ["#3b7dd8", "#e07b39", "#3aa676", "#c94f6d", "#8064c8", "#b3932b", "#2aa3b8", "#d0679d", "#7f8c4a", "#8b6f5c"];

/// The colour of what belongs to no group.
pub(crate) const GREY: &str = "#9a9a9a";

/// Symbols of groups.
pub(crate) const SYMBOLS: [&str; 8] =
    ["circle", "diamond", "square", "x", "cross", "triangle-up", "triangle-down", "star"];

/// Patterns of groups.
pub(crate) const PATTERNS: [&str; 8] = ["", "/", "\\", "x", "-", "|", "+", "."];

/// The colour of the group at this position.
pub(crate) fn color(position: usize) -> &'static str {
    COLORS[position % COLORS.len()]
}

/// From little to much.
pub(crate) fn sequential() -> Value {
    json!([[0, "#23306b"], [0.25, "#2f6f9f"], [0.5, "#3fa58f"], [0.75, "#a6cf6b"], [1, "#f6ee8a"]])
}

/// From negative over nothing to positive.
pub(crate) fn diverging() -> Value {
    json!([[0, "#2b5fa8"], [0.25, "#8fb3dc"], [0.5, "#f3f2ee"], [0.75, "#e39a86"], [1, "#b33a32"]])
}

/// A scale of so many colours that numbers from 0 on, one less than the last, fall into.
pub(crate) fn stepped(colors: &[&str]) -> Value {
    let share = |step: usize| step as f64 / colors.len() as f64;
    let steps = colors.iter().enumerate();
    steps.flat_map(|(step, color)| [json!([share(step), color]), json!([share(step + 1), color])]).collect()
}
