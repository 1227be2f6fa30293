//! Comparing parameters with the schema they were published under.

use serde_json::{Map, Value, json};
use skydash_domain::{Error, Result};

/// What to do with parameters that a component does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// They are a mistake.
    Refuse,
    /// They belong to somebody else.
    Ignore,
}

/// The parameters of component `name`, each within the bounds of `schema`; integers written `3.0` become `3`.
///
/// # Errors
/// [`Error::Invalid`] that names the first parameter that is unknown, of a wrong type or out of bounds.
pub fn parameters(
    name: &str,
    schema: &Value,
    given: &Map<String, Value>,
    unknown: Unknown,
) -> Result<Map<String, Value>> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut clean = Map::new();
    for (field, value) in given {
        let Some(property) = properties.and_then(|properties| properties.get(field)) else {
            if unknown == Unknown::Ignore {
                continue;
            }
            return Err(unknown_parameter(name, field, properties));
        };
        let value = parameter(property, value)
            .map_err(|problem| Error::invalid(format!("Parameter '{field}' of {name} {problem}.")))?;
        clean.insert(field.clone(), value);
    }
    Ok(clean)
}

fn unknown_parameter(name: &str, field: &str, properties: Option<&Map<String, Value>>) -> Error {
    let known: Vec<&str> = properties.into_iter().flat_map(Map::keys).map(String::as_str).collect();
    let remedy = if known.is_empty() { "It has none".to_owned() } else { format!("Use: {}", known.join(", ")) };
    Error::invalid(format!("{name} has no parameter '{}'. {remedy}.", shortened(field)))
}

fn parameter(property: &Value, value: &Value) -> Result<Value, String> {
    let Some(fixed) = value.get("fixed_value") else { return accept(property, value) };
    let fixed = accept(property, fixed)?;
    if property.get("x-dashai-search-dtype").is_none() {
        return Ok(fixed);
    }
    if value.get("optimize").and_then(Value::as_bool) != Some(true) {
        return Ok(json!({"optimize": false, "fixed_value": fixed}));
    }
    let mut envelope = json!({"optimize": true, "fixed_value": fixed});
    match (value.get("choices"), value.get("lower_bound"), value.get("upper_bound")) {
        (Some(choices), None | Some(Value::Null), None | Some(Value::Null)) => {
            envelope["choices"] = search_choices(property, choices)?;
        }
        (None | Some(Value::Null), Some(lower), Some(upper)) => {
            (envelope["lower_bound"], envelope["upper_bound"]) = search_bounds(property, lower, upper)?;
        }
        _ => return Err("is to be optimised: give either lower_bound and upper_bound, or choices".to_owned()),
    }
    Ok(envelope)
}

fn search_bounds(property: &Value, lower: &Value, upper: &Value) -> Result<(Value, Value), String> {
    let (lower, upper) = (accept(property, lower)?, accept(property, upper)?);
    match (lower.as_f64(), upper.as_f64()) {
        (Some(low), Some(high)) if low < high => Ok((lower, upper)),
        _ => Err(format!("is to be optimised: lower_bound must be below upper_bound (got {lower} and {upper})")),
    }
}

fn search_choices(property: &Value, choices: &Value) -> Result<Value, String> {
    let Some(choices) = choices.as_array() else { return Err("is to be optimised: choices must be a list".to_owned()) };
    let mut distinct: Vec<Value> = Vec::new();
    for choice in choices {
        let choice = accept(property, choice)?;
        if !distinct.contains(&choice) {
            distinct.push(choice);
        }
    }
    if distinct.len() < 2 {
        return Err("is to be optimised: give at least two different choices".to_owned());
    }
    Ok(Value::Array(distinct))
}

/// The value as its schema wants it, or what is wrong with it.
fn accept(schema: &Value, value: &Value) -> Result<Value, String> {
    let Some(branches) = schema.get("anyOf").and_then(Value::as_array) else { return of_type(schema, value) };
    let mut problem = None;
    for branch in branches {
        match of_type(branch, value) {
            Ok(value) => return Ok(value),
            // The branch of the value's own type says best what is wrong.
            Err(error) if problem.is_none() || json_type(value) == branch["type"] => problem = Some(error),
            Err(_) => {}
        }
    }
    let empty = branches.iter().any(|branch| branch["type"] == "null");
    Err(problem.unwrap_or_default() + if empty { ", or null" } else { "" })
}

fn of_type(schema: &Value, value: &Value) -> Result<Value, String> {
    let wrong = |wanted: &str| Err(format!("must be {wanted} (got {})", shortened(&value.to_string())));
    match schema.get("type").and_then(Value::as_str).unwrap_or_default() {
        "integer" => match integer(value) {
            Some(value) => in_bounds(schema, value),
            None => wrong("a whole number"),
        },
        "number" => match value.as_f64() {
            Some(number) if number.is_finite() => in_bounds(schema, value.clone()),
            _ => wrong("a number"),
        },
        "boolean" if !value.is_boolean() => wrong("true or false"),
        "null" if !value.is_null() => wrong("null"),
        "string" => match value {
            Value::String(_) => one_of(schema, value),
            _ => wrong(&allowed(schema)),
        },
        "object" if !value.is_object() => wrong("an object"),
        "array" if !value.is_array() => wrong("a list"),
        _ => Ok(value.clone()),
    }
}

fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn integer(value: &Value) -> Option<Value> {
    if value.is_i64() || value.is_u64() {
        return Some(value.clone());
    }
    let number = value.as_f64()?;
    (number.fract() == 0.0 && number.abs() < 9e15).then(|| json!(number as i64))
}

fn in_bounds(schema: &Value, value: Value) -> Result<Value, String> {
    type Rule = (&'static str, &'static str, fn(f64, f64) -> bool);
    const RULES: [Rule; 4] = [
        ("minimum", "at least", |value, bound| value >= bound),
        ("maximum", "at most", |value, bound| value <= bound),
        ("exclusiveMinimum", "above", |value, bound| value > bound),
        ("exclusiveMaximum", "below", |value, bound| value < bound),
    ];
    let number = value.as_f64().unwrap_or(f64::NAN);
    for (key, words, holds) in RULES {
        if let Some(bound) = schema.get(key)
            && !holds(number, bound.as_f64().unwrap_or(f64::NAN))
        {
            return Err(format!("must be {words} {bound} (got {value})"));
        }
    }
    Ok(value)
}

fn one_of(schema: &Value, value: &Value) -> Result<Value, String> {
    match schema.get("enum").and_then(Value::as_array) {
        Some(choices) if !choices.contains(value) => {
            Err(format!("must be {} (got {})", allowed(schema), shortened(&value.to_string())))
        }
        _ => Ok(value.clone()),
    }
}

fn allowed(schema: &Value) -> String {
    match schema.get("enum").and_then(Value::as_array) {
        Some(choices) => {
            let choices: Vec<String> = choices.iter().map(Value::to_string).collect();
            format!("one of {}", choices.join(", "))
        }
        None => "text".to_owned(),
    }
}

/// At most sixty characters of what somebody sent, for an error text.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
