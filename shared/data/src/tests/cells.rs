//! What is in memory is bounded by cells, whatever few bytes they take in a file.

use super::{csv, object, read};
use crate::csv::{Step, Table};
use crate::limits::{CHUNK_CELLS, FLIGHT_CELLS, GROUP_CELLS, PART_CHUNKS, PREVIEW_CELLS, rows_of};
use crate::parts::Reader;
use crate::{Loader, Look, Memory, Options, StoredColumns, columns, preview};
use serde_json::json;
use skydash_domain::columns::Columns;
use skydash_domain::parts::PartSource;
use skydash_domain::table::Values;
use skydash_domain::{Error, Result};
use std::io::Cursor;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

const COLUMNS: usize = 9_999;

/// A table of nearly ten thousand columns whose rows have a value in the first of them only.
fn short(rows: usize) -> String {
    names() + &"1\n".repeat(rows)
}

fn names() -> String {
    (0..COLUMNS).map(|column| format!("c{column}")).collect::<Vec<_>>().join(",") + "\n"
}

#[test]
fn tasks_and_waves_of_them_have_few_cells() {
    let text = short(20_000);
    let mut bytes = text.as_bytes();
    let mut table = Table::open(&mut bytes, &crate::csv::Dialect::plain()).unwrap();
    let block = table.blocks.next(4 << 20, Step::chunks(COLUMNS)).unwrap().unwrap();
    let cells = |run: &[u8]| run.iter().filter(|byte| **byte == b'\n').count() * COLUMNS;
    let waves = block.waves(rows_of(FLIGHT_CELLS, COLUMNS));
    let largest = |cells: Vec<usize>| cells.into_iter().max().unwrap();
    let run = largest(block.runs().into_iter().map(cells).collect());
    let wave = largest(waves.iter().map(|wave| wave.iter().map(|run| cells(run)).sum()).collect());
    assert!((CHUNK_CELLS / 2..=CHUNK_CELLS).contains(&run), "{run}");
    assert!((FLIGHT_CELLS / 2..=FLIGHT_CELLS).contains(&wave), "{wave}");
    assert_eq!(waves.concat().concat(), block.text);
}

#[test]
fn row_groups_and_parts_have_few_cells() {
    let stored = read(short(700).as_bytes(), &csv(), &Options::default()).unwrap();
    let reader = Reader::new(&stored.summary, &stored.parts);
    let rows: Vec<u64> =
        reader.groups(&[0], 0..700).map(|group| group.unwrap().rows).map(|it| it.end - it.start).collect();
    assert_eq!((rows.len(), rows.iter().sum::<u64>()), (2, 700));
    assert!(rows.iter().all(|rows| *rows as usize * COLUMNS <= GROUP_CELLS + FLIGHT_CELLS), "{rows:?}");
    assert!(stored.summary.parts.len() * PART_CHUNKS >= rows.len() * COLUMNS);
    assert_eq!((stored.summary.nan["c0"], stored.summary.nan["c9998"]), (0, 700));
}

#[test]
fn a_file_that_leaves_out_nearly_all_values_is_refused() {
    let loader = |name| Loader::new(name, &object(json!({}))).unwrap();
    let attributes: String = (0..COLUMNS).map(|column| format!("@attribute c{column} numeric\n")).collect();
    let sparse = format!("@relation r\n{attributes}@data\n{}", "{1 5}\n".repeat(2_100));
    let rows = |text: &str, name| {
        preview(&mut Cursor::new(text.as_bytes()), &loader(name), Look { rows: 9_000, native_types: true })
    };
    assert_eq!(rows(&sparse, "ARFFDataLoader").unwrap().preview_row_count, rows_of(PREVIEW_CELLS, COLUMNS));
    let mut filled = crate::filled::Filled::new("Write them.");
    assert!(matches!(filled.add(2_100, 2_100 * 9_998), Err(Error::TooLarge(text)) if text.ends_with("Write them.")));
}

#[test]
fn a_preview_has_few_cells() {
    for text in [short(20_000), names() + &"\n\n\n".repeat(20_000) + &short(9)[names().len()..]] {
        let look = Look { rows: 10_000, native_types: true };
        let shown = preview(&mut Cursor::new(text.as_bytes()), &csv(), look).unwrap();
        let wanted = if text.contains("\n\n") { 9 } else { rows_of(PREVIEW_CELLS, COLUMNS) };
        assert_eq!(shown.preview_row_count, wanted);
        assert_eq!(shown.schema["c0"]["dtype"], "int64");
    }
}

/// Counts how often parts are read.
struct Counting<'a>(&'a Memory, AtomicUsize);

impl PartSource for Counting<'_> {
    fn read(&self, name: &str, range: Range<u64>) -> Result<Vec<u8>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.read(name, range)
    }
}

#[test]
fn columns_do_not_read_the_table_anew_each() {
    let text = names() + &(vec!["7"; COLUMNS].join(",") + "\n").repeat(3);
    let stored = read(text.as_bytes(), &csv(), &Options::default()).unwrap();
    let names: Vec<&str> = stored.summary.columns.iter().map(|column| column.name.as_str()).collect();
    let source = Counting(&stored.parts, AtomicUsize::new(0));
    let found = columns(&stored.summary, &source, &names, None).unwrap();
    assert!(found.iter().all(|column| column.values == Values::Numbers(vec![7.0; 3])));
    let table = StoredColumns::new(&stored.summary, &source).unwrap();
    let before = source.1.swap(0, Ordering::Relaxed);
    names.iter().take(50).for_each(|name| drop(table.column(name).unwrap()));
    let after = source.1.load(Ordering::Relaxed);
    assert!(before <= 3 && after <= 52, "{before} and {after} reads");
}
