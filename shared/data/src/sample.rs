//! The first rows of a table, to be shown: as many as fit in a budget of bytes, long texts cut short.

use crate::cell::{Cell, View};
use serde_json::{Map, Value};

/// Bytes of a text that is never cut, however many columns there are.
const SHORT_BYTES: usize = 256;

/// Rows that are shown.
#[derive(Debug)]
pub(crate) struct Sample {
    /// The rows, each from column name to value.
    pub rows: Vec<Map<String, Value>>,
    max_rows: usize,
    left: usize,
    text_bytes: usize,
}

impl Sample {
    /// No rows yet of this many columns. At most `max_rows` are taken, and no more than fit in `bytes` of JSON, but the
    /// first one always. A text longer than an even share of the budget is cut.
    pub(crate) fn new(columns: usize, max_rows: usize, bytes: usize) -> Self {
        let text_bytes = (bytes / (max_rows * columns).max(1)).max(SHORT_BYTES);
        Self { rows: Vec::new(), max_rows, left: bytes, text_bytes }
    }

    /// Takes rows of these columns until there are enough.
    pub(crate) fn add(&mut self, names: &[String], views: &[View<'_>], rows: usize) {
        for row in 0..rows.min(self.max_rows - self.rows.len()) {
            let mut size = 0;
            let mut value = |cell: Cell<'_>| {
                let (value, bytes) = shown(cell, self.text_bytes);
                size += bytes;
                value
            };
            let values: Map<String, Value> =
                names.iter().zip(views).map(|(name, view)| (name.clone(), value(view.get(row)))).collect();
            size += names.iter().map(|name| name.len() + 4).sum::<usize>();
            if size > self.left && !self.rows.is_empty() {
                self.max_rows = self.rows.len();
                return;
            }
            self.left = self.left.saturating_sub(size);
            self.rows.push(values);
        }
    }
}

/// A value as JSON, its text cut to this many bytes, and the bytes that it takes.
fn shown(cell: Cell<'_>, bytes: usize) -> (Value, usize) {
    let Cell::Text(text) = cell else { return (cell.json(), 24) };
    let mut size = 0;
    for (at, character) in text.char_indices() {
        let next = size + json_bytes(character);
        if next > bytes {
            return (Value::from(format!("{}...", &text[..at])), size + 5);
        }
        size = next;
    }
    (Value::from(text), size + 2)
}

/// Bytes that a character takes in JSON.
fn json_bytes(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..' ' => 6,
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{NamedFrom, Series};

    fn sample(texts: &[&str], max_rows: usize, bytes: usize) -> Vec<String> {
        let series = Series::new("a".into(), texts);
        let mut sample = Sample::new(1, max_rows, bytes);
        sample.add(&["a".to_owned()], &[View::new(&series).unwrap()], texts.len());
        sample.rows.iter().map(|row| row["a"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn rows_are_taken_while_they_fit_and_the_first_one_always() {
        assert_eq!(sample(&["x", "y", "z"], 2, 1000), ["x", "y"]);
        assert_eq!(sample(&["x", "y", "z"], 3, 15), ["x"]);
        assert_eq!(sample(&["x"], 3, 0), ["x"]);
    }

    #[test]
    fn long_texts_are_cut_to_what_they_take_in_json() {
        let cut = |text: &str| sample(&[&text.repeat(1000)], 1, 300).remove(0);
        assert_eq!(cut("x"), "x".repeat(300) + "...");
        assert_eq!(cut("é"), "é".repeat(150) + "...");
        assert_eq!(cut("\u{1}"), "\u{1}".repeat(50) + "...");
        assert_eq!(sample(&[&"x".repeat(256)], 100, 1), ["x".repeat(256)]);
    }
}
