//! Rules between the fields of a form: built here, shown by clients, and checked again on the server.

use serde_json::{Map, Value, json};

/// The value of a field.
#[must_use]
pub fn field(name: &str) -> Value {
    json!({"n": "field", "f": name})
}

/// The sum of some fields.
#[must_use]
pub fn sum(names: &[&str]) -> Value {
    json!({"n": "sum", "of": names.iter().map(|name| field(name)).collect::<Vec<_>>()})
}

/// A constant.
#[must_use]
pub fn literal(value: f64) -> Value {
    json!({"n": "lit", "v": value})
}

/// A rule that refuses the form when `expression` is false. Names in braces in `message` are filled from `bindings`.
#[must_use]
pub fn check(id: &str, targets: &[&str], message: &str, expression: Value, bindings: Value) -> Value {
    json!({
        "kind": "check", "id": id, "targets": targets, "message": message,
        "expr": expression, "bindings": bindings, "requires_ctx": false,
    })
}

/// A rule that greys out the random state while `shuffle` is off.
#[must_use]
pub fn random_state_needs_shuffle() -> Value {
    json!({
        "kind": "relevance", "field": "random_state", "effect": "disable",
        "reason": "Without shuffling, the random state changes nothing.",
        "when": {"n": "is_true", "of": field("shuffle")},
    })
}

/// The message of the first check that these values break.
#[must_use]
pub fn broken(rules: &[Value], values: &Map<String, Value>) -> Option<String> {
    let rule = rules.iter().find(|rule| rule["kind"] == "check" && !holds(&rule["expr"], values))?;
    let mut message = rule["message"].as_str().unwrap_or_default().to_owned();
    for (name, node) in rule["bindings"].as_object().into_iter().flatten() {
        message = message.replace(&format!("{{{name}}}"), &shown(number(node, values)));
    }
    Some(message)
}

fn holds(node: &Value, values: &Map<String, Value>) -> bool {
    let a = || number(&node["a"], values);
    let b = || number(&node["b"], values);
    match node["n"].as_str().unwrap_or_default() {
        "approx" => (a() - b()).abs() <= node["tol"].as_f64().unwrap_or_default(),
        "cmp" => match node["op"].as_str().unwrap_or_default() {
            "lt" => a() < b(),
            "lte" => a() <= b(),
            "gt" => a() > b(),
            "gte" => a() >= b(),
            _ => a() == b(),
        },
        _ => true,
    }
}

fn number(node: &Value, values: &Map<String, Value>) -> f64 {
    match node["n"].as_str().unwrap_or_default() {
        "field" => values.get(node["f"].as_str().unwrap_or_default()).and_then(Value::as_f64).unwrap_or(f64::NAN),
        "lit" => node["v"].as_f64().unwrap_or(f64::NAN),
        "sum" => node["of"].as_array().into_iter().flatten().map(|part| number(part, values)).sum(),
        _ => f64::NAN,
    }
}

/// A number with at most six decimals.
fn shown(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    rounded.to_string()
}
