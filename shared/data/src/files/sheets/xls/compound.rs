//! Compound files ([MS-CFB]): the file system inside of old Office files.

use super::records::{u16_at, u32_at};

/// A sector that nothing uses.
const FREE: u32 = 0xFFFF_FFFF;
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
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        // Some programs leave the last sector short.
        Some(&rest[..rest.len().min(self.sector)])
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

    /// Whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn entry(&self, name: &str) -> Option<&[u8]> {
        self.directory.chunks_exact(128).find(|entry| is_named(entry, name))
    }

    /// The stream with the workbook's records.
    pub(super) fn workbook(&self) -> Option<Vec<u8>> {
        let entry = self.entry("Workbook").or_else(|| self.entry("Book"))?;
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
