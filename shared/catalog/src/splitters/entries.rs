//! The entries of a `splits` object, read so that millions of row numbers take no more memory than they need.

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// What a session's `splits` text says, not yet compared with any splitter.
#[derive(Debug, Clone, PartialEq)]
pub struct Entries(pub(super) BTreeMap<String, Entry>);

/// What one of them says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// A text, number, truth value or null.
    Setting(Value),
    /// A list of row numbers; none when something else is in it.
    Rows(Option<Vec<usize>>),
    /// An object.
    Object(BTreeMap<String, Entry>),
}

impl Entries {
    /// As parameters of a splitter, none of which is a list or an object.
    pub(super) fn parameters(&self) -> Map<String, Value> {
        let value = |entry: &Entry| match entry {
            Entry::Setting(value) => value.clone(),
            Entry::Rows(_) => json!([]),
            Entry::Object(_) => json!({}),
        };
        self.0.iter().map(|(name, entry)| (name.clone(), value(entry))).collect()
    }

    /// The same as JSON text, without the lists of rows.
    #[must_use]
    pub fn settings(&self) -> String {
        let setting = |(name, entry): (&String, &Entry)| match entry {
            Entry::Setting(value) => Some((name.clone(), value.clone())),
            Entry::Rows(_) | Entry::Object(_) => None,
        };
        Value::Object(self.0.iter().filter_map(setting).collect()).to_string()
    }
}

impl Entry {
    fn row(&self) -> Option<usize> {
        match self {
            Self::Setting(value) => value.as_u64().and_then(|row| usize::try_from(row).ok()),
            Self::Rows(_) | Self::Object(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Entry::deserialize(deserializer)? {
            Entry::Object(entries) => Ok(Self(entries)),
            Entry::Setting(_) | Entry::Rows(_) => {
                Err(D::Error::custom("expected an object with the splitter's name and parameters"))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyEntry)
    }
}

struct AnyEntry;

impl<'de> Visitor<'de> for AnyEntry {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Entry, E> {
        Ok(Entry::Setting(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Entry, E> {
        Ok(Entry::Setting(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Entry, E> {
        Ok(Entry::Setting(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Entry, E> {
        Ok(Entry::Setting(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Entry, E> {
        Ok(Entry::Setting(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Entry, E> {
        Ok(Entry::Setting(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Entry, A::Error> {
        let mut rows = Some(Vec::new());
        while let Some(item) = items.next_element::<Entry>()? {
            match (&mut rows, item.row()) {
                (Some(rows), Some(row)) => rows.push(row),
                _ => rows = None,
            }
        }
        Ok(Entry::Rows(rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Entry, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((name, entry)) = fields.next_entry()? {
            entries.insert(name, entry);
        }
        Ok(Entry::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_numbers_are_told_from_everything_else() {
        let text = r#"{"name": "x", "rows": [3, 0], "mixed": [1, "a", 2], "negative": [-1], "inner": {"rows": [[1]]}, "n": 0.5}"#;
        let entries: Entries = serde_json::from_str(text).unwrap();
        assert_eq!(entries.0["rows"], Entry::Rows(Some(vec![3, 0])));
        assert_eq!([&entries.0["mixed"], &entries.0["negative"]], [&Entry::Rows(None), &Entry::Rows(None)]);
        assert_eq!(entries.0["inner"], Entry::Object([("rows".to_owned(), Entry::Rows(None))].into()));
        assert_eq!(entries.settings(), r#"{"n":0.5,"name":"x"}"#);
        assert_eq!(entries.parameters()["mixed"], json!([]));
    }

    #[test]
    fn only_an_object_has_entries() {
        for (text, is_json) in [("[1]", true), ("1", true), ("null", true), ("{bad", false), (r#"{"a": 1} x"#, false)] {
            let error = serde_json::from_str::<Entries>(text).unwrap_err();
            assert_eq!(error.is_data(), is_json, "{text}");
        }
    }
}
