//! Rows typed by hand, as JSON objects.

use crate::csv::{float, integer};
use serde_json::{Map, Value};
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};
use std::collections::HashSet;

/// The columns of these rows, each value read as its column's type. Rows count from 0 in error texts.
///
/// # Errors
/// [`Error::Invalid`] for a column that is missing or not among `columns`, and for a value that its type does not
/// have.
pub fn parse_rows(rows: &[Map<String, Value>], columns: &[(&str, &ColumnType)]) -> Result<Vec<Column>> {
    let known: HashSet<&str> = columns.iter().map(|(name, _)| *name).collect();
    for row in rows {
        if let Some(name) = row.keys().find(|name| !known.contains(name.as_str())) {
            return Err(Error::invalid(format!("Column '{name}' not found in training dataset")));
        }
    }
    columns.iter().map(|(name, column_type)| column(rows, name, column_type)).collect()
}

fn column(rows: &[Map<String, Value>], name: &str, column_type: &ColumnType) -> Result<Column> {
    let mut values = match column_type {
        ColumnType::Integer { .. } | ColumnType::Float { .. } => Values::Numbers(Vec::with_capacity(rows.len())),
        ColumnType::Categorical { .. } => Values::Codes(Vec::with_capacity(rows.len())),
        _ => Values::Texts(Vec::with_capacity(rows.len())),
    };
    for (number, row) in rows.iter().enumerate() {
        let value = row.get(name).ok_or_else(|| {
            Error::invalid(format!("Row {number} has no value for column '{name}'. Give every input column a value."))
        })?;
        let refused = |problem: String| Error::invalid(format!("Row {number}, column '{name}': {problem}"));
        match (&mut values, column_type) {
            (Values::Codes(codes), ColumnType::Categorical { categories, dtype, .. }) => {
                codes.push(code(value, dtype, categories).map_err(refused)?);
            }
            (Values::Numbers(numbers), _) => numbers.push(number_of(value, column_type).map_err(refused)?),
            (Values::Texts(texts), _) => texts.push(text_of(value)),
            (Values::Codes(_), _) => {}
        }
    }
    Ok(Column { name: name.to_owned(), column_type: column_type.clone(), values })
}

fn number_of(value: &Value, column_type: &ColumnType) -> Result<f64, String> {
    let word = column_type.name();
    if value.is_boolean() {
        return Err(format!("Boolean cannot be converted to {word}"));
    }
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => float(text.trim().as_bytes()),
        _ => None,
    };
    let whole = |number: &f64| matches!(column_type, ColumnType::Float { .. }) || number.fract() == 0.0;
    let number = number.filter(|number| number.is_finite()).filter(whole);
    number.ok_or_else(|| format!("Cannot convert '{}' to {word}", shown(value)))
}

fn code(value: &Value, dtype: &str, categories: &[String]) -> Result<u32, String> {
    let given = shown(value);
    let found = categories.iter().position(|category| same(category, &given, dtype));
    found.and_then(|position| u32::try_from(position).ok()).ok_or_else(|| {
        let allowed: Vec<String> = categories.iter().map(|category| format!("'{category}'")).collect();
        format!("Value '{given}' is not valid. Allowed: [{}]", allowed.join(", "))
    })
}

/// Whether what somebody typed is this category: as text, and as a number or truth value where the column holds such.
fn same(category: &str, given: &str, dtype: &str) -> bool {
    if category == given {
        return true;
    }
    match dtype {
        "bool" => category.eq_ignore_ascii_case(given),
        "int64" => {
            integer(category.as_bytes()).is_some_and(|number| integer(given.trim().as_bytes()) == Some(number))
                || float(category.as_bytes()).is_some_and(|number| float(given.trim().as_bytes()) == Some(number))
        }
        "float64" => float(category.as_bytes()).is_some_and(|number| float(given.trim().as_bytes()) == Some(number)),
        _ => false,
    }
}

fn text_of(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| shown(value))
}

/// A value as the wire's error texts write it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use skydash_domain::table::Encoder;

    fn parse(row: Value) -> Result<Vec<Column>> {
        let float = ColumnType::Float { dtype: "float64".to_owned() };
        let sex = ColumnType::Categorical {
            dtype: "float64".to_owned(),
            categories: vec!["1.0".to_owned(), "2.0".to_owned()],
            num_categories: 2,
            converted: false,
            encoder: Encoder::Label,
        };
        parse_rows(&[row.as_object().unwrap().clone()], &[("a", &float), ("sex", &sex)])
    }

    #[test]
    fn wrong_values_are_named_as_on_the_wire() {
        let text = |row| parse(row).unwrap_err().to_string();
        assert_eq!(text(json!({"a": "abc", "sex": 1})), "Row 0, column 'a': Cannot convert 'abc' to Float");
        assert_eq!(text(json!({"a": null, "sex": 1})), "Row 0, column 'a': Cannot convert 'None' to Float");
        assert_eq!(text(json!({"a": true, "sex": 1})), "Row 0, column 'a': Boolean cannot be converted to Float");
        assert_eq!(text(json!({"a": 1, "sex": 1, "zzz": 1})), "Column 'zzz' not found in training dataset");
        assert_eq!(
            text(json!({"a": 1, "sex": 3})),
            "Row 0, column 'sex': Value '3' is not valid. Allowed: ['1.0', '2.0']"
        );
        assert!(text(json!({"a": 1})).contains("'sex'"));
    }

    #[test]
    fn values_are_read_as_their_columns_are() {
        let columns = parse(json!({"a": "5.5", "sex": 2})).unwrap();
        assert_eq!(columns[0].values, Values::Numbers(vec![5.5]));
        assert_eq!(columns[1].values, Values::Codes(vec![1]));
    }
}
