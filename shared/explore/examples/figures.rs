//! Writes what every explorer shows of small tables as JSON: for the browser test, and to look at.
//!
//! `cargo run -p skydash-explore --example figures -- figures.json`

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the tables are those of tests")]

#[path = "../tests/it/cases.rs"]
mod cases;
#[path = "../tests/it/tables.rs"]
#[expect(dead_code, reason = "tests use more tables")]
mod tables;

use cases::{Table, all};
use serde_json::{Value, json};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: figures FILE")?;
    let (penguins, series) = (tables::penguins(), tables::series(200));
    let mut shown = Vec::new();
    for case in all() {
        let table = match case.table {
            Table::Penguins => &penguins,
            Table::Series => &series,
        };
        let artifacts: Value = serde_json::to_value(case.explore(table)?)?;
        shown.push(json!({"name": case.name, "explorer": case.explorer, "artifacts": artifacts}));
    }
    std::fs::write(path, serde_json::to_vec(&shown)?)?;
    Ok(())
}
