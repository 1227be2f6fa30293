use super::{object, read, refused, types};
use crate::{Loader, Options};
use serde_json::json;

fn excel() -> Loader {
    Loader::new("ExcelDataLoader", &object(json!({}))).unwrap()
}

/// A record of an xls stream.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], &value.to_le_bytes()].concat())
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let length = (text.len() as u16).to_le_bytes();
    record(0x0204, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], &length, &[0], text.as_bytes()].concat())
}

/// An xls file with one sheet of these records, `gap` bytes behind the workbook's own.
fn xls(sheet: &[u8], gap: usize) -> Vec<u8> {
    let start = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let name = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 4, 0], b"Data"].concat());
    let at = (start.len() + name(0).len() + end.len() + gap) as u32;
    let stream = [start.clone(), name(at), end.clone(), vec![0xFF; gap], start, sheet.to_vec(), end].concat();
    crate::files::rebuilt(stream).unwrap()
}

fn cells() -> Vec<u8> {
    [label(0, 0, "a"), label(0, 1, "b"), number(1, 0, 1.0), number(1, 1, 2.5)].concat()
}

#[test]
fn old_workbooks_are_read() {
    for gap in [0, 3] {
        let stored = read(&xls(&cells(), gap), &excel(), &Options::default()).unwrap();
        assert_eq!((types(&stored), stored.summary.rows), (vec![("a", "Integer"), ("b", "Float")], 1));
    }
}

#[test]
fn claims_of_old_workbooks_are_not_believed_wherever_the_sheet_starts() {
    for gap in [0, 3] {
        let far = [cells(), number(65_535, 65_535, 1.0)].concat();
        assert!(refused(&xls(&far, gap), &excel()).contains("spans more than"));
        for claim in [[0u32, u32::MAX, 0xFFFF_0000, 0], [u32::MAX, 1, 0x0001_0000, 0]] {
            let data: Vec<u8> = claim.iter().flat_map(|word| word.to_le_bytes()).take(14).collect();
            let text = refused(&xls(&[record(0x0200, &data), cells()].concat(), gap), &excel());
            assert!(text.contains("spans more than") || text.contains("makes no sense"), "{text}");
        }
    }
    let mut ring = xls(&cells(), 0);
    ring[4096 + 4..4096 + 8].copy_from_slice(&1u32.to_le_bytes());
    drop(read(&ring, &excel(), &Options::default()));
}
