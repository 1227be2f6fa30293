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

/// Whether one field is below another.
#[must_use]
pub fn below(lower: &str, upper: &str) -> Value {
    json!({"n": "cmp", "op": "lt", "a": field(lower), "b": field(upper)})
}

/// Whether a field is not above another.
#[must_use]
pub fn at_most(lower: &str, upper: &str) -> Value {
    json!({"n": "cmp", "op": "lte", "a": field(lower), "b": field(upper)})
}

/// Whether a field is this choice.
#[must_use]
pub fn is(name: &str, choice: &str) -> Value {
    json!({"n": "cmp", "op": "eq", "a": field(name), "b": {"n": "lit", "v": choice}})
}

/// Whether a field is switched on.
#[must_use]
pub fn is_on(name: &str) -> Value {
    json!({"n": "is_true", "of": field(name)})
}

/// Whether a field has a value.
#[must_use]
pub fn given(name: &str) -> Value {
    json!({"n": "not", "of": {"n": "is_null", "of": field(name)}})
}

/// A rule that greys out a field, and leaves the checks of it alone, unless `when` holds.
#[must_use]
pub fn relevant(name: &str, reason: &str, when: Value) -> Value {
    json!({"kind": "relevance", "field": name, "effect": "disable", "reason": reason, "when": when})
}

/// A rule that greys out the random state while `shuffle` is off.
#[must_use]
pub fn random_state_needs_shuffle() -> Value {
    relevant("random_state", "Without shuffling, the random state changes nothing.", is_on("shuffle"))
}

/// The message of the first check that these values break. Checks of fields that do not matter are left out.
#[must_use]
pub fn broken(rules: &[Value], values: &Map<String, Value>) -> Option<String> {
    let is_off = |name: &Value| {
        rules.iter().any(|rule| rule["kind"] == "relevance" && rule["field"] == *name && !holds(&rule["when"], values))
    };
    let matters = |rule: &Value| !rule["targets"].as_array().into_iter().flatten().any(is_off);
    let is_broken = |rule: &&Value| rule["kind"] == "check" && matters(rule) && !holds(&rule["expr"], values);
    let rule = rules.iter().find(is_broken)?;
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
            _ => match (value(&node["a"], values), value(&node["b"], values)) {
                (Some(Value::String(a)), Some(Value::String(b))) => a == b,
                _ => a() == b(),
            },
        },
        "is_true" => value(&node["of"], values).is_some_and(|value| *value == true),
        "is_null" => value(&node["of"], values).is_none_or(Value::is_null),
        "not" => !holds(&node["of"], values),
        _ => true,
    }
}

/// The value of a field or constant.
fn value<'a>(node: &'a Value, values: &'a Map<String, Value>) -> Option<&'a Value> {
    match node["n"].as_str().unwrap_or_default() {
        "field" => values.get(node["f"].as_str().unwrap_or_default()),
        "lit" => node.get("v"),
        _ => None,
    }
}

fn number(node: &Value, values: &Map<String, Value>) -> f64 {
    match node["n"].as_str().unwrap_or_default() {
        "sum" => node["of"].as_array().into_iter().flatten().map(|part| number(part, values)).sum(),
        _ => value(node, values).and_then(Value::as_f64).unwrap_or(f64::NAN),
    }
}

/// A number with at most six decimals.
fn shown(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_of_a_field_that_does_not_matter_is_not_broken() {
        let rules = [
            relevant("fill", "Only constants use it.", is("strategy", "constant")),
            check("fill", &["fill"], "Give {most} values.", given("fill"), json!({"most": literal(2.0)})),
        ];
        let broken = |values: Value| broken(&rules, values.as_object().unwrap());
        assert_eq!(broken(json!({"strategy": "mean", "fill": null})), None);
        assert_eq!(broken(json!({"strategy": "constant", "fill": 0})), None);
        assert_eq!(broken(json!({"strategy": "constant", "fill": null})).as_deref(), Some("Give 2 values."));
    }

    #[test]
    fn fields_are_compared_with_each_other() {
        let values = json!({"a": 1, "b": 2.5, "c": 2.5, "on": true});
        let holds = |node: Value| holds(&node, values.as_object().unwrap());
        assert!(holds(below("a", "b")) && !holds(below("b", "c")) && holds(at_most("b", "c")));
        assert!(holds(is_on("on")) && !holds(is_on("a")));
    }
}
