//! Checks a JSON value against a published schema and reports faults as pydantic does.

use super::lax;
use super::schema::{Shape, shape_of};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// Most faults that are listed. Who repairs a hundred asks again.
const MAX_FAULTS: usize = 100;

/// Most of an offending value, in characters and items, that an answer repeats; beyond it stands `null`.
const MAX_ECHO: usize = 16 << 10;

/// One fault of a request.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ValidationError {
    /// What sort of fault: `missing`, `string_type`, `int_parsing`, ...
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Where: `["body", "name"]`.
    pub loc: Vec<Value>,
    /// A sentence.
    pub msg: String,
    /// The value at fault.
    pub input: Value,
    /// What the sentence was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    pub ctx: Option<Value>,
}

impl ValidationError {
    /// A fault without a context.
    pub fn new(kind: &'static str, loc: Vec<Value>, msg: impl Into<String>, input: Value) -> Self {
        Self { kind, loc, msg: msg.into(), input, ctx: None }
    }
}

/// Checks `value` against the schema of `T`, turning text into numbers where numbers are due.
///
/// `loc` says where the value stands: `body`, `query` or `path`.
pub fn validate<T: ToSchema>(value: Value, loc: &'static str) -> Result<Value, Vec<ValidationError>> {
    let mut faults = Vec::new();
    let mut loc = vec![json!(loc)];
    let checked = check(&shape_of::<T>(), value, &mut loc, &mut faults);
    if faults.is_empty() { Ok(checked) } else { Err(faults) }
}

fn check(shape: &Shape, value: Value, loc: &mut Vec<Value>, faults: &mut Vec<ValidationError>) -> Value {
    let outcome = match shape {
        Shape::Anything => Ok(value),
        Shape::Text => lax::text(value),
        Shape::Integer => lax::integer(value),
        Shape::Number => lax::number(value),
        Shape::Boolean => lax::boolean(value),
        Shape::Choice(choices) => lax::choice(value, choices),
        Shape::Optional(inner) => {
            return if value.is_null() { value } else { check(inner, value, loc, faults) };
        }
        Shape::List(inner) => match value {
            Value::Array(items) => return check_list(inner, items, loc, faults),
            other => Err(("list_type", "Input should be a valid list".into(), other)),
        },
        Shape::Map => match value {
            Value::Object(_) => Ok(value),
            other => Err(("dict_type", "Input should be a valid dictionary".into(), other)),
        },
        Shape::Record { fields } => match value {
            Value::Object(object) => return check_record(fields, object, loc, faults),
            other => Err((
                "model_attributes_type",
                "Input should be a valid dictionary or object to extract fields from".into(),
                other,
            )),
        },
    };
    outcome.unwrap_or_else(|(kind, msg, input)| {
        let input = if fits(&input, &mut { MAX_ECHO }) { input } else { Value::Null };
        let expected = msg.strip_prefix("Input should be ").filter(|_| kind == "literal_error");
        let ctx = expected.map(|expected| json!({ "expected": expected }));
        faults.push(ValidationError { ctx, ..ValidationError::new(kind, loc.clone(), msg.as_str(), input) });
        Value::Null
    })
}

fn check_list(inner: &Shape, items: Vec<Value>, loc: &mut Vec<Value>, faults: &mut Vec<ValidationError>) -> Value {
    let mut checked = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        loc.push(json!(index));
        checked.push(check(inner, item, loc, faults));
        loc.pop();
        if faults.len() >= MAX_FAULTS {
            break;
        }
    }
    Value::Array(checked)
}

fn check_record(
    fields: &[super::schema::Field],
    mut object: Map<String, Value>,
    loc: &mut Vec<Value>,
    faults: &mut Vec<ValidationError>,
) -> Value {
    let mut checked = Map::new();
    let is_missing = fields.iter().any(|field| field.required && !object.contains_key(&field.name));
    let whole =
        if is_missing && entries_fit(&object, &mut { MAX_ECHO }) { Value::Object(object.clone()) } else { Value::Null };
    for field in fields {
        loc.push(json!(field.name));
        match object.swap_remove(&field.name) {
            Some(value) => {
                checked.insert(field.name.clone(), check(&field.shape, value, loc, faults));
            }
            None if field.required => {
                faults.push(ValidationError::new("missing", loc.clone(), "Field required", whole.clone()));
            }
            None => {}
        }
        loc.pop();
    }
    Value::Object(checked)
}

/// Whether a value is small enough to be repeated; takes its size off what is left.
fn fits(value: &Value, left: &mut usize) -> bool {
    let size = if let Value::String(text) = value { text.len() + 1 } else { 1 };
    *left = left.saturating_sub(size);
    *left > 0
        && match value {
            Value::Array(items) => items.iter().all(|item| fits(item, left)),
            Value::Object(object) => entries_fit(object, left),
            _ => true,
        }
}

fn entries_fit(object: &Map<String, Value>, left: &mut usize) -> bool {
    object.iter().all(|(name, value)| {
        *left = left.saturating_sub(name.len());
        fits(value, left)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(ToSchema)]
    #[allow(dead_code)]
    struct Example {
        name: String,
        count: i64,
        tags: Vec<String>,
        note: Option<String>,
        nested: Option<Inner>,
    }

    #[derive(ToSchema)]
    #[allow(dead_code)]
    struct Inner {
        ratio: f64,
    }

    fn faults(value: Value) -> Vec<(String, Value)> {
        let faults = validate::<Example>(value, "body").unwrap_err();
        faults.into_iter().map(|fault| (fault.kind.to_string(), json!(fault.loc))).collect()
    }

    #[test]
    fn every_fault_is_listed_with_its_place() {
        assert_eq!(
            faults(json!({ "count": "x", "tags": ["a", 1], "nested": { "ratio": true } })),
            [
                ("missing".into(), json!(["body", "name"])),
                ("int_parsing".into(), json!(["body", "count"])),
                ("string_type".into(), json!(["body", "tags", 1])),
                ("float_type".into(), json!(["body", "nested", "ratio"])),
            ]
        );
        assert_eq!(faults(json!([])), [("model_attributes_type".into(), json!(["body"]))]);
    }

    #[test]
    fn text_is_read_as_a_number_where_one_is_due() {
        let value =
            json!({ "name": "n", "count": "7", "tags": [], "note": null, "nested": { "ratio": "0.5" }, "other": 1 });
        assert_eq!(
            validate::<Example>(value, "body").unwrap(),
            json!({ "name": "n", "count": 7, "tags": [], "note": null, "nested": { "ratio": 0.5 } })
        );
    }

    #[test]
    fn neither_a_long_list_nor_a_long_text_is_given_back() {
        let tags = vec![json!(1); 5_000];
        assert_eq!(faults(json!({ "name": "n", "count": 1, "tags": tags })).len(), MAX_FAULTS);
        let long = "x".repeat(MAX_ECHO);
        for body in [json!({ "name": [long], "count": 1, "tags": [] }), json!({ "note": long, "count": 1, "tags": [] })]
        {
            let faults = validate::<Example>(body, "body").unwrap_err();
            assert_eq!((faults.len(), &faults[0].input), (1, &Value::Null));
        }
    }
}
