//! Rows as delimited text, made while it is read.

use std::io::Read;

/// Makes rows one after the other: writes the next one's text and says whether there was one.
pub(crate) trait Rows {
    /// Adds the text of the next row; false at the end.
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool>;
}

/// The text of rows, as a stream.
pub(crate) struct RowText<R> {
    rows: R,
    text: Vec<u8>,
    at: usize,
}

impl<R: Rows> RowText<R> {
    /// Starts with a row of column names.
    pub(crate) fn new(names: &[String], rows: R) -> Self {
        let mut text = Vec::new();
        write_row(names.iter().map(String::as_str), &mut text);
        Self { rows, text, at: 0 }
    }

    /// Starts without column names.
    pub(crate) fn without_names(rows: R) -> Self {
        Self { rows, text: Vec::new(), at: 0 }
    }
}

impl<R: Rows> Read for RowText<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            while self.text.len() < out.len().min(64 << 10) && self.rows.next_row(&mut self.text)? {}
        }
        let length = out.len().min(self.text.len() - self.at);
        out[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

/// Adds a row of values, quoted where needed, and ends it.
pub(crate) fn write_row<'a>(values: impl Iterator<Item = &'a str>, out: &mut Vec<u8>) {
    let start = out.len();
    for (index, value) in values.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_value(value, out);
    }
    if out.len() == start {
        // A lone missing value is not a blank line.
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}

/// Adds one value, quoted where needed.
fn write_value(value: &str, out: &mut Vec<u8>) {
    if !value.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(value.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in value.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
