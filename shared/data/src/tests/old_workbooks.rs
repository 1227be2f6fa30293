use super::{object, read, refused, types};
use crate::{Loader, Options};
use serde_json::{Value, json};

/// The end of a chain of sectors.
const CHAIN_END: u32 = 0xFFFF_FFFE;
/// A sector that nothing uses.
const FREE: u32 = 0xFFFF_FFFF;
/// A sector of the table of sectors.
const TABLE: u32 = 0xFFFF_FFFD;
/// Bytes of a sector.
const SECTOR: usize = 4096;
/// Sectors of the table that the head of a file lists.
const LISTED: u32 = 109;

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
    compound(stream)
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
fn cells_of_every_kind_are_read() {
    let at = |column: u16, more: &[u8]| [&[1, 0][..], &column.to_le_bytes(), &[0; 2], more].concat();
    let names: Vec<u8> = ('a'..='h').zip(0..).flat_map(|(name, column)| label(0, column, &name.to_string())).collect();
    let sheet = [
        record(0x027E, &at(0, &(7u32 << 2 | 2).to_le_bytes())),
        record(
            0x00BD,
            &[
                &[1, 0, 1, 0, 0, 0][..],
                &0x3FF0_0000u32.to_le_bytes(),
                &[0; 2],
                &(150u32 << 2 | 3).to_le_bytes(),
                &[2, 0],
            ]
            .concat(),
        ),
        record(0x0205, &at(3, &[1, 0])),
        record(0x0205, &at(4, &[0x2A, 1])),
        record(0x0006, &at(5, &[&2.5f64.to_le_bytes()[..], &[0; 8]].concat())),
        record(0x0006, &at(6, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0])),
        record(0x0207, &[3, 0, 1, 0x42, 0x30, b'b', 0, b'c', 0]),
        record(0x0006, &at(7, &[1, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0])),
        // A chart inside of the sheet has cells of its own, and names may come last.
        record(0x0809, &[0, 6, 0x20, 0]),
        number(1, 0, 99.0),
        record(0x000A, &[]),
        names,
    ];
    let stored = read(&xls(&sheet.concat(), 0), &excel(), &Options::default()).unwrap();
    let row: Vec<&Value> = stored.summary.sample[0].values().collect();
    assert_eq!(json!(row), json!([7, 1, 1.5, true, null, 2.5, "\u{3042}bc", false]));
}

#[test]
fn claims_of_old_workbooks_are_not_believed_wherever_the_sheet_starts() {
    for gap in [0, 3] {
        let far = [cells(), number(65_535, 65_535, 1.0)].concat();
        assert!(refused(&xls(&far, gap), &excel()).contains("65536 columns"));
        let claim: Vec<u8> = [0u32, u32::MAX, 0xFFFF_0000].iter().flat_map(|word| word.to_le_bytes()).collect();
        let claiming = [record(0x0200, &claim), record(0x00FC, &[0xFF; 8]), cells()].concat();
        assert_eq!(read(&xls(&claiming, gap), &excel(), &Options::default()).unwrap().summary.rows, 1);
        let missing = [cells(), record(0x00FD, &[2, 0, 0, 0, 0, 0, 9, 0, 0, 0])].concat();
        assert!(refused(&xls(&missing, gap), &excel()).contains("a cell is cut off"));
    }
    let mut ring = xls(&cells(), 0);
    ring[4096 + 4..4096 + 8].copy_from_slice(&1u32.to_le_bytes());
    drop(read(&ring, &excel(), &Options::default()));
}

/// A compound file with this stream as its workbook.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    let length = stream.len().max(SECTOR).next_multiple_of(SECTOR);
    stream.resize(length, 0);
    let sectors = (length / SECTOR) as u32;
    let words = (SECTOR / 4) as u32;
    let tables = (sectors + 1).div_ceil(words - 1);
    assert!(tables <= LISTED);
    let (first, last) = (tables + 1, tables + sectors);
    let mut table: Vec<u32> = (0..tables).map(|_| TABLE).collect();
    table.push(CHAIN_END);
    table.extend(first + 1..=last);
    table.push(CHAIN_END);
    table.resize((tables * words) as usize, FREE);
    let mut file = head(tables);
    file.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    let mut directory = [entry("Root Entry", 5, 0, 0), entry("Workbook", 2, first, length as u64)].concat();
    directory.resize(SECTOR, 0);
    file.extend(directory);
    file.extend(stream);
    file
}

/// The head of a file whose first sectors are these many tables and then the directory.
fn head(tables: u32) -> Vec<u8> {
    let mut head = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    head.resize(24, 0);
    head.extend([0x3E, 0, 4, 0, 0xFE, 0xFF, 12, 0, 6, 0]);
    head.resize(44, 0);
    for word in [tables, tables, 0, 4096, CHAIN_END, 0, CHAIN_END, 0] {
        head.extend(word.to_le_bytes());
    }
    for listed in 0..LISTED {
        head.extend(if listed < tables { listed } else { FREE }.to_le_bytes());
    }
    head.resize(SECTOR, 0);
    head
}

/// An entry of a directory: its name, what it is, where its stream starts, and that stream's length.
fn entry(name: &str, kind: u8, first: u32, length: u64) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let name_length = (entry.len() + 2) as u8;
    entry.resize(64, 0);
    entry.extend([name_length, 0, kind, 1]);
    entry.extend([0xFF; 12]);
    entry.resize(116, 0);
    entry.extend(first.to_le_bytes());
    entry.extend(length.to_le_bytes());
    entry
}
