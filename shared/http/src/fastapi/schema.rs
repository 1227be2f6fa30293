//! The part of a published schema that requests are checked against.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use utoipa::ToSchema;

/// What a value must look like.
#[derive(Debug)]
pub(super) enum Shape {
    Anything,
    Text,
    Integer,
    Number,
    Boolean,
    Choice(Vec<Value>),
    Optional(Box<Shape>),
    List(Box<Shape>),
    Map,
    Record { fields: Vec<Field> },
}

/// A field of a record.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

type Shapes = RwLock<HashMap<&'static str, Arc<Shape>>>;

/// The shape of `T`, read from its schema once.
pub(super) fn shape_of<T: ToSchema>() -> Arc<Shape> {
    static SHAPES: LazyLock<Shapes> = LazyLock::new(Shapes::default);
    let name = std::any::type_name::<T>();
    if let Some(shape) = SHAPES.read().unwrap_or_else(PoisonError::into_inner).get(name) {
        return shape.clone();
    }
    let mut named = Vec::new();
    T::schemas(&mut named);
    let to_json = |schema| serde_json::to_value(schema).unwrap_or_default();
    let named: HashMap<String, Value> = named.into_iter().map(|(name, schema)| (name, to_json(schema))).collect();
    let shape = Arc::new(read(&to_json(T::schema()), &named));
    SHAPES.write().unwrap_or_else(PoisonError::into_inner).entry(name).or_insert(shape).clone()
}

fn read(schema: &Value, named: &HashMap<String, Value>) -> Shape {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return named.get(name).map_or(Shape::Anything, |schema| read(schema, named));
    }
    if let Some(Value::Array(choices)) = schema.get("enum") {
        return Shape::Choice(choices.clone());
    }
    if let Some(Value::Array(branches)) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        return read_branches(branches, named);
    }
    match schema.get("type") {
        Some(Value::String(word)) => read_word(word, schema, named),
        Some(Value::Array(words)) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            let rest: Vec<&str> = words.iter().copied().filter(|word| *word != "null").collect();
            let shape = match rest.as_slice() {
                [word] => read_word(word, schema, named),
                _ => Shape::Anything,
            };
            if rest.len() < words.len() { Shape::Optional(Box::new(shape)) } else { shape }
        }
        _ => Shape::Anything,
    }
}

fn read_branches(branches: &[Value], named: &HashMap<String, Value>) -> Shape {
    let is_null = |branch: &&Value| branch.get("type").and_then(Value::as_str) == Some("null");
    let rest: Vec<&Value> = branches.iter().filter(|branch| !is_null(branch)).collect();
    let shape = match rest.as_slice() {
        [branch] => read(branch, named),
        _ => Shape::Anything,
    };
    if rest.len() < branches.len() { Shape::Optional(Box::new(shape)) } else { shape }
}

fn read_word(word: &str, schema: &Value, named: &HashMap<String, Value>) -> Shape {
    match word {
        "string" => Shape::Text,
        "integer" => Shape::Integer,
        "number" => Shape::Number,
        "boolean" => Shape::Boolean,
        "array" => Shape::List(Box::new(schema.get("items").map_or(Shape::Anything, |items| read(items, named)))),
        "object" => match schema.get("properties") {
            Some(Value::Object(properties)) => Shape::Record { fields: read_fields(properties, schema, named) },
            _ => Shape::Map,
        },
        _ => Shape::Anything,
    }
}

fn read_fields(properties: &Map<String, Value>, schema: &Value, named: &HashMap<String, Value>) -> Vec<Field> {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    properties
        .iter()
        .map(|(name, property)| Field {
            name: name.clone(),
            shape: read(property, named),
            required: required.iter().any(|it| it == name),
        })
        .collect()
}
