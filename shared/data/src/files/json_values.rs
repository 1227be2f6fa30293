//! Reading an object of a JSON file into columns. Nested values become text while they are read, never trees.

use crate::limits::{MAX_COLUMNS, MAX_NAMES_BYTES};
use indexmap::IndexSet;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt::{Formatter, Result as Formatted};

/// Column names, in the order in which they first appear.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The names.
    pub names: IndexSet<String>,
    bytes: usize,
}

impl Names {
    /// Whether there are more than a table may have, or they are longer; no more are taken then.
    pub(super) fn full(&self) -> bool {
        self.names.len() > MAX_COLUMNS || self.bytes > MAX_NAMES_BYTES
    }

    /// Takes the keys of the object with this text.
    pub(super) fn collect(&mut self, text: &[u8]) -> serde_json::Result<()> {
        let mut reader = serde_json::Deserializer::from_slice(text);
        reader.deserialize_map(self)?;
        reader.end()
    }
}

impl<'de> Visitor<'de> for &mut Names {
    type Value = ();

    fn expecting(&self, out: &mut Formatter<'_>) -> Formatted {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if !self.full() && !self.names.contains(name.trim()) {
                self.bytes += name.trim().len();
                self.names.insert(name.trim().to_owned());
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// A row of texts, one a column.
pub(super) struct Row<'a> {
    /// The columns.
    pub names: &'a IndexSet<String>,
    /// Their values; empty where there is none.
    pub values: Vec<String>,
    /// How many of them the object has.
    pub written: usize,
}

impl Row<'_> {
    /// Takes the values of the object with this text.
    pub(super) fn read(&mut self, text: &[u8]) -> serde_json::Result<()> {
        // Texts that are kept and cleared would keep their room, each that of its longest.
        self.values = vec![String::new(); self.names.len()];
        self.written = 0;
        let mut reader = serde_json::Deserializer::from_slice(text);
        reader.deserialize_map(self)?;
        reader.end()
    }
}

impl<'de> Visitor<'de> for &mut Row<'_> {
    type Value = ();

    fn expecting(&self, out: &mut Formatter<'_>) -> Formatted {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            match self.names.get_index_of(name.trim()).map(|column| &mut self.values[column]) {
                Some(value) => {
                    self.written += 1;
                    value.clear();
                    map.next_value_seed(Text { out: value, nested: false })?;
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Adds a value to a text: a text as it is and nothing for null, JSON when it is nested in another.
struct Text<'a> {
    out: &'a mut String,
    nested: bool,
}

impl Text<'_> {
    fn json<E: serde::de::Error>(self, value: &impl serde::Serialize) -> Result<(), E> {
        self.out.push_str(&serde_json::to_string(value).map_err(E::custom)?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, out: &mut Formatter<'_>) -> Formatted {
        out.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        if self.nested {
            self.out.push_str("null");
        }
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, truth: bool) -> Result<(), E> {
        self.json(&truth)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.json(&number)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.json(&number)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.json(&number)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if self.nested {
            return self.json(&text);
        }
        self.out.push_str(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.out.push('[');
        let start = self.out.len();
        loop {
            let end = self.out.len();
            if end > start {
                self.out.push(',');
            }
            if list.next_element_seed(Text { out: self.out, nested: true })?.is_none() {
                self.out.truncate(end);
                break;
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.out.push('{');
        let start = self.out.len();
        while let Some(name) = map.next_key::<String>()? {
            if self.out.len() > start {
                self.out.push(',');
            }
            Text { out: self.out, nested: true }.json::<A::Error>(&name)?;
            self.out.push(':');
            map.next_value_seed(Text { out: self.out, nested: true })?;
        }
        self.out.push('}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> serde_json::Result<Vec<String>> {
        let names = IndexSet::from(["a".to_owned(), "b".to_owned()]);
        let mut row = Row { names: &names, values: Vec::new(), written: 0 };
        row.read(text.as_bytes()).map(|()| row.values)
    }

    #[test]
    fn nested_values_are_json_again() {
        assert_eq!(row(r#"{"a": "x \"y\"", "c": [1, {"d": 2}], " b ": null}"#).unwrap(), ["x \"y\"", ""]);
        assert_eq!(row(r#"{"a": 1.50, "b": -7}"#).unwrap(), ["1.5", "-7"]);
        let nested = r#"{"a": [ [], [1, 2.0, "é\n", null, true], {} ], "b": {"x": {"y": []}, "z": 1}}"#;
        assert_eq!(row(nested).unwrap(), [r#"[[],[1,2.0,"é\n",null,true],{}]"#, r#"{"x":{"y":[]},"z":1}"#]);
        assert_eq!(row(r#"{"a": 1, "a": 2}"#).unwrap()[0], "2");
        assert!(row(r#"{"a": }"#).is_err() && row(r#"{"a": 1} x"#).is_err() && row("[1]").is_err());
    }

    #[test]
    fn names_end_where_tables_do() {
        let mut names = Names::default();
        names.collect(br#"{" b ": [1], "a": {"c": 1}, "b": 2}"#).unwrap();
        assert_eq!(names.names.iter().collect::<Vec<_>>(), ["b", "a"]);
        names.collect(format!(r#"{{"{}": 1, "z": 1}}"#, "x".repeat(MAX_NAMES_BYTES)).as_bytes()).unwrap();
        assert!(names.full() && names.names.len() == 3);
    }
}
