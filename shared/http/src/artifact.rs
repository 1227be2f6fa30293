//! Artifacts as clients look at them: numbered, with what users put in their place.

use serde::Serialize;
use serde_json::{Map, Value, json};
use skydash_domain::artifact::Artifact;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Something to look at, or several such things under headings.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ArtifactAnswer {
    /// One thing.
    Leaf(Leaf),
    /// Several.
    Grouped {
        /// Always `grouped`.
        r#type: GroupedKind,
        /// Its heading.
        title: Option<String>,
        /// The groups.
        groups: Vec<GroupAnswer>,
    },
}

/// A figure, table, text or picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct Leaf {
    /// What the payload is.
    r#type: Kind,
    /// Its heading.
    title: Option<String>,
    /// `explanation`.
    role: &'static str,
    /// A figure as JSON text, a text, `{columns, rows, highlight}`, or `{data, mime}` with base64.
    #[schema(value_type = Payload)]
    payload: Value,
    /// Its number over all leaves of the answer.
    index: u32,
    /// True where a user put another payload in its place.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    overridden: bool,
}

/// The one word that tells groups from a single thing.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum GroupedKind {
    /// Several things.
    Grouped,
}

/// What sort of thing it is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A figure.
    Plotly,
    /// A table.
    Table,
    /// A text.
    Text,
    /// A picture.
    Image,
}

/// The thing itself.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what is written as JSON")]
enum Payload {
    /// A text, or a figure as JSON text.
    Text(String),
    /// A table or a picture.
    Parts(Map<String, Value>),
}

/// Artifacts under a heading.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupAnswer {
    title: String,
    artifacts: Vec<Leaf>,
}

/// The artifacts, numbered over all leaves. `overrides` are payloads as JSON text, by number; those of numbers that no leaf
/// has are left out.
#[must_use]
pub fn answer(artifacts: Vec<Artifact>, overrides: &BTreeMap<u32, String>) -> Vec<ArtifactAnswer> {
    let mut numbered = Numbered { next: 0, overrides };
    artifacts.into_iter().map(|artifact| numbered.artifact(artifact)).collect()
}

struct Numbered<'a> {
    next: u32,
    overrides: &'a BTreeMap<u32, String>,
}

impl Numbered<'_> {
    fn artifact(&mut self, artifact: Artifact) -> ArtifactAnswer {
        match artifact {
            Artifact::Grouped { title, groups } => {
                let groups = groups.into_iter().map(|group| GroupAnswer {
                    title: group.title,
                    artifacts: group.artifacts.into_iter().map(|artifact| self.leaf(artifact)).collect(),
                });
                ArtifactAnswer::Grouped { r#type: GroupedKind::Grouped, title, groups: groups.collect() }
            }
            single => ArtifactAnswer::Leaf(self.leaf(single)),
        }
    }

    fn leaf(&mut self, artifact: Artifact) -> Leaf {
        let (kind, title, payload) = match artifact {
            Artifact::Plotly { title, figure } => (Kind::Plotly, title, Value::String(figure.to_string())),
            Artifact::Table { title, columns, rows, highlight } => {
                (Kind::Table, title, json!({ "columns": columns, "rows": rows, "highlight": highlight }))
            }
            Artifact::Text { title, text } => (Kind::Text, title, Value::String(text)),
            Artifact::Image { title, data, mime } => (Kind::Image, title, json!({ "data": data, "mime": mime })),
            // Groups are not nested; one that was would be an empty text.
            Artifact::Grouped { title, .. } => (Kind::Text, title, Value::String(String::new())),
        };
        let index = self.next;
        self.next += 1;
        let given = self.overrides.get(&index).map(|text| match kind {
            Kind::Plotly | Kind::Text => Value::String(text.clone()),
            Kind::Table | Kind::Image => serde_json::from_str(text).unwrap_or_default(),
        });
        let overridden = given.is_some();
        Leaf { r#type: kind, title, role: "explanation", payload: given.unwrap_or(payload), index, overridden }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::artifact::{Cell, Group};

    #[test]
    fn leaves_are_numbered_over_groups_and_can_be_overridden() {
        let text = |text: &str| Artifact::Text { title: None, text: text.into() };
        let table = Artifact::Table {
            title: Some("T".into()),
            columns: vec!["a".into()],
            rows: vec![vec![json!(1)]],
            highlight: vec![Cell { row: 0, column: 0 }],
        };
        let group = Group { title: "G".into(), artifacts: vec![text("x"), table] };
        let figure = Artifact::Plotly { title: None, figure: json!({ "data": [], "layout": {} }) };
        let artifacts = vec![figure, Artifact::Grouped { title: None, groups: vec![group] }, text("last")];
        let overrides =
            BTreeMap::from([(0, "{\"data\":[1]}".into()), (2, "{\"columns\":[]}".into()), (9, "{}".into())]);
        let role = "explanation";
        assert_eq!(
            serde_json::to_value(answer(artifacts.clone(), &overrides)).unwrap(),
            json!([
                { "type": "plotly", "title": null, "role": role, "payload": "{\"data\":[1]}", "index": 0, "overridden": true },
                { "type": "grouped", "title": null, "groups": [{ "title": "G", "artifacts": [
                    { "type": "text", "title": null, "role": role, "payload": "x", "index": 1 },
                    { "type": "table", "title": "T", "role": role, "payload": { "columns": [] }, "index": 2, "overridden": true },
                ] }] },
                { "type": "text", "title": null, "role": role, "payload": "last", "index": 3 },
            ])
        );
        let plain = serde_json::to_value(answer(artifacts, &BTreeMap::new())).unwrap();
        assert_eq!(plain[0]["payload"], "{\"data\":[],\"layout\":{}}");
        assert_eq!(
            plain[1]["groups"][0]["artifacts"][1]["payload"],
            json!({ "columns": ["a"], "rows": [[1]], "highlight": [{ "row": 0, "column": 0 }] })
        );
    }
}
