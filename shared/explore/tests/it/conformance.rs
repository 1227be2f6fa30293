//! What holds for every explorer.

use crate::cases::{Case, Table, all};
use crate::tables::{penguins, series};
use serde_json::Value;
use skydash_catalog::{Kind, registry};
use skydash_domain::artifact::Artifact;
use skydash_domain::columns::{Columns, Held};
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};
use skydash_explore::{Request, explore, names};
use std::collections::BTreeSet;

fn table(case: &Case) -> Held {
    match case.table {
        Table::Penguins => penguins(),
        Table::Series => series(200),
    }
}

fn written(artifacts: &[Artifact]) -> String {
    serde_json::to_string(artifacts).unwrap()
}

#[test]
fn the_catalog_and_the_engines_name_the_same_explorers() {
    let published: Vec<&str> = registry::of(Kind::Explorer).map(|entry| entry.name).collect();
    assert_eq!(names().collect::<Vec<_>>(), published);
    let shown: BTreeSet<&str> = all().iter().map(|case| case.explorer).collect();
    assert_eq!(shown, published.into_iter().collect());
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    for case in all() {
        let table = table(&case);
        let first = case.explore(&table).unwrap_or_else(|error| panic!("{}: {error}", case.name));
        assert!(!first.is_empty(), "{}", case.name);
        assert_eq!(written(&first), written(&case.explore(&table).unwrap()), "{}", case.name);
    }
}

#[test]
fn figures_have_data_a_title_and_no_numbers_that_are_none() {
    for case in all() {
        for artifact in case.explore(&table(&case)).unwrap() {
            let Artifact::Plotly { figure, .. } = &artifact else { continue };
            assert!(!figure["data"].as_array().unwrap().is_empty(), "{}", case.name);
            assert!(!figure["layout"]["title"]["text"].as_str().unwrap().is_empty(), "{}", case.name);
            let text = figure.to_string();
            assert!(!text.contains("NaN") && !text.contains("inf\""), "{}", case.name);
        }
    }
}

#[test]
fn tables_have_as_many_cells_as_columns() {
    for case in all() {
        for artifact in case.explore(&table(&case)).unwrap() {
            if let Artifact::Table { columns, rows, .. } = &artifact {
                assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == columns.len()), "{}", case.name);
            }
        }
    }
}

#[test]
fn a_title_of_the_user_takes_the_place_of_the_explorer_s_own() {
    let case = all().into_iter().find(|case| case.name == "scatter").unwrap();
    let (columns, parameters) = (&case.columns, &case.parameters);
    let request = Request { explorer: case.explorer, columns, parameters, title: Some("Bills & <b>") };
    let artifacts = explore(request, &penguins(), &skydash_domain::progress::Silent).unwrap();
    let Artifact::Plotly { figure, .. } = &artifacts[0] else { panic!("no figure") };
    assert_eq!(figure["layout"]["title"]["text"], Value::from("Bills &amp; &lt;b&gt;"));
}

/// Asks to stop at once.
struct Stop;

impl Progress for Stop {
    fn report(&self, _: f64) -> Result<()> {
        Err(Error::Cancelled)
    }
}

#[test]
fn every_explorer_stops_when_asked_to() {
    for case in all() {
        let (columns, parameters) = (&case.columns, &case.parameters);
        let request = Request { explorer: case.explorer, columns, parameters, title: None };
        assert_eq!(explore(request, &table(&case), &Stop), Err(Error::Cancelled), "{}", case.name);
    }
}

/// A table that counts how many of its columns are asked for.
struct Counting {
    table: Held,
    asked: std::sync::Mutex<BTreeSet<String>>,
}

impl Columns for Counting {
    fn rows(&self) -> usize {
        self.table.rows()
    }

    fn types(&self) -> &indexmap::IndexMap<String, skydash_domain::table::ColumnType> {
        self.table.types()
    }

    fn column(&self, name: &str) -> Result<skydash_domain::table::Column> {
        self.asked.lock().unwrap().insert(name.to_owned());
        self.table.column(name)
    }
}

#[test]
fn only_columns_that_are_chosen_are_read() {
    for case in all() {
        let table = Counting { table: table(&case), asked: std::sync::Mutex::default() };
        case.explore(&table).unwrap();
        let position =
            |value: &Value| value.as_u64().and_then(|at| table.types().get_index(at as usize)).map(|it| it.0.clone());
        let named =
            case.parameters.values().filter_map(|value| value.as_str().map(str::to_owned).or_else(|| position(value)));
        let chosen: BTreeSet<String> = case.columns.iter().cloned().chain(named).collect();
        let asked = table.asked.into_inner().unwrap();
        assert!(asked.is_subset(&chosen), "{}: {asked:?}", case.name);
    }
}
