//! A look at old Excel files (xls) before they are read.
//!
//! Such a file is a small file system ("compound file", [MS-CFB]) with one stream of records ([MS-XLS]). A chain that
//! never ends, a record that claims a huge sheet, or a cell in a far corner would make a reader reserve memory for
//! everything between. So the stream is taken out with budgets, looked through, and put into a fresh file system: what
//! the library reads is what was looked at.

use super::compound::{Compound, rebuilt};
use super::sheet::{broken, too_many_cells};
use super::unreadable;
use crate::limits::MAX_SHEET_CELLS;
use crate::store::Source;
use skydash_domain::{Error, Result};
use std::io::Read;

/// Bytes of an xls file.
const MAX_XLS_BYTES: u64 = 128 << 20;
/// Records looked at, over all sheets.
const MAX_RECORDS: usize = 50_000_000;
/// The record that names a sheet and says where it starts.
const SHEET: u16 = 0x0085;
/// The record that starts a sheet, or something inside of one.
const START: u16 = 0x0809;
/// The record that ends what such a record started.
const END: u16 = 0x000A;
/// The record that says how large a sheet is.
const DIMENSIONS: u16 = 0x0200;
/// Records of cells; they start with a row and a column.
const CELLS: &[u16] = &[0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x00BD, 0x00BE];
/// Those of them that end with a last column.
const CELL_RANGES: &[u16] = &[0x00BD, 0x00BE];

/// The file with nothing but its workbook stream, whose sheets span no more cells than is allowed.
pub(super) fn checked(source: &mut dyn Source) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    (&mut *source).take(MAX_XLS_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MAX_XLS_BYTES {
        return Err(Error::too_large("The workbook is too large for the xls format. Save it as xlsx or CSV."));
    }
    let stream = Compound::new(&bytes).and_then(|file| file.workbook());
    let stream = stream.ok_or_else(|| broken(&"it is no Excel file"))?;
    check(&stream)?;
    rebuilt(stream).ok_or_else(too_many_cells)
}

/// Looks through every sheet, wherever the stream says that one starts.
fn check(stream: &[u8]) -> Result<()> {
    let mut starts: Vec<usize> = Vec::new();
    let mut left = MAX_RECORDS;
    for (kind, data) in records(stream) {
        left = left.checked_sub(1).ok_or_else(too_many_cells)?;
        if kind == SHEET {
            starts.push(u32_at(data, 0).unwrap_or(0) as usize);
        }
    }
    let mut cells = 0;
    for start in starts {
        let sheet = stream.get(start..).ok_or_else(|| broken(&"a sheet is not where it should be"))?;
        cells += span(sheet, &mut left)?;
        if cells > MAX_SHEET_CELLS {
            return Err(too_many_cells());
        }
    }
    Ok(())
}

/// How many cells a sheet spans, or claims to.
fn span(sheet: &[u8], left: &mut usize) -> Result<u64> {
    let (mut rows, mut columns, mut claimed) = (0u64, 0u64, 0u64);
    let (mut started, mut depth) = (false, 0usize);
    for (kind, data) in records(sheet) {
        *left = left.checked_sub(1).ok_or_else(too_many_cells)?;
        match kind {
            START if started => depth += 1,
            START => started = true,
            END if depth == 0 => break,
            END => depth -= 1,
            _ if depth > 0 => {}
            DIMENSIONS => claimed = claimed.saturating_add(dimensions(data)?),
            kind if CELLS.contains(&kind) => {
                let number = |at| u64::from(u16_at(data, at).unwrap_or(0));
                rows = rows.max(number(0) + 1);
                columns = columns.max(number(2) + 1);
                if CELL_RANGES.contains(&kind) && data.len() >= 6 {
                    columns = columns.max(number(data.len() - 2) + 1);
                }
            }
            _ => {}
        }
    }
    Ok(claimed.max(rows * columns))
}

/// The cells that a dimensions record claims.
fn dimensions(data: &[u8]) -> Result<u64> {
    let numbers = if data.len() < 14 {
        [0, 2, 4, 6].map(|at| u16_at(data, at).map(u64::from))
    } else {
        let (first, end) = (u32_at(data, 0), u32_at(data, 4));
        let (first_column, columns) = (u16_at(data, 8), u16_at(data, 10));
        [first.map(u64::from), end.map(u64::from), first_column.map(u64::from), columns.map(u64::from)]
    };
    match numbers {
        [Some(first), Some(end), Some(_), Some(columns)] if first <= end => Ok((end - first).saturating_mul(columns)),
        _ => Err(broken(&"the size of a sheet makes no sense")),
    }
}

/// The records of a stream: kinds and data.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
}
