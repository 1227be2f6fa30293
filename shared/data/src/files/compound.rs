//! Compound files ([MS-CFB]): the file system inside of old Office files.

use super::biff::{u16_at, u32_at};

/// The end of a chain of sectors.
const CHAIN_END: u32 = 0xFFFF_FFFE;
/// A sector that nothing uses.
const FREE: u32 = 0xFFFF_FFFF;
/// A sector of the table of sectors.
const TABLE: u32 = 0xFFFF_FFFD;
/// Bytes of a sector of rebuilt files.
const SECTOR: usize = 4096;
/// Sectors of the table that the head of a file lists.
const LISTED: u32 = 109;

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    /// Reads its tables; none when it is no such file.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        let sector = 1usize << u16_at(bytes, 30).filter(|shift| (9..=12).contains(shift))?;
        let mut file = Self { bytes, sector, table: Vec::new(), directory: Vec::new() };
        let mut sectors: Vec<u32> = (0..LISTED as usize).map_while(|index| u32_at(bytes, 76 + index * 4)).collect();
        let mut next = u32_at(bytes, 68)?;
        while let Some(more) = file.at(next).filter(|_| sectors.len() < bytes.len() / sector + 109) {
            let words = words(more);
            sectors.extend(&words[..words.len() - 1]);
            next = *words.last()?;
        }
        for index in sectors {
            if let Some(part) = file.at(index).filter(|_| file.table.len() <= bytes.len() / sector) {
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
            next = self.table.get(next as usize).copied().unwrap_or(FREE);
        }
        all
    }

    /// The stream with the workbook's records.
    pub(super) fn workbook(&self) -> Option<Vec<u8>> {
        let entries = || self.directory.chunks_exact(128);
        let named = |name: &str| entries().find(|entry| is_named(entry, name));
        let entry = named("Workbook").or_else(|| named("Book"))?;
        let (first, size) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
        let mut stream =
            if size >= u32_at(self.bytes, 56)? as usize { self.chain(first) } else { self.small(first, size)? };
        stream.truncate(size);
        Some(stream)
    }

    /// A small stream: it lives in the root entry's stream, in small sectors with a table of their own.
    fn small(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let small = 1usize << u16_at(self.bytes, 32).filter(|shift| (4..=9).contains(shift))?;
        let container = self.chain(u32_at(self.directory.get(..128)?, 116)?);
        let table = words(&self.chain(u32_at(self.bytes, 60)?));
        let mut all = Vec::new();
        let mut next = first as usize;
        while all.len() < size
            && let Some(start) = next.checked_mul(small)
            && let Some(sector) = container.get(start..start + small)
        {
            all.extend_from_slice(sector);
            next = table.get(next).map_or(FREE as usize, |next| *next as usize);
        }
        Some(all)
    }
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let units = entry[..64].as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
    units.take_while(|unit| *unit != 0).eq(name.encode_utf16())
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect()
}

/// A compound file with this stream as its workbook; none when it is too long for one.
pub(crate) fn rebuilt(mut stream: Vec<u8>) -> Option<Vec<u8>> {
    let length = stream.len().max(SECTOR).next_multiple_of(SECTOR);
    stream.resize(length, 0);
    let sectors = u32::try_from(length / SECTOR).ok()?;
    let words = u32::try_from(SECTOR / 4).ok()?;
    let tables = (sectors + 1).div_ceil(words - 1);
    if tables > LISTED {
        return None;
    }
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
    Some(file)
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
    let name_length = u8::try_from(entry.len() + 2).unwrap_or(64);
    entry.resize(64, 0);
    entry.extend([name_length, 0, kind, 1]);
    entry.extend([0xFF; 12]);
    entry.resize(116, 0);
    entry.extend(first.to_le_bytes());
    entry.extend(length.to_le_bytes());
    entry
}
