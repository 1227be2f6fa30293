//! xls workbooks: a small file system ("compound file") with one stream of records. Nothing that a record claims is
//! believed before it is there.

mod cells;
mod compound;
mod records;

use super::formats::Format;
use super::lines::Wanted;
use super::texts::Texts;
use super::{broken, encrypted};
use crate::files::unreadable;
use crate::store::Source;
use cells::Cells;
use compound::Compound;
use encoding_rs::Encoding;
use records::{Chunks, records, u16_at, u32_at};
use skydash_domain::{Error, Result};
use std::collections::HashMap;
use std::io::Read;

/// Bytes of an xls file.
const MAX_BYTES: u64 = 64 << 20;

/// A workbook: its stream, and what its start says of all sheets.
pub(super) struct Book {
    stream: Vec<u8>,
    /// Names of the sheets, and where in the stream they start.
    sheets: Vec<(String, usize)>,
    texts: Texts,
    /// The formats that cells refer to.
    formats: Vec<Format>,
    from_1904: bool,
    spelling: Spelling,
}

/// How texts are written.
#[derive(Debug, Clone, Copy)]
enum Spelling {
    /// In UTF-16, as Excel does since 1997.
    Unicode,
    /// In a code page.
    Page(&'static Encoding),
}

impl Book {
    /// Reads what comes before the sheets.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a file that is no workbook, or an encrypted one; [`Error::TooLarge`].
    pub(super) fn open(source: &mut dyn Source) -> Result<Self> {
        let mut bytes = Vec::new();
        (&mut *source).take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::too_large(format!(
                "The workbook is larger than {} MB. Save it as xlsx, or upload the sheet as CSV.",
                MAX_BYTES >> 20
            )));
        }
        let file = Compound::new(&bytes).ok_or_else(|| broken(&"it is no Excel file"))?;
        if file.has("EncryptedPackage") {
            return Err(encrypted());
        }
        let stream = file.workbook().ok_or_else(|| broken(&"it is no Excel file"))?;
        drop(file);
        drop(bytes);
        let mut book = Self {
            stream: Vec::new(),
            sheets: Vec::new(),
            texts: Texts::default(),
            formats: Vec::new(),
            from_1904: false,
            spelling: Spelling::Unicode,
        };
        book.read_start(&stream)?;
        book.stream = stream;
        Ok(book)
    }

    fn read_start(&mut self, stream: &[u8]) -> Result<()> {
        let mut own: HashMap<u16, Format> = HashMap::new();
        let mut styles: Vec<u16> = Vec::new();
        for (at, kind, data) in records(stream, 0) {
            match kind {
                0x0809 if u16_at(data, 0) == Some(0x0500) => self.spelling = Spelling::Page(encoding_rs::WINDOWS_1252),
                0x0042 => self.spelling = self.spelling.in_page(u16_at(data, 0).unwrap_or(0)),
                0x0022 => self.from_1904 = u16_at(data, 0) == Some(1),
                0x002F if u16_at(data, 0) != Some(0) => return Err(encrypted()),
                0x041E => {
                    if let (Some(id), Some(code)) = (u16_at(data, 0), self.spelling.format(stream, at)) {
                        own.insert(id, Format::of(&code));
                    }
                }
                0x00E0 => styles.push(u16_at(data, 2).unwrap_or(0)),
                // Sheets that are charts, macros or modules have other types.
                0x0085 if data.get(5) == Some(&0) => {
                    let name = self.spelling.short(stream, at, 6).unwrap_or_default();
                    self.sheets.push((name.replace('\0', ""), u32_at(data, 0).unwrap_or(0) as usize));
                }
                0x00FC => {
                    let mut chunks = Chunks::new(stream, at, 8);
                    for _ in 0..u32_at(data, 4).unwrap_or(0) {
                        let Some(text) = chunks.as_mut().and_then(Chunks::rich) else { break };
                        self.texts.push(&text)?;
                    }
                }
                0x000A => break,
                _ => {}
            }
        }
        let format = |id: &u16| own.get(id).copied().unwrap_or_else(|| Format::known(u32::from(*id)));
        self.formats = styles.iter().map(format).collect();
        Ok(())
    }

    /// The names of the sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The rows of the sheet at this position.
    pub(super) fn rows(self, sheet: usize, wanted: Wanted) -> Result<Cells> {
        let start = self.sheets.get(sheet).map(|(_, start)| *start);
        let start = start.filter(|start| *start < self.stream.len());
        Cells::new(self, start.ok_or_else(|| broken(&"a sheet is not where it should be"))?, wanted)
    }
}

impl Spelling {
    /// The same, where texts are in a code page: in this one.
    fn in_page(self, number: u16) -> Self {
        if matches!(self, Self::Unicode) {
            return self;
        }
        let label = match number {
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            10_000 => "macintosh".to_owned(),
            other => format!("windows-{other}"),
        };
        Encoding::for_label(label.as_bytes()).map_or(self, Self::Page)
    }

    /// A text of the record at `at` that starts with two bytes of length, `skip` bytes on.
    fn long(self, stream: &[u8], at: usize, skip: usize) -> Option<String> {
        let mut chunks = Chunks::new(stream, at, skip)?;
        let count = usize::from(chunks.u16()?);
        self.rest(&mut chunks, count)
    }

    /// A text that starts with one byte of length.
    fn short(self, stream: &[u8], at: usize, skip: usize) -> Option<String> {
        let mut chunks = Chunks::new(stream, at, skip)?;
        let count = usize::from(chunks.byte()?);
        self.rest(&mut chunks, count)
    }

    fn rest(self, chunks: &mut Chunks<'_>, count: usize) -> Option<String> {
        match self {
            Self::Unicode => {
                let flags = chunks.byte()?;
                chunks.unicode(count, flags)
            }
            Self::Page(encoding) => Some(encoding.decode_without_bom_handling(chunks.bytes(count)).0.into_owned()),
        }
    }

    /// The code of a format.
    fn format(self, stream: &[u8], at: usize) -> Option<String> {
        match self {
            Self::Unicode => self.long(stream, at, 2),
            Self::Page(_) => self.short(stream, at, 2),
        }
    }
}
