//! JSON files: a list of objects, one a row.

use super::json_scan::{Objects, wrong};
use super::json_values::{Names, Row};
use super::text::{RowText, Rows, write_row};
use super::{Form, archive, in_stream};
use crate::csv::Dialect;
use crate::filled::Filled;
use crate::names;
use crate::store::Source;
use indexmap::IndexSet;
use skydash_catalog::loaders::Json;
use skydash_domain::{Error, Result};
use std::io::Read;

/// Gives `work` the rows as text. Objects may have different keys: the file is read once to collect them, in the
/// order in which they first appear, and once more for the values.
pub(crate) fn with_text<R>(
    source: &mut dyn Source,
    json: &Json,
    work: &mut dyn FnMut(&mut dyn Read, &Form) -> Result<R>,
) -> Result<R> {
    let key = json.data_key.as_deref().filter(|key| !key.is_empty());
    let columns = archive::with_raw(source, &mut |raw| columns(raw, key).map_err(sentence))?;
    if columns.is_empty() {
        return Err(Error::invalid("The file has no rows. Upload a list of at least one object with values."));
    }
    let names: Vec<String> = columns.iter().cloned().collect();
    names::check(&names)?;
    let form = Form { dialect: Dialect::plain(), types: None };
    archive::with_raw(source, &mut |raw| {
        let objects = Objects::open(raw, key).map_err(sentence)?;
        let row = Row { names: &columns, values: Vec::new(), written: 0 };
        let filled =
            Filled::new("Leave out keys that few objects have, or upload the table as CSV with all values written.");
        let rows = Records { objects, row, filled, text: Vec::new() };
        work(&mut RowText::new(&names, rows), &form)
    })
}

fn columns(raw: &mut dyn Read, key: Option<&str>) -> std::io::Result<IndexSet<String>> {
    let mut objects = Objects::open(raw, key)?;
    let mut names = Names::default();
    let mut text = Vec::new();
    while !names.full() && objects.next(&mut text)? {
        names.collect(&text).map_err(|error| broken(&error, objects.count))?;
    }
    Ok(names.names)
}

fn broken(error: &serde_json::Error, row: u64) -> std::io::Error {
    wrong(format!("Row {row} of the JSON file is broken ({error}). Correct it."))
}

fn sentence(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::InvalidData => Error::invalid(error.to_string()),
        _ => super::unreadable(&error),
    }
}

/// The objects of a list as rows.
struct Records<'a> {
    objects: Objects<'a>,
    row: Row<'a>,
    filled: Filled,
    text: Vec<u8>,
}

impl Rows for Records<'_> {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        if !self.objects.next(&mut self.text)? {
            return Ok(false);
        }
        self.row.read(&self.text).map_err(|error| broken(&error, self.objects.count))?;
        let (written, columns) = (self.row.written.min(self.row.names.len()), self.row.names.len());
        self.filled.add(written as u64, (columns - written) as u64).map_err(in_stream)?;
        write_row(self.row.values.iter().map(String::as_str), out);
        Ok(true)
    }
}
