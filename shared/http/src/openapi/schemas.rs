//! What schemas say beyond their types: derived here, once for all of them, so that generated clients can rely on it.
//!
//! * One of several is `anyOf`: the branches of ours may overlap.
//! * An object without named properties is free, and says so.
//! * An answer always has its nullable fields, so they are required.
//! * A parameter is never null.
//! * Statuses and times are the same everywhere, and are told by their names.

use super::operations;
use crate::time;
use serde_json::{Map, Value, json};
use skydash_domain::{JobStatus, Status};
use std::collections::HashSet;

/// Fields of answers that are times of an entity.
const ENTITY_TIMES: [&str; 6] = ["created", "last_modified", "created_at", "delivery_time", "start_time", "end_time"];

/// Fields of answers that are times of a job.
const JOB_TIMES: [&str; 4] = ["enqueued_at", "last_update", "updated", "server_now"];

/// Every status of a job.
const JOB_STATUSES: [JobStatus; 6] = [
    JobStatus::NotStarted,
    JobStatus::Started,
    JobStatus::Finished,
    JobStatus::Error,
    JobStatus::Cancelled,
    JobStatus::Killed,
];

/// Completes every schema of a document.
pub(super) fn complete(document: &mut Value) {
    let asked = asked(document);
    if let Some(Value::Object(schemas)) = document.pointer_mut("/components/schemas") {
        for (name, schema) in schemas.iter_mut() {
            complete_one(schema, !asked.contains(name));
        }
        schemas.insert("Status".into(), status());
        schemas.insert("JobStatus".into(), job_status());
        schemas.sort_keys();
    }
    for (_, operation) in operations(document) {
        for (part, value) in operation {
            roots(value, &mut |schema| {
                complete_one(schema, part == "responses");
                if part == "parameters" {
                    drop_null(schema);
                }
            });
        }
    }
}

fn complete_one(schema: &mut Value, is_answer: bool) {
    visit(schema, &mut |schema| {
        if let Some(branches) = schema.remove("oneOf") {
            schema.insert("anyOf".into(), branches);
        }
        if is_kind(schema, "object") && !schema.contains_key("properties") {
            schema.entry("additionalProperties").or_insert(Value::Bool(true));
        }
        if is_answer {
            say_what_is_written(schema);
        }
    });
}

/// Takes null out of a parameter's types: a parameter is text or absent.
fn drop_null(schema: &mut Value) {
    if let Some(Value::Array(kinds)) = schema.get_mut("type") {
        kinds.retain(|kind| kind != "null");
        if let [kind] = kinds.as_mut_slice() {
            let kind = kind.take();
            schema["type"] = kind;
        }
    }
}

/// Names the schemas that requests are made of.
fn asked(document: &mut Value) -> HashSet<String> {
    let mut asked = HashSet::new();
    let mut open = Vec::new();
    for (_, operation) in operations(document) {
        operation.iter().filter(|(part, _)| *part != "responses").for_each(|(_, value)| references(value, &mut open));
    }
    while let Some(name) = open.pop() {
        references(&document["components"]["schemas"][&name], &mut open);
        open.retain(|name| !asked.contains(name));
        asked.insert(name);
    }
    asked
}

/// Adds the names of the schemas that a value refers to.
fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(path) = fields.get("$ref").and_then(Value::as_str) {
                names.extend(path.rsplit('/').next().map(str::to_owned));
            }
            fields.values().for_each(|value| references(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, names)),
        _ => {}
    }
}

/// Calls `change` for every schema that a part of an operation has by itself.
fn roots(value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "schema" { change(value) } else { roots(value, change) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|value| roots(value, change)),
        _ => {}
    }
}

/// Calls `change` for a schema and all within it.
fn visit(schema: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Value::Object(schema) = schema else { return };
    change(schema);
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => properties.values_mut().for_each(|it| visit(it, change)),
            ("items" | "additionalProperties", value) => visit(value, change),
            ("allOf" | "anyOf", Value::Array(branches)) => branches.iter_mut().for_each(|it| visit(it, change)),
            _ => {}
        }
    }
}

