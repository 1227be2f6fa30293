//! A look at old Excel files (xls) before they are read.
//!
//! Such a file is a small file system ("compound file", [MS-CFB]) with one stream of records ([MS-XLS]). A record that
//! claims a huge sheet, or a cell in a far corner, would make a reader reserve memory for everything between.

use super::sheet::{broken, too_many_cells};
use super::unreadable;
use crate::limits::MAX_SHEET_CELLS;
use crate::store::Source;
use skydash_domain::{Error, Result};
use std::io::{Read, SeekFrom};

/// Bytes of an xls file.
const MAX_XLS_BYTES: u64 = 256 << 20;
/// The record that says how large a sheet is.
const DIMENSIONS: u16 = 0x0200;
/// Records of cells; they start with a row and a column.
const CELLS: &[u16] = &[0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x00BD, 0x00BE];
/// Those of them that end with a last column.
const CELL_RANGES: &[u16] = &[0x00BD, 0x00BE];

/// Refuses a file whose sheets span too many cells.
pub(super) fn check(source: &mut dyn Source) -> Result<()> {
    let mut bytes = Vec::new();
    (&mut *source).take(MAX_XLS_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    source.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MAX_XLS_BYTES {
        return Err(Error::too_large("The workbook is too large for the xls format. Save it as xlsx or CSV."));
    }
    let stream = Compound::new(&bytes).and_then(|file| file.workbook());
    records(&stream.ok_or_else(|| broken(&"it is no Excel file"))?)
}

fn records(stream: &[u8]) -> Result<()> {
    let (mut rows, mut columns) = (0u64, 0u64);
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let data = stream.get(at + 4..).map_or(&[][..], |rest| &rest[..rest.len().min(usize::from(length))]);
        let number = |at| u64::from(u16_at(data, at).unwrap_or(0));
        if kind == DIMENSIONS && data.len() >= 14 {
            let claimed =
                u64::from(u32_at(data, 4).unwrap_or(0)).saturating_sub(u64::from(u32_at(data, 0).unwrap_or(0)));
            if claimed.saturating_mul(number(10)) > MAX_SHEET_CELLS * 4 {
                return Err(too_many_cells());
            }
        }
        if CELLS.contains(&kind) {
            rows = rows.max(number(0) + 1);
            columns = columns.max(number(2) + 1);
            if CELL_RANGES.contains(&kind) && data.len() >= 6 {
                columns = columns.max(number(data.len() - 2) + 1);
            }
        }
        if rows * columns > MAX_SHEET_CELLS {
            return Err(too_many_cells());
        }
        at += 4 + usize::from(length);
    }
    Ok(())
}

/// A compound file.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let sector = 1usize << u16_at(bytes, 30).filter(|shift| (9..=12).contains(shift))?;
        let mut file = Self { bytes, sector, table: Vec::new(), directory: Vec::new() };
        let mut sectors: Vec<u32> = (0..109).map_while(|index| u32_at(bytes, 76 + index * 4)).collect();
        let mut next = u32_at(bytes, 68)?;
        while let Some(more) = file.at(next).filter(|_| sectors.len() < bytes.len() / sector + 109) {
            let words = words(more);
            sectors.extend(&words[..words.len() - 1]);
            next = *words.last()?;
        }
        for index in sectors {
            if let Some(part) = file.at(index) {
                file.table.extend(words(part));
            }
        }
        file.directory = file.chain(u32_at(bytes, 48)?);
        Some(file)
    }

    /// The bytes of a sector.
    fn at(&self, index: u32) -> Option<&'a [u8]> {
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..start.checked_add(self.sector)?)
    }

    /// The bytes of a chain of sectors; a chain that turns back on itself ends.
    fn chain(&self, first: u32) -> Vec<u8> {
        let mut all = Vec::new();
        let mut next = first;
        while let Some(sector) = self.at(next).filter(|_| all.len() < self.bytes.len()) {
            all.extend_from_slice(sector);
            next = self.table.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        all
    }

    /// The stream with the workbook's records.
    fn workbook(&self) -> Option<Vec<u8>> {
        let entries = || self.directory.chunks_exact(128);
        let entry = entries().find(|entry| ["Workbook", "Book"].iter().any(|name| is_named(entry, name)))?;
        let (first, size) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
        if size >= u32_at(self.bytes, 56)? as usize {
            return Some(self.chain(first));
        }
        // Small streams live in the root entry's stream, in small sectors with a table of their own.
        let small = 1usize << u16_at(self.bytes, 32).filter(|shift| (4..=9).contains(shift))?;
        let container = self.chain(u32_at(entries().next()?, 116)?);
        let table = words(&self.chain(u32_at(self.bytes, 60)?));
        let mut all = Vec::new();
        let mut next = first as usize;
        while let Some(sector) = container.get(next * small..(next + 1) * small).filter(|_| all.len() < size) {
            all.extend_from_slice(sector);
            next = table.get(next).map_or(usize::MAX / small - 1, |next| *next as usize);
        }
        Some(all)
    }
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let units =
        entry[..64].as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).take_while(|unit| *unit != 0);
    units.eq(name.encode_utf16())
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
}
