//! The catalog as clients get it, rendered once a language.

use crate::entry::Entry;
use crate::language::{LANGUAGES, all_languages, position, translate};
use crate::registry;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The whole catalog in one language.
#[derive(Debug)]
pub struct Published {
    all: String,
    one: HashMap<&'static str, String>,
}

impl Published {
    /// The JSON array of every component.
    #[must_use]
    pub fn all(&self) -> &[u8] {
        self.all.as_bytes()
    }

    /// The JSON object of one component.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&[u8]> {
        self.one.get(name).map(String::as_bytes)
    }

    /// The JSON array of some components.
    #[must_use]
    pub fn some(&self, entries: &[&Entry]) -> Vec<u8> {
        let texts: Vec<&str> =
            entries.iter().filter_map(|entry| self.one.get(entry.name)).map(String::as_str).collect();
        array(&texts).into_bytes()
    }
}

/// The catalog in the language of a code (English for an unknown one). Rendered at the first call, then shared.
#[must_use]
pub fn published(language: &str) -> &'static Published {
    static PUBLISHED: [OnceLock<Published>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
    let position = position(language);
    PUBLISHED[position].get_or_init(|| {
        let text = |text: &str| translate(position, text);
        let json = |entry: &'static Entry| {
            let rendered = if position == 0 { plain(entry) } else { render(entry, &text) };
            serde_json::to_string(&rendered).unwrap_or_default()
        };
        let one: HashMap<&str, String> = registry::all().iter().map(|entry| (entry.name, json(entry))).collect();
        let in_order: Vec<&str> = registry::all().iter().map(|entry| one[entry.name].as_str()).collect();
        Published { all: array(&in_order), one }
    })
}

/// A component with each text in every language, by code.
#[must_use]
pub fn multilingual(entry: &Entry) -> Value {
    serde_json::to_value(render(entry, &all_languages)).unwrap_or_default()
}

fn array(texts: &[&str]) -> String {
    format!("[{}]", texts.join(","))
}

/// A component as clients get it.
#[derive(Serialize)]
struct Rendered<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    configurable_object: bool,
    schema: Option<Cow<'a, Value>>,
    metadata: Cow<'a, Value>,
    description: Value,
    display_name: Option<Value>,
    color: Option<&'a str>,
    required_credentials: [&'a str; 0],
    optional_credentials: [&'a str; 0],
    credentials_satisfied: bool,
    downloaded: bool,
}

/// A component with its own texts, which are English. It is a function's first answer, so nothing large is copied.
fn plain(entry: &Entry) -> Rendered<'_> {
    let schema = entry.schema.as_ref().map(Cow::Borrowed);
    put_together(entry, schema, Cow::Borrowed(&entry.metadata), &|text| Value::String(text.to_owned()))
}

/// A component with other texts.
fn render<'a>(entry: &'a Entry, text: &dyn Fn(&str) -> Value) -> Rendered<'a> {
    let schema = entry.schema.as_ref().map(|schema| Cow::Owned(render_schema(schema, text)));
    put_together(entry, schema, Cow::Owned(render_metadata(&entry.metadata, text)), text)
}

fn put_together<'a>(
    entry: &'a Entry,
    schema: Option<Cow<'a, Value>>,
    metadata: Cow<'a, Value>,
    text: &dyn Fn(&str) -> Value,
) -> Rendered<'a> {
    Rendered {
        name: entry.name,
        kind: entry.kind.word(),
        configurable_object: schema.is_some(),
        schema,
        metadata,
        description: text(&entry.description),
        display_name: entry.display_name.map(text),
        color: entry.color,
        required_credentials: [],
        optional_credentials: [],
        credentials_satisfied: true,
        downloaded: true,
    }
}

/// Of the metadata, what people read is translated.
fn render_metadata(metadata: &Value, text: &dyn Fn(&str) -> Value) -> Value {
    let mut metadata = metadata.clone();
    for key in ["display_name", "short_description"] {
        if let Some(place) = metadata.get_mut(key)
            && let Value::String(english) = place
        {
            *place = text(english);
        }
    }
    metadata
}

