//! The tasks: which columns each takes, and whether a session's columns fit.

use crate::entry::Entry;
use crate::kind::Kind;
use serde_json::{Value, json};
use skydash_domain::table::{ColumnType, Encoder};

/// A group of columns that a task takes or gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The column types it allows, by name (see [`ColumnType::name`]).
    pub types: &'static [&'static str],
    /// Fewest columns.
    pub min: usize,
    /// Most columns; `None` for any number.
    pub max: Option<usize>,
}

/// A task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// The name clients use.
    pub name: &'static str,
    /// Its English title.
    pub display_name: &'static str,
    /// What it is, in English.
    pub description: &'static str,
    /// The columns models see.
    pub inputs: Slot,
    /// The columns they predict.
    pub outputs: Slot,
}

const TABULAR_INPUTS: Slot = Slot { types: &["Float", "Integer", "Categorical"], min: 0, max: None };

/// All tasks.
pub const ALL: &[Task] = &[
    Task {
        name: "TabularClassificationTask",
        display_name: "Tabular Classification",
        description: "Predicts which class a row of a table belongs to.\n\nThe target is a categorical column, such as a \
                      species or yes and no; the inputs are columns of numbers and categories.",
        inputs: TABULAR_INPUTS,
        outputs: Slot { types: &["Categorical"], min: 1, max: Some(1) },
    },
    Task {
        name: "RegressionTask",
        display_name: "Regression",
        description: "Predicts a number for each row of a table.\n\nThe target is a column of numbers, such as a price or \
                      a temperature; the inputs are columns of numbers and categories.",
        inputs: TABULAR_INPUTS,
        outputs: Slot { types: &["Float", "Integer"], min: 1, max: Some(1) },
    },
];

/// The task of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Task> {
    ALL.iter().find(|task| task.name == name)
}

/// Whether these columns fit a task.
///
/// # Errors
/// The sentence clients show: which type is not allowed, or how many columns there should be.
pub fn validate(task: &Task, inputs: &[(&str, &ColumnType)], outputs: &[(&str, &ColumnType)]) -> Result<(), String> {
    fits("input", task.inputs, inputs)?;
    fits("output", task.outputs, outputs)
}

fn fits(side: &str, slot: Slot, columns: &[(&str, &ColumnType)]) -> Result<(), String> {
    if let Some((_, column)) = columns.iter().find(|(_, column)| !slot.types.contains(&column.name())) {
        return Err(format!("{} is not an allowed type for {side} columns.", described(column)));
    }
    let count = columns.len();
    if count < slot.min || slot.max.is_some_and(|max| count > max) {
        let title = if side == "input" { "Input" } else { "Output" };
        return Err(format!(
            "{title} cardinality ({count}) does not match task cardinality ({})",
            slot.max.unwrap_or(slot.min)
        ));
    }
    Ok(())
}

/// A column type in the notation clients know: `Float(size=64, dtype='float64')`.
fn described(column: &ColumnType) -> String {
    match column {
        ColumnType::Integer { dtype } => {
            let unsigned = if dtype.starts_with('u') { "True" } else { "False" };
            format!("Integer(size={}, unsigned={unsigned}, dtype={})", bits(dtype), quoted(dtype))
        }
        ColumnType::Float { dtype } => format!("Float(size={}, dtype={})", bits(dtype), quoted(dtype)),
        ColumnType::Text { dtype } => format!("Text(dtype={})", quoted(dtype)),
        ColumnType::Date { dtype } | ColumnType::Time { dtype } | ColumnType::Timestamp { dtype } => {
            format!("{}(format={})", column.name(), quoted(dtype))
        }
        ColumnType::Categorical { dtype, categories, converted, encoder, .. } => format!(
            "Categorical(categories=[{}], converted={}, dtype={}, encoder='{}')",
            listed(categories),
            if *converted { "True" } else { "False" },
            quoted(dtype),
            match encoder {
                Encoder::OneHot => "one_hot",
                Encoder::Label => "label",
            }
        ),
    }
}

/// The size in the name of a numeric type: 64 for `float64`.
fn bits(dtype: &str) -> &str {
    dtype.trim_start_matches(|letter: char| !letter.is_ascii_digit())
}

/// At most fifty categories, so that the sentence stays one.
fn listed(categories: &[String]) -> String {
    let shown: Vec<String> = categories.iter().take(50).map(|category| quoted(category)).collect();
    shown.join(", ") + if categories.len() > 50 { ", ..." } else { "" }
}

fn quoted(text: &str) -> String {
    if text.contains('\'') && !text.contains('"') {
        return format!("\"{text}\"");
    }
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

fn cardinality(max: Option<usize>) -> Value {
    max.map_or_else(|| json!("n"), |max| json!(max))
}

impl From<&Task> for Entry {
    fn from(task: &Task) -> Self {
        let slot = |slot: Slot| json!([{"types": slot.types, "min": slot.min, "max": cardinality(slot.max)}]);
        Self {
            name: task.name,
            kind: Kind::Task,
            display_name: Some(task.display_name),
            description: task.description.to_owned(),
            color: None,
            parents: &["BaseTask"],
            related: &[],
            metadata: json!({
                "inputs_types": task.inputs.types,
                "inputs_cardinality": cardinality(task.inputs.max),
                "inputs": slot(task.inputs),
                "outputs_types": task.outputs.types,
                "outputs_cardinality": cardinality(task.outputs.max),
                "outputs": slot(task.outputs),
            }),
            schema: None,
            check: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn float() -> ColumnType {
        ColumnType::Float { dtype: "float64".into() }
    }

    fn species() -> ColumnType {
        let categories: Vec<String> = ["setosa", "versicolor", "virginica"].map(str::to_owned).to_vec();
        ColumnType::Categorical {
            dtype: "string".into(),
            num_categories: categories.len(),
            categories,
            converted: false,
            encoder: Encoder::OneHot,
        }
    }

    #[test]
    fn a_session_fits_or_is_told_why_not() {
        let (number, class) = (float(), species());
        let (a, target) = (("a", &number), ("target", &class));
        let classification = find("TabularClassificationTask").unwrap();
        let regression = find("RegressionTask").unwrap();
        assert_eq!(validate(classification, &[a, a], &[target]), Ok(()));
        assert_eq!(validate(classification, &[], &[target]), Ok(()));
        assert_eq!(
            validate(classification, &[target], &[a]).unwrap_err(),
            "Float(size=64, dtype='float64') is not an allowed type for output columns."
        );
        assert_eq!(
            validate(classification, &[a], &[]).unwrap_err(),
            "Output cardinality (0) does not match task cardinality (1)"
        );
        assert_eq!(
            validate(regression, &[a], &[target]).unwrap_err(),
            "Categorical(categories=['setosa', 'versicolor', 'virginica'], converted=False, dtype='string', \
             encoder='one_hot') is not an allowed type for output columns."
        );
    }
}
