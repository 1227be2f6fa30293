//! The answers that extractors and middleware give for all handlers, and what every answer is called.

use super::operations;
use crate::error::Detail;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// An answer that no handler gives itself.
struct Shared {
    status: StatusCode,
    /// When it is given.
    description: &'static str,
    /// Which operations can be answered so.
    applies: fn(&Operation<'_>) -> bool,
}

const SHARED: [Shared; 10] = [
    Shared {
        status: StatusCode::BAD_REQUEST,
        description: "The request cannot be read, or its body broke off",
        applies: |_| true,
    },
    Shared {
        status: StatusCode::FORBIDDEN,
        description: "A page of another origin may not do this",
        applies: |_| true,
    },
    Shared {
        status: StatusCode::REQUEST_TIMEOUT,
        description: "The request body stopped coming",
        applies: |it| it.has_body(),
    },
    Shared {
        status: StatusCode::CONFLICT,
        description: "Others keep changing the same. Try again",
        applies: |it| it.changes(),
    },
    Shared {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        description: "The request body is too large",
        applies: |it| it.has_body(),
    },
    Shared {
        status: StatusCode::MISDIRECTED_REQUEST,
        description: "This server does not answer to that host name",
        applies: |_| true,
    },
    Shared {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        description: "A parameter or the body does not have the published shape",
        applies: |it| it.is_checked(),
    },
    Shared { status: StatusCode::INTERNAL_SERVER_ERROR, description: "A defect of the server", applies: |_| true },
    Shared {
        status: StatusCode::SERVICE_UNAVAILABLE,
        description: "What this needs cannot be reached, or is busy. Try again in a moment",
        applies: |_| true,
    },
    Shared {
        status: StatusCode::INSUFFICIENT_STORAGE,
        description: "The disk of the data directory is full. Deleting goes on",
        applies: |it| it.changes(),
    },
];

/// An operation of a document.
struct Operation<'a> {
    method: &'a str,
    fields: &'a Map<String, Value>,
}

impl Operation<'_> {
    /// Whether it takes a body.
    fn has_body(&self) -> bool {
        self.fields.contains_key("requestBody")
    }

    /// Whether it may change anything.
    fn changes(&self) -> bool {
        self.method != "get"
    }

    /// Whether anything of a request has to have a shape: a body, a part of the path, or a query parameter that must be
    /// there or is not any text.
    fn is_checked(&self) -> bool {
        let parameters = self.fields.get("parameters").and_then(Value::as_array);
        let is_checked = |parameter: &Value| match parameter["in"].as_str() {
            Some("path") => true,
            Some("query") => parameter["required"] == true || parameter["schema"]["type"] != "string",
            _ => false,
        };
        self.has_body() || parameters.is_some_and(|them| them.iter().any(is_checked))
    }
}

/// Adds the shared answers to every operation that does not have answers of its own with the same status, and a
/// description to every answer that has none: the status' reason.
pub(super) fn complete(document: &mut Value) {
    for (method, fields) in operations(document) {
        let mut answers = match fields.get_mut("responses").map(Value::take) {
            Some(Value::Object(answers)) => answers,
            _ => Map::new(),
        };
        let operation = Operation { method, fields };
        for shared in SHARED.iter().filter(|shared| (shared.applies)(&operation)) {
            answers.entry(shared.status.as_str()).or_insert_with(|| sentence(shared.description));
        }
        for (status, answer) in &mut answers {
            describe(status, answer);
        }
        answers.sort_keys();
        fields.insert("responses".into(), Value::Object(answers));
    }
}

/// An answer whose body says what went wrong.
fn sentence(description: &str) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{}", Detail::name()) });
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

/// Gives an answer without a description one.
fn describe(status: &str, answer: &mut Value) {
    let reason = status.parse().ok().and_then(|status: StatusCode| status.canonical_reason()).unwrap_or(status);
    if let Value::Object(answer) = answer
        && answer.get("description").and_then(Value::as_str).unwrap_or_default().is_empty()
    {
        answer.shift_insert(0, "description".into(), reason.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(method: &str, operation: Value) -> Vec<String> {
        let mut document = json!({ "paths": { "/": { method: operation } } });
        complete(&mut document);
        document["paths"]["/"][method]["responses"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn an_operation_has_the_answers_that_its_request_can_lead_to() {
        assert_eq!(statuses("get", json!({ "responses": { "200": {} } })), ["200", "400", "403", "421", "500", "503"]);
        let with = |parameter: Value| statuses("get", json!({ "parameters": [parameter] })).contains(&"422".into());
        assert!(with(json!({ "in": "path", "schema": { "type": "string" } })));
        assert!(with(json!({ "in": "query", "schema": { "type": "integer" } })));
        assert!(with(json!({ "in": "query", "required": true, "schema": { "type": "string" } })));
        assert!(!with(json!({ "in": "query", "required": false, "schema": { "type": "string" } })));
        let taking = statuses("put", json!({ "requestBody": {} }));
        assert_eq!(taking, ["400", "403", "408", "409", "413", "421", "422", "500", "503", "507"]);
    }

    #[test]
    fn what_a_router_says_stays_and_what_it_leaves_out_is_the_reason() {
        let answers = json!({ "400": { "description": "No such thing" }, "404": { "content": {} } });
        let mut document = json!({ "paths": { "/": { "get": { "responses": answers } } } });
        complete(&mut document);
        let answers = &document["paths"]["/"]["get"]["responses"];
        assert_eq!(answers["400"], json!({ "description": "No such thing" }));
        assert_eq!(answers["404"], json!({ "description": "Not Found", "content": {} }));
    }
}
