//! Parameter schemas in the form that clients draw forms from.

use crate::component::Component;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Words of a schema that belong to the property and not to one of its branches.
const OF_PROPERTY: &[&str] = &["title", "description", "placeholder", "x-dashai-search-dtype"];

/// The published schema of a component's parameters, in English.
#[must_use]
pub fn schema_of<C: Component>() -> Value {
    let generator = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true).into_generator();
    let mut schema = wire_schema(C::NAME, generator.into_root_schema_for::<C>().to_value());
    let rules = C::rules();
    if !rules.is_empty() {
        schema["x-dashai-rules"] = Value::Array(rules);
    }
    schema
}

/// Turns a plain JSON Schema into the published form: `placeholder` in place of `default`, every union an
/// `anyOf`, choices as `enum` with `enumNames`, every property titled, required, and marked where it is searchable.
#[must_use]
pub fn wire_schema(name: &str, mut schema: Value) -> Value {
    let properties = match schema.get_mut("properties").map(Value::take) {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let properties: Map<String, Value> =
        properties.into_iter().map(|(field, value)| (field.clone(), property(&field, value))).collect();
    let required: Vec<&String> = properties.keys().collect();
    let mut wire = json!({
        "title": format!("{name}Schema"),
        "type": "object",
        "description": paragraphs(schema.get("description").and_then(Value::as_str).unwrap_or_default()),
    });
    if !required.is_empty() {
        wire["required"] = json!(required);
    }
    wire["properties"] = Value::Object(properties);
    wire
}

/// Joins the lines of each paragraph of a doc comment.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .map(|block| block.split('\n').map(str::trim).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn property(field: &str, value: Value) -> Value {
    let Value::Object(mut fields) = value else { return value };
    let title = fields.remove("title").unwrap_or_else(|| Value::String(title_of(field)));
    let description = paragraphs(fields.remove("description").as_ref().and_then(Value::as_str).unwrap_or_default());
    let placeholder = fields.remove("default").unwrap_or(Value::Null);
    let kept: Vec<(String, Value)> =
        OF_PROPERTY.iter().filter_map(|key| fields.remove(*key).map(|value| ((*key).to_owned(), value))).collect();
    let mut branches = branches(fields);
    let mut wire = Map::new();
    wire.insert("title".to_owned(), title);
    wire.insert("description".to_owned(), Value::String(description));
    wire.extend(kept);
    if let Some(kind) = search_kind(&placeholder, &branches) {
        wire.insert("x-dashai-search-dtype".to_owned(), Value::String(kind.to_owned()));
    }
    wire.insert("placeholder".to_owned(), placeholder);
    if branches.len() == 1 {
        wire.append(&mut branches[0]);
    } else {
        wire.insert("anyOf".to_owned(), branches.into_iter().map(Value::Object).collect());
    }
    Value::Object(wire)
}

/// The alternatives a schema allows, each of one type.
fn branches(mut schema: Map<String, Value>) -> Vec<Map<String, Value>> {
    schema.remove("format");
    schema.remove("description");
    if schema.contains_key("exclusiveMinimum") {
        // The type's own minimum, which the stricter one replaces.
        schema.remove("minimum");
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(alternatives)) = schema.remove(key) {
            return from_alternatives(alternatives);
        }
    }
    let nullable = match schema.remove("type") {
        Some(Value::Array(types)) => {
            let nullable = types.iter().any(|word| word == "null");
            if let Some(word) = types.into_iter().find(|word| word != "null") {
                schema.insert("type".to_owned(), word);
            }
            nullable
        }
        Some(word) => {
            schema.insert("type".to_owned(), word);
            false
        }
        None => false,
    };
    if let Some(Value::Array(choices)) = schema.get_mut("enum") {
        choices.retain(|choice| !choice.is_null());
    }
    if nullable { vec![schema, null()] } else { vec![schema] }
}

fn from_alternatives(alternatives: Vec<Value>) -> Vec<Map<String, Value>> {
    let mut choices = Map::new();
    let mut names = Vec::new();
    let mut values = Vec::new();
    let mut rest = Vec::new();
    for alternative in alternatives {
        let Value::Object(alternative) = alternative else { continue };
        match alternative.get("const") {
            Some(value) => {
                names.push(alternative.get("description").cloned().unwrap_or_else(|| value.clone()));
                values.push(value.clone());
            }
            None => rest.extend(branches(alternative)),
        }
    }
    if values.is_empty() {
        return rest;
    }
    choices.insert("type".to_owned(), json!("string"));
    choices.insert("enum".to_owned(), Value::Array(values));
    choices.insert("enumNames".to_owned(), Value::Array(names));
    std::iter::once(choices).chain(rest).collect()
}

fn null() -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), json!("null"))])
}

/// What a search of a parameter draws, when it is searchable.
fn search_kind(placeholder: &Value, branches: &[Map<String, Value>]) -> Option<&'static str> {
    placeholder.get("fixed_value")?;
    if placeholder.get("lower_bound").is_none() {
        return Some("categorical");
    }
    let integer = branches.iter().any(|branch| branch.get("type").is_some_and(|word| word == "integer"));
    Some(if integer { "integer" } else { "number" })
}

/// A title from a field's name: `min_samples_leaf` becomes `Min samples leaf`.
fn title_of(field: &str) -> String {
    let text = field.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