fn render_schema(schema: &Value, text: &dyn Fn(&str) -> Value) -> Value {
    let mut schema = schema.clone();
    for place in texts(&mut schema) {
        if let Value::String(english) = place {
            *place = text(english);
        }
    }
    schema
}

/// The places of a schema that hold texts for people.
fn texts(schema: &mut Value) -> Vec<&mut Value> {
    let mut places = Vec::new();
    for (key, value) in schema.as_object_mut().into_iter().flatten() {
        match key.as_str() {
            "description" => places.push(value),
            "properties" => {
                places.extend(value.as_object_mut().into_iter().flatten().flat_map(|(_, field)| field_texts(field)));
            }
            "x-dashai-rules" => {
                for (_, value) in value.as_array_mut().into_iter().flatten().flat_map(|rule| {
                    rule.as_object_mut().into_iter().flatten().filter(|(key, _)| *key == "message" || *key == "reason")
                }) {
                    places.push(value);
                }
            }
            _ => {}
        }
    }
    places
}

fn field_texts(field: &mut Value) -> Vec<&mut Value> {
    let mut places = Vec::new();
    for (key, value) in field.as_object_mut().into_iter().flatten() {
        match key.as_str() {
            "title" | "description" => places.push(value),
            "enumNames" => places.extend(value.as_array_mut().into_iter().flatten()),
            "anyOf" => places.extend(value.as_array_mut().into_iter().flatten().flat_map(field_texts)),
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::table;
    use serde_json::json;
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    fn english() -> BTreeSet<String> {
        let found = RefCell::new(BTreeSet::new());
        for entry in registry::all() {
            render(entry, &|text| {
                found.borrow_mut().insert(text.to_owned());
                Value::Null
            });
        }
        found.into_inner()
    }

    #[test]
    fn every_text_is_translated_and_no_translation_is_stale() {
        let english = english();
        for (position, code) in LANGUAGES.iter().enumerate().skip(1) {
            let translated: BTreeSet<String> = table(position).keys().cloned().collect();
            let missing: Vec<&String> = english.difference(&translated).collect();
            let stale: Vec<&String> = translated.difference(&english).collect();
            assert!(missing.is_empty(), "{code}: missing {missing:#?}");
            assert!(stale.is_empty(), "{code}: stale {stale:#?}");
        }
    }

    #[test]
    fn a_component_has_exactly_the_twelve_keys() {
        for entry in registry::all() {
            let value: Value = serde_json::from_slice(published("en").one(entry.name).unwrap()).unwrap();
            let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
            assert_eq!(keys.len(), 12, "{}", entry.name);
            assert_eq!(value["configurable_object"], json!(!value["schema"].is_null()));
        }
    }

    #[test]
    fn what_is_not_translated_is_rendered_alike() {
        for entry in registry::all() {
            let same = render(entry, &|text| Value::String(text.to_owned()));
            assert_eq!(serde_json::to_string(&plain(entry)).unwrap(), serde_json::to_string(&same).unwrap());
        }
    }

    #[test]
    fn languages_differ_and_unknown_ones_are_english() {
        let of = |code: &str| String::from_utf8_lossy(published(code).one("RandomForestClassifier").unwrap());
        assert_ne!(of("en"), of("de"));
        assert_eq!(of("en"), of("fr"));
        let forest = multilingual(registry::find("RandomForestClassifier").unwrap());
        assert_eq!(forest["display_name"]["en"], "Random Forest");
        assert_eq!(forest["display_name"].as_object().unwrap().len(), 5);
    }

    #[test]
    fn the_list_is_the_sum_of_its_parts() {
        let all: Vec<&Entry> = registry::all().iter().collect();
        assert_eq!(published("zh").some(&all), published("zh").all());
    }
}