/// Says of an answer which fields it always has, and what its statuses and times look like.
fn say_what_is_written(schema: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    let mut nullable = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else { continue };
        if admits_null(property) {
            nullable.push(Value::String(name.clone()));
        }
        let is_text = is_kind(property, "string");
        match name.as_str() {
            "status" if is_text => *property = reference("JobStatus"),
            "status" if is_kind(property, "integer") => *property = reference("Status"),
            name if is_text && ENTITY_TIMES.contains(&name) => say_time(property, time::LOCAL_PATTERN),
            name if is_text && JOB_TIMES.contains(&name) => say_time(property, time::JOB_PATTERN),
            _ => {}
        }
    }
    if nullable.is_empty() {
        return;
    }
    if let Value::Array(required) = schema.entry("required").or_insert_with(|| json!([])) {
        nullable.retain(|name| !required.contains(name));
        required.append(&mut nullable);
    }
}

/// A day and time without a zone, which the registry of OpenAPI's formats has a name for.
fn say_time(property: &mut Map<String, Value>, pattern: &str) {
    property.insert("format".into(), "date-time-local".into());
    property.insert("pattern".into(), pattern.into());
}

fn is_kind(schema: &Map<String, Value>, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(word)) => word == kind,
        Some(Value::Array(words)) => words.iter().any(|word| word == kind),
        _ => false,
    }
}

fn admits_null(schema: &Map<String, Value>) -> bool {
    let is_null = |branch: &Value| branch["type"] == "null";
    is_kind(schema, "null")
        || ["oneOf", "anyOf"].iter().any(|keyword| {
            schema.get(*keyword).and_then(Value::as_array).is_some_and(|branches| branches.iter().any(is_null))
        })
}

fn reference(name: &str) -> Map<String, Value> {
    Map::from_iter([("$ref".into(), format!("#/components/schemas/{name}").into())])
}

fn status() -> Value {
    let statuses: Vec<Status> = (0..=u8::MAX).map_while(|number| Status::try_from(number).ok()).collect();
    json!({
        "type": "integer",
        "format": "int32",
        "description": "The status of an entity that jobs work on: 0 not started, 1 delivered, 2 started, 3 finished, 4 error.",
        "enum": statuses,
        "x-enum-varnames": statuses.iter().map(|status| format!("{status:?}")).collect::<Vec<_>>(),
    })
}

fn job_status() -> Value {
    json!({
        "type": "string",
        "description": "The status of a job: waiting, at work, or how it ended.",
        "enum": JOB_STATUSES.map(JobStatus::word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(schema: Value, is_answer: bool) -> Value {
        let mut schema = schema;
        complete_one(&mut schema, is_answer);
        schema
    }

    #[test]
    fn branches_may_overlap_and_free_objects_are_free() {
        let schema =
            json!({ "oneOf": [{ "type": "object" }, { "type": "array", "items": { "type": ["object", "null"] } }] });
        assert_eq!(
            completed(schema, false),
            json!({ "anyOf": [
                { "type": "object", "additionalProperties": true },
                { "type": "array", "items": { "type": ["object", "null"], "additionalProperties": true } },
            ] })
        );
        let typed = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
        assert_eq!(completed(typed.clone(), false), typed);
    }

    #[test]
    fn answers_have_their_nullable_fields_and_known_statuses_and_times() {
        let schema = json!({ "type": "object", "required": ["id"], "properties": {
            "id": { "type": "integer" },
            "note": { "type": ["string", "null"] },
            "status": { "type": "integer" },
            "end_time": { "type": ["string", "null"] },
            "left_out": { "type": "boolean" },
        } });
        let answer = completed(schema.clone(), true);
        assert_eq!(answer["required"], json!(["id", "note", "end_time"]));
        assert_eq!(answer["properties"]["status"], json!({ "$ref": "#/components/schemas/Status" }));
        assert_eq!(answer["properties"]["end_time"]["pattern"], time::LOCAL_PATTERN);
        assert_eq!(completed(schema.clone(), false), schema);
    }

    #[test]
    fn what_requests_are_made_of_is_found_through_other_schemas() {
        let body = json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } });
        let mut document = json!({
            "paths": { "/": { "post": { "requestBody": body, "responses": { "200": { "$ref": "#/components/schemas/C" } } } } },
            "components": { "schemas": { "A": { "items": { "$ref": "#/components/schemas/B" } }, "B": {}, "C": {} } },
        });
        assert_eq!(asked(&mut document), HashSet::from(["A".into(), "B".into()]));
    }

    #[test]
    fn every_status_is_published() {
        assert_eq!(status()["enum"], json!([0, 1, 2, 3, 4]));
        let words: Vec<Value> = JOB_STATUSES.iter().map(|status| json!(status)).collect();
        assert_eq!(job_status()["enum"], json!(words));
    }
}
