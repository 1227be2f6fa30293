//! Whole tables: from files to answers.

mod arff;
mod bad_input;
mod cells;
mod changing;
mod formats;
mod golden;
mod old_workbooks;
mod properties;
mod queries;
mod typing;
mod wide;

use crate::{Filter, Loader, Memory, Options, Sort, ingest, rows};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use skydash_domain::Result;
use skydash_domain::progress::Silent;
use skydash_domain::summary::Summary;
use std::io::Cursor;

/// A table with its parts.
pub(super) struct Stored {
    pub summary: Summary,
    pub parts: Memory,
}

pub(super) fn csv() -> Loader {
    Loader::new("CSVDataLoader", &object(json!({"separator": ","}))).unwrap()
}

pub(super) fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

pub(super) fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub(super) fn read(bytes: &[u8], loader: &Loader, options: &Options) -> Result<Stored> {
    let parts = Memory::default();
    let summary = ingest(&mut Cursor::new(bytes), loader, options, &mut &parts, &parts, &Silent)?;
    Ok(Stored { summary, parts })
}

pub(super) fn table(text: &str) -> Stored {
    read(text.as_bytes(), &csv(), &Options { statistics: true, ..Options::default() }).unwrap()
}

pub(super) fn refused(bytes: &[u8], loader: &Loader) -> String {
    match read(bytes, loader, &Options { statistics: true, ..Options::default() }) {
        Ok(stored) => panic!("was read: {:?}", stored.summary.columns),
        Err(error) => error.to_string(),
    }
}

/// A page, read back.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub rows: Vec<Map<String, Value>>,
    pub total: u64,
}

pub(super) fn page_of(stored: &Stored, page: i64, size: i64, filter: &Filter, sort: &Sort) -> Page {
    serde_json::from_slice(&rows(&stored.summary, &stored.parts, page, size, filter, sort).unwrap()).unwrap()
}

/// Type names by column.
pub(super) fn types(stored: &Stored) -> Vec<(&str, &str)> {
    stored.summary.columns.iter().map(|column| (column.name.as_str(), column.column_type.name())).collect()
}
